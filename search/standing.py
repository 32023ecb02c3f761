"""References in a text -> whether what they refer to still says what it said when it was cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from search.document import Document
from search.find import Index
from search.quantity import counted
from search.query import ast
from search.said import Said, said

MOST = 3
"""Items that may be what is gone, told of one reference."""
_NEIGHBOURS = 500
_REFERENCE = re.compile(
    r"(?<![!-~])(?P<id>[!-~]{1,320}) \[(?:sag (?P<case>[^\]]{1,200}), )?"
    r"indhold (?P<marks>[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\]"
)
_WRAPPED = re.compile(r"(?<=[a-z0-9][-/])[ \t]*\r?\n[ \t]*(?=[a-z0-9])")
"""An id or a mark is broken behind a hyphen or a slash where lines are."""
_ESCAPE = re.compile(r"\\([&%$#_])")
_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2013", "-") | dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""))
"""What word processors make of hyphens, and signs that cannot be seen."""
_LEADING = "{(<\"'"


class Reference(NamedTuple):
    """What a text refers to: an item's id and case number (`""` without one), and what it said."""

    id: str
    case: str
    said: Said


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a reference. `state`: `stands`, `changed` (in `changed`: title, decision, text) or `gone`; then
    `now` are ids of items that may be the same."""

    id: str
    state: str
    changed: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def standings(index: Index, file: Path) -> list[Standing]:
    """What became of each reference in a file, in their order, each once; none where it holds no reference. Raises
    OSError, and as `find` does."""
    return [_standing(index, reference) for reference in dict.fromkeys(references(_decoded(file.read_bytes())))]


def references(text: str) -> Iterator[Reference]:
    """The references in a text as `referat cite` writes them, also where a program wrapped or escaped it."""
    plain = _WRAPPED.sub("", _ESCAPE.sub(r"\1", text.translate(_SIGNS)))
    for found in _REFERENCE.finditer(" ".join(plain.split())):
        yield Reference(found["id"].lstrip(_LEADING), found["case"] or "", Said(*found["marks"].split("-")))


def as_text(found: Iterable[Standing]) -> Iterator[str]:
    """A line each, and whether all stand."""
    told = list(found)
    yield from map(_line, told)
    fallen = sum(one.state != "stands" for one in told)
    yield f"{counted(len(told), 'reference')}: {f'{fallen} not as cited' if fallen else 'all stand as cited'}"


def as_json(found: Iterable[Standing]) -> Iterator[str]:
    """An object a line."""
    return (json.dumps(asdict(one)) for one in found)


def _line(one: Standing) -> str:
    what = {
        "stands": "stands as cited",
        "changed": f"changed: {', '.join(one.changed)}",
        "gone": "gone" + f"; it may be {' or '.join(one.now)} now" * bool(one.now),
    }
    return f"{one.id}: {what[one.state]}"


def _decoded(data: bytes) -> str:
    """Text as editors and word processors save it; ids and marks are the same in all."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _standing(index: Index, reference: Reference) -> Standing:
    document = index.show(reference.id)
    if document is None:
        return Standing(reference.id, "gone", now=tuple(_same(index, reference))[:MOST])
    changed = reference.said.changed(said(document))
    return Standing(reference.id, "changed" if changed else "stands", changed)


def _same(index: Index, reference: Reference) -> list[str]:
    """The items that may be what is gone, likeliest first: of its meeting with its title, of its case."""
    meeting = reference.id.rpartition("/")[0]
    there = index.store.beginning(f"{meeting}/", _NEIGHBOURS) if meeting else []
    of_case: Iterable[Document] = ()
    if reference.case:
        of_case = index.documents([seq for seq, _ in index.ranked("", filters=(ast.Case(reference.case),))])
    found = [item for item in there if said(item).title == reference.said.title]
    found += sorted(of_case, key=lambda item: _unlike(item, meeting, reference.said))
    return list(dict.fromkeys(item.id for item in found if _town(item.id) == _town(reference.id)))


def _town(item_id: str) -> str:
    return item_id.partition("/")[0] if "/" in item_id else ""


def _unlike(item: Document, meeting: str, was: Said) -> tuple[bool, bool]:
    return item.id.rpartition("/")[0] != meeting, said(item).title != was.title
