"""Whether the recommendation was followed, over invented decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.decisions import classify
from indexer.followed import followed

FACTS = Path(__file__).parent / "data" / "facts"


def _cases() -> list[list[str]]:
    lines = (FACTS / "followed.tsv").read_text(encoding="utf-8").splitlines()
    return [line.replace("|", "\n").split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("answer", "decision", "recommendation"), _cases())
def test_a_decision_is_held_against_its_recommendation(answer: str, decision: str, recommendation: str) -> None:
    assert followed(decision, classify(decision), recommendation or None) == answer


@given(st.text(alphabet="Godkendt ikke at indstiles, 1.", max_size=120), st.text(alphabet="at godkenes.", max_size=60))
def test_any_two_texts_get_one_of_the_four_answers(decision: str, recommendation: str) -> None:
    answer = followed(decision, classify(decision), recommendation)
    assert answer in {"as_recommended", "amended", "against", "unknown"}
