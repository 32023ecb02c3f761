"""Several meetings in one file: each begins with a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from indexer.bodies import same_body
from indexer.dates import WEEKDAYS, find_dates
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

_CHANGING = re.compile(rf"\b(?:{WEEKDAYS})\b|\d{{1,9}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that gives its date on the line ``at``: its lines, its body, and what it tells beside the date.
    ``opens``: the first item follows."""

    lines: range
    at: int
    body: str | None
    date: str
    told: frozenset[str]
    opens: bool


def split_sittings(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The lines of each meeting in printed order; all of them where only one heading is found."""
    model: Heading | None = None
    heads: list[int] = []
    found: list[Heading] = []
    for at in range(len(lines)):
        heading = _heading(lines, at, ENOUGH - 1 if model else 0)
        if heading is None:
            continue
        model = model or heading
        alike = _is_alike(lines, heading, model)
        if _is_meeting(lines, heading, alike) and not any(_is_same(heading, other) for other in found):
            top = _top(lines, heading.at, heads[-1] + 1 if heads else 0)
            heads.append(_as_tall(lines, top, heading.at - model.at) if alike else top)
            found.append(heading)
    for first, end in pairwise([0, *_with_items(lines, heads), len(lines)]):
        yield lines[first:end]


def _is_alike(lines: tuple[Line, ...], heading: Heading, model: Heading) -> bool:
    """Whether the date is printed as in the file's first heading, and hour and place are told if they are there."""
    if model.at >= OPENING or not heading.told >= model.told & {"start", "place"}:
        return False
    return _shape(lines[heading.at]) == _shape(lines[model.at])


def _is_same(heading: Heading, other: Heading) -> bool:
    """Whether two headings may be those of one meeting."""
    bodies = heading.body, other.body
    return heading.date == other.date and (not all(bodies) or same_body(heading.body or "", other.body or ""))


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
    if not first or any(map(_opens_item, lines[first:top])):
        return first and top
    begins, above = lines[first], lines[first - 1]
    apart = (begins.gap or begins.page != above.page) and not begins.text.endswith((".", ":", ";", ","))
    looks = first < top and all(line.look == model.look for line, model in zip(lines[first:top], lines, strict=False))
    return first if _shape(begins) == _shape(lines[0]) or (apart and looks) else top


def _heading(lines: tuple[Line, ...], at: int, least: int) -> Heading | None:
    """The heading that gives its date on the line; None where it gives none, or tells less than ``least`` beside it."""
    text = bare(lines[at].text)
    if len(text) > MAX_TITLE or not find_dates(text):
        return None
    top, end = _top(lines, at, 0), _end(lines, at)
    votes = read_head(lines[top:end])
    told = frozenset(vote.key for vote in votes) & _TELLING
    date = elect(read_head(lines[max(top, at - 1) : at + 1]), "date") if len(told) >= least else None
    if not date:
        return None
    return Heading(
        lines=range(top, end),
        at=at,
        body=elect(votes, "body"),
        date=date,
        told=told,
        opens=any(_FIRST_ITEM.match(bare(line.text)) for line in lines[at + 1 : end + 1]),
    )


def _is_meeting(lines: tuple[Line, ...], heading: Heading, alike: bool) -> bool:
    """Whether a heading tells enough to begin a meeting, and no item speaks of another one in it."""
    if len(heading.told) + max(heading.opens, alike) < ENOUGH:
        return False
    stands_out = alike and lines[heading.at].rank > 0
    if not (heading.opens or stands_out or len(heading.told) > ENOUGH or _tells_besides(lines, heading)):
        return False
    return not _is_announced(lines, heading.lines.start) and not _is_decided(lines, heading)


def _tells_besides(lines: tuple[Line, ...], heading: Heading) -> bool:
    """Whether a heading tells more than kind and date on other lines than that of its date."""
    others = (lines[at] for at in heading.lines if at != heading.at)
    return bool({vote.key for vote in read_head(list(others))} & _TELLING - {"kind"})


def _is_announced(lines: tuple[Line, ...], top: int) -> bool:
    """Whether the text above runs into the line: a label without text of its own, or a colon."""
    label = find_label(lines[top - 1].text) if top else None
    if not top or (label and not label.rest and label.kind == "route"):
        return bool(top)
    if lines[top].gap or lines[top].look != lines[top - 1].look:
        return False
    if label and not label.rest and label.kind in (*_IN_ITEMS, "attachments"):
        return True
    return lines[top - 1].text.endswith(":") and not split_field(lines[top - 1].text)[0]


def _is_decided(lines: tuple[Line, ...], heading: Heading) -> bool:
    """Whether a decision follows at once, and no place is told: the heading is an entry in the course of an item."""
    end = heading.lines.stop
    label = find_label(lines[end].text) if end < len(lines) else None
    if not label or label.kind != "decision" or "place" in heading.told:
        return False
    return all(split_field(line.text)[0] for line in lines[heading.at + 1 : end])


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
