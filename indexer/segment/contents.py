"""The list of contents in front of the items: where it stands, and which titles it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.model import Line
from indexer.segment.labels import bare
from indexer.segment.marks import Mark

MAX_ENTRIES = 400
MIN_PREFIX = 12
_HEADINGS = frozenset(
    {
        "indholdsfortegnelse",
        "indhold",
        "punkter",
        "punktliste",
        "dagsorden",
        "dagsordenspunkter",
        "oversigt",
        "emneliste",
    }
)
_LEADER = re.compile(r"(?:\.\s?){4,400}\s?\d{0,4}\s?$|…{1,200}\s?\d{1,4}\s?$")
_NUMBER = re.compile(
    r"^(?:(?:lukket|åbent?)\s)?(?:punkt|pkt\.?|nr\.?|sag(?:\snr\.?)?)?\s?\d{1,4}(?:\.\d{1,2})?\s?[.:)]?\s?(?:\d{1,4}\.\s)?[-–]?\s?",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"^(?:lukket|åbent?)(?:\s(?:punkt|sag))?\s?[:–-]\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contents:
    """Indices of the lines that belong to the list, and its titles in comparable form (a title may be cut short)."""

    lines: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()

    def has(self, title: str) -> bool:
        """Whether the list gives this title, perhaps cut short."""
        name = title_key(title)
        return bool(name) and any(_same(name, entry) for entry in self.titles)


@lru_cache(maxsize=10_000)
def title_key(text: str) -> str:
    """A title in comparable form: no number, no leaders, no Lukket mark, lower case, white space folded."""
    text = bare(text)
    text = _LEADER.sub("", text) if _may_lead(text) else text
    for front in (_NUMBER, _CLOSED):
        found = front.match(text)
        text = text[found.end() :] if found else text
    return " ".join(text.casefold().split()).rstrip(". ")


def _may_lead(text: str) -> bool:
    """Whether there are signs in the text that leaders are made of."""
    return "...." in text.replace(" ", "") or "…" in text


def find_contents(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Contents:
    """The document's list of contents; an empty one where there is none."""
    stop = next(
        (at for at, mark in enumerate(marks) if mark and mark.section in ("decision", "recommendation")), len(lines)
    )
    texts = [line.text for line in lines]
    leaders = [
        at for at, text in enumerate(texts) if len(text) > MIN_PREFIX and _may_lead(text) and _LEADER.search(text)
    ]
    heading = next((at for at in range(stop) if is_heading(lines[at].text)), None)
    if len(leaders) > 1:
        first = heading + 1 if heading is not None and heading < leaders[0] else leaders[0]
        return _block(lines, first - 1, leaders[-1] + 1)
    end = None if heading is None else _repeat(lines, marks, heading + 1)
    return Contents() if heading is None or end is None else _block(lines, heading, end)


def is_heading(text: str) -> bool:
    """Whether the line stands over a list of contents."""
    return bare(text).rstrip(": ").casefold() in _HEADINGS


def _repeat(lines: Sequence[Line], marks: Sequence[Mark | None], first: int) -> int | None:
    """The line where the first entry's title stands again, if nothing but entries lies between."""
    if first >= len(lines):
        return None
    name = title_key(lines[first].text)
    for at in range(first + 1, min(first + MAX_ENTRIES, len(lines))):
        mark = marks[at]
        if mark and mark.section in ("decision", "recommendation"):
            return None
        if name and title_key(lines[at].text) == name:
            return at if at > first + 1 else None
    return None


def _block(lines: Sequence[Line], heading: int, end: int) -> Contents:
    entries = [at for at in range(heading + 1, end) if at >= 0]
    names = (title_key(lines[at].text) for at in entries)
    return Contents(frozenset({heading, *entries}), tuple(filter(None, names)))


def _same(name: str, entry: str) -> bool:
    if name.startswith(entry) or entry.startswith(name):
        return name == entry or min(len(name), len(entry)) >= MIN_PREFIX
    return False
