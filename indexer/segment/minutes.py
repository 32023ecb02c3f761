"""Transcript -> Minutes: the meeting and its agenda items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.bodies import find_body
from indexer.dates import find_dates
from indexer.members import parse_members
from indexer.model import Item, Line, Meeting, Member, Minutes, Transcript
from indexer.places import municipality_in
from indexer.segment.attachments import without_files
from indexer.segment.blocks import Block
from indexer.segment.chain import MAX_CANDIDATES, Candidate, choose
from indexer.segment.closing import with_closings, with_notes
from indexer.segment.confidence import confidence, doubts
from indexer.segment.contents import Contents, find_contents
from indexer.segment.context import in_context
from indexer.segment.endings import has_summary
from indexer.segment.foot import foot
from indexer.segment.fragment import fragment_day
from indexer.segment.glued import without_pages
from indexer.segment.groups import before_group, group_access
from indexer.segment.items import Draft, draft, finish, own_of, with_box_above
from indexer.segment.marks import mark_lines
from indexer.segment.meeting import Vote, elect, mentions, municipality_votes, read_head
from indexer.segment.outside import outside as outside_items
from indexer.segment.own import Frame
from indexer.segment.sheet import Sheet, make_sheet
from indexer.segment.sittings import split_sittings
from indexer.segment.starts import Start, find_starts
from indexer.segment.unfold import unfold

CLOSER_WEIGHT = 0.8
MOST_OF_CLOSERS = 3.0
"""What one heading that closes an item weighs, and all of them at most: less than the meeting's own heading."""
SAME_DAY_WEIGHT = 1.8
"""More than the file's title weighs, which may name a body that an item is about."""

AROUND, MAX_AROUND = 40, 2000
"""So many lines that are left out, and letters of each, are looked at."""
MAX_DECISION = 8_000
"""What is told of a decision is told of so many characters at least."""
MOST = 0.5
SOME = 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """One meeting as read, with what the reading rests on."""

    sheet: Sheet
    contents: Contents
    chain: tuple[Candidate, ...]
    drafts: tuple[Draft, ...]
    head: tuple[Vote, ...]
    frame: Frame
    minutes: Minutes


def segment(transcript: Transcript, name: str) -> tuple[Minutes, ...]:
    """The meetings in one file, mostly one. ``name`` is the source's relative path: weak evidence for date and place.

    A text without items gives one Minutes without items; one item without any heading of a meeting is a fragment
    (``whole`` false).
    """
    return tuple(reading.minutes for reading in readings(transcript, name))


def readings(transcript: Transcript, name: str) -> tuple[Reading, ...]:
    """What ``segment`` gives, with the evidence."""
    sittings = list(split_sittings(unfold(transcript.lines)))
    # What stands in one meeting of several may be unfolded where the whole file was not.
    parts = [unfold(lines) for lines in sittings] if len(sittings) > 1 else sittings
    outside = tuple(_outside(transcript, name))
    found = [_read(lines, outside) for lines in parts]
    return tuple(_completed(reading, found[0].minutes.meeting) for reading in found)


def _completed(reading: Reading, first: Meeting) -> Reading:
    """A later heading of the file leaves out what the first one says for all."""
    meeting = reading.minutes.meeting
    municipality, body = meeting.municipality or first.municipality, meeting.body or first.body
    meeting = replace(meeting, municipality=municipality, body=body)
    return replace(reading, minutes=replace(reading.minutes, meeting=meeting))


def _read(lines: tuple[Line, ...], outside: tuple[Vote, ...]) -> Reading:
    sheet = make_sheet(lines, in_context(lines, mark_lines(lines)))
    contents = find_contents(sheet.lines, sheet.marks)
    possible = find_starts(sheet)
    chain = choose(sheet, possible, contents)
    starts = [candidate.start for candidate in chain]
    ends = [*(before_group(sheet, start.first) for start in starts[1:]), foot(sheet, starts)]
    drafts = tuple(_drafts(sheet, starts, ends))
    lines_of_head = _head_lines(sheet, starts, contents)
    head = read_head(lines_of_head)
    frame = Frame((None, None), _labelled(sheet, starts, contents), True)
    mentioned = tuple(mentions(lines_of_head))
    titled = elect(head, "date") or all(elect((*head, *mentioned), key) for key in ("kind", "body"))
    if len(drafts) == 1 and not titled:
        drafts = (with_box_above(sheet, drafts[0]),)
        frame, minutes = _fragment(sheet, drafts[0], (frame, head))
    else:
        head = (*head, *mentioned, *outside)
        frame, minutes = _meeting(sheet, drafts, frame, head)
    outside_them = outside_items(sheet, contents, drafts)
    minutes = replace(minutes, outside=outside_them, warnings=tuple(_warnings(len(possible), minutes.items)))
    return _rated(Reading(sheet, contents, chain, drafts, head, frame, minutes))


