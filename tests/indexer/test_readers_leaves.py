"""Transcripts that print each page on one line have pages; other texts keep theirs."""

from __future__ import annotations

from indexer.model import Transcript
from indexer.readers.text import read_text

PROSE = "Stien langs åen skal have ny belægning, og udvalget har bedt om en pris på arbejdet. " * 4
FRONT = "Referat fra Vejudvalget\n\nTranskript\n\n"


def read(text: str) -> Transcript:
    return read_text(text.encode(), "referat.txt")


def texts(transcript: Transcript, number: int) -> list[str]:
    return [line.text for page in transcript.pages if page.number == number for line in page.lines]


def test_a_line_that_its_number_leads_is_a_page() -> None:
    found = read(f"{FRONT}1 Referat {PROSE}\n\n2\n\n3 Sag om stien {PROSE}Side 2 af 3\n")

    assert [page.number for page in found.pages] == [1, 2, 3]
    assert texts(found, 1) == ["Referat fra Vejudvalget", "Transkript", f"Referat {PROSE.strip()}"]
    assert texts(found, 2) == []
    assert texts(found, 3) == [f"Sag om stien {PROSE.strip()}"]
    assert found.furniture == ("1", "2", "3", "Side 2 af 3")


def test_a_number_at_a_page_s_end_is_its_own_or_text() -> None:
    found = read(f"{FRONT}1 {PROSE}Godkendt. 1\n\n2 {PROSE}Udsat til maj 2014\n")

    assert [texts(found, number)[-1][-9:] for number in (1, 2)] == ["Godkendt.", " maj 2014"]


def test_the_words_that_most_pages_begin_with_are_a_running_head() -> None:
    pages = "".join(f"{at} Vejudvalget Side {at} {title} {PROSE}\n\n" for at, title in enumerate("ABCD", 1))
    found = read(pages)

    assert texts(found, 3) == [f"C {PROSE.strip()}"]
    assert "Vejudvalget Side 3" in found.furniture


def test_two_pages_of_four_with_one_head_are_enough() -> None:
    found = read(f"{FRONT}1 Referat {PROSE}\n\n2\n\n3 Vejudvalget Side Sti {PROSE}\n\n4 Vejudvalget Side Bro {PROSE}\n")

    assert texts(found, 3) == ["Vejudvalget Side", f"Sti {PROSE.strip()}"]
    assert texts(found, 4) == [f"Bro {PROSE.strip()}"]


def test_pages_may_begin_anew() -> None:
    found = read(f"{FRONT}1 A {PROSE}\n\n2 B {PROSE}\n\n{FRONT}1 C {PROSE}\n\n2 D {PROSE}\n")

    assert [page.number for page in found.pages] == [1, 2, 3, 4]
    assert texts(found, 3) == ["Referat fra Vejudvalget", "Transkript", f"C {PROSE.strip()}"]


def test_titles_that_begin_alike_are_no_running_head() -> None:
    found = read(f"{FRONT}1 Orientering om stien {PROSE}\n\n2 Orientering om broen {PROSE}\n")

    assert texts(found, 2) == [f"Orientering om broen {PROSE.strip()}"]


def test_numbered_items_on_lines_are_no_pages() -> None:
    text = f"Referat\n1 Ny sti\n{PROSE}\n2 Ny bro\n{PROSE}\n3 Eventuelt\nIntet.\n"

    assert [line.text for line in read(text).lines] == [line.strip() for line in text.splitlines()]
    assert {line.page for line in read(text).lines} == {None}
