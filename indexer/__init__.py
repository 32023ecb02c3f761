"""From files of minutes to the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.build import build_index

__all__ = ["build_index"]


def __getattr__(name: str) -> Any:
    """Loads the readers and their libraries only when they are asked for: a search needs none of them."""
    if name == "build_index":
        from indexer.build import build_index

        return build_index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
