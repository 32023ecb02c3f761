"""Documents -> what an engine takes: the terms of each word field, keywords and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from search.analysis.chain import Terms, terms
from search.document import Document
from search.engines.engine import EngineDocument
from search.ranking import recency
from search.schema import (
    FORMS,
    LOW_CONFIDENCE,
    NAME_FIELDS,
    TEXT_FIELDS,
    case_key,
    day_of,
    keyword,
    place_of,
    sort_keys,
)

BREAK = " ¶ ¶ ¶ "
"""Stands between two passages, so that no phrase and no pair of words is found across a heading. No query holds the
sign."""
_PLACES = [
    (f"{field}_{form}", field, place) for field in (*TEXT_FIELDS, *NAME_FIELDS) for place, form in enumerate(FORMS)
]
"""Each word field with the text it is made of, and where its form stands in `Terms`."""


def engine_document(document: Document, seq: int) -> EngineDocument:
    """The document as the engine numbered `seq` will hold it."""
    day = day_of(document.date)
    newest, oldest = sort_keys(day, place_of(document.id))
    numbers = {"day": day, "newest": newest, "oldest": oldest}
    return EngineDocument(seq, _words(document), _keywords(document), numbers, recency(day))


def _words(document: Document) -> dict[str, str]:
    found = {
        "title": terms(document.title),
        "text": _joined(p.text for p in document.passages if p.field == "text"),
        "decision": _joined(p.text for p in document.passages if p.field == "decision"),
        "body": _of_names((document.body, document.called)),
        "municipality": _of_names((document.municipality,)),
        "topic": _of_names(document.topics),
    }
    return {name: found[field][form] for name, field, form in _PLACES}


def _joined(passages: Iterable[str]) -> Terms:
    """The terms of all passages, form by form, with a break between two that hold any."""
    found = [terms(passage) for passage in passages]
    return Terms(*(BREAK.join(filter(None, (one[form] for one in found))) for form in range(len(FORMS))))


def _keywords(document: Document) -> dict[str, tuple[str, ...]]:
    values = {
        "municipality": (document.municipality,),
        "body": (document.body, document.called),
        "topic": document.topics,
        "outcome": document.outcomes,
        "kind": (document.kind,),
        "access": (document.access,),
        "followed": (document.followed,),
        "quality": ("low" if document.confidence < LOW_CONFIDENCE else "high",),
    }
    found = {name: tuple(keyword(value) for value in many if value) for name, many in values.items()}
    return found | {"case": tuple(map(case_key, document.case_numbers))}


_of_names = lru_cache(maxsize=4_096)(_joined)
"""Of a meeting's items, and of most meetings, these are the same."""
