"""How long whole answers take: ten hits with snippets, and with counts by two facets, by kind of query, beside bare
tantivy-py's ten best with its own snippets on the same texts in the same run.

    python tests/bench/bench_answers.py --folder /tmp/answers [--size 100000] [--queries 200] [--kind phrase]

The texts are generated, and both indices kept in the folder for the next time. All is warm, in one process, and each
query asked once. Facets are counted beside the ranking where a processor is free, so times are by the clock; with
`--processor` they are of processors, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import islice, repeat
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from bench_index import bare, bare_answer, bare_index, ours  # noqa: E402  after the path is set
from corpus import documents, generated, vocabulary  # noqa: E402

from search.document import Document  # noqa: E402
from search.errors import QueryError  # noqa: E402
from search.find import Index, open_index  # noqa: E402
from search.outcomes import LABELS  # noqa: E402

FACETS = ("body", "year")
WARM = 20
LONG = 6
AIM, TIMES = 25.0, 4.0
"""Milliseconds of p95 that a whole answer may take, and how many times that of bare tantivy."""


class Asked(NamedTuple):
    """A query, and the same for bare tantivy where its language can say it."""

    text: str
    bare: str = ""


Words = Callable[[], str]
Work = Callable[[Asked], object]


def phrase(word: Words, passage: Words) -> Asked:
    words = passage().split()
    place = random.Random(len(words)).randrange(len(words) - 2)
    return Asked(f'"{" ".join(words[place : place + 2])}"', f'"{" ".join(words[place : place + 2])}"')


def boolean(word: Words, passage: Words) -> Asked:
    first, second, third, fourth = word(), word(), word(), word()
    return Asked(f"({first} ELLER {second} ELLER {third}) -{fourth}", f"({first} OR {second} OR {third}) -{fourth}")


def _long(word: Words) -> str:
    """A word of some letters: part of a short one stands for too many others."""
    return next(found for found in iter(word, "") if len(found) > LONG)


KINDS: dict[str, Callable[[Words, Words], Asked]] = {
    "term": lambda word, passage: Asked(*[word()] * 2),
    "two terms": lambda word, passage: Asked(*[f"{word()} {word()}"] * 2),
    "phrase": phrase,
    "boolean": boolean,
    "prefix": lambda word, passage: Asked(f"{word()[:5]}*"),
    "*wild*": lambda word, passage: Asked(f"*{_long(word)[1:6]}*"),
    "*ending": lambda word, passage: Asked(f"*{_long(word)[2:]}"),
    "fuzzy": lambda word, passage: Asked(f"{_long(word)}~1"),
    "proximity": lambda word, passage: Asked(f"{word()} NÆR/5 {word()}"),
    "scattered phrase": lambda word, passage: Asked(*[f"{phrase(word, passage).text}~3"] * 2),
    "term in a body's years": lambda word, passage: Asked(f"{word()} udvalg:udvalg7 dato:2005..2015"),
}
"""Kind -> a query made of words, the rarer the less likely, and of passages."""


def varied(made: Sequence[Document]) -> Iterator[Document]:
    """The same items, of many bodies, months, outcomes and topics."""
    chance = random.Random(2)
    for document in made:
        date = f"{document.date[:4]}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        outcome = chance.choice([*LABELS])
        topics = tuple(chance.sample([f"Emne {number}" for number in range(60)], chance.randint(0, 2)))
        facts = {"date": date, "outcome": outcome, "outcomes": (outcome,), "topics": topics, "kind": "minutes"}
        yield replace(document, body=f"Udvalg{chance.randint(1, 40)} for alt", **facts)


def built(folder: Path, size: int) -> tuple[Path, Path]:
    """The two indices of so many texts, made where they are not there yet."""
    place = folder / str(size)
    if not (place / "done").exists():
        texts, _ = generated(size)
        (place / "bare").mkdir(parents=True)
        bare(texts, (), place / "bare", 1)
        ours(list(varied(documents(texts))), "tantivy", place / "index", 2)
        (place / "done").touch()
    return place / "index", place / "bare"


def queries(kind: str, index: Index, count: int) -> list[Asked]:
    """The same each time. Words are drawn by their frequency among those that are neither the commonest nor rare."""
    chance = random.Random(kind)
    words, live = vocabulary(random.Random(1))[50:20_000], index.store.live()
    weights = [1 / rank**0.5 for rank in range(1, len(words) + 1)]

    def word() -> str:
        return chance.choices(words, weights)[0]

    def passage() -> str:
        return index.store.documents([chance.choice(live)])[0].passages[0].text

    made = (KINDS[kind](word, passage) for _ in repeat(None))
    return list(islice((one for one in made if _honoured(index, one.text)), count))


def _honoured(index: Index, text: str) -> bool:
    """A wildcard may stand for too many words."""
    with suppress(QueryError):
        index.understood(text)
        return True
    return False


def timed(works: Sequence[Work], asked: Sequence[Asked], clock: Callable[[], float]) -> list[list[float]]:
    """Milliseconds for each way of asking, in turn, after some queries that are not told."""
    found: list[list[float]] = [[] for _ in works]
    for one in asked:
        for times, work in zip(found, works, strict=True):
            start = clock()
            work(one)
            times.append(1000 * (clock() - start))
    return [times[WARM:] for times in found]


def shown(times: Sequence[float]) -> str:
    return f"{statistics.median(times):8.2f} {p95(times):8.2f}"


def p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, required=True, help="where the indices are kept")
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=200, help="queries of each kind")
    options.add_argument("--kind", choices=KINDS, action="append", help="only this kind; several: these")
    options.add_argument("--processor", action="store_true", help="processor time instead of the clock's")
    chosen = options.parse_args()
    clock, unit = (time.process_time, "processor time") if chosen.processor else (time.perf_counter, "the clock")
    place, bare_place = built(chosen.folder, chosen.size)
    peer = bare_index(bare_place)
    searcher = peer.searcher()
    head = "".join(f" | {name:>17}" for name in ("10 hits", "and 2 facets", "bare tantivy"))
    print(f"{chosen.size} items, ms by {unit}: median, p95\n{'':22} {'hits':>7}{head} | facets : bare")
    with closing(open_index(place)) as index:
        for kind in chosen.kind or KINDS:
            asked = queries(kind, index, chosen.queries + WARM)
            hits = statistics.median(index.find(one.text, limit=0).total for one in asked)
            works: list[Work] = [
                lambda one: index.find(one.text, facets=FACETS),
                lambda one: index.find(one.text),
                lambda one: bare_answer(peer, searcher, one.bare),
            ]
            whole, alone, *bared = timed(works if asked[0].bare else works[:2], asked, clock)
            least = p95(bared[0]) if bared else math.inf
            ratio = f"{p95(whole) / least:5.1f} x p95" if bared else ""
            wrong = " !" if p95(whole) > min(AIM, TIMES * least) else ""
            print(f"{kind:22} {hits:7.0f}", *map(shown, (alone, whole, *bared)), ratio + wrong, sep=" | ", flush=True)


if __name__ == "__main__":
    main()
