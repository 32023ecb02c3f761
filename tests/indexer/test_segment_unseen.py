"""Documents that were written, with the right answer, before the reader saw them: none may fall back."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from agreement import right_values

from indexer.goldform import to_gold
from indexer.model import Minutes, Transcript
from indexer.readers.text import read_text
from indexer.reading import read_file
from indexer.segment.minutes import segment
from indexer.segment.why import why

FOLDER = Path(__file__).parent / "data" / "layouts"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
FURNITURE = 0.15


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Transcript, tuple[Minutes, ...]]]:
    transcripts = {case.name: read_file(case) for case in CASES}
    return {name: (transcript, segment(transcript, name)) for name, transcript in transcripts.items()}


def test_unseen_layouts_keep_what_was_reached(
    read: dict[str, tuple[Transcript, tuple[Minutes, ...]]], data: Path
) -> None:
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for case in CASES:
        gold = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
        found = [to_gold(minutes, case.name) for minutes in read[case.name][1]]
        assert len(found) == len(gold), case.name
        for wanted, got in zip(gold, found, strict=True):
            for field, is_right in right_values(wanted, got):
                right[field] += is_right
                count[field] += 1
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["layouts unseen"]
    low = {field: right[field] / count[field] for field, floor in floors.items() if right[field] < floor * count[field]}
    assert low == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_character_belongs_to_head_item_or_furniture(
    case: Path, read: dict[str, tuple[Transcript, tuple[Minutes, ...]]]
) -> None:
    """Items stand in order and apart; little of what is printed behind the first of a meeting belongs to none."""
    transcript, meetings = read[case.name]
    for minutes in meetings:
        spans = [(item.start, item.end) for item in minutes.items]
        assert spans == sorted(spans)
        assert all(start < end for start, end in spans)
        between = [(before[1], after[0]) for before, after in pairwise(spans)]
        assert all(end <= start for end, start in between)
        lost = sum(len(transcript.text[end:start].strip()) for end, start in between)
        assert lost <= FURNITURE * (spans[-1][1] - spans[0][0])


def test_sections_and_decisions_stay_within_their_item(
    read: dict[str, tuple[Transcript, tuple[Minutes, ...]]],
) -> None:
    for _, meetings in read.values():
        for item in (item for minutes in meetings for item in minutes.items):
            assert all(item.start <= section.start <= section.end <= item.end for section in item.sections)
            assert item.decision is None or item.start <= item.decision.start <= item.decision.end <= item.end


def test_the_same_file_is_read_the_same_each_time(read: dict[str, tuple[Transcript, tuple[Minutes, ...]]]) -> None:
    assert all(segment(transcript, name) == meetings for name, (transcript, meetings) in list(read.items())[:8])


def test_an_item_whose_title_is_lost_is_less_sure_than_others(
    read: dict[str, tuple[Transcript, tuple[Minutes, ...]]],
) -> None:
    items = [item for _, meetings in read.values() for minutes in meetings for item in minutes.items]
    assert all(0 < item.confidence <= 1 for item in items)
    lost = [item.confidence for item in items if not item.title]
    titled = [item.confidence for item in items if item.title]
    assert max(lost) < sum(titled) / len(titled)


def test_why_tells_the_evidence_for_each_heading_and_decision(
    read: dict[str, tuple[Transcript, tuple[Minutes, ...]]],
) -> None:
    name = "oekonomi-pdf.pdf"
    transcript, (minutes,) = read[name]
    told = list(why(transcript, name))
    assert sum(line.startswith("item ") for line in told) == len(minutes.items)
    assert sum("numbered +1.0" in line for line in told) == len(minutes.items)
    assert any(line.startswith("  decision: labelled under 'Beslutning', outcome noted") for line in told)
    assert any("Underskrifter" in line for line in told if line.startswith("outside the items: "))


def test_two_meetings_printed_one_behind_the_other_are_cut_apart(
    read: dict[str, tuple[Transcript, tuple[Minutes, ...]]],
) -> None:
    """Each text with the next one behind it: the headings are as different as the documents, many without `Referat`."""
    texts = [(t, meetings[0]) for name, (t, meetings) in read.items() if name.endswith(".txt") and len(meetings) == 1]
    pairs = [pair for pair in pairwise(texts) if pair[0][1].meeting.date != pair[1][1].meeting.date]
    cut = right = count = 0
    for (first, one), (second, other) in pairs:
        found = segment(read_text(f"{first.text}\n\n{second.text}".encode(), "prøve.txt"), "prøve.txt")
        wanted, got = decisions(one, other), decisions(*found)
        cut += len(found) == 2
        count += len(wanted)
        right += sum(a == b for a, b in zip(wanted, got, strict=False)) if len(wanted) == len(got) else 0
    assert len(pairs) >= 8
    assert (cut / len(pairs) >= 0.9, right / count >= 0.95) == (True, True), (cut, len(pairs), right, count)


def decisions(*meetings: Minutes) -> list[str | None]:
    return [item.decision.text if item.decision else None for minutes in meetings for item in minutes.items]
