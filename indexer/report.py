"""What one run did, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from search.errors import StoreError
from search.quantity import counted
from search.store.reader import Run


class Failure(NamedTuple):
    """A file (absolute path) that gave no items: `reason` is a code of SourceError, `message` a sentence."""

    path: str
    reason: str
    message: str

    def line(self, what: str) -> str:
        """A line for people. Names the file once: many messages begin with it."""
        lead = "" if self.message.startswith(self.path) else f"{self.path}: "
        return f"{what} ({self.reason}): {lead}{self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did.

    `files` were found; each is `new`, `changed` or `unchanged`; `gone` are known ones that are no more, `moved` counts
    the new ones that a gone one was before, `skipped` those of no known kind. `failed` lists every file below the paths
    given that gives no items, also those known from earlier runs and archives of which a file gives none, `partial`
    those of which some pages hold no text, `accepted` those of both that may be so. `items` counts what the index now
    holds, `unknown` those of them whose decision no rule recognises, `doubtful` those read with doubt. `warnings` are
    `path: sentence` of files read in this run, and sentences about files of other kinds that may be minutes, `seconds`
    the time of each stage.
    """

    files: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    moved: int = 0
    skipped: int = 0
    items: int = 0
    unknown: int = 0
    doubtful: int = 0
    generation: int = 0
    failed: tuple[Failure, ...] = ()
    partial: tuple[Failure, ...] = ()
    accepted: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, run: Run) -> Report:
        """The report that the store keeps of a run. Raises StoreError where it is damaged."""
        try:
            found = json.loads(run.report)
            for name in ("failed", "partial", "accepted"):
                found[name] = tuple(Failure(*one) for one in found[name])
            return cls(**found | {"warnings": tuple(found["warnings"])})
        except (ValueError, TypeError, KeyError) as error:
            message = f"The report of run {run.number} is damaged ({error}): run `referat index` again."
            raise StoreError(message) from error

    def lines(self) -> Iterator[str]:
        """The report as people read it: the counts, then a line for each warning and each file that failed."""
        yield (
            f"{counted(self.files, 'file')}: {self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.gone} gone, {len(self.failed)} failed, {self.skipped} of other kinds"
            f"{f', {self.moved} moved' * bool(self.moved)}"
        )
        yield (
            f"{counted(self.items, 'item')} in the index, {self.unknown} of unknown outcome (udfald:ukendt), "
            f"{self.doubtful} read with doubt (kvalitet:lav); {sum(self.seconds.values()):.1f} seconds"
        )
        yield from (f"warning: {warning}" for warning in self.warnings)
        if self.partial:
            yield f"{counted(len(self.partial), 'file')} read only in part, because scanned in part:"
        yield from (failure.line("in part") for failure in self.partial)
        yield from (failure.line("failed") for failure in self.failed)
        if self.accepted:
            yield f"{counted(len(self.accepted), 'file')} with faults that are accepted (`referat status` lists them)"
