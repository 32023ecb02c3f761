"""Two hundred malformed and hostile queries: each gets a message with place and advice or a bounded answer, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from queries import WORDS

from indexer.build import build_index
from search.errors import QueryError
from search.find import Index, open_index

DATA = Path(__file__).parent / "data"
SIGNS = (*"()*?~^=:-\\/§.,&|!<>[]{}'“”«»\"\u200b", "NÆR", "NÆR/3", "ELLER", "OG", "IKKE", "titel:", "dato:", "beløb:")
SECONDS = 5.0
"""A guard against queries that never end: on a quiet machine none takes one."""


def queries() -> list[str]:
    refused = [line.split("\t")[0] for line in lines("query/refused.tsv")]
    heavy = [
        " ".join(f"*{letters}*" for letters in ["er", "en", "de", "sk", "in"] * 6),
        " ELLER ".join(f"{word}~2" for word in WORDS[:30]),
        " ".join(f'"{word} {word}"~99' for word in WORDS * 3),
        " ".join(f"{word} NÆR/99 {word}" for word in WORDS * 2),
        " ELLER ".join(WORDS * 8),
        "(" * 30 + "skole" + ")^2" * 30,
        "-(" * 15 + "skole lukning" + ")" * 15,
        '"' + "og " * 600 + '"',
        "titel:(" + " ELLER ".join(f"-{word}" for word in WORDS * 4) + ")",
        "skole^100 " * 150,
        "*" + "e?" * 300 + "*",
        "beløb:" + "9" * 1_900,
        "dato:-" + "9" * 1_900 + "d",
    ]
    return [*refused, *lines("malformed.txt"), *heavy, *noise(Random(3), 80)]


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def noise(random: Random, count: int) -> Iterator[str]:
    """Words and signs at random."""
    for _ in range(count):
        pieces = random.choices([*SIGNS, *WORDS[:12]], k=random.randint(2, 30))
        yield "".join(piece + random.choice(("", "", " ")) for piece in pieces)


QUERIES = queries()


@pytest.fixture(scope="module")
def index(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("hostile") / "index"
    build_index([data / "minutes"], folder)
    with open_index(folder) as opened:
        yield opened


def test_there_are_two_hundred_of_them():
    assert len(set(QUERIES)) >= 200


@pytest.mark.parametrize("match", ["all", "any"])
def test_a_hostile_query_is_refused_with_advice_or_answered_at_once(index: Index, match):
    slow: dict[str, float] = {}
    for query in QUERIES:
        began = perf_counter()
        try:
            answer = index.find(query, match=match, explain=True)
            assert len(answer.hits) <= 10
        except QueryError as error:
            assert error.advice and str(error), query
            assert 0 <= error.position <= len(query) and error.length >= 1, query
        if (taken := perf_counter() - began) > SECONDS:
            slow[query[:80]] = taken
    assert not slow
