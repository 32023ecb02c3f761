"""Word -> stem: by table, else by Snowball Danish; then one spelling for aa/å, ae/æ and oe/ø."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

import snowballstemmer

from search.analysis.tables import exceptions, stops

_ENDING = re.compile("'(?:s|e|en|et|ens|ets|er|ere|erne|ers|ernes|ene|enes)?$")
"""What Danish hangs on an abbreviation behind an apostrophe: KL's, pc'en, pdf'erne."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


def stem(word: str) -> str:
    """The stem of a simple word in lower case, e.g. `skolernes` -> `skol`; never empty."""
    bare = _bare(word)
    return fold(_from_table(bare) or snowball(bare))


def is_by_table(word: str) -> bool:
    """Whether a table knows the stem; else it is Snowball's."""
    return _from_table(_bare(word)) is not None


def _bare(word: str) -> str:
    return _plain(_ENDING.sub("", word) or word) if "'" in word or "é" in word else word


def has_own_stem(word: str) -> bool:
    """Whether the tables know the word itself: such words are simple (`planlagt`)."""
    return _from_table(word) is not None


def _from_table(word: str) -> str | None:
    table = exceptions()
    return table.get(word) or table.get(word.removesuffix("s"))


def snowball(word: str) -> str:
    """The stem by Snowball's algorithm for Danish alone."""
    return _stemmer().stemWord(word)


def fold(word: str) -> str:
    """aa -> å, ae -> æ, oe -> ø, as Retskrivningsordbogen § 3 lets place names vary (Aabenraa, Åbenrå).

    The result is that of one pass from left to right: aa is the only pair that another may overlap, and it comes first.
    """
    return word.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")


def _plain(word: str) -> str:
    """é is e (idé, ide) unless that makes a stop word of it or of its stem (én, alléen)."""
    plain = word.replace("é", "e")
    return plain if stops().isdisjoint((plain, snowball(plain))) else word


@cache
def _stemmer() -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer("danish")
    if hasattr(stemmer, "maxCacheSize"):
        # PyStemmer's own cache is slower than no cache on large vocabularies; `search.analysis.chain` keeps its own
        stemmer.maxCacheSize = 0
    return stemmer
