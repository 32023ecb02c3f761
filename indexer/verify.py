"""An index -> what is wrong with it: the store in itself, the engine beside the store, the files beside both."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from indexer.files import digest, unspelled
from indexer.naming import KEPT, kept
from indexer.report import Report
from search import layout, place
from search.engines import registry
from search.engines.folder import Mark, digest_of
from search.errors import EngineError, SearchError, StoreError
from search.saved.watchlist import STATE, read
from search.store.file import anew
from search.store.items import SUFFIX_DIGITS
from search.store.packing import content_hash, unpack
from search.store.reader import StoreReader
from search.store.source import UNREACHABLE, Source
from search.store.version import Version

REBUILD = "run `referat index --rebuild`"
REREAD = "run `referat index --reread` on the folders again"
AGAIN = "run `referat index` on the folders again"
LATER = "verify again when it has ended, or run `referat index` on the folders again"

_UNSURE = "a run writes to it or was cut short, and what follows may be of it"
_TRIES, _WAIT_SECONDS = 6, 1.0

_HASH = re.compile("[0-9a-f]{64}|")
"""Of a file that could not be read none is noted."""


class Finding(NamedTuple):
    """One thing that is wrong: `kind` is store, item, source, engine or file, `mend` says what to do."""

    kind: str
    where: str
    message: str
    mend: str

    def line(self) -> str:
        return f"{self.kind}: {self.where}: {self.message}; {self.mend}"


def verify(folder: layout.Folder = None, *, sources: bool = False) -> Iterator[Finding]:
    """Everything that is wrong with the index; nothing when all is well.

    With `sources` each file is read and its hash compared too. Where a run writes meanwhile, what seems wrong is looked
    at again. Raises IndexMissing, IndexOutdated, or StoreError where the store cannot be read at all.
    """
    index = layout.index_folder(folder)
    place.current(index)
    with closing(StoreReader(index / layout.STORE)) as store:
        for _ in range(_TRIES):
            before = (store.changes(), place.stamp(index))
            findings = list(_findings(index, store))
            if not findings or ((store.changes(), place.stamp(index)) == before and _has_ended(store)):
                break
            time.sleep(_WAIT_SECONDS)
        else:
            yield Finding("store", str(index), _UNSURE, LATER)
        yield from findings
        if sources:
            yield from _sources(store)


def _has_ended(store: StoreReader) -> bool:
    """Whether the last run has: between two of its steps an engine and its manifest may be of two runs."""
    return all(run.ended for run in store.runs(1))


def _findings(index: Path, store: StoreReader) -> Iterator[Finding]:
    """What is wrong with store and engine."""
    yield from (Finding("store", layout.STORE, fault, anew(index)) for fault in store.faults())
    with store.snapshot():
        found = list(_items(store))
    yield from found
    yield from _last_run(store)
    yield from _beside(index)
    name = place.current(index)
    try:
        yield from _engine(index, name)
    except EngineError as error:
        yield Finding("engine", name, str(error), REBUILD)


def _items(store: StoreReader) -> Iterator[Finding]:
    """Rows that are not what was written, and sources with more or fewer than they gave."""
    counted: Counter[str] = Counter()
    for version in store.versions():
        if version.role != "pair":
            counted[f"{version.root}/{version.path}"] += 1
        if fault := _fault(version):
            yield Finding("item", version.id or str(version.seq), fault, REREAD)
        if not version.path:
            yield Finding("item", version.id or str(version.seq), "the store does not know its source", AGAIN)
    for source in store.sources():
        if not _HASH.fullmatch(source.sha256):
            yield Finding("source", source.place, "what is noted of it was changed after it was written", REREAD)
        held = counted[f"{source.root}/{source.path}"]
        if held != source.items:
            yield Finding("item", source.place, f"the store holds {held} of its {source.items} items", REREAD)


def _fault(version: Version) -> str:
    if content_hash(version.document) != version.hash:
        return "what it says was changed after it was written"
    if version.id and version.id not in (version.base, f"{version.base}-{version.id[-SUFFIX_DIGITS:]}"):
        return "its id is not that of what it says"
    if (version.id is None) != (version.role == "part"):
        return "it has no id" if version.id is None else "a part of an item has an id"
    try:
        unpack(version.id or "", version.document)
    except (ValueError, TypeError, KeyError) as error:
        return f"it cannot be understood ({error})"
    return ""


def _last_run(store: StoreReader) -> Iterator[Finding]:
    """The report that `referat status` shows."""
    if run := next((run for run in store.runs() if run.ended), None):
        try:
            Report.of(run)
        except StoreError:
            yield Finding("store", f"run {run.number}", "its report is damaged", AGAIN)


def _beside(index: Path) -> Iterator[Finding]:
    """What was given to the index and stands in files of its own."""
    for name, opened, mend in (
        (STATE, read, "put a backup of it back, or remove it and save the searches again"),
        (KEPT, partial(kept, given=None), "give the table again: `referat index` with --bodies on the folders"),
    ):
        try:
            opened(index)
        except SearchError as error:
            yield Finding("file", name, str(error).rstrip("."), mend)


def _sources(store: StoreReader) -> Iterator[Finding]:
    """The files that are not what they were when they were read."""
    doubtful = {source.place for source in store.sources() if _source(source)}
    if doubtful:  # a run may have read them since
        yield from filter(None, (_source(source) for source in store.sources() if source.place in doubtful))


def _source(source: Source) -> Finding | None:
    found = digest(unspelled(source.place))
    if not found and source.accepted:
        return None
    if not found and source.reason != UNREACHABLE:
        return Finding(
            "source", source.place, "it cannot be read", f"check that it is there and its rights, and {AGAIN}"
        )
    if not found or found == source.sha256 or not source.sha256:
        return None
    # without --reread a run would believe size and time stamp, which may be as they were
    return Finding("source", source.place, "it has changed since it was read", REREAD)


def _engine(index: Path, name: str) -> Iterator[Finding]:
    """The engine's files against its manifest, and its documents against the items of the same run."""
    manifest = place.read_manifest(index, name)
    for file, mark in manifest.files.items():
        if fault := _damage(index / name / file, mark):
            yield Finding("file", f"{name}/{file}", fault, REBUILD)
    with closing(registry.engine(manifest.engine).open_reader(index / name)) as reader:
        held, generation = set(reader.seqs()), reader.generation
    with closing(StoreReader(index / layout.STORE, generation)) as store:
        if not store.is_settled(generation):
            yield Finding("engine", name, f"it is of run {generation}, which the store does not know", REBUILD)
            return
        items = store.ids()
        if generation != manifest.generation:
            told = f"it is of run {generation}, its manifest of run {manifest.generation}"
            yield Finding("engine", name, told, AGAIN)
        if store.fingerprint() != manifest.fingerprint:
            yield Finding("engine", name, "its items are not those that were published", REREAD)
    for seq in sorted(items.keys() - held):
        yield Finding("engine", items[seq], "the engine does not hold the item", REBUILD)
    for seq in sorted(held - items.keys()):
        yield Finding("engine", f"{name}, number {seq}", "the store has no such item", REREAD)


def _damage(file: Path, mark: Mark) -> str:
    try:
        size = file.stat().st_size
        if size != mark.size:
            return f"it has {size} bytes instead of {mark.size}"
        return "" if digest_of(file) == mark.digest else "its bytes are not those that were written"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
