"""What speaks for and against a reading, by name; what each name weighs is in ``weights.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import inf

from indexer.bodies import is_body
from indexer.dates import find_dates, parse_date
from indexer.segment.contents import Contents, title_key
from indexer.segment.groups import is_group
from indexer.segment.meeting import names_meeting
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start

LabelKey = tuple[str, str]

LONG_TITLE = 200
NEAR = 3
_NAMED_FORMS = ("punkt", "nr", "behind")
_MUNICIPALITY = re.compile(r"(?:[A-ZÆØÅ][\w-]{1,30} ){1,3}Kommune|Region [A-ZÆØÅ]\w{1,30}")
_MEETING = re.compile(r"(?:(?:ordinært|ekstraordinært|konstituerende)\s)?mødet?\b", re.IGNORECASE)
_MEMBER = re.compile(r"(?:[A-ZÆØÅ][\w.’'-]{0,30}\s){2,6}\([A-ZÆØÅ]{1,3}\)$")
_SENTENCE = re.compile(r"[.;,:]$|[.!?]\s[A-ZÆØÅ][a-zæøå]{2,40}\s[a-zæøå]")


@cache
def weights() -> dict[str, dict[str, float]]:
    """The table of ``weights.toml``."""
    table = tomllib.loads(resources.files("indexer.segment").joinpath("weights.toml").read_text(encoding="utf-8"))
    return {group: {name: float(value) for name, value in entry.items()} for group, entry in table.items()}


def weigh(group: str, names: Iterable[str]) -> float:
    """The sum of what the named pieces of evidence weigh."""
    table = weights()[group]
    return sum(table[name] for name in names)


def of_start(sheet: Sheet, start: Start, contents: Contents) -> tuple[str, ...]:
    """Evidence for one candidate by itself, the list of contents and what follows included."""
    return (*_look(sheet, start), *_wording(start), *_following(sheet, start), *_listing(start, contents))


def repeated(starts: Sequence[Start]) -> frozenset[Start]:
    """Candidates whose title stands again further down, so that they look like entries of a list."""
    last: dict[str, int] = {}
    for start in starts:
        if start.title:
            last[title_key(start.title)] = start.first
    return frozenset(s for s in starts if s.title and last[title_key(s.title)] > s.after + 2)


@dataclass(frozen=True, slots=True)
class Face:
    """What neighbours are compared by: number, style, title in comparable form."""

    number: str | None
    style: tuple[str, str]
    title: str

    @classmethod
    def of(cls, start: Start) -> Face:
        """The face of a start."""
        return cls(start.number, (start.form, start.look), title_key(start.title))


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
    return _weigh_step(before.number, face.number) + style + again


@lru_cache(maxsize=10_000)
def _weigh_step(before: str | None, number: str | None) -> float:
    return weigh("pair", _step(before, number))


def most_of_pair() -> dict[bool, float]:
    """The most that two neighbours can weigh, of one style (True) and of two."""
    table = weights()["pair"]
    most = table["next_number"] + table["opens_anew"]
    return {True: most + table["same_style"], False: most + table["other_style"]}


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
    at = max(start.first, start.after - 1)
    first = sheet.lines[start.first]
    if start.title and sheet.lines[at].rank > 0:
        yield "stands_out"
    if first.gap or start.first == 0:
        yield "apart"
    above = sheet.kind(start.first - 1) if start.first else ""
    if start.title and not start.number and above in ("label", "treatment"):
        yield "under_label"
    if start.first and not first.gap and not sheet.kind(start.first - 1) and sheet.is_full(start.first - 1):
        yield "mid_paragraph"
    if start.first == 0 or sheet.lines[start.first - 1].page != first.page:
        yield "page_top"


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
    elif _SENTENCE.search(start.title):
        yield "prose"
    if len(start.title) > LONG_TITLE:
        yield "long"
    if start.title[:1].islower():
        yield "small"
    if start.doubled:
        yield "doubled"
    if start.form == "behind decision":
        yield "behind_decision"
    if start.stretched:
        yield "stretched"


def _names_meeting(title: str) -> bool:
    """Whether a title is a date, a body or a municipality, as a meeting's heading has them, or heads a group."""
    if (_MEETING.match(title) or names_meeting(title)) and find_dates(title):
        return True
    return bool(parse_date(title) or is_body(title) or is_group(title) or _MUNICIPALITY.fullmatch(title))


def _following(sheet: Sheet, start: Start) -> Iterator[str]:
    if start.form == "untitled:label":
        return
    at, case = start.after, False
    while sheet.kind(at) in ("case", "access", "furniture", "field"):
        case, at = case or sheet.kind(at) in ("case", "access"), at + 1
    if sheet.opens(at) or sheet.kind(at) == "treatment":
        yield "label_next"
    elif any(sheet.opens(near) for near in range(at, at + NEAR)):
        yield "label_near"
    if case:
        yield "case_next" if start.title else "case_only"


def _listing(start: Start, contents: Contents) -> Iterator[str]:
    if start.first in contents.lines:
        yield "in_contents"
    elif start.title and contents.has(start.title):
        yield "listed"
