"""One run at a time writes to an index."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from indexer.errors import IndexLocked
from search.clock import utc_now
from search.layout import LOCK


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Holds the index's lock. Raises IndexLocked, naming the holder, when another run has it. The lock of a dead
    process is free: the kernel keeps the lock, and the file only says whose it is."""
    with (index / LOCK).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLocked(f"{index} is being written by {_holder(file)}: wait until it has ended.") from error
        _sign(file)
        yield


def _sign(file: TextIO) -> None:
    file.truncate(0)
    json.dump({"host": socket.gethostname(), "pid": os.getpid(), "since": utc_now()}, file)
    file.flush()


def _holder(file: TextIO) -> str:
    file.seek(0)
    try:
        holder = json.loads(file.read(1_000))
        host, pid = str(holder["host"]), int(holder["pid"])
        if host == socket.gethostname() and not _is_alive(pid):
            return f"another program, such as a backup (the last run, process {pid}, has ended)"
        return f"process {pid} on {host} since {holder['since']}"
    except (ValueError, KeyError, TypeError, OverflowError):
        return "another process"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
