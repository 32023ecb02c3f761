"""The words that an index holds, as they are written: which fit a wildcard, which are spelt nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.engines.engine import Reader
from search.pattern import beginning_of, shape_of


class Words(NamedTuple):
    """Terms of a field in order, with the number of items that hold each; `joined`: the terms, each behind a line
    break."""

    terms: tuple[str, ...]
    counts: tuple[int, ...]
    joined: str


class Vocabulary:
    """What one state of an index holds; a field is read when it is first asked for, and remembered."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._whole: dict[str, Words] = {}

    def fitting(self, fields: Iterable[str], pattern: str) -> tuple[str, ...]:
        """The words of these fields that a pattern stands for: `*` any letters, `?` any one."""
        shape = re.compile(f"^{shape_of(pattern).pattern}$", re.MULTILINE)
        found = (shape.findall(self._words(field, beginning_of(pattern)).joined) for field in fields)
        return tuple(sorted({word for words in found for word in words}))

    def alike(self, fields: Iterable[str], word: str, edits: int) -> tuple[str, ...]:
        """The words of these fields that are the word but for so many letters left out, put in, wrong or swapped with
        the next (optimal string alignment); the word itself first, then the nearest, of these the most used."""
        # loaded only when asked for: most queries are spelt as they are meant
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: dict[str, tuple[int, int]] = {}
        for field in fields:
            words = self._words(field, "")
            for other, distance, at in process.extract(
                word, words.terms, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                count = found.get(other, (0, 0))[1] - words.counts[at]
                found[other] = int(distance), count
        return tuple(sorted(found, key=lambda other: (*found[other], other)))

    def _words(self, field: str, prefix: str) -> Words:
        """The field's words that begin so. All of them are remembered, a few are asked for again."""
        if prefix and field not in self._whole:
            return _words(self._reader.vocabulary(field, prefix))
        if field not in self._whole:
            self._whole[field] = _words(self._reader.vocabulary(field))
        return self._whole[field]


def _words(found: Sequence[tuple[str, int]]) -> Words:
    terms = tuple(term for term, _ in found)
    return Words(terms, tuple(count for _, count in found), "\n".join(terms))
