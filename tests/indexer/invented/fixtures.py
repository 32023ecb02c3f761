"""Every layout's documents with their gold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .content import write
from .gold import gold
from .layouts_a import LAYOUTS as FIRST
from .layouts_b import LAYOUTS as SECOND
from .meeting import Layout, Meeting

LAYOUTS: tuple[Layout, ...] = (*FIRST, *SECOND)


@dataclass(frozen=True, slots=True)
class Fixture:
    """``name`` is the file's."""

    layout: str
    name: str
    data: bytes
    gold: dict[str, Any]


def fixtures(layout: Layout, seed: int) -> Iterator[Fixture]:
    """The documents of one invented meeting: one, or one an item."""
    meeting = layout.shown(write(layout.name, seed, layout.habits))
    stem = f"{layout.name}-{seed}"
    if not layout.one_item:
        yield _fixture(layout, meeting, stem)
        return
    for at, item in enumerate(meeting.items, 1):
        yield _fixture(layout, replace(meeting, items=(item,)), f"{stem}-{at}")


def _fixture(layout: Layout, meeting: Meeting, stem: str) -> Fixture:
    printed = layout.render(meeting)
    name = stem + layout.suffix
    return Fixture(layout.name, name, printed.data, gold(meeting, name, printed.pages, whole=not layout.fragment))
