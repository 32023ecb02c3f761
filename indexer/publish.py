"""The store -> an engine that holds the same items, published in one step.

What is to be done is always told by comparing the two, so it does not matter where an earlier run was killed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from indexer.errors import IndexerError, SourceError
from indexer.limits import BLOCK_LIMITS, COMMIT_EVERY, PAD_RATIO, PAD_SAMPLE
from indexer.workers import work_through
from search import layout, place
from search.document import Document
from search.engines.engine import Engine, EngineDocument, Settings, Writer
from search.engines.folder import marks
from search.errors import EngineError, IndexMissing
from search.place import Manifest
from search.schema import SCHEMA_VERSION, SCORED
from search.store.reader import StoreReader

_BLOCK = 100
"""Documents taken from the store, and held in memory, at once."""
_WORTH_A_PROCESS = 1_000
"""Documents that take longer than starting a process that helps with them."""


_PUBLISHED: dict[str, Any] = {
    "pads": {}, "length": 0.0, "generation": 0, "items": 0, "fingerprint": "", "files": {},
}  # fmt: skip
"""What a manifest says of a state of the engine, and not of how it was made."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How documents become an engine's files: `postings`, a top-level function, makes what it holds of one; `analysis`
    is the fingerprint of what `postings` does to words."""

    engine: Engine
    analysis: str
    postings: Callable[[Document, int], EngineDocument]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be published, where, under the number of which run, and by how many processes."""

    index: Path
    store: StoreReader
    recipe: Recipe
    generation: int
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Some items of a store, and what makes postings of them: the work of one process at a time."""

    store: Path
    seqs: Sequence[int]
    postings: Callable[[Document, int], EngineDocument]


@dataclass(frozen=True, slots=True)
class _Held:
    """What an engine's folder holds: the numbers of items, and the run that committed them (0: none)."""

    name: str
    seqs: frozenset[int]
    generation: int


def publish(job: Job, *, rebuild: bool = False) -> int:
    """Brings the published engine in step with the store; gives the generation that is published then.

    Within the engine's folder that is one commit, or none when nothing changed. Another engine, schema, analysis or
    store, damage, `rebuild`, or more new items than it holds make a new folder, which takes the place of the old one
    when it is complete. Raises EngineError or StoreError.
    """
    live = job.store.live()
    published = _published(job.index)
    held = None if rebuild or published is None else _held(job, published)
    if held is None or _outgrown(held, live):
        held = _unfinished(job, published)
    if held is None:
        name, generation = _build(job, live), job.generation
    else:
        batch = max(len(live), 1) if held.name == published else COMMIT_EVERY
        name, generation = held.name, _catch_up(job, held, live, batch)
    _announce(job, name, generation, len(live))
    return generation


def drift(job: Job) -> float:
    """How far the items' mean length is from what it was when the published engine's padding was estimated, as a share
    of it; 0 for no items. Texts are measured, not terms: a run that changes little would else analyse more than what
    changed."""
    then = place.read_manifest(job.index, place.current(job.index)).length
    now = job.store.mean_length(_sample(job.store.live()))
    return abs(now - then) / then if then and now else 0.0


def discard_unpublished(index: Path) -> None:
    """Removes the engines that killed runs left unfinished."""
    _discard_all_but(index, _published(index))


def _discard_all_but(index: Path, name: str | None) -> None:
    for other in place.engine_folders(index):
        if other != name:
            place.remove_engine(index, other)


def _published(index: Path) -> str | None:
    """The folder of the published engine; None where there is none or `current` is damaged."""
    with suppress(IndexMissing, EngineError):
        return place.current(index)
    return None


def _manifest(job: Job) -> Manifest:
    return Manifest(job.recipe.engine.name, SCHEMA_VERSION, job.recipe.analysis, job.store.identity(), {})


def _held(job: Job, name: str) -> _Held | None:
    """What the folder holds; None when it was made otherwise than it would be today, or is damaged."""
    try:
        manifest = place.read_manifest(job.index, name)
        if replace(manifest, **_PUBLISHED) != _manifest(job):
            return None
        reader = job.recipe.engine.open_reader(job.index / name)
    except EngineError:
        return None
    with closing(reader):
        # A commit of a run that the store does not know: it was put back to an older state and numbers items anew.
        known = job.store.is_settled(reader.generation)
        return _Held(name, frozenset(reader.seqs()), reader.generation) if known else None


def _outgrown(held: _Held, live: Sequence[int]) -> bool:
    """Whether most items are new to it: making it anew takes no longer, and estimates the padding anew."""
    return sum(seq not in held.seqs for seq in live) > len(held.seqs)


def _unfinished(job: Job, published: str | None) -> _Held | None:
    """A new engine that a killed run left behind and that can be gone on with."""
    names = (name for name in place.engine_folders(job.index) if name != published)
    return next(filter(None, (_held(job, name) for name in names)), None)


