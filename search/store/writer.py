"""Writing to the store: one transaction a file, so that a killed run leaves whole files behind and nothing else."""

from __future__ import annotations

import random
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from search.clock import utc_now
from search.document import Document
from search.errors import StoreError
from search.store.file import (
    BUSY_SECONDS,
    FORGOTTEN_MARKS,
    MEETINGS_INDEX,
    NO_REPORT,
    STORE_VERSION,
    TABLES,
    check_version,
    told,
)
from search.store.forgetting import delete_forgotten, undo_forgetting
from search.store.forgotten import Forgotten
from search.store.items import assign_roles, numbered, replace_items
from search.store.kept_out import without_forgotten
from search.store.reader import StoreReader
from search.store.source import COLUMNS, Source, to_row

_LOG_PAGES = 16_384
"""Pages of 4 KiB after which a run folds the log in. SQLite's own 1,000 make the writing a sixth slower."""
_COUNT_ITEMS = """
UPDATE sources SET items =
    (SELECT count(*) FROM items WHERE source = ? AND died IS NULL AND role <> 'pair') WHERE source = ?
"""
_STEP = 1_000_000
"""How far apart the numbers of two runs may be."""
_AT = "WHERE root = (SELECT root FROM roots WHERE path = ?) AND path = ?"
_SAME_FAILURE = "sources.sha256 = excluded.sha256 AND sources.reason = excluded.reason"


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
            self._connection.execute(MEETINGS_INDEX)
            self._connection.execute(FORGOTTEN_MARKS)
        self._run = 0

    def begin(self) -> int:
        """Starts a run; what is written from now on is part of it. Its number is higher than any before, by chance so
        much that a store which was put back to an older state gives none that it gave before."""
        with self._transaction() as database:
            ((last,),) = database.execute("SELECT coalesce(max(run), 0) FROM runs").fetchall()
            self._run = last + random.randint(1, _STEP)
            database.execute("INSERT INTO runs (run, started) VALUES (?, ?)", (self._run, utc_now()))
            # of a source whose row was deleted behind our back: it is read anew, and must find its ids free
            database.execute("UPDATE items SET died = ? WHERE source IS NULL AND died IS NULL", (self._run,))
        return self._run

    def finish(self, report: str) -> None:
        """Ends the run with its report (JSON)."""
        with self._transaction() as database:
            database.execute("UPDATE runs SET ended = ?, report = ? WHERE run = ?", (utc_now(), report, self._run))

    def apply(self, source: Source, documents: Sequence[Document] | None) -> Source:
        """Records a source and its items. An item with the same id and content as before keeps its number, one that is
        gone dies, one that was forgotten stays out. None leaves the items that it had: a file that can no longer be
        read does not lose what it said. Gives the source as recorded: with a warning for each item that stays out and
        may be another one."""
        with self._transaction() as database:
            if documents is not None:
                versions, doubts = without_forgotten(database, source.place, numbered(documents))
                source = replace(source, warnings=(*source.warnings, *doubts))
            number = self._put(source)
            if documents is not None:
                replace_items(database, self._run, number, versions)
            database.execute(_COUNT_ITEMS, (number, number))
        return source

    def touch(self, sources: Iterable[Source]) -> None:
        """Records the time stamps of sources whose bytes are as they were."""
        stamps = ((source.mtime_ns, source.inode, source.root, source.path) for source in sources)
        with self._transaction() as database:
            database.executemany(f"UPDATE sources SET mtime_ns = ?, inode = ? {_AT}", stamps)

    def unread(self, sources: Iterable[Source]) -> None:
        """Has these sources read again by the next run that finds them."""
        places = ((source.root, source.path) for source in sources)
        with self._transaction() as database:
            database.executemany(f"UPDATE sources SET reader = '' {_AT}", places)

    def drop(self, source: Source) -> None:
        """Removes a source that is gone; its items die."""
        with self._transaction() as database:
            number = self._put(source)
            replace_items(database, self._run, number, ())
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
                assign_roles(database, self._run, base)

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
        """Makes all that the run wrote durable, notes that it is all there (`StoreReader.is_settled`), and folds the
        write-ahead log into the file."""
        with told(self._file):
            self._connection.execute("PRAGMA synchronous = FULL")
            with self._transaction() as database:
                database.execute("UPDATE runs SET report = coalesce(report, ?) WHERE run = ?", (NO_REPORT, self._run))
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
