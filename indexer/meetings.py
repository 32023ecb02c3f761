"""A part of a file -> its meetings: read, segmented, placed. Runs in a worker process."""

from __future__ import annotations

from dataclasses import replace

from indexer.bodies import learn
from indexer.model import Minutes, Transcript
from indexer.reading import Part, read_part
from indexer.segment.minutes import segment
from indexer.task import Task


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
