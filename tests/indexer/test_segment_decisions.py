"""What is a meeting's decision and what is not, and how sure that is, over the cases of ``decisions.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.model import Minutes
from indexer.readers.text import read_text
from indexer.segment.minutes import segment

TABLE = Path(__file__).parent / "data" / "segment" / "decisions.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
SURE = 0.6


def read(text: str) -> Minutes:
    return segment(read_text(text.encode(), "prøve.txt"), "prøve.txt")[0]


def two(decision: str) -> Minutes:
    head = "Referat - Teknisk Udvalg den 3. maj 2021\n\n1. Vej\n\nBeslutning\n\nGodkendt.\n\n2. Sti\n\nBeslutning\n\n"
    return read(head + decision)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_decisions_are_told_from_what_stands_about_them(case: dict[str, Any]) -> None:
    minutes = read(case["text"].strip())
    found = [(item.outcome, item.decision.text if item.decision else "") for item in minutes.items]
    assert [f"{outcome}: {' '.join(text.split())}".strip() for outcome, text in found] == case["decisions"]
    assert [minutes.meeting.body, minutes.meeting.date] == case.get("day", [minutes.meeting.body, minutes.meeting.date])


@pytest.mark.parametrize("decision", ["Kagerne var gode.", "Udsat. Der var kage. Gruppen af bagere og"])
def test_an_item_whose_decision_is_not_understood_or_breaks_off_is_less_sure(decision: str) -> None:
    first, second = two(decision).items
    assert second.confidence < first.confidence
    assert first.confidence > SURE


def test_a_decision_that_nothing_understands_is_doubtful() -> None:
    assert two("Kagerne var gode.").items[1].confidence < SURE


def test_a_long_decision_without_a_label_is_doubtful() -> None:
    text = "Referat - Teknisk Udvalg den 3. maj 2021\n\n1. Vej\n\nGodkendt.\n\n2. Sti\n\n"
    said = "Udvalget godkendte planen for stien, og at den lægges om ad markvejen bag ved møllen."
    first, second = read(text + said).items
    assert second.outcome == "approved"
    assert second.confidence < SURE < first.confidence


def test_a_list_of_items_that_names_another_day_is_no_date_of_the_meeting() -> None:
    listed = "".join(f"{n}. {title} den 26.06.2014\n" for n, title in ((1, "Dagsorden til"), (2, "Orientering til")))
    items = "1. Dagsorden til den 26.06.2014\n\nBeslutning\n\nGodkendt.\n\n"
    meeting = read(
        f"UDVALG\n\nTeknisk Udvalg\n\nSTARTTIDSPUNKT\n\n24-06-2014 10:00\n\nPUNKTER\n\n{listed}\n{items}"
    ).meeting
    assert meeting.date == "2014-06-24"


def test_a_sentence_names_those_who_were_excused() -> None:
    said = "Alle var mødt, undtagen Lis Dam og Ole Bro, som havde meldt afbud."
    meeting = read(f"Referat - Teknisk Udvalg den 3. maj 2021\n\n{said}\n\n1. Vej\n\nBeslutning\n\nGodkendt.").meeting
    assert [member.name for member in meeting.absent] == ["Lis Dam", "Ole Bro"]


def test_members_behind_one_another_on_a_line_are_several_and_may_be_sent_by_others() -> None:
    text = (
        "Referat - Teknisk Udvalg den 3. maj 2021\n\nMedlemmer\n\nLis Dam (A), Formand\n\nOle Bro (V)\n\n"
        "Eva Fog (Idrætsrådet)\n\n1. Vej\n\nBeslutning\n\nGodkendt."
    )
    people = [(member.name, member.party) for member in read(text).meeting.present]
    assert people == [("Lis Dam", "A"), ("Ole Bro", "V"), ("Eva Fog", None)]
