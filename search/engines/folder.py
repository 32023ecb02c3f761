"""The folder that holds an engine's files: made once, written through to the disk at each commit."""

from __future__ import annotations

import os
from pathlib import Path

from search.errors import EngineError


def make_empty(folder: Path) -> None:
    """Makes the folder, or accepts it when it is there and empty. Raises EngineError for a folder with content."""
    folder.mkdir(parents=True, exist_ok=True)
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
