"""Whether a sentence is worded like a decision, or like a summary."""

from __future__ import annotations

import re
from functools import cache

from indexer.tables import toml

_WORD = re.compile(r"[^\W\d_]{2,40}")


@cache
def _table() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in toml("segment/wording.toml").items()}


def like_decision(text: str) -> bool:
    """Whether the text has a verb or phrase of ``wording.toml``, or is one of its whole answers."""
    folded = " ".join(text.casefold().split())
    table = _table()
    if folded.rstrip(". ") in table["whole"]:
        return True
    return not table["verbs"].isdisjoint(_WORD.findall(folded)) or any(map(folded.__contains__, table["phrases"]))


def like_summary(text: str) -> bool:
    """Whether the text names what an item is about, without saying more: ``Stillingtagen til ...``."""
    return text.casefold().startswith(tuple(_table()["summaries"]))
