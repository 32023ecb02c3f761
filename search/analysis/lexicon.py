"""The lexicon of compound parts: package data that `data/derive_lexicon.py` makes (LEXICON.md says from what)."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from itertools import groupby
from threading import Lock
from typing import NamedTuple

from search.analysis.tables import FOLDER

FILE = "lexicon.txt"
SURE, LIKELY = 1, 1.3
"""What a part that others follow costs: one that the dictionary gives as such, and one by analogy."""


class Wordlist(dict[str, dict[str, float]]):
    """Words and what each costs, by the two letters they begin with. A group is read when it is first asked for: making
    strings of all words is most of what loading would cost, and a query meets few groups."""

    def __init__(self, sections: dict[float, str]) -> None:
        """`sections`: by what they cost, words in groups with an empty line between."""
        super().__init__()
        self._unread = [(cost, {group[:2]: group for group in text.split("\n\n")}) for cost, text in sections.items()]

    def __missing__(self, beginning: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for cost, groups in self._unread:
            found.update(dict.fromkeys(groups.get(beginning, "").split(), cost))
        self[beginning] = found
        return found


class Lexicon(NamedTuple):
    """`first`: parts that others follow, with their linking element (`sags`, `børne`), and what each costs: SURE or
    LIKELY. `last`: inflected words that may end a compound and are none themselves. `whole`: further words that must
    stay whole. The last two lack the forms in -s and -ne that `is_form` derives.
    """

    first: Wordlist
    last: Wordlist
    whole: Wordlist


def is_form(word: str, words: Wordlist) -> bool:
    """Whether the words hold this one, or what it is the genitive (-s) or the definite plural (-ne) of."""
    alike = words[word[:2]]
    if word in alike:
        return True
    if len(word) > 3 and word[-1] == "s":
        word = word[:-1]
        if word in alike:
            return True
    return len(word) > 5 and word.endswith("ne") and word[:-2] in alike


def lexicon() -> Lexicon:
    """The lexicon that is shipped, one and the same for all threads: what is remembered of it goes by the object."""
    with _LOADING:
        return _shipped()


@cache
def _shipped() -> Lexicon:
    return loads(FOLDER.joinpath(FILE).read_text(encoding="utf-8"))


_LOADING = Lock()


def loads(text: str) -> Lexicon:
    """The lexicon of a text by `dumps`."""
    sure, likely, last, whole = text.split("\n\n\n")
    return Lexicon(Wordlist({SURE: sure, LIKELY: likely}), Wordlist({SURE: last}), Wordlist({SURE: whole}))


def dumps(*sections: Set[str]) -> str:
    """The text of a lexicon of sure and likely first parts, last parts, whole words: a word on each line, in order, an
    empty line where other letters begin, two between sections; equal lexicons give equal texts."""
    return "\n\n\n".join(map(_in_groups, sections)) + "\n"


def _in_groups(words: Set[str]) -> str:
    groups = groupby(sorted(words), key=lambda word: word[:2])
    return "\n\n".join("\n".join(group) for _, group in groups)
