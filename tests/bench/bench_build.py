"""Builds that are killed at random moments, and a run over many files of which none or few changed, beside a bare walk.

    python tests/bench/bench_build.py [--kills 300] [--files 500] [--seed N] [--unchanged 10000]

Every kill is followed by a look at the index and a normal run, which must end with the fingerprint of a clean build.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "indexer")]

from killing import kills  # noqa: E402  after the path is set

from indexer.build import build_index  # noqa: E402

MINUTES = "Byrådet\nMødedato: {day}. marts 2021\n\n1. Sag {number}, udgave {edition}\n\nBeslutning\nGodkendt.\n"
CHANGED = 100


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def walk(folder: Path) -> None:
    """The least that any run must do: see every file and its time stamp."""
    for above, _, names in os.walk(folder):
        for name in names:
            (Path(above) / name).stat()


def write(folder: Path, numbers: range, edition: int) -> None:
    for number in numbers:
        text = MINUTES.format(day=number % 28 + 1, number=number, edition=edition)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def unchanged(scratch: Path, files: int) -> None:
    folder, index = scratch / "docs", scratch / "index"
    folder.mkdir()
    write(folder, range(files), 1)
    print(f"{files} files new          {timed(lambda: build_index(folder, index)):7.2f} s")
    print(f"bare walk and stat      {timed(lambda: walk(folder)):7.2f} s")
    print(f"none changed            {timed(lambda: build_index(folder, index)):7.2f} s")
    write(folder, range(CHANGED), 2)
    print(f"{CHANGED} changed             {timed(lambda: build_index(folder, index)):7.2f} s")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=300, help="0 = leave out")
    options.add_argument("--files", type=int, default=500, help="files of a build that is killed")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options.add_argument(
        "--unchanged", type=int, default=10_000, help="files of a build that changes nothing; 0 = none"
    )
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if chosen.unchanged:
            (Path(place) / "many").mkdir()
            unchanged(Path(place) / "many", chosen.unchanged)
        if chosen.kills:
            print(f"{chosen.kills} kills with seed {chosen.seed}, {chosen.files} files each")
            (Path(place) / "kills").mkdir()
            met = Counter(kills(Path(place) / "kills", chosen.seed, chosen.kills, chosen.files))
            print("; ".join(f"{what}: {times}" for what, times in met.most_common()))


if __name__ == "__main__":
    main()
