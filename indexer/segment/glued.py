"""Numbers of pages that a lost layout has glued to the decisions of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.segment.blocks import Block, Piece

FEW, MOST = 3, 0.8
"""So many decisions of a document, and this share of all, end in numbers that rise from one to the next."""
LONGEST = 3
"""Digits of a page's number at most."""


def without_pages(blocks: Sequence[Block | None]) -> list[Block | None]:
    """The blocks of a document's own decisions, in order, without the numbers of pages that are glued to them."""
    ends = [block.pieces[-1].text if block and block.pieces else "" for block in blocks]
    pages = _rising(ends)
    if len(pages) < max(FEW, MOST * sum(map(bool, ends))):
        return list(blocks)
    return [_trimmed(block, len(str(pages[at]))) if block and at in pages else block for at, block in enumerate(blocks)]


def _trimmed(block: Block, digits: int) -> Block:
    last = block.pieces[-1]
    return replace(block, pieces=(*block.pieces[:-1], Piece(last.text[:-digits], last.start, last.page, last.line)))


def _rising(ends: Sequence[str]) -> dict[int, int]:
    """The longest chain of rising numbers at the ends of the texts, at most one of each, by the texts' places."""
    tails: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for at, text in enumerate(ends):
        for number in _numbers(text):
            place = bisect_left(tails, (number, -1))
            before[number, at] = tails[place - 1] if place else None
            tails[place : place + 1] = [(number, at)]
    chain: dict[int, int] = {}
    step = tails[-1] if tails else None
    while step:
        chain[step[1]] = step[0]
        step = before[step]
    return chain


def _numbers(text: str) -> Iterator[int]:
    """The numbers that the text's last digits may be, glued to what stands in front; the greatest first."""
    for length in range(min(LONGEST, len(text) - 1), 0, -1):
        digits, sign = text[-length:], text[-length - 1]
        if digits.isascii() and digits.isdecimal() and digits[0] != "0" and not sign.isspace():
            yield int(digits)
