"""Whoosh, the engine in pure Python: slower, at home wherever Python is. Only this module and
`search.engines.whoosh_postings` import the library.

Whoosh serves as a store of postings with atomic commits. What matches and what it scores is worked out here with sets:
its own queries misread open ranges, ignore filters and fail on deep trees.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from whoosh import fields
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import SegmentReader

from search.engines.contract import POSITIONED, check_document, checked, comparable, countable, evidence, normal
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
from search.engines.failure import reported
from search.engines.folder import make_empty, sync_files, sync_folder
from search.engines.whoosh_postings import Postings
from search.errors import EngineError
from search.schema import FACETS, FIGURES, KEYWORDS, NUMBERS, WORD_FIELDS, facet_field

_MEMORY = 256
"""Megabytes of postings held before they go to temporary files."""
_MAX_SEGMENTS = 8
"""So many and the small ones are joined. The library's own rule joins the four smallest at every commit, which for a
young index is all of it."""
_OPEN_ATTEMPTS = 5
_NO_ITEM = -1
"""The `seq` of the one document that is no item and carries the generation."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WhooshEngine:
    name: str = "whoosh"

    def create(self, folder: Path, settings: Settings) -> None:
        with reported("making the index", folder):
            make_empty(folder)
            _Storage(str(folder)).create_index(_schema())

    def open_reader(self, folder: Path) -> WhooshReader:
        with reported("opening the index", folder):
            return WhooshReader(folder, _opened(folder, FileIndex.reader))

    def open_writer(self, folder: Path) -> WhooshWriter:
        with reported("opening the index for writing", folder):
            return _opened(folder, lambda files: WhooshWriter(folder, files))


ENGINE = WhooshEngine()


class WhooshReader:
    """One published state; see `search.engines.engine.Reader`. Inside, documents go by Whoosh's numbers (`place`)."""

    def __init__(self, folder: Path, reader: Any) -> None:
        self._folder = folder
        self._lock = Lock()
        self._reader = reader
        self._postings = Postings(reader)
        self._seqs: list[int] = _column(reader, "seq")
        self._priors: list[float] = _column(reader, "prior")
        self._live = frozenset(reader.all_doc_ids())
        self._items = frozenset(place for place in self._live if self._seqs[place] != _NO_ITEM)
        self.generation: int = max(map(_column(reader, "generation").__getitem__, self._live), default=0)

    def search(self, request: Request) -> Found:
        request = checked(request)
        with self._reading("searching"):
            found = self._places(request.match)
            hits = self._ranked(found, request) if request.order == "relevance" else self._dated(found, request)
            counts = tuple(self._counted(found, facet) for facet in request.facets)
            return Found(len(found), tuple(hits[request.offset : request.offset + request.limit]), counts)

    def seqs(self) -> Sequence[int]:
        return sorted(self._seqs[place] for place in self._items)

    def frequency(self, field: str, term: str) -> int:
        with self._reading("searching"):
            return len(self._places(normal(Term(field, term))))

    def vocabulary(self, field: str, prefix: str = "") -> Sequence[tuple[str, int]]:
        with self._reading("listing terms"):
            return self._postings.vocabulary(field, prefix)

    def pairs(self, match: Node, first: str, second: str) -> Mapping[tuple[str, str], int]:
        match = countable(match, first, second)
        with self._reading("counting"):
            rows, columns = (self._postings.values(facet_field(facet)) for facet in (first, second))
            return Counter(pair for place in self._places(match) for pair in product(rows[place], columns[place]))

    def parts(self, seq: int, score: Sequence[Weighted]) -> tuple[float, ...]:
        with self._reading("explaining a score"):
            places = {place for place in self._items if self._seqs[place] == seq}
            found = [self._postings.scores(weighted, places) for weighted in evidence(score)]
            return tuple(sum((self._priors[place] * part for place, part in one.items()), 0.0) for one in found)

    def close(self) -> None:
        self._reader.close()

    @contextmanager
    def _reading(self, doing: str) -> Iterator[None]:
        """One thread at a time: Whoosh's cursors share the reading position of a file."""
        with self._lock, reported(doing, self._folder):
            yield

    def _ranked(self, found: set[int], request: Request) -> list[tuple[int, float]]:
        scores: Counter[int] = Counter()
        for weighted in request.score:
            scores.update(self._postings.scores(weighted, found))
        gains = {place: comparable(scores[place] * self._priors[place]) for place in found}
        newest = self._numbers["newest"]
        places = sorted(found, key=lambda place: (-gains[place], -newest[place], self._seqs[place]))
        return [(self._seqs[place], gains[place]) for place in places]

    def _dated(self, found: set[int], request: Request) -> list[tuple[int, float]]:
        keys = self._numbers[request.order]
        places = sorted(found, key=keys.__getitem__, reverse=request.order == "newest")
        return [(self._seqs[place], 0.0) for place in places]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        return {field: _column(self._reader, field) for field in NUMBERS}

    def _counted(self, found: Iterable[int], facet: str) -> Mapping[str, int]:
        values = self._postings.values(facet_field(facet))
        return Counter(value for place in found for value in values[place])

    def _places(self, node: Node) -> set[int]:
        """The documents that match."""
        match node:
            case Every():
                return set(self._items)
            case Term(field, term):
                return self._postings.holding(field, term)
            case AnyTerm(field, terms):
                return set().union(*(self._postings.holding(field, term) for term in terms))
            case Prefix(field, prefix):
                return self._postings.beginning(field, prefix)
            case Range(field, low, high) if field in FIGURES:
                return self._postings.between(field, _padded(low or 0), None if high is None else _padded(max(high, 0)))
            case Range(field, low, high):
                return self._between(self._numbers[field], low, high)
            case Phrase() | Near():
                return set(self._postings.occurrences(node, None))
            case Not(inner):
                return set(self._items - self._places(inner))
            case Or(nodes):
                return set().union(*map(self._places, nodes))
            case And(nodes):
                return set.intersection(*map(self._places, nodes))

    def _between(self, numbers: list[int], low: int | None, high: int | None) -> set[int]:
        lowest = -math.inf if low is None else low
        highest = math.inf if high is None else high
        return {place for place in self._items if lowest <= numbers[place] <= highest}


