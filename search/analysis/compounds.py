"""Word -> its compound parts."""

from __future__ import annotations

import re

from search.analysis.stem import stem

_HYPHEN = re.compile("-")


def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a word in lower case; its own stem when it is simple."""
    parts = split(word)
    return tuple(map(stem, parts)) if len(parts) > 1 else (stem(word),)


def completed(left: str, right: str) -> str:
    """The `børnepolitik` that `børne-` stands for before `ungepolitik`; `left` itself when `right` is simple."""
    parts = split(right)
    return left + parts[-1] if len(parts) > 1 else left


def split(word: str) -> tuple[str, ...]:
    """The parts of a word in lower case as they stand in it: those between hyphens, each split in turn."""
    return tuple(piece for piece in _HYPHEN.split(word) if len(piece) > 1) or (word,)
