"""What a search gives back: hits with snippets, the total, and how the query was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from search.document import Document
from search.facets import facet_row
from search.meaning.offers import Offer
from search.said import said
from search.snippets import Snippet

_FACTS = ("id", "title", "municipality", "body", "date", "kind", "number", "case_numbers", "topics", "access",
          "outcome", "outcomes", "followed", "reservations", "confidence", "source", "also", "page", "start",
          "end")  # fmt: skip
"""What a hit tells of its document."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One agenda item found. `title_marks` are spans in its title; `parts` the pieces of its score, when asked for."""

    document: Document
    score: float
    snippet: Snippet
    title_marks: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def page(self) -> int | None:
        """The page on which what the snippet shows stands, else that on which the item begins."""
        return self.snippet.page or self.document.page

    def to_dict(self) -> dict[str, Any]:
        """The hit, ready for JSON, under the names that the README documents; they stay as they are."""
        found = {name: getattr(self.document, name) for name in _FACTS}
        found |= {"content_hash": str(said(self.document)), "outcome_label": self.document.outcome_label}
        found |= {"score": round(self.score, 4), "title_marks": self.title_marks, "snippet": asdict(self.snippet)}
        return found | ({"score_parts": self.parts} if self.parts else {})


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the query was understood: per term the field, the term and the number of items that hold it."""

    match: str
    terms: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all hits, `hits` are those of the page from `offset`; `query` is the query as understood,
    printed in canonical form; `warnings` are sentences for people (stop words that were ignored);
    `synonyms` are words of the query, each with what else it was found by, or with the words that it stands for;
    `offers` are queries that find something where this one finds nothing, or that may have been meant."""

    total: int
    offset: int
    query: str
    warnings: tuple[str, ...]
    hits: tuple[Hit, ...]
    explanation: Explanation | None = None
    synonyms: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet by facet its values with how many hits have them, in the order shown."""

    def to_dict(self) -> dict[str, Any]:
        found = {
            "total": self.total,
            "offset": self.offset,
            "query": self.query,
            "warnings": self.warnings,
            "synonyms": dict(self.synonyms),
            "offers": [asdict(offer) for offer in self.offers],
            "hits": [hit.to_dict() for hit in self.hits],
        }
        if self.facets:
            found["facets"] = {
                facet: [facet_row(facet, *row) for row in rows.items()] for facet, rows in self.facets.items()
            }
        return found | ({"explanation": asdict(self.explanation)} if self.explanation else {})
