"""From files of minutes to the index."""

from indexer.build import build_index

__all__ = ["build_index"]
