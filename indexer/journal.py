"""A run told as events, for programs that watch it: start, progress, warnings, failures, and the report."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer.build import build_index
from indexer.errors import IndexerError, Logged
from indexer.pace import pacer
from indexer.report import Report
from indexer.status import bodies_of
from search.clock import utc_now
from search.errors import SearchError
from search.layout import index_folder

INTERRUPTED = 130
"""The exit code of a run that somebody interrupted."""
_LISTED = ("failed", "partial", "accepted")
Event = tuple[str, Mapping[str, Any]]
"""What happened, and its facts."""


def logged(paths: tuple[Path, ...], index: Path | None, tell: Callable[[str], object], **options: Any) -> Report:
    """A run of `build_index` with its options; `tell` gets each event as a line of JSON. Raises Logged after an error
    that was told so."""

    def log(event: str, facts: Mapping[str, Any]) -> None:
        tell(json.dumps({"event": event, "time": utc_now(), **facts}, ensure_ascii=False))

    pace = pacer()

    def progress(done: int, total: int, path: str) -> None:
        if told := pace(done, total):
            log("progress", asdict(told))

    folder = index_folder(index)
    log("start", {"index": str(folder), "paths": list(map(str, paths)), "pid": os.getpid()})
    try:
        report = build_index(paths, index, progress=progress, **options)
        bodies = bodies_of(folder)
    except KeyboardInterrupt:
        log("error", {"message": "interrupted", "exit_code": INTERRUPTED})
        raise Logged(INTERRUPTED) from None
    except (SearchError, IndexerError) as error:
        log("error", {"message": str(error), "exit_code": error.exit_code})
        raise Logged(error.exit_code) from error
    for event, facts in _told(report, bodies):
        log(event, facts)
    return report


def _told(report: Report, bodies: list[dict[str, Any]]) -> Iterator[Event]:
    """A warning or a failure an event, and at last the report, in which they are counted, with the items by body."""
    facts = asdict(report)
    counts = {kind: len(facts[kind]) for kind in (*_LISTED, "warnings")}
    yield from (("warning", {"message": warning}) for warning in report.warnings)
    for kind in _LISTED:
        yield from ((kind, failure._asdict()) for failure in getattr(report, kind))
    yield "report", {**facts, **counts, "bodies": bodies}
