"""Dates and times as Danish minutes print them, read into ISO form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MONTHS: tuple[tuple[str, ...], ...] = (
    ("januar", "january", "jan"),
    ("februar", "february", "febr", "feb"),
    ("marts", "march", "mart", "mar", "mrt"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
"""Names and abbreviations of the twelve months; English ones come from content systems left in English."""

_NUMBER_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_CENTURY_TURN = 70
"""Two-digit years below this are of the 2000s."""
_YEARS = range(1900, 2100)

_MONTH = r"(?P<month>" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")(?![^\W\d_])"
_BEFORE = r"(?=\d)(?<!\d)(?<!\d[-./,])(?-i:(?<![A-ZÆØÅ]))"
_AFTER = r"(?!\d|[-./]\d)"
_YEAR4 = r"(?P<year>(?:19|20)\d\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d|'?\d\d)"
WEEKDAYS = "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag"
_CLOCK = r"(?:kl(?:\.|okken)?\s{0,3})?\d{1,2}(?:[.:]\d\d){0,2}(?:\s?[AP]M)?"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO form and character offsets, end exclusive."""

    iso: str
    start: int
    end: int


_Reader = Callable[[re.Match[str]], str | None]


def _iso(year: str, month: int, day: str) -> str | None:
    """ISO form, or None where the calendar has no such day."""
    number = int(year.lstrip("'"))
    if number < 100:
        number += 2000 if number < _CENTURY_TURN else 1900
    if number not in _YEARS:
        return None
    try:
        return date(number, month, int(day)).isoformat()
    except ValueError:
        return None


def _numeric(match: re.Match[str]) -> str | None:
    return _iso(match["year"], int(match["month"]), match["day"])


def _named(match: re.Match[str]) -> str | None:
    return _iso(match["year"], _NUMBER_OF[match["month"].lower()], match["day"])


_DAY = _BEFORE + r"(?P<day>\d{1,2})"
_SLASH_MONTH = r"/(?P<month>\d{1,2})"
_AMERICAN_CLOCK = r"(?=\s\d{1,2}:\d\d(?::\d\d)?\s?[AP]M)"
_NO_SUBJECT = r"(?!-?[A-ZÆØÅ]\d)"
"""Two digits for the year are no date where a subject number goes on ("04.11.00-P20-1-20")."""

_INITIALS = "".join(sorted({name[0] for name in _NUMBER_OF}))
"""Of the months: most words behind a number begin otherwise."""

_CORES: tuple[tuple[str, _Reader, tuple[str, ...]], ...] = (
    (
        r"\d\s?[-–./,]\s?\d{1,2}(?:\s?[-–./,]\s?|\s{1,2})\d\d",
        _numeric,
        (
            _BEFORE + _YEAR4 + r"-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-)",
            _BEFORE + r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/" + _YEAR4 + _AMERICAN_CLOCK,
            _DAY + r"\s?[-–./,]\s?(?P<month>\d{1,2})\s?[-–./,]\s?" + _YEAR4 + _AFTER,
            _DAY + r"\s?" + _SLASH_MONTH + r"\s{1,2}" + _YEAR4 + _AFTER,
            _DAY + r"[-./,](?P<month>\d{1,2})[-./,](?P<year>\d\d)" + _AFTER + _NO_SUBJECT,
        ),
    ),
    (
        r"\d[\s.,-]{0,7}(?=[" + _INITIALS + "])(?:" + "|".join(sorted({name[:3] for name in _NUMBER_OF})) + ")",
        _named,
        (_DAY + r"\s{0,2}[.,-]?\s{0,4}" + _MONTH + r"[.,]{0,2}[-\s]{0,4}" + _YEAR + r"(?!\d)",),
    ),
    (
        r"\d\s?,\s{0,3}\d{4}",
        _named,
        (r"(?<![^\W\d_])" + _MONTH + r"\.?\s{1,3}(?P<day>\d{1,2})\s?,\s{0,3}" + _YEAR4 + r"(?!\d)",),
    ),
)
"""The forms of dates by a core that each has in it: most lines have none, and it is found fast."""

_DIGIT = re.compile(r"\d")
_FORMS = tuple(
    (re.compile(core, re.IGNORECASE), reader, tuple(re.compile(form, re.IGNORECASE) for form in forms))
    for core, reader, forms in _CORES
)
_SUBJECT_LABEL = re.compile(r"(?:j\.?\s?nr|journalnr|kle(?:[- ]?nr)?|sagsnr|emnenr)\.?\s?:?\s{0,12}$", re.IGNORECASE)


def _candidates(text: str) -> Iterator[FoundDate]:
    for core, reader, forms in _FORMS if _DIGIT.search(text) else ():
        for match in _matches(text, forms) if core.search(text) else ():
            iso = reader(match)
            if iso is not None and not _SUBJECT_LABEL.search(text, max(0, match.start() - 30), match.start()):
                yield FoundDate(iso, match.start(), match.end())


def _matches(text: str, forms: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    return (match for form in forms for match in form.finditer(text))


@lru_cache(maxsize=10_000)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All dates of a text in printed order; where forms overlap, the one that starts first and is longest.

    Day comes before month; month before day only where AM or PM shows an American clock. Dates that no calendar has are
    left out, and so are dates without a year.
    """
    found: list[FoundDate] = []
    for candidate in sorted(_candidates(text), key=lambda c: (c.start, -c.end)):
        if not found or candidate.start >= found[-1].end:
            found.append(candidate)
    return tuple(found)


_AROUND_BEFORE = re.compile(rf"(?:{WEEKDAYS})?[\s,]{{0,4}}(?:den|d\.?)?\s{{0,4}}", re.IGNORECASE)
_AROUND_AFTER = re.compile(rf"[\s,.:–T-]{{0,6}}(?:{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?)?[\s.:]{{0,4}}", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """The ISO date that the whole text is, weekday, "den" and a clock time allowed around it; else None."""
    found = find_dates(text)
    if len(found) != 1:
        return None
    before, after = text[: found[0].start], text[found[0].end :]
    alone = _AROUND_BEFORE.fullmatch(before.lstrip()) and _AROUND_AFTER.fullmatch(after)
    return found[0].iso if alone else None


_HOUR = re.compile(r"\d[.:]\d\d|kl(?:okken|[.:])?\s{0,3}\d", re.IGNORECASE)
"""What every form of a time has in it."""

_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bkl(?:okken|[.:])?\s{0,3}(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?(?![\d])",
        r"(?<![\d:.,-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?!\d)(?:\s?(?P<half>[AP]M)\b)?",
        r"^\s{0,9}(?P<hour>\d{1,2})\.(?P<minute>\d\d)(?:\s?[-–]\s?\d{1,2}\.\d\d)?\s{0,9}$",
    )
)


def _clock(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    half = (groups.get("half") or "").upper()
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def find_time(text: str) -> str | None:
    """The first clock time of a text as HH:MM: after "kl.", with a colon, or a text that is nothing but "16.30"."""
    if not _DIGIT.search(text) or not _HOUR.search(text):
        return None
    readings = (_clock(match) for pattern in _TIMES for match in pattern.finditer(text))
    return next((reading for reading in readings if reading), None)
