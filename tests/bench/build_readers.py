"""People who search while builds run: what they wait, and that each sees the index before a build or after it.

Every build changes a word in all files. A reader asks for what all items say and for the items of the edition that it
was shown: all of them must be there, and no other.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import generated

if TYPE_CHECKING:
    from search.answer import Answer

ROOT = Path(__file__).resolve().parents[2]
PAUSE = 0.05
REST = 4.0
"""Seconds between two builds, in which is measured what readers wait without one."""
SHOWN = 10
QUERIES = ("godkendt", "sag", "sag godkendt", "beslutning:godkendt", "titel:sag godkendt", "udvalg:byrådet sag")
MINUTES = """Byrådet
Mødedato: {day}. marts {year}

1. Sag {number}, {word}

Sagsfremstilling
{text}

Beslutning
Godkendt.
"""


@dataclass
class Seen:
    """What a reader met: (when, how long it waited) of each question, editions by number, and what was wrong."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    editions: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def write(folder: Path, texts: Sequence[str], edition: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        facts = {"day": number % 28 + 1, "year": 1900 + number // 28, "number": number, "word": f"udgave{edition}"}
        (folder / f"{number}.txt").write_text(MINUTES.format(text=text, **facts), encoding="utf-8")


def build(folder: Path, index: Path) -> None:
    command = [sys.executable, "-m", "cli", "index", str(folder), "--index", str(index), "--workers", "2"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def reader(index: Path, files: int, pipe: Connection) -> None:
    """Asks until it is told to stop, by the index's public interface alone."""
    from search import open_index

    seen, chance = Seen(), random.Random(os.getpid())
    opened = open_index(index)
    pipe.send("ready")

    def ask(query: str) -> Answer:
        time.sleep(PAUSE)
        start = time.monotonic()
        answer = opened.find(query, limit=SHOWN)
        seen.waits.append((start, time.monotonic() - start))
        return answer

    while not pipe.poll():
        try:
            opened = opened.refreshed()
            shown = {hit.document.title.split(", ")[1] for hit in ask(chance.choice(QUERIES)).hits}
            totals = {word: ask(word).total for word in ("godkendt", *shown)}
        except Exception as error:
            seen.faults.append(f"{type(error).__name__}: {error}")
            continue
        seen.editions |= shown
        if len(shown) != 1 or set(totals.values()) != {files}:
            seen.faults.append(f"{totals} of {files} items")
    pipe.send(seen)


def readers(scratch: Path, number: int, files: int, builds: int) -> None:
    """Prints what `number` readers waited while builds ran and between them, and what was wrong."""
    folder, index = scratch / "docs", scratch / "index"
    texts, _ = generated(files)
    write(folder, texts, 0)
    build(folder, index)
    team = _started(number, index, files)
    spans = []
    for edition in range(1, builds + 1):
        write(folder, texts, edition)
        time.sleep(REST)
        start = time.monotonic()
        build(folder, index)
        spans.append((start, time.monotonic()))
    time.sleep(REST)
    found = _stopped(team)
    waits = sorted(itertools.chain.from_iterable(seen.waits for seen in found))
    during = [wait for when, wait in waits if any(start <= when <= end for start, end in spans)]
    between = [wait for when, wait in waits if not any(start - REST / 4 <= when <= end for start, end in spans)]
    faults = [fault for seen in found for fault in seen.faults]
    editions = len(set().union(*(seen.editions for seen in found)))
    length = sum(end - start for start, end in spans) / len(spans)
    print(f"{number} readers, {len(waits)} questions, {builds} builds of {files} files, {length:.1f} s each")
    print(f"{editions} editions seen, {len(faults)} faults {faults[:3]}")
    for name, share in ("median", 0.5), ("p95", 0.95):
        alone, beside = _quantile(between, share), _quantile(during, share)
        print(
            f"{name:6} {1000 * alone:6.1f} ms without a build, {1000 * beside:6.1f} ms with: {beside / alone:.2f} times"
        )


def _started(number: int, *what: object) -> list[tuple[object, Connection]]:
    context = get_context("spawn")
    team = []
    for _ in range(number):
        ours, theirs = context.Pipe()
        process = context.Process(target=reader, args=(*what, theirs), daemon=True)
        process.start()
        team.append((process, ours))
    for _, pipe in team:
        assert pipe.recv() == "ready"
    return team


def _stopped(team: list[tuple[object, Connection]]) -> list[Seen]:
    for _, pipe in team:
        pipe.send("stop")
    return [pipe.recv() for _, pipe in team]


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]
