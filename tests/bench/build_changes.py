"""A run over many files of which none or few changed, beside a bare walk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from indexer.build import build_index

MINUTES = "Byrådet\nMødedato: {day:%d-%m-%Y}\n\n1. Sag {number}, udgave {edition}\n\nBeslutning\nGodkendt.\n"
FIRST = date(1990, 1, 1)
"""Each file holds a meeting of its own day, as those of an archive do."""
CHANGED = 100


def changes(scratch: Path, files: int) -> None:
    """Prints the seconds of each."""
    folder, index = scratch / "docs", scratch / "index"
    folder.mkdir()
    _write(folder, range(files), 1)
    print(f"{files} files new          {_timed(lambda: build_index(folder, index)):7.2f} s")
    print(f"bare walk and stat      {_timed(lambda: _walk(folder)):7.2f} s")
    print(f"none changed, many just written when last seen {_timed(lambda: build_index(folder, index)):7.2f} s")
    print(f"none changed            {_timed(lambda: build_index(folder, index)):7.2f} s")
    _write(folder, range(CHANGED), 2)
    print(f"{CHANGED} changed             {_timed(lambda: build_index(folder, index)):7.2f} s")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _walk(folder: Path) -> None:
    """The least that any run must do: see every file and its time stamp."""
    for above, _, names in os.walk(folder):
        for name in names:
            (Path(above) / name).stat()


def _write(folder: Path, numbers: range, edition: int) -> None:
    for number in numbers:
        text = MINUTES.format(day=FIRST + timedelta(number), number=number, edition=edition)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
