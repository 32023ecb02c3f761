"""Text -> tokens with offsets, in two steps: chunks (what must be read together), then the tokens of a chunk.

A chunk is a plain word nearly always, so the second step can be remembered per chunk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Literal, NamedTuple, cast

from search.analysis.tables import abbreviations

Kind = Literal["word", "suspended", "abbreviation", "number", "date", "case", "paragraph", "party"]


class Token(NamedTuple):
    """`text`: as indexed, lower case, without white space. `start`, `end`: offsets in the text given.

    suspended: the `børne-` of `børne- og ungepolitik`. paragraph: `§17`, and `§17stk4` over the same words. date: ISO.
    """

    text: str
    start: int
    end: int
    kind: Kind


_W = r"[^\W_]"
_GLUE = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Signs that are not seen: soft hyphen, zero-width space and joiners, word joiner, byte order mark."""
_HYPHEN = r"\-\u2010\u2011"
_INNER = rf"{_HYPHEN}{_GLUE}'’"
_RUN = rf"{_W}{{1,80}}+"
_CLUMP = rf"{_RUN}(?:[{_INNER}./,]{{1,2}}{_RUN}){{0,20}}"
_AND = r"(?:,?\s{1,3}(?:og|eller|samt|til|og/eller|&)\s{1,3}|/)"
_SUSPENDED = rf"{_RUN}[{_HYPHEN}](?:,\s{{1,3}}{_RUN}[{_HYPHEN}]){{0,4}}{_AND}{_CLUMP}"
_PARAGRAPH = r"§{1,2}\s{0,2}\d{1,4}(?:\s?[a-hj-z]\b)?(?:(?:,\s{0,3}|\s{1,3})stk\.?\s{0,3}\d{1,3})?"
_PARTY = r"\((?:[A-ZÆØÅ](?:,\s?|/|\s(?:og|samt)\s)){0,12}[A-ZÆØÅ]\)"

CHUNK = re.compile(rf"{_W}{{1,80}}+(?![{_INNER}]|[./,]{_W})|{_SUSPENDED}|{_CLUMP}|{_PARAGRAPH}|{_PARTY}")
"""First a word with nothing special behind it: it is tried first because nearly all are."""

PIECE = re.compile(rf"[^\s§({_HYPHEN}]{{1,80}}+(?: |(?!\S))|{CHUNK.pattern}")
"""A part of a text that holds whole chunks, or none: nearly always a run of signs with the space behind it, which is
found in half the time that a chunk takes. Only chunks with §, ( or a hyphen hold white space, so none reaches out of a
run without these."""
_REACHING = re.compile(rf"[§({_HYPHEN}]")
_REACH = 100
"""A piece that holds white space holds one of these signs, and so many signs on at most no more of it."""
_ACROSS = re.compile(rf"[§({_HYPHEN}](?:(?<=§)|(?<={_W}[{_HYPHEN}])(?=[,\s])|(?<=\()(?=[A-ZÆØÅ](?:[,/]|\s)))")
"""Such a sign where it may begin or lie in a chunk that holds white space; few do."""


def tokenize(text: str) -> list[Token]:
    """The tokens of a text (NFC) in order."""
    return [
        token._replace(start=token.start + chunk.start(), end=token.end + chunk.start())
        for chunk in CHUNK.finditer(text)
        for token in tokens_of(chunk[0])
    ]


def pieces_of(text: str) -> list[str]:
    """The text in runs without white space, but where a chunk holds some; their chunks are those of the text. This is
    what to use where no offsets are needed: it takes half the time of PIECE."""
    found: list[str] = []
    done = 0
    for sign in _ACROSS.finditer(text):
        if sign.start() < done:
            continue
        start = max(done, text.rfind(" ", done, sign.start()) + 1)
        found += text[done:start].split()
        for piece in PIECE.finditer(text, start):
            found.append(piece[0].rstrip())
            done = piece.end()
            if done > sign.start():
                break
        else:
            # no chunk ends behind this sign
            return found
    return found + text[done:].split()


