"""Tables as CSV that can be opened in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]], plain: Collection[str] = ()) -> Iterator[str]:
    """A head and rows, line by line. A cell that a spreadsheet would run as a formula gets an apostrophe in front, but
    for those of the `plain` columns, which scripts take as they are and in which no formula can stand."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="")
    as_is = [name in plain for name in head]
    for row in chain([head], rows):
        writer.writerow(cell if own else _safe(cell) for own, cell in zip(as_is, row, strict=True))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
