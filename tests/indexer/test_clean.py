"""Cleaning leaves the words alone and what is invisible out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.clean import COMMON, STEPS, clean_line, join_lines

CLEANED = [
    ("A\u030arhus", "Århus"),
    ("lokal\u00adplan", "lokalplan"),
    ("lokal\u00ad", "lokal-"),
    ("o\ufb03ciel \ufb01nansiering", "officiel finansiering"),
    ("kl.\u00a017.00\u2009  \tslut", "kl. 17.00 slut"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("\uf0b7 bullet", "• bullet"),
    ("nul\x00\x07", "nul"),
    ("æøåÆØÅéü – ”citat”", "æøåÆØÅéü – ”citat”"),
]

JOINED = [
    (["finan-", "sieres"], "finansieres"),
    (["lokalfor- ", " slag vedtages"], "lokalforslag vedtages"),
    (["børne-", "og ungepolitik"], "børne- og ungepolitik"),
    (["børne- og unge-", "eller ældrepolitik"], "børne- og unge- eller ældrepolitik"),
    (["ind-", "samt udtræden"], "ind- samt udtræden"),
    (["Kommunens p-", "huse"], "Kommunens p-huse"),
    (["COVID-", "19"], "COVID-19"),
    (["2025-", "2028"], "2025-2028"),
    (["AT-", "repræsentanter"], "AT-repræsentanter"),
    (["UngiAarhus-", "tilbud"], "UngiAarhus-tilbud"),
    (["Ravn-", "bakkeskole"], "Ravnbakkeskole"),
    (["Nørre-", "Snede"], "Nørre-Snede"),
    (["en sag -", "og en til"], "en sag - og en til"),
    (["A", "", "B"], "A B"),
    (["-", "punkt"], "- punkt"),
    ([], ""),
]


@pytest.mark.parametrize(("raw", "clean"), CLEANED)
def test_a_line_is_cleaned(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(("lines", "joined"), JOINED)
def test_wrapped_lines_become_one(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_line(text)

    assert clean_line(once) == once
    assert "\n" not in once


@given(st.lists(st.text(alphabet="aæøåÅ- 1", max_size=12), max_size=6))
def test_joining_loses_only_hyphens_and_spaces(lines: list[str]) -> None:
    kept = [sign for sign in join_lines(lines) if sign not in "- "]

    assert kept == [sign for line in lines for sign in line if sign not in "- "]


def test_no_step_changes_a_sign_that_lines_are_passed_for() -> None:
    passed = [sign for sign in map(chr, range(0x11000)) if COMMON.fullmatch(sign)]
    assert {"a", "Å", "§", "–", "”"} <= set(passed)
    assert [sign for sign in passed if any(step(sign) != sign for step in STEPS)] == []
    assert [sign for sign in passed if sign.isspace()] == [" "]
