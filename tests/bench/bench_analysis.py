"""How well and how fast Danish is analysed, beside plain Snowball: conflation and compounds on the gold lists, speed.

    python tests/bench/bench_analysis.py [SHARED]

SHARED is the folder that holds the lists and the debates (`$REFERAT_SHARED`, else `../shared`). The ten folds are parts
of the lists: nothing is trained on the others, so their spread says how far the figures hang on the words drawn. What
is derived comes from a dictionary that knows nothing of the lists; the exceptions by hand hold some of their words, as
far as these are frequent, and how many is told.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from word_gold import Conflation, compounds, conflation, cutting, groups  # noqa: E402  after the path is set

from search.analysis import chain, stem  # noqa: E402
from search.analysis.compounds import split, stems_of  # noqa: E402
from search.analysis.tables import by_hand, derived, exceptions  # noqa: E402

FOLDS = 10
Row = TypeVar("Row")


class Memory(NamedTuple):
    seconds: float
    megabytes: float


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REFERAT_SHARED", "../shared"))
    loading = loaded()
    print(f"load of all data    {loading.seconds:.3f} s CPU, {loading.megabytes:.0f} MB")
    show_conflation(groups(shared))
    show_compounds(compounds(shared))
    show_speed([json.loads(line)["text"] for line in (shared / "relevance/folketinget/docs.jsonl").open("rb")][:5000])


def loaded() -> Memory:
    """What the first word costs."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = timed(lambda: chain.terms("omprioriteringspuljen"))
    return Memory(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def folds(rows: Sequence[Row]) -> list[list[Row]]:
    shuffled = random.Random(1).sample(rows, len(rows))
    return [shuffled[start::FOLDS] for start in range(FOLDS)]


def show_conflation(gold: Sequence[frozenset[str]]) -> None:
    full, hand = dict(exceptions()), by_hand()
    for name, table in (("the chain", full), ("without exceptions by hand", derived()), ("without any table", {})):
        exceptions().clear()
        exceptions().update(table)
        show_one(name, gold, lambda word: stems_of(word)[0])
    exceptions().update(full)
    show_one("Snowball alone", gold, stem.snowball)
    influenced = [group for group in gold if group & hand.keys()]
    print(f"            {len(influenced)} of {len(gold)} groups have a form among the exceptions by hand")


def show_one(name: str, gold: Sequence[frozenset[str]], conflate: Callable[[str], str]) -> None:
    spread = [conflation(fold, conflate).f1 for fold in folds(gold)]
    print(f"conflation  {name:28} {told(conflation(gold, conflate))}   {FOLDS} folds {around(spread)}")


def told(reached: Conflation) -> str:
    return f"P {reached.precision:.3f}  R {reached.recall:.3f}  F1 {reached.f1:.3f}"


def around(values: Sequence[float]) -> str:
    return f"{statistics.mean(values):.3f} ± {statistics.stdev(values):.3f} (least {min(values):.3f})"


def show_compounds(gold: Sequence[tuple[str, str]]) -> None:
    reached = cutting(gold, split)
    spread = [cutting(fold, split).right for fold in folds(gold)]
    print(f"compounds   {reached.right:.3f} right, {reached.wrong} wrong, {reached.false} simple words cut", end="")
    print(f"   {FOLDS} folds {around(spread)}")


def show_speed(texts: Sequence[str]) -> None:
    words = sum(len(text.split()) for text in texts)
    types = sorted({word for text in texts for word in text.lower().split() if word.isalpha()})
    new = timed(lambda: [stems_of(word) for word in types])
    cold = timed(lambda: [chain.terms(text) for text in texts])
    warm = min(timed(lambda: [chain.terms(text) for text in texts]) for _ in range(3))
    alone = timed(lambda: [stem.snowball(word) for text in texts for word in text.lower().split()])
    print(f"speed       {words / warm:,.0f} words/s warm, {words / cold:,.0f} at first sight of {words:,}", end="")
    print(f"; {len(types) / new:,.0f} new words/s (Snowball alone, each word: {words / alone:,.0f}/s)")


if __name__ == "__main__":
    main()
