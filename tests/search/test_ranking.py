"""The order of hits: what lifts an item, and what decides between equals."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from indexer import build_index
from search import open_index
from search.document import Document
from search.ranking import recency
from search.schema import place_of, sort_keys


def test_an_item_counts_a_tenth_more_than_one_ten_years_older():
    assert recency(20250601) / recency(20150601) == pytest.approx(1.1)
    assert recency(20350101) / recency(20250101) == pytest.approx(1.1)


def test_no_date_and_no_slip_in_a_date_throws_an_item_far_off():
    assert recency(20150101) == pytest.approx(recency(0), rel=0.001)
    assert 1 == recency(10240101) < recency(92440101) < 1.7


def test_items_of_a_meeting_stand_by_their_numbers_whatever_is_between():
    places = [place_of(f"aarhus/byraadet/2024-03-06/{number}") for number in ("1", "2", "9", "10", "11-3fa9", "120")]

    assert places == sorted(places)
    assert len({place // 100_000 for place in places}) == 1
    assert place_of("aarhus/udvalg/2024-03-06/1") // 100_000 != places[0] // 100_000


@pytest.mark.parametrize("number", ["", "x", "9" * 50, "-"])
def test_every_id_has_a_place_that_can_be_sorted(number: str):
    assert sort_keys(20240306, place_of(f"a/b/c/{number}"))
    assert place_of(number) == place_of(number)


def test_equal_items_stand_newest_first_whatever_file_was_read_first(tmp_path: Path):
    days = ["2023-01-10", "2024-01-10", "2022-01-10", ""]
    items = [Document(f"a/b/{day or '-'}/1", "Plan for havnen", (), date=day) for day in days]
    found = []
    for number, order in enumerate((items, items[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, item in enumerate(order):
            (folder / f"{name}.jsonl").write_text(json.dumps(asdict(item)), encoding="utf-8")
        build_index([folder], tmp_path / f"index{number}")
        with open_index(tmp_path / f"index{number}") as index:
            found.append([hit.document.id for hit in index.find("dato:2000..").hits])
            found.append([hit.document.id for hit in index.find("havnen").hits])

    assert found[0] == found[2] == ["a/b/2024-01-10/1", "a/b/2023-01-10/1", "a/b/2022-01-10/1"]
    assert found[1] == found[3]


def test_an_item_whose_title_is_the_query_stands_before_one_that_names_its_words(tmp_path: Path):
    titles = ["Planen for havnen og parkens planer", "Plan for parken", "Parken: planer for havnen"]
    items = [Document(f"a/b/2024-01-10/{number}", title, (), date="2024-01-10") for number, title in enumerate(titles)]
    lines = "\n".join(json.dumps(asdict(item)) for item in items)
    (tmp_path / "items.jsonl").write_text(lines, encoding="utf-8")
    build_index([tmp_path / "items.jsonl"], tmp_path / "index")

    with open_index(tmp_path / "index") as index:
        assert index.find("planer for parken").hits[0].document.title == "Plan for parken"
        assert index.find("parken planer").hits[0].document.title == "Parken: planer for havnen"
