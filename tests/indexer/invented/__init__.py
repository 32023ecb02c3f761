"""Invented minutes: an author, layouts to print them in, and the gold of what was printed.

``write_invented.py``, beside this folder, writes them out to be looked at.
"""
