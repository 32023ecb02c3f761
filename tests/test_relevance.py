"""Ranking on judged Danish queries stays above its floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import build_index
from indexer.collection import index_collection
from search import open_index
from search.evaluation import measured, read_qrels, read_queries, run_queries


@pytest.mark.parametrize("name", ["folketinget", "lohelp"])
def test_judged_queries_are_ranked_no_worse_than_before(shared: Path, data: Path, tmp_path: Path, name: str):
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["ndcg@10"][name]
    collection = shared / "relevance" / name
    qrels = read_qrels(collection / "qrels-dev.txt")
    index_collection(collection / "docs.jsonl", tmp_path / "index")

    reached = {}
    with open_index(tmp_path / "index") as index:
        for asked in floors:
            queries = read_queries(collection / f"{asked}.tsv")
            reached[asked] = measured(run_queries(index, queries, "any", plain=True), qrels, queries)[0].mean

    assert {asked: reached[asked] for asked, floor in floors.items() if reached[asked] < floor} == {}


def test_questions_about_the_sample_are_answered_as_judged_and_others_not_at_all(data: Path, tmp_path: Path):
    floor = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["ndcg@10"]["minutes"]
    queries = read_queries(data / "eval" / "minutes" / "queries.tsv")
    qrels = read_qrels(data / "eval" / "minutes" / "qrels.txt")
    build_index([data / "minutes"], tmp_path / "index")

    with open_index(tmp_path / "index") as index:
        run = run_queries(index, queries, "all")
        items = {document.id for document in index.items()}

    assert measured(run, qrels, queries)[0].mean >= floor
    assert {name: run[name] for name in queries if name not in qrels and run[name]} == {}
    assert len(queries.keys() - qrels) == 10
    assert {item for judged in qrels.values() for item in judged} <= items
