"""The hits of a query by the case that they are of: the best item of each case first, the others below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.answer import Answer, Hit
from search.document import Document
from search.engines.engine import Order
from search.find import Index, Match, refuse_arguments
from search.meaning.synonyms import Synonyms
from search.query import ast
from search.schema import case_key

OTHERS = 20
"""Items of a case that are told beside its best; `items` counts all."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a query finds of one case: how many `items`, the `best` of them, and up to OTHERS more in the order of the
    hits. An item without a case number is a group of its own."""

    items: int
    best: Hit
    others: tuple[Document, ...]

    def to_dict(self) -> dict[str, Any]:
        """The group, ready for JSON: `case` is its number, `""` without one."""
        best = self.best.document
        return {
            "case": next(iter(best.case_numbers), ""),
            "municipality": best.municipality,
            "items": self.items,
            "best": self.best.to_dict(),
            "others": [_brief(document) for document in self.others],
        }


@dataclass(frozen=True, slots=True)
class Grouped:
    """A page of cases; `answer` has the query and the total of items but no hits, `cases` counts all cases."""

    answer: Answer
    cases: int
    offset: int
    groups: tuple[Group, ...]

    def to_dict(self) -> dict[str, Any]:
        told = self.answer.to_dict()
        del told["hits"]
        told["offset"] = self.offset
        return {"total": told.pop("total"), "cases": self.cases, **told, "groups": [g.to_dict() for g in self.groups]}


def grouped(
    index: Index,
    query: str,
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Order = "relevance",
    match: Match = "all",
    filters: tuple[ast.Query, ...] = (),
    synonyms: Synonyms | bool = True,
    explain: bool = False,
    facets: Sequence[str] = (),
) -> Grouped:
    """The cases that a query finds, in the order of the first hit of each, in pages of `limit` cases from `offset`. An
    item of several case numbers counts with the first of them. Arguments and errors are those of `Index.find`."""
    refuse_arguments(query, limit, offset, sort, match)
    answer = index.find(
        query, limit=0, sort=sort, match=match, filters=filters, synonyms=synonyms, explain=explain, facets=facets
    )
    ranked = index.ranked(query, sort=sort, match=match, filters=filters, synonyms=synonyms)
    cases = index.store.cases([seq for seq, _ in ranked])
    found: dict[object, list[tuple[int, float]]] = {}
    for hit in ranked:
        if hit[0] in cases:
            municipality, number = cases[hit[0]]
            key = (municipality, case_key(number)) if number else hit[0]
            found.setdefault(key, []).append(hit)
    groups = []
    for members in list(found.values())[offset : offset + limit]:
        best = next(index.hits(query, members[:1], match=match, synonyms=synonyms, explain=explain), None)
        # what is forgotten meanwhile is not shown
        if best:
            others = index.documents([seq for seq, _ in members[1 : OTHERS + 1]])
            groups.append(Group(len(members), best, tuple(others)))
    return Grouped(answer, len(found), offset, tuple(groups))


def _brief(document: Document) -> dict[str, Any]:
    names = ("id", "title", "body", "date", "kind", "number", "outcome", "outcome_label")
    return {name: getattr(document, name) for name in names}
