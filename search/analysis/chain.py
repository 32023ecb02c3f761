"""Text -> the terms that are indexed, word -> the terms that are asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Literal, NamedTuple

from search.analysis.compounds import completed, stems_of
from search.analysis.stem import fold, stem
from search.analysis.tables import abbreviations, stops, table_bytes
from search.analysis.tokens import CHUNK, Token, pieces_of, tokens_of

ANALYSIS_VERSION = 4
"""Raised when the code changes what terms a text has."""

_REMEMBERED = 400_000
"""Pieces of text whose terms are kept; some 180 bytes each."""
_LONGEST = 100
"""Characters of a piece that is kept."""
_WHOLE = frozenset(("number", "date", "case", "paragraph", "party"))
"""Kinds of token that have no stem and no parts but themselves."""


class Terms(NamedTuple):
    """The terms of a text in each form, in the order of the text, joined by one space."""

    exact: str
    stem: str
    parts: str


Spaced = tuple[str, str, str]
"""The terms of a piece of text in the forms of `Terms`, with a space behind each. A plain tuple is read faster than a
record, and the garbage collector leaves it alone."""


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
    exact, stems, parts = _in_a_row(list(map(_MEMORY.__getitem__, pieces_of(text))))
    return Terms(exact[:-1], stems[:-1], parts[:-1])


@lru_cache(maxsize=256)
def analyse_word(word: str) -> WordForms:
    """The terms of one word of a query. Remembered, for one query asks some eight times for each of its words."""
    word = unicodedata.normalize("NFC", word)
    readings = [reading for chunk in CHUNK.findall(word) for reading in readings_of(chunk)]
    stems = [reading.stem for reading in readings if reading.stem]
    return WordForms(
        exact=tuple(reading.token.text for reading in readings),
        stem=stems[0] if len(stems) == 1 else "",
        parts=tuple(part for reading in readings for part in reading.parts),
        stop=bool(readings) and not stems,
    )


@cache
def fingerprint() -> str:
    """16 hex digits that change when texts may get other terms: by the version, a table, the lexicon or Snowball."""
    digest = sha256(str(ANALYSIS_VERSION).encode())
    digest.update(table_bytes())
    digest.update(" ".join(map(stem, sorted(stops()) + _SAMPLE.split())).encode())
    return digest.hexdigest()[:16]


_SAMPLE = "kl's pc'en godkendelserne udvalgenes beskæftigelse lokalplaner indstillingerne virksomhed hal9000"
"""Words whose stems differ between releases of Snowball, or might."""


class _Memory(dict[str, Spaced]):
    """The terms of every piece seen; emptied when it grows too large."""

    def __missing__(self, piece: str) -> Spaced:
        chunks = CHUNK.findall(piece)
        if chunks == [piece]:
            found = _spaced(_read(piece))
        else:
            known = [self[chunk] for chunk in chunks]
            # `word `, `word,` and `word` share one record
            found = known[0] if len(known) == 1 else _in_a_row(known)
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(piece) <= _LONGEST:
            self[piece] = found
        return found


_MEMORY = _Memory()


_EXACT, _STEM, _PARTS = map(itemgetter, range(3))


def _in_a_row(found: Sequence[Spaced]) -> Spaced:
    # zip would make an iterator for each, and the garbage collector, called for so many, take 5 % of a build
    return "".join(map(_EXACT, found)), "".join(map(_STEM, found)), "".join(map(_PARTS, found))


def _spaced(readings: Iterable[Reading]) -> Spaced:
    """Strings with a space behind each term are joined without asking which of them are empty."""
    exact = "".join([f"{reading.token.text} " for reading in readings])
    stems = "".join([f"{reading.stem} " for reading in readings if reading.stem])
    parts = "".join([f"{part} " for reading in readings for part in reading.parts])
    # of a simple word the last two are one string, kept once
    return exact, stems, stems if parts == stems else parts


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
    if left_out(word, chunk[token.start : token.end]):
        return Reading(token, "", ())
    if token.kind == "suspended":
        word = completed(word, last.text)
    return Reading(token, *stems_of(word))


def left_out(word: str, surface: str) -> Literal["", "short", "abbreviation", "stop"]:
    """Why stem and parts leave a word out: one letter or digit, an abbreviation, or a stop word not in capitals (MED is
    a committee, `med` means with)."""
    if len(word) < 2:
        return "short"
    if word in abbreviations():
        return "abbreviation"
    return "stop" if (word in stops() or fold(word) in stops()) and not surface.isupper() else ""
