"""The engines' cases read from data files: documents, and nodes written as lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from search.engines.engine import And, AnyTerm, EngineDocument, Every, Near, Node, Not, Or, Phrase, Prefix, Range, Term
from search.ranking import recency
from search.schema import FACETS, FIGURES, FORMS, KEYWORDS, TEXT_FIELDS, sort_keys

FOLDER = Path(__file__).parent / "search" / "data" / "engines"


def cases(name: str) -> list[Any]:
    return list(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def documents() -> list[EngineDocument]:
    return [
        document(record["seq"], {field: record.get(field, "") for field in TEXT_FIELDS}, record, record["day"])
        for record in cases("documents")
    ]


def document(seq: int, texts: Mapping[str, str], keywords: Mapping[str, Any], day: int) -> EngineDocument:
    """A document that holds the same terms in all forms of a text field, and counts more the later its day is."""
    words = {f"{field}_{form}": text for field, text in texts.items() for form in FORMS}
    newest, oldest = sort_keys(day, seq)
    values = {field: tuple(keywords.get(field, ())) for field in KEYWORDS}
    figures = {field: tuple(keywords.get(field, ())) for field in FIGURES}
    facets = {facet: tuple(keywords.get("facets", {}).get(facet, ())) for facet in FACETS}
    numbers = {"day": day, "newest": newest, "oldest": oldest}
    return EngineDocument(seq, words, values, numbers, recency(day), figures, facets)


def node(written: Sequence[Any]) -> Node:
    """`["and", ["term", "body", "byrådet"], ["not", ["every"]]]` as a node."""
    kind, *rest = written
    match kind:
        case "every":
            return Every()
        case "phrase":
            return Phrase(rest[0], tuple(rest[1:]))
        case "any":
            return AnyTerm(rest[0], tuple(rest[1:]))
        case "and":
            return And(tuple(map(node, rest)))
        case "or":
            return Or(tuple(map(node, rest)))
        case "not":
            return Not(node(rest[0]))
        case _:
            return {"term": Term, "prefix": Prefix, "near": Near, "range": Range}[kind](*rest)
