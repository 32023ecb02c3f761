"""Attendance: who was there, who was not, and who is no member."""

from __future__ import annotations

import pytest

from indexer.members import parse_members


def _named(text: str) -> tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]:
    present, absent = parse_members(text)
    return [(m.name, m.party) for m in present], [(m.name, m.party) for m in absent]


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("Ole Bro (A), Lis Dam (V) (Afbud)", [("Ole Bro", "A")], [("Lis Dam", "V")]),
        ("Ole Bro (teknisk direktør), Lis Dam (chef for By, Land og Vand), Bo Kjær (C)", [("Bo Kjær", "C")], []),
        ("Ole Bro, A, Lis Dam, V, Bo Kjær, (C)", [("Ole Bro", "A"), ("Lis Dam", "V"), ("Bo Kjær", "C")], []),
        ("1. Ole Bro, Ø\n2. Lis Dam, V", [("Ole Bro", "Ø"), ("Lis Dam", "V")], []),
        ("Ole Bro ()\nLis Dam (Løsgænger)", [("Ole Bro", None), ("Lis Dam", "Løsgænger")], []),
        ("Ole Bro (olb) V", [("Ole Bro", "V")], []),
        ("Borgmester Ole Bro (V), Lis Dam (Venstre)", [("Ole Bro", "V"), ("Lis Dam", "Venstre")], []),
        ("Medlemmer: Ole Bro (A)\nFraværende: Bo Kjær (C)", [("Ole Bro", "A")], [("Bo Kjær", "C")]),
        ("Afbud: Ole Bro (A) og Lis Dam", [], [("Ole Bro", "A"), ("Lis Dam", None)]),
        ("Deltagere: Ole Bro (formand) (V) og Lis Dam (A)", [("Ole Bro", "V"), ("Lis Dam", "A")], []),
        ("Ole Bro, Lis Dam og Bo Kjær", [("Ole Bro", None), ("Lis Dam", None), ("Bo Kjær", None)], []),
        ("Ole Bro (A), Lis Dam (V), og Bo Kjær (C).", [("Ole Bro", "A"), ("Lis Dam", "V"), ("Bo Kjær", "C")], []),
        ("Ole Bro (A) samt Lis Dam (V)\nog Bo Kjær", [("Ole Bro", "A"), ("Lis Dam", "V"), ("Bo Kjær", None)], []),
        ("Ole Bro, A, Lis Dam, V og Bo Kjær, C", [("Ole Bro", "A"), ("Lis Dam", "V"), ("Bo Kjær", "C")], []),
        ("Ole Bro, direktør for Teknik og Miljø Øst", [("Ole Bro", None)], []),
        ("Fraværende:\nIngen", [], []),
        ("Ole Bro (A) - Deltog\nLis Dam (V) - Deltog ikke", [("Ole Bro", "A")], [("Lis Dam", "V")]),
        ("Ole Bro (A) stedfortræder for Lis Dam (A)", [("Ole Bro", "A")], []),
        ("Afbud fra Ole Bro (A), stedfortræder Lis Dam (A)", [("Lis Dam", "A")], [("Ole Bro", "A")]),
        ("Ole Bro (V) (fra kl. 17.15)\nLis Dam (A) - til kl. 18", [("Ole Bro", "V"), ("Lis Dam", "A")], []),
        ("Afbud:\nOle Bro (A)\nI stedet mødte Lis Dam (A)", [("Lis Dam", "A")], [("Ole Bro", "A")]),
        ("Ole Bro, A Lis Dam, V Bo Kjær, C", [("Ole Bro", "A"), ("Lis Dam", "V"), ("Bo Kjær", "C")], []),
        (
            "Forældrevalgte: Ole Bro, Lis Dam. Elevvalgte: Bo Kjær",
            [(n, None) for n in ("Ole Bro", "Lis Dam", "Bo Kjær")],
            [],
        ),
        ("Fraværende: Ole Bro (A), sag 1-9 Lis Dam (V), sag 3", [], [("Ole Bro", "A"), ("Lis Dam", "V")]),
        ("Bo Kjær ankom kl. 17.30", [("Bo Kjær", None)], []),
        ("Ole Bro (Fjordlisten), Lis Dam - Venstre", [("Ole Bro", "Fjordlisten"), ("Lis Dam", "Venstre")], []),
        ("Fraværende: Ole Bro (A), sag 129-138", [], [("Ole Bro", "A")]),
        ("", [], []),
    ],
)
def test_attendance_fields_are_read(
    text: str, present: list[tuple[str, str | None]], absent: list[tuple[str, str | None]]
) -> None:
    assert _named(text) == (present, absent)