def _build(job: Job, live: Sequence[int]) -> str:
    """A new engine that holds these items; gives its folder. Those that tell the padding come first, so that nothing is
    analysed twice."""
    sample = _sample(live)
    with closing(_postings(job, [*sample, *sorted(set(live).difference(sample))])) as made:
        first = _first(made, sample)
        name = _create(job, sample, first)
        with closing(job.recipe.engine.open_writer(job.index / name)) as writer:
            _add(job, writer, chain(first, made), [COMMIT_EVERY] * math.ceil(len(live) / COMMIT_EVERY))
    return name


def _first(made: Iterator[EngineDocument], seqs: Collection[int]) -> list[EngineDocument]:
    """What is made until these are among it: from several processes it comes in no order."""
    found, waiting = [], set(seqs)
    while waiting:
        found.append(next(made))
        waiting.discard(found[-1].seq)
    return found


def _create(job: Job, sample: Sequence[int], made: Iterable[EngineDocument]) -> str:
    """An empty engine, padded as the items of the sample want it, which are among those made; gives its folder."""
    numbers = [int(name.removeprefix(layout.ENGINE)) for name in place.engine_folders(job.index)]
    name = f"{layout.ENGINE}{max(numbers, default=0) + 1}"
    pads = _pads(made, frozenset(sample))
    job.recipe.engine.create(job.index / name, Settings(pads))
    manifest = replace(_manifest(job), pads=pads, length=job.store.mean_length(sample))
    place.write_manifest(job.index, name, manifest)
    return name


def _sample(live: Sequence[int]) -> list[int]:
    """Evenly spaced items, at most PAD_SAMPLE."""
    size = min(len(live), PAD_SAMPLE)
    return [live[number * len(live) // size] for number in range(size)]


def _pads(made: Iterable[EngineDocument], sample: Collection[int]) -> dict[str, int]:
    """Padding terms per word field that orders hits, from the mean length in a sample times PAD_RATIO."""
    lengths = dict.fromkeys(SCORED, 0)
    for document in made:
        if document.seq in sample:
            for field in SCORED:
                lengths[field] += len(document.words.get(field, "").split())
    return {field: round(PAD_RATIO * length / max(len(sample), 1)) for field, length in lengths.items()}


def _postings(job: Job, seqs: Sequence[int]) -> Generator[EngineDocument, None, None]:
    """What the engine holds of these items; of many, made by several processes and in no order."""
    blocks = [Block(job.index / layout.STORE, seqs[start : start + _BLOCK], job.recipe.postings)
              for start in range(0, len(seqs), _BLOCK)]  # fmt: skip
    workers = min(job.workers, len(seqs) // _WORTH_A_PROCESS)
    if workers < 2:
        for block in blocks:
            yield from _made(job.store, block)
        return
    with closing(work_through(blocks, "indexer.publish:postings_of", workers, BLOCK_LIMITS)) as results:
        for _, found in results:
            if isinstance(found, SourceError):
                raise IndexerError(f"The items could not be published: {found} The last state stays: run again.")
            yield from found


def postings_of(block: Block) -> list[EngineDocument]:
    """The postings of a block, in a process of its own."""
    with closing(StoreReader(block.store)) as store:
        return list(_made(store, block))


def _made(store: StoreReader, block: Block) -> Iterator[EngineDocument]:
    return map(block.postings, store.documents(block.seqs), block.seqs)


def _catch_up(job: Job, held: _Held, live: Sequence[int], batch: int) -> int:
    """Commits the difference, so many items at a time; gives the generation that the engine bears then."""
    missing = [seq for seq in live if seq not in held.seqs]
    extra = sorted(held.seqs.difference(live))
    if held.generation and not missing and not extra:
        return held.generation
    with (
        closing(job.recipe.engine.open_writer(job.index / held.name)) as writer,
        closing(_postings(job, missing)) as made,
    ):
        writer.remove(extra)
        _add(job, writer, made, [batch] * math.ceil(len(missing) / batch))
    return job.generation


def _add(job: Job, writer: Writer, made: Iterator[EngineDocument], batches: Sequence[int]) -> None:
    """Adds what is made with a commit after each batch, and one where there is nothing to add."""
    for size in batches or (0,):
        writer.add(islice(made, size))
        writer.commit(job.generation)


def _announce(job: Job, name: str, generation: int, items: int) -> None:
    """Makes the folder the published one, and removes all others."""
    before = place.read_manifest(job.index, name)
    if (before.generation, before.items) != (generation, items) or not before.fingerprint:
        fingerprint, files = job.store.fingerprint(), marks(job.index / name, before.files)
        changed = replace(before, generation=generation, items=items, fingerprint=fingerprint, files=files)
        place.write_manifest(job.index, name, changed)
    if _published(job.index) != name:
        layout.write_whole(job.index / layout.CURRENT, f"{name}\n")
    _discard_all_but(job.index, name)
