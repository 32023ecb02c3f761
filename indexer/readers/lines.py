"""Raw lines as a reader finds them -> pages of ``Line`` with offsets in the source text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.clean import clean_line
from indexer.model import Line, Page

HEADING_LEVELS = 6
BOLD_RANK = 1


class RawLine(NamedTuple):
    """A line before it has a place in the source text; its fields are those of ``Line``. Blank text is a gap."""

    text: str
    look: str = ""
    rank: int = 0
    gap: bool = False
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """Raw lines of one page; ``number`` is 1-based, or None where the format has no pages. ``furniture`` are the lines
    left out at its edges."""

    number: int | None
    lines: Sequence[RawLine]
    furniture: Sequence[RawLine] = ()


def heading_rank(level: int) -> int:
    """Rank of a heading of level 1 to 6: 7 to 2, above bold body text (1)."""
    return HEADING_LEVELS + 1 - level + BOLD_RANK


def paginate(raw: Iterable[RawPage]) -> tuple[Page, ...]:
    """Raw pages -> pages whose lines are clean, never empty, and know their offset in ``Transcript.text``.

    A blank raw line becomes the ``gap`` of the line after it, also across pages; nothing stands before the first line.
    """
    pages: list[Page] = []
    end: int | None = None
    gap = False
    for raw_page in raw:
        lines: list[Line] = []
        for printed, look, rank, space, cell in raw_page.lines:
            text = clean_line(printed)
            gap = gap or space or not text
            if not text:
                continue
            start = 0 if end is None else end + (2 if gap else 1)
            lines.append(Line(text, start, raw_page.number, look, rank, gap and end is not None, cell))
            end, gap = start + len(text), False
        pages.append(Page(raw_page.number, tuple(lines)))
    return tuple(pages)


def furniture_of(raw: Iterable[RawPage]) -> tuple[str, ...]:
    """The lines left out at the edges of the pages, cleaned, in order; blank ones are none."""
    lines = (clean_line(line.text) for page in raw for line in page.furniture)
    return tuple(filter(None, lines))
