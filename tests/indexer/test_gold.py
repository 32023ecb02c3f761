"""Our reading of the real minutes, compared with what a careful reader found in them."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from indexer.goldform import to_gold
from indexer.reading import read_file
from indexer.segment.minutes import segment


@pytest.fixture(scope="module")
def rates(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The rates over all real minutes, by the scorer that lies beside their gold."""
    scorer = runpy.run_path(str(shared / "gold" / "score.py"))
    total: Any = scorer["Counter"]()
    for path in sorted((shared / "gold").rglob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = next((shared / "minutes").rglob(gold["source"]))
        read = segment(read_file(source), gold["source"])
        total.update(scorer["score_file"](gold, to_gold(read[0], gold["source"]), []))
    return dict(_rates(scorer["report"](total)))


def _rates(report: dict[str, Any]) -> Any:
    yield "items f1", report["items"]["f1"]
    yield from ((name, field["all"]) for name, field in report["fields"].items())
    yield "decision given", report["fields"]["decision"]["given"]
    yield "decision tokens", report["decision_tokens"]["f1"]
    yield from ((f"{name} f1", report[name]["f1"]) for name in ("attachments", "earlier"))
    yield "meeting", report["meeting"]["all"]


def test_real_minutes_are_read_as_a_careful_reader_reads_them(rates: dict[str, float], data: Path) -> None:
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["gold"]
    assert {name: rates[name] for name, floor in floors.items() if rates[name] < floor} == {}
