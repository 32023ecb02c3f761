"""Why an item has no decision is told apart: not yet, not printed, printed as none, not released."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from indexer.build import build_index

MINUTES = """Nørreå Kommune

{kind}
Udvalg: Økonomiudvalget
Mødedato: {day}. marts 2021

1. Ny cykelsti langs åen

Indstilling
Forvaltningen indstiller, at sagen godkendes.
{first}
2. Bro over åen

Indstilling
Forvaltningen indstiller, at sagen godkendes.

3. Eventuelt
{third}
4. Lukket punkt: Salg af grund
{fourth}
5. Underskrift
{fifth}"""
DECIDED = {
    "first": "\nBeslutning\n", "third": "\nBeslutning\nIntet.\n", "fourth": "\nBeslutning\nBeslutning ikke frigivet.\n",
    "fifth": "\nBeslutning\nGodkendt.\n",
}  # fmt: skip
LABELS = [
    "Ingen beslutning anført", "Ingen beslutning anført", "Ingen beslutning", "Ikke offentliggjort", "Godkendt",
]  # fmt: skip


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "d").mkdir()
    minutes = MINUTES.format(kind="Referat", day=9, **DECIDED)
    agenda = MINUTES.format(kind="Dagsorden", day=10, **dict.fromkeys(DECIDED, ""))
    (tmp_path / "d" / "a.txt").write_text(minutes, encoding="utf-8")
    (tmp_path / "d" / "b.txt").write_text(agenda, encoding="utf-8")
    return tmp_path / "d"


def said(*command: str) -> str:
    done = CliRunner().invoke(cli.commands, command)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_searching_showing_and_reading_tell_them_apart(docs: Path, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    build_index(docs, index, workers=1)
    for query, labels in (("dato:9.3.2021", LABELS), ("dato:10.3.2021", ["Endnu ikke besluttet"] * 5)):
        hits = json.loads(said("search", query, "--index", index, "--format", "json"))["hits"]
        hits.sort(key=lambda hit: hit["number"])
        assert [hit["outcome_label"] for hit in hits] == labels
        for hit, label in zip(hits, labels, strict=True):
            agenda = " (dagsorden)" * (hit["kind"] == "agenda")
            assert f"\n{label}{agenda} · Økonomiudvalget" in said("show", hit["id"], "--index", index)
            assert f"{label}{agenda} · " in said("search", f'"{hit["title"]}" {query}', "--index", index)

    shown = [line.strip() for line in said("read", str(docs)).splitlines()]
    assert [line for line in shown if line in (*LABELS, "Ikke offentliggjort · lukket")] == [
        label + " · lukket" * (label == "Ikke offentliggjort") for label in LABELS
    ]
    assert sum(line.startswith("Endnu ikke besluttet") for line in shown) == 5


def test_the_records_tell_a_missing_decision_from_one_that_says_nothing(docs: Path) -> None:
    meetings = [json.loads(line)["meetings"][0] for line in said("read", "--json", str(docs)).splitlines()]
    first, _, third, fourth, _ = meetings[0]["items"]

    assert (first["decision"], first["outcome"]) == (None, "none")
    assert (third["decision"]["text"], third["outcome"]) == ("Intet.", "none")
    assert (fourth["outcome"], fourth["access"]) == ("withheld", "closed")
    assert {item["outcome"] for item in meetings[1]["items"]} == {"none"}
