"""Tantivy, the embedded default. Only this module and `search.engines.tantivy_query` import the library.

Tantivy fixes BM25's b at 0.75. A number of padding terms in front of each word field brings it to 0.4; in front,
because behind the text they would make the positions a third larger.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import tantivy
from tantivy import Query

from search.engines.contract import check_document, checked, comparable, countable, evidence, normal
from search.engines.engine import EngineDocument, Every, Found, Node, Request, Settings, Term, Weighted
from search.engines.failure import reported
from search.engines.folder import make_empty, sync_folder
from search.engines.tantivy_query import ITEM, MARKER, PAD, PRIOR, ROLE, best, prior, query, schema, scored
from search.errors import EngineError
from search.schema import WORD_FIELDS, facet_field

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_SETTINGS_FILE = "settings.json"
_HEAP = 256_000_000
"""Bytes the writer may hold. Less makes more and smaller segments: at 15 MB a build takes eight times as long."""
_FIRST = 30
"""Hits ranked at once: Tantivy breaks ties by where a document happens to lie, so we order them ourselves."""
_ALL_TERMS = 100_000_000
_COUNTED = 60_000
"""Values counted at once; the library refuses to count by more than 65,000."""
_OPEN_ATTEMPTS = 10
_OPEN_PAUSE = 0.05
"""Seconds."""

_SORTS = {
    "relevance": ("newest", tantivy.Order.Desc),
    "newest": ("newest", tantivy.Order.Desc),
    "oldest": ("oldest", tantivy.Order.Asc),
}
"""Order -> field and direction when nothing is scored."""


@dataclass(frozen=True, slots=True)
class TantivyEngine:
    name: str = "tantivy"

    def create(self, folder: Path, settings: Settings) -> None:
        with reported("making the index", folder):
            make_empty(folder)
            (folder / _SETTINGS_FILE).write_text(json.dumps({"pads": dict(settings.pads)}), encoding="utf-8")
            tantivy.Index(schema(), path=str(folder))
            _settle(folder)

    def open_reader(self, folder: Path) -> TantivyReader:
        with reported("opening the index", folder):
            _check_exists(folder)
            return TantivyReader(folder, _open_to_read(folder))

    def open_writer(self, folder: Path) -> TantivyWriter:
        with reported("opening the index for writing", folder):
            _check_exists(folder)
            pads = json.loads((folder / _SETTINGS_FILE).read_text(encoding="utf-8"))["pads"]
            return TantivyWriter(folder, tantivy.Index.open(str(folder)), pads)


ENGINE = TantivyEngine()


class TantivyReader:
    """One published state; see `search.engines.engine.Reader`."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self._folder = folder
        self._schema = index.schema
        self._searcher = index.searcher()
        self._size = max(1, self._searcher.num_docs)
        self.generation = self._marked()

    def search(self, request: Request) -> Found:
        request = checked(request)
        with reported("searching", self._folder):
            return self._counting(request) if request.facets else self._hits(request)

    def seqs(self) -> Sequence[int]:
        with reported("listing the documents", self._folder):
            found = self._sorted(Request(Every(), limit=self._size))
            return sorted(seq for seq, _ in found.hits)

    def frequency(self, field: str, term: str) -> int:
        with reported("searching", self._folder):
            # in no order, which takes a third of the time
            found: Any = self._searcher.search(query(self._schema, normal(Term(field, term))), limit=1)
            return int(found.count)

    def vocabulary(self, field: str, prefix: str = "") -> Sequence[tuple[str, int]]:
        with reported("listing terms", self._folder):
            found = self._searcher.terms_with_prefix(field, prefix, limit=_ALL_TERMS)
            return sorted((term, count) for term, count in found if not term.startswith(PAD))

    def pairs(self, match: Node, first: str, second: str) -> Mapping[tuple[str, str], int]:
        match = countable(match, first, second)
        with reported("counting", self._folder):
            return dict(self._pairs(query(self._schema, match), facet_field(first), facet_field(second)))

    def parts(self, seq: int, score: Sequence[Weighted]) -> tuple[float, ...]:
        with reported("explaining a score", self._folder):
            return tuple(self._part(seq, weighted) for weighted in evidence(score))

    def close(self) -> None:
        with suppress(AttributeError):
            del self._searcher
        if "_beside" in vars(self):
            self._beside.shutdown(wait=False)

    def _counting(self, request: Request) -> Found:
        """Counts while it ranks: the library cannot do both at once, but lets other threads run meanwhile."""
        asked, fields = query(self._schema, request.match), list(map(facet_field, request.facets))
        counts = self._beside.submit(self._counted, asked, fields)
        return replace(self._hits(request), counts=tuple(counts.result()))

    @cached_property
    def _beside(self) -> ThreadPoolExecutor:
        # most searches count nothing, and need not wait for this to be loaded
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1)

    def _hits(self, request: Request) -> Found:
        return self._best(request) if request.score and request.order == "relevance" else self._sorted(request)

    def _best(self, request: Request) -> Found:
        asked = best(self._schema, request.match, request.score)
        end = request.offset + request.limit
        size = max(_FIRST, end)
        while True:
            size = min(size, self._size)
            # the library's type stub does not know `count`
            found: Any = self._searcher.search(asked, limit=size, weight_by_field=PRIOR)
            hits = self._ranked(found.hits)
            if len(hits) >= found.count or (len(hits) > end and hits[end - 1][1] > hits[-1][1]):
                return Found(found.count, tuple(hits[request.offset : end]))
            # documents that score like the last one may have been cut off, and may come before those that were not
            size *= 4

    def _ranked(self, found: list[tuple[float, tantivy.DocAddress]]) -> list[tuple[int, float]]:
        addresses = [address for _, address in found]
        scores = [comparable(score) for score, _ in found]
        newest, seqs = self._values("newest", addresses), self._values("seq", addresses)
        rows = sorted(zip(scores, newest, seqs, strict=True), key=lambda row: (-row[0], -row[1], row[2]))
        return [(seq, score) for score, _, seq in rows]

    def _sorted(self, request: Request) -> Found:
        field, order = _SORTS[request.order]
        found: Any = self._searcher.search(
            query(self._schema, request.match),
            limit=min(request.limit, self._size),
            offset=min(request.offset, self._size),
            order_by_field=field,
            order=order,
        )
        seqs = self._values("seq", [address for _, address in found.hits])
        return Found(found.count, tuple((seq, 0.0) for seq in seqs))

    def _counted(self, asked: Query, fields: Sequence[str]) -> list[dict[str, int]]:
        found = self._searcher.aggregate(
            asked, {field: {"terms": {"field": field, "size": _COUNTED}} for field in fields}
        )
        for field in fields:
            if found[field]["sum_other_doc_count"]:
                raise EngineError(f"{field}: more than {_COUNTED} values cannot be counted; ask for less")
        return [{row["key"]: row["doc_count"] for row in found[field]["buckets"]} for field in fields]

    def _pairs(self, asked: Query, first: str, second: str) -> Iterator[tuple[tuple[str, str], int]]:
        """So many rows at once as the library counts pairs."""
        rows, columns = (list(found) for found in self._counted(asked, [first, second]))
        beside = {"columns": {"terms": {"field": second, "size": _COUNTED}}}
        step = max(1, _COUNTED // (1 + len(columns)))
        for start in range(0, len(rows), step):
            some = {"field": first, "size": _COUNTED, "include": rows[start : start + step]}
            found = self._searcher.aggregate(asked, {"rows": {"terms": some, "aggs": beside}})
            for row in found["rows"]["buckets"]:
                yield from (((row["key"], one["key"]), one["doc_count"]) for one in row["columns"]["buckets"])

    def _part(self, seq: int, weighted: Weighted) -> float:
        alone = Query.term_query(self._schema, "seq", seq)
        asked = scored(self._schema, alone, (weighted,))
        hits = self._searcher.search(asked, limit=1, weight_by_field=PRIOR).hits
        return float(hits[0][0]) if hits else 0.0

    def _values(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        values = self._searcher.fast_field_values(field, addresses)
        return [int(value) for value in values if value is not None]

    def _marked(self) -> int:
        marker = self._searcher.search(Query.term_query(self._schema, ROLE, MARKER), limit=1)
        values = self._values("generation", [address for _, address in marker.hits])
        return values[0] if values else 0


class TantivyWriter:
    """The one writer of an index; see `search.engines.engine.Writer`."""

    def __init__(self, folder: Path, index: tantivy.Index, pads: dict[str, int]) -> None:
        self._folder = folder
        self._schema = index.schema
        self._pads = {field: f"{PAD} " * pads.get(field, 0) for field in WORD_FIELDS}
        self._writer: tantivy.IndexWriter | None = _locked(folder, index)
        self._changed = False
        _sweep(folder)
        # a list of deletions that a killed commit wrote has the very name under which the next one would write it
        self._writer.garbage_collect_files()

    def add(self, documents: Iterable[EngineDocument]) -> None:
        for document in documents:
            check_document(document)
            self._changed = True
            with reported(f"adding document {document.seq}", self._folder):
                self._open().add_document(tantivy.Document.from_dict(self._fields(document), self._schema))

    def remove(self, seqs: Iterable[int]) -> None:
        for seq in seqs:
            self._changed = True
            with reported(f"removing document {seq}", self._folder):
                self._open().delete_documents_by_term("seq", seq)

    def commit(self, generation: int) -> None:
        with reported("publishing", self._folder):
            try:
                self._publish(generation)
            except BaseException:
                self._open().rollback()
                raise
            finally:
                self._changed = False
            self._open().garbage_collect_files()
            _settle(self._folder)

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        with reported("closing the index", self._folder):
            if self._changed:
                writer.rollback()
            writer.wait_merging_threads()
            _settle(self._folder)

    def _publish(self, generation: int) -> None:
        writer = self._open()
        marker = tantivy.Document.from_dict({ROLE: MARKER, "generation": generation}, self._schema)
        writer.delete_documents_by_term(ROLE, MARKER)
        writer.add_document(marker)
        writer.commit()

    def _fields(self, document: EngineDocument) -> dict[str, Any]:
        """Without those that are empty, which the library would take as long over."""
        words = {field: pad + document.words.get(field, "") for field, pad in self._pads.items()}
        keywords = {field: [value for value in values if value] for field, values in document.keywords.items()}
        own = {"seq": document.seq, PRIOR: prior(document.prior), ROLE: ITEM}
        figures = {field: list(numbers) for field, numbers in document.figures.items()}
        facets = {facet_field(facet): list(values) for facet, values in document.facets.items()}
        given = chain(words.items(), keywords.items(), figures.items(), facets.items())
        filled = {field: value for field, value in given if value}
        return filled | dict(document.numbers) | own

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise EngineError(f"{self._folder}: this writer is closed; open another")
        return self._writer


def _check_exists(folder: Path) -> None:
    if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
        raise EngineError(f"{folder} holds no Tantivy index; build the index anew")


def _open_to_read(folder: Path) -> tantivy.Index:
    """Tantivy makes a lock file even to read. Where it may not, it is shown a folder of links."""
    try:
        return _opened(folder)
    except ValueError as error:
        if "Lockfile" not in str(error):
            raise
    for _ in range(_OPEN_ATTEMPTS - 1):
        # without the lock a commit may take files away while we link them, or not have settled yet
        with suppress(ValueError, OSError):
            return _open_links(folder)
        sleep(_OPEN_PAUSE)
    return _open_links(folder)


def _open_links(folder: Path) -> tantivy.Index:
    """Once open, the library needs the names of the files no more."""
    with tempfile.TemporaryDirectory() as links:
        for path in folder.iterdir():
            if not path.name.startswith(".tantivy-"):
                (Path(links) / path.name).symlink_to(path.resolve())
        return _opened(Path(links))


def _opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    return index


def _locked(folder: Path, index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        return index.writer(_HEAP, 1)
    except ValueError as error:
        if "LockBusy" not in str(error):
            raise
        raise EngineError(f"{folder}: another program is writing to this index; wait until it is done") from error


def _settle(folder: Path) -> None:
    """Gives the files that Tantivy keeps for its own user (its lists, mode 600) the permissions of all others, and
    writes the folder through to the disk: Tantivy does so with the files, not with the name that publishes them."""
    mode = (folder / _SETTINGS_FILE).stat().st_mode
    for name in ("meta.json", ".managed.json"):
        (folder / name).chmod(mode)
    sync_folder(folder)


def _sweep(folder: Path) -> None:
    """Removes what killed commits have left; nobody else writes here while we hold the lock."""
    for path in folder.glob(".tmp*"):
        path.unlink(missing_ok=True)