class WhooshWriter:
    """The one writer of an index; see `search.engines.engine.Writer`. Changes wait in memory for the commit."""

    def __init__(self, folder: Path, files: Any) -> None:
        self._folder = folder
        self._files = files
        # held over all commits; the library's own writer would let go at each, and keep it when a commit fails
        self._lock = _locked(folder, files)
        self._added: dict[int, EngineDocument] = {}
        self._removed: set[int] = set()

    def add(self, documents: Iterable[EngineDocument]) -> None:
        for document in documents:
            check_document(document)
            self._added[document.seq] = document

    def remove(self, seqs: Iterable[int]) -> None:
        for seq in seqs:
            self._added.pop(seq, None)
            self._removed.add(seq)

    def commit(self, generation: int) -> None:
        added, removed = self._added, self._removed | {_NO_ITEM}
        self._added, self._removed = {}, set()
        if self._lock is None:
            raise EngineError(f"{self._folder}: this writer is closed; open another")
        with reported("publishing", self._folder):
            writer = self._files.writer(limitmb=_MEMORY, _lk=False)
            try:
                _publish(writer, added.values(), removed, generation)
            except BaseException:
                with suppress(Exception):
                    writer.cancel()
                raise

    def close(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()


class _Storage(FileStorage):  # type: ignore[misc]
    """Writes files through to the disk before, and their names after, a state is published by renaming its list of
    segments. The library itself never does."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync_files(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def _schema() -> Any:
    words = {
        field: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=field in POSITIONED) for field in WORD_FIELDS
    }
    keywords = {field: fields.ID() for field in (*KEYWORDS, *FIGURES, *map(facet_field, FACETS))}
    numbers = {field: fields.COLUMN(NumericColumn("q", default=0)) for field in (*NUMBERS, "generation")}
    own = {"seq": NumericColumn("q", default=_NO_ITEM), "prior": NumericColumn("d", default=1.0)}
    return fields.Schema(**words, **keywords, **numbers, **{name: fields.COLUMN(each) for name, each in own.items()})


def _opened(folder: Path, open_: Callable[[Any], T]) -> T:
    """What `open_` makes of the folder's index. A commit may take away the list of segments that was just seen."""
    for _ in range(_OPEN_ATTEMPTS):
        with suppress(FileNotFoundError, EmptyIndexError):
            return open_(_Storage(str(folder)).open_index())
    raise EngineError(f"{folder} holds no Whoosh index; build the index anew")


def _locked(folder: Path, files: Any) -> Any:
    lock = files.lock("WRITELOCK")
    if not lock.acquire():
        raise EngineError(f"{folder}: another program is writing to this index; wait until it is done")
    return lock


def _publish(writer: Any, added: Iterable[EngineDocument], removed: set[int], generation: int) -> None:
    reader = writer.reader()
    for place, seq in enumerate(_column(reader, "seq")):
        if seq in removed:
            writer.delete_document(place)
    reader.close()
    for document in added:
        writer.add_document(**_fields(document))
    writer.add_document(seq=_NO_ITEM, generation=generation)
    writer.commit(mergetype=_merged)


def _fields(document: EngineDocument) -> dict[str, Any]:
    words = {field: _split(text) for field, text in document.words.items()}
    keywords = {field: [value for value in values if value] for field, values in document.keywords.items()}
    figures = {field: [*map(_padded, numbers)] for field, numbers in document.figures.items()}
    facets = {facet_field(facet): [*values] for facet, values in document.facets.items()}
    return words | keywords | figures | facets | dict(document.numbers) | {"seq": document.seq, "prior": document.prior}


def _padded(number: int) -> str:
    """As a term that sorts as the number does."""
    return f"{number:019}"


def _split(text: str) -> list[str]:
    """The terms; `str.split()` would also cut at spaces that are part of a term, like the unbreakable one."""
    return [term for term in text.split(" ") if term]


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments that stay; the others' documents are added to the one being written."""
    if len(segments) < _MAX_SEGMENTS:
        return segments
    largest = max(segments, key=lambda segment: segment.doc_count())
    stale = largest.deleted_count() > largest.doc_count()
    for segment in segments:
        if stale or segment is not largest:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [] if stale else [largest]


def _column(reader: Any, field: str) -> list[Any]:
    """The field's number of every document ever written, removed ones included, by place."""
    leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
    columns = [(leaf.column_reader(field, translate=False), leaf.doc_count_all()) for leaf in leaves]
    return [column[place] for column, count in columns for place in range(count)]
