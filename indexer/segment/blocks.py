"""An item's lines cut into blocks, each under one heading; a block becomes a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from typing import NamedTuple

from indexer.absentees import is_list
from indexer.clean import join_lines
from indexer.model import Section
from indexer.segment.labels import bare
from indexer.segment.marks import Mark
from indexer.segment.sheet import UNFINISHED, Sheet
from indexer.segment.wording import like_decision

_ENDS = re.compile(r"[.!?:;][\"”'’)]{0,2}$")
_NAME_BREAK = re.compile(r"[\s,;]{1,9}")
_COUNTED = re.compile(r"^(?:\d{1,2}[.)]|[-–])\s")
_PARTICLES = frozenset({"og", "samt", "von", "van", "af", "de", "la"})
MAX_NAME_WORDS = 40
_BULLETS = tuple("•·")
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_LIST = re.compile(rf"^(?:[-–•·×üo*▪]\s|\d{{1,2}}[.)]\s(?!{_MONTH})|[a-h]\)\s|(?:at|At)\s?\d{{0,2}}\)?\s)")


class Piece(NamedTuple):
    """A stretch of text with its place in the source; a label's line may hold its text behind a colon."""

    text: str
    start: int
    page: int | None
    line: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading's mark (None in front of the first) and the pieces of text under it.

    ``place`` is the offset behind the heading, where an empty block stands. ``in_route`` says that the block belongs to
    a list of the item's course.
    """

    mark: Mark | None
    heading: str
    pieces: tuple[Piece, ...]
    place: int
    in_route: bool = False

    @property
    def kind(self) -> str:
        """The kind of section: that of the label; ``route`` under a treatment's heading."""
        if self.mark is None:
            return "other"
        return "route" if self.mark.treatment else self.mark.section

    @property
    def decides(self) -> bool:
        """Whether the block stands under a label of decisions or the dated heading of one."""
        return self.kind == "decision" or bool(self.mark and self.mark.treatment)


def cut_blocks(sheet: Sheet, lines: range) -> tuple[Block, ...]:
    """The blocks of an item whose lines behind the heading are given."""
    return tuple(_with_route(_blocks(sheet, lines)))


def _blocks(sheet: Sheet, lines: range) -> Iterator[Block]:
    heads = [at for at in lines if _opens(sheet, at)]
    absent = _absentee_lines(sheet, lines)
    first_head = heads[0] if heads else lines.stop
    if first_head > lines.start:
        yield _block(sheet, None, [at for at in range(lines.start, first_head) if at not in absent])
    for at, following in pairwise([*heads, lines.stop]):
        mark = sheet.marks[at]
        first = mark.last + 1 if mark else at
        yield _block(sheet, mark, [line for line in range(first, following) if line not in absent])
        yield from _absences(sheet, [line for line in range(at, following) if line in absent])


def _opens(sheet: Sheet, at: int) -> bool:
    """Whether a block begins on the line. A line on absence does not end the text that it stands in."""
    mark = sheet.marks[at]
    return bool(mark and mark.kind in ("label", "treatment") and mark.first == at and mark.section != "absent")


def _absentee_lines(sheet: Sheet, lines: range) -> frozenset[int]:
    """Lines with the label ``Fraværende``, and the lines of names below one that stands alone."""
    found: set[int] = set()
    for at in lines:
        mark = sheet.marks[at]
        below = at - 1 in found and not mark and not _has_names(sheet, at - 1)
        nobody = below and sheet.marks[at - 1] is None and _is_nobody(sheet.lines[at].text)
        if (mark and mark.section == "absent") or (below and not nobody and is_names(sheet.lines[at].text)):
            found.add(at)
    return frozenset(found)


def _has_names(sheet: Sheet, at: int) -> bool:
    """Whether the line is a label of absence with the names behind it."""
    mark = sheet.marks[at]
    return bool(mark and mark.rest)


def is_names(text: str) -> bool:
    """Whether a line holds nothing but names of people, says that there are none, or is a list's entry on them."""
    words = [word for word in _NAME_BREAK.split(_COUNTED.sub("", bare(text)).rstrip(".")) if word]
    entry = text.lstrip()[:1] in _BULLETS and not like_decision(text)
    if _is_nobody(text) or is_list(bare(text)) or entry:
        return True
    return 2 <= len(words) <= MAX_NAME_WORDS and all(
        word[0].isupper() or word[0] == "(" or word in _PARTICLES for word in words
    )


