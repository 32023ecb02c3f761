"""A decision's text as plain sentences: quotations blanked, lines joined, abbreviations left whole."""

from __future__ import annotations

import re
import unicodedata

from indexer.tables import toml

_QUOTE = re.compile(r"[„”“»«\"]")
_QUOTED = re.compile(r"[„”“][^„”“]{0,3000}[”“]|»[^»«]{0,3000}«|«[^»«]{0,3000}»|\"[^\"]{0,3000}\"")
_UNCLOSED = re.compile(r"(?:(?<=\s)|(?<=:))[„”“»\"](?=\w)[^„”“»«\"]{0,4000}$")
_BULLET = re.compile(r"^[ \t]{0,20}[•·×ü▪◦*–-][ \t]{1,9}|[ \t]{1,9}[•▪◦][ \t]{1,9}", re.MULTILINE)
_SIGN = re.compile(r"[•·×ü▪◦*–-][ \t]")
"""What every bullet has in it: most texts have none."""
_ABBREVIATIONS = toml("wordings.toml")["abbreviations"]
_LEADING, _CLOSING = frozenset(_ABBREVIATIONS["leading"]), frozenset(_ABBREVIATIONS["closing"])

_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÆØÅ]\.$")
_PARTY_LETTER = re.compile(
    r"(?:\b[A-ZÆØÅ],? (?:og|samt|&) (?:\d{1,3} )?"
    r"|\b(?:(?i:stemte|imod|for|undlod|liste|partiet|af)|[A-ZÆØÅ],):? )[A-ZÆØÅ]\.$"
)
"""A capital with a full stop is a person's initial, unless it stands at the end of a list of parties or of voters."""

_STOP = re.compile(r"[.!?;]\s{1,9}(?=[A-ZÆØÅ•(\"\d])|[.!?;]$|\n")
_ASKS = re.compile(r"(?:\bstem(?:te|mer|me)|\bi?mod|\bfor|\bundlod)\s?:$|\bat \w{3,14}e$", re.IGNORECASE)
"""Who voted so, or what is to be followed or granted, may stand on the next line."""
_SHORT_LINE = 50
"""A line shorter than this (characters) is not wrapped; the next one begins a new sentence if it begins like one."""


def plain(text: str) -> str:
    """The text in NFC without quotations and markup; line breaks stay."""
    bare = unicodedata.normalize("NFC", text).replace("**", "").replace("\\_", "_").replace("\u00ad", "")
    bare = _UNCLOSED.sub(" ", _QUOTED.sub(" ", bare)) if _QUOTE.search(bare) else bare
    return _BULLET.sub("\n", bare) if _SIGN.search(bare) else bare


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text, each on one line; short lines are sentences of their own."""
    joined, found, start = _unwrapped(text), [], 0
    for stop in _STOP.finditer(joined):
        if joined[stop.start()] == "." and _is_abbreviation(joined, max(start, stop.start() - 12), stop):
            continue
        found.append(joined[start : stop.end()])
        start = stop.end()
    found.append(joined[start:])
    return tuple(folded for sentence in found if (folded := " ".join(sentence.split()).strip(" .;")))


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    before, after = text[start : stop.start() + 1], text[stop.start() + 1 : stop.end() + 1]
    if _INITIAL.search(before):
        return "\n" not in stop[0] and not _PARTY_LETTER.search(before)
    word = before.rsplit(None, 1)[-1].lstrip("(").removesuffix(".").lower()
    return word in _LEADING or (word in _CLOSING and after.strip()[:1].isdigit())


def _unwrapped(text: str) -> str:
    """Lines joined where a sentence runs on into the next line."""
    out: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if out and line and out[-1] and not _breaks(out[-1], line):
            out[-1] += " " + line
        else:
            out.append(line)
    return "\n".join(out)


def _breaks(before: str, line: str) -> bool:
    if _ASKS.search(before):
        return False
    begins = line[0].isupper() or line[0].isdigit() or not line[0].isalnum()
    return begins and (len(before.rsplit("\n", 1)[-1]) < _SHORT_LINE or before[-1] in ".:;!?")
