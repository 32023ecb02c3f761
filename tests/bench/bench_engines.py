"""How fast an engine builds and answers: `PYTHONPATH=.:tests python tests/bench/bench_engines.py tantivy 20000`.

Documents are generated: about 300 terms over title, text and decision, in all forms, Zipf's law over 60,000 words.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from engine_cases import document

from search.engines import registry
from search.engines.engine import (
    And,
    EngineDocument,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Range,
    Reader,
    Request,
    Settings,
    Term,
    Weighted,
)
from search.schema import FORMS, TEXT_FIELDS

WORDS = [f"ord{number}" for number in range(60_000)]
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))
LENGTHS = {"title": 8, "text": 240, "decision": 52}
PADS = {f"{field}_{form}": round(0.875 * length) for field, length in LENGTHS.items() for form in FORMS}
RUNS = 60


def main(name: str, size: int) -> None:
    engine = registry.engine(name)
    dice = random.Random(1)
    documents = list(generated(dice, size))
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "index"
        engine.create(folder, Settings(PADS))
        writer = engine.open_writer(folder)
        started = perf_counter()
        writer.add(documents)
        writer.commit(1)
        print(f"{name}: {size / (perf_counter() - started):.0f} documents/s", end=", ")
        print(f"{sum(path.stat().st_size for path in folder.iterdir()) / 1e6:.0f} MB")
        started = perf_counter()
        writer.remove(range(50))
        writer.add(generated(dice, 50, size))
        writer.commit(2)
        print(f"replace 50 documents: {1000 * (perf_counter() - started):.0f} ms")
        writer.close()
        started = perf_counter()
        reader = engine.open_reader(folder)
        print(f"open: {1000 * (perf_counter() - started):.1f} ms")
        measure(reader)
        reader.close()


def generated(dice: random.Random, count: int, first: int = 0) -> Iterator[EngineDocument]:
    for seq in range(first, first + count):
        texts = {
            field: " ".join(dice.choices(WORDS, cum_weights=WEIGHTS, k=dice.randint(length // 2, length * 3 // 2)))
            for field, length in LENGTHS.items()
        }
        day = dice.randint(2010, 2025) * 10000 + dice.randint(1, 12) * 100 + dice.randint(1, 28)
        yield document(seq, texts, {"body": (f"udvalg {seq % 12}",), "case": (f"{seq % 30}/{seq}",)}, day)


def measure(reader: Reader) -> None:
    dice = random.Random(2)
    for kind, request in QUESTIONS.items():
        times, totals = [], []
        for _ in range(RUNS):
            asked = request(dice)
            started = perf_counter()
            totals.append(reader.search(asked).total)
            times.append(1000 * (perf_counter() - started))
        slow = quantiles(times, n=20)[-1]
        print(f"{kind:32} median {median(times):7.2f} ms, p95 {slow:7.2f}, hits {median(totals):.0f}")


def word(text: str) -> Node:
    return Or(tuple(Term(f"{field}_{form}", text) for field in TEXT_FIELDS for form in ("stem", "parts")))


def evidence(*texts: str) -> tuple[Weighted, ...]:
    terms = [Weighted(Term(f"{field}_{form}", text), 1.0) for text in texts for field in TEXT_FIELDS for form in FORMS]
    return (*terms, *(Weighted(Near("text_parts", first, second, 3), 0.3) for first, second in pairwise(texts)))


def ranked(join: Callable[[tuple[Node, ...]], Node], texts: list[str], *filters: Node) -> Request:
    match = join(tuple(map(word, texts)))
    return Request(And((match, *filters)) if filters else match, evidence(*texts))


QUESTIONS: dict[str, Callable[[random.Random], Request]] = {
    "one common word": lambda dice: ranked(Or, dice.sample(WORDS[:200], 1)),
    "three words, all": lambda dice: ranked(And, dice.sample(WORDS[:2000], 3)),
    "three words, any": lambda dice: ranked(Or, dice.sample(WORDS[:2000], 3)),
    "three words, all, two filters": lambda dice: ranked(
        And, dice.sample(WORDS[:2000], 3), Term("body", "udvalg 3"), Range("day", 20200101, None)
    ),
    "phrase of two common words": lambda dice: Request(Phrase("text_exact", tuple(dice.sample(WORDS[:50], 2)))),
    "beginning (11 words)": lambda dice: Request(Prefix("text_exact", f"ord{dice.randint(1000, 5999)}")),
    "one common word, newest first": lambda dice: Request(word(dice.choice(WORDS[:200])), order="newest"),
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
