"""Ranking on judged Danish queries stays above its floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from relevance import index_collection, ndcg


@pytest.mark.parametrize("name", ["folketinget", "lohelp"])
def test_judged_queries_are_ranked_no_worse_than_before(shared: Path, data: Path, tmp_path: Path, name: str):
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["ndcg@10"][name]
    index_collection(shared / "relevance" / name, tmp_path / "index")

    reached = {queries: ndcg(shared / "relevance" / name, f"{queries}.tsv", tmp_path / "index") for queries in floors}

    assert {queries: reached[queries] for queries, floor in floors.items() if reached[queries] < floor} == {}
