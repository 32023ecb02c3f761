"""How a file is read can be told from outside: the municipality it does not name, and why it is read so."""

from __future__ import annotations

from pathlib import Path

from indexer import build_index
from indexer.readout import read_all
from indexer.task import How
from search import open_index

ANONYMOUS = """REFERAT Teknisk Udvalg d. 09-03-2021

Punkt 1: Nyt tag på hallen

Beslutning

Godkendt.

Punkt 2: Eventuelt

Beslutning

Intet.
"""
NAMED = ANONYMOUS.replace("REFERAT", "Nørreå Kommune\n\nREFERAT").replace("09-03", "10-03")


def test_a_municipality_is_given_to_documents_that_name_none(tmp_path: Path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.txt").write_text(ANONYMOUS, encoding="utf-8")
    (folder / "b.txt").write_text(NAMED, encoding="utf-8")
    build_index(folder, tmp_path / "index", workers=1, how=How(municipality="Sønderby"))

    with open_index(tmp_path / "index") as index:
        found = {hit.document.source: hit.document.municipality for hit in index.find("").hits}

    assert found == {"a.txt": "Sønderby", "b.txt": "Nørreå"}


def test_the_evidence_is_told_when_asked_for(tmp_path: Path):
    (tmp_path / "a.txt").write_text(ANONYMOUS, encoding="utf-8")
    ((_, plain),) = read_all([tmp_path / "a.txt"], How())
    ((_, told),) = read_all([tmp_path / "a.txt"], How(why=True))

    assert plain.why == ()
    assert any("Nyt tag på hallen" in line for line in told.why)
    assert any("approved" in line for line in told.why)
