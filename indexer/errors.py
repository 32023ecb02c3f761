"""What can go wrong while indexing.

IndexerError
├── SourceError        one file could not be read; costs that file alone (`reason` is a short code)
├── RootError          a folder or file given to the run is missing or unreadable
├── ShrinkError        most files of a root have vanished; nothing was removed
├── EngineMismatch     the index was built with another engine
├── NothingToForget    no item and no file is called so
├── IndexLocked        another run is writing to the index
└── Logged             one of these, or of a search, that was told as an event
"""

from __future__ import annotations


class IndexerError(Exception):
    """The text says what happened, where, and what to do next; it may be shown to people."""

    exit_code = 4


class SourceError(IndexerError):
    """One file could not be read. `reason` is a code: unreadable, unknown_kind, damaged, encrypted, scanned, empty,
    encoding, timeout, memory, crashed, too_large, emptied (it held items before it changed), other (JSON about
    something else: no failure of the run)."""

    exit_code = 3

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        return type(self), (self.reason, str(self))


class RootError(IndexerError):
    """A root given to the run is missing or cannot be read; nothing was removed from the index."""


class ShrinkError(IndexerError):
    """More than half of a root's known files have vanished: perhaps an unmounted share."""


class EngineMismatch(IndexerError):
    """The index exists and was built with another engine than the one asked for."""


class IndexLocked(IndexerError):
    """Another run is writing to this index."""


class Logged(IndexerError):
    """A failure that was told already, as an event; it ends the run with its own exit code."""

    def __init__(self, exit_code: int) -> None:
        super().__init__()
        self.exit_code = exit_code


class NothingToForget(IndexerError):
    """No item and no file is called so; nothing was changed."""

    exit_code = 1
