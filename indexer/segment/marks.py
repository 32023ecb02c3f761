"""What each line may be: label, heading of a treatment, case number, access, furniture, or plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexer.cases import ACCESS, ACCESS_LABELS, find_case_numbers, is_case_line
from indexer.clean import join_lines
from indexer.model import Line, Treatment
from indexer.segment.fields import split_field
from indexer.segment.furniture import is_furniture
from indexer.segment.labels import Label, bare, find_label
from indexer.segment.wording import like_decision
from indexer.treatments import parse_heading

Kind = Literal["label", "treatment", "case", "access", "field", "furniture"]

MAX_HEADING = 160
MAX_WRAP = 3
MAX_BOX = 8
MAX_ACCESS = 60
"""No word on access with its label is longer."""
_HAS_DAY = re.compile(r"\d(?:\d{3}|[./-]\s?\d)")
"""Begins with what all forms begin with: so it is found several times faster."""
_SENTENCE_END, _STOP = re.compile(r"[.!?:;][\"”'’)*]{0,3}$"), re.compile(r"[^\d\s][.!?]$")
"""Both are looked for in a line's last letters only, which is many times faster."""
_SURE_FRONT = re.compile(r"(?:beslutning|afgørelse)\b", re.IGNORECASE)
_SURE = re.compile(rf"^{_SURE_FRONT.pattern}|\d\*{{0,2}}:\*{{0,2}}$", re.IGNORECASE)
_INLINE = re.compile(r"(?P<heading>[A-ZÆØÅ][^:]{4,140}):\s(?P<rest>\S.{0,40000})$")
_FORM = re.compile(r"[A-ZÆØÅ][a-zæøå]{2,20}:\s")
_CASE_LABEL = re.compile(r"(?:sags?\s?(?:nr|id|nummer)|j\.?\s?nr|journal\s?nr|sag(?:\s|$))", re.IGNORECASE)
_CASE_EMPTY = re.compile(r"(?:sags?\s?(?:nr|id|nummer)|j\.?\s?nr)\.?\s?:", re.IGNORECASE)
_CASE_INSIDE = re.compile(r"(?<=\S)\s(?:sags?\s?(?:nr|id|nummer)|j\.?\s?nr)\b", re.IGNORECASE)
_FIELDS = ("date", "place", "body", "end")
_LISTS = ("present", "absent")
_SPLIT_ACCESS = re.compile(
    r"^(?P<access>[^\W\d_]{4,7}(?:\s(?:punkt|sag|døre))?)(?:\s?[-–:,]\s?|\s{1,9})(?P<rest>.{1,200})$", re.IGNORECASE
)
_ACCESS_FRONTS = frozenset(word[:2] for word in ACCESS)
"""Most lines begin otherwise."""
_ACCESS_TAIL = re.compile(r"\s(?P<access>(?:åbent?|lukket)(?:\s(?:sag|punkt))?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the lines ``first`` to ``last`` (both included, counted through the document) were recognised as.

    ``rest`` is the text behind the heading on its last line.
    """

    kind: Kind
    first: int
    last: int
    label: Label | None = None
    treatment: Treatment | None = None
    rest: str = ""
    access: str | None = None

    @property
    def section(self) -> str:
        """The section kind that a label opens; ``""`` for any other mark."""
        return self.label.kind if self.label else ""


def mark_lines(lines: Sequence[Line]) -> tuple[Mark | None, ...]:
    """One entry a line: its mark by itself (shared by the lines that it wraps onto), or None."""
    marks: list[Mark | None] = [None] * len(lines)
    days = _days(lines)
    at = 0
    while at < len(lines):
        mark = _mark(lines, at, _is_free(lines, marks, at) if any(days[at : at + MAX_WRAP]) else None)
        if mark:
            marks[mark.first : mark.last + 1] = [mark] * (mark.last + 1 - mark.first)
        at = mark.last + 1 if mark else at + 1
    return tuple(marks)


def _days(lines: Sequence[Line]) -> list[bool]:
    """Whether what may be a day begins on each line; its end may stand on the next."""
    below = [*(line.text for line in lines[1:]), ""]
    return [bool(_HAS_DAY.search(f"{line.text} {text[:1]}")) for line, text in zip(lines, below, strict=False)]


def access_of(text: str) -> str | None:
    """``open`` or ``closed`` where the whole text says so."""
    if len(text) > MAX_ACCESS:
        return None
    word, _, answer = bare(text).strip("():. ").casefold().partition(":")
    access = ACCESS.get(word.strip())
    if word.strip() in ACCESS_LABELS:
        return ACCESS.get(answer.strip())
    if answer.strip() == "nej":
        return {"open": "closed", "closed": "open"}.get(access or "")
    return access if answer.strip() in ("", "ja") else None


def _mark(lines: Sequence[Line], at: int, free: bool | None) -> Mark | None:
    """The line's mark; ``free`` as for a treatment, None where no day is near, nor a number like one."""
    text = bare(lines[at].text)
    if is_furniture(text):
        return Mark("furniture", at, at)
    access = access_of(text)
    if access:
        return _access(lines, at, access)
    dated = None if free is None else _dated(lines, at, free)
    return dated or _label(lines, at) or _case(lines, at) or _field(text, at)


def _dated(lines: Sequence[Line], at: int, free: bool) -> Mark | None:
    """A line with the meeting's body and day in front of the case number, or a treatment's heading."""
    boxed = _boxed_line(bare(lines[at].text))
    return Mark("case", at, at, treatment=boxed) if boxed else _treatment(lines, at, free)


def _access(lines: Sequence[Line], at: int, access: str) -> Mark:
    """The word by itself, or a field with its answer below: ``Offentlig``, ``Nej``."""
    answer = bare(lines[at + 1].text).casefold() if at + 1 < len(lines) else ""
    other = "open" if access == "closed" else "closed"
    return Mark("access", at, at + (answer in ("ja", "nej")), access=other if answer == "nej" else access)


def _field(text: str, at: int) -> Mark | None:
    """A line of a meeting's heading."""
    key, value = split_field(text)
    return Mark("field", at, at) if key in _FIELDS or (value and key in _LISTS) else None


def _label(lines: Sequence[Line], at: int) -> Mark | None:
    label = find_label(lines[at].text)
    return Mark("label", at, at, label=label, rest=label.rest) if label else None


def _case(lines: Sequence[Line], at: int) -> Mark | None:
    """A line or a box of lines with case numbers; a word on access may lead it."""
    text = bare(lines[at].text)
    split = _SPLIT_ACCESS.match(text) if text[:2].casefold() in _ACCESS_FRONTS else None
    access = split and ACCESS.get(split["access"].casefold())
    if split and access and is_case_line(split["rest"]):
        return Mark("case", at, at, access=access)
    if not is_case_line(text) and not (_CASE_LABEL.match(text) and is_case_line(_box(lines, at, at + 1))):
        return Mark("case", at, at) if _CASE_EMPTY.fullmatch(text) else None
    last = _box_end(lines, at)
    tail = next(filter(None, (_ACCESS_TAIL.search(line.text) for line in lines[at : last + 1])), None)
    return Mark("case", at, last, access=access_of(tail["access"]) if tail else None)


def _box_end(lines: Sequence[Line], first: int) -> int:
    """The last line of the box of case numbers that begins on line ``first``."""
    last = first
    for at in range(first + 1, min(first + MAX_BOX, len(lines))):
        over = lines[at].gap and is_case_line(_box(lines, first, last))
        text = lines[at].text
        if over or find_label(text) or access_of(text) or like_decision(text):
            break
        if is_case_line(_box(lines, first, at)):
            last = at
    return last


def _box(lines: Sequence[Line], first: int, last: int) -> str:
    return "\n".join(bare(line.text) for line in lines[first : last + 1])


def _treatment(lines: Sequence[Line], at: int, free: bool) -> Mark | None:
    """The longest heading of a treatment that begins on this line; with case numbers below it is an item's box.

    ``free`` is false where a sentence may run into the line; then only a heading with its sign counts.
    """
    near = [line.text for line in lines[at : at + MAX_WRAP]]
    found = _with_day(lines, at)
    may = free or _SURE_FRONT.match(bare(near[0])) or any(bare(text).endswith(":") for text in near)
    for last in range(at, at + len(near)) if may else ():
        if last > at and (find_label(lines[at].text) or not _runs_on(lines[last - 1], lines[last])):
            break
        text = bare(join_lines([line.text for line in lines[at : last + 1]]))
        if len(text) > MAX_HEADING:
            break
        treatment = _heading(text) if free or _SURE.search(text) else None
        if treatment and last > at and _heading(lines[last].text):
            break
        if treatment:
            found = Mark("treatment", at, last, treatment=treatment)
    return _as_box(lines, found) if found else _with_text(lines, at, free)


def _with_day(lines: Sequence[Line], at: int) -> Mark | None:
    """A decision's label that names its body, above a field with the day: ``Beslutning fra Rådet``, ``Dato: ...``."""
    label = find_label(lines[at].text)
    if (
        not label
        or label.kind != "decision"
        or label.rest
        or split_field(lines[min(at + 1, len(lines) - 1)].text)[0] != "date"
    ):
        return None
    treatment = _heading(bare(join_lines([line.text for line in lines[at : at + 2]])))
    return Mark("treatment", at, at + 1, treatment=treatment) if treatment and treatment.body else None


def _with_text(lines: Sequence[Line], at: int, free: bool) -> Mark | None:
    """A heading with the decision behind its colon: ``Økonomiudvalget, 3. maj 2021: Anbefales.``"""
    match = _INLINE.match(bare(lines[at].text)) if free and ":" in lines[at].text else None
    treatment = _heading(match["heading"]) if match else None
    return Mark("treatment", at, at, treatment=treatment, rest=match["rest"]) if match and treatment else None


def _heading(text: str) -> Treatment | None:
    return parse_heading(text) if len(text) <= MAX_HEADING and _HAS_DAY.search(text) else None


def _runs_on(above: Line, line: Line) -> bool:
    """Whether a heading may go on in the line: it is wrapped, or a form with one field a line."""
    if _FORM.match(above.text) and _FORM.match(line.text):
        return True
    return not line.gap and not _STOP.search(above.text[-2:])


def _as_box(lines: Sequence[Line], heading: Mark) -> Mark:
    box = heading.last + 1
    below = _case(lines, box) if box < len(lines) and _CASE_LABEL.match(bare(lines[box].text)) else None
    return replace(heading, kind="case", last=below.last) if below else heading


def _boxed_line(text: str) -> Treatment | None:
    """``Byråd 11. september 2018 Sagsnr. 710-2018-54``: body and day of the meeting before the case number."""
    found = _CASE_INSIDE.search(text[:MAX_HEADING]) if find_case_numbers(text) else None
    if not found:
        return None
    return parse_heading(text[: found.start()])


def _is_free(lines: Sequence[Line], marks: Sequence[Mark | None], at: int) -> bool:
    """Whether a heading may begin on this line: no sentence of the line above goes on in it."""
    if at == 0 or lines[at].gap or marks[at - 1] or lines[at].look != lines[at - 1].look or lines[at].cell:
        return True
    if _FORM.match(lines[at].text) and all(_FORM.match(line.text) for line in lines[at + 1 : at + 2]):
        return True
    return bool(_SENTENCE_END.search(lines[at - 1].text[-4:]) or _ends_in_access(lines[at - 1].text))


def _ends_in_access(text: str) -> bool:
    """Whether a line is a heading's last: ``7. Eventuelt - Åbent``."""
    title, _, access = text.replace("–", "-").rpartition(" - ")
    return bool(title and access_of(access))
