"""What a line is in its place: words that look like labels and are values, names or text there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from indexer.model import Line
from indexer.segment.attachments import names_document
from indexer.segment.contents import is_heading
from indexer.segment.fields import split_field
from indexer.segment.labels import Label, bare, fold
from indexer.segment.marks import Mark
from indexer.segment.wording import like_decision

MAX_NAME = 200
MAX_LEARNED = 50
MANY = 4
MOST = 0.8
MOTION = "ændringsforslag"
_MAIN = frozenset({"summary", "recommendation", "attachments", "route", "decision"})
"""Sections whose labels tell how a document sets its labels."""

_WITH_SHORT_TEXT = frozenset({"decision", "attachments", "route", "absent", "metadata"})
"""Sections whose text may be a name or a word, so that its form tells nothing."""

Marks = list[Mark | None]

_ATTACHMENT = re.compile(r"^(?:bilag|bil\.)\s(?:\d|[A-ZÆØÅ]\b)", re.IGNORECASE)


def in_context(lines: Sequence[Line], marks: Sequence[Mark | None]) -> tuple[Mark | None, ...]:
    """The marks that hold where they stand; the others become None (plain text)."""
    kept = list(marks)
    for step in _STEPS:
        kept = step(lines, kept)
    return tuple(kept)


def _with_learned(lines: Sequence[Line], marks: Marks) -> Marks:
    """A short line that comes back word for word, mostly with a sentence below it, is a label that no table has: of
    decisions, where the document has no other and what stands below is worded like them."""
    places: dict[str, list[int]] = {}
    for at in range(len(lines) - 1):
        if marks[at] is None and marks[at + 1] is None and _is_short(lines[at].text) and not _asks(marks, at - 1):
            places.setdefault(lines[at].text, []).append(at)
    known = any(mark and mark.section == "decision" for mark in marks)
    kept = list(marks)
    for text, found in places.items():
        below = [lines[at + 1].text for at in found]
        decided = not known and _most(like_decision(line) for line in below)
        if len(found) >= MANY and (decided or (_most(map(_is_sentence, below)) and not like_decision(text))):
            label = Label("decision" if decided else "other", fold(text), bare(text))
            for at in found:
                kept[at] = Mark("label", at, at, label=label)
    return kept


def _asks(marks: Marks, at: int) -> bool:
    """Whether a decision or absentees stand below the line, so that its answer may come back word for word."""
    mark = marks[at] if at >= 0 else None
    return bool(mark and (mark.section in ("decision", "absent") or mark.treatment))


def _most(told: Iterable[bool]) -> bool:
    answers = list(told)
    return sum(answers) >= MOST * len(answers)


def _is_short(text: str) -> bool:
    """Whether a line may be a label: a few words without a number."""
    words = len(text) <= MAX_LEARNED and text[:1].isupper() and not any(sign.isdigit() for sign in text)
    return words and not text.endswith((".", ",", ";"))


def _is_sentence(text: str) -> bool:
    return len(text) > MAX_LEARNED or text.endswith((".", "?", ":"))


def _with_columns(lines: Sequence[Line], marks: Marks) -> Marks:
    """A label of decisions that heads a column stands in front of each cell below, but for a history's; the row of
    heads is no text."""
    kept, above = list(marks), ""
    for at, mark in enumerate(marks):
        heads = mark and mark.section == "decision" and not mark.rest and above != "route"
        below = _below(lines, marks, at) if heads else []
        above = (mark.section if mark else "") or above
        if mark and below:
            row = (lines[at].cell or (0, 0))[0]
            for line in (line for line, one in enumerate(lines) if one.cell and one.cell[0] == row):
                kept[line] = Mark("furniture", line, line)
            for line in below:
                kept[line] = replace(mark, first=line, last=line, rest=lines[line].text)
    return kept


def _below(lines: Sequence[Line], marks: Marks, at: int) -> list[int]:
    """The first lines of the cells below a column's head; none where the line is no head of a column of text."""
    head, first = lines[at].cell, dict[tuple[int, int], int]()
    for line in range(at + 1, len(lines)):
        cell = lines[line].cell
        if not head or not head[1] or not cell:
            break
        if cell[1] == head[1] and cell[0] > head[0]:
            first.setdefault(cell, line)
    found = list(first.values())
    return found if len(found) > 1 and not any(marks[line] for line in found) else []


def _without_weak(_: Sequence[Line], marks: Marks) -> Marks:
    """Weak labels count only where their kind has no other label in the document, and where they come back."""
    labels = [mark.label for mark in marks if mark and mark.label]
    strong = {label.kind for label in labels if not label.weak}
    count = Counter(label.name for label in labels)
    return [None if mark and mark.label and _is_void(mark.label, strong, count) else mark for mark in marks]


def _is_void(label: Label, strong: set[str], count: Counter[str]) -> bool:
    return label.weak and (label.kind in strong or count[label.name] < 2)


def _without_values(lines: Sequence[Line], marks: Marks) -> Marks:
    """Below the name of a field that has no value beside it stands its value: ``Møde``, ``Referat``."""
    named = [
        mark and mark.kind == "field" and split_field(lines[at].text)[1:] == ("",) for at, mark in enumerate(marks)
    ]
    return [
        None if above and mark and mark.label and mark.label.weak else mark
        for above, mark in zip([False, *named], marks, strict=False)
    ]


