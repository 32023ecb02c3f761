"""An index -> what it holds, what its last run did, and what is wrong with its sources: for `referat status`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.catalog import Troubles, troubles
from indexer.report import Report
from search import layout, place
from search.outcomes import LABELS
from search.place import Manifest
from search.quantity import counted
from search.store.forgotten import Forgotten
from search.store.reader import Run, StoreReader
from search.store.source import Source

Tally = list[tuple[str, str, str, int]]


@dataclass(frozen=True, slots=True)
class Status:
    """What there is: `manifest` of what is published, `tally` its items by (municipality, body, outcome), all `sources`
    with their `troubles`, what was `forgotten` for good, and the last `run`, None before the first ended."""

    index: Path
    manifest: Manifest
    tally: Tally
    sources: tuple[Source, ...]
    troubles: Troubles
    forgotten: tuple[Forgotten, ...]
    run: Run | None


def status(folder: layout.Folder = None) -> Status:
    """The state of an index. Raises IndexMissing, IndexOutdated, EngineError or StoreError."""
    index = layout.index_folder(folder)
    manifest = place.read_manifest(index, place.current(index))
    with closing(StoreReader(index / layout.STORE, manifest.generation)) as store:
        place.refuse_other_state(index, store, manifest.generation)
        sources = tuple(store.sources())
        run = next((run for run in store.runs() if run.ended), None)
        return Status(index, manifest, store.tally(), sources, troubles(sources), tuple(store.forgotten()), run)


def as_text(found: Status) -> Iterator[str]:
    """The state as people read it."""
    manifest = found.manifest
    yield f"{found.index}: {manifest.engine}, run {manifest.generation}, fingerprint {manifest.fingerprint}"
    yield f"{counted(manifest.items, 'item')} of {counted(len(found.sources), 'source')}"
    if found.run:
        yield f"last run from {found.run.started} to {found.run.ended}:"
        yield from (f"  {line}" for line in Report.of(found.run).lines())
    yield from _bodies(found.tally)
    for what, those in zip(("failed", "in part", "accepted"), found.troubles, strict=True):
        yield from (one.line(what) for one in those)
    yield from (f"forgotten since {gone.since}: {gone.what}: {gone.reason}" for gone in found.forgotten)


def _bodies(tally: Tally) -> Iterator[str]:
    """A line a body: its items, and how many of each outcome, most frequent first."""
    bodies: dict[str, Counter[str]] = {}
    for municipality, body, outcome, items in tally:
        name = ", ".join(filter(None, (body, municipality))) or "no body"
        bodies.setdefault(name, Counter())[LABELS[outcome]] += items
    wide = max(map(len, bodies), default=0)
    for name, outcomes in bodies.items():
        told = ", ".join(f"{label} {items}" for label, items in outcomes.most_common())
        yield f"{name:{wide}} {outcomes.total():6}  {told}"


def to_dict(found: Status) -> dict[str, Any]:
    """All of it, ready for JSON; with every source by hash, reader's version and number of items."""
    run = found.run
    return {
        "index": str(found.index),
        "engine": found.manifest.engine,
        "generation": found.manifest.generation,
        "fingerprint": found.manifest.fingerprint,
        "items": found.manifest.items,
        "bodies": _counts(found.tally),
        "last_run": run and {"started": run.started, "ended": run.ended, **json.loads(run.report)},
        **{kind: [one._asdict() for one in those] for kind, those in found.troubles._asdict().items()},
        "forgotten": [{"what": gone.what, "reason": gone.reason, "since": gone.since} for gone in found.forgotten],
        "sources": [_source(source) for source in found.sources],
    }


def as_json(found: Status) -> str:
    return json.dumps(to_dict(found), ensure_ascii=False)


def bodies_of(index: Path) -> list[dict[str, Any]]:
    """How many items of which body have which outcome, ready for JSON. Raises as `status` does."""
    manifest = place.read_manifest(index, place.current(index))
    with closing(StoreReader(index / layout.STORE, manifest.generation)) as store:
        return _counts(store.tally())


def _counts(tally: Tally) -> list[dict[str, Any]]:
    return [dict(zip(("municipality", "body", "outcome", "items"), row, strict=True)) for row in tally]


def _source(source: Source) -> dict[str, Any]:
    names = ("root", "path", "sha256", "reader", "status", "items")
    return {name: getattr(source, name) for name in names}
