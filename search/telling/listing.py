"""Answers and items as text for people, as JSON, JSON lines and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from search.answer import Answer, Hit
from search.clock import danish_date
from search.document import Document
from search.facets import label
from search.find import Index, forgotten_since
from search.groups import Grouped, grouped
from search.outcomes import LABELS
from search.quantity import counted
from search.similar import Similar
from search.telling.parquet import as_parquet
from search.telling.spreadsheet import csv_lines

Mark = Callable[[str], str]
Span = tuple[int, int]

_OPENING = "Mødets indledning"
"""Over what a meeting says before its first item, which is found with it."""
COLUMNS = ("id", "title", "municipality", "body", "date", "kind", "number", "case_numbers", "outcome", "outcome_label",
        "access", "source", "page", "start", "end", "score", "snippet")  # fmt: skip
PLAIN = ("id",)
"""Columns of CSV that are not changed for spreadsheets."""


def told(
    index: Index,
    query: str,
    form: str,
    *,
    mark: Mark,
    warn: Callable[[Iterable[str]], object],
    page: Mapping[str, Any],
    by_case: bool = False,
    everything: bool = False,
    **options: Any,
) -> tuple[Answer, Iterable[str | bytes]]:
    """What a query finds, and it in a form: as `table` or `json` a page of hits, or of cases; in one of BY_HIT the hits
    of the page, or everything there is, `warn` then being told of what was left out on the way. `page` and `options`
    are arguments of `Index.find`, and so are the errors."""
    if by_case:
        cases = grouped(index, query, **page, **options)
        return cases.answer, grouped_text(cases, mark) if form == "table" else as_json(cases)
    answer = index.find(query, **page, **options)
    if form not in BY_HIT:
        return answer, as_text(answer, mark) if form == "table" else as_json(answer)
    every = _every(index.every(query, **options), answer.total, warn) if everything else answer.hits
    return answer, BY_HIT[form](every)


def _every(hits: Iterable[Hit], total: int, warn: Callable[[Iterable[str]], object]) -> Iterator[Hit]:
    for hit in hits:
        yield hit
        total -= 1
    warn(forgotten_since(total))


def as_text(answer: Answer, mark: Mark) -> Iterator[str]:
    """The answer as lines: a head with the total, the synonyms used, a block a hit, the warnings, the explanation.
    `mark` dresses a match."""
    yield _head(answer)
    yield from _meant(answer)
    for place, hit in enumerate(answer.hits, answer.offset + 1):
        yield ""
        yield from _hit(place, hit, mark)
    yield from _foot(answer)


def grouped_text(found: Grouped, mark: Mark) -> Iterator[str]:
    """The cases as lines: a head with both totals, a block for the best hit of each, a line for each of the others."""
    answer, groups = found.answer, found.groups
    if answer.total:
        both = f"{counted(answer.total, 'item')} in {counted(found.cases, 'case')}"
        yield both + _shown(found.offset, len(groups), found.cases)
    else:
        yield _head(answer)
    yield from _meant(answer)
    for place, group in enumerate(groups, found.offset + 1):
        yield ""
        yield from _hit(place, group.best, mark)
        yield from (f"     + {' · '.join(_brief(document))}" for document in group.others)
        if untold := group.items - 1 - len(group.others):
            number = group.best.document.case_numbers[0]
            yield f"     + {untold} more of this case: `referat case {number}`"
    yield from _foot(answer)


def similar_text(found: Similar, mark: Mark) -> Iterator[str]:
    """The items like one as lines: what they are like and by which words, a block for each."""
    yield f"{counted(len(found.hits), 'item')} most like {found.document.title} · {found.document.id}"
    if found.words:
        yield f"  by: {', '.join(found.words)}"
    for place, (hit, same) in enumerate(found.hits, 1):
        yield ""
        yield from _hit(place, hit, mark)
        if same:
            yield "     (samme sag)"


def _meant(answer: Answer) -> Iterator[str]:
    """What words of the query were found by, and what may have been meant."""
    yield from (f"  {word}: {also}" for word, also in answer.synonyms)
    yield from (f"  {offer.in_words}" for offer in answer.offers)


def _foot(answer: Answer) -> Iterator[str]:
    for facet, rows in answer.facets.items():
        if rows:
            yield f"\nby {facet}:"
        yield from (f"{items:>7}  {label(facet, value)}" for value, items in rows.items())
    for warning in answer.warnings:
        yield f"\nnote: {warning}"
    if answer.explanation:
        yield f"\nquery as understood: {answer.query}"
        yield f"a hit fulfils: {answer.explanation.match}"
        for field, term, count in answer.explanation.terms:
            yield f"  {count:>7} {'item holds' if count == 1 else 'items hold'} {field}:{term}"


def as_json(found: Answer | Grouped | Similar) -> Iterator[str]:
    yield json.dumps(found.to_dict(), ensure_ascii=False, indent=2)


def notes(answer: Answer) -> Iterator[str]:
    """What forms of one line a hit do not tell: the total, what may have been meant, and the warnings."""
    yield f"{counted(answer.total, 'item')} found"
    yield from remarks(answer)


def remarks(answer: Answer) -> Iterator[str]:
    """What may have been meant by a query, and the warnings."""
    yield from (offer.in_words for offer in answer.offers)
    yield from answer.warnings


def as_jsonl(hits: Iterable[Hit]) -> Iterator[str]:
    """One hit a line."""
    return (json.dumps(hit.to_dict(), ensure_ascii=False) for hit in hits)


def as_csv(hits: Iterable[Hit]) -> Iterator[str]:
    """A head and one line a hit."""
    return csv_lines(COLUMNS, map(cells, hits), PLAIN)


BY_HIT: Mapping[str, Callable[[Iterable[Hit]], Iterable[str | bytes]]] = {
    "jsonl": as_jsonl,
    "csv": as_csv,
    "parquet": as_parquet,
}
"""Forms of a line or row a hit, however many there are."""


def item_json(document: Document, indent: int | None = None) -> str:
    """One item whole, under the record's own names."""
    return json.dumps(asdict(document), ensure_ascii=False, indent=indent)


