"""All hits of a list of queries, each with the query's name in front."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from search.answer import Hit
from search.errors import FacetRefused, QueryError
from search.find import Index
from search.questions import Question
from search.telling.listing import COLUMNS, PLAIN, cells
from search.telling.spreadsheet import csv_lines

Named = Iterable[tuple[str, Hit]]


def hit_lines(suffix: str, index: Index, questions: Sequence[Question], **options: Any) -> Iterator[str]:
    """Every hit of every query, best first, as lines of a file with that suffix. `options` are those of `Index.every`;
    queries that are refused have none. Raises FacetRefused for a file of another kind."""
    if suffix.casefold() not in _FORMS:
        raise FacetRefused(f"{suffix or 'Without a suffix'}: hits go to a file that ends in {' or '.join(_FORMS)}.")
    return _FORMS[suffix.casefold()](_hits(index, questions, options))


def _hits(index: Index, questions: Sequence[Question], options: dict[str, Any]) -> Iterator[tuple[str, Hit]]:
    for question in questions:
        with suppress(QueryError):
            yield from ((question.name, hit) for hit in index.every(question.query, **options))


def _as_csv(named: Named) -> Iterator[str]:
    return csv_lines(("query", *COLUMNS), ([name, *cells(hit)] for name, hit in named), PLAIN)


def _as_jsonl(named: Named) -> Iterator[str]:
    return (json.dumps({"query": name} | hit.to_dict(), ensure_ascii=False) for name, hit in named)


_FORMS: dict[str, Callable[[Named], Iterator[str]]] = {".csv": _as_csv, ".jsonl": _as_jsonl}
