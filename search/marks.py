"""Text -> the places that show why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from search.analysis.chain import Reading, WordForms, readings_of
from search.analysis.hints import hints
from search.analysis.tokens import CHUNK, PIECE, pieces_at, tokens_of
from search.query.amounts import amounts_at
from search.query.pattern import core_of, shape_of

Span = tuple[int, int]

NEAR = 6
"""How many tokens apart (stop words counted) the parts of a compound may stand as separate words to be marked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for: words by stem or compound parts, phrases (one word or more) by surface forms in a row,
    beginnings of words, wildcards, and amounts (lowest, highest; None = open). All are numbered in this order;
    `synonyms` are the numbers of those that nobody wrote, `only` has the field of each that is looked for in one
    alone."""

    words: tuple[WordForms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    amounts: tuple[tuple[int | None, int | None], ...] = ()
    synonyms: frozenset[int] = frozenset()
    only: Mapping[int, str] = field(default_factory=dict)


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


class _Sight(NamedTuple):
    """A token that shows a thing wanted, or the part `part` of the `of` that it has. `at` counts tokens."""

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
        self._asking: dict[str, list[int]] = {}
        """Which words have that stem or part."""
        for what, word in enumerate(wanted.words):
            for term in {word.stem, *word.parts}:
                self._asking.setdefault(term, []).append(what)
        surfaces = (surface for phrase in wanted.phrases for surface in phrase)
        self._shapes = [shape_of(pattern) for pattern in wanted.patterns]
        self._places = hints((*self._asking, *surfaces, *wanted.prefixes, *map(core_of, wanted.patterns)))
        self._look = cache(self._looked_at)

    def marks(self, text: str, *fields: str) -> list[Mark]:
        """The marks in a text (NFC) that these fields hold, in order, none twice."""
        only, held = self._wanted.only, fields or ("text",)
        seen = chain(self._sights(text), self._amounts(text))
        sights = [sight for sight in seen if only.get(sight.what, held[0]) in held]
        first_phrase = len(self._wanted.words)
        whole = [sight for sight in sights if sight.of == 1]
        words = [sight for sight in sights if sight.of > 1 and sight.what < first_phrase]
        phrases = [sight for sight in sights if sight.of > 1 and sight.what >= first_phrase]
        found: dict[Span, list[_Sight]] = {}
        for sight in (*whole, *_gathered(words), *_in_a_row(phrases)):
            found.setdefault((sight.start, sight.end), []).append(sight)
        return [_mark(span, found[span]) for span in sorted(found)]

    def _sights(self, text: str) -> Iterator[_Sight]:
        at, before = 0, -1
        for piece in pieces_at(text, self._places(text)):
            start = piece.start()
            sights = self._look(piece[0])
            if any(sight.of > 1 for sight in sights):
                at += _apart(text, before, start) if before >= 0 else 0
                before = start
            for sight in sights:
                yield sight._replace(at=at + sight.at, start=start + sight.start, end=start + sight.end)

    def _amounts(self, text: str) -> Iterator[_Sight]:
        wanted = self._wanted
        first = sum(map(len, (wanted.words, wanted.phrases, wanted.prefixes, wanted.patterns)))
        for amount, start, end in amounts_at(text) if wanted.amounts else ():
            for what, (low, high) in enumerate(wanted.amounts, first):
                if (low is None or low <= amount) and (high is None or amount <= high):
                    yield _Sight(0, start, end, what, 0, 1, True, frozenset({(what, 0)}))

    def _looked_at(self, piece: str) -> tuple[_Sight, ...]:
        return tuple(self._sights_in(piece))

    def _sights_in(self, piece: str) -> Iterator[_Sight]:
        readings = ((chunk.start(), reading) for chunk in CHUNK.finditer(piece) for reading in readings_of(chunk[0]))
        for at, (start, reading) in enumerate(readings):
            for what, part, of, own in self._shown_by(reading):
                parts = range(self._parts_of(what)) if of == 1 else (part,)
                shows = frozenset((what, one) for one in parts if what not in self._wanted.synonyms)
                token = reading.token
                yield _Sight(at, start + token.start, start + token.end, what, part, of, own, shows)

    def _parts_of(self, what: int) -> int:
        return len(self._wanted.words[what].parts) if what < len(self._wanted.words) else 1

    def _shown_by(self, reading: Reading) -> Iterator[tuple[int, int, int, bool]]:
        """(number of the thing wanted, number of its part, number of its parts, whether it is the word itself) for
        all that a token shows."""
        wanted, surface = self._wanted, reading.token.text
        for what in sorted({what for term in (reading.stem, *reading.parts) for what in self._asking.get(term, ())}):
            word = wanted.words[what]
            own = reading.stem == word.stem
            if own or set(word.parts) <= set(reading.parts):
                yield what, 0, 1, own
            else:
                parts = enumerate(word.parts)
                yield from ((what, n, len(word.parts), False) for n, part in parts if part in reading.parts)
        for what, phrase in enumerate(wanted.phrases, len(wanted.words)):
            yield from ((what, n, len(phrase), True) for n, word in enumerate(phrase) if word == surface)
        for what, prefix in enumerate(wanted.prefixes, len(wanted.words) + len(wanted.phrases)):
            if surface.startswith(prefix):
                yield what, 0, 1, True
        before = len(wanted.words) + len(wanted.phrases) + len(wanted.prefixes)
        for what, shape in enumerate(self._shapes, before):
            if shape.fullmatch(surface):
                yield what, 0, 1, True


def _apart(text: str, start: int, end: int) -> int:
    """How many tokens begin there; what is further apart than NEAR need not be counted on."""
    found = 0
    for piece in PIECE.finditer(text, start, end):
        found += _tokens_in(piece[0])
        if found > NEAR:
            break
    return found


@lru_cache(maxsize=20_000)
def _tokens_in(piece: str) -> int:
    # a plain word, as nearly all are
    return 1 if piece.rstrip(" ,.").isalpha() else sum(len(tokens_of(chunk)) for chunk in CHUNK.findall(piece))


def _mark(span: Span, sights: Sequence[_Sight]) -> Mark:
    if len(sights) == 1:
        return Mark(*span, sights[0].shows, sights[0].own)
    return Mark(*span, frozenset().union(*(sight.shows for sight in sights)), any(sight.own for sight in sights))


def _gathered(sights: Sequence[_Sight]) -> Iterator[_Sight]:
    """The sights of compounds that stand near each other as separate words and make the whole together."""
    for what in {sight.what for sight in sights}:
        for group in _groups([sight for sight in sights if sight.what == what]):
            if len({sight.part for sight in group}) == group[0].of:
                yield from group


def _groups(sights: Iterable[_Sight]) -> Iterator[list[_Sight]]:
    """Runs of sights of which none is further than NEAR from the next."""
    group: list[_Sight] = []
    for sight in sights:
        if group and sight.at - group[-1].at > NEAR:
            yield group
            group = []
        group.append(sight)
    if group:
        yield group


def _in_a_row(sights: Sequence[_Sight]) -> Iterator[_Sight]:
    """The sights of phrases that stand side by side in the right order."""
    open_runs: list[list[_Sight]] = []
    for sight in sights:
        # all runs that the sight goes on with; several sights may stand at one place
        longer = [[*run, sight] for run in open_runs if _follows(run[-1], sight)]
        started = [[sight]] if sight.part == 0 else []
        for run in longer:
            if len(run) == sight.of:
                yield from run
        open_runs = [run for run in (*open_runs, *longer, *started) if sight.at - run[-1].at <= 1]


def _follows(last: _Sight, sight: _Sight) -> bool:
    return sight.what == last.what and sight.part == last.part + 1 and sight.at == last.at + 1
