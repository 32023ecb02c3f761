"""How fast a run reads files, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

EVERY_FILES, EVERY_SECONDS = 100, 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """`done` of `total` files are read, so many `per_second`; `seconds_left` at that rate."""

    done: int
    total: int
    per_second: float
    seconds_left: int

    def line(self) -> str:
        """For people."""
        left = f"{self.seconds_left // 60} min" if self.seconds_left >= 120 else f"{self.seconds_left} s"
        return f"{self.done} of {self.total} files read, {self.per_second:.1f} a second, {left} left"


def pacer(clock: Callable[[], float] = time.monotonic) -> Callable[[int, int], Pace | None]:
    """Counts from now on. What it gives is told (files done, files to do) after each file; it answers with the pace at
    every hundredth file and when ten seconds went by since it last did, else with None."""
    began = last = clock()

    def told(done: int, total: int) -> Pace | None:
        nonlocal last
        now = clock()
        if done % EVERY_FILES and now - last < EVERY_SECONDS:
            return None
        last = now
        rate = done / max(now - began, 0.001)
        return Pace(done, total, round(rate, 1), round((total - done) / max(rate, 0.001)))

    return told
