"""What small bodies publish, told without the labels that councils print, over the cases of ``notes.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.model import Item, Minutes
from indexer.readers.text import read_text
from indexer.segment.minutes import segment
from search.schema import LOW_CONFIDENCE

TABLE = Path(__file__).parent / "data" / "segment" / "notes.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def read(text: str) -> Minutes:
    return segment(read_text(text.encode(), "prøve.txt"), "prøve.txt")[0]


def told(item: Item) -> str:
    decision = " ".join(item.decision.text.split()) if item.decision else ""
    return f"{item.number} {item.title} = {item.outcome}: {decision}".strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_the_notes_of_small_bodies_are_told_item_by_item(case: dict[str, Any]) -> None:
    assert [told(item) for item in read(case["text"].strip()).items] == case["items"]


@pytest.mark.parametrize("case", [case for case in CASES if "doubtful" in case], ids=lambda case: case["claim"])
def test_prose_that_is_taken_for_a_decision_is_doubtful(case: dict[str, Any]) -> None:
    items = read(case["text"].strip()).items
    assert [at for at, item in enumerate(items) if item.confidence < LOW_CONFIDENCE] == case["doubtful"]


@pytest.mark.parametrize(
    ("heading", "municipality"),
    [("SKOVBY KOMMUNE REFERAT. Mødedato:", "Skovby"), ("Rebild Kommune. Kommunalbestyrelsen. Referat", "Rebild")],
)
def test_a_single_item_has_the_authority_that_stands_in_front_of_it(heading: str, municipality: str) -> None:
    minutes = read(f"{heading}\n\n1. Ny bro\n\nSagsfremstilling\n\nBroen er gammel.")
    assert minutes.meeting.municipality == municipality


def test_the_button_of_a_page_is_no_body() -> None:
    assert read("MENU\n\n1. Bro\n\nBeslutning\n\nGodkendt.\n\n2. Sti\n\nBeslutning\n\nUdsat.").meeting.body is None


def test_a_page_of_a_series_names_its_body_in_front() -> None:
    head = "Det fælles landdistriktsråd - Dagsordener og referater\nMødedato: 31. august 2023\n"
    meeting = read(f"{head}1. Bro\nBeslutning\nGodkendt.\n2. Sti\nBeslutning\nUdsat.").meeting
    assert (meeting.body, meeting.date, meeting.kind) == ("Det fælles landdistriktsråd", "2023-08-31", "minutes")
