"""A body has one name, whichever way documents write it; a user's table says what codes stand for, in every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.bodies import canonical
from indexer.build import build_index
from indexer.naming import Bodies, read_bodies
from indexer.report import Report
from indexer.task import How
from search.document import Document
from search.errors import TableError
from search.find import open_index

TABLE = """# what our councils call their committees
[[body]]
name = "Teknik- og Miljøudvalget"
called = ["TEK", "Vej og Park"]

[[body]]
name = "Trafik- og Mobilitetsudvalget"
called = ["TMU"]
municipality = "Skovby"
"""

MINUTES = """{place} Kommune

Referat
Udvalg: {body}
Mødedato: 9. marts 2021

1. Ny cykelsti

Tidligere behandling
TEK 02-02-2021, pkt. 3, ØU 16-02-2021, pkt. 4

Beslutning
Godkendt.
"""


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Økonomiudvalgets møde", "Økonomiudvalget"),
        ("Økonomiudvalg", "Økonomiudvalget"),
        ("Byråd", "Byrådet"),
        ("Kommunalbestyrelse", "Kommunalbestyrelsen"),
        ("Teknik & Miljøudvalget", "Teknik- og Miljøudvalget"),
        ("Teknik og Miljøudvalg (18-21)", "Teknik- og Miljøudvalget"),
        ("Klima, Natur og Havneudvalgs 2022-2025", "Klima-, Natur- og Havneudvalget"),
        ("Børn og Unge-udvalget", "Børn og Unge-udvalget"),
        ("ØU", "Økonomiudvalget"),
        ("TM-U", "Teknik- og Miljøudvalget"),
        ("KB", "Kommunalbestyrelsen"),
        ("TU", "TU"),
        ("Teknisk Udvalg", "Teknisk Udvalg"),
        ("Skovby Byråd", "Skovby Byråd"),
        ("Udvalget for Natur & Klima", "Udvalget for Natur og Klima"),
        ("Byrådet og Økonomiudvalget", "Byrådet og Økonomiudvalget"),
        ("Hoved-MED", "Hoved-MED"),
        ("[adresse]", "[adresse]"),
    ],
)
def test_all_spellings_of_a_body_have_one_name(printed: str, name: str) -> None:
    assert canonical(printed) == name
    assert canonical(name) == name


@pytest.mark.parametrize(
    ("printed", "municipality", "name"),
    [
        ("TEK", None, "Teknik- og Miljøudvalget"),
        ("T-EK (22-25)", "Nørreå", "Teknik- og Miljøudvalget"),
        ("Vej & Park", "Nørreå", "Teknik- og Miljøudvalget"),
        ("TMU", "Skovby", "Trafik- og Mobilitetsudvalget"),
        ("TMU", "SKOVBY", "Trafik- og Mobilitetsudvalget"),
        ("TMU", "Nørreå", "Teknik- og Miljøudvalget"),
        ("KB", "Skovby", "Kommunalbestyrelsen"),
    ],
)
def test_a_table_counts_before_the_built_in_codes(printed: str, municipality: str | None, name: str) -> None:
    assert Bodies(TABLE).name_of(printed, municipality) == name


def test_a_code_of_one_municipality_is_no_other_body_elsewhere() -> None:
    assert Bodies(TABLE).codes() == {
        "TEK": "Teknik- og Miljøudvalget", "Vej og Park": "Teknik- og Miljøudvalget", "TMU": "",
    }  # fmt: skip


ENTRY = '[[body]]\nname = "Byrådet"\ncalled = ["BRD"]\n'
WRONG = [
    ("[[body]]\nname = Byrådet", "line 2"),
    ("# koder\n\n[[body]]\nname = 'x'", "line 3: called must be a list"),
    (ENTRY + "[[body]]\nname = 'x'\ncalled = 'y'", "line 4: called must be a list"),
    (ENTRY + "[[body]]\nname = 7\ncalled = ['y']", "line 4: name must be text"),
    ("[[body]]\nname = 'x'\ncalled = ['-']", "line 1: called must be text"),
    (f"[[body]]\nname = '{'x' * 200}'\ncalled = ['y']", "line 1: name must be text"),
    (ENTRY + "kommune = 'Skovby'", "line 1: kommune is no key"),
    (ENTRY + "\n[[body]]\nname = 'Brandrådet'\ncalled = ['B-RD']", "line 5: B-RD stands for Byrådet already"),
    ("# koder\nTMU = 'x'", "line 2: TMU is no entry"),
    ("body = 7", "line 1: body is no entry"),
    ("body = [{name = 'x', called = ['y']}]", "line 1: body is no entry"),
    (b"\xff\xfe\xff", "UTF-8"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_table_is_refused_with_file_line_and_advice(text: str | bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "koder.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(TableError) as caught:
        read_bodies(file)

    assert str(file) in str(caught.value) and said in str(caught.value)
    assert "municipality =" in str(caught.value)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"no\.toml cannot be read"):
        read_bodies(tmp_path / "no.toml")


class Nights:
    """Runs over two files, one a night."""

    def __init__(self, folder: Path) -> None:
        self.index = folder / "index"
        self.docs = folder / "docs"
        self.docs.mkdir()
        for place, body in (("Skovby", "TMU"), ("Havrup", "Vej og Park (18-21)")):
            (self.docs / f"{place}.txt").write_text(MINUTES.format(place=place, body=body), encoding="utf-8")

    def run(self, bodies: Bodies | None = None) -> Report:
        return build_index(self.docs, self.index, workers=1, how=How(bodies=bodies))

    def found(self, query: str) -> list[Document]:
        with open_index(self.index) as index:
            return [hit.document for hit in index.find(query, sort="oldest").hits]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_a_table_names_meetings_and_earlier_treatments(nights: Nights) -> None:
    nights.run(Bodies(TABLE))
    (skovby,) = nights.found("kommune:skovby")
    (havrup,) = nights.found("kommune:havrup")

    assert (skovby.body, skovby.called) == ("Trafik- og Mobilitetsudvalget", "TMU")
    assert (havrup.body, havrup.called) == ("Teknik- og Miljøudvalget", "Vej og Park (18-21)")
    assert havrup.id == "havrup/teknik-og-miljoeudvalget/2021-03-09/1"
    assert havrup.earlier == (
        ("Teknik- og Miljøudvalget", "2021-02-02", "3", ""), ("Økonomiudvalget", "2021-02-16", "4", ""),
    )  # fmt: skip


def test_a_body_is_found_by_its_name_and_as_it_was_printed(nights: Nights) -> None:
    nights.run(Bodies(TABLE))
    for query in ("udvalg:TMU", "udvalg:trafik*", 'udvalg:"Trafik- og Mobilitetsudvalget"'):
        assert [document.municipality for document in nights.found(query)] == ["Skovby"]


def test_agenda_and_minutes_are_one_item_however_they_name_the_body(nights: Nights) -> None:
    agenda = MINUTES.format(place="Skovby", body="Trafik & Mobilitetsudvalg").replace("Referat", "Dagsorden")
    (nights.docs / "dagsorden.txt").write_text(agenda.partition("Beslutning")[0], encoding="utf-8")
    nights.run(Bodies(TABLE))
    (item,) = nights.found("kommune:skovby")

    assert (item.body, item.kind, item.also) == ("Trafik- og Mobilitetsudvalget", "minutes", ("dagsorden.txt",))


def test_the_table_counts_in_later_runs_until_another_is_given(nights: Nights) -> None:
    assert nights.run().new == 2
    assert nights.found("udvalg:mobilitetsudvalget") == []

    assert nights.run(Bodies(TABLE)).changed == 2
    assert nights.run().unchanged == 2, "the option was forgotten"
    assert nights.run(Bodies(TABLE + "# set igennem i maj\n")).unchanged == 2, "it says the same"
    assert len(nights.found("udvalg:mobilitetsudvalget")) == 1

    assert nights.run(Bodies(TABLE.replace("Mobilitets", "Cykel"))).changed == 2
    assert (len(nights.found("udvalg:mobilitetsudvalget")), len(nights.found("udvalg:cykeludvalget"))) == (0, 1)

    assert nights.run(Bodies("")).changed == 2
    assert nights.run().unchanged == 2
    assert nights.found("udvalg:cykeludvalget") == []
