"""A table that a user wrote, as text."""

from __future__ import annotations

from pathlib import Path

from search.errors import TableError


def read_table(file: Path, of: str, advice: str) -> str:
    """The text of a table of something; `advice` says how one is written. Raises TableError."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(f"{file} cannot be read ({error.strerror}): give the path of a table of {of}.") from error
    except ValueError as error:
        raise TableError(f"{file} is no text in UTF-8: save it so. {advice}") from error