def _warnings(possible: int, items: Sequence[Item]) -> Iterator[str]:
    if possible > MAX_CANDIDATES:
        yield (
            f"Only the likeliest {MAX_CANDIDATES} of {possible} places where an item may start were looked at, and"
            " items may have been run together: split the file."
        )
    for item in items:
        if item.decision and len(item.decision.text) > MAX_DECISION:
            yield (
                f"The decision of item {item.number or item.title} has more than {MAX_DECISION} characters: votes and"
                " reservations behind them may not have been looked at."
            )


def _rated(reading: Reading) -> Reading:
    """The reading with the confidence of each item."""
    items = reading.minutes.items
    rated = [
        replace(item, confidence=confidence(candidate, doubts(item, candidate, before, reading.minutes.meeting)))
        for item, candidate, before in zip(items, reading.chain, (None, *items), strict=False)
    ]
    return replace(reading, minutes=replace(reading.minutes, items=tuple(rated)))


def _drafts(sheet: Sheet, starts: Sequence[Start], ends: Sequence[int]) -> list[Draft]:
    """The items cut up; one that does not say whether it is open is what its group is."""
    drafts: list[Draft] = []
    access: str | None = None
    for start, end in zip(starts, ends, strict=False):
        group = group_access(sheet, start.first)
        access = access if group is None else group or None
        item = draft(sheet, start, end)
        drafts.append(replace(item, access=item.access or access))
    return drafts


def _meeting(sheet: Sheet, drafts: Sequence[Draft], frame: Frame, head: Sequence[Vote]) -> tuple[Frame, Minutes]:
    votes = (*head, *_closers(drafts))
    votes = (*votes, *_same_day(sheet, elect(votes, "date")))
    day = (elect(votes, "body"), elect(votes, "date"))
    agenda = elect(head, "kind") == "agenda"
    if not frame.labelled and not agenda:
        closed = with_closings(sheet, [item.blocks for item in drafts])
        closed = with_notes(closed) if elect(head, "kind") == "minutes" else closed
        drafts = [replace(item, blocks=blocks) for item, blocks in zip(drafts, closed, strict=True)]
    frame = replace(frame, day=day, decided=not agenda, by_label=any(map(_decides_by_label, drafts)))
    drafts = _without_pages(drafts, frame)
    drafts = _without_files(sheet, drafts, frame)
    frame = replace(frame, summarised=_summarised(sheet, drafts, frame))
    items = tuple(finish(sheet, item, frame) for item in drafts)
    present, absent = _people(head)
    meeting = Meeting(
        municipality=_municipality(sheet, votes),
        body=day[0],
        date=day[1],
        start=elect(head, "start"),
        place=elect(head, "place"),
        kind=_kind(items, elect(head, "kind")),
        present=present,
        absent=absent,
    )
    return frame, Minutes(meeting, items)


def _decides_by_label(item: Draft) -> bool:
    """Whether the item has a decision under a label, and none under a dated heading."""
    return any(b.kind == "decision" and b.pieces for b in item.blocks) and not any(
        b.mark and b.mark.treatment for b in item.blocks
    )


def _without_pages(drafts: Sequence[Draft], frame: Frame) -> list[Draft]:
    """The drafts without the numbers of pages that are glued to their own decisions."""
    owns = [own.block if (own := own_of(item, frame)) else None for item in drafts]
    kept = zip(drafts, owns, without_pages(owns), strict=True)
    return [
        replace(item, blocks=tuple(new if new and block is old else block for block in item.blocks))
        for item, old, new in kept
    ]


def _without_files(sheet: Sheet, drafts: Sequence[Draft], frame: Frame) -> list[Draft]:
    """The drafts with the files that close their own decisions in blocks of their own."""
    owns = [own.block if (own := own_of(item, frame)) else None for item in drafts]
    kept = zip(drafts, owns, without_files(sheet, owns), strict=True)
    return [
        replace(item, blocks=tuple(new for block in item.blocks for new in (parts if block is old else (block,))))
        for item, old, parts in kept
    ]


def _summarised(sheet: Sheet, drafts: Sequence[Draft], frame: Frame) -> bool:
    """Whether summaries without a label follow the decisions, as they do in many items of a document or in none."""
    owns = [(item, own_of(item, frame)) for item in drafts]
    found = [seen for item, own in owns if own and (seen := has_summary(sheet, item.blocks, own)) is not None]
    return sum(found) >= SOME * len(found)


