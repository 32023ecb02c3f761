"""Builds that are killed at random moments, and what must hold afterwards. Also the program that is killed.

Files hold two items each, both with the edition of the file in their title. A round changes the first few or all,
starts a run and kills it; then a normal run goes through. Clean builds are made once for each state that the files can
have.

python killing.py INDEX FOLDER [--rebuild]     waits for a line, then makes one run
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from line_files import index_lines  # noqa: E402  after the path is set

from indexer.errors import IndexerError  # noqa: E402
from indexer.verify import verify  # noqa: E402
from search import place  # noqa: E402
from search.engines.engine import Every, Request  # noqa: E402
from search.errors import SearchError  # noqa: E402

FEW = 20


@dataclass
class Collection:
    """Files in `folder`, the first FEW of edition `few`, the others of edition `rest`, and what a clean build of each
    such state bears as its fingerprint."""

    folder: Path
    files: int
    few: int = 0
    rest: int = 0
    clean: dict[tuple[int, int], str] = field(default_factory=dict)

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for number in range(self.files):
            edition = self.few if number < FEW else self.rest
            lines = f"{number}-a udgave {edition} skolen\n{number}-b udgave {edition} broen\n"
            (self.folder / f"{number}.txt").write_text(lines, encoding="utf-8")

    def turn(self, *, all_files: bool) -> None:
        """Another edition of the first few, or of all."""
        self.few = 1 - self.few
        self.rest = 1 - self.rest if all_files else self.rest
        self.write()

    def fingerprint(self, scratch: Path) -> str:
        """Of a clean build of the files as they are."""
        state = (self.few, self.rest)
        if state not in self.clean:
            index_lines([self.folder], scratch / f"clean-{self.few}-{self.rest}")
            self.clean[state] = published(scratch / f"clean-{self.few}-{self.rest}")
        return self.clean[state]


def published(index: Path) -> str:
    """The fingerprint of what is published."""
    return place.read_manifest(index, place.current(index)).fingerprint


def editions(index: Path) -> Counter[tuple[str, ...]]:
    """What a search for everything gives: how many files show which editions in their items."""
    opened = place.open_published(index)
    with closing(opened.reader), closing(opened.store):
        found = opened.reader.search(Request(Every(), limit=100_000))
        documents = opened.store.documents([seq for seq, _ in found.hits])
        assert found.total == len(documents)
    of_file: dict[str, list[str]] = {}
    for document in documents:
        of_file.setdefault(document.source, []).append(document.title.split()[1])
    return Counter(tuple(sorted(shown)) for shown in of_file.values())


def started(index: Path, folder: Path, *, rebuild: bool = False) -> subprocess.Popen[bytes]:
    """A run in a process of its own that has done its imports and waits for a line."""
    command = [sys.executable, __file__, str(index), str(folder), *(["--rebuild"] if rebuild else [])]
    here = Path(__file__).resolve().parent
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parents[1])))}
    process = subprocess.Popen(
        command, env=paths, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout and process.stdout.readline() == b"imported\n"
    return process


def let_go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"\n")
    process.stdin.flush()


def kills(scratch: Path, seed: int, rounds: int, files: int) -> Iterator[str]:
    """Kills so many runs; after each tells what it met. Raises AssertionError where something does not hold."""
    chance = random.Random(seed)
    collection, index = Collection(scratch / "docs", files), scratch / "index"
    collection.write()
    index_lines([collection.folder], index)
    assert published(index) == collection.fingerprint(scratch)
    for moves in (True, False):  # every state has its clean build, and a run of each kind was timed
        collection.turn(all_files=moves)
        collection.fingerprint(scratch)
    lengths: dict[str, float] = {}
    index_lines([collection.folder], index)
    for _ in range(rounds):
        kind = chance.choice(("all", "all", "few", "rebuild"))
        before = editions(index)
        if kind != "rebuild":
            collection.turn(all_files=kind == "all")
        process = started(index, collection.folder, rebuild=kind == "rebuild")
        after_seconds = chance.uniform(0, 1.1) * lengths.get(kind, 3.0)
        let_go(process)
        began = time.monotonic()
        try:
            process.wait(after_seconds)
            lengths[kind] = time.monotonic() - began
            ended = "had ended"
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)
            ended = "killed"
        shown = editions(index)
        assert all(len(set(found)) == 1 and len(found) == 2 for found in shown), (kind, after_seconds, shown)
        report = index_lines([collection.folder], index)
        assert shown in (before, editions(index)), (kind, after_seconds, before, shown)
        assert report.items == 2 * files
        assert published(index) == collection.fingerprint(scratch), (kind, after_seconds)
        assert (findings := list(verify(index))) == [], (kind, after_seconds, findings)
        yield f"{kind} {ended} after {after_seconds:.2f} s, {'new' if shown != before else 'old'} state shown"


if __name__ == "__main__":
    print("imported", flush=True)
    sys.stdin.readline()
    try:
        index_lines([Path(sys.argv[2])], Path(sys.argv[1]), rebuild="--rebuild" in sys.argv)
    except (IndexerError, SearchError) as error:  # as `referat index` ends; a crash ends with 1
        print(error)
        sys.exit(error.exit_code)
