"""Invented web pages as municipal sites build them; each was written with its answer before the reader saw it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from agreement import right_values

from indexer.goldform import to_gold
from indexer.reading import read_file
from indexer.segment.minutes import segment

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_web_page_is_read_whole_and_right(page: Path) -> None:
    gold = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    found = [to_gold(minutes, page.name) for minutes in segment(read_file(page), page.name)]

    assert len(found) == len(gold)
    for wanted, got in zip(gold, found, strict=True):
        assert [field for field, is_right in right_values(wanted, got) if not is_right] == []
