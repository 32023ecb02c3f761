"""What speaks for and against a reading, by name; what each name weighs is in ``weights.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

from indexer.absentees import split_absentees
from indexer.bodies import is_body
from indexer.dates import find_dates, parse_date
from indexer.model import Line
from indexer.segment.contents import Contents, title_key
from indexer.segment.groups import is_group
from indexer.segment.meeting import names_meeting
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start
from indexer.segment.wording import like_decision
from indexer.tables import entries, toml

LabelKey = tuple[str, str]

LONG_TITLE = 200
NEAR = 3
SOME, MOST = 3, 0.7
"""So many headings of one look, and such a share of them, must have a label below, for the look to be that of items."""
_NAMED_FORMS = ("punkt", "nr", "behind")
_MUNICIPALITY = re.compile(r"(?:[A-ZÆØÅ][\w-]{1,30} ){1,3}Kommune|Region [A-ZÆØÅ]\w{1,30}")
_PLACE = re.compile(
    r"(?:Mødelokale|Lokale)\s.{1,60}|(?:Rådhuset|Byrådssalen)(?:,.{1,80})?|.{4,100},\s\d{4}\s[A-ZÆØÅ]\w{2,20}"
)
_MEETING = re.compile(r"(?:(?:ordinært|ekstraordinært|konstituerende)\s)?mødet?\b", re.IGNORECASE)
_MEMBER = re.compile(r"(?:[A-ZÆØÅ][\w.’'-]{0,30}\s){2,6}\([A-ZÆØÅ]{1,3}\)$")
_SENTENCE_END = re.compile(r"[.;,][\"”»]?$")
_NEXT_SENTENCE = re.compile(r"[.!?]\s[A-ZÆØÅ][a-zæøå]{2,40}\s[a-zæøå]")
_POINT = re.compile(r"[^.;]{3,90}[a-zæøå0-9]\.$")
"""A heading that a clerk has closed with a point, as far as its form goes."""


@cache
def weights() -> dict[str, dict[str, float]]:
    """The table of ``weights.toml``."""
    table = toml("segment/weights.toml")
    return {group: {name: float(value) for name, value in entry.items()} for group, entry in table.items()}


def weigh(group: str, names: Iterable[str]) -> float:
    """The sum of what the named pieces of evidence weigh."""
    table = weights()[group]
    return sum(map(table.__getitem__, names))


def of_start(sheet: Sheet, start: Start, contents: Contents) -> tuple[str, ...]:
    """Evidence for one candidate by itself, the list of contents and what follows included."""
    return (*_look(sheet, start), *_wording(start), *_following(sheet, start), *_listing(start, contents))


def among(sheet: Sheet, starts: Sequence[Start]) -> list[tuple[str, ...]]:
    """Evidence for each start from the others: its title stands again further down, as that of a list's entry, or
    its look is that of headings with labels below."""
    last = {title_key(start.title): start.first for start in starts if start.title}
    looks = _looks_of_items(sheet, starts)
    return [tuple(_among(start, last, _heading(sheet, start).look in looks)) for start in starts]


def _among(start: Start, last: Mapping[str, int], looks_alike: bool) -> Iterator[str]:
    if not start.title:
        return
    if last[title_key(start.title)] > start.after + 2 and not start.doubled:
        yield "comes_again"
    if looks_alike:
        yield "look_of_items"


def _looks_of_items(sheet: Sheet, starts: Sequence[Start]) -> frozenset[str]:
    """Looks that stand out and are nearly all those of headings with an item's first label below."""
    lines: dict[str, dict[int, bool]] = {}
    for start in (start for start in starts if start.title):
        line = _heading(sheet, start)
        if line.rank > 0:
            followed = lines.setdefault(line.look, {})
            followed[start.first] = followed.get(start.first, False) or any(_following(sheet, start))
    return frozenset(look for look, told in lines.items() if sum(told.values()) >= max(SOME, MOST * len(told)))


def _heading(sheet: Sheet, start: Start) -> Line:
    """The line that shows the look of a candidate's title."""
    return sheet.lines[max(start.first, start.after - 1)]


class Face(NamedTuple):
    """What neighbours are compared by: number, style, title in comparable form."""

    number: str | None
    style: tuple[str, str]
    title: str

    @classmethod
    def of(cls, start: Start) -> Face:
        """The face of a start."""
        return cls(start.number, (start.form.partition(":")[0], start.look), title_key(start.title))


def of_pair(before: Face, face: Face) -> tuple[str, ...]:
    """Evidence for two candidates as neighbours."""
    again = ("same_title",) if face.title and before.title == face.title else ()
    style = "same_style" if before.style == face.style else "other_style"
    return (*_step(before.number, face.number), style, *again)


def weigh_pair(before: Face, face: Face) -> float:
    """What this evidence weighs."""
    table = weights()["pair"]
    again = table["same_title"] if face.title and before.title == face.title else 0.0
    style = table["same_style" if before.style == face.style else "other_style"]
    return weigh_step(before.number, face.number) + style + again


@lru_cache(maxsize=10_000)
def weigh_step(before: str | None, number: str | None) -> float:
    """What it weighs how the numbers of two neighbours follow each other."""
    return weigh("pair", _step(before, number))


def most_of_pair(face: Face, opening: LabelKey | None) -> float:
    """The most that a start with this first label can weigh with a neighbour in front of it."""
    table = weights()["pair"]
    counted = table["next_number"] if face.number else 0.0
    return counted + table["same_style"] + (table["opens_anew"] if opening else 0.0)


