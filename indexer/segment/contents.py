"""The list of contents in front of the items: where it stands, and which titles it gives."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from indexer.model import Line
from indexer.segment.labels import bare
from indexer.segment.marks import Mark

MAX_ENTRIES = 400
MIN_PREFIX = 12
FEW, NEAR = 3, 3
"""Entries of a list without a heading at least, and lines behind it in which its first title comes again."""
MAX_GROUP = 3
"""Lines between the list's heading and its first entry at most: body, day, ``Åben dagsorden``."""
MIN_LIST = 60
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
        "sagsoversigt",
        "sagsliste",
        "fortegnelse over punkterne",
        "følgende sager behandles",
    }
)
_IN_MID_LINE = 10
"""So long a heading is told from a word of the text where it stands in mid-line."""
MIN_DOTS = 4
"""Points that lead to a page, at least."""
MAX_LINES = 6
"""Lines of an entry and what may stand between two."""

_COUNT = re.compile(r"(?:punkt|pkt\.?|nr\.?|sag)?\s?(\d{1,4})\s?(?:[.:)]?\s|[.:)](?=[^\W\d]))", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:(?:lukket|åbent?)\s)?(?:punkt|pkt\.?|nr\.?|sag(?:\snr\.?)?)?\s?\d{1,4}(?:\.\d{1,2})?\s?[.:)]?\s?(?:\d{1,4}\.\s)?[-–]?\s?",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"^(?:(?i:(?:lukket|åbent?)(?:\s(?:punkt|sag))?\s?[:–-]\s?)|(?:Lukket|Åbent)\s(?=[A-ZÆØÅ]))")


@dataclass(frozen=True, slots=True)
class Contents:
    """Indices of the lines that belong to the list, and its titles in comparable form in the order of letters (one may
    be cut short)."""

    lines: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    run: str = ""

    def has(self, title: str) -> bool:
        """Whether the list gives this title, perhaps cut short."""
        name = title_key(title)
        at = bisect_left(self.titles, name)
        entry = self.titles[at] if at < len(self.titles) else ""
        if len(name) < MIN_PREFIX:
            return bool(name) and entry == name
        return entry.startswith(name) or _begins_with(name, self.titles)


@lru_cache(maxsize=10_000)
def title_key(text: str) -> str:
    """A title in comparable form: no number, no leaders, no Lukket mark, lower case, white space folded."""
    text = _without_leader(bare(text))
    for front in (_NUMBER, _CLOSED):
        found = front.match(text)
        text = text[found.end() :] if found else text
    return " ".join(text.casefold().split()).rstrip(". ")


def _without_leader(text: str) -> str:
    """An entry of a list without the signs that lead to its page, and the page."""
    if "." not in text and "…" not in text:
        return text
    told = text.rstrip().rstrip("0123456789")
    title = told.rstrip(". …")
    signs = told[len(title) :]
    leads = signs.count(".") >= MIN_DOTS or ("…" in signs and len(told) < len(text.rstrip()))
    return title if leads else text


