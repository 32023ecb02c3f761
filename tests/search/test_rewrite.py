"""Queries of words become queries of terms."""

from __future__ import annotations

import pytest

from search.engines.engine import And, Every, Near, Not, Or, Phrase, Prefix, Range, Term, Weighted
from search.errors import QueryError
from search.meaning.lenience import any_word
from search.meaning.rewrite import rewrite
from search.query.parser import parse
from search.ranking import NEAR


def rewritten(text: str):
    return rewrite(parse(text), text)


def fields_of(node) -> set[str]:
    match node:
        case And(nodes) | Or(nodes):
            return set().union(*map(fields_of, nodes))
        case Not(inner):
            return fields_of(inner)
        case Every():
            return set()
        case _:
            return {node.field}


def test_a_word_is_searched_by_stem_and_parts_in_title_text_and_decision():
    asked = rewritten("skoler")

    assert fields_of(asked.match) == {
        f"{f}_{form}" for f in ("title", "text", "decision") for form in ("stem", "parts")
    }


def test_a_compound_matches_whole_or_by_its_parts_near_each_other():
    match = rewritten("spildevandsplan").match

    nears = [node for node in match.nodes if isinstance(node, Near)]
    assert {(near.first, near.second, near.distance) for near in nears} == {("spildevand", "plan", 3)}
    assert Term("text_stem", "spildevandsplan") in match.nodes


def test_quotes_ask_for_surface_forms_only():
    assert rewritten('"Indstillingen ikke godkendt"').match == Or(
        tuple(Phrase(f"{f}_exact", ("indstillingen", "ikke", "godkendt")) for f in ("title", "text", "decision"))
    )
    assert fields_of(rewritten('"pulje"').match) == {"title_exact", "text_exact", "decision_exact"}


def test_fields_dates_outcomes_and_cases_become_terms_and_ranges():
    asked = rewritten('udvalg:"Teknisk Udvalg" udfald:godkendt dato:2021-03 sag:24.00.00-G01-4-20 titel:kild*')

    assert asked.match == And(
        (
            Term("body", "teknisk udvalg"),
            Term("outcome", "approved"),
            Range("day", 20210301, 20210331),
            Term("case", "24.00.00-g01-4-20"),
            Prefix("title_exact", "kild"),
        )
    )


def test_a_stop_word_beside_others_is_ignored_and_named():
    asked = rewritten("skole og børnehave")

    assert asked.ignored == ("og",)
    assert asked.match == rewritten("skole børnehave").match


def test_a_filter_is_not_a_word_that_a_stop_word_could_stand_beside():
    asked = rewritten("og udfald:godkendt")

    assert asked.ignored == ()
    assert "text_exact" in fields_of(asked.match)


@pytest.mark.parametrize("text", ["og", "og i", "skole -og", "skole ELLER og"])
def test_stop_words_alone_excluded_or_in_a_choice_are_searched_by_their_exact_forms(text: str):
    asked = rewritten(text)

    assert asked.ignored == ()
    assert "text_exact" in fields_of(asked.match)


def test_a_negation_is_never_ignored():
    assert rewritten("ikke godkendt").ignored == ()


def test_an_excluded_word_excludes_exactly_what_it_finds():
    assert rewritten("vej -skole").match.nodes[1] == Not(rewritten("skole").match)


def test_excluded_words_neither_score_nor_mark():
    asked = rewritten("vej -skole")

    assert asked.score == rewritten("vej").score
    assert asked.wanted == rewritten("vej").wanted


def test_words_glued_by_a_sign_must_all_match_but_numbers_stay_a_phrase():
    assert rewritten("skole/børnehave").match == And((rewritten("skole").match, rewritten("børnehave").match))
    assert Phrase("text_exact", ("14", "30")) in rewritten("14:30").match.nodes


def test_a_number_is_looked_for_among_case_numbers_too():
    assert Term("case", "24.00.00-g01-4-20") in rewritten("24.00.00-G01-4-20").match.nodes


def test_match_any_turns_words_into_a_choice_and_keeps_filters():
    query = any_word(parse("skole vej -bro udfald:godkendt"))

    assert rewrite(query, "").match == And(
        (
            Or((*(rewritten(word).match for word in ("skole", "vej")),)),
            rewritten("vej -bro").match.nodes[1],
            Term("outcome", "approved"),
        )
    )


def test_of_a_compound_any_part_will_do_when_any_word_will_do_but_not_of_one_excluded():
    asked = rewrite(any_word(parse("skolebus -havnebad")), "")

    assert Term("text_parts", "bus") in asked.match.nodes[0].nodes
    assert asked.match.nodes[1] == rewritten("skole -havnebad").match.nodes[1]
    assert "bus" in [word.stem for word in asked.wanted.words]


def test_neighbouring_words_score_when_they_stand_near_each_other():
    assert Weighted(Near("text_parts", "skol", "luk", 3), NEAR) in rewritten("skole lukker").score


def test_what_a_query_says_twice_counts_once():
    shared = Term("text_parts", "skol")

    assert rewritten("skole skole").score == rewritten("skole").score
    assert [piece.node for piece in rewritten("skolehal skolebus").score].count(shared) == 1


def test_a_word_without_letters_is_refused_with_its_place():
    with pytest.raises(QueryError) as caught:
        rewritten("skole §")

    assert (caught.value.position, caught.value.length) == (6, 1)


@pytest.mark.parametrize("text", ["kosten/bat*", "titel:kosten/bat*"])
def test_a_star_behind_several_words_is_refused_with_its_place(text: str):
    with pytest.raises(QueryError) as refused:
        rewritten(text)

    error = refused.value
    assert text[error.position : error.position + error.length].endswith("kosten/bat*")
    assert "kosten bat*" in error.advice
