"""What is offered to somebody who has typed the beginning, on every engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import thread_time

import pytest
from planted import ENGINES, passage, planted

from search import suggest as suggestions
from search.document import Document
from search.find import Index
from search.suggest import Suggestion, suggest


def item(number: int, title: str, text: str, body: str = "Teknik- og Miljøudvalget") -> Document:
    date = f"2023-01-{number:02}"
    return Document(f"x/{number}", title, (passage(text),), body=body, date=date)


ITEMS = (
    item(1, "Cykelsti ved havnen", "Cykelstien er ny. Cykelstien er bred."),
    item(2, "Ny cykelsti", "Cykler og cykelstier på vejen."),
    item(3, "NY cykelsti", "Cykelsti med 2 spor i 2023.", body="Økonomiudvalget"),
    item(4, "Nyt fra Cyklistforbundet", "Cyklisterne skriver til Miljøstyrelsen.", body="Økonomiudvalget"),
    item(5, "Møde", "Miljø, miljø og miljø.", body="Økonomiudvalget"),
    item(6, "Uden ord", "Med og uden."),
)


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    with planted(tmp_path_factory.mktemp("suggest") / "index", ITEMS, request.param) as opened:
        yield opened


def told(index: Index, beginning: str, kind: str, **options) -> list[tuple[str, int]]:
    return [(one.text, one.items) for one in suggest(index, beginning, **options) if one.kind == kind]


def test_frequent_words_come_first_and_each_in_one_form(index: Index):
    words = [word for word, _ in told(index, "cykelst", "word")]

    assert len(words) == 1 and words[0].startswith("cykelst")
    assert told(index, "milj", "word") == [("miljø", 1), ("miljøstyrelsen", 1)]


def test_common_words_and_numbers_are_no_words_to_offer(index: Index):
    assert told(index, "med", "word") == told(index, "202", "word") == []


def test_of_several_words_the_last_is_completed_so_that_something_is_found(index: Index):
    assert told(index, "ny cykelst", "word") == [("ny cykelsti", 3)]
    assert told(index, "havnen cykler", "word") == []


def test_a_body_is_offered_by_any_word_of_its_name_and_as_it_is_written(index: Index):
    assert told(index, "ØKO", "body") == [("Økonomiudvalget", 3)]
    assert told(index, "miljø", "body") == told(index, "t", "body") == [("Teknik- og Miljøudvalget", 3)]
    assert told(index, "udvalget", "body") == []


def test_titles_that_begin_so_come_before_those_that_hold_it_and_newer_before_older(index: Index):
    found = [one for one in suggest(index, "cyk") if one.kind == "title"]

    assert [one.text for one in found] == ["Cykelsti ved havnen", "Nyt fra Cyklistforbundet", "NY cykelsti"]
    assert found[2] == Suggestion("title", "NY cykelsti", 2, "x/3")
    assert told(index, "ny cyk", "title") == [("NY cykelsti", 2)]


def test_there_are_no_more_of_a_kind_than_asked_for(index: Index):
    assert len(told(index, "cyk", "title", limit=1)) == len(told(index, "cyk", "word", limit=1)) == 1


@pytest.mark.parametrize("beginning", ["", " ", "-", "*", "(", '"', "x" * 1000, "\x00", "a/b c\\", "§", "''"])
def test_nothing_that_is_typed_is_an_error(index: Index, beginning: str):
    assert all(one.items for one in suggest(index, beginning))


def test_one_letter_brings_bodies_only(index: Index):
    assert {one.kind for one in suggest(index, "ø")} == {"body"}


def test_people_and_programs_are_told_all_of_it(index: Index):
    found = suggest(index, "økonomi")

    assert list(suggestions.as_text(found)) == ["body   Økonomiudvalget (3 items)"]
    assert json.loads(next(suggestions.as_json(found))) == {
        "kind": "body", "text": "Økonomiudvalget", "items": 3, "id": ""
    }  # fmt: skip


def test_it_is_answered_while_somebody_types(tmp_path):
    letters = str.maketrans("0123456789", "abcdefghij")
    words = [f"{number}".translate(letters) for number in range(3_000)]
    items = [Document(f"y/{word}", f"Sag{word} ny cykelsti", (passage(f"ord{word} vej{word}"),)) for word in words]
    with planted(tmp_path / "index", items) as index:
        suggest(index, "cyk")
        times = []
        for beginning in ("cy", "cyk", "ny cyk", "sag", "ordb") * 3:
            start = thread_time()
            assert suggest(index, beginning)
            times.append(thread_time() - start)

    assert sorted(times)[len(times) // 2] < 0.01
