"""Real minutes printed differently are read as before: sixteen changes, one reference, nothing annotated anew."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from changes import CHANGES, Change, as_flat_html, contents_in_one_line, without_numbers, without_style

from indexer.goldform import to_gold
from indexer.model import Transcript
from indexer.readers.pdf import read_pdf_slowly
from indexer.reading import read_file
from indexer.segment.minutes import Reading, readings, segment

LONGEST = 1500
WITH_LONGEST = (without_style, without_numbers, contents_in_one_line, as_flat_html)
"""The longest document takes half of the time: it is read again where its look, its numbers or its list are changed."""


@dataclass(frozen=True)
class Known:
    """A document with what a careful reader found in it, and our reading of it unchanged."""

    gold: dict[str, Any]
    path: Path
    transcript: Transcript
    reading: Reading


@pytest.fixture(scope="module")
def known(shared: Path) -> list[Known]:
    out = []
    for annotation in sorted((shared / "gold").rglob("*.json")):
        gold = json.loads(annotation.read_text(encoding="utf-8"))
        path = next((shared / "minutes").rglob(gold["source"]))
        transcript = read_file(path)
        out.append(Known(gold, path, transcript, readings(transcript, path.name)[0]))
    return out


@pytest.fixture(scope="module")
def scorer(shared: Path) -> dict[str, Any]:
    return runpy.run_path(str(shared / "gold" / "score.py"))


def rates(scorer: dict[str, Any], read: list[tuple[Known, Transcript]]) -> tuple[float, float]:
    """(F1 of the items found, share of the decisions right)."""
    total: Counter[str] = Counter()
    for document, transcript in read:
        found = to_gold(segment(transcript, document.path.name)[0], document.path.name)
        total.update(scorer["score_file"](document.gold, found, []))
    report = scorer["report"](total)
    return report["items"]["f1"], report["fields"]["decision"]["all"]


def floors(data: Path, name: str) -> tuple[float, float]:
    table = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["gold changed"]
    return tuple(table.get(name, table["any"]))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_minutes_are_read_however_they_are_printed(
    change: Change, known: list[Known], scorer: dict[str, Any], data: Path
) -> None:
    chosen = [one for one in known if change in WITH_LONGEST or len(one.transcript.lines) < LONGEST]
    items, decisions = rates(scorer, [(one, change(one.transcript, one.reading)) for one in chosen])
    least = floors(data, change.__name__)
    assert (items >= least[0], decisions >= least[1]) == (True, True), (items, decisions)


def test_another_extractor_of_text_gives_the_same_reading(
    known: list[Known], scorer: dict[str, Any], data: Path
) -> None:
    printed = [one for one in known if one.path.suffix == ".pdf"]
    assert printed
    items, decisions = rates(scorer, [(one, read_pdf_slowly(one.path.read_bytes(), one.path.name)) for one in printed])
    least = floors(data, "any")
    assert (items >= least[0], decisions >= least[1]) == (True, True), (items, decisions)
