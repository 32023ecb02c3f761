"""Running heads, feet and page numbers: lines that come back at page edges and are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, TypeVar

from indexer.dates import MONTHS, WEEKDAYS
from indexer.readers.lines import RawPage
from indexer.segment.wording import like_decision

T = TypeVar("T")

DIGITS = re.compile(r"\d{1,20}")
LEADERS = "._·|–-"
LETTERS = re.compile(r"[^\W\d_]{1,40}")
# The words of a date, beside masked digits, and a date all masked.
DAY = re.compile(rf"\b(?:{WEEKDAYS})(?= (?:d|den)? ?0)")
MONTH = re.compile(rf"(?<=0 )(?:{'|'.join(name for name, *_ in MONTHS)})(?= 0)")
DATED = re.compile(r"0 måned 0|0(?P<sign>[-./ ])0(?P=sign)0(?!\d)")

# A page number in words of its own needs no second page to be known.
PAGE_NUMBER = re.compile(r"(?:side|s|page|pag) ?0(?: ?(?:af|/|of) ?0)?$")
BARE_NUMBER = re.compile(r"[(\[]?0[)\]]?$|0 ?(?:/|af) ?0$")

# These stand at the same place on every page where each item begins a page; they are never furniture.
ITEM = re.compile(r"(?:dagsordens?)?(?:punkt|pkt|sag|nr|sagsnr|emne)\b")
LABEL_WORDS = """
beslutning beslutninger indstilling indstillinger sagsfremstilling resume resumé bilag behandling afgørelse referat
åbent lukket åben økonomi høring baggrund sagsforløb vurdering fraværende afbud udvalg dato
"""
LABELS = frozenset(LABEL_WORDS.split())
# With text behind them these open what closes an item, and short items close alike.
LABELLED = re.compile(r"(?:beslutning|indstilling|fraværende|afbud)\b")

# How many lines at each edge can be furniture, on which share of the pages, and how often elsewhere.
EDGE = 6
SHARE = 0.4
FEWEST_PAGES = 3
ELSEWHERE = 0.1
# The lines of a meeting's head have no more characters; running text fills its lines.
SHORT = 80
# A line whose numbers are new on more than this share of its pages tells something on each of them.
MOST_NEW = 0.5
# More than this share of a file's letters is told: the pages may be so short that their own text comes back.
MUCH = 0.15
# A heading that only differs by its number is an item's, not the page's.
HEADING_RANK = 2


class Shaped(NamedTuple):
    """A page and the shapes of its lines."""

    raw: RawPage
    shapes: list[str]

    def edge(self) -> Iterator[tuple[str, str]]:
        """Shape and text of each line that can be furniture."""
        return zip(_edge(self.shapes), (line.text for line in _edge(self.raw.lines)), strict=True)


def without_furniture(pages: Sequence[RawPage]) -> list[RawPage]:
    """The same pages with their furniture apart, taken off from the edges inwards. A running head stays where it is
    new, on the page where the document or the next meeting begins: it may be all that names the meeting."""
    shaped = [Shaped(page, [shape(line.text) for line in page.lines]) for page in pages]
    news = _news(shaped)
    known = _furniture_shapes(shaped, news)
    numbers = frozenset(filter(_is_page_number, known))
    begun = _beginnings(shaped, known, news)
    return [
        _strip(page, numbers if place in begun else known - (new - numbers), numbers if place + 1 in begun else known)
        for place, (page, new) in enumerate(zip(shaped, news, strict=True))
    ]


def _beginnings(pages: Sequence[Shaped], known: frozenset[str], news: Sequence[set[str]]) -> set[int]:
    """The places of the pages where the document or its next meeting begins. Where there are several meetings, the
    place behind the last page counts too: the last lines before it close a meeting."""
    begun = {place for place, (page, new) in enumerate(zip(pages, news, strict=True)) if _begins(page, known, new)}
    begun.add(next((place for place, page in enumerate(pages) if page.shapes), 0))
    return begun | {len(pages)} if len(begun) > 1 else begun


def _begins(page: Shaped, known: frozenset[str], new: set[str]) -> bool:
    """Whether a page has a running head, and the first date in it or in the short lines below is a new one."""
    short = list(takewhile(lambda line: len(line.text) <= SHORT, page.raw.lines[: EDGE + 1]))
    head = page.shapes[: len(short)]
    dated = next(filter(DATED.search, head), None)
    return dated in new and _peel(head, known) > 0


def _furniture_shapes(pages: Sequence[Shaped], news: Sequence[set[str]]) -> frozenset[str]:
    """Shapes that come back at the edges of most pages and hardly anywhere else, and page numbers."""
    edges = Counter(known for page in pages for known in set(_edge(page.shapes)))
    everywhere = Counter(known for page in pages for known in set(page.shapes))
    filled = sum(1 for page in pages if page.shapes)
    least = max(FEWEST_PAGES, SHARE * filled)
    repeated = {known for known, count in edges.items() if count >= least and not BARE_NUMBER.match(known)}
    repeated = {known for known in repeated if everywhere[known] - edges[known] <= ELSEWHERE * edges[known]}
    renewed = Counter(known for page in news for known in page)
    repeated = {known for known in repeated - _item_headings(pages) if renewed[known] <= MOST_NEW * edges[known]}
    numbers = set(filter(PAGE_NUMBER.match, edges)) | _running_numbers(pages, max(2, filled / 2))
    return frozenset(known for known in repeated | numbers if known and not _is_matter(known))


def much_left_out(pages: Sequence[RawPage]) -> tuple[str, ...]:
    """A warning where furniture is more than ``MUCH`` of all letters; none for less."""
    left = sum(len(line.text) for page in pages for line in page.furniture)
    kept = sum(len(line.text) for page in pages for line in page.lines)
    if left <= MUCH * (left + kept):
        return ()
    share = round(100 * left / (left + kept))
    return (f"{share} % of the text was left out as running heads, feet and page numbers: check it with --why.",)


@lru_cache(maxsize=10_000)
def shape(text: str) -> str:
    """A line with its digits and the words of its dates masked and dot leaders, dashes and white space evened out."""
    for sign in LEADERS:
        text = text.replace(sign, " ")
    masked = DIGITS.sub("0", " ".join(text.casefold().split()))
    return MONTH.sub("måned", DAY.sub("ugedag", masked)) if "0" in masked else masked


def _strip(page: Shaped, heads: frozenset[str], feet: frozenset[str]) -> RawPage:
    lines, shapes = page.raw.lines, page.shapes
    top = _peel(shapes, heads)
    foot = len(shapes) - _peel(shapes[top:][::-1], feet)
    return RawPage(page.raw.number, lines[top:foot], [*lines[:top], *page.raw.furniture, *lines[foot:]])


def _peel(shapes: Sequence[str], known: frozenset[str]) -> int:
    """How many lines from the edge inwards are furniture, without a break; the blank lines around it go with it, or
    every page break would look like a new paragraph."""
    count = place = 0
    while place < min(len(shapes), EDGE):
        size = _size(shapes[place : place + 2], known)
        if not size and shapes[place]:
            break
        place += size or 1
        count = place if size or count else 0
    return count


def _size(shapes: Sequence[str], known: frozenset[str]) -> int:
    """How many of two lines are furniture that begins with the first: some pages break a head or foot in two."""
    if shapes[0] in known:
        return 1
    return 2 if {" ".join(shapes), " ".join(reversed(shapes))} & known and all(shapes) and len(shapes) > 1 else 0


def _news(pages: Sequence[Shaped]) -> list[set[str]]:
    """For each page the shapes at its edges with other numbers than when they stood there last, unless the numbers
    grow with the pages: another date, another meeting."""
    last: dict[str, tuple[int, str]] = {}
    news: list[set[str]] = []
    for place, page in enumerate(pages):
        news.append(set())
        for known, text in page.edge():
            before, said = last.get(known, (place, text))
            if said != text and not _counts_on(said, text, place - before):
                news[-1].add(known)
            last[known] = place, text
    return news


def _counts_on(text: str, later: str, pages: int) -> bool:
    """Whether the same words stand in both, and each number stayed or grew as the pages did."""
    if LETTERS.findall(text.casefold()) != LETTERS.findall(later.casefold()):
        return False
    then, now = ([int(number) for number in DIGITS.findall(said)] for said in (text, later))
    return all(new - old in (0, pages) for old, new in zip(then, now, strict=True))


def _edge(lines: Sequence[T]) -> Sequence[T]:
    return [*lines[:EDGE], *lines[EDGE:][-EDGE:]]


def _is_page_number(known: str) -> bool:
    return (PAGE_NUMBER.match(known) or BARE_NUMBER.match(known)) is not None


def _running_numbers(pages: Sequence[Shaped], least: float) -> set[str]:
    """Shapes of bare numbers that grow with the pages."""
    found: Counter[tuple[str, int]] = Counter()
    for place, page in enumerate(pages):
        bare = {line for line in page.edge() if BARE_NUMBER.match(line[0])}
        found.update({(known, int(DIGITS.findall(text)[0]) - place) for known, text in bare})
    return {known for (known, _), count in found.items() if count >= least}


def _item_headings(pages: Sequence[Shaped]) -> set[str]:
    """Shapes that are set as headings and stand for lines with different numbers."""
    seen: dict[str, str] = {}
    lines = (line for page in pages for line in zip(page.shapes, page.raw.lines, strict=True))
    headings = ((known, line.text) for known, line in lines if line.rank >= HEADING_RANK)
    return {known for known, text in headings if seen.setdefault(known, text) != text}


def _is_matter(known: str) -> bool:
    label = known.rstrip(" :") in LABELS or LABELLED.match(known) or ITEM.match(known)
    return bool(label) or like_decision(known)
