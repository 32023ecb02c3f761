"""How many items a query finds, by one or two facets, beside how many the index holds there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from search.coverage import notes
from search.engines.engine import Every, Node, Reader, Request
from search.errors import FacetRefused, QueryError
from search.explain import synonyms_used, words_meant
from search.facets import arranged, facets_of, in_order
from search.find import Index, Match, left_out
from search.meaning.synonyms import Synonyms
from search.query import ast
from search.query.printer import to_text
from search.questions import Question, Refused

Cells = Mapping[tuple[str, ...], int]
QUERY = "query"
"""Stands among facets for a list of queries."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of items: all, those of each row, of each column (where there are two facets), and of each cell: `(row,)`
    or `(row, column)`. Rows and columns stand in the order shown. An item of several values is in several of them."""

    total: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    cells: Cells


class Cell(NamedTuple):
    """How many items were found, and how many are indexed there: None where that was not asked for."""

    items: int
    indexed: int | None

    @property
    def per_1000(self) -> float:
        """Items found of a thousand that are indexed."""
        return 1000 * self.items / self.indexed if self.indexed else 0.0

    @property
    def shown(self) -> float:
        """What is compared with other cells."""
        return self.items if self.indexed is None else self.per_1000


@dataclass(frozen=True, slots=True)
class Counts:
    """What a query finds, `by` one or two facets. `indexed`, where it was asked for: all items of the index in the same
    cells. The rest is as in `search.answer.Answer`."""

    query: str
    by: tuple[str, ...]
    found: Tally
    indexed: Tally | None = None
    warnings: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()

    @property
    def all(self) -> Cell:
        return Cell(self.found.total, self.indexed.total if self.indexed else None)

    def at(self, key: str | tuple[str, ...], part: Literal["rows", "columns", "cells"] = "cells") -> Cell:
        """What both tallies hold there: in a cell, or of a value in all its row or column."""
        found, indexed = (getattr(one, part, {}) for one in (self.found, self.indexed))
        return Cell(found.get(key, 0), indexed.get(key, 0) if self.indexed else None)


def count(
    index: Index,
    query: str = "",
    by: Sequence[str] = ("body",),
    *,
    match: Match = "all",
    filters: tuple[ast.Query, ...] = (),
    synonyms: Synonyms | bool = True,
    per_1000: bool = False,
) -> Counts:
    """All items that `Index.find` would find, counted by one or two of `search.schema.FACETS`; `per_1000`: beside all
    that are indexed, whatever the query and its filters. Raises FacetRefused, and what `Index.find` raises."""
    facets = facets_of(by)
    if not 1 <= len(facets) <= 2:
        raise FacetRefused(f"{', '.join(facets) or 'Nothing'}: items are counted by one facet or by two.")
    understood, asked = index.understood(query, match=match, filters=filters, synonyms=synonyms)
    found = tally(index.reader, asked.match, facets)
    meant = index.readings(query, understood, match=match, filters=filters, synonyms=synonyms)
    return Counts(
        to_text(understood),
        facets,
        found,
        tally(index.reader, Every(), facets) if per_1000 else None,
        (
            *(offer.in_words for offer in meant),
            *left_out(asked),
            *_forgotten(index),
            *notes(understood, index.store, found.total),
        ),
        (*synonyms_used(asked.synonyms), *words_meant(understood)),
    )


def count_all(
    index: Index,
    questions: Sequence[Question],
    by: Sequence[str] = ("year",),
    *,
    per_1000: bool = False,
    **options: Any,
) -> tuple[Counts, list[Refused]]:
    """Each query of a list counted by one facet, as `count` counts: a row a query, by its name. Beside it those that
    cannot be honoured. Raises as `count` does, but for refused queries."""
    if len(by) != 1:
        raise FacetRefused(f"{', '.join(by) or 'Nothing'}: several queries are counted by one facet.")
    (facet,) = facets_of(by)
    counted: dict[str, Counts] = {}
    refused = []
    for question in questions:
        try:
            counted[question.name] = count(index, question.query, (facet,), **options)
        except QueryError as error:
            refused.append(Refused(question, error))
    indexed = tally(index.reader, Every(), (facet,)) if per_1000 else None
    warnings = tuple(f"{name}: {warning}" for name, one in counted.items() for warning in one.warnings)
    synonyms = tuple(dict.fromkeys(pair for one in counted.values() for pair in one.synonyms))
    found = {name: one.found for name, one in counted.items()}
    beside = _repeated(indexed, found) if indexed else None
    return Counts("", (QUERY, facet), _joined(facet, found), beside, warnings, synonyms), refused


def _joined(facet: str, found: Mapping[str, Tally]) -> Tally:
    """A row each; the columns hold their sums, in which an item counts for every query that finds it."""
    totals = {name: one.total for name, one in found.items()}
    sums = sum((Counter(one.rows) for one in found.values()), Counter[str]())
    columns = {value: sums[value] for value in in_order(facet, sums)}
    cells: Cells = {(name, value): count for name, one in found.items() for value, count in one.rows.items() if count}
    return Tally(sum(totals.values()), totals, columns, cells)


def _repeated(indexed: Tally, names: Iterable[str]) -> Tally:
    """The same of all that is indexed for every row."""
    rows = dict.fromkeys(names, indexed.total)
    cells: Cells = {(name, value): count for name in rows for value, count in indexed.rows.items()}
    return Tally(indexed.total, rows, indexed.rows, cells)


def tally(reader: Reader, match: Node, facets: tuple[str, ...]) -> Tally:
    """The documents that match, by one or two facets."""
    found = reader.search(Request(match, order="newest", limit=1, facets=facets))
    rows, *columns = arranged(facets, found.counts).values()
    if not columns:
        return Tally(found.total, rows, {}, {(value,): items for value, items in rows.items() if items})
    return Tally(found.total, rows, columns[0], dict(reader.pairs(match, *facets).items()))


def _forgotten(index: Index) -> Iterator[str]:
    """That items are counted which were taken out of the store since the engine was written."""
    if index.stale or index.store.purging():
        numbers = index.reader.seqs()
        if gone := len(numbers) - len(index.store.kept(numbers)):
            yield f"forgotten a moment ago, and still counted where they match: {gone}"
