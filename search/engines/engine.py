"""The seam between Referat and an engine: what it holds, what it can be asked, what it answers.

An engine sees terms and numbers, never text. Matching and scoring are apart: `match` alone decides which documents are
hits and how many there are, so every engine gives the same sets and totals; `score` only orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Order = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class EngineDocument:
    """A document as an engine takes it, known by `seq`, which is never used twice.

    `words`: per word field its terms in order, joined by one space (`""` when empty). `keywords`: per keyword field its
    values. `numbers`: per number field one whole number; `figures`: several, from 0 on. `prior`: what its scores are
    multiplied by, 1 to 2. `facets`: per facet the values under which the document is counted, each once; `""` is one.
    """

    seq: int
    words: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    prior: float = 1.0
    figures: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[EngineDocument], tuple[object, ...]]:
        """Sent to another process as its values, which takes half as long as what dataclasses do."""
        values = (self.seq, self.words, self.keywords, self.numbers, self.prior, self.figures, self.facets)
        return EngineDocument, values


@dataclass(frozen=True, slots=True)
class Every:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose word or keyword field holds exactly this term."""

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents whose word or keyword field holds a term that begins so."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class AnyTerm:
    """Documents whose word or keyword field holds one of these terms at least; none find nothing."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents whose word field holds these terms side by side in this order; at least two terms."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Documents whose word field holds `first` and `second` at two different places at most `distance` apart (1 = side
    by side), in either order. The two may be the same term: then it must stand there twice."""

    field: str
    first: str
    second: str
    distance: int


@dataclass(frozen=True, slots=True)
class Range:
    """Documents with a number (of one of NUMBERS or FIGURES) between the two, ends included; None = open. Never both
    None."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


Node = Every | Term | AnyTerm | Prefix | Phrase | Near | Range | And | Or | Not


@dataclass(frozen=True, slots=True)
class Weighted:
    """One piece of evidence: documents that match `node` gain its BM25 score times `weight`."""

    node: Term | Phrase | Near
    weight: float


@dataclass(frozen=True, slots=True)
class Request:
    """`match` says what is found, `score` (summed, times the document's prior) in which order if `order` is relevance.

    `limit` is at least 1. Equal scores stand in the order newest, equal keys in that of `seq`: pages join to one list.
    `facets` are what all hits are counted by.
    """

    match: Node
    score: tuple[Weighted, ...] = ()
    order: Order = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """`total` counts all hits; `hits` are (seq, score) of the page asked for, score 0.0 where nothing was scored.
    `counts`: facet by facet how many of all hits have each value; only values that some have, and a document with
    several counts under each."""

    total: int
    hits: tuple[tuple[int, float], ...]
    counts: tuple[Mapping[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What must be fixed when an engine's files are made. `pads`: per word field, a number of padding terms by which
    an engine with a fixed length normalisation reaches BM25's b = 0.4; other engines ignore it."""

    pads: Mapping[str, int] = field(default_factory=dict)


class Reader(Protocol):
    """One published state of an engine: what is committed later is not seen until a new reader is opened."""

    generation: int
    """The number given to the commit that published this state; 0 before the first."""

    def search(self, request: Request) -> Found: ...

    def seqs(self) -> Sequence[int]:
        """All documents, in rising order."""

    def frequency(self, field: str, term: str) -> int:
        """The number of documents that hold the term."""

    def vocabulary(self, field: str, prefix: str = "") -> Sequence[tuple[str, int]]:
        """The terms of a word or keyword field that begin so, in order, each with the number of documents that hold it;
        that number may count some that were removed lately."""

    def pairs(self, match: Node, first: str, second: str) -> Mapping[tuple[str, str], int]:
        """Of all documents that match, how many have each pair of values of two facets."""

    def parts(self, seq: int, score: Sequence[Weighted]) -> tuple[float, ...]:
        """What each piece of evidence adds to the score of one document, in the order given."""

    def close(self) -> None: ...


class Writer(Protocol):
    """Changes are seen by nobody until `commit`, then by all new readers at once. Only one writer at a time."""

    def add(self, documents: Iterable[EngineDocument]) -> None: ...

    def remove(self, seqs: Iterable[int]) -> None: ...

    def commit(self, generation: int) -> None:
        """Publishes, durably, under this number."""

    def close(self) -> None:
        """Drops what was not committed."""


class Engine(Protocol):
    """A kind of engine; its files live in one folder."""

    name: str

    def create(self, folder: Path, settings: Settings) -> None:
        """Makes an empty index in a folder that does not exist or is empty."""

    def open_reader(self, folder: Path) -> Reader: ...

    def open_writer(self, folder: Path) -> Writer: ...
