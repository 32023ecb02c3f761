"""What parties are called: a letter on the ballot and names, which all mean the same."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def names_of(party: str) -> tuple[str, ...]:
    """All that a party is called, its letter among it; a party that is not known, as a local list, by itself."""
    return _known().get(party.casefold(), (party,))


def shown_name(party: str) -> str:
    """The name that people know a party by, whatever it was called; one that is not known as it stands."""
    return next(iter(names_of(party)[1:]), party)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    text = files("search").joinpath("parties.tsv").read_text(encoding="utf-8")
    rows = [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")]
    return {name.casefold(): row for row in rows for name in row}
