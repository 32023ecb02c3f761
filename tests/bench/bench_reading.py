"""Reading PDFs, whole (pages, items, decisions, documents), beside `pdftotext` on the same files in the same run.

    python tests/bench/bench_reading.py [FOLDER ...] [--workers 2] [--rounds 3]

Both do N files at a time; told are seconds by the clock, and of processors, which other work on the machine disturbs
less. Without a folder it takes the sample's PDFs and, where there are any, real ones; each many times, so that starting
up does not decide.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import forkserver
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from indexer.files import File, Known, find  # noqa: E402
from indexer.kinds import READABLE  # noqa: E402
from indexer.limits import FileLimits  # noqa: E402
from indexer.task import WORK, Task  # noqa: E402
from indexer.workers import work_through  # noqa: E402

COPIES = 60
"""At 20, starting up is a tenth of what is measured."""


def ours(files: list[File], workers: int) -> None:
    for task, found in work_through([Task(file) for file in files], WORK, workers, FileLimits()):
        assert found.error is None, (task, found)
    # The process that the workers are forked from would outlive this, and what they all used is counted when it ends.
    forkserver._forkserver._stop()


def theirs(files: list[File], workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda file: subprocess.run(["pdftotext", "-layout", file.place, os.devnull], check=True), files))


def seconds(work: Callable[[], None]) -> tuple[float, float]:
    """By the clock, and of processors, this one and the processes that it ended."""
    start, used = time.perf_counter(), _used()
    work()
    return time.perf_counter() - start, _used() - used


def _used() -> float:
    who = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in who)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    if not shutil.which("pdftotext"):
        sys.exit("pdftotext is not installed: apt-get install poppler-utils")
    shared = Path(os.environ.get("REFERAT_SHARED", ROOT.parent / "shared")) / "minutes"
    folders = chosen.folders or [folder for folder in (ROOT / "data" / "minutes", shared) if folder.is_dir()]
    found = [file for file in find(folders, Known(), READABLE).files if file.path.endswith(".pdf")]
    files = found * COPIES
    print(f"{len(found)} PDFs, each {COPIES} times; {chosen.workers} at a time; {sum(f.size for f in files):,} bytes")
    works = [partial(work, files, chosen.workers) for work in (ours, theirs)]
    rounds = [[seconds(work) for work in works] for _ in range(chosen.rounds)]
    for at, unit in enumerate(("wall", "CPU")):
        pairs = [(us[at], them[at]) for us, them in rounds]
        our, their = map(statistics.median, zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{unit:4}  Referat {our:6.2f} s   pdftotext {their:6.2f} s   ratio {ratio:5.2f}   (medians)")


if __name__ == "__main__":
    main()
