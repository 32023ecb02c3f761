"""Which lines are labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.segment.labels import find_label, vocabulary

TABLE = Path(__file__).parent / "data" / "segment" / "labels.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "kind", "rest"), ROWS)
def test_a_label_is_told_from_text(text: str, kind: str, rest: str) -> None:
    label = find_label(text)
    assert (label.kind if label else "-", label.rest if label else "") == (kind, rest)


def test_every_word_of_the_vocabulary_is_a_label_in_any_dress() -> None:
    for word, kind in vocabulary().words.items():
        dressed = (word.capitalize(), word.upper(), f"**{word.capitalize()}**", f"{word.capitalize()}:")
        assert {(label.kind if (label := find_label(text)) else None) for text in dressed} == {kind}, word


@given(st.text(max_size=300))
def test_no_text_breaks_the_vocabulary(text: str) -> None:
    label = find_label(text)
    assert label is None or label.kind
