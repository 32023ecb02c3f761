"""What both PDF readers hand on, and the limits and rules that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.errors import SourceError
from indexer.limits import NAMED
from indexer.readers.layout import Printed

MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000

BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF's printed lines, page by page. ``textless`` numbers the pages that show something but hold no text
    or a stamp alone, ``spoilt`` those that could not be read at all."""

    pages: Sequence[Sequence[Printed]]
    textless: tuple[int, ...] = ()
    spoilt: tuple[int, ...] = ()
    title: str = ""


@lru_cache(maxsize=1024)
def is_bold(font: str, weight: int = 0) -> bool:
    """By the font's name; by its weight (400 is regular, 700 bold) where the name says nothing."""
    return BOLD_NAME.search(font) is not None or weight >= BOLD_WEIGHT


def numbered(pages: Sequence[int]) -> str:
    """How many pages there are and the numbers of the first: "2 pages (3, 17)"."""
    first = ", ".join(map(str, pages[:NAMED])) + (" ..." if len(pages) > NAMED else "")
    return f"{len(pages)} page{'s' * (len(pages) > 1)} ({first})"


def refuse_size(name: str, *, pages: int = 0, characters: int = 0) -> None:
    """Raise ``SourceError`` (``too_large``) for a document beyond the limits."""
    if pages > MAX_PAGES:
        raise SourceError("too_large", f"{name} has {pages} pages, more than {MAX_PAGES}: split it.")
    if characters > MAX_CHARACTERS:
        raise SourceError("too_large", f"{name} holds more than {MAX_CHARACTERS} characters: split it.")