def _without_wrapped(lines: Sequence[Line], marks: Marks) -> Marks:
    """A word in lower case right below a line of text ends what is broken there: ``Endelig`` / ``vedtagelse``."""
    kept = list(marks)
    for at in range(1, len(marks)):
        mark, above = marks[at], lines[at - 1]
        if mark and mark.label and lines[at].text[:1].islower() and not lines[at].gap and not marks[at - 1]:
            kept[at] = None if above.text[-1:] not in ".:" and above.look == lines[at].look else mark
    return kept


def _without_emptied(_: Sequence[Line], marks: Marks) -> Marks:
    """A heading of a list of contents that is lost is no item's label: it stands in front of all and has no text."""
    first = next((at for at, mark in enumerate(marks) if mark and mark.kind != "field"), None)
    mark = None if first is None else marks[first]
    empty = mark and mark.label and not mark.rest and is_heading(mark.label.heading) and any(marks[mark.last + 1 :][:1])
    return [None if empty and one is mark else one for one in marks]


def _without_bulleted(lines: Sequence[Line], marks: Marks) -> Marks:
    """A label behind a list's sign is a word of the list, unless the document sets labels of decisions so."""
    listed = {at: mark.section for at, mark in enumerate(marks) if mark and mark.label and _is_listed(lines[at].text)}
    void = {"decision", "recommendation"}.isdisjoint(listed.values())
    return [None if void and at in listed else mark for at, mark in enumerate(marks)]


def _is_listed(text: str) -> bool:
    return text.lstrip().startswith(("•", "·"))


def _without_faint(lines: Sequence[Line], marks: Marks) -> Marks:
    """A decision label in body text is a word of a motion, where the document's labels stand out from body text."""
    ranks = [lines[at].rank for at, mark in enumerate(marks) if mark and mark.section in _MAIN]
    stand_out = len(ranks) > MANY and sum(rank > 1 for rank in ranks) > MOST * len(ranks)
    faint = [bool(mark and mark.section == "decision" and lines[at].rank == 0) for at, mark in enumerate(marks)]
    return [None if stand_out and dull else mark for mark, dull in zip(marks, faint, strict=True)]


def _without_motions(_: Sequence[Line], marks: Marks) -> Marks:
    """An amendment under the label of a decision is what was voted on."""
    kept, section = list(marks), ""
    for at, mark in enumerate(marks):
        if mark and section == "decision" and mark.label and mark.label.name.startswith(MOTION):
            kept[at] = None
        elif mark:
            section = mark.section or ("decision" if mark.kind == "treatment" else section)
    return kept


def _without_openings(_: Sequence[Line], marks: Marks) -> Marks:
    """``Forvaltningen indstiller, at`` under the label ``Indstilling`` is the section's first line."""
    kept = list(marks)
    for at in range(1, len(marks)):
        before, mark = kept[at - 1], marks[at]
        if before and mark and before.section == mark.section == "recommendation":
            kept[at] = None
    return kept


def _without_annexes(lines: Sequence[Line], marks: Marks) -> Marks:
    """``Indstilling fra Havnerådet`` above the number of a document is its name."""
    below = [*(line.text for line in lines), ""][1:]
    return [
        None if mark and mark.label and fold(mark.label.heading) != mark.label.name and names_document(text) else mark
        for mark, text in zip(marks, below, strict=True)
    ]


def _without_names(lines: Sequence[Line], marks: Marks) -> Marks:
    """In a list of attachments ``Indstilling`` and ``Konsekvensvurdering`` are names."""
    kept = list(marks)
    heading: int | None = None
    for at, mark in enumerate(marks):
        if heading is not None and _ends_names(lines, heading, at, mark):
            heading = None
        if mark and mark.label:
            if heading is not None and not mark.label.rest and _is_name(lines, marks, heading, at):
                kept[at] = None
            else:
                heading = at if mark.section == "attachments" and not mark.label.rest else None
    return kept


def _ends_names(lines: Sequence[Line], heading: int, at: int, mark: Mark | None) -> bool:
    """Whether a list of names is over: at a treatment's heading, or a title that stands out as much as the label."""
    if mark:
        return mark.kind == "treatment"
    return lines[at].rank >= max(1, lines[heading].rank)


def _is_name(lines: Sequence[Line], marks: Marks, heading: int, at: int) -> bool:
    if lines[at].rank != lines[heading].rank:
        return lines[at].rank < lines[heading].rank
    return _opens_nothing(lines, marks, at)


def _opens_nothing(lines: Sequence[Line], marks: Marks, at: int) -> bool:
    """Whether no sentence stands between a label and the next mark, as in a list of names; a label without text may be
    empty, unless it gives a name."""
    mark = marks[at]
    if not mark or not mark.label or mark.section in _WITH_SHORT_TEXT:
        return False
    after = at + 1
    while after < len(lines) and marks[after] is None:
        text = lines[after].text
        if not _ATTACHMENT.match(text) and (
            text.endswith((".", ":", ";")) or len(text) > MAX_NAME or like_decision(text)
        ):
            return False
        after += 1
    return after > at + 1 or fold(mark.label.heading) != mark.label.name


_STEPS: tuple[Callable[[Sequence[Line], Marks], Marks], ...] = (
    _without_values,
    _without_wrapped,
    _with_columns,
    _with_learned,
    _without_bulleted,
    _without_weak,
    _without_emptied,
    _without_faint,
    _without_motions,
    _without_openings,
    _without_annexes,
    _without_names,
)
