"""Where each character of a document went, and what other programs find in the same file."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import html

from indexer.model import Item, Minutes, Transcript
from indexer.reading import read_file
from indexer.segment.minutes import Reading, readings

KINDS = frozenset((".html", ".md", ".pdf", ".txt"))
NEVER_SHOWN = "//head|//script|//style|//noscript|//template|//svg|//select|//textarea"


class Piece(NamedTuple):
    """A run of the source text from ``start``; ``owner`` is ``head``, ``item``, or ``outside`` (no item's)."""

    start: int
    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class Account:
    """All of a file: its transcript, the minutes read from it, its text in pieces, and what counts as furniture, left
    out by the reader or by the segmenter."""

    transcript: Transcript
    minutes: tuple[Minutes, ...]
    pieces: tuple[Piece, ...]
    furniture: tuple[str, ...]

    @property
    def items(self) -> list[Item]:
        return [item for minutes in self.minutes for item in minutes.items]


@cache
def account_of(path: Path) -> Account:
    return account(read_file(path), path.name)


def account(transcript: Transcript, name: str) -> Account:
    found = readings(transcript, name)
    pieces = tuple(piece for reading in found for piece in _pieces(reading, transcript.text))
    furniture = (*transcript.furniture, *(text for reading in found for text in _furniture(reading)))
    return Account(transcript, tuple(reading.minutes for reading in found), pieces, furniture)


def _pieces(reading: Reading, text: str) -> Iterator[Piece]:
    """Items by the places they give, other lines by their own: an item that is too long or too short shows."""
    inside = {at for draft in reading.drafts for at in draft.lines}
    lines = reading.sheet.lines
    first = min(inside, default=len(lines))
    loose = [
        Piece(line.start, line.text, "head" if at < first else "outside")
        for at, line in enumerate(lines)
        if at not in inside
    ]
    items = [Piece(item.start, text[item.start : item.end], "item") for item in reading.minutes.items]
    yield from sorted((*loose, *items), key=lambda piece: piece.start)


def _furniture(reading: Reading) -> Iterator[str]:
    return (line.text for at, line in enumerate(reading.sheet.lines) if reading.sheet.kind(at) == "furniture")


def documents(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS)


def letters(*texts: str) -> Counter[str]:
    """Letters and digits with their number."""
    return Counter(sign for text in texts for sign in text if sign.isalnum())


def solid(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def spelled(text: str) -> str:
    """The text's letters and digits in order."""
    return "".join(filter(str.isalnum, text))


def printed(path: Path) -> str:
    """What poppler's ``pdftotext`` finds in a PDF."""
    return subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], check=True, capture_output=True).stdout.decode()


def in_order(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """The share of our words that stand in the same order in theirs."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(ours)


def shown(path: Path) -> list[str]:
    """Texts between the tags of a web page, but for those that no browser shows and fields of forms."""
    root = html.document_fromstring(path.read_text(encoding="utf-8"))
    for element in root.xpath(NEVER_SHOWN):
        element.drop_tree()
    return [text for text in root.itertext() if spelled(text)]


def without(texts: Sequence[str], known: str) -> str:
    """What is left of texts, by their letters, when all texts known have been taken out, the longest first."""
    left = "\n".join(map(spelled, texts))
    for text in sorted(filter(None, map(spelled, known.splitlines())), key=len, reverse=True):
        left = left.replace(text, "")
    return "".join(left.split())
