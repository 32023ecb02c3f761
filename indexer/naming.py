"""What a body is called, whichever way a document names it: a user's table, the built-in codes and one spelling."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from indexer.bodies import canonical, code_of, spelling
from indexer.model import Minutes
from indexer.places import municipality_in
from search.errors import StoreError, TableError
from search.layout import write_whole
from search.owntable import read_table

KEPT = "bodies.toml"
"""The table that an index keeps, in its folder."""

_ADVICE = (
    'An entry is [[body]] with name = "Teknik- og Miljøudvalget", called = ["TMU", "Teknik og Miljø"] and, where only '
    'one council says so, municipality = "Nørreå".'
)
_ENTRY = re.compile(r"\s{0,40}\[\[\s{0,9}body\s{0,9}\]\]")
_KEYS = {"name", "called", "municipality"}
_LONGEST = 140


class Entry(NamedTuple):
    """A body's `name`, and a code or other name by which documents call it; `place` is the one municipality that does,
    in small letters, `""` for any."""

    place: str
    called: str
    name: str


@dataclass(frozen=True, slots=True)
class Bodies:
    """A table of names; `text` is the TOML it was read from, `""` for none."""

    text: str = ""

    @property
    def mark(self) -> str:
        """Tells tables apart that say different things; `""` for one that says nothing."""
        entries = _entries(self.text, KEPT)
        return hashlib.sha256(repr(sorted(entries)).encode()).hexdigest()[:8] if entries else ""

    def codes(self) -> dict[str, str]:
        """What each code or other name stands for, `""` where that depends on the municipality."""
        names: dict[str, set[str]] = {}
        for entry in _entries(self.text, KEPT):
            built_in = code_of(entry.called) if entry.place else None
            names.setdefault(entry.called, set()).update(filter(None, (entry.name, built_in)))
        return {called: named.pop() if len(named) == 1 else "" for called, named in names.items()}

    def name_of(self, printed: str, municipality: str | None) -> str:
        """The name of a body that a document of a municipality prints."""
        names, key = _names(self.text), spelling(printed)
        own = names.get(((municipality or "").casefold(), key)) if key else None
        return own or names.get(("", key)) or canonical(printed)


def read_bodies(file: Path) -> Bodies:
    """The table in a file. Raises TableError with file, line and advice."""
    text = read_table(file, "bodies", _ADVICE)
    _entries(text, str(file))
    return Bodies(text)


def kept(folder: Path, given: Bodies | None) -> Bodies:
    """The table given, which the index keeps from now on (none where it says nothing), else the one it keeps. Raises
    StoreError where that one is damaged."""
    file = folder / KEPT
    if given is None:
        try:
            return read_bodies(file) if file.exists() else Bodies()
        except TableError as error:
            raise StoreError(
                f"The table that the index keeps cannot be used: {error} Give it again: --bodies."
            ) from error
    if given.mark:
        write_whole(file, given.text)
    else:
        file.unlink(missing_ok=True)
    return given


def named(minutes: Minutes, bodies: Bodies) -> Minutes:
    """The same minutes with the names of all bodies; what the meeting prints instead of its body's is kept beside."""
    meeting = minutes.meeting

    def name(printed: str) -> str:
        return bodies.name_of(printed, meeting.municipality) if printed else printed

    body = name(meeting.body or "") or None
    items = tuple(
        replace(item, earlier=tuple(replace(treatment, body=name(treatment.body)) for treatment in item.earlier))
        if item.earlier
        else item
        for item in minutes.items
    )
    called = meeting.body if body != meeting.body else None
    return replace(minutes, meeting=replace(meeting, body=body, called=called), items=items)


@lru_cache(maxsize=4)
def _names(text: str) -> Mapping[tuple[str, str], str]:
    return {(entry.place, spelling(entry.called)): entry.name for entry in _entries(text, KEPT)}


@lru_cache(maxsize=4)
def _entries(text: str, file: str) -> tuple[Entry, ...]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{file} is no TOML: {error}. {_ADVICE}") from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _ENTRY.match(line)]
    bodies = found.pop("body", [])
    if found or not isinstance(bodies, list) or len(lines) != len(bodies):
        other = next(iter(found), "body")
        line = next((number for number, line in enumerate(text.splitlines(), 1) if other in line), 1)
        raise TableError(f"{file}, line {line}: {other} is no entry [[body]], and nothing else may be there. {_ADVICE}")
    return tuple(_distinct(zip(lines, bodies, strict=True), file))


def _distinct(numbered: Iterator[tuple[int, Any]], file: str) -> Iterator[Entry]:
    """The entries in order. Raises TableError for a wrong one, and for one name that is to stand for two bodies."""
    seen: dict[tuple[str, str], str] = {}
    for line, body in numbered:
        if wrong := _wrong(body):
            raise TableError(f"{file}, line {line}: {wrong}. {_ADVICE}")
        for entry in _of(body):
            name = seen.setdefault((entry.place, spelling(entry.called)), entry.name)
            if name != entry.name:
                raise TableError(
                    f"{file}, line {line}: {entry.called} stands for {name} already: take it out of one of the two, or "
                    "say with municipality = where it is which."
                )
            yield entry


def _of(body: Mapping[str, Any]) -> Iterator[Entry]:
    place = body.get("municipality", "")
    place = (municipality_in(place) or place).casefold()
    return (Entry(place, " ".join(called.split()), " ".join(body["name"].split())) for called in body["called"])


def _wrong(body: Mapping[str, Any]) -> str:
    """What is wrong with an entry; `""` for nothing."""
    if unknown := body.keys() - _KEYS:
        return f"{min(unknown)} is no key of an entry"
    called = body.get("called")
    if not isinstance(called, Sequence) or isinstance(called, str) or not called:
        return "called must be a list of codes and names"
    texts = (
        ("name", body.get("name")),
        ("municipality", body.get("municipality", "x")),
        *(("called", c) for c in called),
    )
    bad = (key for key, text in texts if not isinstance(text, str) or not spelling(text) or len(text) > _LONGEST)
    return next((f"{key} must be text of 1 to {_LONGEST} signs" for key in bad), "")
