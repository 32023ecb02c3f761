"""Terms -> where a text may hold one of them: told at a glance, so that most words need no analysis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product

from search.analysis.stem import fold
from search.analysis.tables import exceptions

_OTHERWISE = (r"[^\x00-\x7fæøå]", r"-[\s,/]")
"""Signs that the analysis leaves out or spells otherwise, and hyphens where the next word ends the one before."""
_FIGURES = r"[\d§(]"
"""Numbers, dates, paragraphs and parties are not written as they are indexed."""
_SPELLINGS = {"å": ("å", "aa"), "æ": ("æ", "ae"), "ø": ("ø", "oe")}
_SPELT = 4
"""Letters of a word that are looked for in both spellings; what stands before the next of them tells enough."""


def hints(terms: Iterable[str]) -> Callable[[str], list[int]]:
    """A function from a text to places in it, among them one in each match of PIECE with one of the terms, be it as
    surface form, stem or part.

    It rests on this: where no table knows better, a stem is the beginning of a word or of a part of it.
    """
    wanted = set(terms)
    seeds = [seed for word in wanted.union(*map(_irregular, wanted)) if word for seed in _spellings(word)]
    others = _OTHERWISE if all(map(str.isalpha, wanted)) else (*_OTHERWISE, _FIGURES)

    def places(text: str) -> list[int]:
        # the only letter that grows in lower case
        lower = text.replace("İ", "ı").lower()
        # one after the other: a choice of words in one pattern is looked for letter by letter
        found = [at for seed in seeds for at in _found(lower, seed)]
        found += [hit.start() for pattern in others for hit in re.finditer(pattern, lower)]
        return sorted(found)

    return places


def _found(text: str, seed: str) -> Iterator[int]:
    at = text.find(seed)
    while at >= 0:
        yield at
        at = text.find(seed, at + 1)


def _spellings(word: str) -> Iterator[str]:
    """How the word may be written, or its beginning."""
    twofold = [at for at, letter in enumerate(word) if letter in _SPELLINGS]
    beginning = word[: twofold[_SPELT]] if len(twofold) > _SPELT else word
    return map("".join, product(*(_SPELLINGS.get(letter, letter) for letter in beginning)))


def _irregular(term: str) -> Iterator[str]:
    """The term with other ends, as the tables give them the stem that it ends in: `omgør` is also `omgjort`."""
    for at in range(len(term)):
        yield from (term[:at] + form for form in _irregular_forms().get(term[at:], ()))


@cache
def _irregular_forms() -> dict[str, list[str]]:
    """Stem -> the forms that do not hold it."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, stem in exceptions().items():
        if stem not in form:
            found[fold(stem)].append(form)
    return found
