"""Counts are those of all that is found, and what is shown of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import BinaryIO

import pytest

from indexer.build import build_index
from indexer.forget import forget
from search.counts import Counts, Tally, count, count_all
from search.document import Document
from search.errors import FacetRefused, QueryError, SearchError, TableError
from search.facets import in_order, label
from search.find import Index, open_index
from search.meaning.filters import filters_of
from search.postings import engine_document
from search.questions import Question, read_questions
from search.schema import FACETS
from search.telling import grid
from search.telling.hitlist import hit_lines
from search.telling.plot import draw


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, data: Path) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("talt")
    build_index([data / "minutes"], folder / "index", engine=request.param)
    with open_index(folder / "index") as opened:
        yield opened


def found(index: Index, query: str, **options) -> list[Document]:
    return [hit.document for hit in index.find(query, limit=1000, **options).hits]


def by_hand(documents: list[Document], facets: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    each = (engine_document(document, 1).facets for document in documents)
    return Counter(values for held in each for values in product(*(held[facet] for facet in facets)))


@pytest.mark.parametrize("by", [*((facet,) for facet in FACETS), ("body", "year"), ("topic", "outcome")], ids="-".join)
@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {}),
        ("skole", {}),
        ("-skole", {}),
        ("rumraket", {}),
        ("cykelsti skole", {"match": "any"}),
        ("nedlæggelse skole", {"synonyms": False}),
        ("plan", {"filters": filters_of(["teknik"], "2023", None, ["godkendt"])}),
    ],
    ids=str,
)
def test_counts_are_those_of_the_hits_of_the_same_search(index: Index, query: str, options: dict, by: tuple[str, ...]):
    documents = found(index, query, **options)
    counts = count(index, query, by, **options)

    assert counts.found.total == len(documents)
    assert counts.found.cells == by_hand(documents, by)
    for facet, values in zip(by, (counts.found.rows, counts.found.columns), strict=False):
        one = {value: number for (value,), number in by_hand(documents, (facet,)).items()}
        assert {value: number for value, number in values.items() if number} == one


@pytest.mark.parametrize(
    ("facet", "asked"), [("outcome", "udfald:{}"), ("body", 'udvalg:"{}"'), ("year", "dato:{}"), ("month", "dato:{}")]
)
def test_a_value_is_counted_as_often_as_the_query_for_it_finds_items(index: Index, facet: str, asked: str):
    rows = count(index, "", (facet,)).found.rows

    assert len(rows) > 1
    for value, items in rows.items():
        assert index.find(asked.format(value)).total == items


def test_what_is_indexed_is_told_beside_whatever_is_asked(index: Index):
    counts = count(index, "skole", ("body", "year"), per_1000=True, filters=filters_of([], "2024", None, []))
    everything = by_hand(list(index.items()), ("body", "year"))

    assert counts.indexed is not None
    assert counts.indexed.cells == everything
    assert counts.indexed.total == 160 > counts.found.total > 0
    assert "2023" not in counts.found.columns


def test_a_search_tells_the_same_counts_of_all_its_hits(index: Index):
    answer = index.find("skole", limit=1, facets=("udvalg", "year"))

    alone = {facet: count(index, "skole", (facet,)).found.rows for facet in ("body", "year")}
    assert {facet: list(rows.items()) for facet, rows in answer.facets.items()} == {
        facet: list(rows.items()) for facet, rows in alone.items()
    }
    assert answer.to_dict()["facets"]["year"][0] == {"value": "2023", "label": "2023", "items": 31}


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_what_was_forgotten_since_the_index_was_opened_is_told(tmp_path: Path, data: Path, engine: str):
    build_index([data / "minutes"], tmp_path / "index", engine=engine)
    with open_index(tmp_path / "index") as opened:
        gone = opened.find("cykelsti").hits[0].document.id
        assert count(opened, "cykelsti").warnings == ()
        forget(gone, "prøve", tmp_path / "index")
        before = count(opened, "cykelsti")
    with open_index(tmp_path / "index") as opened:
        after = count(opened, "cykelsti")

    assert before.warnings == ("forgotten a moment ago, and still counted where they match: 1",)
    assert (after.found.total, after.warnings) == (before.found.total - 1, ())


@pytest.mark.parametrize("by", [(), ("by",), ("body", "year", "topic"), ("body", "udvalg", "year", "kind")])
def test_other_than_one_or_two_facets_are_refused(index: Index, by: tuple[str, ...]):
    with pytest.raises(FacetRefused, match="counted by"):
        count(index, "skole", by)


def test_years_and_months_stand_in_order_without_a_gap_and_others_by_number():
    assert in_order("year", {"2023": 1, "": 4, "2020": 9}) == ("2020", "2021", "2022", "2023", "")
    assert in_order("month", {"2020-11": 1, "2021-02": 9}) == ("2020-11", "2020-12", "2021-01", "2021-02")
    assert in_order("body", {"b": 1, "c": 5, "a": 1}) == ("c", "a", "b")
    assert in_order("year", {"": 1}) == ("",)
    assert in_order("year", {}) == ()


def test_values_are_told_in_danish():
    assert label("outcome", "approved_amended") == "Godkendt med ændring"
    assert label("followed", "against") == "Ikke fulgt"
    assert label("followed", "") == "uden beslutning"
    assert (label("year", ""), label("month", ""), label("body", "")) == ("uden dato", "uden dato", "ukendt udvalg")
    assert all(label(facet, "") for facet in FACETS if facet not in ("outcome", "party"))


def two(indexed: bool = True) -> Counts:
    found = Tally(3, {"Byråd": 2, "": 1}, {"2020": 3, "2021": 0}, {("Byråd", "2020"): 2, ("", "2020"): 1})
    cells = {("Byråd", "2020"): 8, ("Byråd", "2021"): 4, ("", "2020"): 1}
    every = Tally(13, {"Byråd": 12, "": 1}, {"2020": 9, "2021": 4}, cells)
    return Counts("plan", ("body", "year"), found, every if indexed else None, ("et ord",), (("plan", "også skitse"),))


def test_two_facets_are_a_grid_with_totals():
    assert "\n".join(grid.as_text(two(indexed=False))).split("\n") == [
        "3 items match plan, by body and year",
        "  plan: også skitse",
        "",
        "               2020  2021  total",
        "Byråd             2     ·      2",
        "ukendt udvalg     1     ·      1",
        "total             3     ·      3",
        "",
        "note: et ord",
    ]


def test_shares_are_told_with_what_they_are_shares_of():
    lines = "\n".join(grid.as_text(two())).split("\n")

    assert lines[0] == "3 items match plan (230.8 per 1000 of 13), by body and year"
    assert lines[4].split() == ["Byråd", "250.0", "(2/8)", "0.0", "(0/4)", "166.7", "(2/12)"]
    assert lines[5].split() == ["ukendt", "udvalg", "1000.0", "(1/1)", "·", "1000.0", "(1/1)"]


def test_one_facet_has_bars_as_long_as_its_counts():
    counts = Counts("", ("body",), Tally(9, {"a": 8, "bb": 3, "": 0}, {}, {("a",): 8, ("bb",): 3}))

    assert list(grid.as_text(counts)) == [
        "9 items, by body",
        "",
        f"a                   8  {'█' * 40}",
        f"bb                  3  {'█' * 15}",
        "ukendt udvalg       0",
    ]
    assert (grid.bar(0), grid.bar(1), grid.bar(1 / 320)) == ("", "█" * 40, "▏")


def test_where_no_item_has_a_value_it_is_said():
    assert list(grid.as_text(Counts("x", ("party",), Tally(2, {}, {}, {})))) == [
        "2 items match x, by party",
        "none of them has a party",
    ]


def rows(counts: Counts) -> list[list[str]]:
    return list(csv.reader(io.StringIO("\n".join(grid.as_csv(counts)))))


def test_csv_is_the_grid_without_the_line_of_totals():
    assert rows(two(indexed=False)) == [
        ["body", "2020", "2021", "total"],
        ["Byråd", "2", "0", "2"],
        ["ukendt udvalg", "1", "0", "1"],
    ]
    head, first, _ = rows(two())
    assert head[:4] == ["body", "2020", "2020 indexed", "2020 per 1000"]
    assert first == ["Byråd", "2", "8", "250.0", "0", "4", "0.0", "2", "12", "166.67"]


def test_csv_holds_nothing_that_a_spreadsheet_would_run():
    counts = Counts("", ("body", "topic"), Tally(1, {"=1+1": 1}, {"@x": 1}, {("=1+1", "@x"): 1}))

    assert rows(counts) == [["body", "'@x", "total"], ["'=1+1", "1", "1"]]


def test_json_holds_every_cell_with_its_values():
    told = json.loads("".join(grid.as_json(two())))

    assert (told["query"], told["by"], told["total"], told["indexed"]) == ("plan", ["body", "year"], 3, 13)
    assert told["rows"][1] == {"value": "", "label": "ukendt udvalg", "items": 1, "indexed": 1, "per_1000": 1000.0}
    assert told["cells"][0] == {"body": "Byråd", "year": "2020", "items": 2, "indexed": 8, "per_1000": 250.0}
    assert len(told["cells"]) == 4


QUESTIONS = [
    Question(2, "Skoler", "skole"),
    Question(3, "fejl", "udvlg:x"),
    Question(4, "=Sti", "cykelsti ELLER fortov"),
]


def test_a_list_of_queries_is_a_row_each_and_a_refused_one_stops_none(index: Index):
    counts, refused = count_all(index, QUESTIONS, ("year",), per_1000=True)

    assert [(one.question.line, type(one.error)) for one in refused] == [(3, QueryError)]
    assert list(counts.found.rows) == ["Skoler", "=Sti"]
    for name, query in (("Skoler", "skole"), ("=Sti", "cykelsti ELLER fortov")):
        alone = count(index, query, ("year",), per_1000=True)
        assert counts.found.rows[name] == alone.found.total
        assert {year: counts.at((name, year)) for year in ("2023", "2024")} == {
            year: alone.at((year,)) for year in ("2023", "2024")
        }
    # several queries may find one item, so no sum over them is told
    assert "total" not in "\n".join(grid.as_text(counts)).splitlines()[-1]
    record = grid.record(counts)
    assert "total" not in record
    assert [set(column) for column in record["columns"]] == [{"value", "label"}] * 2
    assert [row["items"] for row in record["rows"]] == list(counts.found.rows.values())
    with pytest.raises(FacetRefused, match="by one facet"):
        count_all(index, QUESTIONS, ("year", "body"))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_all_hits_of_a_list_are_written_with_the_name_of_the_query(index: Index, form: str):
    lines = list(hit_lines(f".{form}", index, QUESTIONS, match="all"))
    written = [json.loads(line) for line in lines] if form == "jsonl" else [*csv.DictReader(lines)]
    name = "'=Sti" if form == "csv" else "=Sti"

    assert [(hit["query"], hit["id"]) for hit in written] == [
        *(("Skoler", document.id) for document in found(index, "skole")),
        *((name, document.id) for document in found(index, "cykelsti ELLER fortov")),
    ]


def test_hits_are_written_only_to_files_of_a_known_kind(index: Index):
    with pytest.raises(FacetRefused, match="csv or"):
        hit_lines(".xlsx", index, QUESTIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("skole\n\n  cykelsti, fortov \n", [(1, "skole", "skole"), (3, "cykelsti, fortov", "cykelsti, fortov")]),
        ("query\nskole\n\nsti\n", [(2, "skole", "skole"), (4, "sti", "sti")]),
        ('\ufeffName;Query;x\nA;"""ny sti""";1\n;b\n', [(2, "A", '"ny sti"'), (3, "b", "b")]),
        ('"query","name"\n"a, b","B"\n', [(2, "B", "a, b")]),
    ],
)
def test_queries_stand_on_lines_or_in_columns(tmp_path: Path, text: str, expected: list[tuple[int, str, str]]):
    (tmp_path / "q").write_text(text, encoding="utf-8")

    assert read_questions(tmp_path / "q") == [Question(*one) for one in expected]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no query"),
        (b"query,name\n", "holds no query"),
        (b"a\nb\na\n", "line 3: a stands on line 1 already"),
        (b"\xe6\n", "no text in UTF-8"),
        (b"name,query\nA,skole\nB,\n", "line 3: B has no query"),
        (b'query\n"ny sti" skole\nbro\n', "line 2 is no line of CSV"),
        (b'name,query\nA,"ny sti\nB,bro\n', "line 3 is no line of CSV"),
        (b"query\nsti\nskole, havn\n", "line 3 has more cells than the first line"),
        (b"name;query\nA;sti;bro\n", "line 2 has more cells than the first line"),
    ],
)
def test_a_file_without_queries_of_their_own_names_is_refused(tmp_path: Path, content: bytes, told: str):
    (tmp_path / "q").write_bytes(content)
    with pytest.raises(TableError, match=told):
        read_questions(tmp_path / "q")


@pytest.mark.parametrize("form", ["png", "svg", "SVG"])
@pytest.mark.parametrize(
    "by", [("body",), ("year",), ("body", "year"), ("month", "outcome"), ("body", "topic")], ids=str
)
@pytest.mark.parametrize("per_1000", [False, True])
def test_counts_are_drawn(index: Index, tmp_path: Path, by: tuple[str, ...], form: str, per_1000: bool):
    pytest.importorskip("matplotlib")
    file = tmp_path / f"tal.{form}"
    draw(count(index, 'skole ELLER "a$b"', by, per_1000=per_1000), file)

    assert file.read_bytes()[:5] == (b"\x89PNG\r" if form == "png" else b"<?xml")


def test_a_picture_that_fails_on_the_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    figure = pytest.importorskip("matplotlib.figure").Figure
    file = tmp_path / "tal.png"
    file.write_bytes(b"before")

    def half(_: object, stream: BinaryIO, **options: object) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(figure, "savefig", half)
    with pytest.raises(KeyboardInterrupt):
        draw(two(), file)

    assert file.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["tal.png"]


def test_what_cannot_be_drawn_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(FacetRefused, match="png or"):
        draw(two(), tmp_path / "tal.pdf")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SearchError, match=r"referat\[plot\]"):
        draw(two(), tmp_path / "tal.png")
