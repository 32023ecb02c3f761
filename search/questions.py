"""A file of queries, to be asked one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from search.errors import QueryError, TableError
from search.owntable import read_table

_ADVICE = "Write one on each line, or CSV with a column query."
_QUOTED = 'a cell that holds what parts cells, or quotes, stands in quotes, its own doubled: """ny sti"", skole".'
_SEPARATORS = (",", ";", "\t")
"""A spreadsheet writes a comma or, in Danish, a semicolon."""


class Question(NamedTuple):
    """A query with the name by which it is told, and the line of the file on which it stands."""

    line: int
    name: str
    query: str


class Refused(NamedTuple):
    """A query that cannot be honoured, and why."""

    question: Question
    error: QueryError


def read_questions(file: Path) -> list[Question]:
    """The queries of a CSV file with a column `query`, perhaps one `name`, or of a file with one on each line; its name
    is the query where none is given. Raises TableError for a file that cannot be used, with the line."""
    lines = read_table(file, "queries", _ADVICE).splitlines()
    found = list(_in_columns(file, lines) if _separator(lines) else _plain(lines))
    if not found:
        raise TableError(f"{file} holds no query. {_ADVICE}")
    names: dict[str, int] = {}
    for question in found:
        if question.name in names:
            before = f"{file} line {question.line}: {question.name} stands on line {names[question.name]} already"
            raise TableError(f"{before}; give each query a name of its own.")
        names[question.name] = question.line
    return found


def _separator(lines: list[str]) -> str | None:
    """What parts the columns, told by a head that holds `query`."""
    heads = {separator: lines[0].casefold().split(separator) for separator in _SEPARATORS} if lines else {}
    return next((separator for separator, head in heads.items() if "query" in map(_bare, head)), None)


def _bare(cell: str) -> str:
    return cell.strip().strip('"')


def _in_columns(file: Path, lines: list[str]) -> Iterator[Question]:
    # a quote that is not closed, or closed too soon, would change the query in silence
    rows = csv.reader(lines, delimiter=_separator(lines) or ",", strict=True)
    try:
        head = [cell.strip().casefold() for cell in next(rows)]
        for row in rows:
            if any(map(str.strip, row[len(head) :])):
                raise TableError(f"{file} line {rows.line_num} has more cells than the first line: {_QUOTED}")
            cells = dict(zip(head, map(str.strip, row), strict=False))
            query, name = cells.get("query"), cells.get("name")
            if name and not query:
                raise TableError(f"{file} line {rows.line_num}: {name} has no query; write one, or take the line out.")
            if query:
                yield Question(rows.line_num, name or query, query)
    except csv.Error as error:
        raise TableError(f"{file} line {rows.line_num} is no line of CSV ({error}); {_QUOTED}") from error


def _plain(lines: list[str]) -> Iterator[Question]:
    return (Question(number, line.strip(), line.strip()) for number, line in enumerate(lines, 1) if line.strip())
