"""Files that may hold minutes, but of a kind that cannot be read: which they are, and what to do with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from indexer.tables import rows
from search.quantity import counted

NAMED = 3
_ADVICE = {suffix: row[0] for row in rows("other_kinds.tsv", 2) for suffix in row[1].split()}


def advice(name: str) -> str:
    """What to do with a file of that name, `""` where its suffix says nothing."""
    return _ADVICE.get(PurePath(name).suffix.lower(), "")


def told(names: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each kind among the files: how many there are, the first of them, and what to do."""
    kinds: dict[str, list[str]] = {}
    for name in sorted(filter(advice, names)):
        kinds.setdefault(PurePath(name).suffix.lower(), []).append(name)
    return tuple(
        f"{counted(len(found), 'file')} {suffix} cannot be read ({', '.join(found[:NAMED])}"
        f"{', ...' * (len(found) > NAMED)}): {advice(found[0])}."
        for suffix, found in kinds.items()
    )
