"""Counts as a table for people, and as JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from search.counts import QUERY, Cell, Counts
from search.facets import label
from search.quantity import counted
from search.telling.spreadsheet import csv_lines

BAR = 40
"""Signs of the longest bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


def as_text(counts: Counts) -> Iterator[str]:
    """The total, then a bar a value of one facet, or a grid of two with totals at its ends."""
    yield head(counts)
    yield from (f"  {word}: {also}" for word, also in counts.synonyms)
    if counts.found.rows:
        yield ""
        yield from _bars(counts) if len(counts.by) == 1 else _grid(counts)
    elif counts.found.total:
        yield f"none of them has a {counts.by[0]}"
    yield from (f"\nnote: {warning}" for warning in counts.warnings)


def as_json(counts: Counts) -> Iterator[str]:
    yield json.dumps(record(counts), ensure_ascii=False, indent=2)


def as_csv(counts: Counts) -> Iterator[str]:
    """A line a value of the first facet, and of the second a column each and one of totals; beside each count `indexed`
    and `per 1000` where they were asked for."""
    names = [*(label(counts.by[-1], value) for value in counts.found.columns), "total" if counts.by[1:] else "items"]
    more = ("", " indexed", " per 1000") if counts.indexed else ("",)
    head = [counts.by[0], *(name + kind for name in names for kind in more)]
    return csv_lines(head, ([label(counts.by[0], value), *_figures(cells)] for value, cells in _lines(counts)))


def record(counts: Counts) -> dict[str, Any]:
    """The counts, ready for JSON: totals, rows and columns in the order shown, and of two facets each cell. Over a list
    of queries no sums: several may find one item."""
    by, summed = counts.by, counts.by[0] != QUERY
    rows = [_value(by[0], value, cells[-1]) for value, cells in _lines(counts)]
    columns = [_value(by[1], value, counts.at(value, "columns") if summed else None) for value in counts.found.columns]
    keys = product(counts.found.rows, counts.found.columns)
    cells = [dict(zip(by, key, strict=True)) | _numbers(counts.at(key)) for key in keys]
    told = {"query": counts.query, "by": by} | (_numbers(counts.all, "total") if summed else {})
    told |= {"warnings": counts.warnings, "synonyms": dict(counts.synonyms), "rows": rows}
    return told | ({"columns": columns, "cells": cells} if by[1:] else {})


def head(counts: Counts) -> str:
    """The total, of what, and by what."""
    if counts.by[0] == QUERY:
        return f"{counted(len(counts.found.rows), 'quer', 'ies', 'y')}, by {counts.by[1]}"
    found = counted(counts.found.total, "item") + (f" match {counts.query}" if counts.query else "")
    by = f", by {' and '.join(counts.by)}" if counts.found.total else ""
    share = f" ({counts.all.per_1000:.1f} per 1000 of {counts.all.indexed})" if counts.indexed else ""
    return found + share + by


def _lines(counts: Counts) -> Iterator[tuple[str, list[Cell]]]:
    """Each value of the first facet with its cells, the total last."""
    for row in counts.found.rows:
        cells = [counts.at((row, column)) for column in counts.found.columns]
        yield row, [*cells, counts.at(row, "rows")]


def _value(facet: str, value: str, cell: Cell | None) -> dict[str, Any]:
    return {"value": value, "label": label(facet, value)} | (_numbers(cell) if cell else {})


def _numbers(cell: Cell, name: str = "items") -> dict[str, Any]:
    told: dict[str, Any] = {name: cell.items}
    return told if cell.indexed is None else told | {"indexed": cell.indexed, "per_1000": round(cell.per_1000, 2)}


def _figures(cells: Iterable[Cell]) -> Iterator[object]:
    return (figure for cell in cells for figure in _numbers(cell).values())


def _bars(counts: Counts) -> Iterator[str]:
    lines = [(label(counts.by[0], value), cell) for value, (cell,) in _lines(counts)]
    longest = max(cell.shown for _, cell in lines) or 1
    wide = max(len(name) for name, _ in lines)
    if counts.indexed:
        yield f"{'':{wide}} {'per 1000':>9} {'items':>7} {'indexed':>8}"
    for name, cell in lines:
        numbers = f"{cell.items:>7}"
        if cell.indexed is not None:
            numbers = f"{cell.per_1000:>9.1f} {numbers} {cell.indexed:>8}"
        yield f"{name:{wide}} {numbers}  {bar(cell.shown / longest)}".rstrip()


def bar(share: float) -> str:
    """A bar of so much of the longest, to an eighth of a sign."""
    whole, eighth = divmod(round(share * BAR * 8), 8)
    return "█" * whole + _EIGHTHS[eighth].strip()


def _grid(counts: Counts) -> Iterator[str]:
    first, second = counts.by
    table = [["", *(label(second, value) for value in counts.found.columns), "total"]]
    table += [[label(first, value), *map(_written, cells)] for value, cells in _lines(counts)]
    totals = [*(counts.at(column, "columns") for column in counts.found.columns), counts.all]
    table += [["total", *map(_written, totals)]] if first != QUERY else []
    wide = [max(map(len, column)) for column in zip(*table, strict=True)]
    for name, *cells in table:
        right = (f"{cell:>{width}}" for cell, width in zip(cells, wide[1:], strict=True))
        yield "  ".join([f"{name:{wide[0]}}", *right])


def _written(cell: Cell) -> str:
    if cell.indexed is None:
        return str(cell.items or "·")
    return f"{cell.per_1000:.1f} ({cell.items}/{cell.indexed})" if cell.indexed else "·"
