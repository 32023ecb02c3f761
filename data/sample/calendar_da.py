"""Dates as Danish minutes print them."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def long_date(day: date) -> str:
    """`7. marts 2023`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """`07-03-2023`."""
    return day.strftime("%d-%m-%Y")


def weekday(day: date) -> str:
    """`tirsdag`."""
    return WEEKDAYS[day.weekday()]
