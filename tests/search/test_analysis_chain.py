"""What is indexed and what is asked for are the same terms."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.chain import Terms, analyse_word, fingerprint, terms
from search.analysis.tokens import tokenize

SIGNS = st.one_of(st.characters(), st.sampled_from("aåéMEDbørneudvalgpulje1 .,-/§()'’\u00ad\nV"))
TEXTS = st.text(SIGNS, max_size=80)


def test_the_exact_form_keeps_stop_words_in_order_and_the_others_leave_them_out() -> None:
    found = terms("Byrådet godkendte ikke forslaget til lokalplanen")

    assert Terms("byrådet godkendte ikke forslaget til lokalplanen", "byråd godkend ikk forslag lokalplan",
                 "by råd godkend ikk forslag lokal plan") == found  # fmt: skip


def test_an_empty_text_has_no_terms() -> None:
    assert Terms("", "", "") == terms("") == terms(" –\n¶ ")


def test_capitals_are_no_stop_words() -> None:
    assert terms("med").stem == ""
    assert terms("MED").stem == "med"
    assert analyse_word("MED-udvalg").parts == ("med", "udvalg")


@pytest.mark.parametrize("word", ["ikke", "ej", "ingen", "intet", "uden", "imod", "mod", "hverken", "aldrig"])
def test_negations_are_no_stop_words(word: str) -> None:
    assert not analyse_word(word).stop


@pytest.mark.parametrize("word", ["og", "til", "paa", "a", "7", "bl.a.", "mio.", "f.eks."])
def test_words_that_say_nothing_are_in_the_exact_form_alone(word: str) -> None:
    forms = analyse_word(word)

    assert (forms.stop, forms.stem, forms.parts) == (True, "", ())
    assert len(forms.exact) == 1


def test_a_suspended_word_has_the_parts_of_the_whole_one() -> None:
    found = terms("børne- og ungepolitik")

    assert found.exact == "børne og ungepolitik"
    assert found.parts.split() == [*analyse_word("børnepolitik").parts, *analyse_word("ungepolitik").parts]
    assert found.stem.split() == [analyse_word("børnepolitik").stem, analyse_word("ungepolitik").stem]


def test_places_are_found_in_either_spelling() -> None:
    assert terms("Aabenraa").stem == terms("Åbenrå").stem
    assert terms("råd").stem != terms("rad").stem


def test_decomposed_letters_are_composed() -> None:
    assert terms("skåret") == terms(unicodedata.normalize("NFD", "skåret"))


@pytest.mark.parametrize("text", ["24.00.00-G01-4-20", "EMN-2025-003383", "326-2014-3605", "§ 17", "5,2", "(V)"])
def test_numbers_and_signs_are_the_same_in_all_forms(text: str) -> None:
    found = terms(text)

    assert found.exact
    assert found.exact == found.stem == found.parts


@given(TEXTS)
@example("og/eller")
@example("2021-2024")
@example("Børne- og ungepolitik")
def test_a_word_is_asked_for_by_the_terms_that_the_index_holds(word: str) -> None:
    indexed, asked = terms(word), analyse_word(word)

    assert indexed.exact.split() == list(asked.exact)
    assert indexed.parts.split() == list(asked.parts)
    stems = indexed.stem.split()
    assert asked.stem == (stems[0] if len(stems) == 1 else "")
    assert asked.stop == (bool(asked.exact) and not stems)


@given(TEXTS)
def test_the_exact_form_is_the_tokens(text: str) -> None:
    text = unicodedata.normalize("NFC", text)

    assert terms(text).exact.split() == [token.text for token in tokenize(text)]


@given(TEXTS)
def test_terms_hold_no_control_characters(text: str) -> None:
    for form in terms(text):
        assert not any(unicodedata.category(sign) == "Cc" for sign in form)
        assert form == " ".join(form.split())


@given(TEXTS)
def test_a_word_with_a_stem_has_parts(word: str) -> None:
    forms = analyse_word(word)

    assert bool(forms.parts) or not forms.stem


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    code = "from search.analysis.chain import fingerprint; print(fingerprint())"

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert fingerprint() == other
    assert len(other) == 16
