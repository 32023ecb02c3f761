"""The words that an index holds, as they are written: which fit a wildcard, which are spelt nearly so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from search.engines.engine import Reader
from search.postings import BREAK
from search.query.pattern import beginning_of, core_of, shape_of


class Words:
    """Words in order, with the number of items that hold each in some field."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._joined = "\n".join(["", *sorted(counts), ""])

    def fitting(self, pattern: str) -> Iterator[str]:
        """Those that a pattern stands for, in order."""
        shape, core, at = shape_of(pattern), core_of(pattern), 0
        # the letters that each must hold are found far faster than the pattern
        while (at := self._joined.find(core, at)) >= 0:
            end = self._joined.index("\n", at)
            word = self._joined[self._joined.rindex("\n", 0, at) + 1 : end]
            if shape.fullmatch(word):
                yield word
            at = end

    def about(self, length: int, edits: int) -> list[str]:
        """Those that are about so long."""
        return [word for size in range(length - edits, length + edits + 1) for word in self._by_length.get(size, ())]

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.counts:
            found.setdefault(len(word), []).append(word)
        return found


class Vocabulary:
    """What one state of an index holds; the words of some fields are read when first asked for, and remembered."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._whole: dict[tuple[str, ...], Words] = {}

    def fitting(self, fields: Sequence[str], pattern: str) -> tuple[str, ...]:
        """The words of these fields that a pattern stands for (`*` any letters, `?` any one), in order."""
        return tuple(self._words(tuple(fields), beginning_of(pattern)).fitting(pattern))

    def alike(self, fields: Sequence[str], word: str, edits: int) -> tuple[str, ...]:
        """The words of these fields that are the word but for so many letters left out, put in, wrong or swapped with
        the next (optimal string alignment); the word itself first, then the nearest, of these the most used."""
        # loaded only when asked for: most queries are spelt as they are meant
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words = self._words(tuple(fields), "")
        found = process.extract(
            word, words.about(len(word), edits), scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        return tuple(other for other, *_ in sorted(found, key=lambda one: (one[1], -words.counts[one[0]], one[0])))

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
        for sign in {*BREAK.split()}:
            # no word, though one letter away from every short one
            counts.pop(sign, None)
        return Words(counts)
