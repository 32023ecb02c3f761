"""The words that an index holds, as they are written: which fit a wildcard, which are spelt nearly so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from search.engines.engine import Reader
from search.pattern import beginning_of, shape_of


class Words(NamedTuple):
    """Terms in order, with the number of items that hold each in some field; `joined`: the terms, each on its line."""

    terms: tuple[str, ...]
    counts: tuple[int, ...]
    joined: str


class Vocabulary:
    """What one state of an index holds; the words of some fields are read when first asked for, and remembered."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._whole: dict[tuple[str, ...], Words] = {}

    def fitting(self, fields: Sequence[str], pattern: str) -> tuple[str, ...]:
        """The words of these fields that a pattern stands for (`*` any letters, `?` any one), in order."""
        shape = re.compile(f"^{shape_of(pattern).pattern}$", re.MULTILINE)
        return tuple(shape.findall(self._words(tuple(fields), beginning_of(pattern)).joined))

    def alike(self, fields: Sequence[str], word: str, edits: int) -> tuple[str, ...]:
        """The words of these fields that are the word but for so many letters left out, put in, wrong or swapped with
        the next (optimal string alignment); the word itself first, then the nearest, of these the most used."""
        # loaded only when asked for: most queries are spelt as they are meant
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words = self._words(tuple(fields), "")
        found = process.extract(word, words.terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return tuple(term for term, _, at in sorted(found, key=lambda one: (one[1], -words.counts[one[2]], one[0])))

    def _words(self, fields: tuple[str, ...], prefix: str) -> Words:
        """Their words that begin so. All of them are remembered, a few are asked for again."""
        if prefix and fields not in self._whole:
            return self._read(fields, prefix)
        if fields not in self._whole:
            self._whole[fields] = self._read(fields, "")
        return self._whole[fields]

    def _read(self, fields: tuple[str, ...], prefix: str) -> Words:
        counts: Counter[str] = Counter()
        for field in fields:
            counts.update(dict(self._reader.vocabulary(field, prefix)))
        terms = tuple(sorted(counts))
        return Words(terms, tuple(map(counts.__getitem__, terms)), "\n".join(terms))
