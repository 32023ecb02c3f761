"""Fields of a meeting's heading: ``Mødested: Rådhuset``, ``STED`` with its value below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from indexer.segment.labels import bare
from indexer.tables import toml

FRONT = 3
"""Letters that tell most lines from labels."""


@cache
def _table() -> dict[str, list[str]]:
    return toml("segment/fields.toml")


@cache
def _fields() -> dict[str, str]:
    return {word: key for key, words in _table().items() if key != "spaced" for word in words}


@cache
def _fronts() -> frozenset[str]:
    """How labels begin: most lines begin otherwise."""
    return frozenset(name[:FRONT] for name in _fields())


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


# Built here, and so once for all the workers that are forked from a process: they are large.
_SPACED = re.compile(
    rf"(?i:{_any_of(_table()['spaced'])})\s{{1,9}}(?=[A-ZÆØÅ\d])|(?i:{_any_of(_fields())})(?<=[a-zæøå])(?=[A-ZÆØÅ])"
)
"""A label that may stand without a colon, before a value with a capital or a digit; or run into its capital."""
_INSIDE = re.compile(rf"(?<=\s)(?:{_any_of(map(str.capitalize, _fields()))})\s?:(?=\s|$)")
"""A field's label in mid-line, set with a capital."""


@lru_cache(maxsize=10_000)
def split_field(text: str) -> tuple[str, str]:
    """A line as (key of ``fields.toml``, value behind the label): ``Mødested Virtuelt``, ``Sted: Rådhuset``, ``Sted``.

    (``""``, ``""``) for a line that is no field.
    """
    line = bare(text)
    if line[:FRONT].casefold() not in _fronts():
        return "", ""
    name, colon, rest = line.partition(":")
    key = _fields().get(name.strip().casefold())
    if key and (colon or not rest):
        return key, rest.strip()
    spaced = _SPACED.match(line)
    key = _fields()[spaced[0].strip().casefold()] if spaced else ""
    if spaced is None or (key != "date" and line[spaced.end()].isdigit()):
        return "", ""
    return key, line[spaced.end() :]


def split_line(text: str) -> list[str]:
    """The line cut in front of each label with a colon in it: ``Byrådet Mødedato: 3. maj 2021 Sted: Rådhuset``."""
    cuts = fields_in(text)
    parts = [text[first:end].strip() for first, end in pairwise((0, *cuts, len(text)))] if cuts else [text.strip()]
    return list(filter(None, parts))


def fields_in(text: str) -> list[int]:
    """Where the labels with a colon begin in mid-line."""
    return [match.start() for match in _INSIDE.finditer(text)] if ":" in text else []
