"""How long the questions beside a search take: cases, groups, items alike, suggestions, all hits taken away.

    python tests/bench/bench_tools.py --folder /tmp/tools [--size 100000] [--asked 50]

The texts are generated, and the index kept in the folder for the next time. All is warm, in one process; times are
processor time of the process, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from bench_answers import WARM, shown, timed, varied  # noqa: E402  after the path is set
from bench_index import ours  # noqa: E402
from corpus import documents, generated, vocabulary  # noqa: E402

from search.document import Document  # noqa: E402
from search.find import open_index  # noqa: E402
from search.groups import grouped  # noqa: E402
from search.history import cases, near  # noqa: E402
from search.similar import similar  # noqa: E402
from search.suggest import suggest  # noqa: E402
from search.telling.listing import as_csv  # noqa: E402

TREATMENTS = 4
"""Items of a case; every tenth item has no case number."""


def number(case: int) -> str:
    return f"{case % 90:02}.{case % 7:02}.00-P05-{case}-{20 + case % 5}"


def with_cases(made: Sequence[Document]) -> Iterator[Document]:
    for place, document in enumerate(made):
        told = ((document.body, f"{document.date[:4]}-01-01", "7", "noted"),)
        case = (number(place // TREATMENTS),) if place % 10 else ()
        yield replace(document, case_numbers=case, earlier=told)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, required=True, help="where the index is kept")
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--asked", type=int, default=50, help="questions of each kind")
    chosen = options.parse_args()
    place = chosen.folder / f"tools-{chosen.size}"
    if not place.exists():
        chosen.folder.mkdir(parents=True, exist_ok=True)
        texts, _ = generated(chosen.size)
        ours(list(with_cases(list(varied(documents(texts))))), "tantivy", place, 2)
    chance, words = random.Random(4), vocabulary(random.Random(1))[50:20_000]
    asked = chosen.asked + WARM
    some = [chance.choice(words) for _ in range(asked)]
    numbers = [number(chance.randrange(chosen.size // TREATMENTS)) for _ in range(asked)]
    print(f"{chosen.size} items, ms of processor time: median, p95")
    with closing(open_index(place)) as index:
        live = index.store.live()
        ids = [index.store.documents([chance.choice(live)])[0].id for _ in range(asked)]
        questions = {
            "case": (lambda case: list(cases(index, case)), numbers),
            "near case numbers": (lambda case: near(index, case), [case.replace("-", "") for case in numbers]),
            "group by case": (lambda word: grouped(index, word), some),
            "group all items by case": (lambda word: grouped(index, ""), [""] * (WARM + 3)),
            "similar": (lambda item: similar(index, item), ids),
            "suggest, 2 letters": (lambda word: suggest(index, word[:2]), some),
            "suggest, 4 letters": (lambda word: suggest(index, word[:4]), some),
            "suggest, second word": (lambda word: suggest(index, f"{words[0]} {word[:3]}"), some),
        }
        for name, (question, texts) in questions.items():
            print(f"{name:25} {shown(timed(question, texts))}", flush=True)
        for word in ("", *words[:200:199]):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start = time.process_time()
            rows = sum(1 for _ in as_csv(index.every(word))) - 1
            spent = time.process_time() - start
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
            print(f"{rows:6} hits as CSV: {rows / spent:6.0f} a second, {more} MB more than before", flush=True)


if __name__ == "__main__":
    main()
