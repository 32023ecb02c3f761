"""What a build must survive: being killed, a full disk, an engine and a store that cannot commit. The last published
state is shown, and the run after it ends as a clean build does."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from conftest import NO_RIGHT_TO_MOUNT
from killing import Collection, editions, kills, let_go, published, started
from line_files import index_lines, recipe

from indexer.build import run, writing
from indexer.plan import Plan
from indexer.verify import verify
from search.engines.engine import Engine
from search.errors import EngineError, IndexMissing, StoreError

ROUNDS, FILES = 15, 60
MB = 2**20


def test_a_killed_build_shows_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"\nkills with seed {seed}")  # shown when it fails; `bench_build.py --seed` repeats it
    assert len(list(kills(tmp_path, seed, ROUNDS, FILES))) == ROUNDS


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "docs", FILES)
    made.write()
    return made


def ends_as_a_clean_build(index: Path, collection: Collection, scratch: Path, engine: str = "tantivy") -> None:
    index_lines([collection.folder], index, engine)
    assert published(index) == collection.fingerprint(scratch)
    assert list(verify(index)) == []


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes; the test is skipped where none may be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "referat-test", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"{NO_RIGHT_TO_MOUNT}: {error}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("left", [0, 20_000, 80_000, 200_000, 400_000])
def test_a_full_disk_keeps_the_old_index(collection: Collection, tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path / "disk", 8 * MB) as disk:
        index = disk / "index"
        index_lines([collection.folder], index)
        before = editions(index)
        collection.turn(all_files=True)
        fill(disk / "ballast", left)
        process = started(index, collection.folder)
        let_go(process)
        told, _ = process.communicate(timeout=60)
        assert process.returncode in (0, 4), "it says what happened and does not crash"
        assert (b"space" in told) == (process.returncode == 4), told
        shown = editions(index)
        assert shown == before or process.returncode == 0
        assert left or process.returncode == 4
        (disk / "ballast").unlink()
        ends_as_a_clean_build(index, collection, tmp_path)
        assert editions(index) != before


def fill(file: Path, left: int) -> None:
    """Takes all of the disk but the last `left` bytes."""
    with file.open("wb", buffering=0) as stream:
        try:
            while stream.write(b"\0" * 65_536) == 65_536:
                pass
        except OSError:
            pass
        stream.truncate(max(0, stream.tell() - left))


@dataclass(frozen=True)
class Unwilling:
    """An engine whose commits raise, before they did anything or when all was `done`."""

    real: Engine
    done: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def open_writer(self, folder: Path) -> Any:
        writer = self.real.open_writer(folder)
        commit = writer.commit

        def refuse(generation: int) -> None:
            if self.done:
                commit(generation)
            raise EngineError(f"{folder}: committing failed: no space left on device")

        writer.commit = refuse
        return writer


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize("done", [False, True])
def test_an_engine_that_cannot_commit_keeps_the_old_index_or_shows_the_new(
    collection: Collection, tmp_path: Path, engine: str, done: bool
) -> None:
    index = tmp_path / "index"
    index_lines([collection.folder], index, engine)
    before = editions(index)
    collection.turn(all_files=True)
    unwilling = replace(recipe(engine), engine=Unwilling(recipe(engine).engine, done))
    plan = Plan([collection.folder], work="line_files:take_in", version="1")
    for rebuild in (False, True):
        with pytest.raises(EngineError, match="no space left"), writing(index) as store:
            run(store, index, unwilling, plan, rebuild=rebuild)
        shown = editions(index)
        assert shown == before or done
    ends_as_a_clean_build(index, collection, tmp_path, engine)
    assert shown == (editions(index) if done else before)
    assert editions(index) != before


def test_a_first_build_whose_engine_cannot_commit_leaves_no_index_and_the_next_goes_on(
    collection: Collection, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    unwilling = replace(recipe(), engine=Unwilling(recipe().engine, done=False))
    plan = Plan([collection.folder], work="line_files:take_in", version="1")
    with pytest.raises(EngineError), writing(index) as store:
        run(store, index, unwilling, plan)
    with pytest.raises(IndexMissing):
        editions(index)
    ends_as_a_clean_build(index, collection, tmp_path)


class FullStore:
    """The connection of a store whose disk is full from the `good`-th commit on."""

    def __init__(self, connection: sqlite3.Connection, good: int) -> None:
        self._connection = connection
        self._good = good

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == "COMMIT":
            self._good -= 1
            if self._good < 0:
                self._connection.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
                raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(sql, *values)


@pytest.mark.parametrize("good", [0, 1, 30, FILES + 1, FILES + 2, FILES + 3])
def test_a_store_that_cannot_commit_keeps_the_old_index_or_shows_the_new(
    collection: Collection, tmp_path: Path, good: int
) -> None:
    index = tmp_path / "index"
    index_lines([collection.folder], index)
    before = editions(index)
    collection.turn(all_files=True)
    plan = Plan([collection.folder], work="line_files:take_in", version="1")
    with pytest.raises(StoreError, match="disk is full"), writing(index) as store:
        store._connection = FullStore(store._connection, good)  # type: ignore[assignment]
        run(store, index, recipe(), plan)
    shown = editions(index)
    ends_as_a_clean_build(index, collection, tmp_path)
    # Before the engine's own commit nothing shows; what fails behind it, sweeping and reporting, takes nothing back.
    assert shown == (before if good <= FILES + 1 else editions(index))
