"""What the indexer sees in documents, without an index: for `referat read`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexerError, SourceError
from indexer.files import ALIKE, Known, find, not_looked_into, spelled
from indexer.goldform import to_gold
from indexer.kinds import READABLE
from indexer.meetings import meetings_of
from indexer.model import Minutes
from indexer.reading import Part, parts_of, without_text
from indexer.ready import read_ready
from indexer.segment.why import why
from indexer.task import How, Task
from indexer.workers import work_through


@dataclass(frozen=True, slots=True)
class Readout:
    """What one file gave: its meetings, sentences about what may have been misread, and when asked for the evidence."""

    minutes: tuple[Minutes, ...]
    warnings: tuple[str, ...]
    why: tuple[str, ...] = ()


Parts = list[tuple[str, "Readout | IndexerError"]]


def read_all(paths: Sequence[Path], how: How) -> Iterator[tuple[str, Readout | IndexerError]]:
    """Each file at or below the paths, in order, with what it gave or why not; those in an archive one by one. It is
    called by its path below the one given, or by its whole path where several would be called the same.

    Each is read in another process, within the limits of the nightly run. Raises RootError for a missing path. A place
    below them that cannot be looked into comes first, with why.
    """
    there = find(paths, Known(), READABLE)
    for unseen, reason in there.unreadable:
        yield unseen, SourceError("unreadable", not_looked_into(reason))
    yield from ((place, SourceError("unreadable", ALIKE)) for place in there.alike)
    times = Counter(file.path for file in there.files)
    tasks = [Task(file, how) for file in there.files]
    results = work_through(tasks, f"{__name__}:read_one", 1, lambda task: task.limits)
    for task, found in results:
        called = task.file.path if times[task.file.path] == 1 else spelled(task.file.place).lstrip("/")
        parts = [("", found)] if isinstance(found, IndexerError) else found
        yield from ((f"{called}/{spelled(inside)}" if inside else called, readout) for inside, readout in parts)


def read_one(task: Task) -> Parts:
    """The meetings of one file, or of each in an archive. Raises SourceError."""
    return [(part.inside, _read(part, task)) for part in parts_of(task.file.place)]


def _read(part: Part, task: Task) -> Readout | IndexerError:
    try:
        if part.is_ready:
            documents, warnings = read_ready(part.data, part.name)
            return Readout((), (f"{len(documents)} ready items, which the index takes as they are.", *warnings))
        transcript, minutes = meetings_of(part, task)
        evidence = tuple(why(transcript, task.path_of(part))) if task.how.why else ()
        return Readout(minutes, (*transcript.warnings, *without_text(transcript)), evidence)
    except SourceError as error:
        return Readout((), (str(error),)) if error.reason == "other" else error


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
