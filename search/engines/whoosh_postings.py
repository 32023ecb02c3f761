"""Whoosh's postings as sets and counts: which documents hold a term, how often, and what that scores.

Documents go by Whoosh's own numbers (`place`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from whoosh.reading import TermNotFound

from search.engines.engine import Near, Phrase, Term, Weighted

K1 = 1.2
B = 0.4

Positions = tuple[int, ...]
T = TypeVar("T")


class Postings:
    """The postings of an open reader of Whoosh."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def holding(self, field: str, term: str | bytes) -> set[int]:
        """The documents whose field holds the term."""
        matcher = self._postings(field, term)
        return set(matcher.all_ids()) if matcher else set()

    def beginning(self, field: str, prefix: str) -> set[int]:
        """The documents whose field holds a term that begins so."""
        terms = self._reader.expand_prefix(field, prefix)
        return {place for term in terms for place in self.holding(field, term)}

    def between(self, field: str, low: str, high: str | None) -> set[int]:
        """The documents whose field holds a term from `low` to `high`, both included; None = open."""
        terms = (term.decode() for term in self._reader.lexicon(field))
        return {
            p for term in terms if low <= term and (high is None or term <= high) for p in self.holding(field, term)
        }

    def values(self, field: str) -> dict[int, list[str]]:
        """What each document's field holds; documents without any are there, as soon as they are looked for."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for term in self._reader.lexicon(field):
            for place in self.holding(field, term):
                found[place].append(term.decode())
        return found

    def vocabulary(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin so, each with the number of documents that hold it."""
        with suppress(TermNotFound):
            return [
                (term.decode(), int(self._reader.doc_frequency(field, term)))
                for term in self._reader.expand_prefix(field, prefix)
            ]
        return []

    def scores(self, weighted: Weighted, among: set[int]) -> dict[int, float]:
        """What the evidence adds to each document of `among` that holds it: BM25 with tantivy's idf; a phrase or pair
        counts as one term that is as rare as all its terms together."""
        node = weighted.node
        terms = (node.term,) if isinstance(node, Term) else _terms(node)
        factor = weighted.weight * (K1 + 1) * sum(self._rarity(node.field, term) for term in terms)
        occurrences = self.occurrences(node, among)
        norms = self._norms(node.field, occurrences)
        return {place: factor * count / (count + norms[place]) for place, count in occurrences.items()}

    def _rarity(self, field: str, term: str) -> float:
        holding = self._reader.doc_frequency(field, term)
        return math.log(1 + (self._reader.doc_count_all() - holding + 0.5) / (holding + 0.5))

    def _norms(self, field: str, places: Iterable[int]) -> dict[int, float]:
        mean = self._reader.field_length(field) / max(1, self._reader.doc_count_all()) or 1.0
        lengths = {place: self._reader.doc_field_length(place, field, default=0) for place in places}
        return {place: K1 * (1 - B + B * length / mean) for place, length in lengths.items()}

    def occurrences(self, node: Term | Phrase | Near, among: set[int] | None) -> dict[int, int]:
        """How often each document (of `among`, when given) holds the term, phrase or pair; only those that do."""
        if isinstance(node, Term):
            return dict(self._read(node.field, node.term, among, lambda matcher: int(matcher.weight())))
        terms = _terms(node)
        common = set.intersection(*(self.holding(node.field, term) for term in terms))
        common = common if among is None else common & among
        positions = [self._positions(node.field, term, common) for term in terms]
        counts = {place: _count(node, [found[place] for found in positions]) for place in common}
        return {place: count for place, count in counts.items() if count}

    def _positions(self, field: str, term: str, among: set[int]) -> dict[int, Positions]:
        return dict(self._read(field, term, among, lambda matcher: tuple(matcher.value_as("positions"))))

    def _read(
        self, field: str, term: str, among: set[int] | None, value: Callable[[Any], T]
    ) -> Iterator[tuple[int, T]]:
        matcher = self._postings(field, term)
        while matcher and matcher.is_active():
            place = matcher.id()
            if among is None or place in among:
                yield place, value(matcher)
            matcher.next()

    def _postings(self, field: str, term: str | bytes) -> Any:
        """Whoosh's cursor over the living documents that hold the term; None when there are none."""
        with suppress(TermNotFound):
            return self._reader.postings(field, term)
        return None


def _terms(node: Phrase | Near) -> tuple[str, ...]:
    return node.terms if isinstance(node, Phrase) else (node.first, node.second)


def _count(node: Phrase | Near, positions: Sequence[Positions]) -> int:
    """How often the phrase begins, or how many pairs stand near each other; `positions` per term, in rising order."""
    if isinstance(node, Phrase):
        begins = ({place - offset for place in found} for offset, found in enumerate(positions))
        return len(set.intersection(*begins))
    first, second = positions[0], set(positions[1])
    steps = [step for step in range(-node.distance, node.distance + 1) if step]
    return sum(place + step in second for place in first for step in steps)
