"""What a line is in its place: words that look like labels and are values, names or text there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.model import Line
from indexer.segment.marks import Mark

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
    """In a list of attachments ``Indstilling`` is a name: it is set like the other names, or one follows at once."""
    kept = list(marks)
    heading: int | None = None
    for at, mark in enumerate(marks):
        if mark and mark.label:
            if heading is not None and at > heading and _is_name(lines, heading, at):
                kept[at] = None
            else:
                heading = at if mark.section == "attachments" and not mark.label.rest else None
    return kept


def _is_name(lines: Sequence[Line], heading: int, at: int) -> bool:
    if lines[at].rank != lines[heading].rank:
        return lines[at].rank < lines[heading].rank
    return at + 1 < len(lines) and not lines[at + 1].gap and bool(_ATTACHMENT.match(lines[at + 1].text))


_STEPS: tuple[Callable[[Sequence[Line], Marks], Marks], ...] = (
    _without_weak,
    _without_values,
    _without_openings,
    _without_names,
)
