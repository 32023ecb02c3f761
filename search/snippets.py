"""Document + what was asked for -> the passage to show, with the matched words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.document import Document, Passage
from search.marks import Mark, Marker

Span = tuple[int, int]

WIDTH = 240
"""Characters of text that a snippet aims at; it may grow to the end of a sentence, at most by a third."""
_RANK = {kind: rank for rank, kind in enumerate(("decision", "summary", "proposal", "recommendation", "case"))}
"""What is shown of an item of which nothing is marked, by what it has."""
_SENTENCE = re.compile(r"[.!?:]\s{1,20}(?=[A-ZÆØÅ0-9»\"”])|\n{1,20}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is one line; `marks` are spans in it. `kind` and `page` are the passage's."""

    text: str
    marks: tuple[Span, ...]
    kind: str = ""
    page: int | None = None


def snippet(document: Document, marker: Marker) -> Snippet:
    """The window of the document that shows most different things wanted; the decision wins a tie, then the earlier.

    Where nothing is marked (only filters were asked for) it is the beginning of the decision, else of the first in
    _RANK.
    """
    marked = [(passage, marks) for passage in document.passages if (marks := marker.marks(passage.text))]
    if not marked:
        return _unmarked(document)
    passage, marks = max(marked, key=lambda one: (_densest(one[1])[1], one[0].kind == "decision"))
    window, _ = _densest(marks)
    return _cut(passage, _to_sentences(passage.text, window), marks)


def _unmarked(document: Document) -> Snippet:
    """The beginning of the passage that says most of the item."""
    passage = min(document.passages, key=lambda passage: _RANK.get(passage.kind, len(_RANK)), default=None)
    return _cut(passage, _to_sentences(passage.text, (0, 0)), ()) if passage else Snippet("", ())


def _densest(marks: Sequence[Mark]) -> tuple[Span, int]:
    """(first mark's start, last mark's end) of the run of marks within WIDTH that shows most different things, and how
    many."""
    best, window = 0, marks[0][:2]
    first = 0
    for last, mark in enumerate(marks):
        while mark.end - marks[first].start > WIDTH and first < last:
            first += 1
        distinct = len({shown.what for shown in marks[first : last + 1]})
        if distinct > best:
            best, window = distinct, (marks[first].start, mark.end)
    return window, best


def _to_sentences(text: str, window: Span) -> Span:
    """The window widened to WIDTH, beginning at a sentence where one begins near, and ending where one ends near."""
    start, end = window
    room = max(0, WIDTH - (end - start))
    earliest, latest = max(0, start - room), min(len(text), end + room)
    begins = [match.end() for match in _SENTENCE.finditer(text, earliest, start + 1)]
    if earliest > 0:
        full = [begin for begin in begins if len(text) - begin >= WIDTH]
        nearest = full[-1] if full else begins[0] if begins else None
        start = _word_edge(text, max(earliest, start - room // 3)) if nearest is None else nearest
    else:
        start = 0
    wanted_end = max(end, start + WIDTH)
    if wanted_end >= len(text):
        return start, len(text)
    stop = _SENTENCE.search(text, max(end, wanted_end - WIDTH // 3), min(len(text), wanted_end + WIDTH // 3))
    return start, stop.start() + 1 if stop else _word_edge(text, min(latest, wanted_end))


def _word_edge(text: str, at: int) -> int:
    """The nearest place at or after `at` where a word begins or the text ends, at most 40 characters on."""
    found = re.compile(r"\s\S|$").search(text, at, min(len(text), at + 40))
    return at if found is None else found.start() + (found.end() - found.start() > 1)


def _cut(passage: Passage, window: Span, marks: Sequence[Mark]) -> Snippet:
    """The window as one line, with the marks inside it and an ellipsis where text was left out."""
    start, end = window
    raw = passage.text[start:end]
    head = "… " if start > 0 else ""
    body = raw.rstrip()
    tail = " …" if passage.text[start + len(body) :].strip() else ""
    line = re.sub(r"\s", " ", body)
    inside = [mark for mark in marks if mark.start >= start and mark.end <= start + len(body)]
    shift = len(head) - start
    spans = tuple((mark.start + shift, mark.end + shift) for mark in inside)
    return Snippet(f"{head}{line}{tail}", spans, passage.kind, passage.page)
