"""A meeting as a FirstAgenda portal's API gives it is read as the portal's own page is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.firstagenda import read_firstagenda
from indexer.reading import read_file
from indexer.segment.minutes import segment

RECOMMENDATION = (
    "<h3>Indstilling</h3><span class='resume'><div>Forvaltningen indstiller, at sagen godkendes.</div></span>"
)
DECISION = "<h3>Beslutning</h3><span class='resume'><p>Godkendt. Ærø &amp; Samsø deltog.</p></span>"
MEETING: dict[str, Any] = {
    "Id": "3f0c",
    "Udvalg": {"Id": "8a", "Navn": "Økonomiudvalget"},
    "Moede": {"Navn": "Referat", "Dato": "2025-05-04T16:00:00+02:00", "Sted": "Mødelokale 1, Rådhuset"},
    "Dagsordenpunkter": [
        {
            "Punktnummer": "1",
            "Navn": "Godkendelse af dagsorden",
            "SagsNummer": "EMN-2025-000001",
            "Felter": [{"Html": DECISION}],
        },
        {
            "Number": 2,
            "Caption": "Køb af jord",
            "CaseNumber": "EMN-2025-000002",
            "IsOpen": False,
            "Felter": [{"Html": RECOMMENDATION}, {"Navn": "Beslutning", "Tekst": "Udsat."}],
            "Bilag": [{"Navn": "Kort over området"}, {"Navn": "Notat"}],
        },
    ],
}


def read(meeting: Any) -> Transcript:
    return read_firstagenda(json.dumps(meeting).encode(), "a.json")


def test_a_meeting_gives_its_heading_and_its_items() -> None:
    (found,) = segment(read(MEETING), "a.json")
    meeting = found.meeting

    assert (meeting.body, meeting.date, meeting.start) == ("Økonomiudvalget", "2025-05-04", "16:00")
    assert (meeting.place, meeting.kind) == ("Mødelokale 1, Rådhuset", "minutes")
    assert [(item.number, item.title, item.outcome) for item in found.items] == [
        ("1", "Godkendelse af dagsorden", "approved"),
        ("2", "Køb af jord", "postponed"),
    ]
    assert [item.case_numbers for item in found.items] == [("EMN-2025-000001",), ("EMN-2025-000002",)]


def test_parts_attachments_and_access_of_an_item_are_found() -> None:
    (found,) = segment(read(MEETING), "a.json")
    first, second = found.items

    assert first.decision and first.decision.text == "Godkendt. Ærø & Samsø deltog."
    assert second.recommendation == "Forvaltningen indstiller, at sagen godkendes."
    assert second.attachments == ("Kort over området", "Notat")
    assert (first.access, second.access) == (None, "closed")


def test_lines_have_the_looks_of_the_portals_page() -> None:
    looks = [line.look for line in read(MEETING).lines]

    assert looks[:7] == [
        "h1.green.dato", "span.udvalg", "span.dato", "span.sted", "span.label.label-default",
        "h2.overskrift.text-left", "span.sagsnummer",
    ]  # fmt: skip


def test_rows_of_tables_are_counted_through_the_meeting() -> None:
    table = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    fields = [{"Html": table}, {"Html": "<p>x</p>"}, {"Html": table}]
    cells = [line.cell for line in read({"Dagsordenpunkter": [{"Navn": "x", "Felter": fields}]}).lines if line.cell]

    assert cells == [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (3, 0)]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2025-05-04T16:00:00+02:00", "4. maj 2025 kl. 16:00"),
        ("2025-05-04T00:00:00", "4. maj 2025"),
        ("2025-05-04T14:00:00Z", "4. maj 2025"),
        ("2025-05-04", "4. maj 2025"),
        ("snart", "snart"),
        (None, ""),
    ],
)
def test_the_day_is_told_and_the_time_where_it_is_danish(moment: str | None, shown: str) -> None:
    transcript = read({"Moede": {"Navn": "Referat", "Dato": moment}, "Dagsordenpunkter": []})

    assert transcript.lines[0].text == f"Referat {shown}".strip()


def test_text_that_the_portal_keeps_as_pdf_is_told_to_be_missing() -> None:
    transcript = read({"Dagsordenpunkter": [{"Navn": "x", "Felter": [{"DocumentId": "77", "Html": ""}]}]})

    assert transcript.warnings[0].startswith("1 parts of items are PDFs")


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"name": "x"}', b'{"Dagsordenpunkter": 3}', b"null", b"7"])
def test_json_about_something_else_is_other(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.json") as caught:
        read_firstagenda(data, "a.json")

    assert caught.value.reason == "other"


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b'{"a": 1', b"9" * 10_000])
def test_broken_json_is_damaged(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_firstagenda(data, "a.json")

    assert caught.value.reason == "damaged"


def test_values_of_other_types_than_expected_are_passed_over() -> None:
    odd = {
        "Punktnummer": [1],
        "Navn": {"a": 1},
        "Caption": True,
        "Felter": [7, {"Html": 5, "Tekst": None}],
        "Bilag": "x",
    }
    transcript = read({"Moede": [], "Udvalg": "x", "Dagsordenpunkter": [odd, 3, None, {"Navn": "Punkt"}]})

    assert [line.text for line in transcript.lines] == ["Punkt"]


def test_more_items_than_a_meeting_can_have_are_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read({"Dagsordenpunkter": [{}] * 5_001})

    assert caught.value.reason == "too_large"


def of_page(page: Any) -> dict[str, Any]:
    """The JSON that the portal's software made this page of, as far as the page shows it."""

    def item(row: Any) -> dict[str, Any]:
        def texts(name: str) -> list[str]:
            return [found.text_content() for found in row.find_class(name)]

        return {
            "Punktnummer": texts("label")[0],
            "Navn": texts("overskrift")[0],
            "SagsNummer": "".join(texts("sagsnummer")),
            "Felter": [{"Html": etree.tostring(found, encoding="unicode")} for found in row.find_class("punkt")],
            "Bilag": [{"Navn": name} for name in texts("bilag-link")],
        }

    when = {"Navn": "Dagsorden", "Dato": "2025-10-08T16:00:00+02:00", "Sted": page.find_class("sted")[0].text_content()}
    body = {"Navn": page.find_class("udvalg")[0].text_content()}
    return {"Udvalg": body, "Moede": when, "Dagsordenpunkter": [item(row) for row in page.find_class("punktrow")]}


def test_a_real_meeting_is_the_same_from_json_and_from_its_page(shared: Path) -> None:
    path = shared / "minutes" / "aarhus-byraad-2025-10-08-agenda.html"
    (page,) = segment(read_file(path), path.name)
    (found,) = segment(read(of_page(html.fromstring(path.read_text("utf-8")))), "a.json")

    assert found.meeting == page.meeting
    assert len(found.items) == 33
    for one, other in zip(found.items, page.items, strict=True):
        assert (one.number, one.title, one.case_numbers) == (other.number, other.title, other.case_numbers)
        assert (one.recommendation, one.attachments, one.earlier) == (
            other.recommendation, other.attachments, other.earlier
        )  # fmt: skip
