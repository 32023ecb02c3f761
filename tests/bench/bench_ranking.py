"""What each part of the ranking buys in quality and costs in time and size, on judged Danish queries.

    python tests/bench/bench_ranking.py [--whoosh 2000]

Queries are bags of words of which any may match. Each collection is indexed once; a variant changes the table of
weights, or what a query word is scored by, and nothing else. p is that of the paired randomisation test against ours.
Times are of the processor, so that other work beside does not count: the engine alone, ten hits and the total.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import fmean, median, quantiles
from time import thread_time
from typing import Any, NamedTuple
from unittest.mock import patch

import tantivy

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from corpus import judged  # noqa: E402  after the path is set

from indexer.collection import index_collection  # noqa: E402
from search import ranking  # noqa: E402
from search.analysis.chain import WordForms  # noqa: E402
from search.engines import registry  # noqa: E402
from search.engines.engine import And, EngineDocument, Near, Node, Or, Request, Settings, Term, Weighted  # noqa: E402
from search.evaluation import Qrels, measured, p_value, plain_query, read_qrels, read_queries  # noqa: E402
from search.find import Index, open_index  # noqa: E402
from search.meaning.lenience import any_word, without_stops  # noqa: E402
from search.meaning.rewrite import rewrite  # noqa: E402
from search.place import current  # noqa: E402
from search.postings import engine_document  # noqa: E402

SETS = {
    "FT titles": ("folketinget", "queries-dev"),
    "FT keywords": ("folketinget", "queries-dev-keywords"),
    "LO": ("lohelp", "queries-dev"),
}
COLLECTIONS = ("folketinget", "lohelp")
ASKED = 300
"""Queries at most that Whoosh is asked of each set."""

Ranker = Callable[[str], list[str]]
"""The text of a query -> the ids of its first ten hits."""
F = tantivy.Filter
PEERS = {
    "tantivy, its `danish`": (F.lowercase(), F.stopword("danish"), F.stemmer("danish")),
    "lower case alone": (F.lowercase(),),
    "Snowball alone": (F.lowercase(), F.stemmer("danish")),
}
"""Bare tantivy-py: title and text in one field, by a chain of its own filters."""


def by_stems(weight: float, parts: float) -> Callable[[WordForms], Iterator[Weighted]]:
    """Query words scored by their stems too, or by nothing but stems and surface forms."""

    def evidence(word: WordForms) -> Iterator[Weighted]:
        with patch.dict(ranking.FORMS, parts=parts):
            found = [piece for piece in ranking.word_evidence(word) if piece.weight]
        yield from found
        for field, field_weight in ranking.FIELDS.items():
            if word.stem:
                yield Weighted(Term(f"{field}_stem", word.stem), field_weight * weight)

    return evidence


VARIANTS: dict[str, dict[str, Any]] = {
    "ours": {},
    "stems for parts": {"search.meaning.rewrite.word_evidence": by_stems(1.0, 0.0)},
    "stems too (0.4)": {"search.meaning.rewrite.word_evidence": by_stems(0.4, 1.0)},
    "no surface forms": {"search.ranking.FORMS": {"parts": 1.0}},
    "no pairs (near)": {"search.ranking.NEAR": 0.0},
    "pairs side by side": {"search.ranking.NEAR_DISTANCE": 1},
    "pairs within 10": {"search.ranking.NEAR_DISTANCE": 10},
    "no whole query in a row": {"search.ranking.WHOLE": {}},
    "no title": {"search.ranking.FIELDS": {"text": 1.0}},
    "title x 1": {"search.ranking.FIELDS": {"title": 1.0, "text": 1.0}},
    "any part is not enough": {"search.meaning.lenience._loosened": lambda query: query},
}


class Judged(NamedTuple):
    queries: dict[str, str]
    qrels: Qrels


class Measure(NamedTuple):
    """nDCG@10 by query, and the milliseconds that each took."""

    values: dict[str, float]
    times: list[float]


def main(whoosh: int) -> None:
    with tempfile.TemporaryDirectory() as place, ExitStack() as opened:
        folders = {name: Path(place) / name for name in COLLECTIONS}
        indexes: dict[str, Index] = {}
        for name, folder in folders.items():
            index_collection(judged(name) / "docs.jsonl", folder)
            indexes[name] = opened.enter_context(open_index(folder))
        compare(indexes)
        zeros(indexes)
        for name, folder in folders.items():
            sizes(indexes[name], folder)
        answers(indexes["folketinget"])
        for name in COLLECTIONS if whoosh else ():
            engines(name, whoosh, Path(place))


def sets() -> Iterator[tuple[str, str, Judged]]:
    for shown, (name, queries) in SETS.items():
        qrels = read_qrels(judged(name) / "qrels-dev.txt")
        texts = read_queries(judged(name) / f"{queries}.tsv")
        yield shown, name, Judged({query: text for query, text in texts.items() if query in qrels}, qrels)


def measure(ranker: Ranker, asked: Judged) -> Measure:
    run: dict[str, dict[str, float]] = {}
    times = []
    for query, text in asked.queries.items():
        started = thread_time()
        found = ranker(text)
        times.append(1000 * (thread_time() - started))
        run[query] = {item: -float(rank) for rank, item in enumerate(found)}
    return Measure(measured(run, asked.qrels, asked.queries)[0].values, times)


def ours(index: Index) -> Ranker:
    ids = dict(zip(index.store.live(), (document.id for document in index.items()), strict=True))

    def ranked(text: str) -> list[str]:
        asked = rewrite(any_word(without_stops(plain_query(text))[0]), text)
        return [ids[seq] for seq, _ in index.reader.search(Request(asked.match, asked.score)).hits]

    return ranked


def peer(index: Index, filters: Sequence[tantivy.Filter]) -> Ranker:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    bare = tantivy.Index(schema.add_text_field("text", tokenizer_name="own").build())
    bare.register_tokenizer("own", builder.build())
    writer = bare.writer(256_000_000, 1)
    for document in index.items():
        text = "\n".join((document.title, *(passage.text for passage in document.passages)))
        writer.add_document(tantivy.Document(id=document.id, text=text))
    writer.commit()
    bare.reload()
    searcher = bare.searcher()

    def ranked(text: str) -> list[str]:
        words = "".join(sign if sign.isalnum() else " " for sign in text).lower()
        hits = searcher.search(bare.parse_query(words, ["text"]), 10).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return ranked


def compare(indexes: Mapping[str, Index]) -> None:
    rankers = {name: ours(index) for name, index in indexes.items()}
    each = list(sets())
    base = {shown: measure(rankers[name], asked) for shown, name, asked in each}
    print(f"{'nDCG@10, p against ours, median / p95 ms':28}" + "".join(f"{shown:>34}" for shown in SETS))
    for variant, changes in VARIANTS.items():
        with ExitStack() as patched:
            for target, value in changes.items():
                patched.enter_context(patch(target, value))
            found = {shown: measure(rankers[name], asked) for shown, name, asked in each}
        print(f"{variant:28}" + "".join(cell(found[shown], base[shown]) for shown in SETS), flush=True)
    for variant, filters in PEERS.items():
        peers = {name: peer(index, filters) for name, index in indexes.items()}
        found = {shown: measure(peers[name], asked) for shown, name, asked in each}
        print(f"{variant:28}" + "".join(cell(found[shown], base[shown]) for shown in SETS), flush=True)


def cell(found: Measure, base: Measure) -> str:
    p = p_value(value - base.values[query] for query, value in found.values.items())
    slow = quantiles(found.times, n=20)[-1]
    return f"{fmean(found.values.values()):10.4f} p={p:.4f} {median(found.times):6.2f} /{slow:6.2f}"


def loosely(node: Node) -> Node:
    """The same match with the parts of a compound anywhere in a field instead of near each other."""
    match node:
        case Near(field, first, second):
            return And((Term(field, first), Term(field, second)))
        case And(nodes) | Or(nodes):
            return type(node)(tuple(map(loosely, nodes)))
        case _:
            return node


def whole(node: Node) -> Node:
    """The same match with compounds as whole words alone."""
    match node:
        case Or(nodes) | And(nodes):
            kept = (part for part in nodes if not (isinstance(part, Near) or _is_pairs(part)))
            return type(node)(tuple(map(whole, kept)))
        case _:
            return node


def _is_pairs(node: Node) -> bool:
    return isinstance(node, And) and all(isinstance(part, Near) for part in node.nodes)


def zeros(indexes: Mapping[str, Index]) -> None:
    print("\nKeyword queries without a hit when all words must match")
    kinds: dict[str, Callable[[Node], Node]] = {
        "compounds as whole words": whole,
        "or their parts near (ours)": lambda node: node,
        "or their parts anywhere": loosely,
    }
    for name, index in indexes.items():
        texts = read_queries(judged(name) / "queries-dev-keywords.tsv").values()
        matches = [rewrite(plain_query(text), text).match for text in texts]
        for kind, changed in kinds.items():
            found = [index.reader.search(Request(changed(match), limit=1)).total for match in matches]
            share = sum(not total for total in found) / len(found)
            print(f"{name:14} {kind:28} {share:6.1%}   median hits {median(found):.0f}")


def sizes(index: Index, folder: Path) -> None:
    """The engine built anew without each field: what it saves, as a share of the text."""
    made = [engine_document(one, seq) for seq, one in zip(index.store.live(), index.items(), strict=True)]
    text = sum(len(f"{one.title}{passage.text}".encode()) for one in index.items() for passage in one.passages)
    pads = json.loads((folder / f"{current(folder)}.json").read_text(encoding="utf-8"))["pads"]
    total = built(made, pads, None)
    print(f"\nEngine of {folder.name}: {total / text:.3f} x the text of {text / 1e6:.1f} MB; of it")
    for field in sorted({field for one in made for field, words in one.words.items() if words}):
        print(f"{field:20} {(total - built(made, pads, field)) / text:.3f}")


def built(made: Sequence[EngineDocument], pads: Mapping[str, int], left_out: str | None) -> int:
    """Bytes of an engine of these documents without one field."""
    engine = registry.engine()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "engine"
        engine.create(folder, Settings({field: count for field, count in pads.items() if field != left_out}))
        with closing(engine.open_writer(folder)) as writer:
            kept = ({field: words for field, words in one.words.items() if field != left_out} for one in made)
            writer.add(
                EngineDocument(one.seq, words, one.keywords, one.numbers) for one, words in zip(made, kept, strict=True)
            )
            writer.commit(1)
        return sum(path.stat().st_size for path in folder.iterdir())


def answers(index: Index) -> None:
    """The whole of an answer with ten snippets, and how much of it is the engine's."""
    print(f"\nWhole answers over {len(index.store.live())} documents, median / p95 ms")
    for shown, name, asked in sets():
        for match in ("any", "all") if name == "folketinget" else ():
            whole, engine = [], []
            for text in map(str, asked.queries.values()):
                words = " ".join("".join(sign if sign.isalnum() else " " for sign in text).lower().split())
                with patch.object(index.reader, "search", timed(index.reader.search, engine)):
                    timed(index.find, whole)(words, match=match)
            spread = [f"{median(times):6.2f} /{quantiles(times, n=20)[-1]:6.2f}" for times in (whole, engine)]
            print(f"{shown:14} {match:4} whole {spread[0]}   engine {spread[1]}")


