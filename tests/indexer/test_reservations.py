"""Reservations of members and groups, over invented decisions."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.decisions import classify
from indexer.reservations import KINDS, find_reservations, with_votes

FACTS = Path(__file__).parent / "data" / "facts"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (FACTS / "reservations.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_everyone_with_a_reservation_is_named_with_party_and_point(case: dict[str, Any]) -> None:
    found = find_reservations(case["text"])
    assert [[r.who, r.party, r.kind, r.point] for r in found] == case["found"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Indstillingen blev forkastet. For stemte: 7 medlemmer (A). Imod stemte: 6 medlemmer (V), 1 medlem (C).",
            [("V", "stemte imod"), ("C", "stemte imod")],
        ),
        (
            "Godkendt med 14 stemmer for (A og F) og 6 imod (V). 1 medlem (O) undlod at stemme.",
            [("O", "undlod at stemme"), ("V", "stemte imod")],
        ),
        (
            "Ændringsforslaget blev forkastet med 8 stemmer mod 13. For stemte: V og O. Imod stemte: A og F. "
            "Indstillingen blev herefter godkendt med 13 stemmer mod 7. 1 medlem (N) undlod at stemme.",
            [("N", "undlod at stemme")],
        ),
        ("Godkendt. Imod stemte Lis Dam (V).", [("Lis Dam", "stemte imod")]),
    ],
)
def test_parties_that_voted_against_the_decision_itself_distanced_themselves(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = with_votes(find_reservations(text), classify(text).votes)
    assert [(one.who, one.kind) for one in found] == expected


def test_every_kind_of_the_table_is_in_the_cases() -> None:
    assert {kind for case in CASES for _, _, kind, _ in case["found"]} == KINDS


@pytest.mark.parametrize("remark", [case["text"] for case in CASES if case["found"] and "Godkendt" not in case["text"]])
def test_a_reservation_behind_an_approval_leaves_it_approved(remark: str) -> None:
    assert classify(f"Indstillingen blev godkendt. {remark}").outcomes == ("approved",)


@given(st.text(alphabet="A B og tog forbehold stemte imod,.():\n", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(reservation.kind in KINDS for reservation in find_reservations(text))


@pytest.mark.parametrize("part", ["A, B og C ", "Aa Bb Cc ", "stemte imod A, ", "Venstre tog ", "kunne ikke ", "(A) ("])
def test_a_long_repetitive_text_is_searched_in_bounded_time(part: str) -> None:
    began = time.process_time()
    find_reservations(part * (60_000 // len(part)))
    assert time.process_time() - began < 3
