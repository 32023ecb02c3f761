"""What each line may be: label, heading of a treatment, case number, access, furniture, or plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.cases import is_case_line
from indexer.clean import join_lines
from indexer.model import Line, Transcript, Treatment
from indexer.segment.furniture import find_furniture
from indexer.segment.labels import Label, bare, find_label
from indexer.treatments import parse_heading

Kind = Literal["label", "treatment", "case", "access", "furniture"]

MAX_HEADING = 160
MAX_WRAP = 3
_HAS_DAY = re.compile(r"\d{4}|\d[./-]\s?\d")
_ACCESS = {
    "åben": "open", "åbent": "open", "åbne": "open", "åbent punkt": "open", "åben sag": "open", "offentlig": "open",
    "lukket": "closed", "lukkede": "closed", "lukket punkt": "closed", "lukket sag": "closed", "closed": "closed",
    "closed item": "closed", "for lukkede døre": "closed", "fortrolig": "closed", "ikke offentlig": "closed",
}  # fmt: skip
_SPLIT_ACCESS = re.compile(r"^(?P<access>[^\W\d_]{4,7}(?:\s(?:punkt|sag|døre))?)\s?[-–:,]\s?(?P<rest>.{1,200})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the lines ``first`` to ``last`` (both included, counted through the document) were recognised as."""

    kind: Kind
    first: int
    last: int
    label: Label | None = None
    treatment: Treatment | None = None
    access: str | None = None

    @property
    def section(self) -> str:
        """The section kind that a label opens; ``""`` for any other mark."""
        return self.label.kind if self.label else ""


def mark_lines(transcript: Transcript) -> tuple[Mark | None, ...]:
    """One entry a line of ``transcript.lines``: its mark (shared by the lines that it wraps onto), None for plain text."""
    lines = transcript.lines
    furniture = find_furniture(transcript)
    marks: list[Mark | None] = [None] * len(lines)
    at = 0
    while at < len(lines):
        mark = Mark("furniture", at, at) if at in furniture else _mark(lines, at)
        if mark:
            marks[mark.first : mark.last + 1] = [mark] * (mark.last + 1 - mark.first)
        at = mark.last + 1 if mark else at + 1
    return _without_values(_without_weak(marks))


def access_of(text: str) -> str | None:
    """``open`` or ``closed`` where the whole text says so."""
    return _ACCESS.get(bare(text).strip("():. ").casefold())


def _mark(lines: Sequence[Line], at: int) -> Mark | None:
    text = lines[at].text
    access = access_of(text)
    if access:
        return Mark("access", at, at, access=access)
    return _treatment(lines, at) or _label(lines, at) or _case(lines, at)


def _label(lines: Sequence[Line], at: int) -> Mark | None:
    label = find_label(lines[at].text)
    return Mark("label", at, at, label=label) if label else None


def _case(lines: Sequence[Line], at: int) -> Mark | None:
    text = bare(lines[at].text)
    split = _SPLIT_ACCESS.match(text)
    access = split and access_of(split["access"])
    if split and access and is_case_line(split["rest"]):
        return Mark("case", at, at, access=access)
    return Mark("case", at, at) if is_case_line(text) else None


def _treatment(lines: Sequence[Line], at: int) -> Mark | None:
    """A heading of a treatment, also one that is broken over lines."""
    for last in range(at, min(at + MAX_WRAP, len(lines))):
        if last > at and lines[last].gap:
            return None
        text = bare(join_lines([line.text for line in lines[at : last + 1]]))
        if len(text) > MAX_HEADING:
            return None
        treatment = parse_heading(text) if _HAS_DAY.search(text) else None
        if treatment:
            return Mark("treatment", at, last, treatment=treatment)
    return None


def _without_weak(marks: list[Mark | None]) -> list[Mark | None]:
    """Weak labels count only where their kind has no other label in the document."""
    strong = {mark.section for mark in marks if mark and mark.label and not mark.label.weak}
    return [None if mark and mark.label and mark.label.weak and mark.section in strong else mark for mark in marks]


def _without_values(marks: list[Mark | None]) -> tuple[Mark | None, ...]:
    """A word behind ``Sagstype`` is that field's value, not a label of its own."""
    kept = list(marks)
    for at in range(1, len(marks)):
        before, mark = kept[at - 1], marks[at]
        takes_value = before and before.label and before.section == "metadata" and not before.label.rest
        if takes_value and mark and mark.section in ("decision", "summary", "recommendation") and not _goes_on(marks, at):
            kept[at] = None
    return tuple(kept)


def _goes_on(marks: Sequence[Mark | None], at: int) -> bool:
    """Whether text follows, so that the line opens a section."""
    return at + 1 >= len(marks) or marks[at + 1] is None
