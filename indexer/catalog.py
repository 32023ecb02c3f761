"""What became of each file, as the store records it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from indexer.errors import SourceError
from indexer.files import File, Key, digest, spelled
from indexer.limits import FEW_SHARE
from indexer.report import Failure
from indexer.task import Intake
from search.quantity import counted
from search.store.reader import StoreReader
from search.store.source import Source
from search.store.writer import StoreWriter

# Reasons that are a status of their own: the file is sound, there is only nothing in it to index.
_STATUS = {"scanned": "scanned", "empty": "empty", "other": "empty"}
MEMBERS = "members"
"""The reason of an archive of which some files could not be read."""
EMPTIED = "emptied"
"""The reason of a file that held items before it changed."""
_EMPTIED = (
    "no other meeting stands in their place: they stay in the index. Is it a page that tells of an error? If it is "
    "right, run `referat index` on it with --accept."
)
_NO_ITEMS = "No agenda items were found in it: `referat read` shows what is there."


class Reading(NamedTuple):
    """What reading a file gave by a `version` of this program, and the source as it was `before`: None for a new one,
    and where what it held is let go."""

    file: File
    found: Intake | SourceError
    version: str
    before: Source | None


def known_sources(store: StoreReader) -> dict[Key, Source]:
    """All sources by root and path."""
    return {(source.root, source.path): source for source in store.sources()}


def enter(store: StoreWriter, reader: StoreReader, reading: Reading) -> Source:
    """Records what a file gave and its items. A file that could not be read keeps the items of its last reading, and so
    does one that has changed and holds none any more."""
    found, before = reading.found, reading.before
    # Whoever died of it could not tell what it was.
    intake = Intake(digest(reading.file.place), error=found) if isinstance(found, SourceError) else found
    if before and _is_emptied(intake, before, reader):
        message = f"It held {counted(before.items, 'item')} before it changed, and {_EMPTIED}"
        reason = "scanned" if intake.scanned else EMPTIED
        intake = replace(intake, error=SourceError(reason, " ".join((message, *intake.scanned))))
    elif before and _is_less(intake, before):
        message = f"It holds {counted(len(intake.documents), 'item')} now and held {before.items} before it changed."
        intake = replace(intake, warnings=(*intake.warnings, message))
    source = _as_source(reading.file, intake, reading.version)
    return store.apply(source, None if intake.error else intake.documents)


def _is_emptied(intake: Intake, before: Source, reader: StoreReader) -> bool:
    """Whether a file held items before its bytes changed and no meeting takes their place: a page that tells of an
    error, most likely. It holds none, or none of a known day where it held such, or few, of which none was there. JSON
    about something else is such a page, too."""
    changed = before.sha256 != intake.sha256 or before.reason in (EMPTIED, "scanned")
    if not changed or not before.items or intake.forgotten or (intake.error and intake.error.reason != "other"):
        return False
    if not intake.documents:
        return True
    held = reader.held(before)
    if any(date for _, date in held) and not any(document.date for document in intake.documents):
        return True
    few = len(intake.documents) <= before.items * FEW_SHARE
    return few and {title for title, _ in held}.isdisjoint(document.title for document in intake.documents)


def _is_less(intake: Intake, before: Source) -> bool:
    """Whether most of the items went with the last change: of a file that was fetched in part, perhaps."""
    few = len(intake.documents) <= before.items * FEW_SHARE
    return few and before.sha256 != intake.sha256 and not intake.error


def _as_source(file: File, intake: Intake, version: str) -> Source:
    """The store's row for a file; the store counts the items itself."""
    error = intake.error or _nothing(intake)
    closed = bool(intake.documents) and all(document.access == "closed" for document in intake.documents)
    return Source(
        root=file.root,
        path=file.path,
        size=file.size,
        mtime_ns=file.mtime_ns,
        inode=file.inode,
        sha256=intake.sha256,
        reader=version,
        status=_STATUS.get(error.reason, "failed") if error else "closed" if closed else "indexed",
        reason=error.reason if error else MEMBERS if intake.refused else "scanned" if intake.scanned else "",
        message=spelled(str(error) if error else " ".join((*intake.refused, *intake.scanned))),
        warnings=tuple(map(spelled, intake.warnings)),
    )


def _nothing(intake: Intake) -> SourceError | None:
    """Why a file that could be read gives nothing, though nothing of it was forgotten: pages may hold no text."""
    if intake.documents or intake.forgotten:
        return None
    return SourceError("scanned" if intake.scanned else "empty", " ".join((_NO_ITEMS, *intake.scanned)))


class Troubles(NamedTuple):
    """The sources that did not give all they should, whichever run read them: those that gave nothing, or archives of
    which a file did not, those with pages that wait for text recognition beside others that gave items, and those of
    all kinds that somebody accepted."""

    failed: tuple[Failure, ...]
    partial: tuple[Failure, ...]
    accepted: tuple[Failure, ...]


def troubles(sources: Iterable[Source]) -> Troubles:
    """What is to be told of these sources."""
    whole: list[Failure] = []
    partial: list[Failure] = []
    accepted: list[Failure] = []
    for source in filter(is_trouble, sources):
        part = source.status in ("indexed", "closed") and source.reason != MEMBERS
        held = accepted if source.accepted else partial if part else whole
        held.append(Failure(source.place, source.reason, source.message))
    return Troubles(tuple(whole), tuple(partial), tuple(accepted))


def is_trouble(source: Source) -> bool:
    """Whether there is something wrong with a source; JSON about something else is no failure."""
    return source.reason not in ("", "other")
