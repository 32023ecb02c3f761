"""Verification: each fault that is planted is found and named, and what the finding says to do mends it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from line_files import index_lines, recipe, write_files
from rights import no_right_to_enter, reachable_folder

from indexer import publish as publishing
from indexer import verify as verifying
from indexer.verify import Finding, verify
from search import layout, place
from search.errors import EngineError, IndexMissing
from search.find import open_index
from search.store.reader import StoreReader
from search.store.writer import StoreWriter


@pytest.fixture(params=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_files(tmp_path / "docs", {"a.txt": "1 skolen lukker\n2 broen bygges\n", "b.txt": "3 hallen males\n"})


@pytest.fixture
def index(tmp_path: Path, docs: Path, engine: str) -> Path:
    folder = tmp_path / "index"
    index_lines([docs], folder, engine)
    return folder


def in_the_store(index: Path, sql: str) -> None:
    with closing(sqlite3.connect(index / layout.STORE)) as database, database:
        database.execute(sql)


def seq_of(index: Path, item_id: str) -> int:
    with open_index(index) as opened:
        return next(seq for seq, found in opened.store.ids().items() if found == item_id)


def item_changed(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE items SET document = replace(document, 'broen', 'vejen') WHERE id LIKE '%/2'")


def item_deleted(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "DELETE FROM items WHERE id LIKE '%/2'")


def item_deleted_from_the_engine(index: Path, docs: Path, engine: str) -> None:
    with closing(recipe(engine).engine.open_writer(index / "engine-1")) as writer:
        writer.remove([seq_of(index, "by/udvalg/-/2")])
        writer.commit(place.read_manifest(index, "engine-1").generation)


def largest_file_of_the_engine(index: Path) -> Path:
    return max((index / "engine-1").iterdir(), key=lambda path: path.stat().st_size)


def engine_file_cut(index: Path, docs: Path, engine: str) -> None:
    file = largest_file_of_the_engine(index)
    os.truncate(file, file.stat().st_size // 2)


def engine_byte_turned(index: Path, docs: Path, engine: str) -> None:
    file = largest_file_of_the_engine(index)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def source_changed(index: Path, docs: Path, engine: str) -> None:
    (docs / "a.txt").write_text("1 skolen lukker\n2 broen bygget\n", encoding="utf-8")


def source_gone(index: Path, docs: Path, engine: str) -> None:
    (docs / "b.txt").unlink()


def id_changed(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE items SET id = 'by/andet/-/2' WHERE id LIKE '%/2'")


def item_made_a_part(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE items SET id = NULL, role = 'part' WHERE id LIKE '%/2'")


def item_made_a_pair(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE items SET role = 'pair' WHERE id LIKE '%/2'")


def source_row_changed(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE sources SET sha256 = 'andet' WHERE path = 'a.txt'")


def report_cut(index: Path, docs: Path, engine: str) -> None:
    in_the_store(index, "UPDATE runs SET report = substr(report, 1, 20)")


Fault = Callable[[Path, Path, str], None]
FAULTS = {
    item_changed: {("item", "by/udvalg/-/2")},
    item_deleted: {("item", "docs/a.txt"), ("engine", "engine-1"), ("engine", "engine-1, number 2")},
    item_deleted_from_the_engine: {("engine", "by/udvalg/-/2")},
    engine_file_cut: {("file", "engine-1/")},
    engine_byte_turned: {("file", "engine-1/")},
    source_changed: {("source", "docs/a.txt")},
    source_gone: {("source", "docs/b.txt")},
    id_changed: {("item", "by/andet/-/2"), ("engine", "engine-1")},
    item_made_a_part: {("engine", "engine-1, number 2")},
    item_made_a_pair: {("item", "docs/a.txt")},
    source_row_changed: {("source", "docs/a.txt")},
    report_cut: {("store", "run ")},
}
"""What is planted -> what is found: kind, and a piece of the name."""


def named(findings: list[Finding], expected: tuple[str, str]) -> bool:
    return any(finding.kind == expected[0] and expected[1] in finding.where for finding in findings)


def test_a_sound_index_gives_no_finding(index: Path) -> None:
    assert list(verify(index, sources=True)) == []


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Fault, index: Path, docs: Path, engine: str) -> None:
    plant(index, docs, engine)
    findings = list(verify(index, sources=True))
    assert all(named(findings, expected) for expected in FAULTS[plant]), findings


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_what_a_finding_says_to_do_mends_it(plant: Fault, index: Path, docs: Path, engine: str) -> None:
    plant(index, docs, engine)
    advice = {finding.mend for finding in verify(index, sources=True)}
    if any("--reread" in mend for mend in advice):
        index_lines([docs], index, engine, reread=True)
    elif any("--rebuild" in mend for mend in advice):
        index_lines([docs], index, engine, rebuild=True)
    else:
        index_lines([docs], index, engine)
    assert list(verify(index, sources=True)) == []


def test_a_source_row_that_was_deleted_is_found_and_mended(index: Path, docs: Path, engine: str) -> None:
    with closing(sqlite3.connect(index / layout.STORE)) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM sources WHERE path = 'a.txt'")
    assert {finding.where for finding in verify(index)} >= {"by/udvalg/-/1", "by/udvalg/-/2"}
    index_lines([docs], index, engine)
    assert list(verify(index, sources=True)) == []


def findings_now(index: Path) -> list[Finding]:
    """What is found at a first look."""
    with closing(StoreReader(index / layout.STORE)) as store:
        return list(verifying._findings(index, store))


def test_a_run_beside_it_is_no_fault(index: Path, docs: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what a run commits and what it announces an engine and its manifest are of two runs."""
    monkeypatch.setattr("indexer.verify._WAIT_SECONDS", 0.5)
    found: list[Finding] = []
    looking = Thread(target=lambda: found.extend(verify(index)))
    announce = publishing._announce

    def slowly(*facts: Any) -> None:
        assert [one for one in findings_now(index) if one.kind == "engine"]
        looking.start()
        time.sleep(1.0)
        announce(*facts)

    monkeypatch.setattr(publishing, "_announce", slowly)
    (docs / "b.txt").write_text("3 hallen rives\n4 vejen laves\n", encoding="utf-8")
    index_lines([docs], index, engine)
    looking.join()
    assert found == []


