"""Headings and lists of treatments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Treatment
from indexer.treatments import parse_heading, parse_list


@pytest.mark.parametrize(
    ("text", "body", "date", "item"),
    [
        ("Økonomiudvalget den 9. februar 2021 Punkt 3", "Økonomiudvalget", "2021-02-09", "3"),
        ("01-09-2014 Teknisk Udvalg", "Teknisk Udvalg", "2014-09-01", None),
        ("Teknik- og Miljøudvalgets møde den 7. april 2014:", "Teknik- og Miljøudvalget", "2014-04-07", None),
        ("**Økonomiudvalgets møde den 18.\njanuar 2016:**", "Økonomiudvalget", "2016-01-18", None),
        ("Byråd, 23. september 2014:", "Byråd", "2014-09-23", None),
        (
            "Beslutning fra Børne- og Skoleudvalget, 3. maj 2021, pkt. 12:",
            "Børne- og Skoleudvalget",
            "2021-05-03",
            "12",
        ),
        ("Beslutning i Økonomiudvalget den 03-05-2021", "Økonomiudvalget", "2021-05-03", None),
        ("Beslutning Byrådet den 03-05-2021", "Byrådet", "2021-05-03", None),
        ("Miljøudvalgets beslutning i mødet den 22. juni 2026", "Miljøudvalget", "2026-06-22", None),
        ("22-05-2014 Borgmesterens Afdelings påtegning", "Borgmesterens Afdeling", "2014-05-22", None),
        ("11-09-2014 [adresse]", "[adresse]", "2014-09-11", None),
        ("BIU 20/10-2025, pkt. 5", "BIU", "2025-10-20", "5"),
        ("Udvalg: Magistraten Dato: 19-08-2025 Punktnummer: 4", "Magistraten", "2025-08-19", "4"),
        ("Beslutning den 3. maj 2021:", "", "2021-05-03", None),
        ("Økonomiudvalget den , pkt. 7", "Økonomiudvalget", None, "7"),
        ("Teknisk Udvalgs møde d. , punkt 12:", "Teknisk Udvalg", None, "12"),
        ("Hoved-MED den 3. maj 2021, pkt. 4", "Hoved-MED", "2021-05-03", "4"),
    ],
)
def test_a_heading_names_body_date_and_item(text: str, body: str, date: str, item: str | None) -> None:
    assert parse_heading(text) == Treatment(body, date, item)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Beslutning",
        "Økonomiudvalget",
        "27. august 2025",
        "Økonomiudvalget, pkt. 7",
        "Økonomiudvalget den",
        "Se den , pkt. 7",
        "Mødedato 3. maj 2021",
        "REFERAT Aarhus Byråd d. 27-08-2025",
        "Udvalget drøftede sagen den 3. maj 2021",
        "Fraværende i Økonomiudvalget, 03-05-2021:",
        "Administrationens tilføjelse den 3. maj 2014:",
        "Møde mellem 3. maj 2021 og 4. maj 2021",
        "Anbefales. Økonomiudvalget den 3. maj 2021",
        "Plan- og Teknikudvalget, Godkendt 3. maj 2021",
    ],
)
def test_a_line_that_says_more_or_less_is_no_heading(text: str) -> None:
    assert parse_heading(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "BY, 26.06.12, pkt. 100, BY, 31.10.13, pkt. 160,\nBY, 23.03.14, pkt. 53",
            [("BY", "2012-06-26", "100"), ("BY", "2013-10-31", "160"), ("BY", "2014-03-23", "53")],
        ),
        ("BY 30.01.18, pkt. 7", [("BY", "2018-01-30", "7")]),
        ("ØU 9. februar 2021, punkt 3 og KB 25. februar 2021", [("ØU", "2021-02-09", "3"), ("KB", "2021-02-25", None)]),
        (
            "22-01-2025 Magistraten, 05-02-2025 Byrådet",
            [("Magistraten", "2025-01-22", None), ("Byrådet", "2025-02-05", None)],
        ),
        ("Byrådet godkendte planen 3. maj 2021", []),
        ("TM-U, ØK, BY", []),
    ],
)
def test_a_list_is_read_whole_or_not_at_all(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert [(t.body, t.date, t.item) for t in parse_list(text)] == found


@given(st.text(alphabet="Byråd den 3.5-2021 pkt,:\n", max_size=80))
def test_no_text_breaks_the_grammar(text: str) -> None:
    parse_heading(text)
    parse_list(text)
