"""Whole numbers as people write them in a query (`>5`, `2..5`, `5,2mio..`), to and from the range that they cover."""

from __future__ import annotations

import re
from collections.abc import Callable

from search.query.amounts import MOST
from search.query.ranges import covered, ends

Range = tuple[int | None, int | None]

FORMS = "3, >3, >=3, <3, <=3, 3..5, 3.., ..5"


def number(text: str) -> int:
    """A plain number. Raises ValueError, with a message for people."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise ValueError(f"{text[:40]} is no whole number" if text else "A number is missing")
    return int(text)


def parse_figures(text: str, read: Callable[[str], int]) -> Range:
    """The lowest and the highest number that a text covers; None for an open end. `read` reads one number. Raises
    ValueError, with a message for people."""
    given = ends(text)
    if given.low is None and given.high is None:
        raise ValueError("A range needs a number at one end at least: 3.. or ..5")
    return covered(given, lambda end: (read(end),) * 2, _beside)


def figures_text(low: int | None, high: int | None) -> str:
    """The text that `parse_figures` reads as this range; at most one of the two is None."""
    if low == high:
        return str(low)
    return f"{'' if low is None else low}..{'' if high is None else high}"


def _beside(value: int, by: int) -> int:
    if not 0 <= value + by <= MOST:
        raise ValueError(f"No number can be {'>' if by > 0 else '<'}{value}")
    return value + by
