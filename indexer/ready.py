"""Ready items: JSON Lines with the keys of ``search.document.Document``, as `referat show --json` prints one item."""

from __future__ import annotations

import codecs
import json
import typing
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from indexer.clean import nfc
from indexer.errors import SourceError
from indexer.limits import NAMED
from search.document import Document
from search.outcomes import LABELS

MAX_LINE = 10 << 20
MAX_ID = 300
MAX_NUMBER = 2**31

Reader = Callable[[Any, str], Any]
"""A JSON value, and its place for messages -> the value as the type of the field wants it. Raises ValueError."""

CHOICES: dict[str, frozenset[str]] = {
    "kind": frozenset(("", "minutes", "agenda")),
    "access": frozenset(("", "open", "closed")),
    "outcome": frozenset(LABELS),
    "followed": frozenset(("", "as_recommended", "amended", "against", "unknown")),
}


def read_ready(data: bytes, name: str) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Bytes -> (items, warnings). A line that is no item costs itself alone and is told by its number.

    A file that is one JSON object over several lines counts as one line. ``name`` is for messages. Raises
    ``SourceError`` (``damaged``) if no line is an item.
    """
    documents: list[Document] = []
    wrong: list[str] = []
    for number, line in _lines(data.removeprefix(codecs.BOM_UTF8)):
        try:
            documents.append(_document(line))
        except (ValueError, RecursionError) as error:
            wrong.append(f"line {number} is no item and was left out: {str(error)[:200]}")
    if not documents:
        reason = wrong[0] if wrong else "it is empty"
        raise SourceError("damaged", f"{name} holds no item in the form of `referat show --json` ({reason}).")
    more = (f"{len(wrong) - NAMED} more lines are no items.",) if len(wrong) > NAMED else ()
    return tuple(documents), (*wrong[:NAMED], *more)


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, with its number; all as one where the first line is only a part of it."""
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if lines and lines[0][1].strip() == b"{":
        yield 1, data
    else:
        yield from lines


def _document(line: bytes) -> Document:
    """One item. Raises ValueError with what is wrong."""
    if len(line) > MAX_LINE:
        raise ValueError(f"it is longer than {MAX_LINE >> 20} MB")
    document: Document = _reader(Document)(json.loads(line.decode("utf-8")), "")
    _check(document)
    return document


def _check(document: Document) -> None:
    """What the types do not say."""
    if not 0 < len(document.id) <= MAX_ID or not document.id.isprintable() or " " in document.id:
        raise ValueError(f"id must be 1 to {MAX_ID} visible characters without spaces")
    for key, choices in CHOICES.items():
        if getattr(document, key) not in choices:
            raise ValueError(f"{key} must be one of {', '.join(sorted(filter(None, choices)))}")
    if not {*document.outcomes, *(earlier[3] for earlier in document.earlier)} <= {"", *LABELS}:
        raise ValueError("outcomes and the outcomes of earlier treatments must be known classes")
    if document.confidence > 1:
        raise ValueError("confidence must be a number from 0 to 1")
    for day in (document.date, *(earlier[1] for earlier in document.earlier)):
        if day and (len(day) != 10 or str(date.fromisoformat(day)) != day):
            raise ValueError(f"{day!r} is no date like 2023-03-28")


@cache
def _reader(kind: Any) -> Reader:
    """What reads values of the type: types are looked into once, not for each value."""
    inner = typing.get_args(kind)
    if is_dataclass(kind):
        readers = {key: _reader(hint) for key, hint in typing.get_type_hints(kind).items()}
        required = frozenset(field.name for field in fields(kind) if field.default is MISSING)
        return partial(_record, kind, readers, required)
    if typing.get_origin(kind) is tuple and inner[-1] is Ellipsis:
        return partial(_list, _reader(inner[0]))
    if typing.get_origin(kind) is tuple:
        return partial(_row, tuple(map(_reader, inner)))
    if inner:
        return partial(_maybe, _reader(inner[0]))
    return _text if kind is str else partial(_number, kind)


def _record(kind: Any, readers: dict[str, Reader], required: frozenset[str], found: Any, where: str) -> Any:
    """A frozen record of the kind from a JSON object; every key must be one of its own."""
    if not isinstance(found, dict):
        raise ValueError(f"{where or 'it'} is no JSON object")
    before = where and f"{where}."
    if unknown := found.keys() - readers.keys():
        raise ValueError(f"{before}{min(unknown)} is no key of it")
    if missing := required - found.keys():
        raise ValueError(f"{before}{min(missing)} is missing")
    return kind(**{key: readers[key](value, before + key) for key, value in found.items()})


def _list(reader: Reader, found: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(found, list):
        raise ValueError(f"{where} must be a list")
    return tuple([reader(part, f"{where}[{place}]") for place, part in enumerate(found)])


def _row(readers: tuple[Reader, ...], found: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(found, list):
        raise ValueError(f"{where} must be a list")
    if len(found) != len(readers):
        raise ValueError(f"{where} must have {len(readers)} parts")
    return tuple([reader(part, where) for reader, part in zip(readers, found, strict=True)])


def _maybe(reader: Reader, found: Any, where: str) -> Any:
    return None if found is None else reader(found, where)


def _text(found: Any, where: str) -> str:
    if not isinstance(found, str):
        raise ValueError(f"{where} must be text")
    # Half a surrogate pair can be written as an escape, and stands for nothing.
    return found if found.isascii() else nfc(found.encode("utf-8", "replace").decode())


def _number(kind: Any, found: Any, where: str) -> Any:
    if type(found) is not kind and not (kind is float and type(found) is int):
        raise ValueError(f"{where} must be a number")
    if not 0 <= found < MAX_NUMBER:
        raise ValueError(f"{where} must be a number from 0 to {MAX_NUMBER - 1}")
    return found
