"""What engines do with their folders: kills, leftovers, damage, folders that may not be written, threads."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from engine_cases import document, documents

from search.engines import registry
from search.engines.contract import MAX_DEPTH
from search.engines.engine import And, Engine, Every, Near, Node, Not, Or, Request, Settings, Term
from search.errors import EngineError

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}

COMMIT_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from search.engines import registry
from engine_cases import document
writer = registry.engine(sys.argv[1]).open_writer(Path(sys.argv[2]))
for generation in count(1):
    writer.add([document(2 * generation + side, {"text": "plan"}, {}, 0) for side in (0, 1)])
    writer.commit(generation)
    print(generation, flush=True)
"""
"""Two documents per generation; says each generation once it is committed."""


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from search.engines import registry
from search.engines.engine import Request, Term, Weighted
def read():
    reader = registry.engine(sys.argv[1]).open_reader(Path(sys.argv[2]))
    plan = Term("text_exact", "plan")
    found = reader.search(Request(plan, (Weighted(plan, 1.0),)))
    return reader.generation, found.total, reader.frequency("text_exact", "plan")
if os.geteuid() == 0:
    read()  # loads what is imported late, which the other user may not be allowed to
    for path in Path(sys.argv[2]).glob(".tantivy-*"):
        path.unlink()
    os.setuid(65534)
print(*read())
"""


@pytest.fixture(params=registry.NAMES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return registry.engine(request.param)


@pytest.fixture
def folder(engine: Engine) -> Iterator[Path]:
    """An index with the documents of documents.json that any user may read."""
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        folder = Path(parent) / "index"
        engine.create(folder, Settings({"text_exact": 3}))
        writer = engine.open_writer(folder)
        writer.add(documents())
        writer.commit(7)
        writer.close()
        yield folder


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def often_interrupted() -> Iterator[None]:
    """Threads change places at every chance, so that what they share shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def total(engine: Engine, folder: Path) -> int:
    reader = engine.open_reader(folder)
    try:
        return reader.search(Request(Every())).total
    finally:
        reader.close()


def test_a_killed_writer_leaves_whole_commits_and_no_lock(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine.create(folder, Settings())
    command = [sys.executable, "-c", COMMIT_FOR_EVER, engine.name, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as killed:
        assert killed.stdout
        said = [int(killed.stdout.readline()) for _ in range(5)]
        killed.send_signal(signal.SIGKILL)
        said += [int(line) for line in killed.stdout.read().splitlines()]

    reader = engine.open_reader(folder)
    assert reader.generation >= max(said)
    assert len(reader.seqs()) == 2 * reader.generation
    writer = engine.open_writer(folder)
    writer.add([document(1, {"text": "plan"}, {}, 0)])
    writer.commit(1000)
    writer.close()
    assert total(engine, folder) == 2 * reader.generation + 1


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs POSIX users")
@pytest.mark.parametrize("permissions", [0o555, 0o755])
def test_an_index_can_be_read_where_nothing_may_be_written(engine: Engine, folder: Path, permissions: int) -> None:
    for path in folder.glob(".tantivy-*"):
        path.unlink()
    folder.chmod(permissions)
    try:
        assert run(READ_AS_NOBODY, engine.name, str(folder)).stdout == "7 3 3\n"
    finally:
        folder.chmod(0o755)


def test_what_killed_commits_have_left_is_swept() -> None:
    engine = registry.engine("tantivy")
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "index"
        engine.create(folder, Settings())
        (folder / ".tmpX1y2z3").write_text("half a list")
        engine.open_writer(folder).close()

        assert not list(folder.glob(".tmp*"))


def test_a_commit_killed_before_it_was_published_can_be_done_again(tmp_path: Path) -> None:
    """It has written which documents are gone; the index does not say so yet."""
    engine = registry.engine("tantivy")

    def change(folder: Path) -> None:
        with closing(engine.open_writer(folder)) as writer:
            writer.remove([3])
            writer.add([document(20, {"text": "plan"}, {}, 0)])
            writer.commit(2)

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    engine.create(whole, Settings())
    with closing(engine.open_writer(whole)) as writer:
        writer.add([document(seq, {"text": "plan"}, {}, 0) for seq in range(10)])
        writer.commit(1)
    shutil.copytree(whole, killed)
    change(whole)
    written = {path.name for path in whole.glob("*.del")} - {path.name for path in killed.iterdir()}
    for name in (*written, ".managed.json"):
        shutil.copy(whole / name, killed / name)

    change(killed)

    assert written
    assert [total(engine, folder) for folder in (whole, killed)] == [10, 10]


def test_commits_leave_no_files_behind(engine: Engine, folder: Path) -> None:
    for generation in range(10, 40):
        writer = engine.open_writer(folder)
        writer.remove([generation])
        writer.add([document(generation + 1, {"text": "plan"}, {}, 0)])
        writer.commit(generation)
        writer.close()

    assert len(list(folder.iterdir())) < 100


def test_damage_is_told_as_such(engine: Engine, folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"\x00 no index \xff" * 3)
    for opening in (engine.open_reader, engine.open_writer):
        with pytest.raises(EngineError, match=str(folder)):
            opening(folder)


def test_a_deep_tree_fits_on_the_small_stack_of_a_thread(engine: Engine, folder: Path) -> None:
    tree: Node = Term("text_exact", "plan")
    for level in range(MAX_DEPTH - 1):
        tree = Not(tree) if level % 3 == 2 else (And, Or)[level % 3]((tree, Term("text_exact", "a")))
    reader = engine.open_reader(folder)
    found: list[int] = []
    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=lambda: found.append(reader.search(Request(tree)).total))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)

    assert found == [reader.search(Request(tree)).total]


