"""What was forgotten and would come back: it is known by what it says, not by its id alone."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from operator import eq
from typing import NamedTuple

from search.document import Document

MARK = "date, municipality, body, number, words"
"""By what a forgotten item is known again."""
_ENOUGH = 2
"""Of municipality, body and number so many are the same where an item is called otherwise: by a table of bodies, by an
item put in front, by another municipality given. Two that say the same on one day, such as closed ones, differ in
more."""
_PERHAPS = """
SELECT what, base, place FROM forgotten
WHERE base <> '' AND (base IN (SELECT value FROM json_each(?1))
    OR what IN (SELECT what FROM forgotten_marks WHERE date IN (SELECT value FROM json_each(?2))))
"""


def without_forgotten(
    database: sqlite3.Connection, place: str, documents: Iterable[tuple[str, Document]]
) -> tuple[list[tuple[str, Document]], list[str]]:
    """The documents of the file at `place`, each with its base, but for those that were forgotten; and a sentence for
    each that is left out and may be another one.

    A forgotten item is known by what it says, also under another id: where its number, its body or its municipality is
    another now, one of the three. Where nothing says the same, what bears its id is left out.
    """
    found = list(documents)
    out: set[str] = set()
    doubts: list[str] = []
    for gone in _perhaps_among(database, found):
        same = [base for base, document in found if gone.is_told_by(document)]
        there = [base for base, _ in found if base == gone.base and gone.place in ("", place)]
        if there and gone.marks and not same:
            doubts.append(
                f"{gone.base} is left out because {gone.what} was forgotten, and says something else than that did: "
                f"`referat forget {gone.what} --undo` lets it in."
            )
        out.update([gone.base] if gone.base in same else same or there)
    return [(base, document) for base, document in found if base not in out], doubts


class _Gone(NamedTuple):
    """A forgotten item, and the `marks` by which it is known."""

    what: str
    base: str
    place: str
    marks: Collection[tuple[str, ...]]

    def is_told_by(self, document: Document) -> bool:
        date, *facts, words = mark_of(document)
        return any(
            (date, words) == (mark[0], mark[-1]) and sum(map(eq, facts, mark[1:-1])) >= _ENOUGH for mark in self.marks
        )


def _perhaps_among(database: sqlite3.Connection, documents: Sequence[tuple[str, Document]]) -> list[_Gone]:
    """The forgotten items that bear one of the bases, or are of one of the dates."""
    bases, dates = [base for base, _ in documents], sorted({document.date for _, document in documents})
    rows = database.execute(_PERHAPS, (json.dumps(bases), json.dumps(dates))).fetchall()
    asked = f"SELECT {MARK} FROM forgotten_marks WHERE what = ?"
    return [_Gone(what, base, place, database.execute(asked, (what,)).fetchall()) for what, base, place in rows]


def mark_of(document: Document) -> tuple[str, ...]:
    """By what an item is known again, in the order of MARK: its facts, and a hash of its letters. Digits do not count,
    for its number may be printed in its text."""
    texts = (document.title, *(passage.text for passage in document.passages))
    letters = "".join(filter(str.isalpha, " ".join(texts).casefold()))
    words = hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return document.date, document.municipality, document.body, document.number, words
