"""The titles of an item's attachments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from indexer.segment.blocks import Block, Piece, paragraphs, text_of
from indexer.segment.labels import Label, bare
from indexer.segment.marks import Mark
from indexer.segment.sheet import UNFINISHED, Sheet
from indexer.segment.wording import like_decision

LONG = 300
FEW = 2
"""In so many items a look must close the decision to be that of files."""
_DOCUMENT = re.compile(r"^(?:\d{2,4}[-/]\d{2,6}[-/]\d{1,9}|\d{4,9}-\d{1,3}|\d{6,10}|\d{1,9}/\d{2,4})$")
_COUNT = re.compile(
    r"^(?:\d{1,3}\s(?:bilag|filer|dokumenter)\b.{0,60}|\d{1,3}|(?:der er )?(?:ingen|intet)(?: bilag)?|pdf|[.\-–])\.?$",
    re.IGNORECASE,
)
_TYPE = r"(?:pdf|docx?|xlsx?|pptx?)"
_NAMED = re.compile(rf"^bilag\s(?:nr\.?\s)?(?:\d{{1,3}}|[A-ZÆØÅ])\b|^[^.]{{1,200}}\w\.{_TYPE}$", re.IGNORECASE)
_SENTENCES = re.compile(r"[a-zæøå]{2}\.\s[A-ZÆØÅ][a-zæøå]{1,30}\s[a-zæøå].{40,400}\.$")
_AMOUNT = r"\d{1,6}(?:[.,]\d{1,3})?\s?[kmg]b"
_SIZE = re.compile(
    rf"\s?\({_TYPE}?[,·]?\s?{_AMOUNT}\)$|\s{_TYPE}(?:\s?[,·–-])?(?:\s{_AMOUNT})?$|^{_TYPE}\s?(?=[A-ZÆØÅ])",
    re.IGNORECASE,
)

_BULLET = re.compile(r"^[-–•·●▪■\uf0b7o]\s{1,9}")


def attachment_titles(sheet: Sheet, lists: Sequence[Sequence[Piece]]) -> tuple[str, ...]:
    """The titles in an item's lists, in printed order, without document numbers and counts.

    Where any title has a document number, lines without one are no titles: tables that a PDF has moved there.
    """
    entries = [entry for pieces in lists for entry in _entries(sheet, pieces)]
    numbered = any(has_number for _, has_number in entries)
    return tuple(title for title, has_number in entries if has_number or not numbered)


def attachment_lists(blocks: Sequence[Block]) -> list[Sequence[Piece]]:
    """The pieces under the item's attachment labels."""
    return [block.pieces for block in blocks if block.kind == "attachments"]


def split_names(sheet: Sheet, pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Text with names of attachments behind it -> the text, and the names with their document numbers."""
    groups = paragraphs(sheet, pieces)
    for at, group in enumerate(groups):
        if at and (_NAMED.match(group[0].text) or any(is_document(piece) for piece in _with_next(groups, at))):
            first = pieces.index(group[0])
            return tuple(pieces[:first]), tuple(pieces[first:])
    return tuple(pieces), ()


def without_files(sheet: Sheet, owns: Sequence[Block | None]) -> list[tuple[Block, ...]]:
    """A document's own decisions, each in front of the names of files that close it. Their look tells them: it has a
    class, closes decisions of several items, and stands nowhere else."""
    tails = [_tail(sheet, block) if block else () for block in owns]
    closing = Counter(look for tail in tails for look in {sheet.lines[piece.line].look for piece in tail})
    everywhere = Counter(line.look for line in sheet.lines)
    inside = Counter(sheet.lines[piece.line].look for tail in tails for piece in tail)
    looks = {look for look, count in closing.items() if count >= FEW and inside[look] == everywhere[look]}
    return [
        _parted(block, [piece for piece in tail if sheet.lines[piece.line].look in looks]) if block else ()
        for block, tail in zip(owns, tails, strict=True)
    ]


def _tail(sheet: Sheet, block: Block) -> tuple[Piece, ...]:
    """The last pieces that are no sentences and share a look that has a class, another one than the first piece."""
    look = sheet.lines[block.pieces[-1].line].look if block.pieces else ""
    if "." not in look or look == sheet.lines[block.pieces[0].line].look:
        return ()
    names = takewhile(lambda piece: sheet.lines[piece.line].look == look, reversed(block.pieces))
    tail = tuple(names)[::-1]
    return () if any(piece.text.endswith((".", ":")) or like_decision(piece.text) for piece in tail) else tail


def _parted(block: Block, names: Sequence[Piece]) -> tuple[Block, ...]:
    if not names:
        return (block,)
    mark = Mark("label", names[0].line, names[0].line, label=Label("attachments", "", ""))
    kept = replace(block, pieces=block.pieces[: -len(names)])
    return (kept, Block(mark, "", tuple(names), names[0].start, block.in_route))


def is_document(piece: Piece) -> bool:
    """Whether the piece is a document's number and nothing else."""
    return names_document(piece.text)


def names_document(text: str) -> bool:
    """Whether a line is a document's number and nothing else."""
    return bool(_DOCUMENT.match(bare(text)))


def _with_next(groups: Sequence[Sequence[Piece]], at: int) -> Sequence[Piece]:
    following = groups[at + 1][:1] if at + 1 < len(groups) else []
    return [*groups[at], *following]


def _entries(sheet: Sheet, pieces: Sequence[Piece]) -> Iterator[tuple[str, bool]]:
    """(title, has a document number) of each entry."""
    pending: list[Piece] = []
    for piece in pieces:
        if is_document(piece) and pending:
            yield _title(pending), True
            pending = []
        elif not _COUNT.match(bare(piece.text)) and not is_document(piece):
            if pending and not _goes_on(sheet, pending[-1], piece):
                yield from _plain(pending)
                pending = []
            pending.append(piece)
    yield from _plain(pending)


def _plain(pieces: Sequence[Piece]) -> Iterator[tuple[str, bool]]:
    for title in _title(pieces).split("; ") if pieces else ():
        if title and len(title) <= LONG and not _SENTENCES.search(title):
            yield title, False


def _title(pieces: Sequence[Piece]) -> str:
    return _SIZE.sub("", _BULLET.sub("", bare(text_of(pieces))))


def _goes_on(sheet: Sheet, before: Piece, piece: Piece) -> bool:
    """Whether the piece continues the title above it: that line is full, and one of the two is no whole."""
    if not sheet.is_full(before.line) or sheet.lines[piece.line].gap or _NAMED.match(piece.text):
        return False
    return piece.text[:1].islower() or before.text.endswith(UNFINISHED)
