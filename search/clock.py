"""The time as an index tells it (ISO, UTC, to the second), and a day as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december")  # fmt: skip


def utc_now() -> str:
    return days_ago(0)


def today() -> date:
    """The day it is where people are."""
    return date.today()


def days_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")


def danish_date(iso: str) -> str:
    """`2021-03-09` as `9. marts 2021`; `uden dato` for `""`."""
    if not iso:
        return "uden dato"
    year, month, day = iso.split("-")
    return f"{int(day)}. {_MONTHS[int(month) - 1]} {year}"
