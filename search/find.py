"""Query text -> answer: parse, rewrite, ask the engine, take the texts from the store, cut snippets. The one way in."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Literal

from search.answer import Answer, Hit
from search.document import Document
from search.engines.engine import Order, Reader, Request
from search.explain import explain as explained
from search.explain import score_parts
from search.marks import Marker
from search.place import index_folder, open_published
from search.query import ast
from search.query.parser import parse
from search.query.printer import to_text
from search.rewrite import Rewritten, any_word, rewrite
from search.snippets import snippet
from search.store import StoreReader

Match = Literal["all", "any"]
MAX_PAGE = 10_000


def open_index(path: str | os.PathLike[str] | None = None) -> Index:
    """The published state of an index, to be read; by default `$REFERAT_INDEX`, else `./referat-index`.

    Raises IndexMissing, IndexOutdated, StoreError or EngineError.
    """
    opened = open_published(index_folder(path))
    return Index(opened.store, opened.reader)


class Index:
    """An open index; close it, or use it in a `with` block. It keeps showing the state that it was opened on."""

    def __init__(self, store: StoreReader, reader: Reader) -> None:
        self.store = store
        self.reader = reader

    def find(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Order = "relevance",
        match: Match = "all",
        filters: tuple[ast.Query, ...] = (),
        explain: bool = False,
    ) -> Answer:
        """The hits of a query in pages of `limit` from `offset`, best first or by date.

        `match`: all words or any of them. `filters` must hold too (built from options). Raises QueryError with the
        place in the query for what cannot be honoured.
        """
        understood = _understood(query, match, filters)
        asked = rewrite(understood, query)
        request = Request(asked.match, asked.score, sort, max(1, min(limit, MAX_PAGE)), max(0, offset))
        found = self.reader.search(request)
        hits = self._hits(found.hits, asked, explain) if limit > 0 else ()
        explanation = explained(asked, self.reader) if explain else None
        return Answer(found.total, offset, to_text(understood), _warnings(asked), hits, explanation)

    def _hits(self, found: tuple[tuple[int, float], ...], asked: Rewritten, explain: bool) -> tuple[Hit, ...]:
        documents = self.store.documents([seq for seq, _ in found])
        marker = Marker(asked.wanted)
        return tuple(
            Hit(
                document,
                score,
                snippet(document, marker),
                tuple((mark.start, mark.end) for mark in marker.marks(document.title)),
                score_parts(seq, asked.score, self.reader) if explain else (),
            )
            for (seq, score), document in zip(found, documents, strict=True)
        )

    def show(self, item_id: str) -> Document | None:
        """The item with that id, whole; None when the index does not hold it."""
        return self.store.by_id(item_id)

    def close(self) -> None:
        self.reader.close()
        self.store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _understood(query: str, match: Match, filters: tuple[ast.Query, ...]) -> ast.Query:
    parsed = parse(query)
    if match == "any":
        parsed = any_word(parsed)
    if not filters:
        return parsed
    own = parsed.nodes if isinstance(parsed, ast.And) else () if isinstance(parsed, ast.Every) else (parsed,)
    nodes = (*own, *filters)
    return ast.And(nodes) if len(nodes) > 1 else nodes[0]


def _warnings(asked: Rewritten) -> tuple[str, ...]:
    if not asked.ignored:
        return ()
    words = ", ".join(dict.fromkeys(asked.ignored))
    return (f"left out as too common: {words} (in quotes they count)",)
