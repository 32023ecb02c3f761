"""Transcripts that print each page as one line are cut into lines again: at labels, page numbers, words on access."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from indexer.model import Line
from indexer.segment.labels import vocabulary

MIN_LENGTH, MAX_LINES = 160, 8
"""Letters of such a line at least, and lines of a page at most, on average."""
MOST = 0.5
"""The share of all letters that such lines hold at least."""
_BOX = (
    r"(?:(?:Sagsnr|Sags\s?id|Sagsid|J\.nr|Dok\.nr|Journalnr|Initialer|Sagsinitialer|Sagsbehandler)\.?\s?:"
    r"\s?(?:[^\s:]{0,20}\d[^\s:]{0,20}|[a-zæøå]{2,6}|[A-ZÆØÅ]{2,4})?\s?){1,5}"
)


def by_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of such a transcript; any other lines as they are."""
    pages = {line.page for line in lines if line.page is not None}
    long = sum(len(line.text) for line in lines if len(line.text) > MIN_LENGTH)
    if len(lines) > MAX_LINES * len(pages) or long <= MOST * sum(len(line.text) for line in lines):
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line) if part.text)


def _parts(page: Line) -> Iterator[Line]:
    edges = {0, len(page.text)}
    for cut in _cuts().finditer(page.text):
        edges |= {cut.start(), cut.end()} if cut["alone"] else {cut.start()}
    for first, end in pairwise(sorted(edges)):
        text = page.text[first:end]
        start = page.start + first + len(text) - len(text.lstrip())
        yield replace(page, text=text.strip(), start=start, gap=page.gap or first > 0)


@cache
def _cuts() -> re.Pattern[str]:
    """What stands at the start of a line: a label with its colon, or without one in front of a capital."""
    labels = sorted(vocabulary().words, key=len, reverse=True)
    names = "|".join(re.escape(form) for label in labels for form in (label.capitalize(), label.upper()))
    alone = rf"Beslutning(?:er)?\s[A-ZÆØÅ][^.:\d]{{2,60}}?\sden(?=\s[A-ZÆØÅ])|(?:{names})(?=\s[A-ZÆØÅ])"
    access = r"(?:Åben|Lukket)\s(?:sag|punkt)\b|Side\s!?\s?\d{1,3}(?:\s(?:af|/)!?\s\d{1,3})?$"
    return re.compile(rf"(?<=\s)(?:(?:{names}|Ikke til stede)\s?:|{_BOX}|(?P<alone>{alone}|{access}))")
