"""Frozen records of the indexer: what a source, a page, a meeting and an item are.

Text is Unicode NFC. Dates are ISO (``2021-03-09``), times ``HH:MM``. ``start`` and ``end`` are character offsets in the
*source text*: the lines of all pages joined with ``"\\n"``, with an empty line before every line whose ``gap`` is true.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed.

    ``look`` is a signature of how it looks: two lines with the same look were set alike (``"h2.overskrift"``,
    ``"14.0 bold"``; ``""`` in plain text). ``rank`` says how far that look stands out from body text (0 = body, higher
    = stronger). ``gap`` is true when a blank line or clear space stands before it. ``cell`` is (row, column) in a
    table, counted through the document.
    """

    text: str
    start: int
    page: int | None
    look: str = ""
    rank: int = 0
    gap: bool = False
    cell: tuple[int, int] | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its lines in reading order; ``number`` is 1-based, None where a format has no pages."""

    number: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a reader got out of one file.

    ``title`` is the title the file itself declares (HTML ``title``, PDF metadata), or ``""``. ``warnings`` are
    sentences for people about what may have been misread (mojibake, damaged pages). ``furniture`` are the lines
    that the reader left out, as printed and in order: running heads, feet and page numbers, what surrounds the minutes
    on a web page. ``scanned`` numbers the pages that show something but hold no text.
    """

    pages: tuple[Page, ...]
    title: str = ""
    warnings: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for page in self.pages for line in page.lines)

    @property
    def text(self) -> str:
        """The source text that all offsets count in."""
        return "\n".join(("\n" + line.text) if line.gap else line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an item under one heading.

    ``kind``: recommendation, decision, summary, case, assessment, economy, attachments, route (treatments by other
    bodies), metadata, proposal (a member's motion) or other. ``heading`` is the label as printed (``""`` when there is
    none).
    """

    kind: str
    heading: str
    text: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vote:
    """One recorded vote; a count that is neither printed nor follows from printed names is None."""

    for_: int | None = None
    against: int | None = None
    abstain: int | None = None
    for_parties: tuple[str, ...] = ()
    against_parties: tuple[str, ...] = ()
    abstain_parties: tuple[str, ...] = ()
    on: str = "final"
    carried: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision's wording says: classes of ``search.outcomes`` (most important first), votes, and the rule that
    chose."""

    outcomes: tuple[str, ...]
    votes: tuple[Vote, ...] = ()
    rule: str = ""

    @property
    def outcome(self) -> str:
        return self.outcomes[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """The meeting's own decision in an item, with its place in the source."""

    text: str
    verdict: Verdict
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment of the item by another body or at an earlier meeting; ``outcome`` is None when no decision is
    quoted."""

    body: str
    date: str | None = None
    item: str | None = None
    outcome: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting's heading; ``kind`` is ``minutes`` or ``agenda``. What the document does not say is None. ``called`` is
    how it names the body where that is not the body's name."""

    municipality: str | None = None
    body: str | None = None
    date: str | None = None
    start: str | None = None
    place: str | None = None
    kind: str | None = None
    present: tuple[Member, ...] = ()
    absent: tuple[Member, ...] = ()
    called: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item.

    ``access`` is ``open``, ``closed`` or None; ``decision`` is None where none of its own is printed. ``confidence``
    (0 to 1) says how surely the item was read: how clearly it begins, and what is missing or odd in it.
    """

    number: str | None
    title: str
    case_numbers: tuple[str, ...]
    access: str | None
    sections: tuple[Section, ...]
    recommendation: str | None
    decision: Decision | None
    outcome: str
    attachments: tuple[str, ...]
    earlier: tuple[Treatment, ...]
    page: int | None
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Minutes:
    """One meeting's minutes (or agenda): its heading and its items in printed order. ``outside`` is what it prints in
    front of the first item beyond its heading's fields, over groups of items and behind the last one (sections of the
    kinds ``opening``, ``group`` and ``foot``). ``warnings`` are sentences for people about what was not looked at."""

    meeting: Meeting
    items: tuple[Item, ...]
    whole: bool = True
    outside: tuple[Section, ...] = ()
    warnings: tuple[str, ...] = ()
