"""A version of an item, and how the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass

VERSIONS = """
SELECT seq, base, id, role, hash, document, coalesce(roots.path, ''), coalesce(sources.path, '')
FROM items LEFT JOIN sources USING (source) LEFT JOIN roots USING (root)
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A row of what an item says: `document` as packed, `hash` as it was when it was written; `root` and `path` of its
    source.

    An item read from one source is a `whole`. Where agenda and minutes of a meeting both hold it, or copies do, what
    each source says is a `part`, which no reader sees, and all together are a `pair`. A `new` row is one whose role is
    not settled yet.
    """

    seq: int
    base: str
    id: str | None
    role: str
    hash: bytes
    document: str
    root: str
    path: str
