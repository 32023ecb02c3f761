"""What the indexer sees in documents, without an index: for `referat read`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexerError, SourceError
from indexer.goldform import to_gold
from indexer.limits import OCR_LIMITS, FileLimits
from indexer.model import Minutes
from indexer.reading import READABLE, READY, Part, parts_of, read_part
from indexer.ready import read_ready
from indexer.segment.minutes import segment
from indexer.sources import File, find, spelled
from indexer.workers import read_all as work_through


@dataclass(frozen=True, slots=True)
class Readout:
    """What one file gave: its meetings, and sentences about what may have been misread."""

    minutes: tuple[Minutes, ...]
    warnings: tuple[str, ...]


Parts = list[tuple[str, "Readout | IndexerError"]]


def read_all(paths: Sequence[Path], *, ocr: bool = False) -> Iterator[tuple[str, Readout | IndexerError]]:
    """Each file at or below the paths, in order, with what it gave or why not; those in an archive one by one. It is
    called by its path below the one given, or by its whole path where several would be called the same.

    Each is read in another process, within the limits of the nightly run; with ``ocr`` the text of scanned PDFs is
    recognised. Raises RootError for a missing path.
    A folder below them that cannot be listed comes first, with why.
    """
    work, limits = ("read_one_with_ocr", OCR_LIMITS) if ocr else ("read_one", FileLimits())
    there = find(paths, (), READABLE)
    for folder, why in there.unreadable:
        yield folder, SourceError("unreadable", f"The folder cannot be listed ({why}): check its rights.")
    times = Counter(file.path for file in there.files)
    for file, found in work_through(there.files, f"{__name__}:{work}", 1, lambda file: limits.of(file.path, file.size)):
        called = file.path if times[file.path] == 1 else spelled(file.place).lstrip("/")
        parts = [("", found)] if isinstance(found, IndexerError) else found
        yield from ((f"{called}/{spelled(inside)}" if inside else called, readout) for inside, readout in parts)


def read_one(file: File) -> Parts:
    """The meetings of one file, or of each in an archive. Raises SourceError."""
    return [(part.inside, _read(part, file, ocr=False)) for part in parts_of(file.place)]


def read_one_with_ocr(file: File) -> Parts:
    """The same, with the text of scanned PDFs recognised."""
    return [(part.inside, _read(part, file, ocr=True)) for part in parts_of(file.place)]


def _read(part: Part, file: File, *, ocr: bool) -> Readout | IndexerError:
    try:
        if part.kind == READY and not part.error:
            documents, warnings = read_ready(part.data, part.name)
            return Readout((), (f"{len(documents)} ready items, which the index takes as they are.", *warnings))
        transcript = read_part(part, ocr=ocr)
        path = f"{file.path}/{spelled(part.inside)}" if part.inside else file.path
        return Readout(segment(transcript, path), transcript.warnings)
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
