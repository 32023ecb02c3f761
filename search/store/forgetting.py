"""Taking items and files out of the store for good: what is deleted, and what is noted to keep it out later.

These are steps of a transaction of `search.store.writer`, which alone writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import astuple
from typing import Any

from search.store.file import NO_REPORT
from search.store.forgotten import Forgotten
from search.store.kept_out import MARK, mark_of
from search.store.packing import unpack
from search.store.source import PLACE

_SOURCES_AT = f"SELECT source FROM sources JOIN roots USING (root) WHERE {PLACE} = ?"
_BASES_AT = f"SELECT DISTINCT base FROM items WHERE source IN ({_SOURCES_AT})"
_SILENCE = f"""
UPDATE sources SET message = '', warnings = '[]',
    items = (SELECT count(*) FROM items WHERE items.source = sources.source AND died IS NULL AND role <> 'pair')
WHERE source IN ({_SOURCES_AT})
"""
_PLACES_OF = f"SELECT DISTINCT {PLACE} FROM items JOIN sources USING (source) JOIN roots USING (root) WHERE base = ?"
_OF_PLACE = f"(:place = '' OR source IN ({_SOURCES_AT.replace('?', ':place')}))"


def delete_forgotten(database: sqlite3.Connection, gone: Forgotten) -> list[str]:
    """Deletes every version of what is forgotten, the dead ones and those joined with others among them, and what runs
    and files told of it, which may quote it; gives the bases whose other items need their roles anew."""
    database.execute("INSERT OR REPLACE INTO forgotten VALUES (?, ?, ?, ?, ?, ?)", astuple(gone))
    database.execute("INSERT OR REPLACE INTO meta VALUES ('purging', '')")
    bases = [gone.base] if gone.base else _column(database, _BASES_AT, gone.place)
    places = [gone.place] if gone.place else _column(database, _PLACES_OF, gone.base)
    if gone.base:
        _note_marks(database, gone)
    for base in bases:
        _delete_item(database, base, gone.place)
    for place in places:
        if gone.base:
            database.execute(_SILENCE, (place,))
        else:
            database.execute(f"DELETE FROM items WHERE source IN ({_SOURCES_AT})", (place,))
            database.execute(f"DELETE FROM sources WHERE source IN ({_SOURCES_AT})", (place,))
    for run, report in database.execute("SELECT run, report FROM runs WHERE report IS NOT NULL").fetchall():
        database.execute("UPDATE runs SET report = ? WHERE run = ?", (_without(report, places), run))
    return bases


def undo_forgetting(database: sqlite3.Connection, gone: Forgotten) -> None:
    """Keeps it out no more, nor the copies that were forgotten with a file. For an item all files count as unread,
    since nobody knows any more which of them held it."""
    same = "what = ?1 OR (base = '' AND sha256 <> '' AND sha256 = ?2)"
    database.execute(f"DELETE FROM forgotten WHERE {same}", (gone.what, gone.sha256))
    database.execute("DELETE FROM forgotten_marks WHERE what = ?", (gone.what,))
    if gone.base:
        database.execute("UPDATE sources SET reader = ''")


def _note_marks(database: sqlite3.Connection, gone: Forgotten) -> None:
    """Notes what each version of an item says, as marks that tell nothing of its text."""
    asked = f"SELECT document FROM items WHERE base = :base AND {_OF_PLACE}"
    versions = database.execute(asked, {"base": gone.base, "place": gone.place})
    marks = {mark_of(unpack(gone.base, document)) for (document,) in versions}
    database.executemany(
        f"INSERT OR IGNORE INTO forgotten_marks (what, {MARK}) VALUES (?, ?, ?, ?, ?, ?)",
        ((gone.what, *mark) for mark in marks),
    )


def _delete_item(database: sqlite3.Connection, base: str, place: str) -> None:
    """All versions of an item, those of one file only where `place` names it. Pairs hold the text of all their files,
    and the dead have lost their source: they go whichever file it was."""
    database.execute(
        f"DELETE FROM items WHERE base = :base AND (role = 'pair' OR died IS NOT NULL OR {_OF_PLACE})",
        {"base": base, "place": place},
    )


def _without(report: str, places: Collection[str]) -> str:
    """A run's report without what it tells of files; nothing of one that is damaged, for nobody knows what it tells."""
    try:
        told = json.loads(report)
    except ValueError:
        return NO_REPORT
    for name, entries in told.items():
        if isinstance(entries, list):
            told[name] = [entry for entry in entries if not _names(entry, places)]
    return json.dumps(told, ensure_ascii=False)


def _names(entry: Any, places: Collection[str]) -> bool:
    text = json.dumps(entry, ensure_ascii=False)
    return any(place in text for place in places)


def _column(database: sqlite3.Connection, asked: str, value: str | int) -> list[str]:
    return [found for (found,) in database.execute(asked, (value,))]
