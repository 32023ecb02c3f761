"""One item: from its heading and lines to the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.cases import find_case_numbers
from indexer.decisions import classify, split_absentees
from indexer.model import Decision, Item, Section
from indexer.segment.attachments import attachment_lists, attachment_titles
from indexer.segment.blocks import Block, Piece, cut_blocks, is_box, join, to_section
from indexer.segment.earlier import earlier_treatments
from indexer.segment.endings import decision_pieces
from indexer.segment.own import Frame, Own, choose_own
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start

BOX_LINES = 4
BOX_WIDTH = 40
_HEAD_KINDS = ("case", "access", "furniture", "field")


@dataclass(frozen=True, slots=True)
class Draft:
    """An item's lines cut up, before the meeting is known: its heading, the lines behind it, and their blocks."""

    start: Start
    lines: range
    blocks: tuple[Block, ...]
    access: str | None


def draft(sheet: Sheet, start: Start, end: int) -> Draft:
    """The draft of the item that runs from its start up to line ``end`` (not included)."""
    first = start.after
    while first < end and sheet.kind(first) in _HEAD_KINDS:
        first += 1
    return Draft(start, range(start.first, end), cut_blocks(sheet, range(first, end)), _access(sheet, start, first))


def finish(sheet: Sheet, item: Draft, frame: Frame) -> Item:
    """The item as its meeting's frame shows it."""
    own = own_of(item, frame)
    pieces, names = decision_pieces(sheet, item.blocks, own, frame.summarised) if own else ((), ())
    decision = _decision(sheet, pieces) if pieces else None
    first, last = sheet.lines[item.lines.start], sheet.lines[item.lines.stop - 1]
    return Item(
        number=item.start.number,
        title=item.start.title.rstrip(": "),
        case_numbers=_case_numbers(sheet, item),
        access=item.access,
        sections=tuple(_sections(sheet, item, own)),
        recommendation=_recommendation(sheet, item.blocks),
        decision=decision,
        outcome=decision.verdict.outcome if decision else _without_decision(item, frame),
        attachments=attachment_titles(sheet, [*attachment_lists(item.blocks), names]),
        earlier=earlier_treatments(sheet, item.blocks, own.block if own else None, frame.day),
        page=first.page,
        start=first.start,
        end=last.end,
    )


def with_box_above(sheet: Sheet, item: Draft) -> Draft:
    """The only item of a document with the box of case numbers in front of its heading."""
    boxes = (at for at in range(item.lines.start) if sheet.kind(at) == "case" and is_box(sheet, at))
    return replace(item, lines=range(next(boxes, item.lines.start), item.lines.stop))


def own_of(item: Draft, frame: Frame) -> Own | None:
    """The item's own decision as its meeting's frame shows it."""
    return choose_own(item.blocks, replace(frame, closed=True) if item.access == "closed" else frame)


def _access(sheet: Sheet, start: Start, first: int) -> str | None:
    """``open`` or ``closed`` as the title says, or a line of the box below it."""
    last = min(first + BOX_LINES, len(sheet.lines))
    end = next((at for at in range(first, last) if not _in_box(sheet, at)), last)
    marks = [sheet.marks[at] for at in range(start.first, end)]
    return start.access or next((mark.access for mark in marks if mark and mark.access), None)


def _in_box(sheet: Sheet, at: int) -> bool:
    """Whether the line may be part of a box of fields: ``Initialer: KM``, ``Dok. 340-2013-12``."""
    mark = sheet.marks[at]
    if mark is None:
        return len(sheet.lines[at].text) <= BOX_WIDTH
    return mark.kind in _HEAD_KINDS or mark.section == "metadata"


def _decision(sheet: Sheet, pieces: Sequence[Piece]) -> Decision | None:
    text, _ = split_absentees(join(sheet, pieces))
    if not text:
        return None
    return Decision(text, classify(text), pieces[0].page, pieces[0].start, pieces[-1].end)


def _without_decision(item: Draft, frame: Frame) -> str:
    """The outcome where none is printed: of a closed item in minutes it is kept back."""
    return "withheld" if item.access == "closed" and frame.decided else "none"


def _sections(sheet: Sheet, item: Draft, own: Own | None) -> Iterator[Section]:
    for block in item.blocks:
        section = to_section(sheet, block)
        if own and block is own.block:
            yield replace(section, kind="decision")
        elif section.text or section.heading:
            yield section


def _recommendation(sheet: Sheet, blocks: Sequence[Block]) -> str | None:
    """The last recommendation: of two rounds, the own decision answers the second."""
    texts = [join(sheet, block.pieces) for block in blocks if block.kind == "recommendation"]
    return next((text for text in reversed(texts) if text), None)


def _case_numbers(sheet: Sheet, item: Draft) -> tuple[str, ...]:
    """Numbers of the heading and of boxes in the body; a bare number further down is a document's."""
    head = item.blocks[0].place if item.blocks else None
    found: list[str] = [item.start.case] if item.start.case else []
    for at in item.lines:
        mark, line = sheet.marks[at], sheet.lines[at]
        in_head = head is None or line.start < head
        if mark and mark.kind == "case" and mark.first == at and (in_head or is_box(sheet, at)):
            found += find_case_numbers("\n".join(sheet.lines[i].text for i in range(mark.first, mark.last + 1)))
        elif at < item.start.after and not (mark and mark.kind == "case"):
            found += find_case_numbers(line.text)
    return tuple(dict.fromkeys(found))
