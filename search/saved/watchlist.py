"""The saved searches of an index and what they found last: `watch.json` in its folder, written whole, one writer at a
time."""

from __future__ import annotations

import fcntl
import json
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from search.errors import WatchError
from search.find import Match
from search.layout import WATCHES, write_whole
from search.quantity import counted
from search.saved.changes import Event, Item

STATE, LOCK = WATCHES, "watch.lock"
VERSION = 1
KEPT = 100
"""Events of each search that its feed shows."""

_WAIT_SECONDS = 10.0
_STEP_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search: `since` when it was added (ISO, UTC), `seen` what it last found by id, `history` the last KEPT
    events, oldest first."""

    name: str
    query: str
    match: Match
    since: str
    seen: Mapping[str, Item]
    history: tuple[Event, ...] = ()

    def line(self) -> str:
        """For people."""
        how = " (any word)" if self.match == "any" else ""
        return f"{self.name}: {counted(len(self.seen), 'item')}, since {self.since[:10]}: {self.query}{how}"

    def to_json(self) -> str:
        facts = {"name": self.name, "query": self.query, "match": self.match, "since": self.since}
        return json.dumps({**facts, "items": len(self.seen)}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All saved searches of an index. `identity` tells its feeds from those of other indexes, `reports` is the number
    of the last report, `pending` what was found and perhaps not told yet, `feeds` the folders that hold feeds."""

    identity: str = field(default_factory=lambda: uuid.uuid4().hex)
    watches: tuple[Watch, ...] = ()
    reports: int = 0
    pending: tuple[Event, ...] = ()
    feeds: tuple[str, ...] = ()


def read(index: Path) -> Watchlist:
    """The saved searches, none where nothing was saved. Raises WatchError where the file cannot be read."""
    file = index / STATE
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise WatchError(f"{file} was written by another version of this program: use that, or remove the file.")
        return _unpacked(found)
    except FileNotFoundError:
        return Watchlist()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        do = "check its rights" if isinstance(error, PermissionError) else "restore or remove it"
        raise WatchError(f"The saved searches in {file} cannot be read ({error}): {do}.") from error


def write(index: Path, watchlist: Watchlist) -> None:
    """Keeps the saved searches, all or nothing."""
    with written(index / STATE):
        write_whole(index / STATE, json.dumps(_packed(watchlist), ensure_ascii=False, separators=(",", ":")))


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Holds the saved searches for one writer, waiting a little for another. Raises WatchError when that one does not
    end, or where nothing may be written. The lock of a dead process is free: the kernel keeps it."""
    with written(index / LOCK):
        file = (index / LOCK).open("a", encoding="utf-8")
    with file:
        deadline = time.monotonic() + _WAIT_SECONDS
        while not _taken(file.fileno()):
            if time.monotonic() > deadline:
                raise WatchError(f"The saved searches in {index} are used by another run: wait until it has ended.")
            time.sleep(_STEP_SECONDS)
        yield


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def written(file: Path) -> Iterator[None]:
    """What the system refuses while the file is written becomes WatchError."""
    try:
        yield
    except OSError as error:
        raise WatchError(f"{file} cannot be written ({error.strerror}): check rights and free space.") from error
    except UnicodeEncodeError as error:
        raise WatchError(f"{file} keeps text, and a name given is none in UTF-8: give the folder another.") from error


def _packed(watchlist: Watchlist) -> dict[str, Any]:
    return {
        "version": VERSION,
        "identity": watchlist.identity,
        "reports": watchlist.reports,
        "pending": [asdict(event) for event in watchlist.pending],
        "feeds": watchlist.feeds,
        "watches": [_packed_watch(watch) for watch in watchlist.watches],
    }


def _packed_watch(watch: Watch) -> dict[str, Any]:
    return {
        "name": watch.name,
        "query": watch.query,
        "match": watch.match,
        "since": watch.since,
        "seen": {item_id: _packed_item(item) for item_id, item in watch.seen.items()},
        "history": [asdict(event) for event in watch.history],
    }


def _unpacked(found: dict[str, Any]) -> Watchlist:
    return Watchlist(
        found["identity"],
        tuple(_unpacked_watch(**watch) for watch in found["watches"]),
        found["reports"],
        tuple(map(_event, found["pending"])),
        tuple(found["feeds"]),
    )


def _unpacked_watch(seen: dict[str, list[str]], history: list[dict[str, Any]], **facts: Any) -> Watch:
    items = {item_id: _item(*item) for item_id, item in seen.items()}
    return Watch(seen=items, history=tuple(map(_event, history)), **facts)


def _packed_item(item: Item) -> tuple[str, ...]:
    *facts, files = astuple(item)
    return (*facts, *files)


def _item(content: str, said: str, title: str, body: str, date: str, outcome: str, *files: str) -> Item:
    return Item(content, said, title, body, date, outcome, files)


def _event(packed: dict[str, Any]) -> Event:
    marks = tuple((start, end) for start, end in packed["marks"])
    return Event(**packed | {"marks": marks, "files": tuple(packed.get("files", ()))})
