"""Publishing: whatever state the engine is in, it ends in step with the store, and readers never see half."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from line_files import recipe
from rights import no_right_to_write, reachable_folder

from indexer import publish as publishing
from indexer.errors import IndexerError
from indexer.publish import Job, Recipe, drift, publish
from indexer.report import Report
from indexer.status import status
from indexer.verify import REBUILD, verify
from search import layout, place
from search.document import Document, Passage
from search.engines.engine import EngineDocument, Every, Request, Term
from search.errors import EngineError, IndexMissing, IndexOutdated, SearchError, StoreError
from search.find import open_index
from search.store.reader import StoreReader
from search.store.source import Source
from search.store.writer import StoreWriter


def item(number: int, text: str = "skolen") -> Document:
    return Document(id=f"x/{number}", title=text, passages=(Passage("case", "", f"{text} i byen", None, 0, 9),))


class Shelf:
    """An index whose items are set by hand."""

    def __init__(self, index: Path) -> None:
        self.index = index
        index.mkdir()
        self.store = StoreWriter(index / layout.STORE)
        self.workers = 1

    def hold(self, *items: Document) -> None:
        """A run that finds exactly these items."""
        self.run = self.store.begin()
        self.store.apply(Source("/arkiv", "a.txt", 1, 1, 1, "", "1", "indexed"), items)
        self.store.settle()

    def publish(self, made: Recipe | None = None, *, rebuild: bool = False) -> int:
        with closing(self.store.reader()) as reader:
            generation = publish(Job(self.index, reader, made or recipe(), self.run, self.workers), rebuild=rebuild)
        self.store.finish(Report().to_json())
        return generation

    def copy_to(self, file: Path) -> None:
        """A backup of the store as it is now."""
        with closing(sqlite3.connect(self.index / layout.STORE)) as database:
            database.execute("VACUUM INTO ?", (str(file),))

    def put_back(self, file: Path) -> None:
        self.store.close()
        shutil.copy(file, self.index / layout.STORE)
        self.store = StoreWriter(self.index / layout.STORE)

    def drift(self) -> float:
        with closing(self.store.reader()) as reader:
            return drift(Job(self.index, reader, recipe(), self.run))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "index")
    with shelf.store:
        yield shelf


def fails_at_the_sixth(document: Document, seq: int) -> EngineDocument:
    if seq == 6:
        raise ValueError("no postings")
    return recipe().postings(document, seq)


def found_of(index: Path) -> dict[str, float]:
    """The items that a word of all of them finds, with their scores."""
    with open_index(index) as opened:
        return {hit.document.id: hit.score for hit in opened.find("skolen").hits}


def state(index: Path) -> tuple[str, list[int], list[str]]:
    """The published folder, its numbers, and the titles that a search for everything gives."""
    published = place.open_published(index)
    with closing(published.reader), closing(published.store):
        hits = published.reader.search(Request(Every())).hits
        titles = [document.title for document in published.store.documents([seq for seq, _ in hits])]
        return place.current(index), list(published.reader.seqs()), titles


def names(index: Path) -> set[str]:
    return {path.name for path in index.iterdir() if not path.name.startswith("store.sqlite")}


def test_what_the_store_holds_can_be_found(shelf: Shelf) -> None:
    shelf.hold(item(1), item(2, "broen"))
    assert shelf.publish() == shelf.run
    published = place.open_published(shelf.index)
    with closing(published.reader), closing(published.store):
        found = published.reader.search(Request(Term("title_exact", "broen")))
        assert published.store.documents([seq for seq, _ in found.hits]) == [item(2, "broen")]
    assert (published.manifest.generation, published.manifest.items) == (shelf.run, 2)


def test_an_index_without_items_can_be_asked(shelf: Shelf) -> None:
    shelf.hold()
    shelf.publish()
    assert state(shelf.index) == ("engine-1", [], [])


def test_nothing_is_written_when_nothing_changed(shelf: Shelf) -> None:
    shelf.hold(item(1))
    shelf.publish()
    before = {path: path.stat().st_mtime_ns for path in shelf.index.rglob("*") if "store" not in path.name}
    first = shelf.run
    shelf.hold(item(1))
    assert shelf.publish() == first
    assert {path: path.stat().st_mtime_ns for path in shelf.index.rglob("*") if "store" not in path.name} == before


def test_a_change_is_published_within_the_same_folder(shelf: Shelf) -> None:
    shelf.hold(item(1), item(2))
    shelf.publish()
    shelf.hold(item(2), item(3, "broen"))
    assert shelf.publish() == shelf.run
    assert state(shelf.index) == ("engine-1", [2, 3], ["skolen", "broen"])


def test_a_reader_keeps_the_state_that_it_opened(shelf: Shelf) -> None:
    shelf.hold(item(1), item(2))
    shelf.publish()
    published = place.open_published(shelf.index)
    shelf.hold(item(1), item(2, "broen"))
    shelf.publish()
    shelf.publish(rebuild=True)
    with closing(published.reader), closing(published.store):
        hits = published.reader.search(Request(Every())).hits
        assert published.store.documents([seq for seq, _ in hits]) == [item(1), item(2)]
        assert published.store.by_id("x/2") == item(2)


def test_a_running_reader_takes_up_what_a_later_run_published(shelf: Shelf) -> None:
    shelf.hold(item(1))
    shelf.publish()
    index = open_index(shelf.index)
    shelf.hold(item(1))
    shelf.publish()
    assert not index.stale and index.refreshed() is index
    for number, rebuild in ((2, False), (3, True)):
        shelf.hold(*map(item, range(1, number + 1)))
        shelf.publish(rebuild=rebuild)
        assert index.stale and index.find("skolen").total == number - 1
        before, index = index, index.refreshed()
        assert not index.stale and index.find("skolen").total == number
        with pytest.raises(SearchError, match="closed"):
            before.find("skolen")
    index.close()


def test_what_a_run_stored_is_not_seen_before_it_is_published(shelf: Shelf) -> None:
    shelf.hold(item(1))
    shelf.publish()
    shelf.hold(item(1, "broen"), item(2))
    published = place.open_published(shelf.index)
    with closing(published.reader), closing(published.store):
        assert published.store.by_id("x/1") == item(1)
        assert published.store.by_id("x/2") is None


@pytest.mark.parametrize("change", ["engine", "analysis", "rebuild", "damage", "no manifest", "no current", "outgrown"])
def test_another_folder_takes_the_place_of_one_that_does_not_serve(shelf: Shelf, change: str) -> None:
    shelf.hold(item(1), item(2))
    shelf.publish()
    made = recipe("whoosh" if change == "engine" else "tantivy")
    if change == "damage":
        for path in (shelf.index / "engine-1").iterdir():
            path.write_bytes(b"?")
    elif change == "no manifest":
        (shelf.index / "engine-1.json").unlink()
    elif change == "no current":
        (shelf.index / "current").write_text("../..", encoding="utf-8")
        (shelf.index / "engine-1.json").unlink()
    elif change == "outgrown":
        shelf.hold(*map(item, range(1, 6)))
    elif change == "analysis":
        made = replace(made, analysis="old")
        shelf.publish(made)
        made = recipe()
    shelf.publish(made, rebuild=change == "rebuild")
    name, seqs, _ = state(shelf.index)
    assert name != "engine-1"
    assert seqs == list(range(1, 6 if change == "outgrown" else 3))
    assert names(shelf.index) == {"current", name, f"{name}.json"}


def test_an_engine_that_a_killed_run_left_unfinished_is_gone_on_with(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.hold(*map(item, range(1, 8)))
    monkeypatch.setattr(publishing, "COMMIT_EVERY", 3)
    monkeypatch.setattr(publishing, "PAD_SAMPLE", 2)
    made = recipe()
    analysed: list[int] = []

    def dies_at_the_end(document: Document, seq: int) -> EngineDocument:
        analysed.append(seq)
        if seq == 5:
            raise KeyboardInterrupt
        return made.postings(document, seq)

    def goes_through(document: Document, seq: int) -> EngineDocument:
        analysed.append(seq)
        return made.postings(document, seq)

    with pytest.raises(KeyboardInterrupt):
        shelf.publish(replace(made, postings=dies_at_the_end))
    assert analysed == [1, 4, 2, 3, 5]  # those that the padding is estimated from first, and once
    with pytest.raises(IndexMissing):
        place.open_published(shelf.index)
    analysed.clear()
    shelf.hold(*map(item, range(1, 8)))
    shelf.publish(replace(made, postings=goes_through))
    assert analysed == [3, 5, 6, 7]
    assert state(shelf.index)[:2] == ("engine-1", [1, 2, 3, 4, 5, 6, 7])


@pytest.fixture
def many(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Five items, published by two processes, two items at a time."""
    monkeypatch.setattr(publishing, "_BLOCK", 2)
    monkeypatch.setattr(publishing, "_WORTH_A_PROCESS", 2)
    shelf.hold(*map(item, range(1, 6)))
    shelf.workers = 2
    return shelf


