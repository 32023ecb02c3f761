"""What an index holds, read: every source with what became of it, and every version of every item, numbered by `seq`.

Item rows never change but for `died`: a changed item is a death and a birth. A reader therefore sees the items of one
generation (the number of a run), however far a running build has come.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from search.document import Document
from search.errors import StoreError
from search.store.file import ReadOnly, told
from search.store.forgotten import FORGOTTEN, Forgotten
from search.store.packing import unpack
from search.store.source import PLACE, SOURCES, Source, from_row
from search.store.version import VERSIONS, Version

NEVER = 2**62
"""Stands for the run of a death that has not happened."""
_BLOCK = 100
"""Documents asked for at once; one by one takes a third longer."""

_IN_ORDER = "ORDER BY 1, 2"
_TALLY = "SELECT municipality, body, outcome, count(*) FROM items"
_RUNS = "SELECT run, started, coalesce(ended, ''), coalesce(report, '') FROM runs ORDER BY run DESC LIMIT ?"
_LIVING = f"born <= ? AND coalesce(died, {NEVER}) > ?"
_VERSIONS = f"{VERSIONS} WHERE {_LIVING} AND seq > ? ORDER BY seq LIMIT ?"
_LENGTH = (
    "length(json_extract(document, '$.title'))"
    " + (SELECT coalesce(sum(length(json_extract(value, '$[2]'))), 0) FROM json_each(document, '$.passages'))"
)
_LIVE_NOW = "SELECT seq FROM items INDEXED BY items_live_id WHERE died IS NULL AND id IS NOT NULL"
"""An index answers it: going through the table would read the texts."""
_MEETINGS = f"SELECT DISTINCT municipality, body, date FROM items WHERE role <> 'part' AND {_LIVING}"
"""An index answers it (`items_meeting`): the texts lie between the rows of the table."""
_ALIVE = f"role <> 'part' AND {_LIVING}"
_BESIDE = f"""
SELECT {PLACE}, count(DISTINCT base)
FROM items JOIN sources USING (source) JOIN roots USING (root)
WHERE died IS NULL AND role <> 'pair' AND {PLACE} <> :place AND base IN
    (SELECT :base UNION SELECT base FROM items JOIN sources USING (source) JOIN roots USING (root)
     WHERE :base = '' AND {PLACE} = :place)
GROUP BY 1 ORDER BY 1
"""
_FILES_OF = f"""
SELECT DISTINCT asked.seq, {PLACE}
FROM items JOIN (SELECT seq, base AS asked_base FROM items WHERE seq IN ({{}})) AS asked
    ON base = asked_base AND (items.seq = asked.seq OR role = 'part')
