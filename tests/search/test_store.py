"""The store: item versions, ids, sources, and what readers see of them."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields, replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rights import no_right_to_write, reachable_folder

from search.document import Document, Passage
from search.engines.engine import EngineDocument
from search.errors import IndexMissing, IndexOutdated, StoreError
from search.store.packing import pack, unpack
from search.store.reader import StoreReader
from search.store.source import Source
from search.store.writer import StoreWriter


def source(path: str, **facts: object) -> Source:
    return replace(Source("/arkiv", path, 10, 1, 1, "00", "1", "indexed"), **facts)  # type: ignore[arg-type]


def item(item_id: str, text: str = "Byrådet godkendte.", path: str = "a.txt") -> Document:
    passage = Passage("decision", "Beslutning", text, 2, 5, 5 + len(text))
    return Document(id=item_id, title="Nyt torv", passages=(passage,), outcomes=("approved",), source=path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[StoreWriter]:
    with StoreWriter(file) as store:
        store.begin()
        yield store


@contextmanager
def reading(file: Path, generation: int | None = None) -> Iterator[StoreReader]:
    with closing(StoreReader(file, generation)) as reader:
        yield reader


def ids(file: Path) -> set[str]:
    with reading(file) as reader:
        return {document.id for document in reader.documents(reader.live())}


@pytest.mark.parametrize("record", [Passage, Document, EngineDocument])
def test_what_goes_from_process_to_process_arrives_with_every_field(record: type) -> None:
    sent = record(**{field.name: field.name for field in fields(record)})
    assert pickle.loads(pickle.dumps(sent)) == sent


words = st.text(st.characters(codec="utf-8"), max_size=20)
pages = st.none() | st.integers(1, 99)
offsets = st.integers(0, 10**6)
documents = st.builds(
    Document,
    id=words,
    title=words,
    passages=st.lists(st.builds(Passage, words, words, words, pages, offsets, offsets), max_size=3).map(tuple),
    date=st.dates().map(str),
    case_numbers=st.lists(words, max_size=3).map(tuple),
    earlier=st.lists(st.tuples(words, words, words, words), max_size=2).map(tuple),
    votes=st.lists(st.lists(words, max_size=8).map(tuple), max_size=2).map(tuple),
    page=pages,
)


@given(documents)
def test_a_document_comes_back_from_the_store_as_it_was(document: Document) -> None:
    assert unpack(document.id, pack(document)) == document


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1", "Et \ud800 tegn")])
    with reading(file) as reader:
        found = reader.by_id("x/1")
    assert found and found.passages[0].text == "Et ? tegn"


def test_items_that_did_not_change_keep_their_numbers(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1"), item("x/2"), item("x/3")])
    store.apply(source("a.txt"), [item("x/3"), item("x/2", "Byrådet afviste."), item("x/4")])
    with reading(file) as reader:
        assert reader.live() == [3, 4, 5]
        assert [document.id for document in reader.documents([3, 4, 5])] == ["x/3", "x/2", "x/4"]


def test_the_same_documents_again_change_nothing(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1"), item("x/2")])
    store.apply(source("a.txt"), [item("x/1"), item("x/2")])
    with reading(file) as reader:
        assert reader.live() == [1, 2]


def test_a_number_is_never_used_twice(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.drop(source("a.txt"))
    store.sweep(generation=99, before="9999")
    store.apply(source("a.txt"), [item("x/1")])
    with reading(file) as reader:
        assert reader.live() == [2]


def test_a_reader_sees_the_generation_it_asks_for(store: StoreWriter, file: Path) -> None:
    first = store.begin()
    store.apply(source("a.txt"), [item("x/1"), item("x/2")])
    second = store.begin()
    store.apply(source("a.txt"), [item("x/2", "Ændret."), item("x/3")])
    with reading(file, first) as old, reading(file, second) as new:
        assert (old.live(), new.live()) == ([1, 2], [3, 4])
        assert old.by_id("x/3") is None
        assert old.by_id("x/2") == item("x/2")
        assert new.by_id("x/2") == item("x/2", "Ændret.")


def test_a_file_that_cannot_be_read_any_more_keeps_its_items(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.apply(source("a.txt", status="failed", reason="damaged", message="It is damaged."), None)
    with reading(file) as reader:
        (found,) = reader.sources()
        assert reader.live() == [1]
    assert (found.status, found.reason, found.items) == ("failed", "damaged", 1)


def test_sources_come_back_as_they_were_given(store: StoreWriter, file: Path) -> None:
    given = [source("a.txt", warnings=("Side 2 er uden tekst.", "æøå")), source("b/c.pdf", status="scanned", items=0)]
    for one in given:
        store.apply(one, ())
    with reading(file) as reader:
        assert reader.sources() == given
        assert (reader.live(), [source.status for source in reader.sources()]) == ([], ["indexed", "scanned"])


def test_an_unknown_status_is_refused(store: StoreWriter) -> None:
    with pytest.raises(StoreError):
        store.apply(source("a.txt", status="tired"), ())


@pytest.mark.parametrize("order", list(permutations(["a.txt", "b.txt", "c.txt"])))
def test_ids_shared_by_sources_do_not_depend_on_the_order_of_files(
    store: StoreWriter, file: Path, order: tuple[str, ...]
) -> None:
    for path in order:
        store.apply(source(path), [item("x/1", path=path), item(f"x/{path}", path=path)])
    own = {f"x/1-{hashlib.sha256(path.encode()).hexdigest()[:6]}" for path in order}
    assert ids(file) == {"x/a.txt", "x/b.txt", "x/c.txt"} | own


def test_an_id_is_short_again_when_its_double_is_gone(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.apply(source("b.txt"), [item("x/1", path="b.txt")])
    assert len(ids(file)) == 2 and "x/1" not in ids(file)
    store.drop(source("a.txt"))
    assert ids(file) == {"x/1"}


def test_equal_paths_below_two_roots_have_ids_of_their_own(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.apply(replace(source("a.txt"), root="/andet"), [item("x/1")])
    assert len(ids(file)) == 2


def test_an_id_that_one_source_gives_again_gets_a_number(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1"), item("x/1", "Udsat."), item("x/1-2"), item("x/1")])
    assert ids(file) == {"x/1", "x/1-2", "x/1-2-2", "x/1-3"}


@pytest.mark.parametrize("item_id", ["", "x/9", "blå", "\ud800", "x' OR 1=1 --", "\0"])
def test_an_unknown_id_finds_nothing(store: StoreWriter, file: Path, item_id: str) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    with reading(file) as reader:
        assert reader.by_id(item_id) is None


def test_dead_items_are_swept_after_the_grace_time_and_when_published(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1"), item("x/2")])
    run = store.begin()
    store.apply(source("a.txt"), [item("x/2")])
    assert store.sweep(generation=run - 1, before="9999") == 0
    assert store.sweep(generation=run, before="2000") == 0
    assert store.sweep(generation=run, before="9999") == 1
    with reading(file) as reader, pytest.raises(StoreError, match="open the index again"):
        reader.documents([1])


def test_an_error_while_a_file_is_written_leaves_nothing_of_it(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    broken = replace(item("x/3"), title=object())  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.apply(source("a.txt"), [item("x/2"), broken])
    assert ids(file) == {"x/1"}


def test_what_is_settled_is_in_the_file_itself(store: StoreWriter, file: Path, tmp_path: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.settle()
    copy = tmp_path / "copy.sqlite"
    shutil.copy(file, copy)
    assert ids(copy) == {"x/1"}


def test_runs_are_kept_with_their_reports(store: StoreWriter, file: Path) -> None:
    store.finish('{"files": 3}')
    store.begin()
    with reading(file) as reader:
        second, first = reader.runs()
    assert (first.report, second.report, second.ended) == ('{"files": 3}', "", "")


def test_no_store_is_told_as_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="referat index"):
        StoreReader(tmp_path / "store.sqlite")


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    file.write_bytes(b"Referat af mode\n" * 500)
    with pytest.raises(StoreError, match="put a backup back"):
        StoreReader(file)
    with pytest.raises(StoreError, match="put a backup back"):
        StoreWriter(file)


def test_a_store_of_another_version_is_told(store: StoreWriter, file: Path) -> None:
    store.close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexOutdated, match="version 99"):
        StoreReader(file)
    with pytest.raises(IndexOutdated, match="version 99"):
        StoreWriter(file)


def test_a_damaged_row_is_told(store: StoreWriter, file: Path) -> None:
    store.apply(source("a.txt"), [item("x/1")])
    store.close()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE items SET document = '[]'")
    with reading(file) as reader, pytest.raises(StoreError):
        reader.documents([1])


@given(data=st.binary(min_size=1, max_size=300), at=st.integers(0, 60_000))
@settings(max_examples=40, deadline=None)
def test_a_store_with_damaged_bytes_gives_items_or_an_error_of_ours(data: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "store.sqlite")
        with StoreWriter(file) as store:
            store.begin()
            store.apply(source("a.txt"), [item(f"x/{number}") for number in range(20)])
        whole = bytearray(file.read_bytes())
        whole[at % len(whole) : at % len(whole) + len(data)] = data
        file.write_bytes(whole)
        try:
            with reading(file) as reader:
                reader.documents(reader.live())
                reader.sources()
        except (StoreError, IndexOutdated):
            pass


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


def test_a_store_in_a_read_only_folder_can_be_read(open_folder: Path) -> None:
    file = open_folder / "store.sqlite"
    with StoreWriter(file) as store:
        store.begin()
        store.apply(source("a.txt"), [item("x/1")])
    assert [path.name for path in open_folder.iterdir()] == ["store.sqlite"]
    with no_right_to_write(open_folder), reading(file) as reader:
        assert reader.by_id("x/1") == item("x/1")
        assert [path.name for path in open_folder.iterdir()] == ["store.sqlite"]


def test_a_reader_without_the_right_to_write_sees_what_a_later_run_publishes(open_folder: Path) -> None:
    file = open_folder / "store.sqlite"
    with StoreWriter(file) as store:
        store.begin()
        store.apply(source("a.txt"), [item("x/1")])
    with no_right_to_write(open_folder):
        reader = StoreReader(file)
        assert reader.live() == [1]
    with StoreWriter(file) as store:
        store.begin()
        store.apply(source("b.txt"), [item(f"y/{number}", path="b.txt") for number in range(2_000)])
        store.settle()
    with no_right_to_write(open_folder), closing(reader):
        assert len(reader.live()) == 2_001
        assert reader.by_id("y/1999") == item("y/1999", path="b.txt")