def find_contents(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Contents:
    """The document's list of contents; an empty one where there is none."""
    stop = next(
        (at for at, mark in enumerate(marks) if mark and mark.section in ("decision", "recommendation")), len(lines)
    )
    texts = [line.text for line in lines]
    leaders = _run(
        [at for at, text in enumerate(texts[:stop]) if len(text) > MIN_PREFIX and _without_leader(text) != text]
    )
    listed = [at for at, text in enumerate(texts) if _leads_list(text)]
    if listed:
        return Contents(frozenset(listed), run=" ".join(" ".join(texts[at].casefold().split()) for at in listed))
    heading = next((at for at in range(stop) if is_heading(lines[at].text)), None)
    if len(leaders) > 1 and leaders[-1] + 1 < len(lines):
        return _block(lines, heading if heading is not None and heading < leaders[0] else leaders[0], leaders[-1] + 1)
    for first in _firsts(marks, heading):
        end = _repeat(lines, marks, first)
        if end is not None:
            return _block(lines, first, end)
    return _counted(lines, stop)


def _firsts(marks: Sequence[Mark | None], heading: int | None) -> Iterator[int]:
    """Where a list's first entry may stand: right below its heading, or below a few lines that nothing marks."""
    if heading is not None:
        yield heading + 1
        yield from takewhile(
            lambda at: not any(marks[heading + 1 : at + 1]), range(heading + 2, heading + 2 + MAX_GROUP)
        )


def _counted(lines: Sequence[Line], stop: int) -> Contents:
    """A list without a heading: numbers that count on, line by line, and then its first title again."""
    end = 0
    for first in range(stop):
        end = end if first < end else _counts_to(lines, first)
        if end - first >= FEW:
            name = title_key(lines[first].text)
            if any(title_key(line.text) == name for line in lines[end : end + NEAR]):
                return _block(lines, first, end)
    return Contents()


def _counts_to(lines: Sequence[Line], first: int) -> int:
    """The line behind those that count on from the first."""
    count = _COUNT.match(lines[first].text)
    start, end = int(count[1]) if count else 0, first
    while count and int(count[1]) == start + end - first:
        end += 1
        count = _COUNT.match(lines[end].text) if end < len(lines) else None
    return end


def _run(leaders: Sequence[int]) -> Sequence[int]:
    """The first of them that stand near each other: dotted lines for signatures are no entries."""
    far = (at for at in range(1, len(leaders)) if leaders[at] > leaders[at - 1] + MAX_LINES)
    return leaders[: next(far, len(leaders))]


def is_heading(text: str) -> bool:
    """Whether the line stands over a list of contents."""
    return bare(text).rstrip(": ").casefold() in _HEADINGS


def list_in(text: str) -> int | None:
    """Where a list of contents begins that is printed on one line, heading and all; None where none does."""
    if len(text) <= MIN_LIST:
        return None
    if _leads_list(text):
        return 0
    found = _inside().search(text) if any(map(text.__contains__, _long_forms())) else None
    return found and found.start()


def _leads_list(text: str) -> bool:
    """Whether a line begins with the heading of a list of contents that is printed on it."""
    return len(text) > MIN_LIST and bool(_at_start().match(text) or _inside().match(text))


@cache
def _forms() -> tuple[str, ...]:
    return tuple(form for word in _HEADINGS for form in (word.capitalize(), word.upper()))


@cache
def _long_forms() -> tuple[str, ...]:
    return tuple(form for form in _forms() if len(form) >= _IN_MID_LINE)


@cache
def _at_start() -> re.Pattern[str]:
    """A heading at the start of a line with a number behind it."""
    return re.compile(rf"(?:{'|'.join(_forms())}):?(?=\s(?:(?:Pkt\.?|Side|Tekst)\s){{0,3}}\d)")


@cache
def _inside() -> re.Pattern[str]:
    """A long heading anywhere."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(_long_forms())}):?(?=\s)")


def _repeat(lines: Sequence[Line], marks: Sequence[Mark | None], first: int) -> int | None:
    """The line where the first entry's title stands again, if nothing but entries lies between."""
    if first >= len(lines) or ((mark := marks[first]) and mark.treatment):
        return None
    name = title_key(lines[first].text)
    for at in range(first + 1, min(first + MAX_ENTRIES, len(lines))):
        mark = marks[at]
        if mark and mark.section in ("decision", "recommendation", "summary"):
            return None
        if name and title_key(lines[at].text) == name:
            return at if at > first + 1 else None
    return None


def _block(lines: Sequence[Line], first: int, end: int) -> Contents:
    """The lines from the heading, or without one from the first entry, up to line ``end``."""
    names = {title_key(lines[at].text) for at in range(first, end) if not is_heading(lines[at].text)}
    return Contents(frozenset(range(first, end)), tuple(sorted(filter(None, names))))


def _begins_with(name: str, titles: Sequence[str]) -> bool:
    """Whether one of the titles, if it is long enough, begins the name."""
    while len(name) >= MIN_PREFIX:
        at = bisect_right(titles, name)
        nearest = titles[at - 1] if at else ""
        if name.startswith(nearest):
            return len(nearest) >= MIN_PREFIX
        name = name[: next(at for at, (one, other) in enumerate(zip(name, nearest, strict=False)) if one != other)]
    return False