def _is_nobody(text: str) -> bool:
    """Whether a line says that nobody was absent; behind names it is a decision."""
    return bare(text).rstrip(". ").casefold() in ("ingen", "ingen fraværende")


def _block(sheet: Sheet, mark: Mark | None, lines: Sequence[int]) -> Block:
    """A block of the given lines, which stand below its heading."""
    printed = (at for at in lines if sheet.kinds[at] not in ("furniture", "access"))
    pieces = [piece(sheet, at) for at in _behind_fields(sheet, mark, printed) if not is_box(sheet, at)]
    if mark is None:
        return Block(None, "", tuple(pieces), sheet.lines[lines[0]].start if lines else 0)
    last = sheet.lines[mark.last]
    if mark.rest:
        pieces.insert(0, Piece(mark.rest, last.start + max(0, last.text.rfind(mark.rest)), last.page, mark.last))
    return Block(mark, _heading(sheet, mark), tuple(pieces), last.end)


def _behind_fields(sheet: Sheet, mark: Mark | None, lines: Iterator[int]) -> Iterator[int]:
    """The lines without the meeting's fields that lead a decision: ``Sted: Rådhuset``."""
    decides = bool(mark and (mark.treatment or mark.section == "decision") and not mark.rest)
    return dropwhile(lambda at: decides and sheet.kind(at) == "field", lines)


def is_box(sheet: Sheet, at: int) -> bool:
    """Whether the line belongs to case numbers with a label; a bare number may be a document's."""
    mark = sheet.marks[at]
    if not mark or mark.kind != "case":
        return False
    return bool(mark.treatment) or any(sign.isalpha() for sign in sheet.lines[mark.first].text)


def _absences(sheet: Sheet, lines: Sequence[int]) -> Iterator[Block]:
    heads = [at for at in lines if sheet.marks[at]]
    for at, following in pairwise([*heads, *[line + 1 for line in lines[-1:]]]):
        yield _block(sheet, sheet.marks[at], [line for line in lines if at < line < following])


def piece(sheet: Sheet, at: int) -> Piece:
    """A whole line as a piece."""
    line = sheet.lines[at]
    return Piece(line.text, line.start, line.page, at)


def _heading(sheet: Sheet, mark: Mark) -> str:
    if mark.label:
        return mark.label.heading
    printed = bare(join_lines([sheet.lines[at].text for at in range(mark.first, mark.last + 1)]))
    return printed.removesuffix(mark.rest).rstrip()


def _with_route(blocks: Iterator[Block]) -> Iterator[Block]:
    """Treatments under a label of the item's course belong to it, up to the next label."""
    in_route = False
    for block in blocks:
        if block.mark and block.mark.label and block.kind != "absent":
            in_route = block.kind == "route"
        yield replace(block, in_route=True) if in_route else block


def paragraphs(sheet: Sheet, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in groups that make a paragraph: broken by white space, by a list's sign, or where a sentence is over."""
    groups: list[list[Piece]] = []
    for one in pieces:
        if groups and not _begins(sheet, groups[-1][-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def is_listed(text: str) -> bool:
    """Whether a list's sign leads the text."""
    return bool(_LIST.match(text))


def _begins(sheet: Sheet, before: Piece, one: Piece) -> bool:
    if sheet.lines[one.line].gap or is_listed(one.text) or sheet.width is None:
        return True
    if one.text[:1].islower() or before.text.endswith(UNFINISHED):
        return False
    return bool(_ENDS.search(before.text[-3:])) or not sheet.is_full(before.line)


def text_of(pieces: Sequence[Piece]) -> str:
    """The text of one paragraph: its lines joined."""
    return join_lines([one.text for one in pieces])


def join(sheet: Sheet, pieces: Sequence[Piece]) -> str:
    """The text of some pieces, one paragraph a line."""
    return "\n".join(text_of(group) for group in paragraphs(sheet, pieces))


def to_section(sheet: Sheet, block: Block) -> Section:
    """The block as a section; one that is empty stands behind its heading."""
    pieces = block.pieces
    kind = "metadata" if block.kind == "absent" else block.kind or "other"
    if not pieces:
        page = sheet.lines[block.mark.last].page if block.mark else None
        return Section(kind, block.heading, "", page, block.place, block.place)
    return Section(kind, block.heading, join(sheet, pieces), pieces[0].page, pieces[0].start, pieces[-1].end)
