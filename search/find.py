"""Query text -> answer: parse, rewrite, ask the engine, take the texts from the store, cut snippets. The one way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from search.answer import Answer, Hit
from search.coverage import notes
from search.document import Document
from search.engines.engine import Order, Reader, Request
from search.errors import SearchError
from search.explain import explanation, score_parts, synonyms_used, words_meant
from search.facets import arranged, facets_of
from search.layout import Folder, index_folder
from search.marks import Marker, spans_of
from search.meaning.capitals import in_small_letters, unshouted
from search.meaning.expansion import definite
from search.meaning.lenience import any_word, without_stops
from search.meaning.offers import Offer, offers, other_readings
from search.meaning.rewrite import Rewritten, rewrite
from search.meaning.synonyms import Synonyms, table_of
from search.meaning.unmet import unmet
from search.meaning.vocabulary import Vocabulary
from search.place import Stamp, open_published, stamp
from search.query import ast
from search.query.lexer import has_substance, passed_over
from search.query.parser import parse
from search.query.printer import to_text
from search.snippets import snippet
from search.store.reader import StoreReader

Match = Literal["all", "any"]
Ranked = Sequence[tuple[int, float]]
"""The store's numbers of items, best first, each with its score."""
MAX_PAGE = 10_000
BLOCK = 1_000


def open_index(path: Folder = None) -> Index:
    """The published state of an index, to be read; by default `$REFERAT_INDEX`, else `./referat-index`.

    Raises IndexMissing, IndexOutdated, StoreError or EngineError.
    """
    folder = index_folder(path)
    # Looked at first: what is published in between makes the index look stale, and that costs one more opening only.
    seen = stamp(folder)
    opened = open_published(folder)
    return Index(opened.store, opened.reader, folder, seen)


