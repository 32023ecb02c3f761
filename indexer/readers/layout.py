"""Printed lines of a PDF, with size, weight and place -> raw lines with look, rank and gap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indexer.readers.furniture import without_furniture
from indexer.readers.lines import BOLD_RANK, RawLine, RawPage

# Sizes are compared in steps of half a point: extractors and scaled pages differ by less.
STEP = 0.5
HIGHEST_RANK = 7
# A baseline further away than this many usual distances leaves clear space.
CLEAR = 1.3
USUAL_DISTANCE = 1.2
# Lines closer or further apart than this, in sizes, do not follow each other in running text.
NEAR = (0.8, 2.5)


class Printed(NamedTuple):
    """One line as it stands on the page; ``size`` and ``base``, the baseline's height above the foot, are in points."""

    text: str
    size: float
    bold: bool
    base: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes of a document: of its body text, larger ones in rising order, usual line distance of each (points)."""

    body: float
    larger: tuple[float, ...]
    distances: dict[float, float]

    def rank(self, size: float, bold: bool) -> int:
        step = _step(size)
        if step <= self.body:
            return BOLD_RANK if bold else 0
        return min(BOLD_RANK + 1 + self.larger.index(step), HIGHEST_RANK)

    def look(self, size: float, bold: bool) -> tuple[str, int]:
        """The look and rank of a line that is set so."""
        return f"{_step(size):.1f}{' bold' * bold}", self.rank(size, bold)

    def reach(self, upper: float, lower: float) -> float:
        """How far a line of one size may stand below one of another without clear space between them: by the usual
        distance, that of the size itself; between two sizes, half way up to the larger one."""
        before, line = _step(upper), _step(lower)
        distance = self.distances.get(line) if before == line else None
        if distance is None:
            body = self.distances.get(self.body, self.body * USUAL_DISTANCE)
            distance = body * (1 + max(before, line, self.body) / self.body) / 2
        return CLEAR * distance


def lay_out(pages: Sequence[Sequence[Printed]]) -> list[RawPage]:
    """The printed lines of each page -> raw pages from number 1, in reading order, without furniture."""
    ordered = [in_reading_order(page) for page in pages]
    return without_furniture([RawPage(number, lines) for number, lines in enumerate(_raw(ordered), 1)])


def in_reading_order(page: Sequence[Printed]) -> list[Printed]:
    """A page of one column from top to foot. Where lines stand side by side, the order they were written in stays."""
    heights = sorted(page, key=lambda line: -line.base)
    if any(upper.base - lower.base < min(upper.size, lower.size) / 2 for upper, lower in pairwise(heights)):
        return list(page)
    return heights


def scale_of(pages: Iterable[Sequence[Printed]]) -> Scale:
    """Body text has the size that most characters are set in."""
    pages = list(pages)
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[_step(line.size)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    larger = tuple(sorted(size for size in sizes if size > body))
    return Scale(body, larger, _distances(pages))


def _distances(pages: Iterable[Sequence[Printed]]) -> dict[float, float]:
    """For each size the usual distance between the baselines of lines that follow each other."""
    moves: defaultdict[float, list[float]] = defaultdict(list)
    for page in pages:
        for upper, lower in pairwise(page):
            size, moved = _step(lower.size), upper.base - lower.base
            if _step(upper.size) == size and NEAR[0] * size < moved < NEAR[1] * size:
                moves[size].append(moved)
    return {size: median(near) for size, near in moves.items()}


def _raw(pages: Sequence[Sequence[Printed]]) -> Iterator[list[RawLine]]:
    """The lines of each page with look, rank and gap. A line higher up starts a new column or table cell."""
    scale = scale_of(pages)
    # A document sets its lines in few ways.
    look, reach, higher = cache(scale.look), cache(scale.reach), -scale.body / 2
    for page in pages:
        lines: list[RawLine] = []
        for upper, line in pairwise((*page[:1], *page)):
            moved = upper.base - line.base
            gap = moved < higher or moved > reach(upper.size, line.size)
            lines.append(RawLine(line.text, *look(line.size, line.bold), gap))
        yield lines


@lru_cache(maxsize=1024)
def _step(size: float) -> float:
    return max(round(size / STEP), 1) * STEP
