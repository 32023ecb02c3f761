"""References to items, and whether what they refer to still stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import ENGINES, passage, planted

from search import citation, standing
from search.answer import Hit
from search.document import Document
from search.find import Index
from search.said import said
from search.snippets import Snippet

ITEM = Document(
    "noerreaa/byraadet/2024-05-28/3",
    "Ny »sti« ved 100 % & søen",
    (passage("Sagen er lang.\nMeget lang.", page=2), passage("Godkendt.", "decision")),
    municipality="Nørreå",
    body="Byrådet",
    date="2024-05-28",
    kind="minutes",
    number="3",
    case_numbers=("17.01.04-Ø54-1-23", "2-B"),
    decision="Godkendt.",
    source="møder/maj_28.pdf",
    page=2,
)
BARE = Document("x", "Uden noget", ())
OTHER = replace(ITEM, id="noerreaa/byraadet/2024-05-28/4", number="4", title="Andet", case_numbers=("9-C",))
LATER = replace(ITEM, id="noerreaa/byraadet/2024-06-25/1", date="2024-06-25", title="Stien igen")
ELSEWHERE = replace(ITEM, id="soenderaa/byraadet/2024-05-28/3", municipality="Sønderå")
LETTERS = citation.citation(ITEM).reference


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("citation") / "index"
    with planted(folder, [ITEM, BARE, OTHER, LATER, ELSEWHERE], request.param) as opened:
        yield opened


def checked(index: Index, file: Path, text: str | bytes) -> list[standing.Standing]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return standing.standings(index, file)


def test_a_reference_names_the_meeting_the_item_its_place_and_what_it_says():
    assert citation.citation(ITEM).reference == (
        "Nørreå, Byrådet, referat af 28. maj 2024, punkt 3: »Ny »sti« ved 100 % & søen«. møder/maj_28.pdf, side 2. "
        f"noerreaa/byraadet/2024-05-28/3 [sag 17.01.04-Ø54-1-23, indhold {said(ITEM)}]"
    )
    assert citation.citation(BARE).reference.startswith("ukendt udvalg, uden dato: »Uden noget«")


def test_bibtex_is_escaped_and_what_is_not_known_is_left_out():
    entry = "\n".join(citation.as_bibtex([citation.citation(ITEM)]))

    assert entry.startswith("@misc{noerreaa/byraadet/2024-05-28/3,\n  author = {{Nørreå, Byrådet}},\n")
    assert r"title = {{Ny »sti« ved 100 \% \& søen}}" in entry
    assert r"howpublished = {referat, punkt 3, møder/maj\_28.pdf, side 2}" in entry
    bare = "\n".join(citation.as_bibtex([citation.citation(BARE)]))
    assert not re.search(r"author|date|year", bare)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_title_breaks_bibtex(title: str, source: str):
    """BibTeX counts braces, escaped or not."""
    entry = "\n".join(citation.citation(replace(ITEM, title=title, source=source)).bibtex())
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0

    assert depth == 0
    assert not re.search(r"(?<!\\)[&%$#_](?!.*,$)", "\n".join(entry.splitlines()[1:-1]).replace("year", ""))


def test_what_an_item_says_has_the_same_mark_wherever_it_stands():
    moved = tuple(replace(one, page=9, start=50, end=60, turns=((3, 10),)) for one in ITEM.passages)
    spaced = (replace(moved[0], text="Sagen  er lang. Meget\nlang."), moved[1])

    assert said(replace(ITEM, passages=spaced, source="b.txt", page=9, start=4, confidence=0.5, also=("c",))) == said(
        ITEM
    )


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (replace(ITEM, title="Ny bro"), ("title",)),
        (replace(ITEM, decision="Udsat."), ("decision",)),
        (replace(ITEM, passages=ITEM.passages[:1]), ("decision",)),
        (replace(ITEM, passages=(passage("Kort."), ITEM.passages[1])), ("text",)),
        (replace(ITEM, title="x", passages=(), decision=""), ("title", "decision", "text")),
        (replace(ITEM, source="anden.pdf"), ()),
    ],
)
def test_what_changed_is_told(tmp_path: Path, now: Document, changed: tuple[str, ...]):
    with planted(tmp_path / "index", [now]) as index:
        (one,) = checked(index, tmp_path / "refs.txt", LETTERS)

    assert (one.state, one.changed) == ("changed" if changed else "stands", changed)


def test_what_is_gone_is_looked_for_by_title_and_case(tmp_path: Path):
    renumbered = replace(ITEM, id="noerreaa/byraadet/2024-05-28/5", case_numbers=())
    with planted(tmp_path / "index", [renumbered, OTHER, LATER, ELSEWHERE]) as index:
        (one,) = checked(index, tmp_path / "refs.txt", LETTERS)
        (lost,) = checked(index, tmp_path / "refs.txt", citation.citation(BARE).reference)

    assert (one.state, one.now) == ("gone", (renumbered.id, LATER.id))
    assert (lost.state, lost.now) == ("gone", ())


MARK = citation.citation(ITEM).mark
WRITTEN = {
    "text": LETTERS,
    "bibtex": "\n".join(citation.as_bibtex([citation.citation(ITEM)])),
    "json": "\n".join(citation.as_json([citation.citation(ITEM)])),
    "brackets": f"(jf. {MARK}).",
    "wrapped": LETTERS.replace(" ", "\n"),
    "broken at hyphens": MARK.replace("-0", "-\r\n0").replace("/3", "/\n3"),
    "of a word processor": LETTERS.replace("-", "\u2011").replace("noerreaa", "noer\u00adreaa").replace(" ", "\u00a0"),
    "windows": LETTERS.encode("cp1252"),
    "utf-16": LETTERS.encode("utf-16"),
    "with a mark": LETTERS.encode("utf-8-sig"),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_reference_is_known_again_however_it_was_saved(index: Index, tmp_path: Path, written: str | bytes):
    (one,) = checked(index, tmp_path / "file", written)

    assert (one.id, one.state) == (ITEM.id, "stands")


def test_an_id_of_signs_that_bibtex_escapes_is_known_again(tmp_path: Path):
    odd = replace(ITEM, id="a_b/100%/2024#1&2", case_numbers=())
    with planted(tmp_path / "index", [odd]) as index:
        (one,) = checked(index, tmp_path / "x.bib", "\n".join(citation.citation(odd).bibtex()))

    assert (one.id, one.state) == (odd.id, "stands")


def test_each_reference_is_told_once_and_in_its_order(index: Index, tmp_path: Path):
    text = "\n".join(citation.citation(item).reference for item in (OTHER, ITEM, OTHER, BARE))
    found = checked(index, tmp_path / "refs.txt", f"Noter\n\n{text}\n")

    assert [one.id for one in found] == [OTHER.id, ITEM.id, BARE.id]
    assert list(standing.as_text(found))[-1] == "3 references: all stand as cited"
    assert [json.loads(line)["state"] for line in standing.as_json(found)] == ["stands"] * 3
    assert checked(index, tmp_path / "refs.txt", "Ingen [indhold] her") == []


def test_a_long_text_without_references_is_read_at_once(index: Index, tmp_path: Path):
    assert checked(index, tmp_path / "long", "a-/" * 1_000_000 + " [indhold " * 10_000) == []


def test_hits_carry_the_mark_that_references_do():
    assert Hit(ITEM, 1.0, Snippet("", ())).to_dict()["content_hash"] == citation.citation(ITEM).content_hash
