"""A range as people write it (`3..5`, `2019..`, `>=3`), and what it covers. Faults are ValueErrors with a message for
people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

One = TypeVar("One", int, str)

_COMPARED = re.compile(r"(>=|<=|>|<)(.{0,40})", re.DOTALL)


class Ends(NamedTuple):
    """The two ends as written, None where the range is open; `beyond`: it begins or ends next to the one that is
    told."""

    low: str | None
    high: str | None
    beyond: bool = False


def ends(text: str) -> Ends:
    """The ends of a range; of one value (`3`) both are it. Of `..` none is told."""
    text = text.strip()
    if compared := _COMPARED.fullmatch(text):
        sign, end = compared[1], compared[2].strip()
        return Ends(end, None, sign == ">") if sign[0] == ">" else Ends(None, end, sign == "<")
    first, dots, last = text.partition("..")
    return Ends(first.strip() or None, last.strip() or None) if dots else Ends(text, text)


def covered(
    given: Ends, read: Callable[[str], tuple[One, One]], beside: Callable[[One, int], One]
) -> tuple[One | None, One | None]:
    """The lowest and the highest of a range, None for an open end. `read` gives the first and the last that one end
    covers, `beside` what comes next (1) or before (-1)."""
    first = None if given.low is None else read(given.low)
    last = None if given.high is None else read(given.high)
    if given.beyond:
        return first and beside(first[1], 1), last and beside(last[0], -1)
    low, high = first and first[0], last and last[1]
    if low is not None and high is not None and low > high:
        raise ValueError(f"The range ends before it begins: write {given.high}..{given.low}")
    return low, high