def item_text(document: Document) -> Iterator[str]:
    """One item whole, passage by passage."""
    yield _title(document)
    yield from _facts(document, document.page)
    if document.present:
        yield f"Til stede: {_members(document.present)}"
    if document.absent:
        yield f"Fraværende: {_members(document.absent)}"
    if document.topics:
        yield f"Emne: {', '.join(document.topics)}"
    for passage in document.passages:
        if passage.kind == "heading":
            yield ""
        elif passage.kind == "opening":
            yield f"\n{_OPENING}"
        yield passage.text
    if document.votes:
        yield "\nAfstemning"
        yield from ("  " + _vote(*vote) for vote in document.votes)
    if document.reservations:
        yield "\nForbehold og mindretal"
        yield from ("  " + _reservation(*entry) for entry in document.reservations)
    if document.earlier:
        yield "\nTidligere behandling"
        yield from ("  " + " · ".join(filter(None, _earlier(*entry))) for entry in document.earlier)


def dressed(text: str, marks: Sequence[Span], mark: Mark, rest: Mark = str) -> str:
    """The text with every marked span passed through `mark`, and what is between through `rest`."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [rest(text[at:start]), mark(text[start:end])]
        at = end
    return "".join((*pieces, rest(text[at:])))


def _head(answer: Answer) -> str:
    if not answer.total:
        return f"0 items match {answer.query}" if answer.query else "the index holds no items"
    return counted(answer.total, "item") + _shown(answer.offset, len(answer.hits), answer.total)


def _shown(offset: int, number: int, total: int) -> str:
    """Which of all are shown."""
    if number:
        return f", showing {offset + 1}–{offset + number}"
    return f"; none beyond number {offset}" if offset >= total else ""


def _hit(place: int, hit: Hit, mark: Mark) -> Iterator[str]:
    document = hit.document
    yield f"{place:>3}. {dressed(document.title, hit.title_marks, mark)}"
    yield from (f"     {line}" for line in _facts(document, hit.page))
    if hit.snippet.text:
        lead = f"{_OPENING}: " if hit.snippet.kind == "opening" else ""
        yield f"     {lead}{dressed(hit.snippet.text, hit.snippet.marks, mark)}"
    for name, value in hit.parts:
        yield f"       {value:8.4f}  {name}"


def _title(document: Document) -> str:
    return f"{document.number}. {document.title}" if document.number else document.title


def _facts(document: Document, page: int | None) -> Iterator[str]:
    kind = " (dagsorden)" if document.kind == "agenda" else ""
    facts = (
        document.outcome_label + kind,
        _body(document),
        danish_date(document.date),
        f"punkt {document.number}" if document.number else "",
        "lukket" if document.access == "closed" else "",
        f"sag {', '.join(document.case_numbers)}" if document.case_numbers else "",
    )
    yield " · ".join(filter(None, facts))
    yield where(document.source, page, document.also, document.id)


def where(source: str, page: int | None, also: Iterable[str], item_id: str) -> str:
    """Where an item stands: file and page, the other files that hold it, and its id in the index."""
    return " · ".join([f"{source} side {page}" if page else source, *(f"også {other}" for other in also), item_id])


def _brief(document: Document) -> Iterator[str]:
    """The facts by which one treatment of a case is told from another."""
    return filter(None, (danish_date(document.date), _body(document), document.outcome_label, document.id))


def _body(document: Document) -> str:
    return label("body", document.body) + (f" ({document.called})" if document.called else "")


def _members(members: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} ({party})" if party else name for name, party in members)


def _vote(*told: str) -> str:
    """`for 19 (A, V) · imod 1 (Ø)`: the sides of which something is said."""
    sides = zip(("for", "imod", "undlod"), told[:3], told[3:6], strict=True)
    said = [" ".join(filter(None, (side, n, p and f"({p})"))) for side, n, p in sides if n or p]
    return " · ".join(said) or "afstemning uden tal"


def _reservation(who: str, party: str, kind: str, point: str) -> str:
    name = f"{who} ({party})" if party and party != who else who
    return " · ".join(filter(None, (name, kind, f"punkt {point}" if point else "")))


def _earlier(body: str, date: str, item: str, outcome: str) -> tuple[str, ...]:
    return body, danish_date(date), f"punkt {item}" if item else "", LABELS.get(outcome, "")


def cells(hit: Hit) -> list[object]:
    """What CSV tells of a hit, in the order of COLUMNS."""
    found = hit.to_dict()
    found |= {"case_numbers": " ".join(found["case_numbers"]), "snippet": hit.snippet.text}
    return [found[name] for name in COLUMNS]
