"""The lexicon of compound parts: package data that `data/derive_lexicon.py` makes (LEXICON.md says from what)."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import NamedTuple

from search.analysis.tables import FOLDER

FILE = "lexicon.txt"
SURE, LIKELY = 1, 1.3
"""What a part that others follow costs: one that the dictionary gives as such, and one by analogy."""


class Lexicon(NamedTuple):
    """`first`: parts that others follow, with their linking element (`sags`, `børne`), and what each costs: SURE or
    LIKELY. `last`: inflected words that may end a compound and are none themselves. `whole`: further words that must
    stay whole. The last two lack the forms in -s and -ne that `is_form` derives.
    """

    first: dict[str, float]
    last: frozenset[str]
    whole: frozenset[str]


def is_form(word: str, words: frozenset[str]) -> bool:
    """Whether the words hold this one, or what it is the genitive (-s) or the definite plural (-ne) of."""
    if word in words:
        return True
    if len(word) > 3 and word[-1] == "s":
        word = word[:-1]
        if word in words:
            return True
    return len(word) > 5 and word.endswith("ne") and word[:-2] in words


def lexicon() -> Lexicon:
    """The lexicon that is shipped, one and the same for all threads: what is remembered of it goes by the object."""
    with _LOADING:
        return _shipped()


@cache
def _shipped() -> Lexicon:
    return loads(FOLDER.joinpath(FILE).read_text(encoding="utf-8"))


_LOADING = Lock()


def loads(text: str) -> Lexicon:
    """The inverse of `dumps`."""
    sure, likely, last, whole = map(str.split, text.split("\n\n"))
    first: dict[str, float] = dict.fromkeys(sure, SURE)
    first.update(dict.fromkeys(likely, LIKELY))
    return Lexicon(first, frozenset(last), frozenset(whole))


def dumps(lexicon: Lexicon) -> str:
    """A word on each line, in order, and an empty line between sections: sure and likely first parts, last parts, whole
    words; equal lexicons give equal texts."""
    sure, likely = ([part for part, cost in lexicon.first.items() if cost == price] for price in (SURE, LIKELY))
    return "\n\n".join("\n".join(sorted(words)) for words in (sure, likely, lexicon.last, lexicon.whole)) + "\n"
