"""Invented minutes in many layouts, each with the reading that is right, and changed so that the answer must stay."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from agreement import right_values

from indexer.goldform import to_gold
from indexer.model import Line, Page, Transcript
from indexer.reading import read_file
from indexer.segment.minutes import segment

FOLDER = Path(__file__).parent / "data" / "segment"
CASES = sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("*.md")])


def expected(case: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    return gold


def shares(change: Callable[[Transcript], Transcript]) -> dict[str, float]:
    """The share of right values of each field over all cases, their transcripts changed first."""
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for case in CASES:
        read = to_gold(segment(change(read_file(case)), case.name)[0], case.name)
        for field, is_right in right_values(expected(case), read):
            right[field] += is_right
            count[field] += 1
    return {field: right[field] / count[field] for field in count}


def relaid(transcript: Transcript, lines: list[Line]) -> Transcript:
    """The transcript with other lines, their offsets counted anew."""
    placed: list[Line] = []
    for line in lines:
        gap = line.gap and bool(placed)
        placed.append(replace(line, start=(placed[-1].end + 1 + gap) if placed else 0, gap=gap))
    return Transcript((Page(None, tuple(placed)),), transcript.title)


def same(transcript: Transcript) -> Transcript:
    return transcript


def every_line_apart(transcript: Transcript) -> Transcript:
    return relaid(transcript, [replace(line, gap=True) for line in transcript.lines])


LABELS = {
    "Beslutning",
    "BESLUTNING",
    "Indstilling",
    "INDSTILLING",
    "Sagsfremstilling",
    "Sagens kerne",
    "Resume",
    "Økonomi",
}


def labels_with_colons(transcript: Transcript) -> Transcript:
    changed = [replace(line, text=line.text + ":") if line.text in LABELS else line for line in transcript.lines]
    return relaid(transcript, changed)


def labels_in_capitals(transcript: Transcript) -> Transcript:
    changed = [replace(line, text=line.text.upper()) if line.text in LABELS else line for line in transcript.lines]
    return relaid(transcript, changed)


def labels_in_bold(transcript: Transcript) -> Transcript:
    changed = [replace(line, look="bold", rank=1) if line.text in LABELS else line for line in transcript.lines]
    return relaid(transcript, changed)


def wrapped(transcript: Transcript) -> Transcript:
    broken: list[Line] = []
    for line in transcript.lines:
        texts = textwrap.wrap(line.text, 78, break_long_words=False, break_on_hyphens=False)
        broken += [replace(line, text=text, gap=line.gap and at == 0) for at, text in enumerate(texts)]
    return relaid(transcript, broken)


def without_white_space(transcript: Transcript) -> Transcript:
    return relaid(transcript, [replace(line, gap=False) for line in transcript.lines])


def floors(data: Path, section: str) -> dict[str, float]:
    table: dict[str, dict[str, float]] = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))
    return table[section]


def test_a_layout_is_read_as_its_reader_reads_it(data: Path) -> None:
    rates = shares(same)
    assert {field: rates[field] for field, floor in floors(data, "layouts").items() if rates[field] < floor} == {}


CHANGES = [
    every_line_apart,
    labels_with_colons,
    labels_in_capitals,
    labels_in_bold,
    wrapped,
    without_white_space,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_layout_is_read_whatever_it_looks_like(change: Callable[[Transcript], Transcript], data: Path) -> None:
    rates = shares(change)
    low = floors(data, "layouts changed")
    assert {field: rates[field] for field, floor in low.items() if rates[field] < floor} == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_item_of_a_layout_is_found(case: Path) -> None:
    read = segment(read_file(case), case.name)
    assert [item.title for item in read[0].items] == [item["title"] for item in expected(case)["items"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_places_point_into_the_source_text(case: Path) -> None:
    transcript = read_file(case)
    for item in segment(transcript, case.name)[0].items:
        assert 0 <= item.start < item.end <= len(transcript.text)
        for section in item.sections:
            source = transcript.text[section.start : section.end]
            assert set(section.text.split()) <= set(source.split())
        if item.decision:
            assert item.decision.text.split()[0] in transcript.text[item.decision.start : item.decision.end]
