"""Where the passages of a document go on on another page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.model import Transcript
from search.document import Document, Passage

_LENGTH = 40
"""Characters of a page's first line by which it is found in a passage."""


class PageTop(NamedTuple):
    """Where a page begins in the source text, its number, and how its first line begins."""

    start: int
    number: int
    line: str


def page_tops(transcript: Transcript) -> list[PageTop]:
    """Where the pages begin, in order; none where a format has no pages."""
    first = ((page.number, page.lines[0]) for page in transcript.pages if page.lines)
    return [PageTop(line.start, number, line.text[:_LENGTH].rstrip("-")) for number, line in first if number]


def with_turns(document: Document, tops: Sequence[PageTop]) -> Document:
    """The document with the places where its passages go on on another page."""
    passages = tuple(
        replace(passage, turns=turns) if (turns := tuple(_turns(passage, tops))) else passage
        for passage in document.passages
    )
    return replace(document, passages=passages) if passages != document.passages else document


def _turns(passage: Passage, tops: Sequence[PageTop]) -> Iterator[tuple[int, int]]:
    """A page's first line stands in a passage as it is printed, and no further from its end than in the source."""
    first, after = bisect_left(tops, (passage.start + 1,)), bisect_left(tops, (passage.end,))
    for page in tops[first:after]:
        found = passage.text.find(page.line, max(0, len(passage.text) - (passage.end - page.start)))
        if found >= 0:
            yield found, page.number
