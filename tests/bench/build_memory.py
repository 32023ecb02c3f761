"""The most memory that a build needs, by the number of files. Each build is a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from build_alone import build
from corpus import generated

MINUTES = """Byrådet
Mødedato: {day}. marts {year}

1. Sag {file}

Sagsfremstilling
{text}

Beslutning
Godkendt.
"""


def write(folder: Path, files: int) -> None:
    """Minutes of an item of 100 to 400 words, each of another meeting."""
    folder.mkdir(parents=True)
    texts, _ = generated(1_000)
    for file in range(files):
        facts = {"day": file % 28 + 1, "year": 1600 + file // 28, "file": file, "text": texts[file % len(texts)]}
        (folder / f"{file}.txt").write_text(MINUTES.format(**facts), encoding="utf-8")


def memory(scratch: Path, sizes: Sequence[int]) -> None:
    """Prints the peaks at each number of files, and what they are to those at the first."""
    first = None
    for files in sizes:
        write(scratch / str(files), files)
        cost = build(scratch / f"index-{files}", scratch / str(files), memory=True)
        first = first or cost
        print(
            f"{files:6} files: {cost.own:5.0f} MB in the run itself ({cost.own / first.own:.2f}), "
            f"{cost.worker:5.0f} MB in its largest worker ({cost.worker / first.worker:.2f}), "
            f"{cost.together:5.0f} MB in all together ({cost.together / first.together:.2f}); {cost.seconds:.0f} s",
            flush=True,
        )
