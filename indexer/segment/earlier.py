"""Treatments of an item by other bodies or at earlier meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.decisions import classify, split_absentees
from indexer.model import Treatment
from indexer.segment.blocks import Block, join, paragraphs, text_of
from indexer.segment.own import Day, is_own
from indexer.segment.sheet import Sheet
from indexer.treatments import parse_list


def earlier_treatments(sheet: Sheet, blocks: Sequence[Block], own: Block | None, day: Day) -> tuple[Treatment, ...]:
    """The treatments that the item's headings and lists name, in printed order, without those of the own meeting."""
    found = (treatment for block in blocks if block is not own for treatment in _treatments(sheet, block))
    return tuple(treatment for treatment in found if not is_own(treatment, day))


def _treatments(sheet: Sheet, block: Block) -> Iterator[Treatment]:
    treatment = block.mark.treatment if block.mark else None
    if treatment:
        yield _with_decision(treatment, join(sheet, block.pieces))
    elif block.kind == "route":
        for group in paragraphs(sheet, block.pieces):
            yield from parse_list(text_of(group))


def _with_decision(treatment: Treatment, text: str) -> Treatment:
    """The treatment with the decision quoted below its heading."""
    decision, _ = split_absentees(text)
    return replace(treatment, text=decision, outcome=classify(decision).outcome if decision else None)
