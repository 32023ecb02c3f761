"""Text -> its tokens with their terms, and what gave them these: for people who wonder what finds what."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from search.analysis.chain import Reading, left_out, readings_of
from search.analysis.compounds import completed, pieces, prices, split
from search.analysis.stem import is_by_table, stem
from search.analysis.tokens import CHUNK, Kind, Token

Reason = Literal["whole", "short", "abbreviation", "stop", "completed", "table", "snowball"]

KINDS: dict[Kind, str] = {
    "word": "ord",
    "suspended": "ord med bindestreg",
    "abbreviation": "forkortelse",
    "number": "tal",
    "date": "dato",
    "case": "sagsnummer",
    "paragraph": "paragraf",
    "party": "parti",
}
REASONS: dict[Reason, str] = {
    "whole": "søges kun, som det står",
    "short": "kun ét tegn",
    "abbreviation": "forkortelse uden egen betydning",
    "stop": "stopord",
    "completed": "udfyldt efter ordet bagved",
    "table": "tabel",
    "snowball": "Snowball",
}
"""How kinds and reasons are called in Danish."""


class Ground(NamedTuple):
    """One step towards the terms: by `reason`, `of` gives `gives`. Of the parts of a compound that the lexicon cuts,
    `price` is what each costs, 0 elsewhere."""

    reason: Reason
    of: str
    gives: str
    price: float = 0


class Account(NamedTuple):
    """A token's terms with what gave them; the offsets of the token count in the text as given, composed (NFC).
    `synonyms`: what else it is found by, in words, where somebody (`search.meaning.synonyms`) adds that."""

    reading: Reading
    surface: str
    grounds: tuple[Ground, ...]
    synonyms: str = ""

    def to_dict(self) -> dict[str, Any]:
        token = self.reading.token
        terms = {"stem": self.reading.stem, "parts": self.reading.parts}
        why = [one._asdict() for one in self.grounds]
        return {"surface": self.surface, **token._asdict(), **terms, "why": why, "synonyms": self.synonyms}


def as_text(found: Iterable[Account]) -> Iterator[str]:
    """One line a token: what stands there, its kind, stem, parts, and why."""
    rows = [_row(account) for account in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, why in rows:
        yield "  ".join((*map(str.ljust, cells, widths), why))


def as_jsonl(found: Iterable[Account]) -> Iterator[str]:
    """One token a line."""
    return (json.dumps(account.to_dict(), ensure_ascii=False) for account in found)


def accounts(text: str) -> Iterator[Account]:
    """Every token of a text, in order, with its terms and their grounds."""
    text = unicodedata.normalize("NFC", text)
    for chunk in CHUNK.finditer(text):
        readings = readings_of(chunk[0])
        for reading in readings:
            token = reading.token
            found = _grounds(reading, chunk[0][token.start : token.end], readings[-1].token)
            place = token._replace(start=token.start + chunk.start(), end=token.end + chunk.start())
            yield Account(reading._replace(token=place), text[place.start : place.end], tuple(found))


def _grounds(reading: Reading, surface: str, last: Token) -> Iterator[Ground]:
    word = reading.token.text
    if reading.stem == word and reading.token.kind not in ("word", "suspended"):
        yield Ground("whole", word, word)
        return
    if reason := left_out(word, surface):
        yield Ground(reason, word, "")
        return
    if reading.token.kind == "suspended" and (whole := completed(word, last.text)) != word:
        yield Ground("completed", word, whole)
        word = whole
    for piece in pieces(word):
        parts = split(piece)
        for part, price in zip(parts, prices(parts) if len(parts) > 1 else [0.0], strict=True):
            yield Ground("table" if is_by_table(part) else "snowball", part, stem(part), price)


def _row(account: Account) -> tuple[str, ...]:
    token, stem, parts = account.reading
    why = "; ".join(filter(None, (*map(_told, account.grounds), account.synonyms)))
    return account.surface, KINDS[token.kind], stem or "-", " + ".join(parts) or "-", why


def _told(ground: Ground) -> str:
    reason, of, gives, price = ground
    if reason not in ("completed", "table", "snowball"):
        return REASONS[reason]
    step = f"{of} → {gives}" if gives != of else of
    return f"{step}: {REASONS[reason]}" + (f", pris {price:g}" if price else "")
