"""Several meetings in one file: each begins with a heading of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from indexer.model import Line
from indexer.segment.meeting import is_title, read_head

NEAR = 8
"""A meeting's heading names its place or hour within so many lines."""
MAX_TITLE = 120
STRONG = 4.0


def split_sittings(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The lines of each meeting in printed order; all of them where only one heading is found."""
    heads: list[int] = []
    days: set[str] = set()
    for at, line in enumerate(lines):
        day = _heading_day(line.text)
        if day and day not in days and _has_fields(lines[at + 1 : at + 1 + NEAR]):
            heads.append(at)
            days.add(day)
    cuts = [0, *heads[1:], len(lines)]
    for first, end in pairwise(cuts):
        yield lines[first:end]


def _heading_day(text: str) -> str | None:
    """Body and date of a line such as ``REFERAT Byrådet d. 27-08-2025``; None for any other line."""
    if len(text) > MAX_TITLE or not is_title(text):
        return None
    found = {vote.key: vote.value for vote in read_head([Line(text, 0, None)]) if vote.weight >= STRONG}
    return f"{found['body']} {found['date']}" if found.keys() >= {"body", "date"} else None


def _has_fields(lines: tuple[Line, ...]) -> bool:
    return any(vote.key in ("place", "start", "present") for vote in read_head(lines))
