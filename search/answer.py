"""What a search gives back: hits with snippets, the total, and how the query was understood."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from search.document import Document
from search.outcomes import LABELS
from search.snippets import Snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """One agenda item found. `title_marks` are spans in its title; `parts` the pieces of its score, when asked for."""

    document: Document
    score: float
    snippet: Snippet
    title_marks: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The hit under the names that the README documents; they stay as they are."""
        document = self.document
        found: dict[str, Any] = {
            "id": document.id,
            "title": document.title,
            "municipality": document.municipality,
            "body": document.body,
            "date": document.date,
            "kind": document.kind,
            "number": document.number,
            "case_numbers": list(document.case_numbers),
            "access": document.access,
            "outcome": document.outcome,
            "outcome_label": LABELS[document.outcome],
            "outcomes": list(document.outcomes),
            "followed": document.followed,
            "reservations": [list(one) for one in document.reservations],
            "confidence": document.confidence,
            "source": document.source,
            "also": list(document.also),
            "page": document.page,
            "start": document.start,
            "end": document.end,
            "score": round(self.score, 4),
            "title_marks": [list(span) for span in self.title_marks],
            "snippet": {
                "text": self.snippet.text,
                "marks": [list(span) for span in self.snippet.marks],
                "kind": self.snippet.kind,
                "page": self.snippet.page,
            },
        }
        return found | ({"score_parts": [list(part) for part in self.parts]} if self.parts else {})


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the query was understood: per term the field, the term and the number of items that hold it."""

    match: str
    terms: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all hits, `hits` are those of the page from `offset`; `query` is the query as understood,
    printed in canonical form; `warnings` are sentences for people (stop words that were ignored)."""

    total: int
    offset: int
    query: str
    warnings: tuple[str, ...]
    hits: tuple[Hit, ...]
    explanation: Explanation | None = None

    def to_dict(self) -> dict[str, Any]:
        found = {
            "total": self.total,
            "offset": self.offset,
            "query": self.query,
            "warnings": list(self.warnings),
            "hits": [hit.to_dict() for hit in self.hits],
        }
        return found | ({"explanation": asdict(self.explanation)} if self.explanation else {})
