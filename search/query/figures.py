"""Whole numbers as people write them in a query (`>5`, `2..5`, `5,2mio..`), to and from the range that they cover."""

from __future__ import annotations

import re
from collections.abc import Callable

from search.query.amounts import MOST

Range = tuple[int | None, int | None]

FORMS = "3, >3, >=3, <3, <=3, 3..5, 3.., ..5"

_COMPARED = re.compile(r"(>=|<=|>|<)(.{0,40})", re.DOTALL)


def number(text: str) -> int:
    """A plain number. Raises ValueError, with a message for people."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise ValueError(f"{text[:40]} is no whole number" if text else "A number is missing")
    return int(text)


def parse_figures(text: str, read: Callable[[str], int]) -> Range:
    """The lowest and the highest number that a text covers; None for an open end. `read` reads one number. Raises
    ValueError, with a message for people."""
    text = text.strip()
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared[1], read(compared[2].strip()))
    first, dots, last = text.partition("..")
    if not dots:
        return (read(text),) * 2
    if not first and not last:
        raise ValueError("A range needs a number at one end at least: 3.. or ..5")
    low = read(first.strip()) if first else None
    high = read(last.strip()) if last else None
    if low is not None and high is not None and low > high:
        raise ValueError(f"The range ends before it begins: write {last.strip()}..{first.strip()}")
    return low, high


def figures_text(low: int | None, high: int | None) -> str:
    """The text that `parse_figures` reads as this range; at most one of the two is None."""
    if low == high:
        return str(low)
    return f"{'' if low is None else low}..{'' if high is None else high}"


def _compared(sign: str, value: int) -> Range:
    if sign in (">", ">="):
        low = value + (sign == ">")
        if low > MOST:
            raise ValueError(f"No number can be {sign}{value}")
        return low, None
    if sign == "<" and value == 0:
        raise ValueError("No number can be <0")
    return None, value - (sign == "<")
