"""Word -> stem: a table of exceptions, then Snowball Danish, then one spelling for aa/å, ae/æ and oe/ø."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

import snowballstemmer

from search.analysis.tables import exceptions

_OLD_SPELLING = re.compile("aa|ae|oe")
_NEW_SPELLING = {"aa": "å", "ae": "æ", "oe": "ø"}
_ENDING = re.compile("'(?:s|e|en|et|ens|ets|er|ere|erne|ers|ernes|ene|enes)?$")
"""What Danish hangs on an abbreviation behind an apostrophe (Retskrivningsordbogen § 6): KL's, pc'en, pdf'erne."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


def stem(word: str) -> str:
    """The stem of a word in lower case, e.g. `skolernes` -> `skol`; never empty."""
    bare = _ENDING.sub("", word) or word
    known = exceptions().get(bare)
    return known or fold(_snowball().stemWord(bare))


def fold(word: str) -> str:
    """aa -> å, ae -> æ, oe -> ø, as Retskrivningsordbogen § 3 lets place names vary (Aabenraa, Åbenrå)."""
    return _OLD_SPELLING.sub(lambda pair: _NEW_SPELLING[pair[0]], word)


@cache
def _snowball() -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer("danish")
    if hasattr(stemmer, "maxCacheSize"):
        # PyStemmer's own cache is slower than no cache on large vocabularies; `search.analysis.chain` keeps its own
        stemmer.maxCacheSize = 0
    return stemmer