def pieces_at(text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """The pieces in which places lie, which are given in order; each piece once, none for a place between pieces."""
    done = 0
    for place in places:
        if place < done:
            continue
        for piece in PIECE.finditer(text, _start_before(text, place, done)):
            done = piece.end() if piece.start() <= place else piece.start()
            if done > place:
                break
        else:
            return
        if piece.start() <= place:
            yield piece


def _start_before(text: str, place: int, since: int) -> int:
    """From where the text may be cut to get the piece at a place; `since` is such a one."""
    start = place
    while start > since:
        start = max(since, text.rfind(" ", since, start) + 1)
        reaching = _REACHING.search(text, max(since, start - _REACH), start)
        if not reaching:
            break
        start = reaching.start()
    return start


def tokens_of(chunk: str) -> list[Token]:
    """The tokens of one chunk; offsets count from the chunk's start."""
    if chunk.isalpha():
        # nearly all are, and only words can be; the grammar would take five times as long
        return [Token(_compatible(chunk.lower()), 0, len(chunk), "word")]
    if chunk.startswith("§"):
        return _paragraph(chunk)
    if chunk.startswith("("):
        return [Token(f"({hit[0].lower()})", *hit.span(), "party") for hit in re.finditer("[A-ZÆØÅ]", chunk)]
    return [_token(hit) for hit in _grammar().finditer(chunk)]


def _paragraph(chunk: str) -> list[Token]:
    """`§ 17, stk. 4` -> §17 and §17stk4."""
    head, _, tail = chunk.lower().partition("stk")
    section = "§" + "".join(filter(str.isalnum, head))
    found = [Token(section, 0, len(head.rstrip(", ")), "paragraph")]
    if tail:
        found.append(Token(f"{section}stk{tail.lstrip('.').strip()}", 0, len(chunk), "paragraph"))
    return found


_END = rf"(?![{_HYPHEN}]?[^\W\d])"
"""A number ends where no letter follows, not even behind a hyphen: `5-meter` is a word."""

_PATTERNS: dict[Kind, str] = {
    "case": r"\d{2}\.\d{2}\.\d{2}(?:-[a-zæøå]\d{2}(?:-\d{1,6}){0,2})?|[a-zæøå]{1,6}-?\d{4}-\d{3,9}"
    r"|\d{1,5}-\d{4}-\d{1,9}|\d{2,4}[-/]\d{5,9}",
    "date": r"\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{1,2}/\d{1,2}-\d{4}",
    "number": rf"\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?:,\d{{1,4}})?{_END}|\d{{1,12}}(?:[,.]\d{{1,6}}){{0,4}}{_END}",
    "abbreviation": "",
    "suspended": rf"{_RUN}(?=[{_HYPHEN}](?:[,/]|\s))",
    "word": rf"{_RUN}(?:[{_INNER}]{{1,2}}{_RUN}){{0,20}}",
}
"""What may stand in a clump, tried in this order; abbreviations come from their table.

Case numbers: KLE (24.00.00-G01-4-20), letters-year-number (EMN-2025-003383), authority-year-number (326-2014-3605),
year-number or year/number (19/12345).
"""


@cache
def _grammar() -> re.Pattern[str]:
    dotted = "|".join(re.escape(word) for word in sorted(abbreviations(), key=len, reverse=True) if not word.isalpha())
    patterns = _PATTERNS | {"abbreviation": dotted}
    groups = (f"(?P<{kind}>(?:{pattern})(?!{_W}))" for kind, pattern in patterns.items())
    return re.compile("|".join(groups) + f"|{_RUN}", re.IGNORECASE)


_UNSEEN = re.compile(f"[{_GLUE}]")
_HYPHENS = re.compile(f"[{_HYPHEN}]")


def _token(hit: re.Match[str]) -> Token:
    kind = cast(Kind, hit.lastgroup or "word")
    return Token(_READERS.get(kind, _word)(hit[0].lower()), *hit.span(), kind)


def _word(text: str) -> str:
    """Without unseen signs, hyphens and apostrophes of one kind, `²` is 2, the genitive's `'s` is off."""
    return _compatible(_HYPHENS.sub("-", _UNSEEN.sub("", text)).replace("’", "'").removesuffix("'s"))


def _compatible(text: str) -> str:
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    # the compatibility form of a few signs holds white space, which no term may
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(text: str) -> str:
    """`2.055.000,00` -> 2055000: thousands without points, no empty decimals."""
    whole, _, decimals = text.partition(",")
    whole = whole.replace(".", "") if _THOUSANDS.fullmatch(whole) else whole
    return f"{whole},{decimals}" if decimals.strip("0") else whole


_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){1,4}")


def _date(text: str) -> str:
    """ISO form of a numeric date; the text itself where no such day exists."""
    first, second, third = map(int, re.findall(r"\d{1,4}", text))
    year, month, day = (first, second, third) if text[:4].isdigit() else (third, second, first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


_READERS: dict[Kind, Callable[[str], str]] = {"case": str, "date": _date, "number": _number}
