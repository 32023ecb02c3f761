"""The index's SQLite file: its tables, which program wrote it, how it is opened to be read, and what may fail."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.errors import IndexMissing, IndexOutdated, StoreError

STORE_VERSION = 4
BUSY_SECONDS = 30.0
_RETRIES = 100

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (run INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, ended TEXT, report TEXT);
CREATE TABLE roots (root INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE sources (
    source INTEGER PRIMARY KEY,
    root INTEGER NOT NULL REFERENCES roots,
    path TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    sha256 TEXT NOT NULL, reader TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('indexed', 'empty', 'scanned', 'failed', 'closed')),
    reason TEXT NOT NULL, message TEXT NOT NULL, warnings TEXT NOT NULL, items INTEGER NOT NULL,
    accepted TEXT NOT NULL DEFAULT '', -- since when it may fail as it is, ISO; '' = it may not
    UNIQUE (root, path)
);
CREATE INDEX sources_unread ON sources (root, path) WHERE status IN ('failed', 'scanned') AND items = 0;
CREATE TABLE items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER REFERENCES sources ON DELETE SET NULL,
    base TEXT NOT NULL, -- the id as the item's own facts give it
    id TEXT,            -- base, or a longer one where live items of several sources share base; NULL for a part
    role TEXT NOT NULL DEFAULT 'new' CHECK (role IN ('new', 'whole', 'part', 'pair')),
    hash BLOB NOT NULL,
    born INTEGER NOT NULL REFERENCES runs,
    died INTEGER REFERENCES runs,
    municipality TEXT AS (json_extract(document, '$.municipality')) STORED,
    body TEXT AS (json_extract(document, '$.body')) STORED,
    date TEXT AS (json_extract(document, '$.date')) STORED,
    kind TEXT AS (json_extract(document, '$.kind')) STORED,
    outcome TEXT AS (json_extract(document, '$.outcome')) STORED,
    document TEXT NOT NULL
);
CREATE TABLE forgotten (
    what TEXT PRIMARY KEY,
    base TEXT NOT NULL, place TEXT NOT NULL, sha256 TEXT NOT NULL,
    reason TEXT NOT NULL, since TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX items_live_id ON items (id) WHERE died IS NULL;
CREATE INDEX items_live_base ON items (base) WHERE died IS NULL;
CREATE INDEX items_span ON items (died, born);
CREATE INDEX items_id ON items (id);
CREATE INDEX items_source ON items (source);
"""
NO_REPORT = "{}"
"""Stands as the report of a run that has written all its items, and has not ended."""
MEETINGS_INDEX = "CREATE INDEX IF NOT EXISTS items_meeting ON items (municipality, body, date, role, born, died)"
"""Stores of the first days of this version have none."""
FORGOTTEN_MARKS = """
CREATE TABLE IF NOT EXISTS forgotten_marks (
    what TEXT NOT NULL, date TEXT NOT NULL, municipality TEXT NOT NULL, body TEXT NOT NULL, number TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (date, what, municipality, body, number, words)
) WITHOUT ROWID
"""
"""By what a forgotten item is known where it bears another id. Earlier stores of this version have none either."""


class ReadOnly:
    """The file, opened to be read; needs no right to write. May be asked by several threads.

    Raises IndexMissing, IndexOutdated or StoreError.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._open()

    def ask(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """All rows of a query. SQLite takes a frozen file on trust, so there an answer counts only when the file stayed
        as it was when it was opened."""
        with self._lock, told(self._file):
            for _ in range(_RETRIES):
                try:
                    rows = self._connection.execute(sql, values).fetchall()
                except sqlite3.DatabaseError:
                    if not self._changed():
                        raise
                else:
                    if not self._changed():
                        return rows
                self.close()
                self._open()
            raise sqlite3.OperationalError("the file changes all the time")

    def close(self) -> None:
        self._connection.close()

    def _changed(self) -> bool:
        return self._frozen and _stamp(self._file) != self._seen

    def _open(self) -> None:
        if not self._file.is_file():
            raise IndexMissing(f"There is no index at {self._file.parent}: make one with `referat index FOLDER`.")
        self._seen = _stamp(self._file)
        with told(self._file):
            self._connection, self._frozen = _open_read_only(self._file)
            check_version(self._connection, self._file)


def anew(index: Path) -> str:
    """What to do where a store is lost. Saved searches and the table of bodies are files beside it; what was forgotten
    stands in it alone."""
    return f"put a backup back, or {_remade(index)}"


def _remade(index: Path) -> str:
    return f"remove all but watch.json and bodies.toml from {index}, index again, and forget again what was forgotten"


def check_version(connection: sqlite3.Connection, file: Path) -> None:
    """Raises IndexOutdated unless this program wrote the store."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != STORE_VERSION:
        raise IndexOutdated(
            f"{file} has store version {version}, this program writes {STORE_VERSION}: {_remade(file.parent)} "
            "(`referat status` of that version lists it)."
        )


@contextmanager
def told(file: Path) -> Iterator[None]:
    """The one place where what SQLite and damaged rows raise becomes StoreError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"The store {file} could not be used ({error}): check rights and free space.") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"The store {file} keeps text, and {error.object!r} is no text in UTF-8.") from error
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"The store {file} is damaged ({error}): {anew(file.parent)}.") from error


def _open_read_only(file: Path) -> tuple[sqlite3.Connection, bool]:
    """A connection, and whether the file had to be opened as one that nobody changes: SQLite needs an index of its log
    beside the file, which a reader without the right to write there cannot make."""
    try:
        return _connected(f"{file.absolute().as_uri()}?mode=ro"), False
    except sqlite3.OperationalError:
        return _connected(f"{file.absolute().as_uri()}?immutable=1"), True


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _stamp(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise StoreError(f"{file} cannot be read ({error.strerror}): has the index been removed?") from error
    return found.st_ino, found.st_size, found.st_mtime_ns