def _kind(items: Sequence[Item], titled: str | None) -> str | None:
    """``minutes`` or ``agenda``: an agenda in which most items are decided has become minutes."""
    decided = sum(1 for item in items if item.decision)
    if titled == "agenda":
        return "minutes" if decided > MOST * len(items) else "agenda"
    return titled or ("minutes" if decided else "agenda" if items else None)


def _fragment(sheet: Sheet, item: Draft, told: tuple[Frame, Sequence[Vote]]) -> tuple[Frame, Minutes]:
    """One item without a meeting's heading: what it prints of its own meeting is all that is known, but for the
    authority that stands in front of it."""
    frame, head = told
    day = fragment_day(sheet, item, frame)
    frame = replace(frame, day=day.read)
    authority = _municipality(sheet, [vote for vote in head if vote.key == "municipality"])
    meeting = Meeting(municipality=authority, body=day.own[0], date=day.own[1])
    return frame, Minutes(meeting, (finish(sheet, item, frame),), whole=False)


def _head_lines(sheet: Sheet, starts: Sequence[Start], contents: Contents) -> list[Line]:
    """Lines in front of the first item, and fields of the heading that stand below its title."""
    end = starts[0].first if starts else len(sheet.lines)
    below = starts[0].after if starts else end
    after = next((at for at in range(below, len(sheet.lines)) if sheet.kind(at) != "field"), below)
    lines = [*range(end), *range(below, after)]
    return [sheet.lines[at] for at in lines if at not in contents.lines]


def _labelled(sheet: Sheet, starts: Sequence[Start], contents: Contents) -> bool:
    """Whether the items have labels of decisions, or dated headings of them."""
    first = starts[0].first if starts else 0
    return any(
        mark and (mark.section == "decision" or mark.kind == "treatment")
        for at, mark in enumerate(sheet.marks)
        if at >= first and at not in contents.lines
    )


def _outside(transcript: Transcript, name: str) -> Iterator[Vote]:
    """What the file's own title and its path say, and the municipality that the page around the minutes names."""
    yield from municipality_votes(transcript.title)
    around = (municipality_in(text[:MAX_AROUND]) for text in transcript.furniture[:AROUND])
    yield from [Vote("municipality", named, 0.5)] if (named := next(filter(None, around), None)) else []
    for text, weight in ((transcript.title, 1.5), (name.replace("_", " "), 0.7)):
        body = find_body(text)
        yield from [Vote("body", body.name, weight)] if body else []
        yield from (Vote("date", date.iso, weight) for date in find_dates(text)[:1])


def _closers(drafts: Sequence[Draft]) -> Iterator[Vote]:
    """The dated headings that close items name the meeting, where several agree."""
    days = Counter(day for item in drafts if (day := _closing_day(item.blocks)))
    for (body, date), count in days.most_common(3):
        weight = min(count * CLOSER_WEIGHT, MOST_OF_CLOSERS)
        if count > 1 or len(drafts) == 1:
            yield from [Vote("body", body, weight)] if body else []
            yield from [Vote("date", date, weight)] if date else []


def _same_day(sheet: Sheet, date: str | None) -> Iterator[Vote]:
    """The body that most headings of treatments name with the meeting's own date."""
    treatments = (mark.treatment for at, mark in enumerate(sheet.marks) if mark and mark.first == at)
    bodies = Counter(one.body for one in treatments if one and one.body and one.date == date)
    yield from [Vote("body", bodies.most_common(1)[0][0], SAME_DAY_WEIGHT)] if date and bodies else []


def _closing_day(blocks: Sequence[Block]) -> tuple[str, str | None] | None:
    """Body and date of the item's last decision, if it stands under a dated heading."""
    decisions = [block for block in blocks if block.pieces and not block.in_route and block.decides]
    mark = decisions[-1].mark if decisions else None
    return (mark.treatment.body, mark.treatment.date) if mark and mark.treatment else None


def _people(head: Sequence[Vote]) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """(present, absent): who is listed as absent was not present, whatever the list of members says."""
    members, excused = parse_members(elect(head, "present") or "")
    listed = parse_members(elect(head, "absent") or "")
    absent = tuple(dict.fromkeys((*excused, *listed[0], *listed[1])))
    names = {member.name for member in absent}
    return tuple(member for member in members if member.name not in names), absent


def _municipality(sheet: Sheet, votes: Sequence[Vote]) -> str | None:
    """The authority that the heading names, else the one that the text names most often."""
    named = municipality_in("\n".join(vote.value for vote in votes if vote.key == "body"))
    printed = elect(votes, "municipality")
    if named or printed:
        return named or printed
    found = Counter(filter(None, (municipality_in(line.text) for line in sheet.lines))).most_common(1)
    return found[0][0] if found and found[0][1] > 1 else None
