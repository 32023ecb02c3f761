"""Running heads, feet and page numbers go; what a page says stays."""

from __future__ import annotations

import pytest

from indexer.readers.furniture import much_left_out, without_furniture
from indexer.readers.lines import RawLine, RawPage


def kept(*pages: list[str | RawLine]) -> list[list[str]]:
    raw = [
        RawPage(number, [line if isinstance(line, RawLine) else RawLine(line) for line in page])
        for number, page in enumerate(pages, 1)
    ]
    return [[line.text for line in page.lines] for page in without_furniture(raw)]


def test_a_running_head_stays_only_where_the_document_begins() -> None:
    pages = [["Byrådet, 4. maj 2021", "", f"tekst {word}", f"Side {n} af 4"] for n, word in enumerate("abcd", 1)]

    assert kept(*pages) == [["Byrådet, 4. maj 2021", "", "tekst a"], ["tekst b"], ["tekst c"], ["tekst d"]]


def test_a_running_head_stays_where_the_next_meeting_begins() -> None:
    days = [4, 4, 4, 18, 18, 18]
    pages = [[f"Byrådet, {day}. maj 2021, side {n}", f"tekst {'abcdef'[n - 1]}"] for n, day in enumerate(days, 1)]

    assert [len(page) for page in kept(*pages)] == [2, 1, 1, 2, 1, 1]


def test_a_heading_with_a_new_date_on_every_page_is_no_running_head() -> None:
    pages = [[f"Referat fra mødet den {day}-01-2022", f"tekst {'a' * day}"] for day in (3, 12, 17, 29)]

    assert kept(*pages) == pages


def test_heads_that_alternate_go() -> None:
    pages = [["Kommunens navn" if n % 2 else "Byrådets møde", f"tekst {word}"] for n, word in enumerate("abcdef", 1)]

    assert kept(*pages)[1:] == [["tekst b"], ["tekst c"], ["tekst d"], ["tekst e"], ["tekst f"]]


def test_bare_numbers_go_only_if_they_grow_with_the_pages() -> None:
    growing = [[f"tekst {word}", str(n)] for n, word in enumerate("abc", 7)]
    amounts = [[f"tekst {word}", amount] for word, amount in zip("abc", ["500", "20", "7"], strict=True)]
    years = [["vendes tilbage i maj", "2031.", "tekst a", "vendes tilbage i maj", "2031."]]

    assert kept(*growing) == [["tekst a"], ["tekst b"], ["tekst c"]]
    assert kept(*amounts) == amounts
    assert kept(*years) == years


def test_labels_and_item_headings_stay_where_every_item_has_a_page_of_its_own() -> None:
    pages: list[list[str | RawLine]] = [
        ["Beslutning", f"Punkt {n}", f"Vi vedtog {word}", "Bilag"] for n, word in enumerate("abc", 1)
    ]

    assert kept(*pages) == pages


def test_a_heading_that_differs_only_by_its_number_stays() -> None:
    pages: list[list[str | RawLine]] = [
        [RawLine(f"{n}. behandling", rank=3), f"tekst {word}"] for n, word in enumerate("abc", 1)
    ]

    assert [len(page) for page in kept(*pages)] == [2, 2, 2]


def test_a_line_that_also_stands_in_mid_page_stays() -> None:
    filler = [f"linje {word}" for word in "abcdefghijklmn"]
    pages = [["Godkendt.", *filler[:7], "Godkendt.", *filler[7:]] for _ in range(4)]

    assert all("Godkendt." in page for page in kept(*pages))


def test_what_closes_an_item_stays_where_every_short_item_has_a_page_of_its_own() -> None:
    closings = ("Godkendt.", "Beslutning i Byrådet den 4. maj 2021", "Taget til efterretning", "Fraværende: Ib Krogh")
    for closing in closings:
        pages = [["Byrådet", f"Sag om {word}", closing, str(n)] for n, word in enumerate("abcd", 1)]

        assert [page[-1] for page in kept(*pages)] == [closing] * 4


def test_much_furniture_is_told() -> None:
    pages = [[f"tekst {word} " * 20, f"Side {n}"] for n, word in enumerate("abc", 1)]
    short = [[f"tekst {word}", f"Side {n}"] for n, word in enumerate("abc", 1)]

    def told(pages: list[list[str]]) -> tuple[str, ...]:
        return much_left_out(without_furniture([RawPage(1, list(map(RawLine, page))) for page in pages]))

    assert told(pages) == ()
    assert "46 % of the text" in told(short)[0]


def test_two_pages_with_the_same_first_line_keep_it() -> None:
    assert kept(["Fælles linje", "a"], ["Fælles linje", "b"]) == [["Fælles linje", "a"], ["Fælles linje", "b"]]


def test_a_document_of_furniture_alone_and_of_nothing_is_no_error() -> None:
    assert kept([], ["Side 1"], []) == [[], [], []]
    assert kept() == []


DATES = [["4. maj 2021", "8. juni 2021", "7. september 2021"], ["04-05-2021", "08-06-2021", "07-09-2021"]]


@pytest.mark.parametrize("dates", DATES)
def test_meetings_of_one_page_each_keep_their_heads_and_last_lines(dates: list[str]) -> None:
    pages = [
        ["Byrådet", "Referat", f"Møde tirsdag den {date}", f"Om {word} igen", f"Mere om {word}", "Formand", f"Side {n}"]
        for n, (date, word) in enumerate(zip(dates, "abc", strict=True), 1)
    ]

    assert kept(*pages) == [page[:-1] for page in pages]


@pytest.mark.parametrize("dates", DATES)
def test_of_meetings_of_several_pages_each_keeps_its_head_once(dates: list[str]) -> None:
    pages = [[f"Byrådet den {date}", f"tekst om {word}{n}"] for n, date in enumerate(dates) for word in "abc"]

    assert [len(page) for page in kept(*pages)] == [2, 1, 1] * 3


def test_a_head_that_a_page_breaks_in_two_goes_as_on_the_others() -> None:
    pages = [[f"Byrådet, 4. maj 2021 {n}", f"tekst {word}"] for n, word in enumerate("abcd", 1)]
    broken = ["Byrådet, 4. maj 2021", "5", "tekst e"]

    assert kept(*pages, broken)[1:] == [["tekst b"], ["tekst c"], ["tekst d"], ["tekst e"]]
