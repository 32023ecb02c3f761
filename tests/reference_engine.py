"""The engine that every other is held to: in memory, one document at a time, written to be read rather than to be fast.

BM25 here: k1 1.2, b 0.4, idf ln(1 + (N - n + 0.5) / (n + 0.5)) with N documents of which n hold the term
(Robertson and Zaragoza 2009, with the idf of Lucene and Tantivy). A phrase or pair counts as one term that is as rare
as all its terms together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from search.engines.contract import check_document, checked, comparable, countable, evidence
from search.engines.engine import (
    And,
    AnyTerm,
    EngineDocument,
    Every,
    Found,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Request,
    Settings,
    Term,
    Weighted,
)
from search.engines.folder import make_empty
from search.errors import EngineError
from search.schema import FIGURES, WORD_FIELDS

K1 = 1.2
B = 0.4


@dataclass(frozen=True)
class State:
    """What one commit published."""

    generation: int = 0
    documents: Mapping[int, EngineDocument] = field(default_factory=dict)


def state_of(documents: Iterable[EngineDocument]) -> State:
    return State(1, {document.seq: document for document in documents})


@dataclass
class ReferenceEngine:
    name: str = "reference"
    published: dict[Path, State] = field(default_factory=dict)
    writing: set[Path] = field(default_factory=set)

    def create(self, folder: Path, settings: Settings) -> None:
        make_empty(folder)
        self.published[folder] = State()

    def open_reader(self, folder: Path) -> ReferenceReader:
        return ReferenceReader(self.state(folder))

    def open_writer(self, folder: Path) -> ReferenceWriter:
        documents = dict(self.state(folder).documents)
        if folder in self.writing:
            raise EngineError(f"{folder}: another program is writing to this index")
        self.writing.add(folder)
        return ReferenceWriter(self, folder, documents)

    def state(self, folder: Path) -> State:
        if folder not in self.published:
            raise EngineError(f"{folder} holds no index")
        return self.published[folder]


@dataclass
class ReferenceWriter:
    engine: ReferenceEngine
    folder: Path
    documents: dict[int, EngineDocument]

    def add(self, documents: Iterable[EngineDocument]) -> None:
        for document in documents:
            check_document(document)
            self.documents[document.seq] = document

    def remove(self, seqs: Iterable[int]) -> None:
        for seq in seqs:
            self.documents.pop(seq, None)

    def commit(self, generation: int) -> None:
        if self.folder not in self.engine.writing:
            raise EngineError(f"{self.folder}: this writer is closed")
        if generation >= 2**63:
            self.documents = dict(self.engine.state(self.folder).documents)
            raise EngineError("a generation has at most 64 bits")
        self.engine.published[self.folder] = State(generation, dict(self.documents))

    def close(self) -> None:
        self.engine.writing.discard(self.folder)


class ReferenceReader:
    def __init__(self, state: State) -> None:
        self.generation = state.generation
        self.documents = state.documents

    def search(self, request: Request) -> Found:
        checked(request)
        score = self.scorer(request.score if request.order == "relevance" else ())
        found = [document for document in self.documents.values() if holds(request.match, document)]
        hits = [(document.seq, comparable(sum(score(document)))) for document in found]
        hits.sort(key=lambda hit: self.sort_key(hit, request.order))
        counts = tuple(
            Counter(value for one in found for value in one.facets.get(facet, ())) for facet in request.facets
        )
        return Found(len(hits), tuple(hits[request.offset : request.offset + request.limit]), counts)

    def seqs(self) -> Sequence[int]:
        return sorted(self.documents)

    def frequency(self, field: str, term: str) -> int:
        return self.search(Request(Term(field, term))).total

    def vocabulary(self, field: str, prefix: str = "") -> Sequence[tuple[str, int]]:
        held = Counter(term for document in self.documents.values() for term in set(terms_of(field, document)))
        return sorted((term, count) for term, count in held.items() if term.startswith(prefix))

    def pairs(self, match: Node, first: str, second: str) -> Mapping[tuple[str, str], int]:
        match = countable(match, first, second)
        found = [document.facets for document in self.documents.values() if holds(match, document)]
        return Counter(pair for each in found for pair in product(each.get(first, ()), each.get(second, ())))

    def parts(self, seq: int, score: Sequence[Weighted]) -> tuple[float, ...]:
        if seq not in self.documents:
            return tuple(0.0 for _ in score)
        return tuple(self.scorer(score)(self.documents[seq]))

    def close(self) -> None:
        pass

    def sort_key(self, hit: tuple[int, float], order: str) -> tuple[float, ...]:
        seq, score = hit
        numbers = self.documents[seq].numbers
        return (numbers["oldest"], seq) if order == "oldest" else (-score, -numbers["newest"], seq)

    def scorer(self, score: Sequence[Weighted]) -> Callable[[EngineDocument], list[float]]:
        """A function that says what each piece of evidence adds to a document's score."""
        scored = [(item, self.rarity(item.node), self.mean_length(item.node.field)) for item in evidence(score)]
        return lambda document: [
            document.prior * item.weight * rarity * bm25(item.node, document, mean) for item, rarity, mean in scored
        ]

    def rarity(self, node: Term | Phrase | Near) -> float:
        return sum(map(self.idf, singles(node)))

    def mean_length(self, field: str) -> float:
        return sum(len(terms_of(field, document)) for document in self.documents.values()) / (len(self.documents) or 1)

    def idf(self, term: Term) -> float:
        holding = self.frequency(term.field, term.term)
        return math.log(1 + (len(self.documents) - holding + 0.5) / (holding + 0.5))


