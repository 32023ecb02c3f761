"""Measures of judged queries: what they say of runs that are easily judged by hand, and what is refused."""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path

import pytest

from indexer.collection import index_collection
from indexer.errors import SourceError
from search import open_index
from search.errors import SearchError
from search.evaluation import (
    measured,
    p_value,
    per_query,
    read_qrels,
    read_queries,
    read_run,
    report,
    run_queries,
    write_run,
)

QUERIES = {"a": "cykelsti", "b": "havn"}
QRELS = {"a": {"x": 2, "y": 1}, "b": {"z": 1}}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    file = tmp_path / "docs.jsonl"
    records = [
        {"id": "x", "title": "Cykelsti til havnen", "text": "Stien anlægges."},
        {"id": "y", "text": 'Cykelstier ved "kajen".'},
    ]
    file.write_text("".join(f"{json.dumps(record)}\n\n" for record in records), encoding="utf-8")
    return file


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_documents_of_a_collection_are_searched_like_items(docs: Path, tmp_path: Path, engine: str):
    index_collection(docs, tmp_path / "index", engine)

    with open_index(tmp_path / "index") as index:
        run = run_queries(index, {"a": "cykelsti", "b": '"ved kajen"', "c": "havn sti", "d": "bro"}, "all")
        plain = run_queries(index, {"b": '"kajen" -- ved (', "c": "…"}, "all", plain=True)
        either = run_queries(index, {"a": "bro havn"}, "any")

    assert [sorted(run[name]) for name in "abcd"] == [["x", "y"], ["y"], ["x"], []]
    assert [list(plain[name]) for name in "bc"] == [["y"], []]
    assert list(either["a"]) == ["x"]


@pytest.mark.parametrize("line", ['{"id": "y"}', '{"id": 1, "text": ""}', '{"id": "y y", "text": ""}', "[]", "{"])
def test_a_line_that_is_no_document_is_named(docs: Path, tmp_path: Path, line: str):
    docs.write_text(f'{{"id": "x", "text": ""}}\n{line}\n', encoding="utf-8")

    with pytest.raises(SourceError, match="line 2 is no document"):
        index_collection(docs, tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_the_best_order_measures_one_and_a_query_without_a_hit_nothing():
    found = measured({"a": {"x": 2.0, "y": 1.0}}, QRELS, QUERIES)

    assert {one.measure: one.values for one in found} == {
        "nDCG@10": {"a": 1, "b": 0},
        "R@100": {"a": 1, "b": 0},
        "MRR@10": {"a": 1, "b": 0},
        "P@5": {"a": pytest.approx(0.4), "b": 0},
    }
    assert found[0].mean == 0.5


def test_queries_to_which_nothing_is_relevant_are_counted_apart():
    run = {"a": {"x": 2.0}, "b": {}, "c": {"x": 1.0}, "d": {}}
    lines = list(report(run, measured(run, QRELS, run)))

    assert lines[0] == "4 queries, 2 of them without a hit"
    assert lines[1] == "2 queries to which nothing is relevant, 1 of them without a hit"
    assert list(per_query(run, measured(run, QRELS, run), dict.fromkeys(run, "ord")))[3].split("\t")[:3] == [
        "c",
        "1",
        "-",
    ]


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path):
    run = {"a": {"x": 2.5, "y": 0.25}, "b": {}}
    write_run(tmp_path / "run", run)

    assert read_run(tmp_path / "run") == {"a": run["a"]}


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_queries, "a\tord\nb ord\n", "line 2 has 1 columns where 2"),
        (read_qrels, "a 0 x 1\na 0 x\n", "line 2 has 3 columns where 4"),
        (read_qrels, "a 0 x ja\n", "line 1: 'ja' is no whole number"),
        (read_run, "a Q0 x 1 høj navn\n", "line 1: 'høj' is no number"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, read, text: str, message: str):
    file = tmp_path / "file"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SearchError, match=message):
        read(file)
    with pytest.raises(SearchError, match="cannot be read"):
        read(tmp_path / "none")


def test_judgments_of_other_queries_are_refused():
    with pytest.raises(SearchError, match="No query is judged"):
        measured({"c": {}}, QRELS, ["c"])


def test_without_ir_measures_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    with pytest.raises(SearchError, match=r"pip install 'referat\[eval\]'"):
        measured({}, QRELS, QUERIES)


def test_two_runs_that_are_alike_differ_by_chance():
    assert p_value([0.0] * 20) == 1
    assert p_value([0.1, -0.1] * 20) == 1


@pytest.mark.parametrize("differences", [[0.3] * 9, [0.5, 0.1, -0.2, 0.4, 0.25, 0.3, -0.1, 0.2, 0.35, 0.05]])
def test_the_randomisation_comes_near_to_all_choices_of_signs(differences: list[float]):
    every = [
        abs(sum(map(float.__mul__, differences, signs))) for signs in product((1.0, -1.0), repeat=len(differences))
    ]
    exact = sum(each >= abs(sum(differences)) - 1e-9 for each in every) / len(every)

    assert p_value(differences) == pytest.approx(exact, abs=0.006)
    assert p_value(differences) == p_value(differences)
