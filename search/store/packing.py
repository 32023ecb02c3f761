"""Documents as the JSON that the store keeps, and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from operator import attrgetter
from typing import Any

from search.document import Document, Passage

_NAMES = tuple(field.name for field in fields(Document) if field.name not in ("id", "passages"))
_VALUES = attrgetter(*_NAMES)
_OF_PASSAGE = attrgetter(*(field.name for field in fields(Passage)))
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def pack(document: Document) -> str:
    """JSON of all fields but the id, which the store keeps beside it and may lengthen. Half a surrogate pair, which no
    file can hold, becomes `?`."""
    packed: dict[str, Any] = dict(zip(_NAMES, _VALUES(document), strict=True))
    packed["passages"] = list(map(_OF_PASSAGE, document.passages))
    return _JSON.encode(packed).encode("utf-8", "replace").decode()


def unpack(item_id: str, text: str) -> Document:
    """The document; ValueError, TypeError or KeyError when the text is no such JSON."""
    packed = json.loads(text)
    passages = tuple(Passage(*[*passage[:-1], _tupled(passage[-1])]) for passage in packed.pop("passages"))
    lists = {name: _tupled(value) for name, value in packed.items() if isinstance(value, list)}
    return Document(id=item_id, passages=passages, **packed | lists)


def content_hash(text: str) -> bytes:
    """16 bytes that are equal for equal packed documents."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _tupled(values: list[Any]) -> tuple[Any, ...]:
    return tuple([_tupled(value) if isinstance(value, list) else value for value in values])
