"""Indexing speed and query times, beside bare tantivy-py with its own Danish analyser on the same texts in the same
run.

    python tests/bench/bench_index.py [--size 20000] [--whoosh 2000] [--workers 2]

Bare tantivy-py gets as many writer threads, beside the one that hands it the texts, as processes of ours analyse beside
the one that writes. Reading files is not part of it: it starts from texts. The steps are also taken one after the other
by one process, and its processor time (all threads) is told: on a busy machine only that can be compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import tantivy

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from corpus import documents, texts  # noqa: E402  after the path is set

from indexer.publish import Job, Recipe, publish  # noqa: E402
from search.analysis.chain import fingerprint  # noqa: E402
from search.document import Document  # noqa: E402
from search.engines import registry  # noqa: E402
from search.engines.engine import EngineDocument, Settings  # noqa: E402
from search.find import open_index  # noqa: E402
from search.place import STORE  # noqa: E402
from search.postings import engine_document  # noqa: E402
from search.store.reader import StoreReader  # noqa: E402
from search.store.source import Source  # noqa: E402
from search.store.writer import StoreWriter  # noqa: E402

FILE_ITEMS = 10


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor(work: Callable[[], object]) -> float:
    """Seconds of processor time that the work takes in this process, all threads together."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bare(bodies: Sequence[str], queries: Sequence[str], folder: Path, threads: int) -> tuple[float, list[float]]:
    """tantivy-py alone, by `bare_index`."""
    index = bare_index(folder)

    def build() -> None:
        writer = index.writer(256_000_000, threads)
        for number, body in enumerate(bodies):
            writer.add_document(tantivy.Document(id=str(number), text=body))
        writer.commit()

    seconds = timed(build)
    index.reload()
    searcher = index.searcher()
    return seconds, [timed(lambda text=text: bare_answer(index, searcher, text)) for text in queries]


def bare_index(folder: Path) -> tantivy.Index:
    """Made or opened: one stored text field, through tokenizer, lower case, stop words and stemmer for Danish."""
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stopword("danish"))
        .filter(tantivy.Filter.stemmer("danish"))
        .build()
    )
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw")
        .add_text_field("text", stored=True, tokenizer_name="danish")
        .build()
    )
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer("danish", analyser)
    return index


def bare_answer(index: tantivy.Index, searcher: tantivy.Searcher, text: str) -> None:
    """The ten best hits of a query with the library's own snippets."""
    query = index.parse_query(text, ["text"], conjunction_by_default=True)
    cutter = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
    for _, address in searcher.search(query, 10).hits:
        cutter.snippet_from_doc(searcher.doc(address)).to_html()


def store(made: Sequence[Document], index: Path) -> float:
    """Writes the documents into a new store, ten a source; seconds."""
    index.mkdir(parents=True)

    def write() -> None:
        with StoreWriter(index / STORE) as writer:
            writer.begin()
            for start in range(0, len(made), FILE_ITEMS):
                source = Source("/texts", f"{start}.txt", 1, 1, 1, "", "1", "indexed")
                writer.apply(source, made[start : start + FILE_ITEMS])
            writer.settle()

    return timed(write)


def steps(made: Sequence[Document], bodies: Sequence[str], folder: Path) -> dict[str, float]:
    """Seconds of processor time: bare tantivy-py with one thread, then our steps one after the other."""
    kept: list[Document] = []
    postings: list[EngineDocument] = []
    for part in ("bare", "engine"):
        (folder / part).mkdir(parents=True)
    peer = processor(lambda: bare(bodies, (), folder / "bare", 1))
    storing = processor(lambda: store(made, folder / "store"))
    with closing(StoreReader(folder / "store" / STORE)) as reader:
        reading = processor(lambda: kept.extend(reader.documents(reader.live())))
    analysis = processor(lambda: postings.extend(engine_document(d, n) for n, d in enumerate(kept)))
    engine = registry.engine("tantivy")
    engine.create(folder / "engine", Settings())
    with closing(engine.open_writer(folder / "engine")) as writer:
        writing = processor(lambda: (writer.add(postings), writer.commit(1)))
    return {"bare": peer, "store": storing, "reading it back": reading, "analysis": analysis, "engine": writing}


def ours(made: Sequence[Document], name: str, index: Path, workers: int) -> tuple[float, float]:
    """(seconds of the store, seconds of publishing: analysis and engine together, as a run does it)."""
    kept = store(made, index)
    with StoreWriter(index / STORE) as writer, closing(writer.reader()) as reader:
        recipe = Recipe(registry.engine(name), fingerprint(), engine_document)
        job = Job(index, reader, recipe, writer.begin(), workers)
        return kept, timed(lambda: publish(job))


def answers(index: Path, queries: Sequence[str]) -> list[float]:
    with open_index(index) as opened:
        for text in queries[:20]:
            opened.find(text)
        return [timed(lambda text=text: opened.find(text)) for text in queries]


def show(name: str, size: int, seconds: float, times: Sequence[float]) -> None:
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(
        f"{name:34} {size / seconds:8.0f} items/s   answer median {statistics.median(times) * 1000:7.2f} ms"
        f"   p95 {p95 * 1000:7.2f} ms"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--whoosh", type=int, default=2_000, help="items for Whoosh, which is slow; 0 = leave out")
    options.add_argument("--workers", type=int, default=2, help="processes that analyse")
    chosen = options.parse_args()
    bodies, queries, origin = texts(chosen.size)
    words = [word for body in bodies for word in body.casefold().split()]
    print(
        f"{len(bodies)} texts ({origin}), {len(words):,} words, {len(set(words)):,} word types, {len(queries)} queries"
    )
    made = documents(bodies)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for part in ("bare", "alone"):
            (folder / part).mkdir()
        peer, peer_times = bare(bodies, queries, folder / "bare", chosen.workers)
        kept, published = ours(made, "tantivy", folder / "tantivy", chosen.workers)
        show("bare tantivy-py, Danish analyser", len(bodies), peer, peer_times)
        show("Referat, tantivy", len(made), kept + published, answers(folder / "tantivy", queries))
        print(f"indexing {peer / (kept + published):.2f} x bare tantivy-py: store {kept:.1f} s, then", end=" ")
        print(f"{published:.1f} s for {chosen.workers} processes that analyse and one that writes")
        alone = steps(made, bodies, folder / "alone")
        own = sum(alone.values()) - alone["bare"]
        print(f"by processor time {alone['bare'] / own:.2f} x, by one process:", end=" ")
        print(", ".join(f"{step} {seconds:.2f} s" for step, seconds in alone.items()))
        if chosen.whoosh:
            few = made[: chosen.whoosh]
            kept, published = ours(few, "whoosh", folder / "whoosh", chosen.workers)
            seconds = kept + published
            show(f"Referat, whoosh ({len(few)} items)", len(few), seconds, answers(folder / "whoosh", queries))


if __name__ == "__main__":
    main()
