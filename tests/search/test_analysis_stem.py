"""Forms of one word share a stem; other words have another."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_gold import conflation, groups, word_counts

from search.analysis.compounds import stems_of
from search.analysis.stem import fold, stem
from search.analysis.tables import exceptions

DATA = Path(__file__).parent / "data" / "analysis"
TABLE = Path("search/analysis/exceptions.tsv")


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]


def whole(word: str) -> str:
    return stems_of(word)[0]


@pytest.mark.parametrize("words", lines("same_stem.tsv"))
def test_forms_of_one_word_share_a_stem(words: str) -> None:
    assert len({whole(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", lines("other_stem.tsv"))
def test_other_words_have_another_stem(words: str) -> None:
    one, other = words.split()

    assert whole(one) != whole(other)


def test_letters_of_the_old_spelling_are_told_as_the_new_ones_and_never_as_plain_ones() -> None:
    assert fold("aabenraa") == "åbenrå"
    assert fold("råd") == "råd"


@given(st.text("aoeåb", max_size=14))
def test_pairs_of_the_old_spelling_are_read_from_left_to_right(word: str) -> None:
    new = {"aa": "å", "ae": "æ", "oe": "ø"}

    assert fold(word) == re.sub("aa|ae|oe", lambda pair: new[pair[0]], word)


@given(st.text(st.characters(categories=("Ll", "Nd")), min_size=1, max_size=90))
def test_every_word_has_a_stem(word: str) -> None:
    assert stem(word)


def test_the_table_of_exceptions_says_nothing_twice() -> None:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    forms = [form for row in rows if not row[0].startswith("#") for form in row[1].split(" ")]

    assert len(forms) == len(set(forms))
    assert all(form in exceptions() for form in forms)


def test_the_forms_of_a_lemma_are_found_and_kept_apart(shared: Path, data: Path) -> None:
    """Pairs of forms of 150 lemmas of UD_Danish-DDT: Snowball alone has precision .96 and recall .62."""
    floors = json.loads((data / "eval" / "floors.json").read_text("utf-8"))["conflation"]

    reached = conflation(groups(shared), whole)

    assert {name: value for name, value in reached._asdict().items() if value < floors[name]} == {}


def test_every_exception_stands_for_a_word_that_is_frequent_in_debates_and_minutes(shared: Path) -> None:
    """None is there for a word of a gold list alone; what counts is how often it is said, alone or as a last part."""
    said = word_counts(shared)
    table = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    forms = {form: stem for stem, row in table for form in row.split(" ")}
    heard: Counter[str] = Counter()
    for word, times in said.items():
        for start in range(len(word)):
            if word[start:] in forms:
                heard[forms[word[start:]]] += times
                break

    assert [stem for stem, _ in table if heard[stem] < 10] == []
