"""Minutes of invented meetings in every layout that is known, each printed together with its right reading."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from agreement import FIELDS, folded, matched
from invented.content import WORDS, write
from invented.fixtures import LAYOUTS, Fixture, fixtures

from indexer.goldform import to_gold
from indexer.model import Transcript
from indexer.reading import Part, read_part, tell_kind
from indexer.segment.minutes import segment

SEEDS = (0, 1, 2)
COUNTED = (*FIELDS, "outcomes", "votes", "page")
"""Of each item; `items` is F1 and `meeting` is over the meeting's own fields."""
SECONDS = 10
BROKEN_NUMBER = re.compile(r"(?<=\d-) (?=\d)")

Tally = Counter[tuple[str, str]]
"""(field, `right` or `all`) of one layout."""


@pytest.fixture(scope="module")
def documents() -> dict[str, list[Fixture]]:
    return {layout.name: [one for seed in SEEDS for one in fixtures(layout, seed)] for layout in LAYOUTS}


@pytest.fixture(scope="module")
def tallies(documents: dict[str, list[Fixture]]) -> dict[str, Tally]:
    return {layout: sum(map(tally, made), Counter()) for layout, made in documents.items()}


def read(fixture: Fixture) -> Transcript:
    kind = tell_kind(fixture.data, Path(fixture.name).suffix)
    return read_part(Part(fixture.name, kind, fixture.data))


def tally(fixture: Fixture) -> Tally:
    """What is right of one document; an item not found is wrong throughout, as is a second meeting. Of the meeting of a
    fragment only what it tells counts."""
    meetings = segment(read(fixture), fixture.name)
    found, gold = to_gold(meetings[0], fixture.name), fixture.gold
    pairs = matched(gold["items"], found["items"])
    count: Tally = Counter()
    count["items", "right"] = 2 * len(pairs)
    count["items", "all"] = len(gold["items"]) + sum(len(minutes.items) for minutes in meetings)
    for at, item in enumerate(gold["items"]):
        for field in COUNTED:
            right = at in pairs and folded(item[field], field) == folded(found["items"][pairs[at]][field], field)
            count.update({(field, "right"): right, (field, "all"): 1})
    told = {key: value for key, value in gold["meeting"].items() if value is not None or gold["whole_meeting"]}
    for key, value in told.items():
        count.update({("meeting", "right"): value == found["meeting"][key], ("meeting", "all"): 1})
    return count


def share(count: Tally, field: str) -> float:
    return count[field, "right"] / count[field, "all"]


def table(tallies: dict[str, Tally]) -> str:
    """The share of each field that is right, layout by layout."""
    fields = ("items", *COUNTED, "meeting")
    rows = [f"{'':18}" + " ".join(f"{field[:6]:>6}" for field in fields)]
    for name, count in (*tallies.items(), ("all", sum(tallies.values(), Counter()))):
        rows.append(f"{name:18}" + " ".join(f"{share(count, field):6.3f}" for field in fields))
    return "\n".join(rows)


def test_invented_minutes_are_read_as_they_were_meant(tallies: dict[str, Tally], data: Path) -> None:
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["invented"]
    together = sum(tallies.values(), Counter())
    reached = {field: share(together, field) for field in ("items", *COUNTED, "meeting")}
    assert {field: reached[field] for field, floor in floors.items() if reached[field] < floor} == {}, table(tallies)


def test_the_gold_asks_only_for_what_is_printed(documents: dict[str, list[Fixture]]) -> None:
    for fixture in (one for made in documents.values() for one in made):
        text = BROKEN_NUMBER.sub("", " ".join(read(fixture).text.split()))
        wanted = [line for item in fixture.gold["items"] for line in printed(item)]
        meeting = fixture.gold["meeting"]
        wanted += [meeting["committee"], meeting["place"] or "", meeting["municipality"] or ""]
        wanted += [person["name"] for person in (*(meeting["present"] or ()), *(meeting["absent"] or ()))]
        assert [line for line in wanted if line not in text] == [], fixture.name


def printed(item: dict[str, Any]) -> Iterator[str]:
    """What stands in the document word for word, paragraph by paragraph."""
    yield from (item["number"] or "", item["title"] or "", *item["case_numbers"], *item["attachments"])
    yield from (item["decision"] or "").split("\n")
    yield from (entry["body"] for entry in item["earlier"])


def test_the_same_seed_prints_the_same_bytes(documents: dict[str, list[Fixture]]) -> None:
    for layout in LAYOUTS:
        again = list(fixtures(layout, SEEDS[0]))
        assert again == documents[layout.name][: len(again)]


def test_the_documents_of_three_seeds_are_made_within_ten_seconds() -> None:
    before = process_time()
    made = [one for layout in LAYOUTS for seed in SEEDS for one in fixtures(layout, seed)]
    assert process_time() - before < SECONDS
    assert len({one.data for one in made}) == len(made)


def test_every_outcome_is_decided_somewhere(documents: dict[str, list[Fixture]]) -> None:
    items = [item for made in documents.values() for fixture in made for item in fixture.gold["items"]]
    assert {outcome for item in items for outcome in item["outcomes"]} == {*WORDS["decisions"]}


def test_two_seeds_share_little() -> None:
    layout = LAYOUTS[0]
    titles = defaultdict(set)
    for seed in range(6):
        for item in write(layout.name, seed, layout.habits).items:
            titles[item.title].add(seed)
    alone = sum(len(seeds) == 1 for seeds in titles.values())
    assert alone > 0.7 * len(titles)
