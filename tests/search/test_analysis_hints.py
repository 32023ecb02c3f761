"""A hint leads to every word of a text that has the term."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chain import readings_of
from search.analysis.hints import hints
from search.analysis.tables import exceptions
from search.analysis.tokens import CHUNK, PIECE

SIGNS = "aAeoåÆøésdgk1²§()-’'.,/ \n\u00adﬁİ"


def missed(text: str) -> list[str]:
    """The pieces of a text that a hint for one of their own words leads not to."""
    return [piece for piece in PIECE.findall(text) for terms in _terms_in(piece) if not hints(terms)(piece)]


def _terms_in(piece: str) -> list[set[str]]:
    readings = [reading for chunk in CHUNK.findall(piece) for reading in readings_of(chunk)]
    return [{one.token.text} for one in readings] + [{one.stem, *one.parts} for one in readings if one.stem]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("plan", "Spildevandsplanen"),
        ("rådhus", "RAADHUSET"),
        ("giv", "gav"),
        ("permanentgør", "permanentgjort"),
        ("byråd", "by- og erhvervsråd"),
        ("2055000", "2.055.000 kr."),
        ("§17", "efter §  17"),
        ("skol", "sko\u00adlen"),
        ("ide", "idéen"),
        ("hjem", "İhjem"),
    ],
)
def test_a_hint_leads_to_forms_that_are_written_otherwise(term: str, text: str) -> None:
    assert hints((term,))(text)


def test_a_hint_leads_to_the_place() -> None:
    assert hints(("skol", "vej"))("Ved vejen til Skolen, 9. maj") == [4, 14]
    assert hints(("skol",))("Ved vejen") == []


def test_no_form_of_the_tables_is_missed() -> None:
    forms = sorted(exceptions())

    assert missed(" ".join(forms[::10])) == []


def test_no_word_of_the_minutes_is_missed(data: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((data / "minutes").glob("*.txt"))]

    assert missed(" ".join(sorted({word for text in texts for word in text.split()}))) == []


@given(st.text(SIGNS, max_size=40))
def test_nothing_is_missed_whatever_the_signs(text: str) -> None:
    assert missed(text) == []
