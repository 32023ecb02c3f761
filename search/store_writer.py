"""Writing to the store: one transaction a file, so that a killed run leaves whole files behind and nothing else."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from search.clock import utc_now
from search.document import Document
from search.errors import StoreError
from search.forgotten import Forgotten
from search.packing import content_hash, pack, unpack
from search.pairing import joined, may_join
from search.source import COLUMNS, Source, to_row
from search.store import StoreReader
from search.store_file import BUSY_SECONDS, STORE_VERSION, TABLES, check_version, told
from search.store_forgetting import bases_kept_out, delete_forgotten, undo_forgetting

_SUFFIX_DIGITS = 6
_LOG_PAGES = 16_384
"""Pages of 4 KiB after which a run folds the log in. SQLite's own 1,000 make the writing a sixth slower."""
_COUNT_ITEMS = """
UPDATE sources SET items =
    (SELECT count(*) FROM items WHERE source = ? AND died IS NULL AND role <> 'pair') WHERE source = ?
"""
_SAME_FAILURE = "sources.sha256 = excluded.sha256 AND sources.reason = excluded.reason"
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


class StoreWriter:
    """The only writer of a store, for the length of one run. Makes the file where there is none.

    Raises IndexOutdated or StoreError. Leaving the `with` block closes it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        with told(file):
            self._connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
                f"PRAGMA wal_autocheckpoint = {_LOG_PAGES};"
            )
            self._make_tables()
            check_version(self._connection, file)
        self._run = 0

    def begin(self) -> int:
        """Starts a run; what is written from now on is part of it. Its number is higher than any before."""
        with self._transaction() as database:
            self._run = database.execute("INSERT INTO runs (started) VALUES (?)", (utc_now(),)).lastrowid or 0
        return self._run

    def finish(self, report: str) -> None:
        """Ends the run with its report (JSON)."""
        with self._transaction() as database:
            database.execute("UPDATE runs SET ended = ?, report = ? WHERE run = ?", (utc_now(), report, self._run))

    def apply(self, source: Source, documents: Sequence[Document] | None) -> None:
        """Records a source and its items. An item with the same id and content as before keeps its number, one that is
        gone dies. None leaves the items that it had: a file that can no longer be read does not lose what it said."""
        with self._transaction() as database:
            number = self._put(source)
            if documents is not None:
                self._replace(number, documents)
            database.execute(_COUNT_ITEMS, (number, number))

    def touch(self, sources: Iterable[Source]) -> None:
        """Records the time stamps of sources whose bytes are as they were."""
        stamps = ((source.mtime_ns, source.inode, source.root, source.path) for source in sources)
        with self._transaction() as database:
            database.executemany(
                "UPDATE sources SET mtime_ns = ?, inode = ?"
                " WHERE root = (SELECT root FROM roots WHERE path = ?) AND path = ?",
                stamps,
            )

    def drop(self, source: Source) -> None:
        """Removes a source that is gone; its items die."""
        with self._transaction() as database:
            number = self._put(source)
            self._replace(number, ())
            database.execute("DELETE FROM sources WHERE source = ?", (number,))

    def accept(self, source: Source) -> None:
        """Lets a source that failed be as it is, until its bytes change or it fails for another reason."""
        with self._transaction() as database:
            database.execute(
                "UPDATE sources SET accepted = ? FROM roots"
                " WHERE roots.root = sources.root AND roots.path = ? AND sources.path = ? AND accepted = ''",
                (utc_now(), source.root, source.path),
            )

    def forget(self, gone: Forgotten) -> None:
        """Takes an item or a file out for good, with every version of it; it does not come back when files are read
        again. Until `purged` an engine's files may still hold its terms."""
        with self._transaction() as database:
            for base in delete_forgotten(database, gone):
                self._assign_roles(base)

    def remember(self, gone: Forgotten) -> None:
        """Lets what was forgotten come back when its file is read again."""
        with self._transaction() as database:
            undo_forgetting(database, gone)

    def purge(self) -> None:
        """Leaves no byte of what was taken out in the file, nor in its log. Raises StoreError while readers need it."""
        with told(self._file):
            self._connection.execute("VACUUM")
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(f"{self._file} is being read, so what was taken out may still stand in it: run again.")

    def purged(self) -> None:
        """No engine holds anything any more of what was taken out."""
        with self._transaction() as database:
            database.execute("DELETE FROM meta WHERE key = 'purging'")

    def settle(self) -> None:
        """Makes all that was written durable and folds the write-ahead log into the file."""
        with told(self._file):
            self._connection.execute("PRAGMA synchronous = FULL")
            with self._transaction() as database:
                database.execute("INSERT OR REPLACE INTO meta VALUES ('settled', ?)", (utc_now(),))
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._connection.execute("PRAGMA synchronous = NORMAL")

    def sweep(self, generation: int, before: str) -> int:
        """Removes the items that died by the published `generation`, in runs that started before `before` (ISO, UTC);
        gives their number."""
        with self._transaction() as database:
            return database.execute(
                "DELETE FROM items WHERE died <= ? AND died IN (SELECT run FROM runs WHERE started < ?)",
                (generation, before),
            ).rowcount

    def reader(self) -> StoreReader:
        """Reads what was written so far."""
        return StoreReader(self._file)

    def close(self) -> None:
        with told(self._file):
            self._connection.close()

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _make_tables(self) -> None:
        """All tables or none, so that a run killed here is no damage."""
        if self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            return
        identity = uuid.uuid4().hex
        self._connection.executescript(
            f"BEGIN IMMEDIATE; {TABLES} INSERT INTO meta VALUES ('identity', '{identity}');"
            f"PRAGMA user_version = {STORE_VERSION}; COMMIT;"
        )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with told(self._file):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                # SQLite has already done so itself where the disk is full
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _put(self, source: Source) -> int:
        """Writes the source's row; gives its number."""
        database = self._connection
        database.execute("INSERT OR IGNORE INTO roots (path) VALUES (?)", (source.root,))
        (root,) = database.execute("SELECT root FROM roots WHERE path = ?", (source.root,)).fetchone()
        facts = to_row(source)
        updates = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", "))
        row = database.execute(
            f"INSERT INTO sources (root, path, {COLUMNS}) VALUES (?, ?, {', '.join('?' * len(facts))})"
            f"ON CONFLICT (root, path) DO UPDATE SET {updates}, accepted = iif({_SAME_FAILURE}, accepted, '')"
            " RETURNING source",
            (root, source.path, *facts),
        ).fetchone()
        return int(row[0])

    def _replace(self, source: int, documents: Iterable[Document]) -> None:
        """Lets items be born and die until the live ones of the source are these documents."""
        database = self._connection
        kept_out = bases_kept_out(database, source)
        new = {key: text for key, text in _versions(documents) if key[0] not in kept_out}
        rows = database.execute(
            "SELECT base, hash, document, seq FROM items WHERE source = ? AND died IS NULL AND role <> 'pair'",
            (source,),
        )
        # a row that was changed behind our back is not kept
        old = {(base, content if content_hash(text) == content else b""): seq for base, content, text, seq in rows}
        self._kill(seq for key, seq in old.items() if key not in new)
        born = [(source, *key, self._run, text) for key, text in new.items() if key not in old]
        shared = self._alive([base for _, base, *_ in born])
        alone = {base for _, base, *_ in born} - shared
        database.executemany(_BORN_ALONE, (row for row in born if row[1] in alone))
        database.executemany(_BORN, (row for row in born if row[1] in shared))
        for base in {base for base, _ in old.keys() ^ new.keys()} - alone:
            self._assign_roles(base)

    def _alive(self, bases: Sequence[str]) -> set[str]:
        """Those of the bases that live items bear."""
        # CROSS JOIN: asked with IN, SQLite would go through all live items
        asked = "SELECT base FROM json_each(?) CROSS JOIN items ON base = value WHERE died IS NULL"
        return {base for (base,) in self._connection.execute(asked, (json.dumps(bases),))}

    def _kill(self, seqs: Iterable[int]) -> None:
        self._connection.executemany("UPDATE items SET died = ? WHERE seq = ?", ((self._run, seq) for seq in seqs))

    def _assign_roles(self, base: str) -> None:
        """Gives the live items of one base their roles and ids, and makes or unmakes the pair of agenda and minutes."""
        rows = [_Live(*row) for row in self._connection.execute(_LIVE_OF_BASE, (base,))]
        if len(rows) == 1 and rows[0].role == "new":
            self._assign(rows[0], "whole", base)
            return
        pair = self._pair_of(base, rows)
        # what stood before must make room first: an id belongs to one live item
        kept = self._unmake_pairs(base, pair)
        names = distinct_ids(base, [(row.root, row.path) for row in rows])
        for row, name in zip(rows, names, strict=True):
            self._assign(row, *(("part", None) if pair else ("whole", name)))
        if pair and not kept:
            decided = next(row for row in rows if row.kind == pair.kind)
            self._connection.execute(_BORN_PAIR, (decided.source, base, base, _hash(pair), self._run, pack(pair)))

    def _pair_of(self, base: str, rows: Sequence[_Live]) -> Document | None:
        """What these rows say together, where they are one item's minutes and agendas."""
        if not may_join([row.kind for row in rows]):
            return None
        asked = "SELECT document FROM items WHERE seq = ?"
        found = (self._connection.execute(asked, (row.seq,)).fetchone() for row in rows)
        return joined([unpack(base, document) for (document,) in found])

    def _unmake_pairs(self, base: str, pair: Document | None) -> bool:
        """Lets the live pair die unless it is this very one; whether it stays."""
        alive = self._connection.execute(
            "SELECT seq, hash FROM items WHERE base = ? AND role = 'pair' AND died IS NULL", (base,)
        ).fetchall()
        gone = [seq for seq, content in alive if pair is None or content != _hash(pair)]
        self._kill(gone)
        return len(alive) > len(gone)

    def _assign(self, row: _Live, role: str, name: str | None) -> None:
        """One that was something else before, or was called otherwise, is born again."""
        if row.role == "new":
            self._connection.execute("UPDATE items SET role = ?, id = ? WHERE seq = ?", (role, name, row.seq))
        elif (row.role, row.id) != (role, name):
            self._kill([row.seq])
            self._connection.execute(
                "INSERT INTO items (source, base, id, role, hash, born, document)"
                " SELECT source, base, ?, ?, hash, ?, document FROM items WHERE seq = ?",
                (name, role, self._run, row.seq),
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
    return hashlib.sha256(text.encode()).hexdigest()[:_SUFFIX_DIGITS]


def _versions(documents: Iterable[Document]) -> Iterator[tuple[tuple[str, bytes], str]]:
    """((base, hash), packed document) of each; an id that one source gives again gets a number behind."""
    seen: set[str] = set()
    for document in documents:
        again = (f"{document.id}-{number}" for number in count(2))
        base = next(name for name in chain([document.id], again) if name not in seen)
        seen.add(base)
        text = pack(document)
        yield (base, content_hash(text)), text
