"""Several meetings in one file: each begins with a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.dates import find_dates
from indexer.model import Line
from indexer.segment.labels import bare, find_label
from indexer.segment.meeting import Vote, elect, names_meeting, read_head

NEAR = 8
"""A meeting's heading names its place, its hour or its first item within so many lines."""
MAX_TITLE = 160
MAX_ABOVE = 4
"""Lines above the date that may belong to the heading: municipality, body, the word for minutes."""
STRONG = 4.0
_FIELDS = ("place", "start", "present")
_IN_ITEMS = ("decision", "recommendation", "case", "summary")
_FIRST_ITEM = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt\.?|sag)?\s?(?:nr\.?\s?)?1\s?[.:)–-]|indholdsfortegnelse$", re.IGNORECASE
)


def split_sittings(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The lines of each meeting in printed order; all of them where only one heading is found."""
    heads: list[int] = []
    days: list[tuple[str | None, str]] = []
    for at in range(len(lines)):
        day = _heading_day(lines, at)
        if day and not any(day[1] == date and body in (day[0], None) for body, date in days):
            heads.append(_top(lines, at, heads[-1] + 1 if heads else 0))
            days.append(day)
    for first, end in pairwise([0, *_with_items(lines, heads), len(lines)]):
        yield lines[first:end]


def _with_items(lines: tuple[Line, ...], heads: Sequence[int]) -> list[int]:
    """The headings with items above and below: one of several in a row is an entry of a list of meetings."""
    filled = [_has_items(lines[first:end]) for first, end in pairwise([0, *heads, len(lines)])]
    return [head for head, above, below in zip(heads, filled, filled[1:], strict=False) if above and below]


def _has_items(lines: Sequence[Line]) -> bool:
    labels = (find_label(line.text) for line in lines)
    return any(label and not label.weak and label.kind in _IN_ITEMS for label in labels)


def _heading_day(lines: tuple[Line, ...], at: int) -> tuple[str | None, str] | None:
    """(body, date) of the meeting whose heading gives its date on the line; None for any other line."""
    text = bare(lines[at].text)
    if len(text) > MAX_TITLE or not find_dates(text):
        return None
    date = elect(read_head([lines[at]]), "date")
    if not date or not _is_head(lines, at):
        return None
    return elect(_strong(read_head(lines[_top(lines, at, 0) : at + NEAR])), "body"), date


def _is_head(lines: tuple[Line, ...], at: int) -> bool:
    """Whether a line with a date opens a meeting: place, hour and first item follow, as far as its wording asks it."""
    top = _top(lines, at, 0)
    named = any(names_meeting(bare(line.text)) for line in lines[top : at + 1])
    strong = bool(_strong(read_head([lines[at]])))
    if not named and not strong and top == at:
        return False
    below = lines[at : at + 1 + NEAR]
    end = next((i for i, line in enumerate(below) if find_label(line.text)), len(below))
    told = max((vote.weight for vote in read_head(below[:end]) if vote.key in _FIELDS), default=0.0)
    opens = any(_FIRST_ITEM.match(bare(line.text)) for line in below[1:end])
    if named:
        return told >= 1 or opens
    return told >= 1 if strong else told > 0 and opens


def _top(lines: tuple[Line, ...], at: int, first: int) -> int:
    """The first line of the heading that gives its date on line ``at``."""
    top = at
    while top > max(first, at - MAX_ABOVE) and _speaks(lines[top - 1]):
        top -= 1
    return top


def _speaks(line: Line) -> bool:
    votes = read_head([line]) if len(line.text) <= MAX_TITLE else ()
    return any(vote.key in ("body", "kind", "municipality") for vote in votes)


def _strong(votes: Sequence[Vote]) -> list[Vote]:
    return [vote for vote in votes if vote.weight >= STRONG or vote.key == "body"]
