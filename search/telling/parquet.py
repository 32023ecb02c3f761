"""Hits as a Parquet file, for data frames and databases. Only this module imports pyarrow, which is optional."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from search.answer import Hit
from search.errors import SearchError

ROWS = 1_000
"""Hits of a row group: so many are held at once."""
_TYPES = {
    "id": "text", "title": "text", "number": "text", "case_numbers": "texts", "topics": "texts",
    "municipality": "text", "body": "text", "date": "day", "kind": "text", "access": "text", "outcome": "text",
    "outcome_label": "text", "outcomes": "texts", "followed": "text", "confidence": "real", "source": "text",
    "also": "texts", "page": "whole", "start": "whole", "end": "whole", "score": "real", "content_hash": "text",
    "snippet": "text",
}  # fmt: skip
"""The columns, named as in JSON; the snippet is its text alone, a date that is not known null."""


def as_parquet(hits: Iterable[Hit]) -> Iterator[bytes]:
    """The pieces of a Parquet file with one row a hit. Raises SearchError where pyarrow is not installed."""
    try:
        import pyarrow as arrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise SearchError("pyarrow is not installed: pip install 'referat[parquet]'") from error
    types = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "day": arrow.date32(),
        "whole": arrow.int64(),
        "real": arrow.float64(),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in _TYPES.items()])
    pieces, rows = _Pieces(), map(_row, hits)
    with ParquetWriter(pieces, schema) as writer:
        while block := list(islice(rows, ROWS)):
            writer.write_table(arrow.Table.from_pylist(block, schema))
            yield pieces.taken()
    yield pieces.taken()


def _row(hit: Hit) -> dict[str, Any]:
    found = hit.to_dict() | {"snippet": hit.snippet.text}
    found["date"] = date.fromisoformat(found["date"]) if found["date"] else None
    return {name: found[name] for name in _TYPES}


class _Pieces(io.RawIOBase):
    """A file that hands over what was written to it since that was last asked for."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        found, self._written = b"".join(self._written), []
        return found
