"""The meeting of a fragment: one item without a heading of a meeting, which may still print its own body and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.bodies import same_body
from indexer.model import Treatment
from indexer.segment.blocks import Block
from indexer.segment.endings import same_text
from indexer.segment.items import Draft
from indexer.segment.own import Day, Frame, Own, choose_own
from indexer.segment.sheet import Sheet
from indexer.segment.wording import like_decision

UNKNOWN: Day = (None, None)


@dataclass(frozen=True, slots=True)
class FragmentDay:
    """``own``: body and date that the fragment prints as its meeting's. ``read``: those its decisions are read against
    (the same, or unknown)."""

    own: Day
    read: Day


def fragment_day(sheet: Sheet, item: Draft, frame: Frame) -> FragmentDay:
    """From a box with body, date and case number; from the entry in the course that repeats the decision; or from the
    heading of the last decision, if it stands in the own decision's place."""
    boxed = _box(sheet, item.lines)
    if boxed:
        return FragmentDay(boxed, boxed)
    own = choose_own(item.blocks, frame)
    if own is None:
        return FragmentDay(UNKNOWN, UNKNOWN)
    treatment = own.block.mark.treatment if own.block.mark else None
    if treatment:
        in_place = own.rule == "behind attachments" or _closes_route(item.blocks, treatment)
        return FragmentDay(_day(treatment) if in_place else UNKNOWN, UNKNOWN)
    day = _repeated(item.blocks, own)
    return FragmentDay(day, day)


def _day(treatment: Treatment) -> Day:
    return treatment.body or None, treatment.date


def _box(sheet: Sheet, lines: range) -> Day | None:
    """The box may stand on the lines before the heading."""
    marks = [mark for mark in sheet.marks[: lines.stop] if mark and mark.kind == "case"]
    return next((_day(mark.treatment) for mark in marks if mark.treatment), None)


def _repeated(blocks: Sequence[Block], own: Own) -> Day:
    """The entry of the course that repeats the decision, or the only one where its decision is not released."""
    text = " ".join(piece.text for piece in own.block.pieces)
    entries = [
        (block.mark.treatment, _text(block))
        for block in blocks
        if block.mark and block.mark.treatment and block.in_route
    ]
    for treatment, copy in reversed(entries):
        if treatment and copy and same_text(text, copy):
            return _day(treatment)
    only = entries[0] if len(entries) == 1 else None
    return _day(only[0]) if only and only[0] and like_decision(only[1]) and "frigivet" in only[1] else UNKNOWN


def _text(block: Block) -> str:
    return " ".join(piece.text for piece in block.pieces)


def _closes_route(blocks: Sequence[Block], treatment: Treatment) -> bool:
    """Whether no other body follows in the list of bodies that the item goes through (``Behandling``)."""
    listed = [_text(block).rstrip(". ") for block in blocks if block.mark and block.mark.label and _is_list(block)]
    if not listed:
        return True
    last = listed[-1].replace(" og ", ", ").split(", ")[-1]
    return same_body(last, treatment.body) or listed[-1].endswith(treatment.body or " ")


def _is_list(block: Block) -> bool:
    return bool(
        block.mark and block.mark.label and block.mark.label.name in ("behandling", "forventet sagsgang", "sagsgang")
    )
