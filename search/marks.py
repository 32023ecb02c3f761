"""Text -> the places that show why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis.chain import Reading, WordForms, readings_of
from search.analysis.tokens import CHUNK

Span = tuple[int, int]

NEAR = 6
"""How many tokens apart (stop words counted) the parts of a compound may stand as separate words to be marked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for: words by stem or compound parts, phrases (one word or more) by surface forms in a row,
    and beginnings of words. All are numbered in this order; `synonyms` are the numbers of those that nobody wrote."""

    words: tuple[WordForms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    synonyms: frozenset[int] = frozenset()


class Mark(NamedTuple):
    """A span of the text, and what it shows: (number of the thing wanted, number of its part), all parts of a compound
    that stands there whole, nothing of a synonym. `own`: by the word itself, not only by parts of it or of a longer
    one."""

    start: int
    end: int
    shows: frozenset[tuple[int, int]]
    own: bool


def spans_of(marks: Iterable[Mark]) -> tuple[Span, ...]:
    """What to show as marked: the marks in order, those that overlap as one (`§ 17` within `§ 17, stk. 4`)."""
    spans: list[Span] = []
    for mark in marks:
        if spans and mark.start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], mark.end)
        else:
            spans.append((mark.start, mark.end))
    return tuple(spans)


class _Piece(NamedTuple):
    """A token that shows a thing wanted, or the piece of it with the number `part` of `of`. `at` counts tokens."""

    at: int
    start: int
    end: int
    what: int
    part: int
    of: int
    own: bool
    shows: frozenset[tuple[int, int]]


class Marker:
    """Finds the marks of one query; it remembers what it knows of words, so many texts cost little more than one."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._known: dict[str, tuple[int, tuple[_Piece, ...]]] = {}
        # nearly all words show nothing: these sets tell so at once
        self._stems = frozenset(word.stem for word in wanted.words)
        self._parts = frozenset(part for word in wanted.words for part in word.parts)
        self._surfaces = frozenset(surface for phrase in wanted.phrases for surface in phrase)

    def marks(self, text: str) -> list[Mark]:
        """The marks in a text (NFC), in order, none twice."""
        pieces = list(self._pieces(text))
        whole = [piece for piece in pieces if piece.of == 1]
        first_phrase = len(self._wanted.words)
        words = [piece for piece in pieces if piece.of > 1 and piece.what < first_phrase]
        phrases = [piece for piece in pieces if piece.of > 1 and piece.what >= first_phrase]
        found: dict[Span, list[_Piece]] = {}
        for piece in (*whole, *_gathered(words), *_in_a_row(phrases)):
            found.setdefault((piece.start, piece.end), []).append(piece)
        return [_mark(span, found[span]) for span in sorted(found)]

    def _pieces(self, text: str) -> Iterator[_Piece]:
        known, at = self._known, 0
        words = set(CHUNK.findall(text))
        for word in words - known.keys():
            readings = readings_of(word)
            known[word] = len(readings), tuple(self._pieces_of(readings))
        # most passages hold nothing that is wanted: the words alone tell so, without their places
        if not any(known[word][1] for word in words):
            return
        for chunk in CHUNK.finditer(text):
            tokens, pieces = known[chunk[0]]
            for piece in pieces:
                yield piece._replace(at=at + piece.at, start=piece.start + chunk.start(), end=piece.end + chunk.start())
            at += tokens

    def _pieces_of(self, readings: Sequence[Reading]) -> Iterator[_Piece]:
        for at, reading in enumerate(readings):
            if self._may_show(reading):
                for what, part, of, own in self._shown_by(reading):
                    parts = range(self._parts_of(what)) if of == 1 else (part,)
                    shows = frozenset((what, one) for one in parts if what not in self._wanted.synonyms)
                    yield _Piece(at, reading.token.start, reading.token.end, what, part, of, own, shows)

    def _parts_of(self, what: int) -> int:
        return len(self._wanted.words[what].parts) if what < len(self._wanted.words) else 1

    def _may_show(self, reading: Reading) -> bool:
        surface = reading.token.text
        return (
            reading.stem in self._stems
            or surface in self._surfaces
            or not self._parts.isdisjoint(reading.parts)
            or surface.startswith(self._wanted.prefixes)
        )

    def _shown_by(self, reading: Reading) -> Iterator[tuple[int, int, int, bool]]:
        """(number of the thing wanted, number of its piece, number of its pieces, whether it is the word itself) for
        all that a token shows."""
        wanted, surface = self._wanted, reading.token.text
        for what, word in enumerate(wanted.words):
            own = bool(reading.stem) and reading.stem == word.stem
            if own or (reading.stem and set(word.parts) <= set(reading.parts)):
                yield what, 0, 1, own
            else:
                parts = enumerate(word.parts)
                yield from ((what, n, len(word.parts), False) for n, part in parts if part in reading.parts)
        for what, phrase in enumerate(wanted.phrases, len(wanted.words)):
            yield from ((what, n, len(phrase), True) for n, word in enumerate(phrase) if word == surface)
        for what, prefix in enumerate(wanted.prefixes, len(wanted.words) + len(wanted.phrases)):
            if surface.startswith(prefix):
                yield what, 0, 1, True


def _mark(span: Span, pieces: Sequence[_Piece]) -> Mark:
    if len(pieces) == 1:
        return Mark(*span, pieces[0].shows, pieces[0].own)
    return Mark(*span, frozenset().union(*(piece.shows for piece in pieces)), any(piece.own for piece in pieces))


def _gathered(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces of compounds that stand near each other as separate words and make the whole together."""
    for what in {piece.what for piece in pieces}:
        for group in _groups([piece for piece in pieces if piece.what == what]):
            if len({piece.part for piece in group}) == group[0].of:
                yield from group


def _groups(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Runs of pieces of which none is further than NEAR from the next."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and piece.at - group[-1].at > NEAR:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _in_a_row(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces of phrases that stand side by side in the right order."""
    open_runs: list[list[_Piece]] = []
    for piece in pieces:
        # all runs that the piece goes on with; several pieces may stand at one place
        longer = [[*run, piece] for run in open_runs if _follows(run[-1], piece)]
        started = [[piece]] if piece.part == 0 else []
        for run in longer:
            if len(run) == piece.of:
                yield from run
        open_runs = [run for run in (*open_runs, *longer, *started) if piece.at - run[-1].at <= 1]


def _follows(last: _Piece, piece: _Piece) -> bool:
    return piece.what == last.what and piece.part == last.part + 1 and piece.at == last.at + 1
