"""Text -> its sentences, as readers of minutes see them; a line that is no running text is one of its own."""

from __future__ import annotations

import re

from search.analysis.tables import abbreviations

Span = tuple[int, int]

_STOP = re.compile(r"[.!?\n](?:(?<=\n)\s{0,20}|(?<!\n)[.!?]{0,2}[\"”»’)\]]{0,2}\s{1,20})(?=[^\sa-zæøåé])")
"""Begun with one set of signs, it is looked for several times faster."""
_LAST_WORD = re.compile(r"[^\s(\"”»:;,]{1,20}$")
_LIST_NUMBER = re.compile(r"(?:^|\n|[,;:]|\bat|\bden)\s{0,5}\(?\d{1,2}$")
"""The number of a point in a list, or of a day: `indstiller, at 1. sagen`."""
_INITIAL = re.compile(r"(?:^|[\s.(])[A-ZÆØÅ]$")
_UNLISTED = frozenset((
    "adm", "afsn", "art", "d", "dir", "e", "fx", "gr", "hr", "fru", "kap", "kl", "litra", "maks", "max", "min",
    "nærv", "pkt", "st", "stk", "tidl", "tlf",
))  # fmt: skip
"""Abbreviations that are Danish words without the full stop, so that the table of the analysis does not hold them."""
_CLOSING = frozenset((
    "kr", "mio", "mia", "t.kr", "tkr", "dkk", "pct", "mv", "m.v", "osv", "o.s.v", "mm", "m.m", "mfl", "m.fl",
    "o.l", "o.lign", "l.a", "o.a", "mdr",
))  # fmt: skip
"""Those that may end a sentence: it has ended where no number follows."""


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of text[start:end] in order, without the white space around them. The first and the last are
    shorter than they are where the cut goes through them."""
    found: list[Span] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if not _runs_on(text, begin, stop):
            found.append((begin, stop.start() + len(stop[0].rstrip())))
            begin = stop.end()
    found.append((begin, end))
    return [stripped for span in found if (stripped := _stripped(text, span))[0] < stripped[1]]


def _runs_on(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is that of an abbreviation, a number in a list, or an initial, or
    whether a line ends with a colon."""
    if "\n" in stop[0]:
        return text[max(begin, stop.start() - 20) : stop.start()].rstrip().endswith(":")
    if stop[0][0] != ".":
        return False
    before = text[max(begin, stop.start() - 30) : stop.start()]
    word = _LAST_WORD.search(before)
    name = word[0].lower() if word else ""
    if name in _CLOSING:
        return text[stop.end()].isdigit()
    known = name in _UNLISTED or name in abbreviations()
    return known or bool(_INITIAL.search(before) or _LIST_NUMBER.search(before))


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
