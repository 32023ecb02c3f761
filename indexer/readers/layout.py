"""Printed lines of a PDF, with size, weight and place -> raw lines with look, rank and gap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

    def rank(self, line: Printed) -> int:
        size = _step(line.size)
        if size <= self.body:
            return BOLD_RANK if line.bold else 0
        return min(BOLD_RANK + 1 + self.larger.index(size), HIGHEST_RANK)

    def gap(self, before: Printed, line: Printed) -> bool:
        """Whether clear space stands between two lines. A line higher up starts a new column or table cell."""
        moved = before.base - line.base
        return moved < -self.body / 2 or moved > CLEAR * self._usual(_step(before.size), _step(line.size))

    def _usual(self, before: float, line: float) -> float:
        """The distance to expect: that of the size itself; between two sizes, half way up to the larger one."""
        distance = self.distances.get(line) if before == line else None
        if distance is None:
            body = self.distances.get(self.body, self.body * USUAL_DISTANCE)
            distance = body * (1 + max(before, line, self.body) / self.body) / 2
        return distance


def lay_out(pages: Sequence[Sequence[Printed]]) -> list[RawPage]:
    """The printed lines of each page -> raw pages from number 1, in reading order, without furniture."""
    ordered = [in_reading_order(page) for page in pages]
    scale = scale_of(ordered)
    return without_furniture([RawPage(number, list(_lines(page, scale))) for number, page in enumerate(ordered, 1)])


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


def _lines(page: Sequence[Printed], scale: Scale) -> Iterator[RawLine]:
    before: Printed | None = None
    for line in page:
        gap = before is not None and scale.gap(before, line)
        yield RawLine(line.text, _look(line), scale.rank(line), gap)
        before = line


def _look(line: Printed) -> str:
    return f"{_step(line.size):.1f}" + (" bold" if line.bold else "")


@lru_cache(maxsize=1024)
def _step(size: float) -> float:
    return max(round(size / STEP), 1) * STEP
