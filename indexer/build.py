"""The nightly run: changed files -> items -> store -> engine. A run that is killed at any moment loses nothing: readers
keep the last published state, and the next run goes on from what the store holds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from indexer.catalog import Reading, enter, is_trouble, known_sources, troubles
from indexer.comparison import Comparison, compare_files
from indexer.errors import EngineMismatch, IndexerError, RootError
from indexer.files import ALIKE, absolute, spelled, within
from indexer.kinds import READABLE
from indexer.limits import PAD_DRIFT, SWEEP_DAYS
from indexer.lock import locked
from indexer.naming import kept
from indexer.others import told
from indexer.plan import Paths, Plan, Progress, silent
from indexer.publish import Job, Recipe, discard_unpublished, drift, publish
from indexer.report import Failure, Report
from indexer.sources import PASSING, Difference, asked_for
from indexer.task import How, Task
from indexer.version import VERSION
from indexer.workers import work_through
from search import layout, place
from search.analysis.chain import fingerprint
from search.clock import days_ago
from search.engines import registry
from search.errors import EngineError, IndexMissing
from search.postings import engine_document
from search.store.reader import StoreReader
from search.store.writer import StoreWriter

NOTHING = f"no file of a kind that can be read is there ({' '.join(sorted(READABLE))})."


def build_index(
    paths: Paths | str | os.PathLike[str],
    index: str | os.PathLike[str] | None = None,
    *,
    engine: str | None = None,
    workers: int | None = None,
    allow_shrink: bool = False,
    rebuild: bool = False,
    reread: bool = False,
    accept: Paths = (),
    how: How | None = None,
    progress: Progress | None = None,
) -> Report:
    """Brings the index in step with the files at or below the paths (or one path), and publishes it.

    `index` is by default `$REFERAT_INDEX`, else `./referat-index`. `engine` is tantivy or whoosh, by default the one of
    the index, tantivy for a new one. `workers` is the number of processes that read files and
    analyse items, by default one a core.
    `allow_shrink` lets go what has vanished, though it is most of a root, or a path that is there no more. `rebuild`
    makes the engine anew from the store and opens no file; `reread` reads the files that did not change too. Files at
    or below `accept` that cannot be read are no failures from now on, until they change.
    `how` says how files are read: with `ocr` also scanned PDFs that earlier runs could not read, if OCRmyPDF is there;
    another table of `bodies` than before has every file read again.
    `progress` is called with (files done, files to do, path).

    Raises RootError, ShrinkError, EngineMismatch, IndexLocked or another IndexerError; IndexMissing (`rebuild` without
    an index), IndexOutdated, StoreError or EngineError. A file that cannot be read raises nothing: the report names it.
    """
    folder = layout.index_folder(index)
    if any(_is_same(folder, absolute(path)) for path in _several(paths)):
        raise RootError(f"{folder} is the folder of the documents: give the index a folder of its own with --index.")
    if rebuild and not (folder / layout.STORE).is_file():
        raise IndexMissing(f"There is no index at {folder} that could be rebuilt: run without --rebuild.")
    if workers is not None and workers < 1:
        raise IndexerError(f"{workers} processes cannot read files: give at least 1, or none for one a core.")
    plan = Plan(
        _several(paths),
        workers or os.cpu_count() or 1,
        allow_shrink,
        progress or silent,
        how=how or How(),
        reread=reread,
        accept=accept,
    )
    if plan.how.ocr:
        plan = replace(plan, again=PASSING | {"scanned"})
    with writing(folder) as store:
        bodies = kept(folder, plan.how.bodies)
        version = f"{VERSION}+{bodies.mark}" if bodies.mark else VERSION
        plan = replace(plan, how=replace(plan.how, bodies=bodies), version=version)
        recipe = Recipe(registry.engine(_engine_name(folder, engine, rebuild)), fingerprint(), engine_document)
        return run(store, folder, recipe, plan, rebuild=rebuild)


def _is_same(folder: Path, other: Path) -> bool:
    return folder == other or (folder.exists() and other.exists() and folder.samefile(other))


def rebuild_engine(store: StoreWriter, folder: Path) -> Report:
    """Makes the published engine anew from the store, opening no file."""
    recipe = Recipe(registry.engine(_engine_name(folder, None, True)), fingerprint(), engine_document)
    return run(store, folder, recipe, Plan((), os.cpu_count() or 1), rebuild=True)


def _several(paths: Paths | str | os.PathLike[str]) -> Paths:
    """Text is a sequence of text too: each letter of one path would be taken for a path."""
    return (paths,) if isinstance(paths, str | os.PathLike) else paths


def run(store: StoreWriter, folder: Path, recipe: Recipe, plan: Plan, *, rebuild: bool = False) -> Report:
    """One run under the lock: take in the files (none, to `rebuild` the engine), publish, sweep, report."""
    number = store.begin()
    seconds: dict[str, float] = {}
    with closing(store.reader()) as reader:
        report = Report() if rebuild else _update(store, reader, plan, seconds)
        with _timed(seconds, "publish"), _in_place(folder):
            purging = reader.purging()
            if purging:
                discard_unpublished(folder)
                store.purge()
            # An engine must never name items that a power cut could still take from the store.
            store.settle()
            job = Job(folder, reader, recipe, number, plan.workers)
            generation = publish(job, rebuild=rebuild or purging)
            if purging:
                store.purged()
            advice = _advice(job) if generation == number else ()
        with _timed(seconds, "sweep"):
            store.sweep(generation, days_ago(SWEEP_DAYS))
        report = replace(_counted(report, job), generation=generation, warnings=report.warnings + advice)
    report = replace(report, seconds=seconds)
    store.finish(report.to_json())
    store.settle()
    return report


@contextmanager
def _in_place(folder: Path) -> Iterator[None]:
    """Publishes nothing where the index was: an engine without a store would stand there. What fails since it was moved
    is told as that."""
    _refuse_moved(folder)
    try:
        yield
    finally:
        _refuse_moved(folder)


def _refuse_moved(folder: Path) -> None:
    if not (folder / layout.STORE).is_file():
        raise IndexerError(f"The index {folder} was moved or removed during the run: run again on where it is now.")


def _counted(report: Report, job: Job) -> Report:
    """The report with the counts of what is published."""
    name = place.current(job.index)
    with closing(job.recipe.engine.open_reader(job.index / name)) as opened:
        return replace(
            report,
            items=place.read_manifest(job.index, name).items,
            unknown=opened.frequency("outcome", "unknown"),
            doubtful=opened.frequency("quality", "low"),
        )


def _update(store: StoreWriter, reader: StoreReader, plan: Plan, seconds: dict[str, float]) -> Report:
    """Brings the store in step with the files."""
    with _timed(seconds, "find"):
        forgotten = reader.forgotten()
        kept_out = frozenset(one.sha256 for one in forgotten if one.sha256)
        plan = replace(plan, how=replace(plan.how, kept_out=kept_out))
        compared = compare_files(plan, known_sources(reader), forgotten)
        found, difference = compared.found, compared.difference
    with _timed(seconds, "read"):
        # First what goes: a file that was only moved then keeps its items' ids.
        for source in difference.gone + difference.reachable:
            store.drop(source)
        for source in difference.unreachable:
            store.apply(source, None)
        if difference.touched:
            store.touch(difference.touched)
        warnings = tuple(_take_in(store, reader, compared, plan))
    _accept(store, reader, compared)
    told_of = troubles(source for source in reader.with_reason() if asked_for(source, found))
    alike = (Failure(place, "unreadable", ALIKE) for place in found.alike)
    return Report(
        files=len(found.files),
        new=len(difference.new),
        changed=len(difference.changed),
        unchanged=difference.unchanged,
        gone=len(difference.gone),
        moved=_moved(reader, difference),
        skipped=len(found.skipped),
        failed=(*told_of.failed, *alike),
        partial=told_of.partial,
        accepted=told_of.accepted,
        warnings=(
            *warnings,
            *compared.doubts,
            *told(found.skipped),
            *(() if found.files or found.unreadable else (NOTHING,)),
        ),
    )


def _accept(store: StoreWriter, reader: StoreReader, compared: Comparison) -> None:
    """Lets the files that failed and are accepted be as they are. Raises RootError where none failed."""
    failed = [source for source in reader.with_reason() if is_trouble(source)] if compared.accepted else []
    taken = [spelled(file.where) for file in compared.difference.changed]
    for top in compared.accepted:
        below = [source for source in failed if within(source.place, top)]
        if not below and not any(within(place, top) for place in taken):
            raise RootError(
                f"No file failed at {top}, so there is nothing to accept: `referat status` lists those that did."
            )
        for source in below:
            store.accept(source)


def _moved(reader: StoreReader, difference: Difference) -> int:
    """How many of the new files are gone ones under another name."""
    before = {source.sha256 for source in difference.gone}
    if not before:
        return 0
    new = {file.key for file in difference.new}
    return sum((source.root, source.path) in new and source.sha256 in before for source in reader.sources())


def _take_in(store: StoreWriter, reader: StoreReader, compared: Comparison, plan: Plan) -> Iterator[str]:
    """Reads the new and changed files into the store; gives the warnings."""
    tasks = [Task(file, plan.how) for file in compared.difference.new + compared.difference.changed]
    with closing(work_through(tasks, plan.work, plan.workers, lambda task: task.limits)) as results:
        for done, (task, found) in enumerate(results, 1):
            source = enter(store, reader, Reading(task.file, found, plan.version, compared.before(task.file)))
            place_read = spelled(task.file.place)
            yield from (f"{place_read}: {warning}" for warning in source.warnings)
            plan.progress(done, len(tasks), place_read)


def _advice(job: Job) -> tuple[str, ...]:
    if drift(job) <= PAD_DRIFT:
        return ()
    return ("The items are longer or shorter than when the engine was built: --rebuild would rank them better.",)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = round(time.perf_counter() - start, 3)


@contextmanager
def writing(folder: Path) -> Iterator[StoreWriter]:
    """The store, with the index locked. What the system refuses is told as IndexerError."""
    if folder.exists() and not folder.is_dir():
        raise IndexerError(f"{folder} is no folder: give the index a folder of its own.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder), StoreWriter(folder / layout.STORE) as store:
            yield store
    except OSError as error:
        raise IndexerError(
            f"The run on {folder} could not go on ({error}): check rights and free space, then run again."
        ) from error


def _engine_name(folder: Path, asked: str | None, rebuild: bool) -> str:
    ours = _built_with(folder)
    if ours and asked not in (None, ours) and not rebuild:
        raise EngineMismatch(
            f"The index at {folder} was built with {ours}, not {asked}: leave out --engine, or build it anew with "
            f"`referat index --index {folder} --engine {asked} --rebuild`."
        )
    return asked or ours or registry.DEFAULT


def _built_with(folder: Path) -> str | None:
    """The name of the published engine; None where there is none, or what tells is damaged and will be made anew."""
    with suppress(IndexMissing, EngineError):
        return place.read_manifest(folder, place.current(folder)).engine
    return None
