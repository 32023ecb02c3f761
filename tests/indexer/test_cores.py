"""What is looked for before the dear patterns is in all that they match: no shortcut hides a fact."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import bodies, cases, dates, places, treatments
from indexer.places import municipality_in
from indexer.segment import unfold

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
MANY = settings(FEW, max_examples=200)
DATES = [(core, form) for core, _, forms in dates._FORMS for form in forms]


@pytest.mark.parametrize(("core", "form"), DATES, ids=range(len(DATES)))
@given(data=st.data())
@FEW
def test_every_form_of_a_date_has_its_core(core: re.Pattern[str], form: re.Pattern[str], data: st.DataObject) -> None:
    bare = form.pattern.removeprefix(dates._BEFORE)  # text made after it hardly ever fits what may not stand before
    text = data.draw(st.from_regex(re.compile(bare, re.IGNORECASE)))
    assert core.search(text), text


@pytest.mark.parametrize("form", dates._TIMES, ids=range(len(dates._TIMES)))
@given(data=st.data())
@FEW
def test_every_form_of_a_time_has_its_core(form: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(form))
    assert dates._HOUR.search(text), text


@pytest.mark.parametrize("forms", [cases._STRICT, cases._LOOSE], ids=["strict", "loose"])
@given(data=st.data())
@MANY
def test_every_form_of_a_case_number_has_its_core(forms: str, data: st.DataObject) -> None:
    number = data.draw(st.from_regex(re.compile(forms), fullmatch=True))
    assert cases._CORE.search(number), number


@given(label=st.from_regex(re.compile(cases._words("case"), re.IGNORECASE), fullmatch=True))
@MANY
def test_every_label_of_a_case_has_a_sign_of_one(label: str) -> None:
    assert cases._may_number(f"{label} 1234"), label


@pytest.mark.parametrize("form", [unfold._AGAIN, unfold._RUN_INTO], ids=["again", "run into"])
@given(data=st.data())
@FEW
def test_every_heading_that_a_line_runs_into_has_its_point(form: re.Pattern[str], data: st.DataObject) -> None:
    front, heading = "Bygninger", data.draw(st.from_regex(r"\A\d{1,2}\.\s[A-ZÆØÅ][a-zæøå]{4,9}", fullmatch=True))
    assert form.search(front + heading)
    assert unfold._POINT.search(front + heading)


def test_every_label_that_a_line_runs_into_has_its_end() -> None:
    assert all(label[-unfold._END :] in unfold._ends() for label in unfold._labels_run_into())


@given(name=st.from_regex(bodies._HEAD, fullmatch=True))
@MANY
def test_every_head_word_of_a_body_has_a_stem(name: str) -> None:
    assert bodies._may_name(name)


@given(word=st.from_regex(treatments._DECISION, fullmatch=True))
@MANY
def test_every_word_for_a_decision_has_its_core(word: str) -> None:
    assert treatments._DECIDED.search(word)


@given(authority=st.from_regex(places._COUNCIL, fullmatch=True))
@MANY
def test_every_word_for_an_authority_is_looked_for(authority: str) -> None:
    assert any(word in authority.casefold() for word in places._AUTHORITIES)


def test_every_region_and_every_municipality_is_found_inside_a_sentence() -> None:
    for form, name in places._NAME_OF.items():
        named = form if form.startswith("region ") else f"{form} Kommune"
        assert municipality_in(f"Aftale med {named.title()} om drift") == name, form
