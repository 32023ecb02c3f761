"""What a run is asked to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer.kinds import READABLE
from indexer.sources import PASSING
from indexer.task import WORK, How
from indexer.version import VERSION

Paths = Sequence[str | os.PathLike[str]]
Progress = Callable[[int, int, str], object]


def silent(done: int, total: int, path: str) -> None:
    """Shows no progress."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which files a run takes in, and how. `work` is what workers do with a `Task`. A file that another `version` read,
    or that failed for one of the reasons `again`, is read again though it did not change; to `reread`, every file. What
    fails at or below `accept` may do so from now on."""

    paths: Paths
    workers: int = 1
    allow_shrink: bool = False
    progress: Progress = silent
    suffixes: frozenset[str] = READABLE
    how: How = field(default_factory=How)
    work: str = WORK
    version: str = VERSION
    again: frozenset[str] = PASSING
    reread: bool = False
    accept: Paths = ()
