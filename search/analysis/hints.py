"""Terms -> where a text may hold one of them: told at a glance, so that most words need no analysis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from search.analysis.stem import fold
from search.analysis.tables import exceptions

_OTHERWISE = (r"[^\x00-\x7fæøå]", r"-[\s,/]")
"""Signs that the analysis leaves out or spells otherwise, and hyphens where the next word ends the one before."""
_FIGURES = r"[\d§(]"
"""Numbers, dates, paragraphs and parties are not written as they are indexed."""
_SPELLINGS = str.maketrans({"å": "(?:å|aa)", "æ": "(?:æ|ae)", "ø": "(?:ø|oe)"})


def hints(terms: Iterable[str]) -> Callable[[str], list[int]]:
    """A function from a text to places in it, among them one in each match of PIECE with one of the terms, be it as
    surface form, stem or part.

    It rests on this: where no table knows better, a stem is the beginning of a word or of a part of it.
    """
    wanted = set(terms)
    seeds = [re.escape(word).translate(_SPELLINGS) for word in sorted(wanted.union(*map(_irregular, wanted))) if word]
    others = _OTHERWISE if all(map(str.isalpha, wanted)) else (*_OTHERWISE, _FIGURES)
    # each alone: a text is searched for one beginning at once, for a choice of them letter by letter
    patterns = [re.compile(pattern) for pattern in (*seeds, *others)]

    def places(text: str) -> list[int]:
        # the only letter that grows in lower case
        lower = text.replace("İ", "ı").lower()
        return sorted(hit.start() for pattern in patterns for hit in pattern.finditer(lower))

    return places


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
