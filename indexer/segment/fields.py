"""Fields of a meeting's heading: ``Mødested: Rådhuset``, ``STED`` with its value below."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from indexer.segment.labels import bare


@cache
def _table() -> dict[str, list[str]]:
    text = resources.files("indexer.segment").joinpath("fields.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _fields() -> dict[str, str]:
    return {word: key for key, words in _table().items() if key != "spaced" for word in words}


def split_field(text: str) -> tuple[str, str]:
    """A line as (key of ``fields.toml``, value behind the label): ``Mødested Virtuelt``, ``Sted: Rådhuset``, ``Sted``.

    (``""``, ``""``) for a line that is no field.
    """
    line = bare(text)
    name, colon, rest = line.partition(":")
    key = _fields().get(name.strip().casefold())
    if key and (colon or not rest):
        return key, rest.strip()
    word, _, rest = line.partition(" ")
    spaced = word.casefold() in _table()["spaced"] and rest[:1].isupper()
    return (_fields()[word.casefold()], rest) if spaced else ("", "")
