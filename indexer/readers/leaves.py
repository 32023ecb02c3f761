"""Text that prints each page on one line with its number in front: these lines are pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.readers.lines import RawLine, RawPage

FEWEST_LETTERS = 160
"""Lines that are pages have so many on average."""
MOST = 0.8
"""They hold this share of all letters."""
SHARE = 0.5
"""A running head stands on this share of the pages that have text, on two at least."""
MAX_WORDS = 12
"""It has no more words."""
FRONT = 20
"""The first page is among so many lines."""

_NUMBER = re.compile(r"[\s!]{0,9}(?P<n>\d{1,4})(?:\s[\s!]{0,9}|$)")
_FOOT = r"\s(?:Side[\s!]{0,3}\d{1,4}[\s!]{0,3}(?:(?:af|/)[\s!]{0,3}\d{1,4})?|%d|(?<=[.!?:]\s)%d)\s{0,9}$"
"""How a page may end; the last forms are its number, with a cover counted and without."""
_SIDE = re.compile(r"(?<=Side )\d{1,4}\b")


def leaves(lines: Sequence[str]) -> list[RawPage]:
    """The pages of a text that has one on each line, what stands in front of them on the first; none for other text."""
    runs = (_counted(lines, first) for first in range(min(len(lines), FRONT)))
    held, places = max(((sum(len(lines[at]) for at in run), run) for run in runs), default=(0, []))
    if held < max(MOST * sum(map(len, lines)), FEWEST_LETTERS * max(2, len(places))):
        return []
    head = _running_head([_SIDE.sub("0", _NUMBER.sub("", lines[at], count=1)).split()[:MAX_WORDS] for at in places])
    above = pairwise((-1, *places))
    pages = [_page(lines[before + 1 : at], lines[at], head) for before, at in above]
    pages[-1] = replace(pages[-1], lines=[*pages[-1].lines, *map(RawLine, lines[places[-1] + 1 :])])
    return _without_heads([replace(page, number=at) for at, page in enumerate(pages, _number(lines[places[0]]))], head)


def _number(line: str) -> int:
    match = _NUMBER.match(line)
    return int(match["n"]) if match else 0


def _counted(lines: Sequence[str], first: int) -> list[int]:
    """The lines whose numbers count on from that of the line ``first``; they may begin anew, with a long one."""
    places: list[int] = []
    count = _number(lines[first])
    for at in range(first, len(lines) if count else first):
        number = _number(lines[at])
        if number and (number == count or (number == 1 and len(lines[at]) >= FEWEST_LETTERS)):
            count = number + 1
            places.append(at)
    return places


def _page(above: Sequence[str], line: str, head: str) -> RawPage:
    """A page with the lines above it."""
    number = _number(line)
    text = _NUMBER.sub("", line, count=1)
    foot = re.search(_FOOT % (number, number - 1), text)
    body = text[: foot.start()] if foot else text
    begun = re.match(head, body)
    parts = [begun[0], body[begun.end() :]] if begun else [body]
    furniture = [RawLine(part) for part in (str(number), foot[0] if foot else "") if part]
    front = above if any(map(str.strip, above)) else ()
    return RawPage(number, [RawLine(part) for part in (*front, *parts)], furniture)


def _without_heads(pages: Sequence[RawPage], head: str) -> list[RawPage]:
    """The pages with their running heads apart, but for the first one, which may be all that names the meeting."""
    begun = [any(re.fullmatch(head, line.text) for line in page.lines[:1]) for page in pages]
    return [
        replace(page, lines=page.lines[1:], furniture=[page.furniture[0], page.lines[0], *page.furniture[1:]])
        if begins and any(begun[:at])
        else page
        for at, (page, begins) in enumerate(zip(pages, begun, strict=True))
    ]


def _running_head(pages: Iterable[Sequence[str]]) -> str:
    """A pattern of the most words that many pages begin with, a heading's capital behind them."""
    filled = [words for words in pages if words]
    count: Counter[tuple[str, ...]] = Counter()
    for words in filled:
        count.update(tuple(words[:size]) for size in range(1, len(words)) if words[size][:1].isupper())
    least = max(2, SHARE * len(filled))
    head = max((words for words, pages in count.items() if pages >= least), key=len, default=())
    shapes = (r"\d{1,4}" if word == "0" else re.escape(word) for word in head)
    return r"\s{1,9}".join(shapes) + r"(?=\s|$)" if head else "$"