class Index:
    """An open index; close it, or use it in a `with` block. It keeps showing the state that it was opened on; `stale`
    tells when a run has published another."""

    def __init__(self, store: StoreReader, reader: Reader, folder: Path | None = None, seen: Stamp = ()) -> None:
        self._store, self._reader = store, reader
        self.vocabulary = Vocabulary(reader)
        self._folder = folder
        self._seen = seen
        self._closed = False

    @property
    def store(self) -> StoreReader:
        """Its texts. Raises SearchError where the index was closed."""
        self._refuse_when_closed()
        return self._store

    @property
    def reader(self) -> Reader:
        """Its engine. Raises SearchError where the index was closed."""
        self._refuse_when_closed()
        return self._reader

    @property
    def stale(self) -> bool:
        """Whether another state was published since it was opened. Cheap: it looks at the stamps of two files."""
        return self._folder is not None and stamp(self._folder) != self._seen

    def refreshed(self) -> Index:
        """The index as it is published now: this one where nothing new was, else one newly opened, and this is closed.
        For a program that asks by one thread; several open a new one when this is `stale`, and close this when none
        asks it any more. Raises as `open_index`; this index then stays open."""
        if not self.stale:
            return self
        fresh = open_index(self._folder)
        self.close()
        return fresh

    def find(
        self,
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
    ) -> Answer:
        """The hits of a query in pages of `limit` from `offset`, best first or by date. Those that were forgotten since
        the index was opened are left out and told of.

        `match`: all words or any of them. `filters` must hold too (built from options). `synonyms`: with those of the
        built-in table, without, or with those of a table (`search.meaning.synonyms.read_synonyms`). `facets`: count all
        hits by each of these. Raises QueryError with the place in the query for what cannot be honoured, FacetRefused
        for facets that there are not, SearchError for an argument that can mean nothing (a `limit` above MAX_PAGE among
        them) and for an index that was closed.
        """
        refuse_arguments(query, limit, offset, sort, match)
        by = facets_of(facets)
        understood, asked = self.understood(query, match=match, filters=filters, synonyms=synonyms)
        request = Request(asked.match, asked.score, sort, max(1, limit), offset, by)
        found = self.reader.search(request)
        hits = self._hits(shown := found.hits[:limit], asked, explain)
        gone = len(shown) - len(hits)
        why = explanation(asked, self.reader) if explain else None
        alone = partial(self._count, text=query, synonyms=table_of(synonyms))
        near = [*self.readings(query, understood, match=match, filters=filters, synonyms=synonyms)]
        near += () if found.total else offers(understood, alone, self.vocabulary, table_of(synonyms))
        warnings = (
            *(*left_out(asked), *forgotten_since(gone)),
            *(() if found.total else unmet(understood, alone)),
            *notes(understood, self.store, found.total - gone),
        )
        return Answer(
            found.total - gone,
            offset,
            to_text(understood),
            warnings,
            hits,
            why,
            (*synonyms_used(asked.synonyms), *words_meant(understood)),
            offers=tuple(near),
            facets=arranged(by, found.counts),
        )

    def understood(
        self,
        query: str,
        *,
        match: Match = "all",
        filters: tuple[ast.Query, ...] = (),
        synonyms: Synonyms | bool = True,
    ) -> tuple[ast.Query, Rewritten]:
        """The query as understood and what it asks of the index, without asking it. Raises as `find` does."""
        self._refuse_when_closed()
        refuse_arguments(query, 1, 0, "relevance", match)
        understood, ignored = self._definite(query, match, filters)
        asked = rewrite(understood, query, table_of(synonyms))
        return understood, replace(asked, ignored=(*passed_over(query), *ignored, *asked.ignored))

    def readings(
        self,
        query: str,
        understood: ast.Query,
        *,
        match: Match = "all",
        filters: tuple[ast.Query, ...] = (),
        synonyms: Synonyms | bool = True,
    ) -> Iterator[Offer]:
        """What may have been meant by a query that was understood so, whatever it finds."""
        quiet = (self._definite(other, match, filters)[0] for other in in_small_letters(query))
        return other_readings(understood, partial(self._count, text=query, synonyms=table_of(synonyms)), quiet)

    def _count(self, query: ast.Query, text: str, synonyms: Synonyms) -> int:
        """How many items the query finds."""
        return self.reader.search(Request(rewrite(query, text, synonyms).match, limit=1)).total

    def ranked(
        self,
        query: str,
        *,
        sort: Order = "relevance",
        match: Match = "all",
        filters: tuple[ast.Query, ...] = (),
        synonyms: Synonyms | bool = True,
    ) -> Ranked:
        """The store's numbers of all items that the query finds, however many, each with its score, in the order that
        `find` shows them. Raises as `find` does."""
        return self._all(self._asked(query, sort, match, filters, synonyms), sort)

    def numbers(self, query: str, *, match: Match = "all") -> list[int]:
        """The store's numbers of all items that the query finds, in no telling order. Raises as `find` does."""
        asked = self._asked(query, "newest", match, (), True)
        return [seq for seq, _ in self._all(asked, "newest")]

    def hits(
        self,
        query: str,
        ranked: Ranked,
        *,
        match: Match = "all",
        synonyms: Synonyms | bool = True,
        explain: bool = False,
    ) -> Iterator[Hit]:
        """What the query shows of these numbers with their scores, read in blocks; those forgotten since are left out.
        Raises as `find` does."""
        asked = self._asked(query, "relevance", match, (), synonyms)
        for start in range(0, len(ranked), BLOCK):
            yield from self._hits(ranked[start : start + BLOCK], asked, explain)

    def best(self, asked: Rewritten, limit: int) -> tuple[Hit, ...]:
        """The best hits of what is asked in terms already."""
        return self._hits(self.reader.search(Request(asked.match, asked.score, limit=limit)).hits, asked, False)

    def every(
        self,
        query: str,
        *,
        sort: Order = "relevance",
        match: Match = "all",
        filters: tuple[ast.Query, ...] = (),
        synonyms: Synonyms | bool = True,
        explain: bool = False,
    ) -> Iterator[Hit]:
        """All hits of a query, however many, in the order of `find`; one block of them is held at a time. Raises as
        `find` does."""
        ranked = self.ranked(query, sort=sort, match=match, filters=filters, synonyms=synonyms)
        return self.hits(query, ranked, match=match, synonyms=synonyms, explain=explain)

    def _all(self, asked: Rewritten, sort: Order) -> Ranked:
        request = Request(asked.match, asked.score, sort, limit=1)
        total = self.reader.search(replace(request, score=())).total
        return self.reader.search(replace(request, limit=total)).hits if total else ()

    def _asked(
        self, query: str, sort: Order, match: Match, filters: tuple[ast.Query, ...], synonyms: Synonyms | bool
    ) -> Rewritten:
        refuse_arguments(query, 1, 0, sort, match)
        return self.understood(query, match=match, filters=filters, synonyms=synonyms)[1]

    def _definite(self, query: str, match: Match, filters: tuple[ast.Query, ...]) -> tuple[ast.Query, tuple[str, ...]]:
        """The query asked, in what it leaves open made definite, and the words left out of a choice of any: nearly
        everything holds them."""
        parsed = unshouted(parse(query))
        ignored: tuple[str, ...] = ()
        if match == "any":
            parsed, ignored = without_stops(parsed)
            parsed = any_word(parsed)
        own = () if filters and isinstance(parsed, ast.Every) else (parsed,)
        whole = ast.joined(ast.And, (*own, *filters))
        return definite(whole, query, self.vocabulary), ignored

    def _hits(self, found: Ranked, asked: Rewritten, explain: bool) -> tuple[Hit, ...]:
        """What is forgotten goes from the store at once and from the engine a moment later: not shown in between."""
        documents = self.store.left([seq for seq, _ in found])
        marker = Marker(asked.wanted)
        return tuple(
            Hit(
                documents[seq],
                score,
                snippet(documents[seq], marker),
                spans_of(marker.marks(documents[seq].title, "title")),
                score_parts(seq, asked.score, self.reader) if explain else (),
            )
            for seq, score in found
            if seq in documents
        )

    def show(self, item_id: str) -> Document | None:
        """The item with that id, whole; None when the index does not hold it."""
        return self.store.by_id(item_id)

    def items(self) -> Iterator[Document]:
        """Every item, whole, in the order in which they were taken in."""
        yield from self.documents(self.store.live())

    def documents(self, numbers: Sequence[int]) -> Iterator[Document]:
        """The items with these numbers, whole, read in blocks; those forgotten since are left out."""
        for start in range(0, len(numbers), BLOCK):
            block = numbers[start : start + BLOCK]
            found = self.store.left(block)
            yield from (found[seq] for seq in block if seq in found)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise SearchError("This index was closed: open it again with open_index.")

    def close(self) -> None:
        self._closed = True
        self._reader.close()
        self._store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def refuse_arguments(query: object, limit: object, offset: object, sort: object, match: object) -> None:
    """Raises SearchError for a script's slip, which would else be taken for something, or for a fault of the index."""
    sound = {
        "query must be text": isinstance(query, str),
        f"limit must be a number from 0 to {MAX_PAGE}": isinstance(limit, int) and 0 <= limit <= MAX_PAGE,
        "offset must be a number from 0 on": isinstance(offset, int) and offset >= 0,
        f"sort must be one of {', '.join(get_args(Order))}": sort in get_args(Order),
        f"match must be one of {', '.join(get_args(Match))}": match in get_args(Match),
    }
    if wrong := [message for message, holds in sound.items() if not holds]:
        raise SearchError(f"find cannot use what it was given: {'; '.join(wrong)}.")


def forgotten_since(forgotten: int) -> tuple[str, ...]:
    """That hits are missing which were taken out of the store since the engine was written."""
    return (f"left out, because forgotten a moment ago: {forgotten}",) if forgotten else ()


def left_out(asked: Rewritten) -> Iterator[str]:
    """That common words of a query were not searched, nor signs between its words."""
    left = dict.fromkeys(asked.ignored)
    if words := ", ".join(filter(has_substance, left)):
        yield f"left out as too common: {words} (in quotes they count)"
    if signs := " ".join(sign for sign in left if not has_substance(sign)):
        minus = " (a minus stands right before what is to be left out)" if "-" in left else ""
        yield f"passed over, as no word: {signs}{minus}"
