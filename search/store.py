"""The index's SQLite file: every source with what became of it, and every version of every item, numbered by `seq`.

Item rows never change but for `died`: a changed item is a death and a birth. A reader therefore sees the items of one
generation (the number of a run), however far a running build has come.

An item read from one source is a `whole`. Where agenda and minutes of a meeting both hold it, what each source says is
a `part`, which no reader sees, and the two together are a `pair`. A `new` row is one whose role is not settled yet.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.document import Document
from search.errors import IndexMissing, IndexOutdated, StoreError
from search.packing import unpack

STORE_VERSION = 4
BUSY_SECONDS = 30.0
NEVER = 2**62
"""Stands for the run of a death that has not happened."""

_RETRIES = 100
_BLOCK = 100
"""Documents asked for at once; one by one takes a third longer."""

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
    municipality TEXT AS (document ->> 'municipality') STORED,
    body TEXT AS (document ->> 'body') STORED,
    date TEXT AS (document ->> 'date') STORED,
    kind TEXT AS (document ->> 'kind') STORED,
    outcome TEXT AS (document ->> 'outcome') STORED,
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

SOURCE_COLUMNS = "size, mtime_ns, inode, sha256, reader, status, reason, message, warnings, items"
_SOURCES = f"SELECT roots.path, sources.path, {SOURCE_COLUMNS}, accepted FROM sources JOIN roots USING (root)"
_IN_ORDER = "ORDER BY 1, 2"
_TALLY = "SELECT municipality, body, outcome, count(*) FROM items"
_RUNS = "SELECT run, started, coalesce(ended, ''), coalesce(report, '') FROM runs ORDER BY run DESC LIMIT ?"
_LIVING = f"born <= ? AND coalesce(died, {NEVER}) > ?"
_VERSION = """
SELECT seq, base, id, role, hash, document, coalesce(roots.path, ''), coalesce(sources.path, '')
FROM items LEFT JOIN sources USING (source) LEFT JOIN roots USING (root)
"""
_VERSIONS = f"{_VERSION} WHERE {_LIVING} AND seq > ? ORDER BY seq LIMIT ?"
_LENGTH = (
    "length(document ->> 'title')"
    " + (SELECT coalesce(sum(length(value ->> 2)), 0) FROM json_each(document, '$.passages'))"
)
_LIVE_NOW = "SELECT seq FROM items INDEXED BY items_live_id WHERE died IS NULL AND id IS NOT NULL"
"""An index answers it: going through the table would read the texts."""
_ALIVE = f"role <> 'part' AND {_LIVING}"
_FILES_OF = f"""
SELECT DISTINCT asked.seq, rtrim(roots.path, '/') || '/' || sources.path
FROM items JOIN (SELECT seq, base AS asked_base FROM items WHERE seq IN ({{}})) AS asked
    ON base = asked_base AND (items.seq = asked.seq OR role = 'part')
JOIN sources USING (source) JOIN roots USING (root)
WHERE {_LIVING} ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, known by `root` (absolute path) and `path` (relative, with `/`), and what the last reading gave.

    `reader` names the version that read it. `status`: indexed, empty (nothing to index), scanned (pages without text),
    failed, or closed (all its items are); `reason` and `message` say why. `items` counts its live items. `accepted` is
    the time (ISO, UTC) at which somebody said that it may fail as it is, or "".
    """

    root: str
    path: str
    size: int
    mtime_ns: int
    inode: int
    sha256: str
    reader: str
    status: str
    reason: str = ""
    message: str = ""
    warnings: tuple[str, ...] = ()
    items: int = 0
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A row of what an item says: `document` as packed, `hash` as it was when it was written; `root` and `path` of its
    source."""

    seq: int
    base: str
    id: str | None
    role: str
    hash: bytes
    document: str
    root: str
    path: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out and stays out: `what` is the id of an item or the absolute path of a file.

    `base` is an item's, `""` for a file. `place` is the absolute path of the file, for an item of the only one that it
    is kept out of, `""` for any. A file stays out under any name, by `sha256`. `since` is ISO, UTC.
    """

    what: str
    base: str
    place: str
    sha256: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `ended` and `report` (JSON) are `""` where it was cut short. Times are ISO, UTC."""

    number: int
    started: str
    ended: str
    report: str


