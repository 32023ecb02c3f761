"""The record that an index holds: one agenda item."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

from search.outcomes import outcome_label

_PARTS = {"recommendation": "recommendation", "attachments": "attachment"}
"""Kind of passage -> the field of its own in which its words are looked for, too."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of an item's text under one heading, with its place in the source.

    `kind` is one of `indexer.model.Section`'s kinds as a plain word; `decision` passages are searched as the decision
    field, all others as the text field. `start` and `end` are character offsets in the source text. It begins on
    `page`; `turns` are (offset in `text`, page) for each page on which it goes on.
    """

    kind: str
    heading: str
    text: str
    page: int | None
    start: int
    end: int
    turns: tuple[tuple[int, int], ...] = ()

    def __reduce__(self) -> tuple[type[Passage], tuple[object, ...]]:
        """Sent to another process as its values, which takes half as long as what dataclasses do."""
        return Passage, (self.kind, self.heading, self.text, self.page, self.start, self.end, self.turns)

    def page_at(self, offset: int) -> int | None:
        """The page on which a place in `text` stands."""
        return next((page for begin, page in reversed(self.turns) if begin <= offset), self.page)

    @property
    def field(self) -> str:
        """The text field as which it is searched."""
        return "decision" if self.kind == "decision" else "text"

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that hold its words, the text field first."""
        return (self.field, _PARTS[self.kind]) if self.kind in _PARTS else (self.field,)


@dataclass(frozen=True, slots=True)
class Document:
    """One agenda item as indexed. Dates are ISO, `""` and `()` stand for what the source does not say."""

    id: str
    title: str
    passages: tuple[Passage, ...]
    municipality: str = ""
    body: str = ""
    called: str = ""
    """How the source names the body where that is not its name: by a code, in another spelling."""
    date: str = ""
    kind: str = ""
    number: str = ""
    access: str = ""
    case_numbers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """What the case is about, by the main groups of the municipalities' common plan of subjects (KLE)."""
    outcome: str = "none"
    outcomes: tuple[str, ...] = ()
    decision: str = ""
    recommendation: str = ""
    attachments: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str, str, str], ...] = ()
    """(body, date, item number, outcome) of each earlier treatment, `""` where not said."""
    votes: tuple[tuple[str, ...], ...] = ()
    """(for, against, abstaining, parties for, against, abstaining, on, carried) of each vote, `""` where not said;
    several parties have commas between."""
    followed: str = ""
    """Whether the decision followed the recommendation: as_recommended, amended, against, unknown; `""` without a
    decision."""
    reservations: tuple[tuple[str, str, str, str], ...] = ()
    """(who, party, kind, point) of each member or group that distanced itself from the decision."""
    confidence: float = 1.0
    """How surely the item was read, 0 to 1."""
    place: str = ""
    """Where the meeting was held."""
    present: tuple[tuple[str, str], ...] = ()
    """(name, party) of each member who was there, `""` where no party is said."""
    absent: tuple[tuple[str, str], ...] = ()
    source: str = ""
    also: tuple[str, ...] = ()
    """Further sources of the same item: the agenda of the meeting whose minutes this is, and copies."""
    page: int | None = None
    start: int = 0
    end: int = 0

    def __reduce__(self) -> tuple[type[Document], tuple[object, ...]]:
        return Document, _VALUES(self)

    @property
    def outcome_label(self) -> str:
        """The outcome as people are told it."""
        return outcome_label(self.outcome, self.decision, self.kind)


_VALUES = attrgetter(*(field.name for field in fields(Document)))
