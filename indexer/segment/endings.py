"""Where the own decision ends: before attachments, the unlabelled summary, and what the history does not repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.segment.attachments import split_names
from indexer.segment.blocks import Block, Piece, is_listed, paragraphs, text_of
from indexer.segment.own import Own
from indexer.segment.sheet import Sheet
from indexer.segment.wording import like_decision, like_summary
from indexer.treatments import parse_heading

MIN_COPY = 12
"""A copy shorter than this, in letters, says nothing about where the decision ends."""
SHORT = 60
_PAGE = re.compile(r"(?:side\s)?\d{1,3}|side\s[a-zæøå]", re.IGNORECASE)
_GLUED_PAGE = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[^\W\d_][.!?][\"”»])|(?<=[)])|(?<=[)][.]))\s?\d{1,3}$")
_NEXT_HEAD = re.compile(r"(?<=[a-zæøå][.!?])\s[A-ZÆØÅ][^.!?]{4,60}\s\d{1,2}\.\s[a-z]{3,9}\s\d{4}$")
_SENTENCE_ENDS = (".", "!", "?", "”", '"', ")")
_AFTER_SUMMARY = frozenset({"summary", "case", "recommendation", "proposal", "assessment", "economy", "other"})


def decision_pieces(
    sheet: Sheet, blocks: Sequence[Block], own: Own, summarised: bool
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """(pieces of the decision, pieces that name attachments behind it). ``summarised``: summaries without a label stand
    between decision and case; else only one that is worded like a summary is none of the decision."""
    pieces, names = split_names(sheet, own.block.pieces)
    copied = _copied(pieces, blocks, own.block)
    if copied is None:
        copied = _without_summary(sheet, pieces, summarised) if _before_case(blocks, own.block) else pieces
    return _without_page(tuple(piece for piece in copied if piece.text.strip(". "))), names


def _without_page(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without the number of a page that ends there (on a line by itself, or behind the last full stop), or
    the body and date that head the next page."""
    if len(pieces) > 1 and _PAGE.fullmatch(pieces[-1].text):
        return pieces[:-1]
    if not pieces or not pieces[-1].text[-1:].isdigit():
        return pieces
    head = _NEXT_HEAD.search(pieces[-1].text)
    if head and (named := parse_heading(head[0])) and named.body:
        return (*pieces[:-1], pieces[-1]._replace(text=pieces[-1].text[: head.start()].rstrip()))
    glued = _GLUED_PAGE.search(pieces[-1].text)
    return (*pieces[:-1], pieces[-1]._replace(text=pieces[-1].text[: glued.start()])) if glued else pieces


def letters(text: str) -> str:
    """A text's letters and digits, for comparing two printings of one text."""
    return "".join(filter(str.isalnum, text.casefold()))


def same_text(first: str, second: str) -> bool:
    """Whether one text begins with the other, white space and signs aside."""
    a, b = letters(first), letters(second)
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def _copied(pieces: Sequence[Piece], blocks: Sequence[Block], own: Block) -> tuple[Piece, ...] | None:
    """The pieces that the history repeats; None where it does not."""
    route = [block for block in blocks if block.in_route and block is not own]
    whole = letters("".join(piece.text for piece in pieces)) if route else ""
    for block in route:
        copy = letters("".join(piece.text for piece in block.pieces))
        if len(copy) >= MIN_COPY and whole.startswith(copy):
            return _up_to(pieces, len(copy))
    return None


def _up_to(pieces: Sequence[Piece], length: int) -> tuple[Piece, ...]:
    taken: list[Piece] = []
    for piece in pieces:
        if length <= 0:
            break
        length -= len(letters(piece.text))
        taken.append(piece)
    return tuple(taken)


def has_summary(sheet: Sheet, blocks: Sequence[Block], own: Own) -> bool | None:
    """Whether the item's decision seems to have a summary without a label behind it; None where none can stand."""
    if not _before_case(blocks, own.block):
        return None
    pieces, _ = split_names(sheet, own.block.pieces)
    return len(_without_summary(sheet, pieces, True)) < len(pieces)


def _without_summary(sheet: Sheet, pieces: Sequence[Piece], any_wording: bool) -> tuple[Piece, ...]:
    """The pieces without the paragraphs at their end that are not worded like decisions; if not ``any_wording``,
    without those that are worded like summaries."""
    groups = paragraphs(sheet, pieces)
    while first := _last_paragraph(groups):
        text = " ".join(map(text_of, groups[first:]))
        summary = like_summary(text) or (any_wording and _is_over(text_of(groups[first - 1])))
        if like_decision(text) or not summary:
            break
        del groups[first:]
    return tuple(piece for group in groups for piece in group)


def _last_paragraph(groups: Sequence[Sequence[Piece]]) -> int:
    """The place of the last paragraph, or of the one in front of a list."""
    at = len(groups) - 1
    while at > 0 and is_listed(groups[at][0].text):
        at -= 1
    return max(at, 0)


def _is_over(text: str) -> bool:
    """Whether a paragraph is complete: it ends a sentence, or is a short verdict without a full stop."""
    verdict = len(text) < SHORT and not text.endswith(":") and like_decision(text)
    return text.endswith(_SENTENCE_ENDS) or verdict


def _before_case(blocks: Sequence[Block], own: Block) -> bool:
    """Whether the decision stands in front of the case."""
    at = next(place for place, block in enumerate(blocks) if block is own)
    return at + 1 < len(blocks) and blocks[at + 1].kind in _AFTER_SUMMARY
