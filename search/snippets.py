"""Document + what was asked for -> the passage to show, with the matched words marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from search.document import Document, Passage
from search.marks import Mark, Marker, spans_of
from search.schema import case_key
from search.sentences import sentences

Span = tuple[int, int]
Thing = tuple[int, int]

WIDTH = 240
"""Characters of text that a snippet aims at."""
LONGEST = WIDTH * 4 // 3
"""Characters to which it may grow so that its sentences are whole; a longer sentence is cut."""
_SAYING = ("decision", "summary", "proposal", "recommendation", "case", "assessment", "economy", "route")
_RANK = {kind: rank for rank, kind in enumerate(_SAYING)}
"""What is shown of an item of which nothing is marked, by what it has: what has no label of these comes behind them."""
_BARE = ("heading", "attachments")
"""Kinds of passage that name things and say nothing of them."""
_ECHO = 2
"""A passage with no more words than this besides title and case numbers says nothing that a hit does not show."""
_WORD = re.compile(r"[^\W\d_]{2,80}")
_GAP = re.compile(r"\s(?:\s+|(?<! ))")
"""White space that is more than one space. Begun with one set of signs, it is looked for several times faster."""
_LISTED = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]|[-–•·×▪*]")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is one line: white space is folded, ` · ` stands between lines that are no running text, an ellipsis where
    text was left out. `marks` are spans in it. `kind` is the passage's, `page` that of the first mark, else of the
    beginning."""

    text: str
    marks: tuple[Span, ...]
    kind: str = ""
    page: int | None = None


class _Run(NamedTuple):
    """A stretch of a passage, from mark to mark: how many different things it shows, and how many of them by the very
    word and not by a compound with it."""

    start: int
    end: int
    things: int
    own: int


class _Found(NamedTuple):
    passage: Passage
    marks: list[Mark]
    run: _Run


def snippet(document: Document, marker: Marker) -> Snippet:
    """The sentences of the document that show most different things wanted; then the decision wins, then the very words
    before compounds with them, then text before headings, then the earlier.

    Where nothing is marked (only filters were asked for), or only what title and case numbers show, it is the beginning
    of the decision, else of the first in _RANK.
    """
    numbers = frozenset(map(case_key, document.case_numbers))
    found = []
    for passage in document.passages:
        marks = marker.marks(passage.text, *passage.fields)
        telling = [mark for mark in marks if not numbers or _said(passage, mark) not in numbers]
        if telling:
            found.append(_Found(passage, marks, _densest(telling)))
    for passage, marks, run in sorted(found, key=_worth, reverse=True):
        window = _whole_sentences(passage.text, (run.start, run.end))
        echoes = passage.kind != "decision" and _echoes(document, passage.text[slice(*window)])
        if not echoes or _shown(marks, run) - _shown(marker.marks(document.title, "title")):
            return _cut(passage, window, marks)
    return _unmarked(document, marker)


def _shown(marks: Iterable[Mark], run: _Run | None = None) -> set[Thing]:
    """The things wanted that marks (those of a run) show."""
    return {thing for mark in marks if not run or run.start <= mark.start < run.end for thing in mark.shows}


def _said(passage: Passage, mark: Mark) -> str:
    return case_key(passage.text[mark.start : mark.end])


def _worth(found: _Found) -> tuple[int, bool, int, bool]:
    kind = found.passage.kind
    return found.run.things, kind == "decision", found.run.own, kind not in _BARE


def _unmarked(document: Document, marker: Marker) -> Snippet:
    """The beginning of the passage that says most of the item."""
    if not document.passages:
        return Snippet("", ())
    passage = min(document.passages, key=lambda one: (_RANK.get(one.kind, len(_RANK)), _echoes(document, one.text)))
    window = _whole_sentences(passage.text, (0, 0))
    return _cut(passage, window, marker.marks(passage.text[: window[1]], *passage.fields))


def _echoes(document: Document, text: str) -> bool:
    """Whether a text is no sentence and says only what stands in title and case numbers."""
    if text.rstrip()[-1:] in (*".!?",):
        return False
    known = {word.casefold() for said in (document.title, *document.case_numbers) for word in _WORD.findall(said)}
    words = new = 0
    for word in _WORD.finditer(text, 0, LONGEST):
        words += 1
        new += word[0].casefold() not in known
        if new > _ECHO:
            return False
    return new < words


def _densest(marks: Sequence[Mark]) -> _Run:
    """The run of marks within WIDTH that shows most different things, most of them by the very words, nearest together;
    else the first."""
    shown, own = _Tally(), _Tally()
    first = 0
    best: tuple[tuple[int, int, int], _Run] | None = None
    for last, mark in enumerate(marks):
        shown.add(mark.shows)
        own.add(mark.shows if mark.own else ())
        while first < last and (mark.end - marks[first].start > WIDTH or _is_spare(marks[first], shown, own)):
            shown.take(marks[first].shows)
            own.take(marks[first].shows if marks[first].own else ())
            first += 1
        worth = (len(shown), len(own), marks[first].start - mark.start)
        if best is None or worth > best[0]:
            best = worth, _Run(marks[first].start, mark.end, len(shown), len(own))
    assert best is not None, "there is at least one mark"
    return best[1]


