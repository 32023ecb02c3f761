"""What is forgotten goes out of the saved searches, too: out of what they know, of their reports and of their feeds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from search.layout import Folder, index_folder
from search.saved.changes import Event
from search.saved.feed import write_feeds
from search.saved.watchlist import LOCK, Watch, locked, read, write

_SUFFIX = re.compile("-[0-9a-f]{6}$")
"""What stood behind an item's id while several files held items of that id (`search.store.items.distinct_ids`)."""


@dataclass(frozen=True, slots=True)
class _Gone:
    """What is forgotten: items by id, and all that was read from files."""

    ids: frozenset[str]
    files: frozenset[str]

    def takes(self, item_id: str, files: Collection[str]) -> bool:
        return item_id in self.ids or _SUFFIX.sub("", item_id) in self.ids or not self.files.isdisjoint(files)

    def without(self, events: Collection[Event]) -> tuple[Event, ...]:
        """Those that stay. Of one that an earlier version wrote nobody knows the files: it goes with any."""
        doubtful = bool(self.files)
        return tuple(
            event for event in events if not self.takes(event.id, event.files) and (event.files or not doubtful)
        )


@contextmanager
def purged(index: Folder, ids: Collection[str], files: Collection[str] = ()) -> Iterator[None]:
    """Takes all that is remembered of these items, and of what was ever read from these files (absolute paths), out of
    the saved searches, their reports and their feeds, as if it had never been found. Nobody asks a saved search until
    the block is left: what it is about to take out of the index would be met there in part. Raises WatchError."""
    folder = index_folder(index)
    unused = not (folder / LOCK).exists()
    with locked(folder):
        if not unused:
            _purge(folder, _Gone(frozenset(ids), frozenset(files)))
        yield


def _purge(folder: Path, gone: _Gone) -> None:
    known = read(folder)
    watches = tuple(_purged(watch, gone) for watch in known.watches)
    after = replace(known, pending=gone.without(known.pending), watches=watches)
    # Also where nothing changes: a write that was killed may have left its file behind.
    write(folder, after)
    for feeds in filter(Path.is_dir, map(Path, known.feeds)):
        write_feeds(after, feeds)


def _purged(watch: Watch, gone: _Gone) -> Watch:
    seen = {item_id: was for item_id, was in watch.seen.items() if not gone.takes(item_id, was.files)}
    return replace(watch, seen=seen, history=gone.without(watch.history))
