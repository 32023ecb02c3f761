"""Lines that belong to the page and not to the minutes: buttons and page numbers. (Readers take running heads off.)"""

from __future__ import annotations

import re
from functools import cache

from indexer.tables import entries

MAX_COLOPHON = 200
MAX_HEADING = 60
_RULE = re.compile(r"[^\w\s]{3,200}")
_RUNNING_HEAD = re.compile(
    r"[A-ZÆØÅ].{3,90}(?:[\s,|–-]Side|\s(?:den|\d{4})\s?,\s(?:s\.|side))\s\d{1,3}(?:\s?(?:af|/)\s?\d{1,3})?"
)
"""The day may be lost in front of the page: ``Byrådet den , s. 4``."""
_DIGITS = re.compile(r"\d{1,9}")
_CLOSING = re.compile(
    r"(?:mødet\s(?:blev\s)?(?:sluttede?|hævet|slut)\b|underskrift(?:er)?:?$|.{0,60}_{8})", re.IGNORECASE
)
_CONTACT = re.compile(
    r"\b(?:telefon|tlf\.?|telefax|cvr(?:[-.\s]?nr\.?)?|ean(?:[-.\s]?nr\.?)?)\s?:?\s?\d|\w@\w{1,40}\.\w|^(?:https?://|www\.)\S{4,80}$",
    re.IGNORECASE,
)


@cache
def _known(table: str) -> frozenset[str]:
    return frozenset(entries(f"segment/{table}"))


def heads_other_matter(text: str) -> bool:
    """Whether the line is a heading of what a web page prints behind the minutes, one of ``beside.txt``."""
    return len(text) <= MAX_HEADING and " ".join(text.casefold().split()).rstrip(": ") in _known("beside.txt")


def closes_meeting(text: str) -> bool:
    """Whether the line says that the meeting is over, or stands over signatures."""
    return len(text) <= MAX_COLOPHON and bool(_CLOSING.match(text))


def is_colophon(text: str) -> bool:
    """Whether the line closes the minutes, or tells how to reach an authority, as the foot of a page does."""
    return closes_meeting(text) or (len(text) <= MAX_COLOPHON and bool(_CONTACT.search(text)))


def is_furniture(text: str) -> bool:
    """Whether the line is one of ``furniture.txt``, digits masked (``Side 3 af 9``), a rule (``======``, ``…..``) or a
    running head."""
    if not text[:1].isalnum() and _RULE.fullmatch(text):
        return True
    if text[-1:].isdigit() and _RUNNING_HEAD.fullmatch(text):
        return True
    line = text.strip("•·-–|* ")
    if _masked(line.partition(" ")[0].casefold()) not in _first_words():
        return False
    return _masked(" ".join(line.casefold().split())) in _known("furniture.txt")


def _masked(text: str) -> str:
    return text if text.isalpha() else _DIGITS.sub("0", text)


@cache
def _first_words() -> frozenset[str]:
    """How furniture begins: most lines begin otherwise."""
    return frozenset(line.partition(" ")[0] for line in _known("furniture.txt"))
