"""Lines that belong to the page and not to the minutes: buttons and page numbers. (Readers take running heads off.)"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_DIGITS = re.compile(r"\d{1,9}")


@cache
def _known() -> frozenset[str]:
    lines = resources.files("indexer.segment").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_furniture(text: str) -> bool:
    """Whether the line is one of ``furniture.txt``, digits masked: ``Side 3 af 9``."""
    return _DIGITS.sub("0", " ".join(text.casefold().split()).strip("•·-–|* ")) in _known()
