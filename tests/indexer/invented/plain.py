"""Running text as lines, as it comes out of a text export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .meeting import Block


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind in ("list", "numbered"):
            marks = (f"{at}. " if block.kind == "numbered" else "- " for at in range(1, len(block.lines) + 1))
            yield from (mark + line for mark, line in zip(marks, block.lines, strict=True))
        else:
            yield from (line.replace("\t", " ") for line in block.lines)
