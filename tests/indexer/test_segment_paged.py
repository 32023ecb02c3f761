"""Transcripts with a page on each line: where they are cut, and where they are not."""

from __future__ import annotations

import time

import pytest

from indexer.model import Minutes
from indexer.readers.text import read_text
from indexer.segment.minutes import segment

FRONT = (
    "1 Referat Vejudvalget Mødedato: 3. maj 2021 Mødested: Rådhuset Deltagere: Eva Bak (A), Ib Dam (V), Ole Krog (C)"
)
PROSE = "Stien langs åen er slidt, og udvalget har bedt om en pris på arbejdet. " * 3


def read(*pages: str) -> Minutes:
    text = "\n\n".join(f"{number} {page}" for number, page in enumerate(pages, 2))
    (found,) = segment(read_text(f"{FRONT}\n\n{text}\n".encode(), "referat.txt"), "referat.txt")
    return found


@pytest.mark.parametrize(
    "trap",
    [
        "Efter § 3. Stk. 2 gælder fristen.",
        "Arbejdet begynder den 1. Juni næste år.",
        "Kortet er vist i Bilag 2 og i en tidligere beslutning om åen.",
        "Det er omtalt i Indstilling fra Ib Dam og i Sagsfremstilling 4.",
        "Fristen er pr. 2. Marts i år.",
        "Midlerne er fordelt af Udvalget for Økonomi og Personale.",
    ],
)
def test_words_and_numbers_of_the_text_begin_nothing(trap: str) -> None:
    found = read(f"1. Ny sti Åben sag Sagsfremstilling {PROSE}{trap} {PROSE}Beslutning Godkendt. Side 2")

    (item,) = found.items
    assert (item.number, item.title, item.decision and item.decision.text) == ("1", "Ny sti", "Godkendt.")
    assert [section.text for section in item.sections if section.kind == "case"] == [f"{PROSE}{trap} {PROSE}".strip()]


def test_a_title_ends_where_it_ends_in_the_list_of_contents() -> None:
    listed = "Indholdsfortegnelse Side 1. Salg af Gammel Havn 2. Støtte til Borup Hal Side 1"
    first = f"1. Salg af Gammel Havn Kommunen ejer pladsen. {PROSE}Beslutning Godkendt."
    second = f"2. Støtte til Borup Hal Hallen mangler penge. {PROSE}Beslutning Udsat."

    assert [item.title for item in read(listed, first, second).items] == ["Salg af Gammel Havn", "Støtte til Borup Hal"]


def test_an_item_goes_on_over_its_pages() -> None:
    found = read(
        f"1. Ny sti Åben sag Sagsfremstilling {PROSE}{PROSE}Side 2",
        f"Resten {PROSE}Beslutning Godkendt.",
        "2. Eventuelt Intet.",
    )

    item = found.items[0]
    assert (item.page, item.decision and item.decision.page) == (2, 3)
    assert "Side 2" not in "".join(section.text for section in item.sections)


def test_a_verdict_behind_the_names_of_absentees_is_the_decision() -> None:
    decided = "Beslutning Vejudvalget den Afbud: Eva Bak Indstillingen blev godkendt."
    found = read(f"1. Ny sti Åben sag Sagsfremstilling {PROSE}{decided}")

    assert [item.decision and item.decision.text for item in found.items] == ["Indstillingen blev godkendt."]


def test_boxes_are_told_with_and_without_their_numbers() -> None:
    pages = (
        f"1. Ny sti J.nr.: A00 Sagsid.: 14/22 Initialer: abc Åben sag Sagsfremstilling {PROSE}Beslutning Godkendt.",
        f"2. Ny bro J.nr.: A00 Sagsid.: Initialer: Lukket sag Sagsfremstilling {PROSE}Beslutning Godkendt.",
    )
    told = [(item.title, item.case_numbers, item.access) for item in read(*pages).items]

    assert told == [("Ny sti", ("14/22",), "open"), ("Ny bro", (), "closed")]


def test_paragraphs_with_labels_on_lines_of_their_own_stay_whole() -> None:
    text = (
        f"Referat\nVejudvalget\n3. maj 2021\n\n1. Ny sti\nSagsfremstilling\n{PROSE}Beslutning Udvalget ventede. {PROSE}"
    )
    found = segment(read_text(f"{text}\nBeslutning\nGodkendt.\n".encode(), "referat.txt"), "referat.txt")

    assert [item.decision and item.decision.text for item in found[0].items] == ["Godkendt."]


@pytest.mark.parametrize(
    "unit", ["Sagsnr.: ", "AB CDE ", "1. A ", "Beslutning A den ", "Ab. ", "1 (Åben) A ", "A indstiller "]
)
def test_no_page_takes_long(unit: str) -> None:
    began = time.process_time()
    read(unit * (20_000 // len(unit)))
    assert time.process_time() - began < 5
