"""Taking an item or a file out of an index for good: at once, without a trace of its text, and in later runs too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.build import rebuild_engine, writing
from indexer.errors import NothingToForget
from indexer.files import absolute, as_known, spelled
from indexer.kinds import ARCHIVE
from search import layout
from search.clock import utc_now
from search.errors import IndexMissing
from search.quantity import counted
from search.saved.forgetting import purged
from search.store.forgotten import Forgotten
from search.store.reader import StoreReader
from search.store.source import Source

_NAMED = 5
"""Of the items whose ids begin as the one asked for, so many are named."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was taken out. Other files may tell of the same items, such as the agenda or an archive: `elsewhere` are
    their absolute paths, each with of how many."""

    gone: tuple[Forgotten, ...]
    elsewhere: Sequence[tuple[str, int]]

    def lines(self) -> Iterator[str]:
        """For people."""
        yield from (f"{one.what} is forgotten" for one in self.gone)
        for file, items in self.elsewhere:
            yield f"{file} still tells of {counted(items, 'such item')}: if that must go too, forget it as well"


def forget(what: str, reason: str, folder: layout.Folder = None) -> Forgetting:
    """Takes the item with an id, or the file at a path, out of the index and keeps it out.

    It is gone from the store and its log, from reports, saved searches and the engine, which is built anew. Readers
    that have the index open may hold up the last of it: then StoreError says so, and another run ends it. A file goes
    with all files of the same bytes, and these stay out under any name; archives are looked through for it by the next
    run. Raises NothingToForget, or what a run raises.
    """
    index = _existing(folder)
    with writing(index) as store:
        with closing(store.reader()) as reader:
            found = _found(what, reason, reader)
            ids = {item_id for one in found for item_id in (*reader.ids_of(one), one.base)} - {""}
            elsewhere = _elsewhere(found, reader)
            archives = _archives(reader) if found[0].sha256 else []
        with purged(index, ids, [one.place for one in found if not one.base]):
            store.begin()
            for one in found:
                store.forget(one)
            store.unread(archives)
            rebuild_engine(store, index)
    return Forgetting(found, elsewhere)


def remember(what: str, folder: layout.Folder = None) -> Forgotten:
    """Lets what was forgotten come back when a run finds its file. Raises NothingToForget where it was not."""
    with writing(_existing(folder)) as store:
        with closing(store.reader()) as reader:
            names = {what, spelled(absolute(what)), _as_indexed(what, {source.root for source in reader.sources()})}
            found = next((one for one in reader.forgotten() if one.what in names), None)
            archives = _archives(reader) if found and found.sha256 else []
        if found is None:
            raise NothingToForget(f"{what} was not forgotten: `referat status` lists what was.")
        store.remember(found)
        store.unread(archives)
    return found


def _existing(folder: layout.Folder) -> Path:
    """The index's folder. Raises IndexMissing where there is none: to make one here would help nobody."""
    index = layout.index_folder(folder)
    if not (index / layout.STORE).is_file():
        raise IndexMissing(f"There is no index at {index}, so nothing is there to forget: name it with --index.")
    return index


def _found(what: str, reason: str, reader: StoreReader) -> tuple[Forgotten, ...]:
    """What is meant: an item by its id, else the file at a path, and others with its bytes."""
    now = utc_now()
    if version := reader.version_of(what):
        alone = version.id != version.base and version.role != "pair"
        only = f"{version.root.rstrip('/')}/{version.path}" if alone else ""
        return (Forgotten(what, version.base, only, "", reason, now),)
    sources = reader.sources()
    path = _as_indexed(what, {source.root for source in sources})
    for source in sources:
        if source.place == path and not source.is_unread_place:
            copies = {path, *(copy.place for copy in sources if source.sha256 and copy.sha256 == source.sha256)}
            return tuple(Forgotten(copy, "", copy, source.sha256, reason, now) for copy in sorted(copies))
    several = [document.id for document in reader.beginning(f"{what}-", _NAMED)]
    there = f"there are {', '.join(several)}" if several else "`referat search` shows ids and files"
    raise NothingToForget(f"The index holds no item and no file called {what}: {there}.")


def _as_indexed(path: str, roots: Collection[str]) -> str:
    """The absolute path under which the index knows a file, which may be given by another name of its folder."""
    return spelled(*as_known([absolute(path)], roots))


def _elsewhere(found: Sequence[Forgotten], reader: StoreReader) -> list[tuple[str, int]]:
    """What other files tell of what goes from some files only. Copies hold the same items, so one of them tells."""
    gone = {one.place for one in found}
    return [] if gone == {""} else [(file, items) for file, items in reader.beside(found[0]) if file not in gone]


def _archives(reader: StoreReader) -> list[Source]:
    """What may hold a copy of a file, and is to be looked through again once it is forgotten, or is no more."""
    return [source for source in reader.sources() if source.path.lower().endswith(f".{ARCHIVE}")]
