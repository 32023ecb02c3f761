"""Several meetings in one file: each begins with a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from indexer.bodies import same_body
from indexer.dates import find_dates
from indexer.model import Line
from indexer.segment.fields import split_field
from indexer.segment.labels import bare, find_label
from indexer.segment.meeting import elect, read_head
from indexer.segment.unfold import unfold

NEAR = 8
"""A meeting's heading names its place, its hour or its first item within so many lines."""
MAX_TITLE = 160
MAX_ABOVE = 9
"""Lines above the date that may belong to the heading: municipality, body, the word for minutes, fields."""
OPENING = 40
"""The file's first heading gives its date within so many lines."""
ENOUGH = 3
"""Besides its date a heading tells so many of body, kind, place, hour, people and first item; a date printed as in the
file's first heading counts like a first item."""
_TELLING = frozenset({"body", "kind", "place", "start", "present", "municipality"})
_IN_ITEMS = ("decision", "recommendation", "case", "summary")
_FIRST_ITEM = re.compile(
    r"(?:ad|(?:dagsordens)?punkt|pkt\.?|sag)?\s?(?:nr\.?\s?)?1(?:\s?[.:)–-]|$)|indholdsfortegnelse$", re.IGNORECASE
)

_CHANGING = re.compile(r"\b(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\b|\d{1,9}", re.IGNORECASE)

Day = tuple[str | None, str]


def split_sittings(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The lines of each meeting in printed order; all of them where only one heading is found."""
    heads: list[int] = []
    days: list[Day] = []
    first = next((at for at, line in enumerate(lines[:OPENING]) if _days(line)), None)
    for at in range(len(lines)):
        alike = first is not None and bool(_days(lines[at])) and _shape(lines[at]) == _shape(lines[first])
        day = _heading_day(lines, at, alike)
        if day and not any(_is_same(day, other) for other in days):
            top = _top(lines, at, heads[-1] + 1 if heads else 0)
            heads.append(_as_tall(lines, top, at - first) if alike and first is not None else top)
            days.append(day)
    for first, end in pairwise([0, *_with_items(lines, heads), len(lines)]):
        yield lines[first:end]


def _is_same(day: Day, other: Day) -> bool:
    """Whether two headings may be those of one meeting."""
    return day[1] == other[1] and (not day[0] or not other[0] or same_body(day[0], other[0]))


def _with_items(lines: tuple[Line, ...], heads: Sequence[int]) -> list[int]:
    """The headings with items above and below: one of several in a row is an entry of a list of meetings."""

    @cache
    def filled(first: int, end: int) -> bool:
        return _has_items(unfold(lines[first:end]))

    parts = pairwise(pairwise([0, *heads, len(lines)]))
    return [head for head, (above, below) in zip(heads, parts, strict=True) if filled(*above) and filled(*below)]


def _has_items(lines: Sequence[Line]) -> bool:
    labels = (find_label(line.text) for line in lines)
    if any(label and not label.weak and label.kind in _IN_ITEMS for label in labels):
        return True
    return any(_FIRST_ITEM.match(bare(line.text)) for line in lines[: 2 * NEAR])


def _shape(line: Line) -> str:
    """A line without what is different in each meeting's heading."""
    text = bare(line.text)
    for date in reversed(find_dates(text[:MAX_TITLE])):
        text = text[: date.start] + "0" + text[date.end :]
    return " ".join(_CHANGING.sub("0", text).casefold().split())


def _as_tall(lines: tuple[Line, ...], top: int, first: int) -> int:
    """The heading's first line where it is as tall as the file's first heading and begins in the same way, or looks
    like it and begins apart without a sentence."""
    if not first or first > top or any(map(_opens_item, lines[first:top])):
        return first and top
    begins, above = lines[first], lines[first - 1]
    apart = (begins.gap or begins.page != above.page) and not begins.text.endswith((".", ":", ";", ","))
    looks = all(line.look == model.look for line, model in zip(lines[first:top], lines, strict=False))
    return first if _shape(begins) == _shape(lines[0]) or (apart and looks) else top


def _heading_day(lines: tuple[Line, ...], at: int, alike: bool) -> Day | None:
    """(body, date) of the meeting whose heading gives its date on the line; None for any other line. ``alike``: the
    date is printed as in the file's first heading."""
    text = bare(lines[at].text)
    if len(text) > MAX_TITLE or not find_dates(text):
        return None
    top = _top(lines, at, 0)
    date = elect(read_head(lines[max(top, at - 1) : at + 1]), "date")
    if not date or _is_announced(lines, top):
        return None
    end = _end(lines, at)
    votes = read_head(lines[top:end])
    opens = any(_FIRST_ITEM.match(bare(line.text)) for line in lines[at + 1 : end + 1])
    told = {vote.key for vote in votes} & _TELLING
    besides = {vote.key for vote in read_head([*lines[top:at], *lines[at + 1 : end]])} & _TELLING - {"kind"}
    if len(told) + max(opens, alike) < ENOUGH or not (besides or opens or len(told) > ENOUGH):
        return None
    return elect(votes, "body"), date


def _is_announced(lines: tuple[Line, ...], top: int) -> bool:
    """Whether the text above runs into the line: a label without text of its own, or a colon."""
    if not top or lines[top].gap or lines[top].look != lines[top - 1].look:
        return False
    label = find_label(lines[top - 1].text)
    if label and not label.rest and label.kind in (*_IN_ITEMS, "attachments"):
        return True
    return lines[top - 1].text.endswith(":") and not split_field(lines[top - 1].text)[0]


def _end(lines: tuple[Line, ...], at: int) -> int:
    """The line in front of which the heading with its date on line ``at`` ends: an item, or another date."""
    days = _days(lines[at])
    end = at + 1
    while end < min(at + 1 + NEAR, len(lines)) and not _opens_item(lines[end]) and _days(lines[end]) <= days:
        end += 1
    return end


def _days(line: Line) -> set[str]:
    return {date.iso for date in find_dates(line.text[:MAX_TITLE])}


def _opens_item(line: Line) -> bool:
    label = find_label(line.text)
    return bool(label and label.kind != "absent" and not label.weak) or bool(_FIRST_ITEM.match(bare(line.text)))


def _top(lines: tuple[Line, ...], at: int, first: int) -> int:
    """The first line of the heading that gives its date on line ``at``."""
    top = at
    while top > max(first, at - MAX_ABOVE) and _speaks(lines, top - 1):
        top -= 1
    return top


def _speaks(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the line is a field, the value below one, or names a body, an authority or minutes."""
    if len(lines[at].text) > MAX_TITLE:
        return False
    fields = [split_field(lines[line].text) for line in (at, max(at - 1, 0))]
    if fields[0][0] or (fields[1][0] and not fields[1][1]):
        return fields[0][0] != "absent"
    return any(vote.key in ("body", "kind", "municipality") for vote in read_head([lines[at]]))
