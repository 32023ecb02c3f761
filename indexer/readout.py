"""What the indexer sees in documents, without an index: for `referat read`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexerError, SourceError
from indexer.goldform import to_gold
from indexer.limits import FileLimits
from indexer.model import Minutes
from indexer.reading import READABLE, read_file
from indexer.segment.minutes import segment
from indexer.sources import File, find, spelled
from indexer.workers import read_all as work_through


@dataclass(frozen=True, slots=True)
class Readout:
    """What one file gave: its meetings, and sentences about what may have been misread."""

    minutes: tuple[Minutes, ...]
    warnings: tuple[str, ...]


def read_all(paths: Sequence[Path]) -> Iterator[tuple[str, Readout | IndexerError]]:
    """Each file at or below the paths, in order, with what it gave or why not. It is called by its path below the one
    given, or by its whole path where several would be called the same.

    Each is read in another process, within the limits of the nightly run. Raises RootError for a missing path.
    A folder below them that cannot be listed comes first, with why.
    """
    there = find(paths, (), READABLE)
    for folder, why in there.unreadable:
        yield folder, SourceError("unreadable", f"The folder cannot be listed ({why}): check its rights.")
    times = Counter(file.path for file in there.files)
    for file, found in work_through(there.files, f"{__name__}:read_one", 1, FileLimits()):
        yield file.path if times[file.path] == 1 else spelled(file.place).lstrip("/"), found


def read_one(file: File) -> Readout:
    """One file's meetings. Raises SourceError."""
    transcript = read_file(file.place)
    return Readout(segment(transcript, file.path), transcript.warnings)


def write_meetings(folder: Path, source: str, minutes: Sequence[Minutes]) -> None:
    """One JSON file a meeting in the form of the gold annotations, named after the source's path; further meetings
    of the same source get `-2`, `-3`. Raises IndexerError where it cannot be written."""
    for number, meeting in enumerate(minutes, 1):
        place = folder / f"{source}{f'-{number}' if number > 1 else ''}.json"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(
                json.dumps(to_gold(meeting, source), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        except OSError as error:
            raise IndexerError(f"{place} cannot be written ({error.strerror}): check --out.") from error
