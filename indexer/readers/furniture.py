"""Running heads, feet and page numbers: lines that come back at page edges and are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.readers.lines import RawLine, RawPage

DIGITS = re.compile(r"\d{1,20}")
LEADERS = re.compile(r"[\s.·_|–-]{1,300}")

# A page number in words of its own needs no second page to be known.
PAGE_NUMBER = re.compile(r"(?:- ?)?(?:side|s\.|page|pag\.) ?0(?: ?(?:af|/|of) ?0)?(?: ?-)?$")
BARE_NUMBER = re.compile(r"[-–(\[]? ?0 ?[-–)\]]?$|0 ?(?:/|af) ?0$")

# These stand at the same place on every page where each item begins a page; they are never furniture.
ITEM = re.compile(r"(?:dagsordens?)?(?:punkt|pkt|sag|nr|sagsnr|emne)\b")
LABEL_WORDS = """
beslutning beslutninger indstilling indstillinger sagsfremstilling resume resumé bilag behandling afgørelse referat
åbent lukket åben økonomi høring baggrund sagsforløb vurdering fraværende afbud udvalg dato
"""
LABELS = frozenset(LABEL_WORDS.split())

# How many lines at each edge can be furniture, on which share of the pages, and how often elsewhere.
EDGE = 6
SHARE = 0.4
FEWEST_PAGES = 3
ELSEWHERE = 0.1
# A heading that only differs by its number is an item's, not the page's.
HEADING_RANK = 2


def without_furniture(pages: Sequence[RawPage]) -> list[RawPage]:
    """The same pages less their furniture. A running head stays once, on the page where the document begins:
    it may be all that names the meeting."""
    shapes = [[shape(line.text) for line in page.lines] for page in pages]
    known = furniture_shapes(pages, shapes)
    kept = []
    begun = False
    for page, page_shapes in zip(pages, shapes, strict=True):
        top = 0 if not begun else _peel(page_shapes, known)
        foot = _peel(page_shapes[top:][::-1], known)
        if not begun:
            top = _peel(page_shapes[: len(page_shapes) - foot], known & _page_numbers(page_shapes))
        begun = begun or bool(page.lines)
        kept.append(replace(page, lines=page.lines[top : len(page.lines) - foot]))
    return kept


def shape(text: str) -> str:
    """A line with its digits masked and dot leaders, dashes and white space evened out."""
    return DIGITS.sub("0", LEADERS.sub(" ", text.casefold())).strip()


def furniture_shapes(pages: Sequence[RawPage], shapes: Sequence[Sequence[str]]) -> frozenset[str]:
    """Shapes that come back at the edges of most pages and hardly anywhere else."""
    edges: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for page_shapes in shapes:
        edges.update(_edge(page_shapes))
        total.update(set(page_shapes))
    filled = sum(1 for page in pages if page.lines)
    needed = max(FEWEST_PAGES, SHARE * filled)
    headings = _headings(pages, shapes)
    repeated = {
        known
        for known, count in edges.items()
        if count >= needed and total[known] - count <= ELSEWHERE * count and known not in headings
    }
    numbers = _page_numbers(edges)
    bare = {known for known in edges if BARE_NUMBER.match(known) and edges[known] >= max(2, filled / 2)}
    return frozenset(known for known in repeated | numbers | bare if not _is_matter(known))


def _edge(page_shapes: Sequence[str]) -> set[str]:
    return {*page_shapes[:EDGE], *page_shapes[-EDGE:]}


def _peel(page_shapes: Sequence[str], known: frozenset[str]) -> int:
    """How many lines from the edge inwards are furniture, without a break."""
    count = 0
    while count < min(EDGE, len(page_shapes)) and (not page_shapes[count] or page_shapes[count] in known):
        count += 1
    return count


def _page_numbers(shapes: Iterable[str]) -> frozenset[str]:
    return frozenset(known for known in shapes if PAGE_NUMBER.match(known) or BARE_NUMBER.match(known))


def _headings(pages: Sequence[RawPage], shapes: Sequence[Sequence[str]]) -> set[str]:
    """Shapes that are set as headings and stand for lines with different numbers."""
    seen: dict[str, str] = {}
    found = set()
    for line, known in zip(_all_lines(pages), (known for page in shapes for known in page), strict=True):
        if line.rank >= HEADING_RANK and seen.setdefault(known, line.text) != line.text:
            found.add(known)
    return found


def _all_lines(pages: Sequence[RawPage]) -> Iterable[RawLine]:
    return (line for page in pages for line in page.lines)


def _is_matter(known: str) -> bool:
    return known.rstrip(" :") in LABELS or ITEM.match(known) is not None
