"""Word -> its compound parts, by the lexicon: the fewest parts, each in a place where the dictionary allows it."""

from __future__ import annotations

from search.analysis.lexicon import Lexicon, is_form, lexicon
from search.analysis.stem import fold, has_own_stem, stem

_SHORTEST = 5
_LONGEST = 60
"""Letters of a word that is looked at; longer ones are no words."""
_LIKELY = 1.3
"""What a part by analogy costs where a sure part costs 1."""

Cut = tuple[float, tuple[str, ...]]
"""The cost and the parts."""


def stems_of(word: str) -> tuple[str, tuple[str, ...]]:
    """(stem, stems of the parts) of a word in lower case. The stem is the word with its last part stemmed."""
    parts = split(word)
    stems = tuple(map(stem, parts))
    front = fold(word).removesuffix(fold(parts[-1]))
    return (front + stems[-1] if len(parts) > 1 else stem(word)), stems


def completed(left: str, right: str) -> str:
    """The `børnepolitik` that `børne-` stands for before `ungepolitik`; `left` itself when `right` is simple."""
    parts = split(right)
    return left + parts[-1] if len(parts) > 1 else left


def split(word: str) -> tuple[str, ...]:
    """The parts of a word in lower case: those between hyphens, each split in turn. Single letters are left out."""
    pieces = [piece for piece in word.split("-") if len(piece) > 1]
    return tuple(part for piece in pieces for part in _split(piece)) or (word,)


def _split(word: str) -> tuple[str, ...]:
    if has_own_stem(word):
        return (word,)
    known = lexicon()
    parts = cut(word, known)
    return parts if len(parts) > 1 else cut(fold(word), known)


def cut(word: str, known: Lexicon) -> tuple[str, ...]:
    """The parts of a word without hyphens; the word itself when it is known, short or cannot be cut."""
    simple = not _SHORTEST <= len(word) <= _LONGEST or is_form(word, known.last) or is_form(word, known.whole)
    return (word,) if simple else _cheapest(word, known)


def _cheapest(word: str, known: Lexicon) -> tuple[str, ...]:
    """The cheapest cut into parts; among equals the one with the longest last part."""
    fronts = _fronts(word, known)
    ways = [
        (cost + 1, (*parts, word[start:]))
        for start, (cost, parts) in fronts.items()
        if start and is_form(word[start:], known.last)
    ]
    return min(ways, key=_cost)[1] if ways else (word,)


def _fronts(word: str, known: Lexicon) -> dict[int, Cut]:
    """By length of the front: the cheapest cut of `word[:length]` into parts that others may follow."""
    fronts: dict[int, Cut] = {0: (0, ())}
    for end in range(2, len(word) - 1):
        ways = [
            (cost + price, (*parts, word[start:end]))
            for start, (cost, parts) in fronts.items()
            if (price := _price(word[start:end], known))
        ]
        if ways:
            fronts[end] = min(ways, key=_cost)
    return fronts


def _price(part: str, known: Lexicon) -> float:
    """What a part costs before others; 0 when it cannot stand there."""
    if part in known.sure:
        return 1
    return _LIKELY if part in known.likely else 0


def _cost(cut: Cut) -> float:
    return cut[0]
