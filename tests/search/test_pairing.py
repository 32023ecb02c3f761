"""Agenda and minutes of one meeting become one item, in whatever order they come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from search.document import Document, Passage
from search.store.pairing import joined
from search.store.reader import StoreReader
from search.store.source import Source
from search.store.writer import StoreWriter

SAID = Passage("case", "", "Skolen skal have nyt tag.", None, 0, 25)
DECIDED = Passage("decision", "", "Godkendt.", None, 26, 35)
ONLY_BEFORE = Passage("case", "", "Mødet er åbent for alle.", 3, 40, 64)

AGENDA = Document(
    "n/kb/2024-02-27/2", "Nyt tag", (SAID, ONLY_BEFORE), kind="agenda", case_numbers=("1-24",), source="a"
)
MINUTES = replace(AGENDA, passages=(SAID, DECIDED), kind="minutes", outcome="approved", source="m")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreWriter]:
    with StoreWriter(tmp_path / "store.sqlite") as writer:
        writer.begin()
        yield writer


def source(name: str) -> Source:
    return Source("/root", name, 1, 1, 1, "", "1", "indexed")


def live(store: StoreWriter) -> list[Document]:
    reader: StoreReader = store.reader()
    try:
        return reader.documents(reader.live())
    finally:
        reader.close()


def test_the_pair_is_the_minutes_with_what_only_the_agenda_says():
    pair = joined([AGENDA, MINUTES])

    assert pair is not None
    assert (pair.kind, pair.outcome, pair.source, pair.also) == ("minutes", "approved", "m", ("a",))
    assert [(passage.kind, passage.text, passage.page) for passage in pair.passages] == [
        ("case", SAID.text, None),
        ("decision", "Godkendt.", None),
        ("agenda", ONLY_BEFORE.text, None),
    ]


@pytest.mark.parametrize(
    "documents",
    [
        [AGENDA],
        [MINUTES, replace(MINUTES, source="m2")],
        [AGENDA, replace(AGENDA, source="a2")],
        [AGENDA, replace(MINUTES, title="Nye skilte", case_numbers=("9-24",))],
        [AGENDA, replace(MINUTES, kind="")],
    ],
    ids=["one", "two minutes", "two agendas", "another case under the number", "kind unknown"],
)
def test_nothing_else_is_joined(documents: list[Document]):
    assert joined(documents) is None


@pytest.mark.parametrize(
    "order", list(permutations([("a", AGENDA), ("m", MINUTES)])), ids=["agenda first", "minutes first"]
)
def test_one_item_stands_in_the_index_whichever_file_came_first(store: StoreWriter, order):
    for name, document in order:
        store.apply(source(name), [document])

    assert live(store) == [joined([AGENDA, MINUTES])]


COPY = replace(MINUTES, date="2024-02-27")


@pytest.mark.parametrize("name", ["arkiv/m", "z/m"], ids=["before it", "behind it"])
def test_a_copy_of_a_file_changes_no_id_nor_does_it_when_it_or_the_first_goes(store: StoreWriter, name: str):
    copied = replace(COPY, source=name)
    store.apply(source("m"), [COPY])
    store.apply(source(name), [copied])
    first, other = sorted(["m", name])
    assert live(store) == [replace(COPY, source=first, also=(other,))]
    store.drop(source("m"))
    assert live(store) == [copied]


def test_copies_of_agenda_and_minutes_are_one_item_with_them(store: StoreWriter):
    agenda = replace(AGENDA, date="2024-02-27")
    for name, document in (("m", COPY), ("a", agenda), ("a2", agenda), ("m2", COPY)):
        store.apply(source(name), [replace(document, source=name)])
    (found,) = live(store)
    assert (found.id, found.kind, found.source, found.also) == (AGENDA.id, "minutes", "m", ("a", "a2", "m2"))


@pytest.mark.parametrize("change", [{"date": ""}, {"page": 3}, {"present": (("Bo Bech", "A"),)}], ids=str)
def test_what_only_says_the_same_is_no_copy(change: dict[str, Any]):
    """Two meetings of one day may say the same of an item."""
    same = replace(COPY, **change)
    other = replace(same, source="m2") if change == {"date": ""} else replace(COPY, source="m2")
    assert joined([same, other]) is None


def test_each_goes_alone_when_the_other_is_gone(store: StoreWriter):
    store.apply(source("a"), [AGENDA])
    store.apply(source("m"), [MINUTES])
    store.drop(source("a"))
    assert live(store) == [MINUTES]

    store.apply(source("a"), [AGENDA])
    store.drop(source("m"))
    assert live(store) == [AGENDA]


def test_a_change_of_either_changes_the_pair_and_nothing_else_does(store: StoreWriter):
    store.apply(source("a"), [AGENDA])
    store.apply(source("m"), [MINUTES])
    before = store.reader().live()
    store.apply(source("a"), [AGENDA])
    store.apply(source("m"), [MINUTES])
    assert store.reader().live() == before

    changed = replace(MINUTES, outcome="rejected")
    store.apply(source("m"), [changed])

    assert live(store) == [joined([AGENDA, changed])]


def test_an_earlier_generation_still_shows_what_it_showed(tmp_path: Path):
    with StoreWriter(tmp_path / "s.sqlite") as writer:
        first = writer.begin()
        writer.apply(source("a"), [AGENDA])
        second = writer.begin()
        writer.apply(source("m"), [MINUTES])
        for generation, kind in ((first, "agenda"), (second, "minutes")):
            reader = StoreReader(tmp_path / "s.sqlite", generation)
            assert [document.kind for document in reader.documents(reader.live())] == [kind]
            found = reader.by_id(AGENDA.id)
            assert found is not None and found.kind == kind
            reader.close()
