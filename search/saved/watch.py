"""Saved searches: what each gained, lost or changed since it was last asked, told once.

A run writes what it found and that it must be told in one step, has it told, and then notes that it was. Killed before
the step it has done nothing; killed after it, the next run tells the same report again under the same number. So
nothing is lost, and what a kill has told twice can be known by its number, in feeds by its entries' ids.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from search.answer import Hit
from search.clock import today, utc_now
from search.errors import NameRefused, QueryError, StoreError
from search.find import Index, Match, open_index
from search.layout import STORE, Folder, index_folder
from search.meaning.expansion import dated
from search.place import current
from search.query.parser import parse
from search.saved.changes import CHANGED, GAINED, GONE, LOST, Event, Item, Report, item, reports
from search.saved.feed import FEED, write_feeds
from search.saved.watchlist import KEPT, Watch, Watchlist, locked, read, write, written
from search.store.reader import StoreReader

Deliver = Callable[[tuple[Report, ...]], object]

_NAME = re.compile(r"\w[\w-]{0,49}")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: the reports that it had told, and by name the searches that cannot be asked any more."""

    reports: tuple[Report, ...]
    failed: Mapping[str, QueryError]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The index that a run asks, the (id, hash) of all that it holds by number, the same by id, and the report that is
    being made."""

    index: Index
    contents: Mapping[int, tuple[str, str]]
    held: Mapping[str, str]
    report: int
    time: str


def add(index: Folder, name: str, query: str, *, match: Match = "all", anew: bool = False) -> Watch:
    """Saves a search in the index (by default `$REFERAT_INDEX`, else `./referat-index`). What it finds now is known and
    will not be reported. `anew` lets it take the place of one of the same name, which forgets what that one found.

    Raises NameRefused, QueryError (also for an empty query), WatchError, or what opening the index raises.
    """
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name):
        raise NameRefused(f"{name!r} is no name for a saved search: use up to 50 letters, digits, - and _.")
    if not query.strip():
        raise QueryError("The query is empty and would tell of every item", query, 0, advice="Say what to look for.")
    folder = index_folder(index)
    current(folder)
    with locked(folder):
        with _opened(folder) as opened:
            watch = Watch(name, query, match, utc_now(), _found(opened, query, match))
        known = read(folder)
        before = _named(name, known)
        if before and not anew:
            raise NameRefused(f"There is a saved search called {before.name}: take another name, or --replace it.")
        others = tuple(other for other in known.watches if other != before)
        write(folder, replace(known, watches=(*others, watch)))
        if before:
            _remove_feeds(known, before)
    return watch


def remove(index: Folder, name: str) -> None:
    """Ends a saved search and removes its feeds. Raises NameRefused where there is none of that name, or WatchError."""
    folder = index_folder(index)
    current(folder)
    with locked(folder):
        known = read(folder)
        if not (gone := _named(unicodedata.normalize("NFC", name), known)):
            there = f"there are {', '.join(watch.name for watch in known.watches)}" * bool(known.watches)
            raise NameRefused(f"There is no saved search called {name}: {there or 'there are none yet'}.")
        write(folder, replace(known, watches=tuple(watch for watch in known.watches if watch != gone)))
        _remove_feeds(known, gone)


def watches(index: Folder = None) -> tuple[Watch, ...]:
    """The saved searches in the order in which they were added. Raises WatchError, or IndexMissing."""
    folder = index_folder(index)
    current(folder)
    return read(folder).watches


def run(index: Folder, deliver: Deliver, *, feeds: str | os.PathLike[str] | None = None) -> Run:
    """Asks every saved search and has what each gained, lost or changed since the last run told: `deliver` gets the
    reports, those first that an earlier run made and was killed before they were told. Where there is nothing to tell
    it is not called. When it raises, the reports stay to be told. `feeds` is a folder for one Atom feed a search.

    Raises WatchError, what opening the index raises, and what `deliver` raises.
    """
    folder = index_folder(index)
    current(folder)
    with locked(folder):
        known = read(folder)
        # Opened under the lock: an older state of the index than another run asked would undo what that one told.
        with _opened(folder) as opened:
            after, failed = _asked(known, opened)
        if feeds is not None:
            after = replace(after, feeds=tuple(dict.fromkeys((*after.feeds, str(Path(feeds).absolute())))))
        if after != known:
            write(folder, after)
        if feeds is not None:
            write_feeds(after, Path(feeds))
        told = reports(after.pending)
        if told:
            deliver(told)
            write(folder, replace(after, pending=()))
    return Run(told, failed)


@contextmanager
def _opened(folder: Path) -> Iterator[Index]:
    """The index, to be asked under the lock of the saved searches. Forgetting holds that lock too; where it was killed,
    the engine still finds what the store holds no more."""
    with closing(StoreReader(folder / STORE)) as store:
        if store.purging():
            raise StoreError(f"Forgetting was cut short in {folder}: run `referat index` again, which ends it.")
    with open_index(folder) as opened:
        yield opened


def _asked(known: Watchlist, opened: Index) -> tuple[Watchlist, dict[str, QueryError]]:
    """The saved searches as they are after they were asked, and those that could not be."""
    contents = opened.store.contents()
    moment = _Moment(opened, contents, dict(contents.values()), known.reports + 1, utc_now())
    after: list[Watch] = []
    events: list[Event] = []
    failed: dict[str, QueryError] = {}
    for watch in known.watches:
        try:
            seen, found = _compared(watch, moment)
        except QueryError as error:
            failed[watch.name] = error
            after.append(watch)
        else:
            after.append(replace(watch, seen=seen, history=(*watch.history, *found)[-KEPT:]))
            events += found
    number = moment.report if events else known.reports
    pending = (*known.pending, *events)
    return replace(known, watches=tuple(after), reports=number, pending=pending), failed


def _compared(watch: Watch, moment: _Moment) -> tuple[dict[str, Item], tuple[Event, ...]]:
    """What a search finds now, and what that is to what it found before. Only what is new is read."""
    numbers = moment.index.numbers(watch.query, match=watch.match)
    found = {moment.contents[number][0]: moment.contents[number][1] for number in numbers}
    known = {item_id for item_id, was in watch.seen.items() if was.files and found.get(item_id) == was.content}
    fresh = [number for number in numbers if moment.contents[number][0] not in known]
    seen = {item_id: was for item_id, was in watch.seen.items() if item_id in found}
    events = []
    files = moment.index.store.files_of(fresh)
    hits = moment.index.hits(watch.query, [(number, 0.0) for number in fresh], match=watch.match)
    for number, hit in zip(fresh, hits, strict=True):
        item_id = hit.document.id
        now = item(hit.document, found[item_id], files[number])
        was = seen.get(item_id)
        if was is None or (was.said, was.outcome) != (now.said, now.outcome):
            events.append(_of_hit(watch, moment, hit, now, was))
        seen[item_id] = now
    lost = {item_id: was for item_id, was in watch.seen.items() if item_id not in found}
    if _moves(watch.query):  # that an item has grown too old for it is no news of the item
        lost = {item_id: was for item_id, was in lost.items() if moment.held.get(item_id) != was.content}
    events += (_of_lost(watch, moment, item_id) for item_id in lost)
    return seen, tuple(events)


def _moves(query: str) -> bool:
    """Whether a query asks for something else as days go by, such as `dato:-90d`."""
    asked = parse(query)
    return dated(asked, query, today()) != asked


def _of_hit(watch: Watch, moment: _Moment, hit: Hit, now: Item, was: Item | None) -> Event:
    page = f" side {hit.page}" if hit.page else ""
    facts = (hit.document.id, now.title, now.body, now.date, now.outcome, was.outcome if was else "")
    shown = (hit.snippet.text, hit.snippet.marks, hit.document.source + page)
    return Event(moment.report, moment.time, watch.name, CHANGED if was else GAINED, *facts, *shown, now.files)


def _of_lost(watch: Watch, moment: _Moment, item_id: str) -> Event:
    kind = LOST if item_id in moment.held else GONE
    was = watch.seen[item_id]
    facts = (item_id, was.title, was.body, was.date, was.outcome, was.outcome)
    return Event(moment.report, moment.time, watch.name, kind, *facts, files=was.files)


def _found(opened: Index, query: str, match: Match) -> dict[str, Item]:
    contents = opened.store.contents()
    numbers = opened.numbers(query, match=match)
    files = opened.store.files_of(numbers)
    documents = zip(numbers, opened.documents(numbers), strict=True)
    return {document.id: item(document, contents[number][1], files[number]) for number, document in documents}


def _named(name: str, known: Watchlist) -> Watch | None:
    """The saved search of a name, whose letters may be small or large: its feed's file may lie where that is one."""
    return next((watch for watch in known.watches if watch.name.casefold() == name.casefold()), None)


def _remove_feeds(known: Watchlist, gone: Watch) -> None:
    for feeds in known.feeds:
        file = Path(feeds, gone.name + FEED)
        with written(file):
            file.unlink(missing_ok=True)
