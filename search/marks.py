"""Text -> the places that show why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis.chain import Reading, WordForms, readings_of
from search.analysis.tokens import CHUNK

NEAR = 6
"""How many tokens apart (stop words counted) the parts of a compound may stand as separate words to be marked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for: words by stem or compound parts, phrases (one word or more) by surface forms in a row,
    and beginnings of words."""

    words: tuple[WordForms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()


class Mark(NamedTuple):
    """A span of the text, and which of the things wanted it shows (their number)."""

    start: int
    end: int
    what: int


class _Piece(NamedTuple):
    """A token that shows a thing wanted, or the piece of it with the number `part` of `of`. `at` counts chunks."""

    at: int
    start: int
    end: int
    what: int
    part: int
    of: int


class Marker:
    """Finds the marks of one query; it remembers what it knows of words, so many texts cost little more than one."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._known: dict[str, tuple[_Piece, ...]] = {}
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
        shown = (*whole, *_gathered(words), *_in_a_row(phrases))
        spans = {(piece.start, piece.end): Mark(piece.start, piece.end, piece.what) for piece in shown}
        return [spans[span] for span in sorted(spans)]

    def _pieces(self, text: str) -> Iterator[_Piece]:
        known = self._known
        for at, chunk in enumerate(CHUNK.finditer(text)):
            word = chunk[0]
            pieces = known.get(word)
            if pieces is None:
                pieces = known[word] = tuple(self._pieces_of(word))
            for piece in pieces:
                yield piece._replace(at=at, start=piece.start + chunk.start(), end=piece.end + chunk.start())

    def _pieces_of(self, chunk: str) -> Iterator[_Piece]:
        for reading in readings_of(chunk):
            if self._may_show(reading):
                for what, part, of in self._shown_by(reading):
                    yield _Piece(0, reading.token.start, reading.token.end, what, part, of)

    def _may_show(self, reading: Reading) -> bool:
        surface = reading.token.text
        return (
            reading.stem in self._stems
            or surface in self._surfaces
            or not self._parts.isdisjoint(reading.parts)
            or surface.startswith(self._wanted.prefixes)
        )

    def _shown_by(self, reading: Reading) -> Iterator[tuple[int, int, int]]:
        """(number of the thing wanted, number of its piece, number of its pieces) for all that a token shows."""
        surface = reading.token.text
        for what, word in enumerate(self._wanted.words):
            if reading.stem and (reading.stem == word.stem or set(word.parts) <= set(reading.parts)):
                yield what, 0, 1
            else:
                yield from ((what, n, len(word.parts)) for n, part in enumerate(word.parts) if part in reading.parts)
        for what, phrase in enumerate(self._wanted.phrases, len(self._wanted.words)):
            yield from ((what, n, len(phrase)) for n, word in enumerate(phrase) if word == surface)
        if surface.startswith(self._wanted.prefixes):
            yield -1, 0, 1


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
    same_chunk = piece.at == last.at and piece.start >= last.end
    return piece.what == last.what and piece.part == last.part + 1 and (same_chunk or piece.at == last.at + 1)