class _Tally(dict[Thing, int]):
    """How often each thing is there; what is there no more is no key."""

    def add(self, things: Iterable[Thing]) -> None:
        for thing in things:
            self[thing] = self.get(thing, 0) + 1

    def take(self, things: Iterable[Thing]) -> None:
        for thing in things:
            if self[thing] == 1:
                del self[thing]
            else:
                self[thing] -= 1


def _is_spare(mark: Mark, shown: _Tally, own: _Tally) -> bool:
    return all(shown[thing] > 1 and not (mark.own and own[thing] == 1) for thing in mark.shows)


def _whole_sentences(text: str, window: Span) -> Span:
    """The sentences that hold the window, with as many behind and then before them as there is room for; a sentence
    that is too long is cut between words."""
    low, high = max(0, window[0] - LONGEST), min(len(text), window[1] + LONGEST)
    spans = sentences(text, low, high)
    holding = [span for span in spans if span[1] > window[0] and span[0] < max(window[1], window[0] + 1)] or spans[:1]
    if not holding:
        return 0, 0
    start, end = holding[0][0], holding[-1][1]
    if end - start > LONGEST:
        return _cut_sentence(text, (start, end), window)
    for span in spans:
        if span[0] > end and span[1] - start <= _room(end - start) and (span[1] < high or high == len(text)):
            end = span[1]
    for span in reversed(spans):
        if span[1] <= start and end - span[0] <= _room(end - start) and (span[0] > low or low == 0):
            start = span[0]
    return start, end


def _room(length: int) -> int:
    """How long a snippet of that length may become by one more sentence."""
    return LONGEST if length < WIDTH // 2 else WIDTH


def _cut_sentence(text: str, sentence: Span, window: Span) -> Span:
    """A piece of a long sentence around the window: from its beginning or to its end where that is near."""
    room = WIDTH - (window[1] - window[0])
    if window[1] - sentence[0] <= LONGEST:
        start = sentence[0]
    elif sentence[1] - window[0] <= WIDTH:
        return _edge_before(text, sentence[1] - WIDTH, sentence[0]), sentence[1]
    else:
        start = _edge_before(text, window[0] - room // 3, sentence[0])
    return start, _edge_after(text, max(window[1], start + WIDTH), min(sentence[1], start + LONGEST))


def _edge_after(text: str, at: int, end: int) -> int:
    """Where the word around `at` ends, at most 40 characters on and not behind `end`."""
    limit = min(end, at + 40)
    return next((place for place in range(at, limit) if text[place].isspace()), limit)


def _edge_before(text: str, at: int, start: int) -> int:
    """Where the word around `at` begins, at most 40 characters before and not in front of `start`."""
    limit = max(start, at - 40)
    return next((place for place in range(at, limit, -1) if text[place - 1].isspace()), limit)


def _cut(passage: Passage, window: Span, marks: Sequence[Mark]) -> Snippet:
    """The window as one line, with the marks inside it and an ellipsis where text was left out."""
    start, end = window
    head = "… " if start > 0 else ""
    tail = " …" if passage.text[end:].strip() else ""
    inside = spans_of(mark for mark in marks if mark.start >= start and mark.end <= end)
    line, spans = _one_line(passage.text[start:end], [(first - start, last - start) for first, last in inside])
    shift = len(head)
    page = passage.page_at(inside[0][0] if inside else start)
    return Snippet(f"{head}{line}{tail}", tuple((a + shift, b + shift) for a, b in spans), passage.kind, page)


def _one_line(raw: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text without line breaks and double spaces, and the spans where they have come to lie."""
    gaps = [(gap, " · " if _parts_lines(raw, gap) else " ") for gap in _GAP.finditer(raw)]
    pieces, at = [], 0
    for gap, sign in gaps:
        pieces += [raw[at : gap.start()], sign]
        at = gap.end()
    ends = [gap.end() for gap, _ in gaps]
    grown = [0, *accumulate(len(sign) - len(gap[0]) for gap, sign in gaps)]

    def moved(place: int) -> int:
        return place + grown[bisect_right(ends, place)]

    return "".join((*pieces, raw[at:])), [(moved(start), moved(end)) for start, end in spans]


def _parts_lines(raw: str, gap: re.Match[str]) -> bool:
    """Whether a line ends here that is no running text: without a stop, and the next begins like something new but has
    no number or bullet."""
    before, after = raw[: gap.start()].rstrip('"”»)')[-1:], raw[gap.end() : gap.end() + 1]
    begins = bool(after) and not after.islower() and not _LISTED.match(raw, gap.end())
    return "\n" in gap[0] and before not in (*".!?:;,", "") and begins