def timed(work: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    def done(*given: Any, **named: Any) -> Any:
        started = thread_time()
        result = work(*given, **named)
        times.append(1000 * (thread_time() - started))
        return result

    return done


def engines(name: str, size: int, place: Path) -> None:
    """Both engines on an evenly spaced sample of a collection, with those queries that are judged in it."""
    every = (judged(name) / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    lines = every[:: max(1, len(every) // size)]
    sample = place / f"{name}.jsonl"
    sample.write_text("\n".join(lines), encoding="utf-8")
    held = {json.loads(line)["id"] for line in lines}
    print(f"\nEngines on {len(lines)} documents of {name}: nDCG@10, median / p95 ms")
    for engine in registry.NAMES:
        index_collection(sample, place / f"{name}-{engine}", engine)
        with open_index(place / f"{name}-{engine}") as index:
            for shown, collection, asked in sets():
                if collection == name:
                    qrels = {query: {i: g for i, g in of.items() if i in held} for query, of in asked.qrels.items()}
                    qrels = {query: of for query, of in qrels.items() if any(of.values())}
                    known = [query for query in asked.queries if query in qrels]
                    queries = {query: asked.queries[query] for query in known[:: len(known) // ASKED + 1]}
                    found = measure(ours(index), Judged(queries, qrels))
                    spread = f"{median(found.times):8.2f} /{quantiles(found.times, n=20)[-1]:8.2f}"
                    print(
                        f"{shown:14} {engine:8} {fmean(found.values.values()):.4f} {spread}  ({len(queries)} queries)"
                    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--whoosh", type=int, default=2_000, help="documents for Whoosh, which is slow; 0 = leave out")
    main(options.parse_args().whoosh)
