"""Items that stand on one line, label after label, are unfolded into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from indexer.model import Line
from indexer.segment.labels import find_label, vocabulary

MANY = 6
"""A document with so many labels in mid-line, and more there than at the start of lines, is unfolded."""


def unfold(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a document whose labels stand in mid-line, cut in front of each; all keep their places."""
    inside = sum(len(_labels().findall(line.text)) for line in lines)
    if inside < MANY or inside <= sum(find_label(line.text) is not None for line in lines):
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line))


def _parts(line: Line) -> Iterator[Line]:
    cuts = [match.start() for match in _labels().finditer(line.text)]
    for first, end in pairwise(sorted({0, *cuts, len(line.text)})):
        text = line.text[first:end]
        gap = line.gap and first == 0
        yield replace(line, text=text.strip(), start=line.start + first + len(text) - len(text.lstrip()), gap=gap)


@cache
def _labels() -> re.Pattern[str]:
    """A label with its colon in mid-line; a decision's label may have body and date behind it."""
    words = sorted(vocabulary().words, key=len, reverse=True)
    names = "|".join(re.escape(word.capitalize()) for word in words)
    return re.compile(rf"(?<=\s)(?:(?:{names})\s?:|Beslutning\s[^:.]{{1,90}}:|(?:Sagsnr|Sagsid|J\.nr)\.?\s?:)")
