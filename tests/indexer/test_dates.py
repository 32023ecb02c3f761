"""Dates and times in every printed form, and none where there is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import find_dates, find_time, parse_date

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Onsdag d. 27. august 2025 kl. 16:00", ["2025-08-27"]),
        ("REFERAT Byråd d. 27-08-2025", ["2025-08-27"]),
        ("Udvalgets møde den 18.\njanuar 2016:", ["2016-01-18"]),
        ("BIU 20/10-2025, pkt. 5", ["2025-10-20"]),
        ("d. 1 december 2021", ["2021-12-01"]),
        ("26. jan 2021", ["2021-01-26"]),
        ("15-maj-2002", ["2002-05-15"]),
        ("27–08–2025", ["2025-08-27"]),
        ("Mandag, 3 oktober, 2022 - 16:30", ["2022-10-03"]),
        ("Onsdag, April 3, 2019 - 18:00", ["2019-04-03"]),
        ("9/11/2019 3:00:00 PM", ["2019-09-11"]),
        ("9/11/2019", ["2019-11-09"]),
        ("04,12.13", ["2013-12-04"]),
        ("3/5 2021", ["2021-05-03"]),
        ("2026-06-22", ["2026-06-22"]),
        ("BY, 26.06.12, pkt. 100, BY, 31.10.13, pkt. 160", ["2012-06-26", "2013-10-31"]),
        ("05-06-98", ["1998-06-05"]),
        ("den 31. februar 2020 og 32-01-2020", []),
        ("00.01.10-P35-13-20", []),
        ("04.11.00-P20-1-20", []),
        ("J.nr.: 04.11.00", []),
        ("710-2014-5127 og 1-51-71-3321-08", []),
        ("den 26. maj", []),
        ("afsnit 3.4.2 og 12:30", []),
    ],
)
def test_dates_are_found_in_printed_order(text: str, dates: list[str]) -> None:
    assert [found.iso for found in find_dates(text)] == dates


def test_offsets_span_the_date_as_printed() -> None:
    text = "mødet den 9. februar 2021 blev"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "9. februar 2021"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Onsdag d. 27. august 2025 kl. 16:00", "2025-08-27"),
        ("den 3. maj 2021", "2021-05-03"),
        ("27-08-2025 16:00:00", "2025-08-27"),
        ("2025-10-20T16:00:00", "2025-10-20"),
        ("Mødet den 3. maj 2021", None),
        ("3. maj 2021 og 4. maj 2021", None),
        ("Byråd 3. maj 2021", None),
        ("", None),
    ],
)
def test_a_whole_text_is_a_date_or_not(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("kl. 15.45", "15:45"),
        ("16:00:00", "16:00"),
        ("d. 27. august 2025 kl. 9", "09:00"),
        ("16.30", "16:30"),
        ("9/11/2019 3:00:00 PM", "15:00"),
        ("kl. 16:30 - 18:00", "16:30"),
        ("16.30-18.00", "16:30"),
        ("klokken 17", "17:00"),
        ("Kl: 17.00", "17:00"),
        ("25:00", None),
        ("27-08-2025", None),
        ("§ 16.30 i loven", None),
        ("", None),
    ],
)
def test_the_first_clock_time_is_found(text: str, time: str | None) -> None:
    assert find_time(text) == time


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_common_form(day: date) -> None:
    forms = (
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}-{day.year}",
        day.isoformat(),
    )
    assert {parse_date(form) for form in forms} == {day.isoformat()}


@given(st.text(alphabet="0123456789-./, maj\n", max_size=60))
def test_what_is_found_is_a_day_of_the_calendar_in_place(text: str) -> None:
    at = 0
    for found in find_dates(text):
        date.fromisoformat(found.iso)
        assert at <= found.start < found.end <= len(text)
        at = found.end
