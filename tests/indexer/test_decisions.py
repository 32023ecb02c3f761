"""Decisions: classes, votes and absentees, over invented wordings and the real ones where they are at hand."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.decisions import GUESS, classify, split_absentees
from indexer.model import Vote
from indexer.tables import toml
from indexer.wordings import ASIDES, CLAUSES, NEEDS, RULES, Rule, find
from search.outcomes import LABELS

FACTS = Path(__file__).parent / "data" / "facts"


def _wordings() -> list[tuple[tuple[str, ...], str]]:
    rows = (line.split("\t") for line in (FACTS / "decisions.tsv").read_text(encoding="utf-8").splitlines())
    return [(tuple(row[0].split(",")), row[1].replace("|", "\n")) for row in rows if not row[0].startswith("#")]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _row(vote: Vote) -> list[object]:
    parties = (" ".join(group) for group in (vote.for_parties, vote.against_parties, vote.abstain_parties))
    return [vote.for_, vote.against, vote.abstain, *parties, vote.on, vote.carried]


@pytest.mark.parametrize(("outcomes", "text"), _wordings())
def test_an_invented_wording_gets_its_classes_in_order(outcomes: tuple[str, ...], text: str) -> None:
    assert classify(text).outcomes == outcomes


def test_every_class_is_in_the_invented_table() -> None:
    assert {outcome for outcomes, _ in _wordings() for outcome in outcomes} == set(LABELS)


@pytest.mark.parametrize("case", _lines(FACTS / "votes.jsonl"), ids=lambda case: case["text"][:40])
def test_votes_are_read_with_counts_parties_and_result(case: dict[str, Any]) -> None:
    assert [_row(vote) for vote in classify(str(case["text"])).votes] == case["votes"]


def _gold_row(vote: dict[str, Any]) -> list[object]:
    parties = (" ".join(vote[f"{side}_parties"]) for side in ("for", "against", "abstain"))
    return [vote["for"], vote["against"], vote["abstain"], *parties, vote["on"], vote["carried"]]


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_real_wordings_reach_the_floors(shared: Path, data: Path) -> None:
    floors = json.loads((data / "eval" / "floors.json").read_text("utf-8"))["decisions"]
    gold = _lines(shared / "gold" / "decisions.jsonl")
    read = [(case, classify(str(case["text"]))) for case in gold]
    voted = [([_row(v) for v in got.votes], [_gold_row(v) for v in case["votes"]]) for case, got in read]
    reached = {
        "outcome": _share([got.outcome == case["outcome"] for case, got in read]),
        "outcomes": _share([set(got.outcomes) == set(case["outcomes"]) for case, got in read]),
        "votes": _share([got == want for got, want in voted if got or want]),
    }

    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


def test_the_rule_that_chose_is_named() -> None:
    assert classify("Anbefales.").rule == "recommended"
    assert classify("Solen skinnede.").rule == ""
    assert classify("").rule == "whole_none"


def test_a_quotation_of_the_opposite_sense_changes_nothing() -> None:
    text = "Indstillingen blev godkendt. Venstre ønskede tilført: ”Sagen burde være udsat. Forslaget forkastes.”"
    assert classify(text).outcomes == ("approved",)


def test_the_larger_group_of_named_members_decides_where_nobody_speaks_for_all() -> None:
    text = "Ole Bro, Lis Dam og Bo Kjær kunne ikke tiltræde indstillingen. Pia Holm kunne tiltræde indstillingen."
    assert classify(text).outcome == "rejected"


def test_a_line_that_breaks_before_what_is_followed_ends_no_sentence() -> None:
    assert classify("Havneudvalget besluttede at følge\nHavnekontorets indstilling.").outcome == "approved"


@pytest.mark.parametrize(
    "note",
    [
        "Venstre afgav følgende protokolbemærkning: Vi ønsker sagen udsat. Vi kan ikke godkende den. Den bør i høring.",
        "Protokolbemærkning: SF anbefaler, at sagen sendes i høring. Forvaltningen bør vende tilbage med et notat.",
        "SF ønskede ført til protokol: Vi mener ikke, at planen er god. Den burde være forkastet.",
    ],
)
def test_a_note_of_several_sentences_adds_no_class(note: str) -> None:
    assert classify(f"Godkendt.\n{note}").outcomes == ("approved",)
    assert classify(f"{note}\nIndstillingen blev godkendt.").outcomes == ("approved",)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.name)
def test_what_a_rule_needs_stands_in_all_that_it_matches(rule: Rule) -> None:
    matched = [text for _, text in _wordings() if rule.pattern.search(text.lower())]
    assert matched and all(any(part in text.lower() for part in rule.needs) for text in matched)


@pytest.mark.parametrize("name", NEEDS)
def test_a_form_is_found_without_its_needs_nowhere(name: str) -> None:
    pattern = (CLAUSES | ASIDES)[name]
    texts = [text for _, text in _wordings() if pattern.search(text)]
    assert texts and all(find(name, text) for text in texts)


def test_a_decision_of_two_thousand_characters_is_read_in_bounded_time_too() -> None:
    text = "\n".join(text for _, text in _wordings() if len(text) > 60)[:2000]
    began = time.process_time()
    for _ in range(10):
        classify(text)
    assert (time.process_time() - began) / 10 < 0.3


@pytest.mark.parametrize(
    ("text", "decision", "absent"),
    [
        (
            "Godkendt.\nLis Dam deltog ikke i sagens behandling.",
            "Godkendt.",
            "Lis Dam deltog ikke i sagens behandling.",
        ),
        ("Fraværende: Lis Dam\nGodkendt.", "Godkendt.", "Fraværende: Lis Dam"),
        ("Fraværende:\nLis Dam, Ole Bro\nGodkendt.", "Godkendt.", "Fraværende:\nLis Dam, Ole Bro"),
        ("Fraværende:\nGodkendt", "Godkendt", "Fraværende:"),
        (
            "Godkendt. Ole Bro var fraværende. Lis tog forbehold.",
            "Godkendt. Lis tog forbehold.",
            "Ole Bro var fraværende.",
        ),
        ("Deltog ikke:\nLis Dam\nOle Bro (A)\nGodkendt.", "Godkendt.", "Deltog ikke:\nLis Dam\nOle Bro (A)"),
        ("Godkendt\nLis Dam (V) fraværende", "Godkendt", "Lis Dam (V) fraværende"),
        ("Lis Dam var forhindret i at deltage i sagen.", "", "Lis Dam var forhindret i at deltage i sagen."),
        ("Lis Dam ankom kl. 17.32 under punkt 3.\nGodkendt.", "Godkendt.", "Lis Dam ankom kl. 17.32 under punkt 3."),
        (
            "Fraværende med afbud:\n\nLis Dam (Moderaterne), sygdom.\n\nUden afbud:\nGodkendt.",
            "Uden afbud:\nGodkendt.",
            "Fraværende med afbud:\nLis Dam (Moderaterne), sygdom.",
        ),
        ("Fraværende uden afbud:\nIngen.\nGodkendt.", "Godkendt.", "Fraværende uden afbud:\nIngen."),
        ("Ej til stede: Lis Dam, Ole Bro Godkendt.", "Godkendt.", "Ej til stede: Lis Dam, Ole Bro"),
        ("Godkendt.\nAfbud:\n1. Lis Dam, Ø", "Godkendt.", "Afbud:\n1. Lis Dam, Ø"),
        ("Godkendt. Fraværende Lis Dam", "Godkendt.", "Fraværende Lis Dam"),
        ("Godkendt.\n\nLis Dam (A), Ole Bro (V)", "Godkendt.", "Lis Dam (A), Ole Bro (V)"),
        ("Valgt blev:\nLis Dam (A), Ole Bro (V)", "Valgt blev:\nLis Dam (A), Ole Bro (V)", ""),
        ("Lis Dam (A), Ole Bro (V)", "Lis Dam (A), Ole Bro (V)", ""),
        ("Godkendt.", "Godkendt.", ""),
    ],
)
def test_absentees_are_parted_from_the_decision(text: str, decision: str, absent: str) -> None:
    assert split_absentees(text) == (decision, absent)


@given(st.text(alphabet="Godkendt ikke.,:;()”\n12 at og Æ-", max_size=200))
def test_any_text_gets_at_least_one_known_class(text: str) -> None:
    outcomes = classify(text).outcomes
    assert outcomes and set(outcomes) <= set(LABELS)


@pytest.mark.parametrize(
    "part", ["A, B og C ", "Aa Bb Cc ", "sendes til ", "vedtog at ", "”a", "godkendt, idet ", "tog "]
)
def test_a_long_repetitive_text_is_read_in_bounded_time(part: str) -> None:
    began = time.process_time()
    classify(part * (100_000 // len(part)))
    assert time.process_time() - began < 5


def test_bare_words_tell_only_what_a_decision_is_and_not_that_it_is_one() -> None:
    text = "Megen debat i salen"
    assert classify(text).rule == "hint_discussed"
    assert classify(text, freely=False).outcome == "unknown"
    assert classify(f"{text} {'og meget mere ' * 40}").outcome == "unknown"


def test_what_a_subordinate_clause_alone_tells_is_a_guess() -> None:
    verdict = classify("Hjemmesiden føres ajour for de medlemmer, der er bevilget orlov.")
    assert (verdict.outcome, verdict.rule.startswith(GUESS)) == ("approved", True)


def test_who_stood_in_for_whom_is_no_part_of_a_decision() -> None:
    text = "Godkendt.\nMona Rask (V) deltog i mødet i stedet for Finn Holst (I)."
    assert split_absentees(text)[0] == "Godkendt."


def test_each_wording_of_absence_has_one_of_its_signs_in_it() -> None:
    table = toml("attendance.toml")
    wordings = [wording.replace("?", "") for wording in (*table["absence"], *table["absence_line"])]
    assert [wording for wording in wordings if not any(sign in wording for sign in table["absence_signs"])] == []