class StoreReader:
    """The items as the run `generation` published them (None: as they are now). Never writes, and needs no right to.

    Raises IndexMissing, IndexOutdated or StoreError. May be used by several threads.
    """

    def __init__(self, file: Path, generation: int | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._now = generation is None
        self._moment = (NEVER - 1,) * 2 if generation is None else (generation,) * 2
        self._open()

    def documents(self, seqs: Sequence[int]) -> list[Document]:
        """The documents with these numbers, in this order; a number that is no more raises StoreError."""
        blocks = (seqs[start : start + _BLOCK] for start in range(0, len(seqs), _BLOCK))
        return [document for block in blocks for document in self._block(block)]

    def kept(self, seqs: Sequence[int]) -> set[int]:
        """Those of the numbers that are there still: what is forgotten goes at once, also from under a reader."""
        asked = "SELECT seq FROM items WHERE seq IN (SELECT value FROM json_each(?))"
        return {seq for (seq,) in self._ask(asked, (json.dumps(seqs),))}

    def by_id(self, item_id: str) -> Document | None:
        """The item with that id, None when there is none."""
        rows = self._ask(f"SELECT id, document FROM items WHERE id = ? AND {_ALIVE}", (_plain(item_id), *self._moment))
        return self._unpacked(rows[0]) if rows else None

    def live(self) -> list[int]:
        """The numbers of all items, rising."""
        rows = self._ask(_LIVE_NOW) if self._now else self._ask(f"SELECT seq FROM items WHERE {_ALIVE}", self._moment)
        return sorted(seq for (seq,) in rows)

    def ids(self) -> dict[int, str]:
        """The ids of all items by number."""
        return dict(self._ask(f"SELECT seq, id FROM items WHERE {_ALIVE}", self._moment))

    def contents(self) -> dict[int, tuple[str, str]]:
        """(id, content hash in hex) of all items by number."""
        rows = self._ask(f"SELECT seq, id, hash FROM items WHERE {_ALIVE}", self._moment)
        return {seq: (item_id, content.hex()) for seq, item_id, content in rows}

    def versions(self) -> Iterator[Version]:
        """All rows that are alive, those that no reader sees among them, by number."""
        after = 0
        while rows := self._ask(_VERSIONS, (*self._moment, after, _BLOCK)):
            yield from (Version(*row) for row in rows)
            after = rows[-1][0]

    def fingerprint(self) -> str:
        """32 hex digits that are equal for equal items, whatever the order, machine and engine."""
        rows = self._ask(f"SELECT id, hash FROM items WHERE {_ALIVE} ORDER BY id", self._moment)
        digest = hashlib.blake2b(digest_size=16)
        for item_id, content in rows:
            digest.update(f"{item_id} {content.hex()}\n".encode())
        return digest.hexdigest()

    def mean_length(self, seqs: Sequence[int]) -> float:
        """How many characters the titles and passages of these items hold on average; 0 for no items."""
        places = ", ".join("?" * len(seqs))
        ((mean,),) = self._ask(f"SELECT coalesce(avg({_LENGTH}), 0.0) FROM items WHERE seq IN ({places})", seqs)
        return float(mean)

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        return [str(fault) for (fault,) in self._ask("PRAGMA integrity_check(10)") if fault != "ok"]

    def sources(self) -> list[Source]:
        """All sources by root and path, as they are now."""
        return [_as_source(row) for row in self._ask(f"{_SOURCES} {_IN_ORDER}")]

    def with_reason(self) -> list[Source]:
        """The sources of which there is something to tell, as they are now."""
        return [_as_source(row) for row in self._ask(f"{_SOURCES} WHERE reason <> '' {_IN_ORDER}")]

    def unread(self) -> list[Source]:
        """The sources that give no items because they could not be read, as they are now."""
        asked = f"{_SOURCES} WHERE status IN ('failed', 'scanned') AND items = 0 {_IN_ORDER}"
        return [_as_source(row) for row in self._ask(asked)]

    def meetings(self) -> list[tuple[str, str, str]]:
        """(municipality, body, date) of every meeting that has an item."""
        return self._ask(f"SELECT DISTINCT municipality, body, date FROM items WHERE {_ALIVE}", self._moment)

    def tally(self) -> list[tuple[str, str, str, int]]:
        """(municipality, body, outcome, number of items), in this order."""
        return self._ask(f"{_TALLY} WHERE {_ALIVE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", self._moment)

    def forgotten(self) -> list[Forgotten]:
        """All that was taken out for good."""
        return [Forgotten(*row) for row in self._ask("SELECT * FROM forgotten ORDER BY since, what")]

    def ids_of(self, gone: Forgotten) -> list[str]:
        """The ids that what is to be forgotten bears and bore, as far as the store still knows them."""
        asked = (
            "SELECT DISTINCT coalesce(id, base)"
            " FROM items LEFT JOIN sources USING (source) LEFT JOIN roots USING (root)"
            " WHERE (base = ? AND base <> '') OR rtrim(roots.path, '/') || '/' || sources.path = ?"
        )
        return [item_id for (item_id,) in self._ask(asked, (gone.base, gone.place))]

    def files_of(self, seqs: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The absolute paths of all files that say something of the items with these numbers, by number."""
        found: dict[int, tuple[str, ...]] = dict.fromkeys(seqs, ())
        for start in range(0, len(seqs), _BLOCK):
            block = seqs[start : start + _BLOCK]
            asked = _FILES_OF.format(", ".join("?" * len(block)))
            for seq, file in self._ask(asked, (*block, *self._moment)):
                found[seq] += (file,)
        return found

    def purging(self) -> bool:
        """Whether something was taken out that an engine's files may still hold."""
        return bool(self._ask("SELECT 1 FROM meta WHERE key = 'purging'"))

    def version_of(self, item_id: str) -> Version | None:
        """The live row that bears the id; None when there is none."""
        rows = self._ask(f"{_VERSION} WHERE id = ? AND {_ALIVE}", (_plain(item_id), *self._moment))
        return Version(*rows[0]) if rows else None

    def runs(self, limit: int = 30) -> list[Run]:
        """The last runs, newest first."""
        return [Run(*row) for row in self._ask(_RUNS, (limit,))]

    def identity(self) -> str:
        """Tells this store from any other that may have stood in its place."""
        return str(self._ask("SELECT value FROM meta WHERE key = 'identity'")[0][0])

    def close(self) -> None:
        self._connection.close()

    def _block(self, seqs: Sequence[int]) -> Iterator[Document]:
        places = ", ".join("?" * len(seqs))
        rows = self._ask(f"SELECT seq, id, document FROM items WHERE seq IN ({places})", seqs)
        found = {seq: row for seq, *row in rows}
        for seq in seqs:
            if seq not in found:
                raise StoreError(f"{self._file} does not hold item version {seq} any more: open the index again.")
            yield self._unpacked(found[seq])

    def _unpacked(self, row: Sequence[str]) -> Document:
        with told(self._file):
            return unpack(*row)

    def _ask(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
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
    return (
        f"put a backup back, or remove all but watch.json and bodies.toml from {index}, index again, and forget again"
        " what was forgotten"
    )


def check_version(connection: sqlite3.Connection, file: Path) -> None:
    """Raises IndexOutdated unless this program wrote the store."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != STORE_VERSION:
        raise IndexOutdated(
            f"{file} has store version {version}, this program writes {STORE_VERSION}: "
            f"remove {file.parent} and index the files again."
        )


def _as_source(row: Sequence[Any]) -> Source:
    """A row of _SOURCES as the record."""
    *facts, warnings, items, accepted = row
    values = (*facts, () if warnings == "[]" else tuple(json.loads(warnings)), items, accepted)
    return Source(*values)


@contextmanager
def told(file: Path) -> Iterator[None]:
    """The one place where what SQLite and damaged rows raise becomes StoreError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"The store {file} could not be used ({error}): check rights and free space.") from error
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


def _plain(item_id: str) -> str:
    """The id, or `""`, which no item has, for what SQLite could not take as text."""
    return item_id if item_id.isascii() else ""
