"""Indexes of invented items, on each of the engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from reference_engine import ReferenceReader, state_of

from indexer.publish import Job, Recipe, publish
from search import layout
from search.analysis.chain import fingerprint
from search.document import Document, Passage
from search.engines import registry
from search.find import Index, open_index
from search.postings import engine_document
from search.store.source import Source
from search.store.writer import StoreWriter

ENGINES = ("tantivy", "whoosh", "reference")


def plant(index: Path, documents: Iterable[Document], engine: str = "tantivy") -> None:
    """Makes or changes an index until it holds these items, all of one file."""
    index.mkdir(exist_ok=True)
    recipe = Recipe(registry.engine(engine), fingerprint(), engine_document)
    with StoreWriter(index / layout.STORE) as store:
        run = store.begin()
        store.apply(Source("/arkiv", "a.pdf", 1, 1, 1, "", "1", "indexed"), list(documents))
        store.settle()
        with closing(store.reader()) as reader:
            publish(Job(index, reader, recipe, run))


@contextmanager
def planted(index: Path, documents: Sequence[Document], engine: str = "tantivy") -> Iterator[Index]:
    """An open index of these items; on the engine that is the specification, too."""
    plant(index, documents, "tantivy" if engine == "reference" else engine)
    with open_index(index) as opened:
        yield referenced(opened) if engine == "reference" else opened


def referenced(opened: Index) -> Index:
    """The same items in the engine that is the specification."""
    seqs = opened.reader.seqs()
    documents = zip(opened.store.documents(seqs), seqs, strict=True)
    return Index(opened.store, ReferenceReader(state_of(engine_document(*pair) for pair in documents)))


def passage(text: str, kind: str = "case", page: int | None = None) -> Passage:
    return Passage(kind, "", text, page, 0, len(text))
