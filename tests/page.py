"""What a page of the documentation shows: its blocks of code, its commands and what they print."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def files(page: str) -> dict[str, str]:
    """The blocks that the page names as files."""
    return dict(re.findall(r"^<!-- file (\S+) -->\n```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))


def examples(page: str) -> list[tuple[str, list[str]]]:
    """Every command shown after `$ `, with the lines shown below it."""
    found = []
    for block in blocks(page, "console"):
        for part in block.split("$ ")[1:]:
            command, *shown = part.splitlines()
            found.append((command, [line for line in shown if line.strip()]))
    return found


def missing(shown: Iterable[str], printed: str) -> list[str]:
    """The pieces of the lines shown, parted by `…`, that were not printed."""
    pieces = [" ".join(piece.split()) for line in shown for piece in line.split("…")]
    return [piece for piece in pieces if piece not in " ".join(printed.split())]


def run(command: list[str], folder: Path, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": path, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
