"""Judged collections: documents as items, queries as bags of words, what a search gives for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import ir_measures
from ir_measures import nDCG

from indexer.publish import Job, Recipe, publish
from search.analysis.chain import fingerprint
from search.document import Document, Passage
from search.engines import registry
from search.engines.engine import Request
from search.find import Index, open_index
from search.lenience import any_word
from search.place import STORE
from search.postings import engine_document
from search.query.ast import And, Query, Word
from search.rewrite import rewrite
from search.store import Source
from search.store_writer import StoreWriter

DEPTH = 100
FILE_ITEMS = 50


def index_collection(collection: Path, index: Path, engine: str = "tantivy") -> None:
    """Indexes the `docs.jsonl` of a collection as our items are indexed."""
    index.mkdir(parents=True)
    items = list(_documents(collection))
    with StoreWriter(index / STORE) as writer:
        run = writer.begin()
        for start in range(0, len(items), FILE_ITEMS):
            source = Source("/collection", f"{start}", 1, 1, 1, "", "1", "indexed")
            writer.apply(source, items[start : start + FILE_ITEMS])
        writer.settle()
        with closing(writer.reader()) as reader:
            publish(Job(index, reader, Recipe(registry.engine(engine), fingerprint(), engine_document), run))


def ndcg(collection: Path, queries: str, index: Path) -> float:
    """Mean nDCG@10 of the queries in a TSV file (id, text); any word may match."""
    qrels = list(ir_measures.read_trec_qrels(str(collection / "qrels-dev.txt")))
    with open_index(index) as opened:
        run = [hit for name, query in _queries(collection / queries) for hit in _hits(opened, name, query)]
    return float(ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10])


def _documents(collection: Path) -> Iterator[Document]:
    for line in (collection / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        passage = Passage("case", "", record["text"], None, 0, len(record["text"]))
        yield Document(record["id"], record.get("title", ""), (passage,))


def _queries(path: Path) -> Iterator[tuple[str, Query]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        name, text = line.split("\t")
        words = tuple(map(Word, re.findall(r"[\w.-]*\w", text)))
        yield name, any_word(And(words) if len(words) > 1 else words[0])


def _hits(opened: Index, name: str, query: Query) -> Iterator[ir_measures.ScoredDoc]:
    asked = rewrite(query, "")
    found = opened.reader.search(Request(asked.match, asked.score, limit=DEPTH)).hits
    documents = opened.store.documents([seq for seq, _ in found])
    for (_, score), document in zip(found, documents, strict=True):
        yield ir_measures.ScoredDoc(name, document.id, score)
