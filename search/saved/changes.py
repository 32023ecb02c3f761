"""What became of the items that a saved search finds: records, and how they are told, one entry an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.document import Document
from search.said import said

GAINED, CHANGED, LOST, GONE = "gained", "changed", "lost", "gone"
"""Found for the first time; found as before but says something else; still in the index but found no more; not in the
index any more."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item as a search last found it. `content` is the store's hash; `said` a mark of what the item says, which
    stays when only its file was moved or its pages were counted anew. `outcome` is the Danish label, `files` are the
    absolute paths of all that it was read from."""

    content: str
    said: str
    title: str
    body: str
    date: str
    outcome: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one item for one saved search. `report` is the number of the report that tells it, `time` when
    that was made (ISO, UTC); `before` the outcome's label of earlier, "" for what was gained; `snippet` and `marks`
    are empty for what was lost. `files` are the Item's: what it quotes goes when one of them is forgotten."""

    report: int
    time: str
    watch: str
    kind: str
    id: str
    title: str
    body: str
    date: str
    outcome: str
    before: str = ""
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    source: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a report tells of one item: one event a saved search. The first with a snippet lends it its own."""

    events: tuple[Event, ...]

    @property
    def shown(self) -> Event:
        return next((event for event in self.events if event.snippet), self.events[0])


@dataclass(frozen=True, slots=True)
class Report:
    """What one run found. A report that is told again, because a run was killed, has the same number."""

    number: int
    time: str
    entries: tuple[Entry, ...]


def item(document: Document, content: str, files: tuple[str, ...]) -> Item:
    """The document as a search remembers it; `content` is the hash that the store keeps of it."""
    facts = (document.title, document.body, document.date, document.outcome_label)
    return Item(content, str(said(document)), *facts, files)


def reports(events: Iterable[Event]) -> tuple[Report, ...]:
    """The events by report, and in each by item, newest meetings first."""
    found: dict[int, dict[str, list[Event]]] = {}
    for event in events:
        found.setdefault(event.report, {}).setdefault(event.id, []).append(event)
    return tuple(_report(number, list(by_item.values())) for number, by_item in sorted(found.items()))


def _report(number: int, items: list[list[Event]]) -> Report:
    items.sort(key=lambda events: events[0].id)
    items.sort(key=lambda events: events[0].date, reverse=True)
    return Report(number, items[0][0].time, tuple(Entry(tuple(events)) for events in items))
