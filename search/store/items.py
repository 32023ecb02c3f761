"""The items of a source, written as births and deaths; the role and id of each, by what other sources say of it.

These are steps of a transaction of `search.store.writer`, in the run with a number.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from search.document import Document
from search.store.packing import content_hash, pack, unpack
from search.store.pairing import joined

SUFFIX_DIGITS = 6
_MOST_TOGETHER = 100
"""Files that may say of one item. Where more give the same id, it says too little to tell items apart."""
_BORN = "INSERT INTO items (source, base, hash, born, document) VALUES (?, ?, ?, ?, ?)"
_BORN_ALONE = (
    "INSERT INTO items (source, base, id, role, hash, born, document) VALUES (?1, ?2, ?2, 'whole', ?3, ?4, ?5)"
)
"""The only item of its base needs no look at others."""
_BORN_PAIR = "INSERT INTO items (source, base, id, role, hash, born, document) VALUES (?, ?, ?, 'pair', ?, ?, ?)"
_LIVE_OF_BASE = """
SELECT seq, id, role, source, roots.path, sources.path, kind
FROM items JOIN sources USING (source) JOIN roots USING (root)
WHERE base = ? AND died IS NULL AND role <> 'pair'
"""


class _Live(NamedTuple):
    """A live row of what one source says of an item."""

    seq: int
    id: str | None
    role: str
    source: int
    root: str
    path: str
    kind: str


def replace_items(
    database: sqlite3.Connection, run: int, source: int, documents: Iterable[tuple[str, Document]]
) -> None:
    """Lets items be born and die until the live ones of the source are these documents, each with its base."""
    packed = ((base, pack(document)) for base, document in documents)
    new = {(base, content_hash(text)): text for base, text in packed}
    rows = database.execute(
        "SELECT base, hash, document, seq FROM items WHERE source = ? AND died IS NULL AND role <> 'pair'",
        (source,),
    )
    # a row that was changed behind our back is not kept
    old = {(base, content if content_hash(text) == content else b""): seq for base, content, text, seq in rows}
    _kill(database, run, (seq for key, seq in old.items() if key not in new))
    born = [(source, *key, run, text) for key, text in new.items() if key not in old]
    shared = _alive(database, [base for _, base, *_ in born])
    alone = {base for _, base, *_ in born} - shared
    database.executemany(_BORN_ALONE, (row for row in born if row[1] in alone))
    database.executemany(_BORN, (row for row in born if row[1] in shared))
    # also of those that stay: an id or a role may have been changed behind our back
    for base in {base for base, _ in old.keys() | new.keys()} - alone:
        assign_roles(database, run, base)


def _alive(database: sqlite3.Connection, bases: Sequence[str]) -> set[str]:
    """Those of the bases that live items bear."""
    # CROSS JOIN: asked with IN, SQLite would go through all live items
    asked = "SELECT base FROM json_each(?) CROSS JOIN items ON base = value WHERE died IS NULL"
    return {base for (base,) in database.execute(asked, (json.dumps(bases),))}


def _kill(database: sqlite3.Connection, run: int, seqs: Iterable[int]) -> None:
    database.executemany("UPDATE items SET died = ? WHERE seq = ?", ((run, seq) for seq in seqs))


def assign_roles(database: sqlite3.Connection, run: int, base: str) -> None:
    """Gives the live items of one base their roles and ids, and makes or unmakes what several of them say together."""
    rows = [_Live(*row) for row in database.execute(_LIVE_OF_BASE, (base,))]
    source, pair = _pair_of(database, base, rows)
    # what stood before must make room first: an id belongs to one live item
    kept = _unmake_pairs(database, run, base, pair)
    names = distinct_ids(base, [(row.root, row.path) for row in rows])
    for row, name in zip(rows, names, strict=True):
        _assign(database, run, row, *(("part", None) if pair else ("whole", name)))
    if pair and not kept:
        database.execute(_BORN_PAIR, (source, base, base, _hash(pair), run, pack(pair)))


def _pair_of(database: sqlite3.Connection, base: str, rows: Sequence[_Live]) -> tuple[int, Document | None]:
    """What these rows say together where they are one item (its minutes and agendas, and copies of them), and the
    source that says most of it."""
    if not 1 < len(rows) <= _MOST_TOGETHER:
        return 0, None
    asked = "SELECT document FROM items WHERE seq = ?"
    found = [unpack(base, *database.execute(asked, (row.seq,)).fetchone()) for row in rows]
    if not (pair := joined(found)):
        return 0, None
    places = zip(rows, found, strict=True)
    return next(row.source for row, one in places if (one.source, one.kind) == (pair.source, pair.kind)), pair


def _unmake_pairs(database: sqlite3.Connection, run: int, base: str, pair: Document | None) -> bool:
    """Lets the live pair die unless it is this very one; whether it stays."""
    alive = database.execute(
        "SELECT seq, id, hash FROM items WHERE base = ? AND role = 'pair' AND died IS NULL", (base,)
    ).fetchall()
    gone = [seq for seq, *said in alive if pair is None or said != [base, _hash(pair)]]
    _kill(database, run, gone)
    return len(alive) > len(gone)


def _assign(database: sqlite3.Connection, run: int, row: _Live, role: str, name: str | None) -> None:
    """One that was something else before, or was called otherwise, is born again."""
    if row.role == "new":
        database.execute("UPDATE items SET role = ?, id = ? WHERE seq = ?", (role, name, row.seq))
    elif (row.role, row.id) != (role, name):
        _kill(database, run, [row.seq])
        database.execute(
            "INSERT INTO items (source, base, id, role, hash, born, document)"
            " SELECT source, base, ?, ?, hash, ?, document FROM items WHERE seq = ?",
            (name, role, run, row.seq),
        )


def distinct_ids(base: str, places: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each item of `base`, known by the (root, path) of its source: `base` itself for a single one, else with
    6 hex digits of the path, or of root and path where paths are equal. The order of places does not matter."""
    if len(places) == 1:
        return [base]
    short = [_digest(path) for _, path in places]
    twice = Counter(short)
    return [
        f"{base}-{digest if twice[digest] == 1 else _digest(f'{root}/{path}')}"
        for digest, (root, path) in zip(short, places, strict=True)
    ]


def _hash(document: Document) -> bytes:
    return content_hash(pack(document))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SUFFIX_DIGITS]


def numbered(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Each of a source's documents with its base: an id that the source gives again gets a number behind."""
    seen: set[str] = set()
    for document in documents:
        again = (f"{document.id}-{number}" for number in count(2))
        base = next(name for name in chain([document.id], again) if name not in seen)
        seen.add(base)
        yield base, document
