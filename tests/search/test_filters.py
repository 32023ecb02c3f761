"""Filters given as options say the same as in a query, and a wrong value is refused with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from search.clock import today
from search.errors import QueryError
from search.meaning.filters import filters_of
from search.query.ast import Dates
from search.query.printer import to_text
from search.query.refusal import explain

BODIES = [
    ("Økonomiudvalget", "udvalg:Økonomiudvalget"),
    ("økonomi*", "udvalg:økonomi*"),
    ("Børne- og Skoleudvalget", "udvalg:Børne- udvalg:Skoleudvalget"),
    ("Teknik & Miljø", "udvalg:Teknik udvalg:Miljø"),
    ("Udvalget (midlertidigt)", "udvalg:Udvalget udvalg:midlertidigt"),
    ("§ 17, stk. 4", "udvalg:§17,"),
    ('"Børne- og Skoleudvalget"', 'udvalg:"Børne- og Skoleudvalget"'),
]


@pytest.mark.parametrize(("value", "query"), BODIES)
def test_a_body_is_asked_for_by_its_words_as_people_write_them(value: str, query: str):
    assert [*map(to_text, filters_of([value], None, None, []))] == [query]


def test_several_values_of_one_kind_are_a_choice():
    bodies, outcomes = filters_of(["økonomi*", "teknik"], None, None, ["Sendt i høring", "udsat"])

    assert to_text(bodies) == "udvalg:økonomi* ELLER udvalg:teknik"
    assert to_text(outcomes) == "udfald:høring ELLER udfald:udsat"


@pytest.mark.parametrize(
    ("since", "until", "query"),
    [("2021", None, "dato:2021.."), (None, "3.2.2021", "dato:..2021-02-03"), ("2021", "2021", "dato:2021")],
)
def test_dates_bound_from_the_first_day_to_the_last(since: str | None, until: str | None, query: str):
    assert [*map(to_text, filters_of([], since, until, []))] == [query]


@pytest.mark.parametrize(
    "value", ["", " ", "2021 skole", "2021 OR x", "2020..2021", "..2021", ">2021", "32.1.2021", "("]
)
def test_what_is_no_single_date_is_refused(value: str):
    for dates in ((value, None), (None, value), (value, "2030")):
        with pytest.raises(QueryError) as refused:
            filters_of([], *dates, [])
        assert "^" in explain(refused.value) and refused.value.advice


@pytest.mark.parametrize("value", ["", " ", "&", ":", "titel:a", 'a"b', '"', '"a'])
def test_what_names_no_body_or_outcome_is_refused(value: str):
    for bodies, outcomes in (([value], []), ([], [value])):
        with pytest.raises(QueryError) as refused:
            filters_of(bodies, None, None, outcomes)
        assert "^" in explain(refused.value) and refused.value.advice


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(QueryError, match="No day lies between 2024 and 2021"):
        filters_of([], "2024", "2021", [])


def test_dates_may_be_told_from_today():
    (dates,) = filters_of([], "sidste-år", "i-dag", [])

    assert isinstance(dates, Dates)
    assert (dates.low, dates.high) == (f"{today().year - 1}-01-01", today().isoformat())


def test_days_ago_are_one_day_at_either_end():
    (dates,) = filters_of([], "-90d", "-7d", [])

    assert isinstance(dates, Dates)
    days = (today() - timedelta(days=back) for back in (90, 7))
    assert (dates.low, dates.high) == tuple(map(date.isoformat, days))
