"""Names of bodies and municipalities."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.bodies import base_form, find_body, is_body, municipality_in, same_body
from indexer.tables import rows

FACTS = Path(__file__).parent / "data" / "facts"
NAMES = [line.split("\t") for line in (FACTS / "bodies.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("plausible", "text"), NAMES)
def test_names_of_bodies_are_told_from_other_texts(plausible: str, text: str) -> None:
    assert is_body(text) is (plausible == "yes")


def test_a_mask_is_a_body_only_where_the_caller_says_so() -> None:
    assert is_body("[adresse]", masked=True) and not is_body("[adresse]")


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("Økonomiudvalgets", "Økonomiudvalget"),
        ("Byrådets møde", "Byrådet"),
        ("Møde i Byrådet", "Byrådet"),
        ("Borgmesterens Afdelings påtegning", "Borgmesterens Afdeling"),
        ("Teknisk  Udvalgs\nmøde", "Teknisk Udvalg"),
        ("Magistratsafdelingen for Teknik og Miljøs indstilling", "Magistratsafdelingen for Teknik og Miljø"),
        ("Klima-, Miljø- og Teknikudvalgets beslutning i mødet", "Klima-, Miljø- og Teknikudvalget"),
        ("BY", "BY"),
    ],
)
def test_a_name_is_cut_to_its_base_form(text: str, base: str) -> None:
    assert base_form(text) == base


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fremsendes til Teknisk Udvalg til behandling", "Teknisk Udvalg"),
        ("Økonomiudvalgets møde den 18. marts", "Økonomiudvalget"),
        ("Magistratsafdelingen for Teknik og Miljø udarbejder notat", "Magistratsafdelingen for Teknik og Miljø"),
        ("Social- og Sundhedsudvalget og Børneudvalget", "Social- og Sundhedsudvalget"),
        ("på boligområdet sker der meget", None),
    ],
)
def test_the_first_body_of_a_text_is_found(text: str, name: str | None) -> None:
    found = find_body(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Møde i byrådet den 3. maj", "Byrådet"),
        ("kommunalbestyrelsens møde", "Kommunalbestyrelsen"),
        ("ØU den 3. maj", "ØU"),
        ("pkt. 4 i TM-U", "TM-U"),
        ("magistratens indstilling", "Magistraten"),
        ("Teknisk Udvalg den 3. maj", "Teknisk Udvalg"),
        ("udvalget og rådet", None),
        ("på boligområdet", None),
    ],
)
def test_codes_and_small_letters_are_found_where_a_caller_asks(text: str, name: str | None) -> None:
    found = find_body(text, loose=True)
    assert (found.name if found else None) == name


def test_codes_and_small_letters_are_left_alone_where_no_one_asks() -> None:
    assert find_body("Møde i byrådet") is None and find_body("ØU den 3. maj") is None


def test_the_table_holds_all_municipalities() -> None:
    names = [row[0] for row in rows("municipalities.tsv", 3)]
    assert len([name for name in names if not name.startswith("Region ")]) == 98
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", rows("municipalities.tsv", 3), ids=lambda row: row[0])
def test_every_municipality_is_told_by_name_and_by_genitive(row: tuple[str, ...]) -> None:
    name, genitive, _ = row
    assert municipality_in(name) == municipality_in(f"{name} Byråd") == municipality_in(f"i {genitive} Kommune") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bornholms Regionskommune", "Bornholm"),
        ("Århus Kommune", "Aarhus"),
        ("Byrådet i Vejle", "Vejle"),
        ("AARHUS KOMMUNE", "Aarhus"),
        ("Region Nordjyllands hjemmeside", "Region Nordjylland"),
        ("en tur til Vejen", None),
    ],
)
def test_a_municipality_is_named_as_an_authority(text: str, name: str | None) -> None:
    assert municipality_in(text) == name


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Aarhus Byråd", "Byrådet", True),
        ("Økonomiudvalg", "Økonomiudvalget", True),
        ("BY", "Byråd", True),
        ("Teknik & Miljøudvalget", "Teknik- og Miljøudvalget", True),
        ("TM-U", "Teknik- og Miljøudvalget", True),
        ("Økonomiudvalget (18-21)", "Økonomiudvalgets", True),
        ("Regionsrådet, Region Midtjylland", "Regionsrådet", True),
        ("Byrådet", "Økonomiudvalget", False),
        ("TM-U", "Økonomiudvalget", False),
        ("", "", False),
    ],
)
def test_spellings_of_one_body_are_the_same(a: str, b: str, same: bool) -> None:
    assert same_body(a, b) == same_body(b, a) == same
