"""A file that was read, with what became of it, and how the store keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

COLUMNS = "size, mtime_ns, inode, sha256, reader, status, reason, message, warnings, items"
"""What a reading gives of a source."""
SOURCES = f"SELECT roots.path, sources.path, {COLUMNS}, accepted FROM sources JOIN roots USING (root)"
UNREACHABLE = "unreachable"
"""The reason of a source that is a closed folder, or a link that leads nowhere: what is there is not known."""
PLACE = "rtrim(roots.path, '/') || '/' || sources.path"
"""A source's `place`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, known by `root` (absolute path) and `path` (relative, with `/`), and what the last reading gave.

    `reader` names the version that read it. `status`: indexed, empty (nothing to index), scanned (pages without text),
    failed, or closed (all its items are); `reason` and `message` say why. `items` counts its live items. `accepted` is
    the time (ISO, UTC) at which somebody said that it may fail as it is, or "".
    """

    root: str
    path: str
    size: int
    mtime_ns: int
    inode: int
    sha256: str
    reader: str
    status: str
    reason: str = ""
    message: str = ""
    warnings: tuple[str, ...] = ()
    items: int = 0
    accepted: str = ""

    @property
    def place(self) -> str:
        """Its absolute path."""
        return f"{self.root.rstrip('/')}/{self.path}"

    @property
    def is_unread_place(self) -> bool:
        """Whether nothing was ever read of it: a folder or a link that could not be looked into."""
        return self.reason == UNREACHABLE and not self.items


def from_row(row: Sequence[Any]) -> Source:
    """A row of SOURCES as the record."""
    *facts, warnings, items, accepted = row
    values = (*facts, () if warnings == "[]" else tuple(json.loads(warnings)), items, accepted)
    return Source(*values)


def to_row(source: Source) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return (
        source.size, source.mtime_ns, source.inode, source.sha256, source.reader,
        source.status, source.reason, source.message, json.dumps(source.warnings, ensure_ascii=False), source.items,
    )  # fmt: skip
