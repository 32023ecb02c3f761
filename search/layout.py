"""The names of what is in an index folder, and how a file in it is written.

store.sqlite    the truth: sources, items, runs
engine-3/       an engine's files, a cache of the store
engine-3.json   its manifest: what the files were made with, and the counts when they were last published
current         `engine-3`: which of the engines is published
lock            held by the run that is writing
watch.json      the saved searches
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from search.engines.folder import sync_folder

DEFAULT_INDEX = "referat-index"
VARIABLE = "REFERAT_INDEX"
STORE = "store.sqlite"
CURRENT = "current"
LOCK = "lock"
WATCHES = "watch.json"
ENGINE = "engine-"

Folder = str | os.PathLike[str] | None
"""Where an index is said to be; None says nothing."""


def index_folder(path: Folder = None) -> Path:
    """The index at `path`, by default `$REFERAT_INDEX`, else `./referat-index`."""
    return Path(path or os.environ.get(VARIABLE) or DEFAULT_INDEX).absolute()


def write_whole(file: Path, text: str) -> None:
    """Writes a file so that readers, and a machine that loses power, see the old text or the new one."""
    with whole(file) as stream:
        stream.write(text.encode())


def into(file: Path) -> AbstractContextManager[BinaryIO]:
    """A stream into a file that a user named: it is seen when it is whole, but a device or a pipe takes what comes."""
    return file.open("wb") if file.exists() and not file.is_file() else whole(file.resolve())


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """A stream into a file that is seen when all is written; where the block fails, nothing of it is left."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.touch()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    try:
        with fresh.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)
