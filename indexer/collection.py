"""A judged collection's documents (JSON Lines with `id`, `title`, `text`) -> an index to try a search on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.errors import SourceError
from indexer.publish import Job, Recipe, publish
from search.analysis.chain import fingerprint
from search.document import Document, Passage
from search.engines import registry
from search.find import Index, open_index
from search.layout import STORE
from search.postings import engine_document
from search.store.source import Source
from search.store.writer import StoreWriter

BLOCK = 50
"""Documents taken in at once, as if one file held them."""


def index_collection(docs: Path, index: Path, engine: str = registry.DEFAULT) -> None:
    """Indexes the documents of a file as items are indexed, in a folder that is not there yet. Raises SourceError."""
    documents = list(_documents(docs))
    index.mkdir(parents=True)
    with StoreWriter(index / STORE) as writer:
        run = writer.begin()
        for start in range(0, len(documents), BLOCK):
            source = Source(str(docs.parent), f"{docs.name}/{start}", 1, 1, 1, "", "1", "indexed")
            writer.apply(source, documents[start : start + BLOCK])
        writer.settle()
        with closing(writer.reader()) as reader:
            publish(Job(index, reader, Recipe(registry.engine(engine), fingerprint(), engine_document), run))


@contextmanager
def open_collection(docs: Path, engine: str | None = None) -> Iterator[Index]:
    """The documents of a file, indexed for the length of a `with` block. Raises SourceError."""
    with TemporaryDirectory() as place:
        index_collection(docs, Path(place) / "index", engine or registry.DEFAULT)
        with open_index(Path(place) / "index") as opened:
            yield opened


def _documents(docs: Path) -> Iterator[Document]:
    try:
        lines = docs.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise SourceError("unreadable", f"{docs} cannot be read ({error}): give a file of JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _document(line, f"{docs} line {number}")


def _document(line: str, where: str) -> Document:
    try:
        record = json.loads(line)
        name, title, text = record["id"], record.get("title", ""), record["text"]
        if not all(isinstance(value, str) for value in (name, title, text)) or len(name.split()) != 1:
            raise ValueError("all are text, and no white space stands in an id")
        return Document(name, title, (Passage("case", "", text, None, 0, len(text)),))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError("damaged", f"{where} is no document with id, title and text ({error!r}).") from error
