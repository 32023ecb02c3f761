"""The run as a whole: it goes on where it was killed, touches nothing that did not change, and reports what failed."""

from __future__ import annotations

import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import line_files
import pytest
from line_files import index_lines

from indexer import publish
from indexer.build import build_index
from indexer.errors import EngineMismatch, IndexerError, IndexLocked, RootError, ShrinkError
from indexer.limits import FileLimits
from indexer.lock import locked
from indexer.task import How
from search import layout, open_index, place
from search.analysis.chain import Terms
from search.engines.engine import Every, Request
from search.errors import IndexMissing, IndexOutdated
from search.store.reader import StoreReader

MINUTES = """Byrådet
Mødedato: 9. marts 2021

1. Ny børnehave ved {place}

Beslutning
Godkendt.

2. Budget for {place}

Beslutning
Udsat.
"""


DIE_LOCKED = """
import os, pathlib, sys
from indexer.lock import locked
with locked(pathlib.Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name in "abcd":
        write(tmp_path / "docs", f"{name}.txt", f"{name}1 skolen\n{name}2 broen\n")
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def contents(index: Path) -> dict[int, str]:
    """What a search for everything gives: titles by number."""
    published = place.open_published(index)
    with closing(published.reader), closing(published.store):
        found = published.reader.search(Request(Every(), limit=1_000))
        seqs = [seq for seq, _ in found.hits]
        assert found.total == len(seqs)
        return dict(zip(seqs, (document.title for document in published.store.documents(seqs)), strict=True))


def test_a_run_takes_in_all_files_and_says_so(docs: Path, index: Path) -> None:
    write(docs, "billede.png", "")
    report = index_lines([docs], index)
    assert (report.files, report.new, report.skipped, report.items) == (4, 4, 1, 8)
    assert report.failed == ()
    assert list(contents(index).values()).count("skolen") == 4
    assert set(report.seconds) == {"find", "read", "publish", "sweep"}


def test_the_same_run_again_touches_nothing(docs: Path, index: Path) -> None:
    first = index_lines([docs], index)
    before = contents(index)
    report = index_lines([docs], index)
    assert (report.new, report.changed, report.unchanged, report.generation) == (0, 0, 4, first.generation)
    assert contents(index) == before


def test_a_run_over_files_that_did_not_change_loads_no_reader() -> None:
    loads = "import sys, indexer.build; print(*(name for name in sys.modules if name.startswith('indexer')))"
    done = subprocess.run([sys.executable, "-c", loads], env=environment(), check=True, capture_output=True, text=True)
    assert "indexer.build" in done.stdout.split()
    assert "indexer.reading" not in done.stdout and "indexer.segment" not in done.stdout


def test_only_what_changed_gets_new_numbers(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    before = contents(index)
    write(docs, "a.txt", "a1 skolen\na2 tunnelen\n")
    (docs / "b.txt").unlink()
    write(docs, "e.txt", "e1 havnen\n")
    report = index_lines([docs], index)
    assert (report.new, report.changed, report.unchanged, report.gone, report.items) == (1, 1, 2, 1, 7)
    after = contents(index)
    assert {title for seq, title in after.items() if seq not in before} == {"tunnelen", "havnen"}
    assert sorted(before.keys() - after.keys()) == sorted(set(before) - set(after))
    assert len(before.keys() & after.keys()) == 5


def test_a_moved_file_keeps_its_ids(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    (docs / "2021").mkdir()
    (docs / "a.txt").rename(docs / "2021/a.txt")
    index_lines([docs], index)
    with closing(StoreReader(index / layout.STORE)) as store:
        found = store.by_id("by/udvalg/-/a1")
        assert found and found.source == "2021/a.txt"


def test_a_failing_file_is_remembered_and_not_read_again(docs: Path, index: Path) -> None:
    bad = write(docs, "x.txt", "! ødelagt")
    first, second = index_lines([docs], index), index_lines([docs], index)
    assert first.failed == second.failed == ((str(bad), "damaged", "It is damaged."),)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 5)
    write(docs, "x.txt", "x1 havnen")
    assert index_lines([docs], index).failed == ()


def test_a_failing_file_of_any_name_costs_itself_alone(tmp_path: Path, index: Path) -> None:
    folder = tmp_path / "filer"
    write(folder, "god.txt", MINUTES.format(place="Ballerup"))
    for name in (b"tom\xf8.txt", b"tom\x1b[2J.txt", b"tom\n.txt"):
        (folder / os.fsdecode(name)).touch()
    for _ in range(2):
        report = build_index([folder], index)
        assert (report.items, len(report.failed)) == (2, 3)
        assert all(line.isprintable() for line in report.lines())


def test_one_path_may_be_given_as_it_is(tmp_path: Path, index: Path) -> None:
    write(tmp_path / "filer", "a.txt", MINUTES.format(place="Ballerup"))
    assert build_index(str(tmp_path / "filer"), index).items == 2
    assert build_index(tmp_path / "filer", index).unchanged == 1


def test_a_number_of_workers_that_cannot_be_is_refused(docs: Path, index: Path) -> None:
    for workers in (0, -1):
        with pytest.raises(IndexerError, match="at least 1"):
            build_index([docs], index, workers=workers)


def test_a_file_that_becomes_unreadable_keeps_its_items(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    before = contents(index)
    write(docs, "a.txt", "! ødelagt")
    assert len(index_lines([docs], index).failed) == 1
    assert contents(index) == before


def test_a_file_without_items_is_told(docs: Path, index: Path) -> None:
    write(docs, "tom.txt", "")
    (failure,) = index_lines([docs], index).failed
    assert (failure.reason, failure.path) == ("empty", str(docs / "tom.txt"))


def test_a_vanished_root_removes_nothing(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    before = contents(index)
    docs.rename(docs.with_name("borte"))
    with pytest.raises(RootError):
        index_lines([docs], index)
    assert contents(index) == before


def test_an_emptied_root_removes_nothing_unless_allowed(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    before = contents(index)
    for file in docs.iterdir():
        file.unlink()
    with pytest.raises(ShrinkError):
        index_lines([docs], index)
    assert contents(index) == before
    assert index_lines([docs], index, allow_shrink=True).gone == 4
    assert contents(index) == {}


def test_roots_that_are_not_given_stay(docs: Path, index: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "andet", "z.txt", "z1 havnen")
    index_lines([docs, other.parent], index)
    other.unlink()
    assert index_lines([docs], index).gone == 0
    assert "havnen" in contents(index).values()


def test_an_index_that_is_moved_during_a_run_is_not_made_in_halves(docs: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexerError, match="was moved or removed"):
        index_lines([docs], index, progress=lambda done, *_: done == 1 and index.rename(tmp_path / "elsewhere"))
    assert not index.exists()
    assert index_lines([docs], tmp_path / "elsewhere").items > 0


@pytest.mark.parametrize("step", ["_create", "_add", "_announce"])
def test_an_index_that_is_moved_while_it_is_published_is_told_so(
    step: str, docs: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = getattr(publish, step)

    def moved_first(*facts: Any) -> Any:
        index.rename(tmp_path / "elsewhere")
        return done(*facts)

    with monkeypatch.context() as patched, pytest.raises(IndexerError, match="was moved or removed"):
        patched.setattr(publish, step, moved_first)
        index_lines([docs], index)
    assert not index.exists()
    assert index_lines([docs], tmp_path / "elsewhere").items > 0


def test_progress_tells_every_file(docs: Path, index: Path) -> None:
    told: list[tuple[int, int, str]] = []
    index_lines([docs], index, progress=lambda *facts: told.append(facts))
    assert [(done, total) for done, total, _ in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert {path for _, _, path in told} == {str(file) for file in docs.iterdir()}


def test_a_file_that_takes_too_long_does_not_stop_the_others(docs: Path, index: Path) -> None:
    os.mkfifo(docs / "pipe.txt")
    write(docs, "sleep 9.txt", "")
    how = How(limits=FileLimits(seconds=0.5))
    report = index_lines([docs], index, work="slow_lines:take_in", how=how, workers=2)
    assert [failure.reason for failure in report.failed] == ["timeout"]
    assert report.items == 8


def test_the_store_keeps_the_report_of_each_run(docs: Path, index: Path) -> None:
    report = index_lines([docs], index)
    with closing(StoreReader(index / layout.STORE)) as store:
        (run,) = store.runs()
    assert json.loads(run.report)["files"] == report.files == 4
    assert run.started <= run.ended


def test_a_second_run_is_told_who_holds_the_index(docs: Path, index: Path) -> None:
    index.mkdir()
    with locked(index), pytest.raises(IndexLocked, match=rf"process {os.getpid()} on .+ since \d"):
        index_lines([docs], index)
    assert index_lines([docs], index).items == 8


def test_who_holds_the_lock_of_a_dead_process_is_not_taken_for_it(docs: Path, index: Path) -> None:
    """A backup takes the lock with `flock`, which signs nothing."""
    index.mkdir()
    subprocess.run([sys.executable, "-c", DIE_LOCKED, index], env=environment(), check=False)
    with (index / layout.LOCK).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(IndexLocked, match="another program, such as a backup"):
            index_lines([docs], index)


def test_the_lock_of_a_dead_process_is_free(docs: Path, index: Path) -> None:
    index.mkdir()
    dying = subprocess.run([sys.executable, "-c", DIE_LOCKED, index], env=environment(), check=False)
    assert dying.returncode == -signal.SIGKILL
    assert (index / layout.LOCK).read_text(encoding="utf-8")
    assert index_lines([docs], index).items == 8


def test_two_runs_at_once_leave_a_whole_index(docs: Path, index: Path) -> None:
    runs = [start(index, docs) for _ in range(2)]
    codes = sorted(run.wait(30) for run in runs)
    assert codes in ([0, 0], [0, 1])
    assert len(contents(index)) == 8


def test_an_index_folder_that_cannot_be_made_is_told(docs: Path, tmp_path: Path) -> None:
    write(tmp_path, "optaget", "")
    with pytest.raises(IndexerError, match="optaget"):
        index_lines([docs], tmp_path / "optaget")


def test_runs_killed_at_any_moment_lose_nothing(docs: Path, index: Path) -> None:
    fill(docs, "udgave 0")
    run = start(index, docs)
    began = time.monotonic()
    run.wait(30)
    whole = time.monotonic() - began
    shown = 0
    for edition in range(1, 6):
        fill(docs, f"udgave {edition}")
        run = start(index, docs)
        time.sleep(random.uniform(0.3, 0.9) * whole)
        run.kill()
        run.wait(30)
        titles = list(contents(index).values())
        assert len(titles) == 900
        assert set(titles) in ({f"udgave {shown}"}, {f"udgave {edition}"})
        shown = int(titles[0].split()[1])
    index_lines([docs], index)
    assert list(contents(index).values()) == ["udgave 5"] * 900
    assert {path.name for path in index.glob("engine-*")} == {place.current(index), f"{place.current(index)}.json"}


def fill(docs: Path, title: str) -> None:
    for number in range(300):
        write(docs, f"{number}.txt", "".join(f"{number}-{line} {title}\n" for line in range(3)))
    for name in "abcd":
        (docs / f"{name}.txt").unlink(missing_ok=True)


def environment() -> dict[str, str]:
    here = Path(__file__).parent
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parents[1])))}


def start(index: Path, docs: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own that has done its imports."""
    command = [sys.executable, line_files.__file__, str(index), str(docs)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout and process.stdout.readline() == b"imported\n"
    return process


def test_real_files_are_indexed_and_rebuilt_with_another_engine(tmp_path: Path, index: Path) -> None:
    for name in ("torvet", "havnen"):
        write(tmp_path / "docs", f"2021-03-09-{name}.txt", MINUTES.format(place=name))
    report = build_index([tmp_path / "docs"], index, workers=2)
    assert (report.new, report.failed) == (2, ())
    assert report.items == len(contents(index)) > 0
    before = contents(index)
    with pytest.raises(EngineMismatch, match="--engine whoosh --rebuild"):
        build_index([tmp_path / "docs"], index, engine="whoosh")
    assert build_index([], index, engine="whoosh", rebuild=True).items == len(before)
    assert contents(index) == before
    again = build_index([tmp_path / "docs"], index)
    assert (again.unchanged, place.read_manifest(index, place.current(index)).engine) == (2, "whoosh")


def test_a_rebuild_needs_an_index(index: Path) -> None:
    with pytest.raises(IndexMissing, match="--rebuild"):
        build_index([], index, rebuild=True)
    assert not index.exists()


def test_an_index_made_with_another_analysis_says_so_and_is_rebuilt_without_its_documents(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "minutes", "byraad.txt", MINUTES.format(place="Havnen"))
    with monkeypatch.context() as other:
        other.setattr("search.postings.terms", lambda text: Terms(*[text.lower()] * 3))
        other.setattr("indexer.build.fingerprint", lambda: "another")
        build_index([file.parent], index)
    with pytest.raises(IndexOutdated, match=r"another analysis of Danish words.*--rebuild"):
        open_index(index)
    shutil.rmtree(file.parent)

    build_index([], index, rebuild=True)

    with open_index(index) as opened:
        assert [hit.document.title for hit in opened.find("børnehaverne").hits] == ["Ny børnehave ved Havnen"]
