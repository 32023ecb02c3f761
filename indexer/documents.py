"""Items -> documents: what the index will hold of each agenda item, and the id it is known by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.model import Item, Meeting, Minutes, Section, Transcript, Treatment, Vote
from search.document import Document, Passage

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_NOT_SLUG = re.compile(r"[^a-z0-9.]+")
_FIRST_WORDS = 200


def documents_of(minutes: Sequence[Minutes], transcript: Transcript, source: str) -> tuple[Document, ...]:
    """One document per item of all meetings in one source; `source` is its path relative to the root."""
    text = transcript.text
    return tuple(
        _document(meeting.meeting, item, item_id, text, source)
        for meeting in minutes
        for item, item_id in zip(meeting.items, item_ids(meeting, text), strict=True)
    )


def item_ids(minutes: Minutes, text: str) -> list[str]:
    """An id per item: municipality/body/date/number as ASCII, `-` for what is missing.

    Where number, body or date is missing, or the meeting repeats a number, 6 hex digits of title, case numbers and
    first words are added, so that an id never depends on the order of items or files.
    """
    meeting = minutes.meeting
    head = "/".join((slug(meeting.municipality), slug(meeting.body), meeting.date or "-"))
    numbers = Counter(item.number for item in minutes.items)
    vague = not (meeting.body and meeting.date)
    return [
        f"{head}/{slug(item.number)}"
        + (f"-{_fingerprint(item, text)}" if vague or not item.number or numbers[item.number] > 1 else "")
        for item in minutes.items
    ]


def slug(name: str | None) -> str:
    """Lower-case ASCII letters, digits, points and single hyphens; `-` for nothing."""
    plain = unicodedata.normalize("NFKD", (name or "").casefold().translate(_LETTERS))
    return _NOT_SLUG.sub("-", plain.encode("ascii", "ignore").decode()).strip("-.") or "-"


def _fingerprint(item: Item, text: str) -> str:
    words = " ".join(text[item.start : item.end].split())[:_FIRST_WORDS]
    return hashlib.sha256("\n".join((item.title, *item.case_numbers, words)).encode()).hexdigest()[:6]


def _document(meeting: Meeting, item: Item, item_id: str, text: str, source: str) -> Document:
    verdict = item.decision.verdict if item.decision else None
    return Document(
        id=item_id,
        title=item.title,
        passages=tuple(_passages(item, text)),
        municipality=meeting.municipality or "",
        body=meeting.body or "",
        date=meeting.date or "",
        kind=meeting.kind or "",
        number=item.number or "",
        access=item.access or "",
        case_numbers=item.case_numbers,
        outcome=item.outcome,
        outcomes=verdict.outcomes if verdict else (item.outcome,),
        decision=item.decision.text if item.decision else "",
        recommendation=item.recommendation or "",
        attachments=item.attachments,
        earlier=tuple(_treatment(earlier) for earlier in item.earlier),
        votes=tuple(_vote(vote) for vote in verdict.votes) if verdict else (),
        source=source,
        page=item.page,
        start=item.start,
        end=item.end,
    )


def _treatment(earlier: Treatment) -> tuple[str, str, str, str]:
    return earlier.body, earlier.date or "", earlier.item or "", earlier.outcome or ""


def _vote(vote: Vote) -> tuple[str, ...]:
    """(for, against, abstain, parties for, against, abstaining, on, carried) as plain text, `""` where not said."""
    counts = ("" if n is None else str(n) for n in (vote.for_, vote.against, vote.abstain))
    parties = (" ".join(p) for p in (vote.for_parties, vote.against_parties, vote.abstain_parties))
    return (*counts, *parties, vote.on, "" if vote.carried is None else str(vote.carried).lower())


def _passages(item: Item, text: str) -> Iterator[Passage]:
    """The whole text of the item, nothing twice and nothing left out: its sections, with the own decision cut out of
    the one it stands in, and whatever stands between sections (the case number under the title, lines without a
    label)."""
    at = item.start
    for section in sorted(item.sections, key=lambda section: section.start):
        yield from _between(item, text, at, section)
        yield from _section(item, text, section)
        at = max(at, section.end)
    end = Section("other", "", "", item.page, item.end, item.end)
    yield from _between(item, text, at, end)


def _section(item: Item, text: str, section: Section) -> Iterator[Passage]:
    own = item.decision
    if own is None or not section.start <= own.start < section.end:
        kind = "other" if section.kind == "decision" else section.kind
        yield from _passage(kind, section.heading, section.text, section.page, section.start, section.end)
        return
    yield from _passage("other", "", text[section.start : own.start], section.page, section.start, own.start)
    yield from _passage("decision", section.heading, own.text, own.page, own.start, own.end)
    yield from _passage("other", "", text[own.end : section.end], own.page, own.end, section.end)


def _between(item: Item, text: str, start: int, section: Section) -> Iterator[Passage]:
    """What stands before a section and belongs to none: its heading, and at the top the item's own title, are left
    out."""
    left = " ".join(text[start : section.start].split())
    left = left.removesuffix(" ".join(section.heading.split()))
    if start == item.start:
        left = left.replace(" ".join(item.title.split()), " ", 1)
    if any(map(str.isalnum, left)):
        yield from _passage("other", "", left, section.page if start > item.start else item.page, start, section.start)


def _passage(kind: str, heading: str, text: str, page: int | None, start: int, end: int) -> Iterator[Passage]:
    text = text.strip()
    if text:
        yield Passage(kind, heading, text, page, start, end)
