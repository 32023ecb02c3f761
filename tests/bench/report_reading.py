"""How well real minutes are read: by municipality, and by class of outcome.

    python tests/bench/report_reading.py

Compares with the gold in `$REFERAT_SHARED/gold` (else `../shared/gold` beside the project), by functions of the scorer
that lies there. Outcomes are counted twice: over the gold's items, read from their documents, and over the wordings in
`decisions.jsonl`, where each comes alone. Several outcomes of one decision count one by one.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from indexer.decisions import classify  # noqa: E402  after the path is set
from indexer.goldform import to_gold  # noqa: E402
from indexer.reading import read_file  # noqa: E402
from indexer.segment.minutes import segment  # noqa: E402

PLACE = re.compile(r"(?:\d{1,4}-)?(?P<place>[a-zæøå]{2,40})-")
FIELDS = ("title", "decision", "outcome", "outcomes")


class Read(NamedTuple):
    """A gold file beside what we read of the same document."""

    gold: dict[str, Any]
    ours: dict[str, Any]

    @property
    def place(self) -> str:
        """The municipality by the name of the file: a single item seldom names its own."""
        found = PLACE.match(self.gold["source"])
        return found["place"].capitalize() if found else "?"


Pair = tuple[Iterable[str], Iterable[str]]
"""Outcomes of the gold and ours."""


def read_all(shared: Path) -> Iterator[Read]:
    for path in sorted((shared / "gold").rglob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = next((shared / "minutes").rglob(gold["source"]))
        yield Read(gold, to_gold(segment(read_file(source), gold["source"])[0], gold["source"]))


def by_place(reads: list[Read], scorer: dict[str, Any]) -> Iterator[str]:
    counts: defaultdict[str, Any] = defaultdict(Counter)
    for read in reads:
        counted = scorer["score_file"](read.gold, read.ours, [])
        counts[read.place].update(counted)
        counts["all"].update(counted)
    yield f"{'municipality':16}{'files':>6}{'items':>6}{'items F1':>10}" + "".join(f"{name:>10}" for name in FIELDS)
    for place in sorted(counts, key=lambda name: (name == "all", name)):
        count, report = counts[place], scorer["report"](counts[place])
        rates = (report["items"]["f1"], *(report["fields"][name]["all"] for name in FIELDS))
        yield f"{place:16}{count['files']:6}{count['items gold']:6}" + "".join(f"{rate:10.3f}" for rate in rates)


def of_items(reads: list[Read], scorer: dict[str, Any]) -> Iterator[Pair]:
    """An item not found, or found where there is none, has no outcome on the other side."""
    for read in reads:
        gold, ours = read.gold["items"], read.ours["items"]
        match = dict(scorer["align"](gold, ours))
        for at, item in enumerate(gold):
            yield item["outcomes"], ours[match[at]]["outcomes"] if at in match else ()
        yield from (((), item["outcomes"]) for at, item in enumerate(ours) if at not in match.values())


def of_wordings(shared: Path) -> Iterator[Pair]:
    for line in (shared / "gold" / "decisions.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        yield gold["outcomes"], classify(gold["text"]).outcomes


def by_outcome(pairs: Iterable[Pair]) -> Iterator[str]:
    gold, ours, both = Counter[str](), Counter[str](), Counter[str]()
    for wanted, found in pairs:
        gold.update(set(wanted))
        ours.update(set(found))
        both.update(set(wanted) & set(found))
    yield f"{'outcome':20}{'gold':>6}{'ours':>6}{'precision':>11}{'recall':>9}"
    for name in sorted(gold | ours, key=lambda name: (-gold[name], name)):
        yield _row(name, gold[name], ours[name], both[name])
    yield _row("all", gold.total(), ours.total(), both.total())


def _row(name: str, gold: int, ours: int, both: int) -> str:
    rates = (f"{both / whole:.3f}" if whole else "-" for whole in (ours, gold))
    return f"{name:20}{gold:6}{ours:6}" + "{:>11}{:>9}".format(*rates)


def main() -> None:
    shared = Path(os.environ.get("REFERAT_SHARED", ROOT.parent / "shared"))
    if not (shared / "gold" / "score.py").is_file():
        sys.exit(f"no gold at {shared}: set REFERAT_SHARED to the folder that holds it")
    scorer = runpy.run_path(str(shared / "gold" / "score.py"))
    reads = list(read_all(shared))
    tables = {
        "Items and their fields": by_place(reads, scorer),
        "Outcomes of the items": by_outcome(of_items(reads, scorer)),
        "Outcomes of wordings alone": by_outcome(of_wordings(shared)),
    }
    for title, lines in tables.items():
        print(title, *lines, "", sep="\n")


if __name__ == "__main__":
    main()
