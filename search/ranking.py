"""Which evidence counts how much: the one place where the order of hits is decided.

A hit's score is the sum, over the words of the query, of weight(field) · weight(form) · BM25, plus a little for
neighbouring words that stand near each other; and that times the recency of the item. All engines can compute it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.analysis.chain import WordForms
from search.engines.engine import Near, Phrase, Term, Weighted

FIELDS = {"title": 0.5, "text": 1.0, "decision": 0.5}
FORMS = {"exact": 0.3, "parts": 1.0}
"""Stems order nothing: a simple word's stem stands in parts too, and that of a compound is outdone by its parts."""
PHRASE = 1.0
"""A phrase asked for in quotes, on its surface forms."""
SYNONYM, NARROWER = 1.0, 0.3
"""A word that means the same as one of the query, and one that means a kind of it."""
MISSPELT = 0.3
"""A word that is spelt only nearly as the query has it."""
NEAR = 0.3
NEAR_DISTANCE = 3
"""Neighbours in the query's stream of compound parts that stand this close in the text."""
WHOLE = {"title": 1.0, "text": 0.3}
"""The whole query in a row, whatever the inflection; more would put it first always, and better hits below it."""
RECENCY = 1.1
"""How much more an item counts than one ten years older: of items that say the same, the latest comes first."""
UNDATED = 2015
"""The year that an item without a date counts for."""


def word_evidence(word: WordForms) -> Iterator[Weighted]:
    """The evidence for one query word in every text field and form."""
    for field, field_weight in FIELDS.items():
        for form, weight in FORMS.items():
            for term in getattr(word, form):
                yield Weighted(Term(f"{field}_{form}", term), field_weight * weight)


def phrase_evidence(words: tuple[str, ...]) -> Iterator[Weighted]:
    """The evidence for a quoted phrase (or one quoted word) in every text field."""
    for field, weight in FIELDS.items():
        name = f"{field}_exact"
        yield Weighted(Phrase(name, words) if len(words) > 1 else Term(name, words[0]), weight * PHRASE)


def scattered_evidence(words: tuple[str, ...], distance: int) -> Iterator[Weighted]:
    """The evidence for words of which each stands so near the next, in every text field."""
    for field, weight in FIELDS.items():
        yield from (Weighted(Near(f"{field}_exact", *pair, distance), weight * PHRASE) for pair in pairwise(words))


def spelt_evidence(words: Sequence[str]) -> Iterator[Weighted]:
    """The evidence for any of the words, the first of which is spelt as the query has it, or nearest to that."""
    for field, weight in FIELDS.items():
        for place, word in enumerate(words):
            yield Weighted(Term(f"{field}_exact", word), weight * (MISSPELT if place else 1.0))


def synonym_evidence(form: str, terms: tuple[str, ...], *, narrower: bool) -> Iterator[Weighted]:
    """The evidence for a synonym that stands whole in one form of a text field."""
    for field, weight in FIELDS.items():
        name = f"{field}_{form}"
        node = Phrase(name, terms) if len(terms) > 1 else Term(name, terms[0])
        yield Weighted(node, weight * (NARROWER if narrower else SYNONYM))


def near_evidence(parts: Sequence[str]) -> Iterator[Weighted]:
    """Neighbouring, different parts of the query found near each other in the text; each pair once."""
    pairs = dict.fromkeys((a, b) for a, b in pairwise(parts) if a != b)
    for first, second in pairs:
        yield Weighted(Near("text_parts", first, second, NEAR_DISTANCE), NEAR)


def whole_evidence(parts: Sequence[str]) -> Iterator[Weighted]:
    """The query's stream of compound parts found in one row, as where its words are a title."""
    for field, weight in WHOLE.items():
        yield Weighted(Phrase(f"{field}_parts", tuple(parts)), weight)


def recency(day: int) -> float:
    """What the scores of an item of that day (yyyymmdd, 0 when unknown) are multiplied by, 1 to 1.61.

    The ratio between two items hangs on nothing but how far apart they are, so it need not be told anew as time goes.
    """
    year = day / 10_000 or UNDATED
    return math.pow(RECENCY, (min(max(year, 2000), 2050) - 2000) / 10)
