"""Dates as people write them in a query, to and from the first and last day that they cover."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import partial

from search.query.lately import days_of, end_of, lately
from search.query.ranges import covered, ends

Days = tuple[str, str]
Range = tuple[str | None, str | None]

FORMS = (
    "a year (2021), a month (2021-03), a day (2021-03-09 or 9.3.2021), in quotes also as printed "
    '("9. marts 2021"), a range (2019..2021, 2019.., ..2021-03)'
)

_YEAR_FIRST = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([1-9][0-9]{3})")
_PRINTED = re.compile(r"(?:(?:den )?([0-9]{1,2})[. -]{1,2})?([a-z]{3,9})[. -]{1,2}([1-9][0-9]{3})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})")
_TWO_YEARS = re.compile(r"([1-9][0-9]{3})[-–/]([1-9][0-9]{3})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[./-]([1-9][0-9]{3})")
_FIRST, _LAST = date(1000, 1, 1).toordinal(), date.max.toordinal()
_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december")  # fmt: skip


def parse_range(text: str, today: date | None = None) -> Range:
    """The first and last day, as ISO dates, that a date or range covers; None for an open end.

    `2021` is the whole year, `2021-03` and `marts 2021` the whole month, `9.3.2021`, `9/3-2021` and `9. marts 2021` one
    day (day before month). A range has two dots, `>=2021` and its like are ranges too. Times told from today
    (`search.query.lately`) are understood where that is given; as the end of a range `-90d` is one day. Raises
    ValueError, with a message for people, for all else.
    """
    if today and (name := lately(text)):
        return days_of(name, today)
    given = ends(text)
    if given.low is None and given.high is None:
        raise ValueError("A range needs a date at one end at least: 2019.. or ..2021")
    return covered(given, partial(days_covered, today=today), _beside)


def days_covered(text: str, today: date | None = None) -> Days:
    """The first and last day of one date, as the end of a range. Raises as `parse_range`."""
    if today and (name := lately(text)):
        return end_of(name, today)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _PRINTED.fullmatch(text):
        day, name, year = found.groups()
        month = _month(name)
    else:
        raise ValueError(_what_is_wrong(text))
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    return _days_of(int(year), int(month), None if day is None else int(day))


def range_text(low: str | None, high: str | None) -> str:
    """The shortest text that `parse_range` reads as this range; `low` and `high` are ISO dates, at most one None."""
    for length in (len("2021"), len("2021-03"), len("2021-03-09")):
        first, last = low and low[:length], high and high[:length]
        if (not first or days_covered(first)[0] == low) and (not last or days_covered(last)[1] == high):
            break
    return str(first) if first == last else f"{first or ''}..{last or ''}"


def told_from_today(text: str) -> str | None:
    """The one way of writing a time or a range with an end that is told from today; None for what is none. Raises
    ValueError, with a message for people, where the other end is no date."""
    if name := lately(text):
        return name
    given = ends(text)
    if not any(lately(end) for end in (given.low, given.high) if end):
        return None
    low, high = (end and (lately(end) or range_text(*days_covered(end))) for end in (given.low, given.high))
    if given.beyond:
        return f">{low}" if low else f"<{high}"
    return f"{low or ''}..{high or ''}"


def _beside(day: str, by: int) -> str:
    beside = date.fromisoformat(day).toordinal() + by
    if not _FIRST <= beside <= _LAST:
        raise ValueError(f"No date can be {'>' if by > 0 else '<'} {day[:4]}")
    return date.fromordinal(beside).isoformat()


def _month(name: str) -> int:
    """The number of a month, by its name or how that begins."""
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name.casefold()):
            return number
    raise ValueError(f"{name} is no month")


def _days_of(year: int, month: int, day: int | None) -> Days:
    if not 1 <= month <= 12:
        raise ValueError(f"Month {month} does not exist: months go from 1 to 12")
    length = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= length:
        raise ValueError(f"Day {day} does not exist: {year}-{month:02} has the days 1 to {length}")
    first, last = (1, length) if day is None else (day, day)
    return f"{year}-{month:02}-{first:02}", f"{year}-{month:02}-{last:02}"


def _what_is_wrong(text: str) -> str:
    if found := _TWO_YEARS.fullmatch(text):
        return f"{text} is not a date: for a range write {found[1]}..{found[2]}"
    if found := _SHORT_YEAR.fullmatch(text):
        return f"{text} has a year of two digits: write {found[1]}.{found[2]}.20{found[3]}"
    if found := _MONTH_FIRST.fullmatch(text):
        return f"{text} is not a date: for a month write {found[2]}-{found[1]:0>2}"
    return f"{text[:40]} is not a date" if text else "A date is missing"
