"""Headings and lists that name treatments of an item: [decision word] [body] [date] [item number] and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from indexer.bodies import base_form, body_of_meeting, is_body
from indexer.dates import WEEKDAYS, FoundDate, find_dates
from indexer.model import Treatment

_ITEM = re.compile(
    r"(?:,|;|-|–|\s|^)\s{0,3}(?:dagsordens)?(?:pkt|punkt(?:et|nummer|nr)?|sag)\s?(?:nr)?\.?\s{0,2}:?\s{0,3}"
    r"(?P<number>\d{1,4}(?:\.\d{1,2})?)(?!\d)(?:\s?\(\w{1,20}\))?",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:(?:tidligere|foreløbig|endelig)\s)?(?:beslutning(?:er)?|afgørelse|vedtagelse)\b:?", re.IGNORECASE
)
_DECIDED = re.compile(r"beslutning|afgørelse|vedtagelse", re.IGNORECASE)
_CONNECTING = re.compile(
    r"(?<![\w-])(?:d\.|den|dato:|udvalg:|organ:|kl\.?\s?\d{1,2}(?:[.:]\d\d)?"
    rf"|{WEEKDAYS}"
    r"|(?:ordinært|ekstraordinært)\s(?=møde)|møde(?:t|r)?(?:\sden)?)(?![\w-])",
    re.IGNORECASE,
)
_LOST_DATE = re.compile(r"(?<![\w-])(?:den|d\.|dato:)\s{0,3}(?=[,;]|(?:pkt|punkt)\b)", re.IGNORECASE)
"""Where a source left the date out: "Økonomiudvalget den , pkt. 7"."""
_EDGE = re.compile(
    r"^(?:[\s,;:.–*|-]|(?:fra|i|af|ved|på|og)\s){1,12}|(?:[\s,;:.–*|-]|\s(?:fra|i|af|ved|på|og)(?=\s|$)){1,12}$",
    re.IGNORECASE,
)
_FIELD_OF_WORK = re.compile(
    r"[A-ZÆØÅ][a-zæøå]{2,30}(?:,? (?:og |& )?[A-ZÆØÅ][a-zæøå]{2,30}){1,4}, [^,:]{6,24}, (?:pkt\.|punkt) \d{1,4}:"
)
"""A committee named by what it deals with, with its day, item and a colon: "Skole og Fritid, 3. maj 2021, pkt. 7:"."""
_PROSE = frozenset({"at", "der", "som", "er", "har", "blev", "kan", "skal"})
"""Words that no heading has and most sentences: these need not be taken apart."""
_LIMIT = 240
"""No heading of a treatment is longer, in characters."""


@lru_cache(maxsize=10_000)
def parse_heading(text: str) -> Treatment | None:
    """The treatment that a heading names, or None where it says anything else besides.

    Takes date, item number, decision word and connecting words out; what is left must be a body's name. The date, its
    empty place before an item number, or a decision word must be there. `body` is "" for "Beslutning den 3. maj 2021:";
    outcome and text are left empty.
    """
    folded = " ".join(text.replace("*", " ").split())
    if not folded or len(folded) > _LIMIT or not _PROSE.isdisjoint(folded.split()):
        return None
    dates = find_dates(folded)
    if len(dates) > 1 or not (dates or _DECIDED.search(folded) or _LOST_DATE.search(folded)):
        return None
    return _assemble(folded, dates[0] if dates else None)


def _assemble(text: str, date: FoundDate | None) -> Treatment | None:
    rest = text[: date.start] + " , " + text[date.end :] if date else text
    item = _ITEM.search(rest)
    rest = rest[: item.start()] + " " + rest[item.end() :] if item else rest
    rest, decisions = _DECISION.subn(" ", rest, count=1)
    name = _trimmed(_CONNECTING.sub(" ", rest))
    body = (body_of_meeting(name) or base_form(name)) if name else ""
    lost = item is not None and _LOST_DATE.search(text) is not None
    if not (date or ((decisions or lost) and body)) or (not body and not decisions):
        return None
    if body and not is_body(body, masked=True) and not (date and item and _FIELD_OF_WORK.fullmatch(text)):
        return None
    return Treatment(body, date.iso if date else None, item["number"] if item else None)


def _trimmed(text: str) -> str:
    """The text without connecting words and signs at its edges."""
    folded, previous = " ".join(text.split()), ""
    while folded != previous:
        folded, previous = _EDGE.sub("", folded).strip(), folded
    return re.sub(r"\s,(?=\s)|\s{2,}", " ", folded)


def parse_list(text: str) -> tuple[Treatment, ...]:
    """The treatments of a list such as "BY, 26.06.12, pkt. 100, BY, 31.10.13, pkt. 160"; () where any part is none."""
    folded = " ".join(text.replace("*", " ").split())
    dates = find_dates(folded)
    if not dates or len(folded) > 40 * _LIMIT:
        return ()
    treatments = [parse_heading(part) for part in _parts(folded, dates)]
    return tuple(t for t in treatments if t) if all(treatments) else ()


def _parts(text: str, dates: tuple[FoundDate, ...]) -> Iterator[str]:
    """One stretch for each date: from it on where the text begins with a date, else up to it and its item number."""
    if dates[0].start < 3:
        edges = [0, *(date.start for date in dates[1:]), len(text)]
    else:
        edges = [0, *(_end(text, date) for date in dates[:-1]), len(text)]
    return (text[start:end] for start, end in pairwise(edges))


def _end(text: str, date: FoundDate) -> int:
    item = _ITEM.match(text, date.end)
    return item.end() if item else date.end
