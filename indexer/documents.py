"""Items -> documents: what the index will hold of each agenda item, and the id it is known by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.clean import join_lines
from indexer.followed import followed
from indexer.model import Decision, Item, Meeting, Member, Minutes, Transcript, Treatment, Vote
from indexer.reservations import find_reservations, with_votes
from indexer.topics import topics_of
from indexer.turns import page_tops, with_turns
from search.document import Document, Passage

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_NOT_SLUG = re.compile(r"[^a-z0-9.]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_FIRST_WORDS = 200
_HEADING_LINES = 6
"""A heading may be wrapped, and empty lines follow it."""


def documents_of(minutes: Sequence[Minutes], transcript: Transcript, source: str) -> tuple[Document, ...]:
    """One document per item of all meetings in one source; `source` is its path relative to the root."""
    text, tops = transcript.text, page_tops(transcript)
    found = (document for meeting in minutes for document in _with_outside(meeting, _items_of(meeting, text, source)))
    return tuple(with_turns(document, tops) for document in found)


def _items_of(minutes: Minutes, text: str, source: str) -> list[Document]:
    ids = item_ids(minutes, text)
    return [
        _document(minutes.meeting, item, item_id, text, source)
        for item, item_id in zip(minutes.items, ids, strict=True)
    ]


def _with_outside(minutes: Minutes, documents: list[Document]) -> list[Document]:
    """The documents with what the meeting prints outside its items, so that each word of it can be found: with the item
    that follows, and what stands behind all with the last one."""
    for part in minutes.outside:
        at = next((at for at, document in enumerate(documents) if document.start >= part.end), -1)
        passage = Passage(part.kind, part.heading, part.text, part.page, part.start, part.end)
        documents[at] = replace(documents[at], passages=(*documents[at].passages, passage))
    return documents


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
        called=meeting.called or "",
        date=meeting.date or "",
        kind=meeting.kind or "",
        number=item.number or "",
        access=item.access or "",
        case_numbers=item.case_numbers,
        topics=topics_of(item.case_numbers),
        outcome=item.outcome,
        outcomes=verdict.outcomes if verdict else (item.outcome,),
        decision=item.decision.text if item.decision else "",
        recommendation=item.recommendation or "",
        attachments=item.attachments,
        earlier=tuple(_treatment(earlier) for earlier in item.earlier),
        votes=tuple(_vote(vote) for vote in verdict.votes) if verdict else (),
        followed=followed(item.decision.text, item.decision.verdict, item.recommendation) if item.decision else "",
        reservations=_reservations(item.decision) if item.decision else (),
        confidence=item.confidence,
        place=meeting.place or "",
        present=_members(meeting.present),
        absent=_members(meeting.absent),
        source=source,
        page=item.page,
        start=item.start,
        end=item.end,
    )


def _members(members: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    return tuple((member.name, member.party or "") for member in members)


def _treatment(earlier: Treatment) -> tuple[str, str, str, str]:
    return earlier.body, earlier.date or "", earlier.item or "", earlier.outcome or ""


def _reservations(decision: Decision) -> tuple[tuple[str, str, str, str], ...]:
    found = with_votes(find_reservations(decision.text), decision.verdict.votes)
    return tuple((one.who, one.party or "", one.kind, one.point or "") for one in found)


def _vote(vote: Vote) -> tuple[str, ...]:
    """(for, against, abstain, parties for, against, abstaining, on, carried) as plain text, `""` where not said."""
    counts = ("" if n is None else str(n) for n in (vote.for_, vote.against, vote.abstain))
    parties = (", ".join(p) for p in (vote.for_parties, vote.against_parties, vote.abstain_parties))
    return (*counts, *parties, vote.on, "" if vote.carried is None else str(vote.carried).lower())


class _Cut(NamedTuple):
    """A run of the source text that goes into one passage; `said` is how the segmenter puts it, None for as printed."""

    start: int
    end: int
    kind: str
    heading: str
    said: str | None
    page: int | None


def _passages(item: Item, text: str) -> Iterator[Passage]:
    """All that the item prints but its title, each word once: its sections, the own decision cut out of the one it
    stands in, and what stands between them (headings, the line of case numbers, lines without a label)."""
    at = item.start
    for cut in sorted(_cuts(item)):
        start = max(at, cut.start)
        if start < cut.end:
            yield from _between(item, text[at:start], at, cut)
            yield from _passage(cut if start == cut.start else cut._replace(start=start), text[start : cut.end])
            at = cut.end
    yield from _between(item, text[at : item.end], at, _Cut(item.end, item.end, "", "", None, None))


def _cuts(item: Item) -> Iterator[_Cut]:
    own = item.decision
    home = next((part for part in item.sections if own and part.start <= own.start < part.end), None)
    for section in item.sections:
        if section is home and own:
            yield _Cut(section.start, own.start, "other", "", None, section.page)
            yield _Cut(own.end, section.end, "other", "", None, own.page)
        else:
            kind = "other" if section.kind == "decision" else section.kind
            yield _Cut(section.start, section.end, kind, section.heading, section.text, section.page)
    if own:
        yield _Cut(own.start, own.end, "decision", home.heading if home else "", own.text, own.page)


def _between(item: Item, raw: str, start: int, following: _Cut) -> Iterator[Passage]:
    """What stands before a cut and belongs to none: other lines (at the top without the title), then its heading."""
    if not raw.strip():
        return
    lines, heading = _heading_apart(raw, following.heading)
    said = None if start > item.start else _without_title(lines, item.title)
    page = item.page if start == item.start else following.page
    middle = start + len(lines)
    yield from _passage(_Cut(start, middle, "other", "", said, page), lines if said is None else said)
    yield from _passage(_Cut(middle, middle + len(heading), "heading", "", None, following.page), heading)


def _heading_apart(raw: str, heading: str) -> tuple[str, str]:
    """(the lines before, the heading) where the last lines are the heading, else (all, "")."""
    lines = raw.splitlines(keepends=True) if heading else []
    for count in range(1, min(len(lines), _HEADING_LINES) + 1):
        last = "".join(lines[-count:])
        if _says(last, heading):
            return raw.removesuffix(last), last
    return raw, ""


def _without_title(raw: str, title: str) -> str:
    """A title may be printed twice; where it stands more often it is text."""
    return " ".join(" ".join(_unwrapped(raw).split()).replace(" ".join(title.split()), " ", 2).split())


def _passage(cut: _Cut, raw: str) -> Iterator[Passage]:
    """The segmenter's wording where it leaves nothing out of what is printed, else what is printed."""
    if not raw.strip():
        return
    whole = cut.said is not None and _says(cut.said, raw)
    text = (cut.said or "").strip() if whole else _unwrapped(raw)
    if any(map(str.isalnum, text)):
        yield Passage(cut.kind, cut.heading, text, cut.page, cut.start, cut.end)


def _says(text: str, other: str) -> bool:
    """Whether two texts differ in wrapping, hyphens at line ends and punctuation only."""
    return _in_a_line(text) == _in_a_line(other) or _letters(text) == _letters(other)


def _in_a_line(text: str) -> str:
    """Most texts differ in their line ends alone, which is told much faster than that they have the same letters."""
    return text.replace("\n\n", "\n").replace("\n", " ").strip()


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _unwrapped(raw: str) -> str:
    """One line a paragraph; paragraphs are parted by an empty line."""
    return "\n".join(filter(None, (join_lines(paragraph.split("\n")) for paragraph in raw.split("\n\n"))))
