"""Texts and queries to measure with: real ones where there are any, else generated with a vocabulary of natural
shape."""

from __future__ import annotations

import json
import os
import random
from itertools import accumulate
from pathlib import Path

from search.document import Document, Passage

LETTERS = "aaaaeeeeeiiooudrnstlkgmvbfhpjyæøå"
ENDINGS = ("", "", "", "en", "et", "er", "erne", "s", "ens", "e", "ede")


def judged(name: str) -> Path:
    """The folder of a collection of judged queries."""
    shared = os.environ.get("REFERAT_SHARED", Path(__file__).resolve().parents[3] / "shared")
    return Path(shared) / "relevance" / name


def texts(size: int) -> tuple[list[str], list[str], str]:
    """(texts, keyword queries, where they come from)."""
    folder = judged("folketinget")
    if folder.is_dir():
        lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()[:size]
        queries = (folder / "queries-dev-keywords.tsv").read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines], [q.split("\t")[1] for q in queries], "real speeches"
    return *generated(size), "generated"


def generated(size: int, types: int = 150_000) -> tuple[list[str], list[str]]:
    """Texts of 100-400 words whose frequencies fall off as 1/rank (Zipf), compounds and inflections among them."""
    chance = random.Random(1)
    words = vocabulary(chance, types)
    weights = list(accumulate(1 / rank for rank in range(1, types + 1)))
    made = [" ".join(chance.choices(words, cum_weights=weights, k=chance.randint(100, 400))) + "." for _ in range(size)]
    queries = [" ".join(chance.sample(words[100:20_000], 2)) for _ in range(150)]
    return made, queries


def vocabulary(chance: random.Random, types: int = 150_000) -> list[str]:
    """Invented words, the most frequent first."""
    stems = ["".join(chance.choices(LETTERS, k=chance.randint(3, 8))) for _ in range(types // 3)]
    return [
        "".join(chance.choices(stems, k=chance.choice((1, 1, 1, 2)))) + chance.choice(ENDINGS) for _ in range(types)
    ]


def documents(bodies: list[str]) -> list[Document]:
    """Each text as an item: its first words as title, the rest as case presentation."""
    return [
        Document(
            id=f"maalt/raadet/{2000 + number % 25}-01-01/{number}",
            title=text[:60].rpartition(" ")[0] or text[:60],
            passages=(Passage("case", "", text, None, 0, len(text)),),
            municipality="Målt",
            body="Rådet",
            date=f"{2000 + number % 25}-01-01",
            number=str(number),
            source=f"{number}.txt",
        )
        for number, text in enumerate(bodies)
    ]
