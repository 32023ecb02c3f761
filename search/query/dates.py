"""Dates as people write them in a query, to and from the first and last day that they cover."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Days = tuple[str, str]
Range = tuple[str | None, str | None]

FORMS = "a year (2021), a month (2021-03), a day (2021-03-09 or 9.3.2021), a range (2019..2021, 2019.., ..2021-03)"

_YEAR_FIRST = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([1-9][0-9]{3})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})")
_TWO_YEARS = re.compile(r"([1-9][0-9]{3})[-–/]([1-9][0-9]{3})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[./-]([1-9][0-9]{3})")
_COMPARED = re.compile(r"(>=|<=|>|<)(.{0,40})", re.DOTALL)


def parse_range(text: str) -> Range:
    """The first and last day, as ISO dates, that a date or range covers; None for an open end.

    `2021` is the whole year, `2021-03` the whole month, `9.3.2021` and `9/3-2021` one day (day before month). A range
    has two dots, `>=2021` and its like are ranges too. Raises ValueError, with a message for people, for all else.
    """
    text = text.strip()
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared[1], compared[2].strip())
    first, dots, last = text.partition("..")
    if not dots:
        return _days(text)
    if not first and not last:
        raise ValueError("A range needs a date at one end at least: 2019.. or ..2021")
    low = _days(first.strip())[0] if first else None
    high = _days(last.strip())[1] if last else None
    if low and high and low > high:
        raise ValueError(f"The range ends before it begins: write {last.strip()}..{first.strip()}")
    return low, high


def range_text(low: str | None, high: str | None) -> str:
    """The shortest text that `parse_range` reads as this range; `low` and `high` are ISO dates, at most one None."""
    for length in (len("2021"), len("2021-03"), len("2021-03-09")):
        first, last = low and low[:length], high and high[:length]
        if (not first or _days(first)[0] == low) and (not last or _days(last)[1] == high):
            break
    return str(first) if first == last else f"{first or ''}..{last or ''}"


def _compared(sign: str, text: str) -> Range:
    first, last = _days(text)
    if sign in (">=", "<="):
        return (first, None) if sign == ">=" else (None, last)
    try:
        return (_shifted(last, 1), None) if sign == ">" else (None, _shifted(first, -1))
    except OverflowError:
        raise ValueError(f"No date can be {sign} {text}") from None


def _shifted(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _days(text: str) -> Days:
    """The first and last day of a year, month or day."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(_what_is_wrong(text))
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    return _days_of(int(year), int(month), None if day is None else int(day))


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
