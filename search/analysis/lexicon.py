"""The lexicon of compound parts: package data that `data/derive_lexicon.py` makes (LEXICON.md says from what)."""

from __future__ import annotations

import gzip
from functools import cache
from threading import Lock
from typing import NamedTuple

from search.analysis.tables import FOLDER

FILE = "lexicon.txt.gz"


class Lexicon(NamedTuple):
    """`sure`: what the dictionary gives for a part that others follow, with its linking element (`sags`, `børne`).
    `likely`: such parts by analogy. `last`: inflected words that may end a compound and are none themselves.
    `whole`: further words that must stay whole. The last two lack the forms in -s and -ne that `is_form` derives.
    """

    sure: frozenset[str]
    likely: frozenset[str]
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
    return loads(FOLDER.joinpath(FILE).read_bytes())


_LOADING = Lock()


def loads(data: bytes) -> Lexicon:
    """The inverse of `dumps`."""
    sections = gzip.decompress(data).decode().split("\n")
    return Lexicon(*(frozenset(section.split(" ")) for section in sections))


def dumps(lexicon: Lexicon) -> bytes:
    """Four lines of words in order, one line a section; equal lexicons give equal bytes."""
    text = "\n".join(" ".join(sorted(words)) for words in lexicon)
    return gzip.compress(text.encode(), mtime=0)
