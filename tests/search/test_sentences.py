"""Where a reader of minutes sees a sentence end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Sagen blev udsat, jf. Lov om planlægning.",
        "Lokalplan nr. 87 vedtages efter § 17, stk. 4 i loven.",
        "Projektet koster 2,9 mio. kr. 500 af dem er brugt.",
        "Mødet den 12. Marts blev flyttet til kl. 15.",
        "Det gælder bl.a. Havrup og f.eks. Tornsted.",
        "Forvaltningen indstiller, at 1. Sagen godkendes, 2. Planen sendes i høring.",
        "Det indstilles:\nAt planen godkendes.",
        "Forslaget er skrevet af H. C. Pedersen.",
        "En linje, som fortsætter\npå den næste.",
        "Er det nu? spurgte hun.",
    ],
)
def test_a_sentence_does_not_end_there(text: str):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Godkendt. Ingen stemte imod.", ["Godkendt.", "Ingen stemte imod."]),
        ("Prisen er 2,9 mio. kr. Udvalget godkendte.", ["Prisen er 2,9 mio. kr.", "Udvalget godkendte."]),
        ("Der er skoler, veje mv. Udvalget drøftede.", ["Der er skoler, veje mv.", "Udvalget drøftede."]),
        ("Hun sagde: ”Nej.” Så gik hun.", ["Hun sagde: ”Nej.”", "Så gik hun."]),
        ("Valget var i 2024. Derefter blev det stille.", ["Valget var i 2024.", "Derefter blev det stille."]),
        ("Notat om støj\nKort over området", ["Notat om støj", "Kort over området"]),
        ("Godkendt.\n\n", ["Godkendt."]),
        (
            "De stemte imod punkt 1 og 2. Resten blev godkendt.",
            ["De stemte imod punkt 1 og 2.", "Resten blev godkendt."],
        ),
        ("", []),
    ],
)
def test_a_sentence_ends_there(text: str, found: list[str]):
    assert cut(text) == found


@given(st.text(alphabet="Aa1 .!?:\n\t”(kr", max_size=200))
def test_sentences_hold_all_that_is_not_white_space(text: str):
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
