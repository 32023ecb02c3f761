"""Word -> its compound parts, by the lexicon: the fewest parts, each in a place where the dictionary allows it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from search.analysis.lexicon import SURE, Lexicon, is_form, lexicon
from search.analysis.stem import fold, has_own_stem, stem

_SHORTEST = 5
_LONGEST = 60
"""Letters of a word that is looked at; longer ones are no words."""

Cut = tuple[float, tuple[str, ...]]
"""The cost and the parts."""


def stems_of(word: str) -> tuple[str, tuple[str, ...]]:
    """(stem, stems of the parts) of a word in lower case. The stem is the word with its last part stemmed."""
    parts = split(word)
    stems = tuple(map(stem, parts))
    if len(parts) == 1:
        return (stems[0] if parts[0] == word else stem(word)), stems
    # folded for itself: the two a of `klimaaftale` are no å
    spelled = word if word.endswith(parts[-1]) else fold(word)
    return fold(spelled.removesuffix(parts[-1])) + stems[-1], stems


def completed(left: str, right: str) -> str:
    """The `børnepolitik` that `børne-` stands for before `ungepolitik`; `left` itself when `right` is simple."""
    parts = split(right)
    return left + parts[-1] if len(parts) > 1 else left


def split(word: str) -> tuple[str, ...]:
    """The parts of a word in lower case: those between hyphens, each split in turn. Single letters are left out."""
    return tuple([part for piece in pieces(word) for part in _split(piece)])


def pieces(word: str) -> list[str]:
    """What stands between the hyphens of a word, single letters left out; the word itself where nothing else is."""
    return [piece for piece in word.split("-") if len(piece) > 1] or [word]


def prices(parts: Sequence[str]) -> list[float]:
    """What each part of a cut costs. The cheapest cut was taken."""
    known = lexicon().first
    return [*(known[part[:2]][part] for part in parts[:-1]), SURE]


def _split(word: str) -> tuple[str, ...]:
    if has_own_stem(word):
        return (word,)
    parts = cut(word, lexicon())
    if len(parts) == 1 and (folded := fold(word)) != word:
        parts = cut(folded, lexicon())
    # a simple word keeps its own spelling: Snowball would not know the ending of `klimæt`
    return parts if len(parts) > 1 else (word,)


def cut(word: str, known: Lexicon) -> tuple[str, ...]:
    """The parts of a word without hyphens; the word itself when it is known, short or cannot be cut."""
    simple = not _SHORTEST <= len(word) <= _LONGEST or is_form(word, known.last) or is_form(word, known.whole)
    return (word,) if simple else _cheapest(word, known)


def _cheapest(word: str, known: Lexicon) -> tuple[str, ...]:
    """The cheapest cut into parts; among equals the one with the longest last part."""
    found: tuple[str, ...] = (word,)
    least = math.inf
    fronts: dict[int, Cut] = {0: (0, ())}
    """By length of the front: the cheapest cut of `word[:length]` into parts that others may follow."""
    for start in range(len(word) - 1):
        if start not in fronts:
            continue
        cost, parts = fronts[start]
        if start and cost < least and is_form(word[start:], known.last):
            least, found = cost, (*parts, word[start:])
        if cost + SURE >= least:
            continue
        prices = known.first[word[start : start + 2]]
        for end in range(start + 2, len(word) - 1):
            price = prices.get(word[start:end])
            if price and (end not in fronts or cost + price < fronts[end][0]):
                fronts[end] = (cost + price, (*parts, word[start:end]))
    return found
