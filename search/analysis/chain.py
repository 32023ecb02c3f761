"""Text -> the terms that are indexed, word -> the terms that are asked for."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from search.analysis.compounds import completed, stems_of
from search.analysis.stem import fold, stem
from search.analysis.tables import abbreviations, stops, table_bytes
from search.analysis.tokens import CHUNK, Token, tokens_of

ANALYSIS_VERSION = 1
"""Raised when the code changes what terms a text has."""

_REMEMBERED = 200_000
"""Chunks whose terms are kept; some 400 bytes each."""
_WHOLE = frozenset(("number", "date", "case", "paragraph", "party"))
"""Kinds of token that have no stem and no parts but themselves."""


class Terms(NamedTuple):
    """The terms of a text in each form, in the order of the text, joined by one space."""

    exact: str
    stem: str
    parts: str


class WordForms(NamedTuple):
    """The terms of one query word, the very ones that `terms` finds in it.

    `stem` is "" when nothing is left (`stop`), or when the word holds several tokens (`2021-2024`): then only `exact`,
    as a phrase, says what was meant. `parts` holds the stem itself when the word is no compound.
    """

    exact: tuple[str, ...]
    stem: str
    parts: tuple[str, ...]
    stop: bool


class Reading(NamedTuple):
    """A token with its terms; `stem` is "" and `parts` empty when only the exact form holds it."""

    token: Token
    stem: str
    parts: tuple[str, ...]


def terms(text: str) -> Terms:
    """The terms of a text, for the index."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    chunks = CHUNK.findall(text)
    if not chunks:
        return Terms("", "", "")
    exact, stems, parts = zip(*map(_MEMORY.__getitem__, chunks), strict=True)
    return Terms(" ".join(exact), " ".join(filter(None, stems)), " ".join(filter(None, parts)))


def analyse_word(word: str) -> WordForms:
    """The terms of one word of a query."""
    word = unicodedata.normalize("NFC", word)
    readings = [reading for chunk in CHUNK.findall(word) for reading in readings_of(chunk)]
    stems = [reading.stem for reading in readings if reading.stem]
    return WordForms(
        exact=tuple(reading.token.text for reading in readings),
        stem=stems[0] if len(stems) == 1 else "",
        parts=tuple(part for reading in readings for part in reading.parts),
        stop=bool(readings) and not stems,
    )


def fingerprint() -> str:
    """16 hex digits that change when texts may get other terms: by the version, a table, the lexicon or Snowball."""
    digest = sha256(str(ANALYSIS_VERSION).encode())
    digest.update(table_bytes())
    digest.update(" ".join(map(stem, sorted(stops()) + _SAMPLE.split())).encode())
    return digest.hexdigest()[:16]


_SAMPLE = "kl's pc'en godkendelserne udvalgenes beskæftigelse lokalplaner indstillingerne virksomhed hal9000"
"""Words whose stems differ between releases of Snowball, or might."""


class _Memory(dict[str, Terms]):
    """The terms of every chunk seen, emptied when it grows too large."""

    def __missing__(self, chunk: str) -> Terms:
        if len(self) >= _REMEMBERED:
            self.clear()
        readings = _read(chunk)
        found = Terms(
            " ".join(reading.token.text for reading in readings),
            " ".join(reading.stem for reading in readings if reading.stem),
            " ".join(part for reading in readings for part in reading.parts),
        )
        self[chunk] = found
        return found


_MEMORY = _Memory()


def _read(chunk: str) -> tuple[Reading, ...]:
    tokens = tokens_of(chunk)
    return tuple(_reading(token, chunk, tokens[-1]) for token in tokens)


readings_of = lru_cache(maxsize=20_000)(_read)
"""The tokens of one chunk (a match of CHUNK) with their terms; offsets count from its start."""


def _reading(token: Token, chunk: str, last: Token) -> Reading:
    """The terms of a token; `last` is the last token of its chunk, which completes a suspended one."""
    word = token.text
    if token.kind in _WHOLE and len(word) > 1:
        return Reading(token, word, (word,))
    if _is_left_out(word, shouted=chunk[token.start : token.end].isupper()):
        return Reading(token, "", ())
    if token.kind == "suspended":
        word = completed(word, last.text)
    return Reading(token, *stems_of(word))


def _is_left_out(word: str, shouted: bool) -> bool:
    """One letter or digit, an abbreviation, or a stop word not in capitals (MED is a committee, `med` means with)."""
    if len(word) < 2 or word in abbreviations():
        return True
    return not shouted and (word in stops() or fold(word) in stops())
