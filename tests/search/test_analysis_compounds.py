"""Compounds are cut where a Dane would cut them, and nothing else is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_gold import compounds, cutting

from search.analysis.compounds import completed, split, stems_of
from search.analysis.lexicon import FILE, LIKELY, SURE, Wordlist, dumps, is_form, lexicon, loads
from search.analysis.tables import FOLDER

DATA = Path(__file__).parent / "data" / "analysis"
WORDS = [line for line in (DATA / "compounds.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_cut_where_the_table_says(word: str) -> None:
    assert word == "|".join(split(word.replace("|", "")))


def test_a_compound_and_its_parts_meet_in_their_stems() -> None:
    assert stems_of("puljen")[1][0] in stems_of("omprioriteringspuljer")[1]


def test_the_forms_of_a_compound_share_its_stem_also_where_its_parts_meet_in_two_vowels() -> None:
    for forms, stem in (
        ("klimaaftale klimaaftalen klimaaftaler klimaaftalernes", "klimaaftal"),
        ("klimaeffekt klimaeffekten klimaeffekters", "klimaeffek"),
        ("temaaften temaaftenen temaaftener", "temaaften"),
    ):
        assert {stems_of(form)[0] for form in forms.split()} == {stem}


def test_the_old_spelling_is_cut_like_the_new_one() -> None:
    assert stems_of("rådhuset")[1] == stems_of("raadhuset")[1]


def test_an_ending_behind_a_vowel_is_no_old_spelling() -> None:
    for word, ended in (("klima", "klimaet"), ("nabo", "naboerne"), ("risiko", "risikoen"), ("dato", "datoer")):
        assert stems_of(word) == stems_of(ended)


def test_pieces_between_hyphens_are_parts_and_single_letters_are_none() -> None:
    assert split("med-udvalg") == ("med", "udvalg")
    assert split("e-mail") == ("mail",)
    assert split("a-b") == ("a-b",)


def test_a_suspended_word_is_completed_by_the_last_part_of_the_next() -> None:
    assert completed("børne", "ungepolitik") == "børnepolitik"
    assert completed("op", "udvalg") == "op"


@given(st.text(st.characters(categories=("Ll", "Nd")), min_size=1, max_size=120))
def test_the_parts_of_a_word_without_hyphens_make_up_the_word(word: str) -> None:
    parts = split(word)

    assert len(parts) == 1 or len("".join(parts)) <= len(word)
    assert all(parts)


def test_a_lexicon_is_read_back_as_it_was_written() -> None:
    text = dumps({"sags", "samling"}, {"lov"}, {"år", "sag", "skoler"}, {"mandag"})

    first, last, whole = loads(text)

    assert text == "sags\nsamling\n\n\nlov\n\n\nsag\n\nskoler\n\når\n\n\nmandag\n"
    assert (first["sa"], first["lo"]) == ({"sags": SURE, "samling": SURE}, {"lov": LIKELY})
    assert (last["sa"], last["sk"], last["år"]) == ({"sag": SURE}, {"skoler": SURE}, {"år": SURE})
    assert (whole["ma"], whole["sa"]) == ({"mandag": SURE}, {})


def test_forms_in_s_and_ne_are_derived() -> None:
    words = Wordlist({SURE: "skoler\n\når"})

    assert [is_form(word, words) for word in ("skolers", "skolerne", "skolernes", "års")] == [True, True, True, False]


def test_the_shipped_lexicon_is_whole() -> None:
    sections = [section.split() for section in FOLDER.joinpath(FILE).read_text(encoding="utf-8").split("\n\n\n")]

    assert FOLDER.joinpath(FILE).read_text(encoding="utf-8") == dumps(*map(set, sections))
    assert all(len(words) > 1000 for words in sections)
    assert all(is_form(word, lexicon().last) for word in sections[2])
    assert all(is_form(word, lexicon().whole) for word in sections[3])


def test_most_compounds_of_debates_are_cut_right_and_hardly_a_simple_word_is_cut(shared: Path, data: Path) -> None:
    floors = json.loads((data / "eval" / "floors.json").read_text("utf-8"))["compounds"]

    result = cutting(compounds(shared), split)

    assert result.right >= floors["right"]
    assert result.wrong <= floors["wrong at most"]
    assert result.false <= floors["false at most"]


def test_threads_that_analyse_first_at_once_share_one_lexicon() -> None:
    """Tried in a fresh process, where nothing has been loaded yet."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from search.analysis.lexicon import lexicon\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(len(set(map(id, pool.map(lambda _: lexicon(), range(8))))))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "1"
