"""What a line is in its place: words that look like labels and are values, names or text there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.model import Line
from indexer.segment.marks import Mark

MAX_NAME = 200
_WITH_SHORT_TEXT = frozenset({"decision", "recommendation", "attachments", "route", "absent", "metadata"})
"""Sections whose text may be a name or a word, so that its form tells nothing."""

Marks = list[Mark | None]

_ATTACHMENT = re.compile(r"^(?:bilag|bil\.)\s(?:\d|[A-ZÆØÅ]\b)", re.IGNORECASE)


def in_context(lines: Sequence[Line], marks: Sequence[Mark | None]) -> tuple[Mark | None, ...]:
    """The marks that hold where they stand; the others become None (plain text)."""
    kept = list(marks)
    for step in _STEPS:
        kept = step(lines, kept)
    return tuple(kept)


def _without_weak(_: Sequence[Line], marks: Marks) -> Marks:
    """Weak labels count only where their kind has no other label in the document."""
    strong = {mark.section for mark in marks if mark and mark.label and not mark.label.weak}
    return [None if mark and mark.label and mark.label.weak and mark.section in strong else mark for mark in marks]


def _without_values(_: Sequence[Line], marks: Marks) -> Marks:
    """A word behind ``Sagstype`` is that field's value, unless text follows so that it opens a section."""
    kept = list(marks)
    for at in range(1, len(marks)):
        before, mark = kept[at - 1], marks[at]
        takes_value = before and before.label and before.section == "metadata" and not before.label.rest
        goes_on = at + 1 >= len(marks) or marks[at + 1] is None
        if takes_value and mark and mark.section in ("decision", "summary", "recommendation") and not goes_on:
            kept[at] = None
    return kept


def _without_openings(_: Sequence[Line], marks: Marks) -> Marks:
    """``Forvaltningen indstiller, at`` under the label ``Indstilling`` is the section's first line."""
    kept = list(marks)
    for at in range(1, len(marks)):
        before, mark = kept[at - 1], marks[at]
        if before and mark and before.section == mark.section == "recommendation":
            kept[at] = None
    return kept


def _without_names(lines: Sequence[Line], marks: Marks) -> Marks:
    """In a list of attachments ``Indstilling`` and ``Konsekvensvurdering`` are names."""
    kept = list(marks)
    heading: int | None = None
    for at, mark in enumerate(marks):
        if mark and mark.label:
            named = heading is not None and (_set_as_name(lines, heading, at) or _opens_nothing(lines, marks, at))
            if named:
                kept[at] = None
            else:
                heading = at if mark.section == "attachments" and not mark.label.rest else None
        elif mark and mark.kind == "treatment":
            heading = None
    return kept


def _set_as_name(lines: Sequence[Line], heading: int, at: int) -> bool:
    """Whether the line is set like a name below its heading, or a numbered name follows at once."""
    if lines[at].rank != lines[heading].rank:
        return lines[at].rank < lines[heading].rank
    return at + 1 < len(lines) and not lines[at + 1].gap and bool(_ATTACHMENT.match(lines[at + 1].text))


def _opens_nothing(lines: Sequence[Line], marks: Marks, at: int) -> bool:
    """Whether no sentence stands between a label and the next mark, as in a list of names."""
    mark = marks[at]
    if not mark or not mark.label or mark.label.rest or mark.section in _WITH_SHORT_TEXT:
        return False
    after = at + 1
    while after < len(lines) and marks[after] is None:
        if lines[after].text.endswith((".", ":", ";")) or len(lines[after].text) > MAX_NAME:
            return False
        after += 1
    return after > at + 1


_STEPS: tuple[Callable[[Sequence[Line], Marks], Marks], ...] = (
    _without_weak,
    _without_values,
    _without_openings,
    _without_names,
)
