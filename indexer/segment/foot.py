"""Where the last item ends: in front of what a page prints behind the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from indexer.segment.furniture import closes_meeting, heads_other_matter, is_colophon
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start
from indexer.segment.wording import like_decision

MAX_FOOT = 8
SHORT = 60
"""Lines of a page's foot at most, and how long one that leads it, or is signed below the meeting's end, may be."""
_PLACES = ("div", "span", "section", "footer", "address", "aside", "small", "a.")
"""How the look of a line begins that a page's own layout holds; in other elements a text may be of any look."""


def foot(sheet: Sheet, starts: Sequence[Start]) -> int:
    """The line where the last item ends: in front of the headings of other matter, of the page's foot, if one of the
    last lines tells how to reach the authority, and of lines in a look that nothing in front of them has."""
    if not starts:
        return len(sheet.lines)
    first = starts[-1].after + 1
    return _foreign(sheet, starts, _colophon(sheet, first, _other_matter(sheet, first)))


def _other_matter(sheet: Sheet, first: int) -> int:
    """The line of a heading of other matter behind the last label of a decision or recommendation."""
    marks = enumerate(sheet.marks[first:], first)
    telling = (at for at, mark in marks if mark and mark.section in ("decision", "recommendation"))
    behind = range(max(telling, default=first), len(sheet.lines))
    return next((at for at in behind if heads_other_matter(sheet.lines[at].text)), len(sheet.lines))


def _colophon(sheet: Sheet, first: int, end: int) -> int:
    """The first line of the foot that ends in front of line ``end``."""
    behind = range(end, first, -1)
    short = next((at for at in behind if sheet.kind(at - 1) or len(sheet.lines[at - 1].text) > SHORT), first)
    first = max(first, end - MAX_FOOT)
    closing = (at for at in range(short, first) if closes_meeting(sheet.lines[at].text))
    reach = (at for at in range(first, end) if is_colophon(sheet.lines[at].text))
    told = next(chain(closing, reach), end)
    apart = next((at for at in range(told, first, -1) if told < end and sheet.lines[at].gap), told)
    between = (sheet.lines[at].text for at in range(apart, told))
    return told if any(text.endswith((".", ":", ";")) or len(text) > SHORT for text in between) else apart


def _foreign(sheet: Sheet, starts: Sequence[Start], end: int) -> int:
    """The first of the last lines that have a look of the page's layout which the items have nowhere else."""
    last = max((at for at in range(starts[-1].after - 1, end) if sheet.kind(at) in ("label", "treatment")), default=end)
    looks = {line.look for line in sheet.lines[starts[0].first : last + 2]}
    while end > last + 2 and _is_foreign(sheet, end - 1, looks):
        end -= 1
    return end


def _is_foreign(sheet: Sheet, at: int, looks: set[str]) -> bool:
    line = sheet.lines[at]
    return line.look.startswith(_PLACES) and line.look not in looks and not like_decision(line.text)
