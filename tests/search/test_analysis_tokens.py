"""Text becomes tokens that know where they stood."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.tokens import CHUNK, PIECE, Token, pieces_at, pieces_of, tokenize

CASES = Path(__file__).parent / "data" / "analysis" / "tokens.tsv"
ROWS = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]


def told(token: Token) -> str:
    return token.text if token.kind == "word" else f"{token.kind}:{token.text}"


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_text_has_the_tokens_of_the_table(text: str, expected: str) -> None:
    assert expected.split() == [told(token) for token in tokenize(text)]


def all_pieces(text: str, places: list[int]) -> list[tuple[int, int]]:
    spans = [piece.span() for piece in PIECE.finditer(text)]
    return [span for span in spans if any(span[0] <= place < span[1] for place in places)]


@given(
    st.lists(
        st.sampled_from(
            ["a", "børne", "-", "–", " ", "  ", "\n", "og", "§", "17", ",", " stk. 4", "(A, B og C)", "(", "x" * 90]
        )
        | st.sampled_from([" ny plan" * 15, "- " * 9, ", børne- og unge-"]),
        max_size=40,
    ).map("".join),
    st.data(),
)
def test_the_pieces_at_places_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=12)))

    assert [piece.span() for piece in pieces_at(text, places)] == all_pieces(text, places)


@pytest.mark.parametrize("sign", ["- ", "a- ", "§ ", "(A, ", "a-b", " ", "– "])
def test_a_text_of_signs_that_reach_over_spaces_is_cut_in_time(sign: str) -> None:
    text = sign * 20_000
    start = time.process_time()

    assert [piece.span() for piece in pieces_at(text, range(len(text)))] == [p.span() for p in PIECE.finditer(text)]
    assert time.process_time() - start < 2


def test_a_token_knows_its_place_in_the_text() -> None:
    text = "Efter § 17, stk. 4 i MED-udvalget"

    places = {token.text: text[token.start : token.end] for token in tokenize(text)}

    assert {"§17": "§ 17", "§17stk4": "§ 17, stk. 4", "med-udvalget": "MED-udvalget"}.items() <= places.items()


def test_soft_hyphens_and_zero_width_signs_are_not_seen() -> None:
    text = "sko\u00adlen og by\u200brådet"

    assert [token.text for token in tokenize(text)] == ["skolen", "og", "byrådet"]
    assert text[tokenize(text)[0].start : tokenize(text)[0].end] == "sko\u00adlen"


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("aåé1 .,-/§()'’\u00ad\nVog")), max_size=80)


@given(TEXTS)
def test_places_lie_in_the_text_and_do_not_run_backwards(text: str) -> None:
    tokens = tokenize(text)

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(TEXTS)
@example("børne-, unge- og\nskolepolitik,(A og V) jf. § 17, stk. 4 ")
def test_pieces_hold_the_chunks_of_the_text(text: str) -> None:
    assert [chunk for piece in PIECE.findall(text) for chunk in CHUNK.findall(piece)] == CHUNK.findall(text)
    assert [chunk for piece in pieces_of(text) for chunk in CHUNK.findall(piece)] == CHUNK.findall(text)


@given(TEXTS)
def test_no_term_holds_white_space_or_a_control_character(text: str) -> None:
    for token in tokenize(text):
        assert [token.text] == token.text.split()
        assert not any(unicodedata.category(sign) == "Cc" for sign in token.text)


HOSTILE = ["a-", "§", "(", "(A, ", "a.", "børne-, ", "1.", "1.000", "12-", "'", "a'", "\u00ad", "stk. ", "§ 1, stk"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_repetition_is_read_in_linear_time(unit: str) -> None:
    began = time.process_time()

    tokenize(unit * (100_000 // len(unit)))
    pieces_of(unit * (100_000 // len(unit)))

    assert time.process_time() - began < 2
