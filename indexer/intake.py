"""One file -> the documents that the index takes in. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from indexer.documents import documents_of
from indexer.errors import SourceError
from indexer.files import digest
from indexer.limits import NAMED
from indexer.meetings import meetings_of
from indexer.naming import Bodies, named
from indexer.reading import Part, parts_of, refuse_size, without_text
from indexer.ready import read_ready
from indexer.task import Intake, Task
from search.document import Document

_NO_FAILURE = ("other", "unknown_kind")
"""Reasons of files in an archive that would be passed over in a folder."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a file, or one within an archive, gave."""

    documents: tuple[Document, ...]
    warnings: tuple[str, ...]
    scanned: tuple[str, ...] = ()


def take_in(task: Task) -> Intake:
    """Reads and segments one file; never raises SourceError, so that the hash of a broken file is known too."""
    file = digest(task.file.place)
    try:
        gains, refused, forgotten = _gains(task)
    except SourceError as error:
        return Intake(file, warnings=(str(error),) if error.reason == "other" else (), error=error)
    passed_over = [error for error in refused if error.reason in _NO_FAILURE]
    return Intake(
        file,
        tuple(document for gain in gains for document in gain.documents),
        (*(warning for gain in gains for warning in gain.warnings), *_told(passed_over)),
        scanned=tuple(sentence for gain in gains for sentence in gain.scanned),
        refused=tuple(_told([error for error in refused if error not in passed_over])),
        forgotten=forgotten,
    )


def _gains(task: Task) -> tuple[list[Gain], list[SourceError], int]:
    """What each part gave, why others of an archive gave nothing, and how many of it are kept out. Raises SourceError
    where nothing is left."""
    gains: list[Gain] = []
    refused: list[SourceError] = []
    forgotten = 0
    for part in parts_of(task.file.place):
        if part.inside and task.how.kept_out and sha256(part.data).hexdigest() in task.how.kept_out:
            forgotten += 1
            continue
        try:
            gains.append(_gain(part, task))
        except SourceError as error:
            if not part.inside:
                raise
            refused.append(error)
    if not gains and (refused or not forgotten):
        reason = refused[0] if refused else SourceError("empty", "it is empty")
        raise SourceError(reason.reason, f"Nothing in the archive {task.file.place} could be read: {reason}")
    return gains, refused, forgotten


def _gain(part: Part, task: Task) -> Gain:
    path = task.path_of(part)
    if part.is_ready:
        refuse_size(part)
        documents, warnings = read_ready(part.data, part.name)
        documents = tuple(document if document.source else replace(document, source=path) for document in documents)
        return Gain(documents, _of_part(part, warnings))
    transcript, minutes = meetings_of(part, task)
    bodies = task.how.bodies or Bodies()
    documents = documents_of([named(meeting, bodies) for meeting in minutes], transcript, path)
    return Gain(documents, _of_part(part, transcript.warnings), _of_part(part, without_text(transcript)))


def _of_part(part: Part, sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{part.inside}: {sentence}" if part.inside else sentence for sentence in sentences)


def _told(refused: list[SourceError]) -> Iterator[str]:
    yield from map(str, refused[:NAMED])
    if len(refused) > NAMED:
        yield f"{len(refused) - NAMED} more files in the archive could not be read."
