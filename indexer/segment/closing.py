"""Decisions without a label, in documents that have none: what closes the items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.decisions import classify
from indexer.segment.blocks import Block, Piece, paragraphs, text_of
from indexer.segment.labels import Label
from indexer.segment.marks import Mark
from indexer.segment.own import LONG, decides
from indexer.segment.sheet import Sheet
from indexer.segment.wording import like_decision

FEW = 3
MOST = 0.6
"""So many texts in the place of a decision, and this share of them worded like one, make the place tell by itself."""
SHORT = 60
NOTE = 900
"""Letters of an item in a board's notes at most."""
_TO_DO = re.compile(r"\w{3}(?:es|er)\b")
_OPEN = re.compile(r"(?:[:,]|\bat)$")
"""How a paragraph ends that the next one belongs to."""
_POINT = re.compile(r"(?:(?:\d{1,2}[.)]|[-–•·]|[a-h]\))\s)?at\b|\(.{1,80}\)$", re.IGNORECASE)
_PROPOSER = re.compile(r"\(.{1,80}\)$")
_RECOMMENDS = re.compile(r"\bindstiller\b")
_LISTED = re.compile(r"(?:\d{1,2}[.)]|[-–•·]|[a-h]\))\s")


def with_closings(sheet: Sheet, items: Sequence[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """The blocks of a document's items, what closes them made a block of its own.

    Where the places of decisions (behind a recommendation's points, or all that an item says) mostly hold texts worded
    like decisions, they all are; else only what is worded so is cut off.
    """
    sole = _sole_text_decides(items)
    placed = [_behind_points(sheet, blocks) or (sole and _alone(sheet, blocks)) or None for blocks in items]
    told = [_says_decision(one[-1]) for one in placed if one]
    if len(told) < FEW or sum(told) < MOST * len(told):
        return [_worded(sheet, blocks) for blocks in items]
    return [
        (*one[:-1], _decision(one[-1])) if one else _worded(sheet, blocks)
        for one, blocks in zip(placed, items, strict=True)
    ]


def with_notes(items: Sequence[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """The blocks of a board's notes: minutes of several short items without a label, some of which decide. What stands
    below a heading there is what the minutes record, be it worded like a decision or not."""
    texts = [text_of([piece for block in blocks for piece in block.pieces]) for blocks in items]
    marked = any(block.mark and block.mark.section != "absent" for blocks in items for block in blocks)
    if marked or sum(map(bool, texts)) < FEW or max(map(len, texts)) > NOTE or not any(map(_is_decided, items)):
        return list(items)
    return [_noted(blocks) for blocks in items]


def _is_decided(blocks: Sequence[Block]) -> bool:
    return any(block.pieces and decides(block, closed=False) for block in (*blocks[-1:], *blocks[:1]))


def _noted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """All of an item as a decision, unless its end or its beginning is worded like one."""
    pieces = tuple(piece for block in blocks for piece in block.pieces)
    return blocks if not pieces or _is_decided(blocks) else (_decision(replace(blocks[0], pieces=pieces)),)


def _says_decision(block: Block) -> bool:
    text = text_of(block.pieces)
    return len(text) <= LONG and (like_decision(text) or classify(text).outcome != "unknown")


def _decision(block: Block) -> Block:
    """The block as if it had a label."""
    at = block.pieces[0].line
    return replace(block, mark=Mark("label", at, at, label=Label("decision", "", "")))


def _sole_text_decides(items: Sequence[tuple[Block, ...]]) -> bool:
    """Whether items with labels have no text in front of them: one without has nothing but its decision. Where none has
    labels, most must begin with one."""
    firsts = [blocks[0] for blocks in items if len(blocks) > 1 or (blocks and blocks[0].mark)]
    if not firsts:
        begins = [like_decision(blocks[0].pieces[0].text) for blocks in items if blocks and blocks[0].pieces]
        return sum(begins) >= MOST * len(begins)
    return all(block.mark or not block.pieces for block in firsts)


def _alone(sheet: Sheet, blocks: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """An item without a label, if it is short enough for a decision; a proposal in it ends with who made it."""
    if len(blocks) != 1 or blocks[0].mark or sum(len(piece.text) for piece in blocks[0].pieces) > LONG:
        return None
    groups = [text_of(group) for group in paragraphs(sheet, blocks[0].pieces)]
    behind = next((at + 1 for at, text in enumerate(groups[:-1]) if _PROPOSER.match(text)), 0)
    return (_cut(sheet, blocks, behind) if behind else blocks) if groups else None


def _behind_points(sheet: Sheet, blocks: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """The blocks with what stands behind the points of a recommendation, the item's last, cut off."""
    last = blocks[-1] if blocks and blocks[-1].kind == "recommendation" else None
    groups = [text_of(group) for group in paragraphs(sheet, last.pieces)] if last else []
    first = next((at for at, text in enumerate(groups[:2]) if _POINT.match(text) or _LISTED.match(text)), None)
    if first is None:
        return None
    form = _POINT if _POINT.match(groups[first]) else _LISTED
    end = first
    while end < len(groups) and (form.match(groups[end]) or groups[end][:1].islower() or _OPEN.search(groups[end - 1])):
        end += 1
    return _cut(sheet, blocks, end) if end < len(groups) else None


def _worded(sheet: Sheet, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with what stands apart at the end cut off: from the last white space on, or from the first of several
    paragraphs that are worded like decisions; else a last paragraph that is a verdict and nothing more."""
    last = blocks[-1] if blocks and blocks[-1].kind != "attachments" else None
    groups = paragraphs(sheet, last.pieces) if last else []
    apart = [at for at, group in enumerate(groups) if at and sheet.lines[group[0].line].gap]
    if len(groups) > 1 and len(groups) - 1 not in apart and _is_verdict(text_of(groups[-1])):
        return _cut(sheet, blocks, len(groups) - 1)
    while len(apart) > 1 and like_decision(text_of(groups[apart[-2]])) and not _is_answer(groups, apart[-1]):
        apart.pop()
    if not apart or _OPEN.search(text_of(groups[apart[-1] - 1])):
        return blocks
    return _cut(sheet, blocks, apart[-1])


def _is_answer(groups: Sequence[Sequence[Piece]], at: int) -> bool:
    """Whether a paragraph is the verdict on what the one before it recommends."""
    return bool(_RECOMMENDS.search(text_of(groups[at - 1]))) and _is_verdict(text_of(groups[at]))


def _is_verdict(text: str) -> bool:
    """Whether a text is a few words that say what was done; "Godkendes" says what is to be done."""
    told = len(text) <= SHORT and like_decision(text) and not _TO_DO.search(text)
    return told and classify(text, freely=False).outcome not in ("unknown", "other")


def _cut(sheet: Sheet, blocks: tuple[Block, ...], first: int) -> tuple[Block, ...]:
    """The blocks with the last one's paragraphs from ``first`` on in a block of their own."""
    last = blocks[-1]
    closing: tuple[Piece, ...] = tuple(one for group in paragraphs(sheet, last.pieces)[first:] for one in group)
    kept = replace(last, pieces=last.pieces[: -len(closing)])
    return (*blocks[:-1], kept, Block(None, "", closing, closing[0].start))
