"""One file -> the documents that the index takes in. Runs in a worker process."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.documents import documents_of
from indexer.errors import SourceError
from indexer.reading import READER_VERSION, read_file
from indexer.segment.minutes import segment
from indexer.sources import File, digest
from search.document import Document

# Raise it whenever segmenting or documents make something else of the same transcript: all files are then read again.
INTAKE_VERSION = 1

VERSION = f"{READER_VERSION}.{INTAKE_VERSION}"
WORK = "indexer.intake:take_in"


@dataclass(frozen=True, slots=True)
class Intake:
    """What one file gave: its hash, and either documents and warnings, or why there are none."""

    sha256: str
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()
    error: SourceError | None = None


def take_in(file: File) -> Intake:
    """Reads and segments one file; never raises SourceError, so that the hash of a broken file is known too."""
    sha256 = digest(file.place)
    try:
        transcript = read_file(file.place)
        documents = documents_of(segment(transcript, file.path), transcript, file.path)
    except SourceError as error:
        return Intake(sha256, error=error)
    return Intake(sha256, documents, transcript.warnings)
