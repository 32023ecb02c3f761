"""What a worker is asked to do: one file, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indexer.bodies import learn
from indexer.files import File, spelled
from indexer.limits import OCR_LIMITS, FileLimits
from indexer.model import Minutes, Transcript
from indexer.naming import Bodies
from indexer.reading import Part, read_part
from indexer.segment.minutes import segment


@dataclass(frozen=True, slots=True)
class How:
    """`ocr`: recognise the text of scanned PDFs. `municipality`: of meetings whose document does not name one.
    `why`: tell the evidence too. `limits`: what a file may cost where no text is recognised. `bodies`: what codes and
    other names stand for; for an index None is the table that it keeps."""

    ocr: bool = False
    municipality: str | None = None
    why: bool = False
    limits: FileLimits = field(default_factory=FileLimits)
    bodies: Bodies | None = None


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


def meetings_of(part: Part, task: Task) -> tuple[Transcript, tuple[Minutes, ...]]:
    """A part of a file as read, and its meetings, bodies as printed. Raises SourceError."""
    learn(task.how.bodies.codes() if task.how.bodies else {})
    transcript = read_part(part, ocr=task.how.ocr)
    found = segment(transcript, task.path_of(part))
    warnings = (*transcript.warnings, *(warning for minutes in found for warning in minutes.warnings))
    return replace(transcript, warnings=warnings), tuple(_placed(minutes, task.how.municipality) for minutes in found)


def _placed(minutes: Minutes, municipality: str | None) -> Minutes:
    if minutes.meeting.municipality or not municipality:
        return minutes
    return replace(minutes, meeting=replace(minutes.meeting, municipality=municipality))
