"""What a worker is asked to do, one file and how it is to be read, and what it answers. Loads no reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.files import File, spelled
from indexer.limits import OCR_LIMITS, FileLimits
from indexer.naming import Bodies
from search.document import Document

if TYPE_CHECKING:
    from indexer.reading import Part

WORK = "indexer.intake:take_in"
"""What makes an Intake of a Task."""


@dataclass(frozen=True, slots=True)
class How:
    """`ocr`: recognise the text of scanned PDFs. `municipality`: of meetings whose document does not name one.
    `why`: tell the evidence too. `limits`: what a file may cost where no text is recognised. `bodies`: what codes and
    other names stand for; for an index None is the table that it keeps. `kept_out`: SHA-256 (hex) of files that were
    forgotten: where an archive holds one it is passed over."""

    ocr: bool = False
    municipality: str | None = None
    why: bool = False
    limits: FileLimits = field(default_factory=FileLimits)
    bodies: Bodies | None = None
    kept_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    file: File
    how: How = field(default_factory=How)

    @property
    def limits(self) -> FileLimits:
        """What reading the file may cost."""
        return (OCR_LIMITS if self.how.ocr else self.how.limits).of(self.file.path, self.file.size)

    def path_of(self, part: Part) -> str:
        """The path by which a part of the file is known: the file's own, for one in an archive with its name behind."""
        return f"{self.file.path}/{spelled(part.inside)}" if part.inside else self.file.path


@dataclass(frozen=True, slots=True)
class Intake:
    """What one file gave: its hash, and either documents and warnings, or why there are none. `scanned` are sentences
    about pages that wait for text recognition, `refused` about files in an archive that could not be read beside others
    that could. An archive may hold files that were `forgotten`, so many."""

    sha256: str
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()
    error: SourceError | None = None
    scanned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    forgotten: int = 0