def bm25(node: Term | Phrase | Near, document: EngineDocument, mean: float) -> float:
    """The part of BM25 that depends on the document; `mean` is the mean length of the field in terms."""
    count = occurrences(node, document)
    norm = K1 * (1 - B + B * len(terms_of(node.field, document)) / (mean or 1))
    return (K1 + 1) * count / (count + norm)


def holds(node: Node, document: EngineDocument) -> bool:
    """Whether the document matches."""
    match node:
        case Every():
            return True
        case Term(field, term):
            return term in terms_of(field, document)
        case AnyTerm(field, terms):
            return any(term in terms for term in terms_of(field, document))
        case Prefix(field, prefix):
            return any(term.startswith(prefix) for term in terms_of(field, document))
        case Phrase() | Near():
            return occurrences(node, document) > 0
        case Range(field, low, high):
            numbers = document.figures.get(field, ()) if field in FIGURES else (document.numbers[field],)
            return any((low is None or low <= number) and (high is None or number <= high) for number in numbers)
        case And(nodes):
            return all(holds(part, document) for part in nodes)
        case Or(nodes):
            return any(holds(part, document) for part in nodes)
        case Not(inner):
            return not holds(inner, document)


def terms_of(field: str, document: EngineDocument) -> list[str]:
    """The terms of a word field in order, or the values of a keyword field."""
    values = document.words.get(field, "").split(" ") if field in WORD_FIELDS else document.keywords.get(field, ())
    return [value for value in values if value]


def occurrences(node: Term | Phrase | Near, document: EngineDocument) -> int:
    """How often the term or phrase stands in the document, or how many pairs of places are near enough."""
    terms = terms_of(node.field, document)
    places = range(len(terms))
    match node:
        case Term(_, term):
            return terms.count(term)
        case Phrase(_, words):
            return sum(tuple(terms[place : place + len(words)]) == words for place in places)
        case Near(_, first, second, distance):
            pairs = ((a, b) for a in places for b in places if terms[a] == first and terms[b] == second)
            return sum(0 < abs(a - b) <= distance for a, b in pairs)


def singles(node: Term | Phrase | Near) -> tuple[Term, ...]:
    match node:
        case Term():
            return (node,)
        case Phrase(field, terms):
            return tuple(Term(field, term) for term in terms)
        case Near(field, first, second, _):
            return Term(field, first), Term(field, second)