def test_several_processes_publish_the_same_as_one(many: Shelf) -> None:
    many.publish()
    by_two = found_of(many.index)
    many.workers = 1
    many.publish(rebuild=True)
    assert found_of(many.index) == by_two
    assert len(by_two) == 5


def test_items_that_a_process_cannot_analyse_leave_the_last_state(many: Shelf) -> None:
    many.publish()
    before = state(many.index)
    many.hold(*map(item, range(1, 8)))
    with pytest.raises(IndexerError, match="run again"):
        many.publish(replace(recipe(), postings=fails_at_the_sixth, analysis="other"))
    assert state(many.index) == before


def test_a_store_that_was_made_anew_does_not_go_with_an_old_engine(shelf: Shelf) -> None:
    shelf.hold(item(1))
    shelf.publish()
    shelf.store.close()
    for path in shelf.index.glob("store.sqlite*"):
        path.unlink()
    shelf.store = StoreWriter(shelf.index / layout.STORE)
    shelf.hold(item(1, "broen"))
    with pytest.raises(StoreError, match="run `referat index` again"):
        place.open_published(shelf.index)
    shelf.publish()
    assert state(shelf.index) == ("engine-2", [1], ["broen"])


@pytest.mark.parametrize("refused", [0, 3])
def test_a_store_put_back_to_an_older_state_does_not_go_with_a_newer_engine(
    shelf: Shelf, tmp_path: Path, refused: int
) -> None:
    """However many runs there were since on either side: here as many, and then the same ones."""
    shelf.hold(item(1))
    shelf.publish()
    shelf.copy_to(tmp_path / "older")
    shelf.hold(item(1), item(2, "vejen"))
    shelf.publish()
    shelf.put_back(tmp_path / "older")
    with pytest.raises(StoreError, match="another state of the store"):
        place.open_published(shelf.index)
    assert [found.mend for found in verify(shelf.index)] == [REBUILD]
    with pytest.raises(StoreError, match="another state of the store"):
        status(shelf.index)
    for _ in range(refused):
        shelf.store.begin()
    shelf.hold(item(1), item(3, "broen"))
    shelf.publish()
    assert state(shelf.index) == ("engine-2", [1, 2], ["skolen", "broen"])
    assert list(verify(shelf.index)) == []


