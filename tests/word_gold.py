"""The gold lists of words, where there are any, and how well a stemmer and a splitter do on them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

Group = frozenset[str]
Gold = tuple[str, str]
"""C or N (must not be cut), and the word with | at every border that is accepted."""


class Conflation(NamedTuple):
    """Over all pairs of forms: are those of one group told as one, and no others?"""

    precision: float
    recall: float
    f1: float


class Cutting(NamedTuple):
    """right: share of the compounds that are cut, and at accepted borders only. wrong: compounds cut elsewhere.
    false: simple words that are cut."""

    right: float
    wrong: int
    false: int


def groups(shared: Path) -> list[Group]:
    """The forms of each lemma."""
    return [frozenset(row.split("\t")[2].split()) for row in _rows(shared / "danish" / "inflections.tsv")]


def compounds(shared: Path) -> list[Gold]:
    rows = (row.split() for row in _rows(shared / "danish" / "compounds.txt"))
    return [(kind, word) for kind, word in rows]


def word_counts(shared: Path) -> Counter[str]:
    """How often each word stands in the debates and in minutes that are text."""
    counts: Counter[str] = Counter()
    with (shared / "relevance" / "folketinget" / "docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(_words(json.loads(line)["text"]))
    for path in sorted((shared / "minutes").rglob("*.txt")):
        counts.update(_words(path.read_text("utf-8", errors="replace")))
    return counts


def conflation(gold: Sequence[Group], stem: Callable[[str], str]) -> Conflation:
    stems = {form: stem(form) for group in gold for form in group}
    same = {pair for group in gold for pair in combinations(sorted(group), 2)}
    found = {pair for pair in combinations(sorted(stems), 2) if stems[pair[0]] == stems[pair[1]]}
    right = len(same & found)
    return Conflation(right / len(found), right / len(same), 2 * right / (len(found) + len(same)))


def cutting(gold: Sequence[Gold], split: Callable[[str], Iterable[str]]) -> Cutting:
    verdicts = [(kind, _verdict(word, split)) for kind, word in gold]
    count = Counter(verdicts)
    whole = count["C", "right"] + count["C", "wrong"] + count["C", "whole"]
    false = count["N", "right"] + count["N", "wrong"]
    return Cutting(count["C", "right"] / whole if whole else 1.0, count["C", "wrong"], false)


def _verdict(word: str, split: Callable[[str], Iterable[str]]) -> str:
    accepted, found = _borders(word.split("|")), _borders(split(word.replace("|", "")))
    if not found:
        return "whole"
    return "right" if found <= accepted else "wrong"


def _borders(parts: Iterable[str]) -> set[int]:
    parts = list(parts)
    return {sum(map(len, parts[:count])) for count in range(1, len(parts))}


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
