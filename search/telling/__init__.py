"""Answers, counts and cases as text for people, and as JSON, CSV, Parquet and pictures."""