def test_what_is_found_beside_a_run_that_does_not_end_is_told_as_that(
    index: Path, docs: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.verify._WAIT_SECONDS", 0.01)
    item_deleted_from_the_engine(index, docs, engine)
    assert "store" not in [one.kind for one in verify(index)]
    with StoreWriter(index / layout.STORE) as store:
        store.begin()
    first, *others = verify(index)
    assert (first.kind, "may be of it" in first.message) == ("store", True)
    assert named(others, ("engine", "by/udvalg/-/2"))


def test_a_file_that_cannot_be_read_is_found_whether_it_was_read_or_not() -> None:
    with reachable_folder() as folder:
        docs = write_files(folder / "docs", {"a.txt": "1 skolen", "b.txt": "2 broen"})
        index_lines([docs], folder / "index")
        with no_right_to_enter(docs / "a.txt"):
            (finding,) = verify(folder / "index", sources=True)
            assert (finding.where, finding.message) == (str(docs / "a.txt"), "it cannot be read")
        in_the_store(folder / "index", "UPDATE sources SET sha256 = '' WHERE path = 'a.txt'")
        assert list(verify(folder / "index", sources=True)) == []
        with no_right_to_enter(docs / "a.txt"):
            assert [one.message for one in verify(folder / "index", sources=True)] == ["it cannot be read"]


@pytest.mark.parametrize("name", ["watch.json", "bodies.toml"])
def test_a_file_of_the_users_that_is_damaged_is_found(name: str, index: Path) -> None:
    (index / name).write_text("{", encoding="utf-8")
    (finding,) = verify(index)
    assert (finding.kind, finding.where) == ("file", name)
    (index / name).unlink()
    assert list(verify(index)) == []


def test_a_file_whose_name_is_shown_with_escapes_is_found_again(docs: Path, index: Path, engine: str) -> None:
    odd = Path(os.fsdecode(os.fsencode(docs) + b"/m\xf8de.txt"))
    odd.write_text("4 vejen laves\n", encoding="utf-8")
    index_lines([docs], index, engine)
    assert list(verify(index, sources=True)) == []
    odd.write_text("4 vejen laves om\n", encoding="utf-8")
    assert [finding.message for finding in verify(index, sources=True)] == ["it has changed since it was read"]


def test_files_are_read_only_when_asked_for(index: Path, docs: Path) -> None:
    (docs / "a.txt").write_text("1 noget andet\n", encoding="utf-8")
    assert list(verify(index)) == []


def test_an_index_of_another_engine_has_the_same_fingerprint(index: Path, docs: Path, tmp_path: Path) -> None:
    index_lines([docs / "b.txt", docs / "a.txt"], tmp_path / "other", "whoosh")
    fingerprints = {place.read_manifest(folder, "engine-1").fingerprint for folder in (index, tmp_path / "other")}
    assert len(fingerprints) == 1


def test_another_word_makes_another_fingerprint(index: Path, docs: Path, engine: str) -> None:
    before = place.read_manifest(index, "engine-1").fingerprint
    (docs / "b.txt").write_text("3 hallen rives\n", encoding="utf-8")
    index_lines([docs], index, engine)
    assert place.read_manifest(index, "engine-1").fingerprint != before


def test_an_index_that_may_not_be_read_is_not_to_be_made_again() -> None:
    with reachable_folder() as folder, no_right_to_enter(folder), pytest.raises(EngineError, match="check its rights"):
        next(verify(folder))


def test_where_there_is_no_index_nothing_is_verified(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        next(verify(tmp_path))
