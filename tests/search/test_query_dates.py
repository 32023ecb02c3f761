"""Dates of queries cover the days that a Danish reader means by them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.dates import parse_range, range_text

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)

COVERED = [
    ("2021", "2021-01-01", "2021-12-31"),
    ("2021-02", "2021-02-01", "2021-02-28"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("9.3.2021", "2021-03-09", "2021-03-09"),
    ("9/3-2021", "2021-03-09", "2021-03-09"),
    ("9/3/2021", "2021-03-09", "2021-03-09"),
    (" 2021 ", "2021-01-01", "2021-12-31"),
    ("2019..2021-02", "2019-01-01", "2021-02-28"),
    ("2019 .. 2021", "2019-01-01", "2021-12-31"),
    ("9.3.2021..", "2021-03-09", None),
    ("..2021", None, "2021-12-31"),
    (">=2021-03", "2021-03-01", None),
    (">2021-03", "2021-04-01", None),
    (">31.12.2021", "2022-01-01", None),
    ("<= 2021", None, "2021-12-31"),
    ("<2021", None, "2020-12-31"),
    ("28. maj 2024", "2024-05-28", "2024-05-28"),
    ("februar 2020", "2020-02-01", "2020-02-29"),
    ("1. jan. 2020 .. 2. DEC 2020", "2020-01-01", "2020-12-02"),
]

WRONG = [
    ("2021-13", "Month 13 does not exist"),
    ("13/13-2021", "Month 13 does not exist"),
    ("2021-02-30", "2021-02 has the days 1 to 28"),
    ("0.3.2021", "Day 0 does not exist"),
    ("2019-2021", "write 2019..2021"),
    ("2021..2019", "write 2019..2021"),
    ("9.3.21", "write 9.3.2021"),
    ("3/2021", "write 2021-03"),
    ("..", "A range needs a date"),
    ("2019....2021", "not a date"),
    ("2019..nu", "nu is not a date"),
    (">", "A date is missing"),
    (">2019..2021", "not a date"),
    (">9999", "No date can be"),
    ("<1000", "No date can be < 1000"),
    ("31. juni 2021", "2021-06 has the days 1 to 30"),
    ("9. brumaire 2021", "brumaire is no month"),
    ("9. ma 2021", "not a date"),
    ("9. marts 21", "not a date"),
    ("20210309", "20210309 is not a date"),
    ("٢٠٢١", "not a date"),
    ("", "A date is missing"),
]


@pytest.mark.parametrize(("text", "low", "high"), COVERED)
def test_a_date_covers_its_first_to_its_last_day(text: str, low: str | None, high: str | None) -> None:
    assert parse_range(text) == (low, high)


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_date_is_refused_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_range(text)
    assert message in str(refused.value)


@given(DAYS, DAYS)
def test_a_range_reads_back_from_its_text(one: str, other: str) -> None:
    low, high = sorted((one, other))
    for ends in ((low, high), (low, None), (None, high), (low, low)):
        assert parse_range(range_text(*ends)) == ends


def test_whole_years_and_months_print_short() -> None:
    assert range_text("2021-01-01", "2021-12-31") == "2021"
    assert range_text("2020-02-01", "2020-02-29") == "2020-02"
    assert range_text("2019-03-01", None) == "2019-03.."


@given(st.text(max_size=60))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    try:
        low, high = parse_range(text)
    except ValueError:
        return
    assert low or high
    assert low is None or high is None or date.fromisoformat(low) <= date.fromisoformat(high)
