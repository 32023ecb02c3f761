"""The index and the questions put to it."""

from search.find import open_index

__all__ = ["open_index"]
