"""Saved searches: what each gained, lost or changed, and how that is told."""
