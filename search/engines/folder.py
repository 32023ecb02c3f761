"""The folder that holds an engine's files: made once, written through to the disk at each commit."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from search.errors import EngineError


class Mark(NamedTuple):
    """By what a file is known again: its size in bytes, its time stamp, and 32 hex digits of its content."""

    size: int
    mtime_ns: int
    digest: str


def marks(folder: Path, before: Mapping[str, Mark]) -> dict[str, Mark]:
    """The marks of an engine's files by name; of what has size and time stamp as `before`, nothing is read. Files that
    begin with a dot are no part of what was committed: locks, and lists of what may be thrown away."""
    return {path.name: _mark(path, before.get(path.name)) for path in sorted(folder.iterdir()) if _is_lasting(path)}


def digest_of(path: Path) -> str:
    """32 hex digits of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _is_lasting(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _mark(path: Path, before: Mark | None) -> Mark:
    found = path.stat()
    if before and (found.st_size, found.st_mtime_ns) == before[:2]:
        return before
    return Mark(found.st_size, found.st_mtime_ns, digest_of(path))


def make_empty(folder: Path) -> None:
    """Makes the folder in one that is there, or accepts it when it is there and empty. Raises EngineError for a folder
    with content."""
    folder.mkdir(exist_ok=True)
    if any(folder.iterdir()):
        raise EngineError(f"{folder} is not empty: a new index needs a folder of its own")


def sync_folder(folder: Path) -> None:
    """Returns once the folder's list of names is on the disk; does nothing where folders cannot be opened (Windows)."""
    if os.name != "nt":
        _sync(folder, os.O_RDONLY)


def sync_files(folder: Path) -> None:
    """Returns once the content of every file in the folder is on the disk."""
    for path in folder.iterdir():
        if path.is_file():
            _sync(path, os.O_RDWR)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
