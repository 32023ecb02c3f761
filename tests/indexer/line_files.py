"""Files whose lines are items (`number text`), for runs that need no real minutes. One that begins with `!` is damaged.

python line_files.py INDEX FOLDER...     one run, as a process that can be killed
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.build import run, writing
from indexer.errors import SourceError
from indexer.files import digest
from indexer.plan import Plan
from indexer.publish import Recipe
from indexer.report import Report
from indexer.task import Intake, Task
from search.analysis.chain import fingerprint
from search.document import Document, Passage
from search.engines import registry
from search.postings import engine_document


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder, new, with files of these names and texts."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def take_in(task: Task) -> Intake:
    """What a worker makes of such a file."""
    file = task.file
    text = file.place.read_text(encoding="utf-8")
    if text.startswith("!"):
        return Intake(digest(file.place), error=SourceError("damaged", "It is damaged."))
    return Intake(digest(file.place), tuple(_document(line, file.path) for line in text.splitlines()))


def _document(line: str, path: str) -> Document:
    number, _, text = line.partition(" ")
    passage = Passage("case", "", text, None, 0, len(text))
    return Document(id=f"by/udvalg/-/{number}", title=text, passages=(passage,), source=path)


def recipe(engine: str = "tantivy") -> Recipe:
    return Recipe(registry.engine(engine), fingerprint(), engine_document)


def index_lines(
    paths: Sequence[Path], index: Path, engine: str = "tantivy", *, rebuild: bool = False, **facts: Any
) -> Report:
    """One run over such files."""
    plan = Plan(paths, **{"workers": 1, "work": "line_files:take_in", "version": "1", **facts})
    with writing(index) as store:
        return run(store, index, recipe(engine), plan, rebuild=rebuild)


if __name__ == "__main__":
    print("imported", flush=True)
    index_lines([Path(path) for path in sys.argv[2:]], Path(sys.argv[1]))