def test_a_store_copied_in_the_middle_of_a_run_does_not_go_with_what_the_run_published(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.hold(item(1))
    shelf.publish()
    shelf.run = shelf.store.begin()
    shelf.copy_to(tmp_path / "older")
    shelf.store.apply(Source("/arkiv", "a.txt", 1, 1, 1, "", "1", "indexed"), [item(1), item(2, "vejen")])
    shelf.store.settle()
    shelf.publish()
    shelf.put_back(tmp_path / "older")
    shelf.hold(item(1), item(3, "broen"))
    shelf.publish()
    assert state(shelf.index) == ("engine-2", [1, 2], ["skolen", "broen"])


def test_the_padding_is_seven_eighths_of_the_mean_length(shelf: Shelf) -> None:
    shelf.hold(item(1, "ord " * 10), item(2, "ord " * 30))
    shelf.publish()
    manifest = place.read_manifest(shelf.index, "engine-1")
    assert manifest.pads["title_exact"] == round(0.875 * 20)
    assert manifest.pads["decision_exact"] == 0


def test_padding_that_no_longer_fits_is_noticed(shelf: Shelf) -> None:
    shelf.hold(*(item(number, "ord " * 20) for number in range(4)))
    shelf.publish()
    assert shelf.drift() == 0
    shelf.hold(*(item(number, "ord " * 40) for number in range(4)))
    shelf.publish()
    assert shelf.drift() == pytest.approx(1, abs=0.1)


def test_where_no_item_is_left_no_other_padding_is_advised(shelf: Shelf) -> None:
    shelf.hold(*(item(number, "ord " * 20) for number in range(4)))
    shelf.publish()
    shelf.hold()
    shelf.publish()
    assert shelf.drift() == 0


def test_an_index_can_be_opened_at_any_moment_of_a_rebuild(shelf: Shelf) -> None:
    shelf.hold(*map(item, range(1, 20)))
    shelf.publish()
    stop = threading.Event()
    failed: list[Exception] = []

    def read() -> None:
        while not stop.is_set() and not failed:
            try:
                assert state(shelf.index)[1] == list(range(1, 20))
            except Exception as error:
                failed.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(15):
        shelf.publish(rebuild=True)
    stop.set()
    thread.join()
    assert failed == []


def test_an_index_of_another_analysis_is_told_to_be_outdated(shelf: Shelf) -> None:
    shelf.hold(item(1))
    shelf.publish(replace(recipe(), analysis="old"))
    with pytest.raises(IndexOutdated, match="--rebuild"):
        place.open_published(shelf.index)


@pytest.mark.parametrize("text", ["", "engine-", "engine-1/../..", "engine-x", "\0", "engine-9"])
def test_a_damaged_current_is_told(shelf: Shelf, text: str) -> None:
    shelf.hold(item(1))
    shelf.publish()
    (shelf.index / layout.CURRENT).write_text(text, encoding="utf-8")
    with pytest.raises(EngineError, match="again"):
        place.open_published(shelf.index)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_an_index_in_a_read_only_folder_can_be_asked(engine: str) -> None:
    with reachable_folder() as folder:
        shelf = Shelf(folder / "index")
        with shelf.store:
            shelf.hold(item(1))
            shelf.publish(recipe(engine))
        with no_right_to_write(folder):
            assert state(shelf.index) == ("engine-1", [1], ["skolen"])


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="referat index"):
        place.open_published(tmp_path)
    with pytest.raises(IndexMissing):
        StoreReader(tmp_path / layout.STORE)


def test_the_index_is_the_one_given_then_the_variables_then_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(layout.VARIABLE, raising=False)
    assert layout.index_folder() == Path.cwd() / "referat-index"
    monkeypatch.setenv(layout.VARIABLE, "/srv/referat")
    assert layout.index_folder() == Path("/srv/referat")
    assert layout.index_folder("her") == Path.cwd() / "her"
