"""A document's lines with what each was recognised as, and whether its lines are broken at a width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model import Line
from indexer.segment.marks import Mark

FULL = 0.8
NEARLY = 0.95
"""Letters are not all as wide: a word that would come so near the width may have had no room."""
HALF = 0.4
"""A line that fills this share of the usual width may go on below."""

_WORDS_BEFORE_MORE = ("og", "i", "for", "til", "af", "med", "på", "om", "ved", "fra", "samt", "vedr.", "vedrørende")
UNFINISHED = ("-", ",", "–", *(f" {word}" for word in _WORDS_BEFORE_MORE))
"""How a line ends that goes on below."""

WIDTHS = range(40, 141)
"""Widths, in characters, at which documents break their lines; longer lines are whole paragraphs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document's lines with their marks, the width at which its lines are broken (None: they are not), and the kinds
    of the marks (``""`` for none).

    ``cases_lead``, ``access_leads``: the first case number, or word on access, stands in front of the first label, so
    that they do not close the items.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark | None, ...]
    width: int | None
    kinds: tuple[str, ...]
    cases_lead: bool = True
    access_leads: bool = True

    def kind(self, at: int) -> str:
        """The kind of the line's mark; ``""`` for plain text, ``"end"`` behind the last line."""
        return self.kinds[at] if at < len(self.kinds) else "end"

    def opens(self, at: int) -> bool:
        """Whether a label that may be an item's first stands on the line; buttons in front of it do not count."""
        while self.kind(at) == "furniture":
            at += 1
        mark = self.marks[at] if at < len(self.marks) else None
        return bool(mark and mark.label and mark.section != "absent")

    def is_full(self, at: int) -> bool:
        """Whether the line is long enough to go on below: near the width, or without room for the next word."""
        if self.width is None:
            return False
        length = len(self.lines[at].text)
        return length >= FULL * self.width or (length >= HALF * self.width and self._lacks_room(at, self.width))

    def is_half_full(self, at: int) -> bool:
        """Whether the line is long enough to go on below in lower case."""
        return self.width is not None and len(self.lines[at].text) >= HALF * self.width

    def _lacks_room(self, at: int, width: int) -> bool:
        word = self.lines[at + 1].text.partition(" ")[0] if at + 1 < len(self.lines) else ""
        return len(self.lines[at].text) + 1 + len(word) > NEARLY * width


def make_sheet(lines: tuple[Line, ...], marks: tuple[Mark | None, ...]) -> Sheet:
    """A sheet; lines count as broken where a quarter of them come near the longest."""
    lengths = sorted(len(line.text) for line in lines)
    longest, upper = _quantile(lengths, 0.98), _quantile(lengths, 0.75)
    wrapped = longest in WIDTHS and upper >= longest / 2
    leads = (_leads(marks, kind) for kind in ("case", "access"))
    kinds = tuple(mark.kind if mark else "" for mark in marks)
    return Sheet(lines, marks, longest if wrapped else None, kinds, *leads)


def _leads(marks: Sequence[Mark | None], kind: str) -> bool:
    """Whether the first mark of a kind stands in front of the first label."""
    kinds = (mark.kind for mark in marks if mark and (mark.kind == kind or (mark.label and mark.section != "absent")))
    return next(kinds, kind) == kind


def _quantile(lengths: Sequence[int], share: float) -> int:
    return lengths[int(len(lengths) * share)] if lengths else 0
