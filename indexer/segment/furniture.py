"""Lines that belong to the page and not to the minutes: running heads, page numbers, buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources

from indexer.model import Page, Transcript
from indexer.segment.labels import find_label

EDGE = 2
MIN_PAGES = 3
MIN_SHARE = 0.4
_DIGITS = re.compile(r"\d{1,9}")


@cache
def known() -> frozenset[str]:
    """Shapes of ``furniture.txt``."""
    lines = resources.files("indexer.segment").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def shape(text: str) -> str:
    """A line with its digits masked, so that ``Side 3 af 9`` and ``Side 4 af 9`` are one."""
    return _DIGITS.sub("0", " ".join(text.casefold().split()).strip("•·-–|* "))


def find_furniture(transcript: Transcript) -> frozenset[int]:
    """Indices, counted over ``transcript.lines``, of lines that are page furniture."""
    running = _running(transcript.pages)
    found: set[int] = set()
    first = 0
    for page in transcript.pages:
        edges = set(_edges(page))
        for place, line in enumerate(page.lines):
            looks = shape(line.text)
            if looks in known() or (place in edges and looks in running):
                found.add(first + place)
        first += len(page.lines)
    return frozenset(found)


def _running(pages: Iterable[Page]) -> frozenset[str]:
    """Shapes that come back at the edges of many pages and never stand in mid-page; a label is none (on PDFs with one
    item a page it stands in the same place everywhere)."""
    pages = [page for page in pages if page.number is not None and page.lines]
    if len(pages) < MIN_PAGES:
        return frozenset()
    at_edge: Counter[str] = Counter()
    inside: set[str] = set()
    for page in pages:
        edges = set(_edges(page))
        at_edge.update({shape(page.lines[place].text) for place in edges})
        inside |= {shape(line.text) for place, line in enumerate(page.lines) if place not in edges}
    least = max(MIN_PAGES, MIN_SHARE * len(pages))
    return frozenset(s for s, n in at_edge.items() if n >= least and s not in inside and not find_label(s.capitalize()))


def _edges(page: Page) -> Iterable[int]:
    count = len(page.lines)
    return [place for place in range(count) if place < EDGE or place >= count - EDGE]
