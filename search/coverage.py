"""Which meetings an index holds, which it could not read, and which seem to be missing: what an empty answer is
worth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis.chain import analyse_word
from search.quantity import counted
from search.query import ast
from search.store.reader import StoreReader
from search.store.source import UNREACHABLE, Source

Month = tuple[int, int]
"""Year and month."""
Asked = Sequence[tuple[str, ...]]
"""The bodies that hits must be of: for each condition the slugs of which a body's name must hold one."""

USUAL = 0.75
"""A body that met in so large a share of other years' Augusts usually meets in August."""
_LEAST_YEARS = 2
"""Other years needed to tell what is usual for a month of the year; with fewer, all months but July tell."""
_HOLIDAY = 7

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)")
_DANISH_DATE = re.compile(r"(?<!\d)([0-3]\d)[-_. ]([01]\d)[-_. ]((?:19|20)\d\d)(?!\d)")
_VARIANTS = (("aa", "a"), ("å", "a"), ("oe", "o"), ("ø", "o"), ("ae", "a"), ("æ", "a"))
_SEPARATORS = re.compile(r"[^0-9a-z]+")


class Body(NamedTuple):
    """Whose meeting it was; `""` for what is not known."""

    municipality: str
    name: str


class Missed(NamedTuple):
    """A source that gives no items though it holds minutes, with what its path says: body and ISO date, or `""`."""

    path: str
    reason: str
    body: Body
    date: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The meetings of each body by month, the dates of those that could not be read, and the months without a meeting
    in which the body usually meets."""

    body: Body
    meetings: Counter[Month]
    missed: Counter[Month]
    gaps: tuple[Month, ...]


def coverage(store: StoreReader, asked: Asked = ()) -> list[Coverage]:
    """What the index covers, body by body in the order of their names; bodies without a name are left out, and those
    that are not asked for (none: all are)."""
    met: dict[Body, Counter[Month]] = {}
    for (municipality, name), dates in store.meetings().items():
        body = Body(municipality, name)
        if name and _is_asked(body, asked) and any(dates):
            met[body] = Counter(month_of(date) for date in dates if date)
    lost: dict[Body, Counter[Month]] = {}
    for one in missed(store.unread(), met):
        if one.body.name and one.date and one.reason != UNREACHABLE:
            lost.setdefault(one.body, Counter())[month_of(one.date)] += 1
    return [
        Coverage(body, months, lost.get(body, Counter()), tuple(gaps(months, lost.get(body, ()))))
        for body, months in sorted(met.items())
    ]


def gaps(met: Collection[Month], missed: Collection[Month] = ()) -> Iterator[Month]:
    """The months between a body's first and last meeting that have none, read or missed, though it usually meets then:
    in that month of most other years, or, where there are too few of them, in most months of its time."""
    if not met:
        return
    span = list(_months(min(met), max(met)))
    working = [month for month in span if month[1] != _HOLIDAY]
    often = sum(month in met for month in working) >= USUAL * max(len(working), 1)
    for year, month in span:
        if (year, month) in met or (year, month) in missed:
            continue
        others = [(other, number) in met for other, number in span if number == month and other != year]
        enough = len(others) >= _LEAST_YEARS
        if sum(others) >= USUAL * len(others) if enough else often and month != _HOLIDAY:
            yield year, month


def missed(sources: Iterable[Source], bodies: Collection[Body]) -> list[Missed]:
    """What may be known of sources that could not be read: body and date are looked for in the path, the body among
    those that the index knows."""
    slugs = sorted(((_slug(body.name), body) for body in bodies), key=lambda pair: -len(pair[0]))
    return [_missed(source, slugs) for source in sources]


def notes(query: ast.Query, store: StoreReader, total: int) -> Iterator[str]:
    """What the index may lack of the range of a query, for under its hits. A query without dates is told of unread
    files only when it found nothing, one without bodies nothing of gaps."""
    low, high = _range(query)
    asked = tuple(_asked_bodies(query))
    if low or high or not total:
        yield from _unread(store, low, high, asked)
    if asked and (low or high):
        yield from _gaps(store, low, high, asked)


def _unread(store: StoreReader, low: str, high: str, asked: Asked) -> Iterator[str]:
    sources = store.unread()
    if not sources:
        return
    found = missed(sources, {Body(municipality, name) for municipality, name in store.meetings() if name})
    if places := sum(one.reason == UNREACHABLE for one in found):
        what = counted(places, "place")
        yield f"{what} could not be looked into and may hold what belongs here (`referat status` lists them)"
    files = (one for one in found if one.reason != UNREACHABLE)
    inside = [one for one in files if _is_within(one.date, low, high) and _is_asked(one.body, asked)]
    where = " in this range" if low or high else ""
    for name, count in sorted(Counter(one.body.name for one in inside if one.body.name and one.date).items()):
        yield f"{counted(count, 'meeting')} of {name}{where} could not be read (`referat status` lists them)"
    if count := sum(not (one.body.name and one.date) for one in inside):
        what = f"{counted(count, 'file')} of unknown body or date could not be read"
        yield f"{what} and may belong here (`referat status` lists them)"


def _gaps(store: StoreReader, low: str, high: str, asked: Asked) -> Iterator[str]:
    first = month_of(low) if low else (0, 1)
    last = month_of(high) if high else (9999, 12)
    for one in coverage(store, asked):
        if count := sum(first <= month <= last for month in one.gaps):
            what = f"no meeting of {one.body.name} in {counted(count, 'month')} of this range in which it usually meets"
            yield f"{what} (`referat status --coverage` shows them)"


def month_of(date: str) -> Month:
    """Year and month of an ISO date."""
    return int(date[:4]), int(date[5:7])


def _months(first: Month, last: Month) -> Iterator[Month]:
    return ((number // 12, number % 12 + 1) for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]))


def _missed(source: Source, slugs: Sequence[tuple[str, Body]]) -> Missed:
    path = _slug(source.path)
    found = [body for slug, body in slugs if slug in path]
    here = [body for body in found if body.municipality and _slug(body.municipality) in path]
    return Missed(source.path, source.reason, (here or found or [Body("", "")])[0], _date_in(source.path))


def _date_in(path: str) -> str:
    """The last date in a path, which is the file's rather than its folder's."""
    found = [*_DATE.findall(path), *((year, month, day) for day, month, year in _DANISH_DATE.findall(path))]
    return "-".join(found[-1]) if found else ""


def _slug(text: str) -> str:
    """Words of a name or path as paths write them: Økonomiudvalget, oekonomiudvalget and okonomiudvalget are one."""
    text = text.casefold()
    for letters, plain in _VARIANTS:
        text = text.replace(letters, plain)
    return _SEPARATORS.sub("-", text).strip("-")


def _conditions(query: ast.Query) -> tuple[ast.Query, ...]:
    return query.nodes if isinstance(query, ast.And) else (query,)


def _range(query: ast.Query) -> tuple[str, str]:
    """The range of dates that all hits lie in; `""` = open."""
    dates = [node for node in _conditions(query) if isinstance(node, ast.Dates)]
    return max((node.low or "" for node in dates), default=""), min(
        (node.high for node in dates if node.high), default=""
    )


def _asked_bodies(query: ast.Query) -> Iterator[tuple[str, ...]]:
    for node in _conditions(query):
        choices = node.nodes if isinstance(node, ast.Or) else (node,)
        names = tuple(_slug(_sought(leaf)) for choice in choices if (leaf := _body_named(choice)))
        if len(names) == len(choices):
            yield names


def _body_named(choice: ast.Query) -> ast.Word | ast.Phrase | ast.Prefix | None:
    """What a condition says of the body's name; of a wildcard nothing is known."""
    match choice:
        case ast.In("body", ast.Word() | ast.Phrase() | ast.Prefix() as leaf):
            return leaf
    return None


def _sought(leaf: ast.Word | ast.Phrase | ast.Prefix) -> str:
    return analyse_word(leaf.text).stem or leaf.text if isinstance(leaf, ast.Word) else leaf.text


def _is_asked(body: Body, asked: Asked) -> bool:
    """Whether a meeting of the body may be meant; one of an unknown body may."""
    name = _slug(body.name)
    return not name or all(any(slug in name for slug in slugs) for slugs in asked)


def _is_within(date: str, low: str, high: str) -> bool:
    return not date or (low <= date and (not high or date <= high))
