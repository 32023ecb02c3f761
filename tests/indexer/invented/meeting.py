"""One invented meeting: the truth that a document is printed from and its gold is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def long_date(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def full_date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} den {long_date(day)}"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    party: str | None

    def __str__(self) -> str:
        return f"{self.name} ({self.party})" if self.party else self.name


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of running text. ``kind``: ``text`` and ``head`` have one line, ``list`` and ``numbered`` a line for each
    entry (without its mark), ``table`` a line for each row, its cells divided by tabs."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """``kind``: blurb (a summary that no label announces), summary, case, assessment, legal, economy or next; what it
    is called is the layout's own."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """``lines`` is the decision, paragraph by paragraph; the absent are printed apart from it."""

    lines: tuple[str, ...]
    outcomes: tuple[str, ...]
    votes: tuple[Mapping[str, Any], ...] = ()
    absent: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """What another body, or this one earlier, made of the item."""

    body: str
    day: date
    item: str | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Item:
    """One item; what is None or empty is not printed. ``recommendation`` is line by line, numbers and all."""

    number: str | None
    title: str | None
    case_numbers: tuple[str, ...]
    access: str | None
    sections: tuple[Section, ...]
    recommendation: tuple[str, ...]
    decision: Decision
    earlier: tuple[Treatment, ...]
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one body. ``variant`` counts a layout's fixtures: what differs between its councils goes by it."""

    municipality: str | None
    body: str
    day: date
    start: str | None
    place: str | None
    present: tuple[Person, ...]
    absent: tuple[Person, ...]
    items: tuple[Item, ...]
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a layout's councils write: case numbers by pattern (``#`` a digit, ``*`` one but 0, ``@`` a letter, ``YYYY``
    and ``YY`` the year), the recommendation's opening and its points (``bare`` is one without "at"), an only one apart.
    Items count from 1, or on from meeting to meeting from at least ``first_number``. ``bodies``, the council first,
    and ``years`` where not any."""

    cases: tuple[str, ...] = ("##.##.##-@##-#-YY",)
    opening: str = "{department} indstiller,"
    point: str = "{point}"
    only_point: str = "{point}"
    first_number: int = 1
    bodies: tuple[str, ...] = ()
    years: tuple[int, int] = (2008, 2025)


@dataclass(frozen=True, slots=True)
class Print:
    """A printed document: its bytes, and the 1-based pages of the items' headings where it has pages."""

    data: bytes
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to print minutes. ``hides`` names the fields of an item, ``hides_of_meeting`` those of the meeting, that it
    does not print; closed items say so, open ones if it ``says_open``, and earlier treatments their item's number
    if it ``numbers_earlier``. ``one_item``: every item is a document of its own, a ``fragment`` if no heading of a
    meeting is above it. ``arrange`` makes the meeting one that is printed so: its order, its wordings."""

    name: str
    suffix: str
    render: Callable[[Meeting], Print]
    habits: Habits = field(default_factory=Habits)
    hides: frozenset[str] = frozenset()
    hides_of_meeting: frozenset[str] = frozenset()
    one_item: bool = False
    fragment: bool = False
    says_open: bool = False
    numbers_earlier: bool = False
    arrange: Callable[[Meeting], Meeting] = lambda meeting: meeting

    def shown(self, meeting: Meeting) -> Meeting:
        """The meeting as this layout has it, without what it does not print."""
        arranged = self.arrange(meeting)
        return replace(
            arranged, items=tuple(map(self._shown_item, arranged.items)), **_nothing(arranged, self.hides_of_meeting)
        )

    def _shown_item(self, item: Item) -> Item:
        earlier = item.earlier
        if not self.numbers_earlier:
            earlier = tuple(replace(entry, item=None) for entry in earlier)
        return replace(item, **({"earlier": earlier} | _nothing(item, self._hidden(item))))

    def _hidden(self, item: Item) -> frozenset[str]:
        return self.hides | ({"access"} if item.access == "open" and not self.says_open else set())


def _nothing(record: Any, names: frozenset[str]) -> dict[str, Any]:
    return {name: () if isinstance(getattr(record, name), tuple) else None for name in names}
