"""What an index covers: its meetings by body and month, gaps against what is usual, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.coverage import Body, coverage, gaps, missed, notes
from search.document import Document, Passage
from search.query.parser import parse
from search.store.reader import StoreReader
from search.store.source import Source
from search.store.writer import StoreWriter
from search.telling import calendar

COUNCIL, FINANCE = Body("Nørreå", "Kommunalbestyrelsen"), Body("Nørreå", "Økonomiudvalget")


def source(path: str, status: str = "indexed") -> Source:
    reason = "" if status == "indexed" else "damaged"
    return Source("/arkiv", path, 1, 1, 1, path, "1", status, reason)


def meeting(body: Body, date: str) -> Document:
    passage = Passage("case", "", "skolen", None, 0, 6)
    return Document(
        f"{body.name}/{date}", "Skolen", (passage,), municipality=body.municipality, body=body.name, date=date
    )


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[StoreWriter]:
    with StoreWriter(tmp_path / "store.sqlite") as writer:
        writer.begin()
        yield writer


@pytest.fixture
def store(writer: StoreWriter) -> Iterator[StoreReader]:
    """The finance committee in each month of 2022 to 2024 but July and August 2023; two files that cannot be read."""
    months = [(year, month) for year in (2022, 2023, 2024) for month in range(1, 13) if month != 7]
    dates = [f"{year}-{month:02}-10" for year, month in months if (year, month) != (2023, 8)]
    writer.apply(source("all.txt"), [meeting(FINANCE, date) for date in dates] + [meeting(COUNCIL, "2022-05-01")])
    writer.apply(source("2023-08-15-oekonomiudvalget.pdf", "failed"), None)
    writer.apply(source("bilag/scan.pdf", "scanned"), None)
    yield writer.reader()


@pytest.mark.parametrize(
    ("met", "found"),
    [
        pytest.param([], [], id="a body that never met"),
        pytest.param([(2023, 1), (2023, 2), (2023, 4), (2023, 5), (2023, 6)], [(2023, 3)], id="one of six months"),
        pytest.param([(2023, 6), (2023, 8), (2023, 9)], [], id="July is no gap"),
        pytest.param([(2023, 1), (2023, 6), (2023, 11)], [], id="a body that meets rarely has no gaps"),
        pytest.param(
            [(year, month) for year in (2021, 2022, 2023, 2024) for month in (3, 9) if (year, month) != (2022, 9)],
            [(2022, 9)],
            id="twice a year, once not",
        ),
        pytest.param(
            [(year, month) for year in (2021, 2022, 2023, 2024) for month in range(1, 13) if month != 12],
            [],
            id="never in December",
        ),
    ],
)
def test_gaps_are_told_against_what_is_usual(met: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    assert list(gaps(met)) == found


def test_where_no_meeting_is_known_it_is_said_rather_than_a_grid_drawn() -> None:
    assert list(calendar.as_text([])) == ["no meeting is in the index whose body and date are known"]


def test_a_month_whose_meeting_could_not_be_read_is_no_gap() -> None:
    met = [(2023, month) for month in (1, 2, 4, 5, 6)]
    assert list(gaps(met, [(2023, 3)])) == []


@pytest.mark.parametrize(
    ("path", "body", "date"),
    [
        ("2023-08-15-oekonomiudvalget.pdf", FINANCE, "2023-08-15"),
        ("Økonomiudvalget/2023/20230815 referat.pdf", FINANCE, "2023-08-15"),
        ("okonomiudvalget_15.08.2023.pdf", FINANCE, "2023-08-15"),
        ("arkiv 2021-01-01/ØKONOMIUDVALGETS møde 2023_08_15.pdf", FINANCE, "2023-08-15"),
        ("scan0001.pdf", Body("", ""), ""),
        ("skoleudvalget 2023-08-15.pdf", Body("", ""), "2023-08-15"),
    ],
)
def test_a_path_tells_whose_meeting_could_not_be_read(path: str, body: Body, date: str) -> None:
    (one,) = missed([source(path, "failed")], [COUNCIL, FINANCE])
    assert (one.body, one.date) == (body, date)


def test_two_municipalities_with_a_body_of_one_name_are_told_apart_by_the_path() -> None:
    bodies = [Body("Aarhus", "Byrådet"), Body("Odense", "Byrådet")]
    (one,) = missed([source("odense/byraadet/2023-08-15.pdf", "failed")], bodies)
    assert one.body == bodies[1]


def test_the_coverage_counts_meetings_and_those_that_could_not_be_read(store: StoreReader) -> None:
    council, finance = coverage(store)
    assert (council.body, dict(council.meetings), council.gaps) == (COUNCIL, {(2022, 5): 1}, ())
    assert (finance.body, sum(finance.meetings.values())) == (FINANCE, 32)
    assert (dict(finance.missed), finance.gaps) == ({(2023, 8): 1}, ())


@pytest.mark.parametrize(
    ("query", "total", "told"),
    [
        ("skole dato:2023", 9, ["1 meeting of Økonomiudvalget in this range", "1 file of unknown body or date"]),
        ("skole dato:2023 udvalg:økonomi*", 9, ["1 meeting of Økonomiudvalget in this range", "1 file of unknown"]),
        ("skole dato:2023 udvalg:økonomiudvalgets", 9, ["1 meeting of Økonomiudvalget in this range", "1 file"]),
        ("skole dato:2023 udvalg:kommunalbestyrelsen", 9, ["1 file of unknown body or date"]),
        ("skole dato:2022", 9, ["1 file of unknown body or date"]),
        ("skole", 9, []),
        ("skole", 0, ["1 meeting of Økonomiudvalget could not", "1 file of unknown body or date"]),
    ],
)
def test_a_search_tells_what_of_its_range_could_not_be_read(
    store: StoreReader, query: str, total: int, told: list[str]
) -> None:
    found = list(notes(parse(query), store, total))
    assert [note.startswith(start) for note, start in zip(found, told, strict=True)] == [True] * len(told), found


def test_a_search_in_a_body_tells_of_months_without_its_meeting(writer: StoreWriter) -> None:
    writer.apply(source("a"), [meeting(FINANCE, f"2023-{month:02}-01") for month in (1, 2, 4, 5, 6)])
    store = writer.reader()
    (note,) = notes(parse("dato:2023 udvalg:økonomiudvalget"), store, 5)
    assert note.startswith("no meeting of Økonomiudvalget in 1 month of this range")
    assert list(notes(parse("dato:2023-05 udvalg:økonomiudvalget"), store, 1)) == []
    assert list(notes(parse("dato:2023"), store, 5)) == []


def test_a_file_that_fails_now_but_keeps_its_items_is_not_told_as_unread(writer: StoreWriter) -> None:
    file = source("2023-08-15-oekonomiudvalget.txt")
    writer.apply(file, [meeting(FINANCE, "2023-08-15")])
    writer.apply(source(file.path, "failed"), None)
    assert list(notes(parse("dato:2023"), writer.reader(), 1)) == []