def test_threads_may_share_a_reader(engine: Engine, folder: Path, often_interrupted: None) -> None:
    dice = random.Random(3)
    words = [f"ord{number}" for number in range(40)]
    writer = engine.open_writer(folder)
    writer.add(document(100 + seq, {"text": " ".join(dice.choices(words, k=30))}, {}, 0) for seq in range(400))
    writer.commit(8)
    writer.close()
    reader = engine.open_reader(folder)
    requests = [Request(Near("text_parts", *pair, 3), limit=400) for pair in product(words[:6], repeat=2)] * 3
    expected = [reader.search(request) for request in requests]

    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(lambda: [reader.search(request) for request in requests]) for _ in range(4)]

    assert [each.result() for each in found] == [expected] * 4


def test_readers_and_a_writer_do_not_disturb_each_other(engine: Engine, folder: Path) -> None:
    """Every state that a reader opens holds as many documents as its generation says."""
    done = threading.Event()
    states: list[tuple[int, int]] = []

    def read() -> None:
        while not done.is_set():
            reader = engine.open_reader(folder)
            states.append((reader.generation, reader.search(Request(Every())).total))
            reader.close()

    size = len(documents())
    thread = threading.Thread(target=read)
    thread.start()
    writer = engine.open_writer(folder)
    for step in range(1, 25):
        writer.add([document(2000 + step, {"text": "plan"}, {}, 0)])
        writer.commit(7 + step)
    writer.close()
    done.set()
    thread.join()

    assert len(states) > 3
    assert all(count == size + generation - 7 for generation, count in states)


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(EngineError, match="tantivy, whoosh"):
        registry.engine("lucene")


def test_an_engine_is_imported_only_when_asked_for() -> None:
    code = "import sys, search.engines.registry; assert not {'tantivy', 'whoosh'} & set(sys.modules)"
    run(code)


def test_of_a_damaged_file_that_the_library_quotes_whole_little_is_told(tmp_path: Path) -> None:
    engine = registry.engine("tantivy")
    engine.create(tmp_path / "engine", Settings())
    (tmp_path / "engine" / "meta.json").write_text('{"x": "' + "x" * 100_000 + '"}', encoding="utf-8")
    with pytest.raises(EngineError) as refused:
        engine.open_reader(tmp_path / "engine")
    assert len(str(refused.value)) < 1_000
