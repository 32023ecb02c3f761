"""The one place where what an engine's library raises becomes our own error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import EngineError, SearchError

_LONGEST = 300
"""Characters told of what a library says: some quote the whole of a file that they cannot read."""


@contextmanager
def reported(doing: str, folder: Path) -> Iterator[None]:
    """Raises EngineError in place of any other error inside the block; `doing` says what was tried.

    A panic in Rust arrives as a BaseException that `except Exception` does not see.
    """
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise EngineError(_message(doing, folder, error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(_message(doing, folder, error)) from error


def _message(doing: str, folder: Path, error: BaseException) -> str:
    what = (str(error) or type(error).__name__)[:_LONGEST]
    return f"{folder}: {doing} failed: {what}. If this happens again, build the index anew."
