"""The index and the questions put to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.find import open_index

__all__ = ["open_index"]


def __getattr__(name: str) -> Any:
    """Loads what a search needs only when one is made: `referat --help` needs none of it."""
    if name == "open_index":
        from search.find import open_index

        return open_index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