def weigh_cycle(seen: Mapping[LabelKey, int], counted: int, opening: LabelKey | None) -> float:
    """What it weighs whether the first label of an item stood in the item before, among its first ``counted`` marks."""
    if opening is None:
        return 0.0
    if seen.get(opening, inf) <= counted:
        return weights()["pair"]["opens_anew"]
    return weights()["pair"]["opens_new"] if next(iter(seen.values()), inf) <= counted else 0.0


def _step(before: str | None, number: str | None) -> Iterator[str]:
    if before and number:
        yield of_numbers(before, number)
    elif before or number:
        yield "loses_number" if before else "gains_number"


def of_numbers(before: str, number: str) -> str:
    """How a number follows another: ``4`` on ``3``, ``2.3`` on ``2.2``, ``3.1`` on ``2.5``."""
    old, new = ([int(part) for part in text.split(".")] for text in (before, number))
    follows = [[*old[:-1], old[-1] + 1]] + ([[old[0] + 1, 1]] if len(old) > 1 else [])
    return "next_number" if new in follows else "skips_numbers" if new > old else "falls_back"


def _look(sheet: Sheet, start: Start) -> Iterator[str]:
    first = sheet.lines[start.first]
    if start.title and max(_heading(sheet, start).rank, first.rank if start.doubled else 0) > 0:
        yield "stands_out"
    if first.gap or start.first == 0:
        yield "apart"
    above = sheet.kind(start.first - 1) if start.first else ""
    if start.title and not start.number and above in ("label", "treatment"):
        yield "under_label"
        if (mark := sheet.marks[start.first - 1]) and mark.section == "metadata":
            yield "under_field"
    elif start.title and not start.number and _is_second_value(sheet, start.first):
        yield "under_field"
    if start.first and not first.gap and not sheet.kind(start.first - 1) and sheet.is_full(start.first - 1):
        yield "mid_paragraph"
    if start.first == 0 or sheet.lines[start.first - 1].page != first.page:
        yield "page_top"


def _is_second_value(sheet: Sheet, at: int) -> bool:
    """Whether a line stands below a field's value that is a body: ``Sagsgang``, ``Havnerådet``, ``Orientering``."""
    field = sheet.marks[at - 2] if at > 1 and not sheet.kind(at - 1) else None
    return bool(field and field.section == "metadata" and not field.rest and is_body(sheet.lines[at - 1].text.strip()))


def _wording(start: Start) -> Iterator[str]:
    if start.number:
        yield "numbered"
        if start.form.rstrip("/+") in _NAMED_FORMS:
            yield "named_number"
    if not start.title:
        yield "untitled"
    elif not start.number and _names_meeting(start.title):
        yield "names_meeting"
    elif _MEMBER.match(start.title):
        yield "names_member"
    elif _is_prose(start.title) and not _is_pointed(start):
        yield "prose"
        if like_decision(start.title) or not split_absentees(start.title)[0]:
            yield "decides"
    elif start.title.endswith(":"):
        yield "colon"
    if (start.number or not start.title.endswith(".")) and _is_usual(start.title):
        yield "usual_title"
    if len(start.title) > LONG_TITLE:
        yield "long"
    if start.title[:1].islower():
        yield "small"
    elif start.title.startswith(("- ", "– ")):
        yield "bulleted"
    if start.doubled:
        yield "doubled"
    if start.form in ("behind decision", "untitled:anew"):
        yield "behind_decision"
    if start.stretched:
        yield "stretched"


def _is_prose(title: str) -> bool:
    """Whether a title ends as a sentence does, or another one begins in it."""
    return bool(_SENTENCE_END.search(title[-2:]) or _NEXT_SENTENCE.search(title))


def _is_pointed(start: Start) -> bool:
    """Whether a number's title is a heading with a point behind it: ``3. Høringssvar.``"""
    return bool(start.number and start.title[:1].isupper() and _POINT.fullmatch(start.title)) and not like_decision(
        start.title
    )


def _is_usual(title: str) -> bool:
    """Whether an item of that title often has no labels: one of ``usual.txt``, with who speaks behind it."""
    return title_key(title).partition(" fra ")[0].partition(" v/")[0] in _usual()


@cache
def _usual() -> frozenset[str]:
    return frozenset(entries("segment/usual.txt"))


def _names_meeting(title: str) -> bool:
    """Whether a title is a date, a body, an authority or a place, as a meeting's heading has them, or heads a group."""
    if names_meeting(title) or (_MEETING.match(title) and find_dates(title)):
        return True
    return bool(
        parse_date(title)
        or is_body(title)
        or is_group(title)
        or _MUNICIPALITY.fullmatch(title)
        or _PLACE.fullmatch(title)
    )


def _following(sheet: Sheet, start: Start) -> Iterator[str]:
    if start.form in ("untitled:label", "untitled:anew"):
        return
    at, case = start.after, False
    while sheet.kind(at) in ("case", "access", "furniture", "field"):
        case, at = case or sheet.kind(at) in ("case", "access"), at + 1
    inside = start.doubled and any(sheet.kind(line) == "label" for line in range(start.first, start.after))
    if inside or sheet.opens(at) or sheet.kind(at) == "treatment":
        yield "label_next"
    elif any(sheet.opens(near) for near in range(at, at + NEAR)):
        yield "label_near"
    elif start.form == "behind" and not case:
        yield "behind_alone"
    if case:
        yield "case_next" if start.title else "case_only"


def _listing(start: Start, contents: Contents) -> Iterator[str]:
    if start.first in contents.lines:
        yield "in_contents"
    elif start.title and contents.has(start.title):
        yield "listed"
