"""Items like one: those that hold most of the words that tell it from all others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search.analysis.chain import analyse_word, readings_of
from search.analysis.tokens import CHUNK
from search.answer import Hit
from search.document import Document
from search.engines.engine import Every, Or, Request, Term, Weighted
from search.find import Index
from search.marks import Wanted
from search.meaning.rewrite import Rewritten
from search.ranking import FIELDS
from search.schema import case_key

CANDIDATES = 80
"""Words that an item holds most often, of which it is asked how many items hold them."""
KEY_TERMS = 20
"""Of these the ones that it goes by."""
TITLE = 3
"""A word of the title counts as if it stood there so often."""
_READ = 100_000
"""Characters of an item whose words are counted."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An item, the words that it went by (as it writes them, the most telling first), and the items like it, best
    first, each with whether it is of the same case."""

    document: Document
    words: tuple[str, ...]
    hits: tuple[tuple[Hit, bool], ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; each hit also has `same_case`."""
        hits = [hit.to_dict() | {"same_case": same} for hit, same in self.hits]
        return {"id": self.document.id, "title": self.document.title, "words": self.words, "hits": hits}


@dataclass(frozen=True, slots=True)
class _Key:
    """A stem with the word of the item that it is of, and what it weighs."""

    term: str
    word: str
    weight: float


def similar(index: Index, item_id: str, *, limit: int = 10) -> Similar | None:
    """The items most like the one with that id, not itself; None when the index does not hold it. Every engine goes by
    the same words; where two items are nearly as like, their order may differ. Raises as `find` does."""
    document = index.show(item_id)
    if document is None:
        return None
    keys = _keys(index, document)
    found = index.best(_asked(keys), limit + 1) if keys else ()
    hits = [hit for hit in found if hit.document.id != document.id][:limit]
    return Similar(
        document, tuple(key.word for key in keys), tuple((hit, _same_case(document, hit.document)) for hit in hits)
    )


def _keys(index: Index, document: Document) -> list[_Key]:
    """The terms by which the item is told from others: it has them often, others seldom."""
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text, weight in _texts(document):
        for term, word in _terms(text):
            counts[term] += weight
            words.setdefault(term, word)
    size = index.reader.search(Request(Every(), limit=1)).total
    keys = []
    for term, count in counts.most_common(CANDIDATES):
        held = index.reader.frequency("text_stem", term)
        if held > 1:
            keys.append(_Key(term, words[term], (1 + math.log(count)) * math.log(size / held)))
    return sorted(keys, key=lambda key: -key.weight)[:KEY_TERMS]


def _texts(document: Document) -> Iterator[tuple[str, int]]:
    yield document.title, TITLE
    left = _READ
    for passage in document.passages:
        yield passage.text[:left], 1
        left -= len(passage.text[:left])


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """The stems of a text in order, each with the word that it is of; numbers, dates and the like tell nothing."""
    for chunk in CHUNK.findall(text):
        for reading in readings_of(chunk):
            if reading.stem.isalpha():
                yield reading.stem, reading.token.text


def _asked(keys: list[_Key]) -> Rewritten:
    most = keys[0].weight or 1.0
    match = Or(tuple(Term(f"{field}_stem", key.term) for key in keys for field in FIELDS))
    score = tuple(
        Weighted(Term(f"{field}_stem", key.term), weight * key.weight / most)
        for key in keys
        for field, weight in FIELDS.items()
    )
    return Rewritten(match, score, Wanted(tuple(analyse_word(key.word) for key in keys)), ())


def _same_case(one: Document, other: Document) -> bool:
    return one.municipality == other.municipality and not set(map(case_key, one.case_numbers)).isdisjoint(
        map(case_key, other.case_numbers)
    )
