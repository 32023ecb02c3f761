"""Times told from today (`sidste-år`, `-90d`): their names, and the days that they are."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[str, str]

FORMS = "i-dag, i-går, denne-uge, sidste-uge, denne-måned, sidste-måned, i-år, sidste-år, -90d, -6u, -12m, -2å"

_BACK = re.compile(r"-([1-9][0-9]{0,3})([dumå])")
_FIRST = date(1000, 1, 1)
_ENGLISH = {"w": "u", "y": "å"}


def lately(written: str) -> str | None:
    """The one name of a time told from today, as a query may write it; None for what is none."""
    name = written.strip().casefold().replace(" ", "-")
    if name[:1] == "-" and name[-1:] in _ENGLISH:
        name = name[:-1] + _ENGLISH[name[-1]]
    return name if name in _NAMED or _BACK.fullmatch(name) else None


def days_of(name: str, today: date) -> Days:
    """The first and the last day, ISO, of a name that `lately` gives: `-90d` are today and the 90 days before."""
    if back := _BACK.fullmatch(name):
        return _before(today, int(back[1]), back[2]).isoformat(), today.isoformat()
    first, last = _NAMED[name](today)
    return first.isoformat(), last.isoformat()


def end_of(name: str, today: date) -> Days:
    """The days that a name stands for as the end of a range: `-90d` is the day 90 days ago."""
    first, last = days_of(name, today)
    return (first, first) if _BACK.fullmatch(name) else (first, last)


def _before(today: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years ago, the month's last day where it has no such day; year 1000 at the least,
    the first that a query can write."""
    if unit in "du":
        return max(_FIRST, today - timedelta(days=count * (7 if unit == "u" else 1)))
    months = max(_FIRST.year * 12, today.year * 12 + today.month - 1 - count * (12 if unit == "å" else 1))
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _day(today: date, back: int) -> tuple[date, date]:
    day = today - timedelta(days=back)
    return day, day


def _week(today: date, back: int) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return monday, monday + timedelta(days=6)


def _month(today: date, back: int) -> tuple[date, date]:
    first = _before(today.replace(day=1), back, "m")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _year(today: date, back: int) -> tuple[date, date]:
    return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


_NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "i-dag": lambda today: _day(today, 0),
    "i-går": lambda today: _day(today, 1),
    "denne-uge": lambda today: _week(today, 0),
    "sidste-uge": lambda today: _week(today, 1),
    "denne-måned": lambda today: _month(today, 0),
    "sidste-måned": lambda today: _month(today, 1),
    "i-år": lambda today: _year(today, 0),
    "sidste-år": lambda today: _year(today, 1),
}
