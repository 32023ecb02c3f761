"""The lexicon is read off a Hunspell dictionary; a dictionary of ten words shows how."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.derive_lexicon import derive
from data.hunspell import Words, inflect, read_entries, read_rules, read_words
from data.paradigms import exceptions
from search.analysis.compounds import cut
from search.analysis.lexicon import is_form, loads

AFFIXES = """SFX 1 Y 2
SFX 1 0 de/34 e
SFX 1 0 t/34 e
SFX 2 Y 2
SFX 2 0 en/34 [^e]
SFX 2 0 n/34 e
SFX 3 Y 1
SFX 3 0 t/4,8,34 t
SFX 4 Y 1
SFX 4 0 et/34 [^e]
SFX 11 Y 2
SFX 11 0 er/34 [^e]
SFX 11 0 r/34 e
SFX 29 Y 1
SFX 29 0 s/32,36 .
SFX 31 Y 1
SFX 31 0 0/32,36 .
"""
ENTRIES = """10
lokal/24,31
plan/2,11,39,29
lokalplan/2,11,39
udsigt/2,11,39,29
slag/4,39
forslag/4,39,29
forslagskasse/2,11,39
kasse/2,11,39
beslutte/1
budget/3,39
Planlev/9
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    (tmp_path / "da_DK.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "da_DK.dic").write_text(ENTRIES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def words(dictionary: Path) -> Words:
    return read_words(dictionary)


def test_a_word_is_inflected_by_its_flags(dictionary: Path) -> None:
    rules = read_rules(dictionary / "da_DK.aff")
    flags = dict(read_entries(dictionary / "da_DK.dic"))

    assert {form for form, _ in inflect("plan", flags["plan"], rules)} == {"plan", "planen", "planer", "plans"}
    assert "budgettet" in {form for form, _ in inflect("budget", flags["budget"], rules, depth=1)}


def test_what_stands_in_compounds_alone_is_no_form(words: Words) -> None:
    assert "plans" in words.first
    assert "plans" not in words.forms["plan"]
    assert "budgett" not in words.forms["budget"]


def test_a_compound_is_known_by_its_last_part_and_cut_in_all_its_forms(words: Words) -> None:
    lexicon = loads(derive(words))

    assert not is_form("lokalplan", lexicon.last)
    assert cut("lokalplanen", lexicon) == ("lokal", "planen")
    assert cut("planudsigt", lexicon) == ("planudsigt",)
    assert cut("plansudsigten", lexicon) == ("plans", "udsigten")


def test_a_particle_makes_no_compound_but_may_stand_in_one(words: Words) -> None:
    lexicon = loads(derive(words))

    assert cut("forslag", lexicon) == ("forslag",)
    assert cut("forslagskassen", lexicon) == ("forslags", "kassen")


def test_forms_get_the_stem_that_most_forms_of_their_word_have(words: Words) -> None:
    found = exceptions(words, loads(derive(words)))

    assert found["besluttede"] == "beslut"
    assert "beslutte" not in found


def test_a_strong_verb_behind_a_prefix_is_inflected_like_it(words: Words) -> None:
    found = exceptions(words, loads(derive(words)))

    assert (found["nedbragt"], found["udskrev"], found["vedtog"]) == ("nedbring", "udskriv", "vedtag")
    assert found["gav"] == "giv"
    assert not {"tog", "sende", "fremsende"} & found.keys()
