"""Queries of the whole language find the same items on every engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom

import pytest
from queries import disagreements, items, query, reader_of, telling

from search.engines import registry
from search.errors import QueryError
from search.query.ast import Query
from search.query.parser import parse
from search.query.printer import to_text

SIZES = {"tantivy": 250, "whoosh": 50}


@pytest.fixture
def seed(record_property: Callable[[str, object], None]) -> int:
    fresh = SystemRandom().randrange(2**32)
    print(f"seed {fresh}")
    record_property("seed", fresh)
    return fresh


@pytest.mark.parametrize("name", registry.NAMES)
def test_a_hundred_queries_find_on_an_engine_what_the_reference_finds(name: str, seed: int, tmp_path: Path) -> None:
    documents = items(Random(seed), SIZES[name])
    readers = [reader_of(engine, documents, tmp_path / engine) for engine in ("reference", name)]

    assert list(disagreements(readers, seed, 100)) == []


def test_the_queries_tell_items_apart(tmp_path: Path) -> None:
    reader = reader_of("tantivy", items(Random(1), 250), tmp_path / "index")

    assert telling(reader, 1, 300) > 150


def test_a_query_finds_the_same_by_its_printed_form(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    trees = [tree for tree in (read(query(random)) for _ in range(300)) if tree]

    assert len(trees) > 250
    assert [parse(to_text(tree)) for tree in trees] == trees


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except QueryError:
        return None
