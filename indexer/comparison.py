"""The files that a run finds beside what the store knows of them: all that is to be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from indexer.catalog import EMPTIED
from indexer.files import File, Found, Key, Known, absolute, as_known, find, spelled, within
from indexer.plan import Paths, Plan
from indexer.sources import Difference, compare, guard, without_copies, without_emptied, without_forgotten
from search.store.forgotten import Forgotten
from search.store.source import Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """`accepted` are the absolute paths at or below which a file may fail, `doubts` sentences about files left out."""

    found: Found
    known: Mapping[Key, Source]
    difference: Difference
    accepted: tuple[str, ...]
    doubts: tuple[str, ...]

    def before(self, file: File) -> Source | None:
        """The source as the store knows it; None for a new one, and where what it held is let go."""
        source = self.known.get(file.key)
        return None if source is None or _lies_in(source, self.accepted) else source


def compare_files(plan: Plan, known: Mapping[Key, Source], forgotten: Collection[Forgotten]) -> Comparison:
    """What there is to do. Raises RootError or ShrinkError."""
    accepted = _tops(plan.accept, known)
    # what it held is let go, so it is read again
    again = {key: replace(source, reader="") for key, source in known.items()
             if source.reason == EMPTIED and _lies_in(source, accepted)}  # fmt: skip
    known = {**known, **again} if again else known
    found, doubts = without_forgotten(find(plan.paths, _known(plan, known), plan.suffixes), forgotten)
    version = "" if plan.reread else plan.version
    difference = compare(found, known, version, plan.again)
    if difference.gone and not plan.allow_shrink:
        found = without_emptied(found, difference)
        difference = compare(found, known, version, plan.again)
        guard(found, known, difference)
    return Comparison(found, known, without_copies(difference, forgotten), accepted, doubts)


def _known(plan: Plan, known: Mapping[Key, Source]) -> Known:
    readable = tuple(plan.suffixes)
    named = {source.place for source in known.values() if not source.path.lower().endswith(readable)}
    tops = _tops(plan.paths, known) if plan.allow_shrink else ()
    missing = {top for top in tops if any(within(source.place, top) for source in known.values())}
    return Known({root for root, _ in known}, named, missing)


def _tops(paths: Paths, known: Iterable[Key]) -> tuple[str, ...]:
    return tuple(map(spelled, as_known(map(absolute, paths), {root for root, _ in known})))


def _lies_in(source: Source, tops: Collection[str]) -> bool:
    return any(within(source.place, top) for top in tops)