JOIN sources USING (source) JOIN roots USING (root)
WHERE {_LIVING} ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `ended` is `""` where it was cut short, and `report` (JSON) says nothing then. Times are ISO, UTC."""

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
        self._opened = ReadOnly(file)
        self._ask = self._opened.ask
        self._now = generation is None
        self._met: Mapping[tuple[str, str], Sequence[str]] | None = None
        self._moment = (NEVER - 1,) * 2 if generation is None else (generation,) * 2

    def documents(self, seqs: Sequence[int]) -> list[Document]:
        """The documents with these numbers, in this order; a number that is no more raises StoreError."""
        found = self.left(seqs)
        if gone := [seq for seq in seqs if seq not in found]:
            raise StoreError(f"{self._file} does not hold item version {gone[0]} any more: open the index again.")
        return [found[seq] for seq in seqs]

    def left(self, seqs: Sequence[int]) -> dict[int, Document]:
        """Those of the documents with these numbers that are there still: what is forgotten goes at once, also from
        under a reader."""
        blocks = (seqs[start : start + _BLOCK] for start in range(0, len(seqs), _BLOCK))
        return {seq: document for block in blocks for seq, document in self._block(block)}

    def kept(self, seqs: Sequence[int]) -> set[int]:
        """Those of the numbers that are there still."""
        asked = "SELECT seq FROM items WHERE seq IN (SELECT value FROM json_each(?))"
        return {seq for (seq,) in self._ask(asked, (json.dumps(seqs),))}

    def by_id(self, item_id: str) -> Document | None:
        """The item with that id, None when there is none."""
        rows = self._ask(f"SELECT id, document FROM items WHERE id = ? AND {_ALIVE}", (_plain(item_id), *self._moment))
        return self._unpacked(rows[0]) if rows else None

    def beginning(self, start: str, limit: int) -> list[Document]:
        """The items whose id begins so, by id, up to so many."""
        asked = f"SELECT id, document FROM items WHERE id >= ? AND id < ? AND {_ALIVE} ORDER BY id LIMIT ?"
        rows = self._ask(asked, (_plain(start), f"{_plain(start)}\x7f", *self._moment, limit))
        return [self._unpacked(row) for row in rows]

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

    def cases(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """(municipality, first case number as printed) of those of the numbers that are there still."""
        asked = (
            "SELECT seq, municipality, coalesce(json_extract(document, '$.case_numbers[0]'), '')"
            " FROM items WHERE seq IN (SELECT value FROM json_each(?))"
        )
        return {seq: (municipality, number) for seq, municipality, number in self._ask(asked, (json.dumps(seqs),))}

    def titles(self, seqs: Sequence[int]) -> list[tuple[str, str]]:
        """(id, title) of those of the numbers that are there still, in this order."""
        asked = (
            "SELECT seq, id, json_extract(document, '$.title') FROM items WHERE seq IN (SELECT value FROM json_each(?))"
        )
        found = {seq: (item_id, title) for seq, item_id, title in self._ask(asked, (json.dumps(seqs),))}
        return [found[seq] for seq in seqs if seq in found]

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

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the block all is read of one moment. A run that folds its log in waits for it: let it be short."""
        self._ask("BEGIN")
        try:
            yield
        finally:
            with suppress(StoreError):  # a file that nobody seemed to change was opened anew
                self._ask("COMMIT")

    def changes(self) -> int:
        """Another number than before where something was written since."""
        return int(self._ask("PRAGMA data_version")[0][0])

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        return [str(fault) for (fault,) in self._ask("PRAGMA integrity_check(10)") if fault != "ok"]

    def sources(self) -> list[Source]:
        """All sources by root and path, as they are now."""
        return [from_row(row) for row in self._ask(f"{SOURCES} {_IN_ORDER}")]

    def with_reason(self) -> list[Source]:
        """The sources of which there is something to tell, as they are now."""
        return [from_row(row) for row in self._ask(f"{SOURCES} WHERE reason <> '' {_IN_ORDER}")]

    def unread(self) -> list[Source]:
        """The sources that give no items because they could not be read, as they are now."""
        asked = f"{SOURCES} WHERE status IN ('failed', 'scanned') AND items = 0 {_IN_ORDER}"
        return [from_row(row) for row in self._ask(asked)]

    def held(self, source: Source) -> list[tuple[str, str]]:
        """(title, date) of each item that is read from the source, as it is now."""
        asked = (
            "SELECT json_extract(document, '$.title'), date"
            " FROM items JOIN sources USING (source) JOIN roots USING (root)"
            " WHERE roots.path = ? AND sources.path = ? AND died IS NULL AND role <> 'pair'"
        )
        return self._ask(asked, (source.root, source.path))

    def meetings(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The dates of the meetings that have an item, by (municipality, body)."""
        if self._met is None or self._now:
            found: dict[tuple[str, str], list[str]] = {}
            for municipality, body, date in self._ask(_MEETINGS, self._moment):
                found.setdefault((municipality, body), []).append(date)
            self._met = found
        return self._met

    def tally(self) -> list[tuple[str, str, str, int]]:
        """(municipality, body, outcome, number of items), in this order."""
        return self._ask(f"{_TALLY} WHERE {_ALIVE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", self._moment)

    def forgotten(self) -> list[Forgotten]:
        """All that was taken out for good."""
        return [Forgotten(*row) for row in self._ask(FORGOTTEN)]

    def ids_of(self, gone: Forgotten) -> list[str]:
        """The ids that what is to be forgotten bears and bore, as far as the store still knows them."""
        asked = (
            "SELECT DISTINCT coalesce(id, base)"
            " FROM items LEFT JOIN sources USING (source) LEFT JOIN roots USING (root)"
            f" WHERE (base = ? AND base <> '') OR {PLACE} = ?"
        )
        return [item_id for (item_id,) in self._ask(asked, (gone.base, gone.place))]

    def beside(self, gone: Forgotten) -> list[tuple[str, int]]:
        """The other files that say something of what is forgotten of a file, and of how many of its items."""
        return self._ask(_BESIDE, {"base": gone.base, "place": gone.place})

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
        rows = self._ask(f"{VERSIONS} WHERE id = ? AND {_ALIVE}", (_plain(item_id), *self._moment))
        return Version(*rows[0]) if rows else None

    def runs(self, limit: int = 30) -> list[Run]:
        """The last runs, newest first."""
        return [Run(*row) for row in self._ask(_RUNS, (limit,))]

    def is_settled(self, run: int) -> bool:
        """Whether all that the run wrote is here: not of one that is being written, nor of one that a store which was
        put back to an older state does not know. 0, before the first, always is."""
        return not run or bool(self._ask("SELECT 1 FROM runs WHERE run = ? AND report IS NOT NULL", (run,)))

    def identity(self) -> str:
        """Tells this store from any other that may have stood in its place."""
        return str(self._ask("SELECT value FROM meta WHERE key = 'identity'")[0][0])

    def close(self) -> None:
        self._opened.close()

    def _block(self, seqs: Sequence[int]) -> Iterator[tuple[int, Document]]:
        places = ", ".join("?" * len(seqs))
        for seq, *row in self._ask(f"SELECT seq, id, document FROM items WHERE seq IN ({places})", seqs):
            yield seq, self._unpacked(row)

    def _unpacked(self, row: Sequence[str]) -> Document:
        with told(self._file):
            return unpack(*row)


def _plain(item_id: str) -> str:
    """The id, or `""`, which no item has, for what SQLite could not take as text."""
    return item_id if item_id.isascii() else ""
