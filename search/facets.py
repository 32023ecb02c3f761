"""What items are counted by: the names of facets and values, and the order in which values stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.errors import FacetRefused
from search.outcomes import LABELS
from search.schema import FACETS

NAMES = {
    "municipality": "kommune",
    "body": "udvalg",
    "year": "år",
    "month": "måned",
    "outcome": "udfald",
    "followed": "fulgt",
    "topic": "emne",
    "party": "parti",
    "kind": "art",
}
"""What people call a facet."""
_KNOWN = {danish: facet for facet, danish in NAMES.items()} | {facet: facet for facet in FACETS}
TIMES = ("year", "month")
"""Facets whose values have an order of their own."""

_SAID = {
    "outcome": LABELS,
    "followed": {
        "as_recommended": "Fulgt",
        "amended": "Fulgt med ændring",
        "against": "Ikke fulgt",
        "unknown": "Ukendt",
    },
    "kind": {"minutes": "Referat", "agenda": "Dagsorden"},
}
"""Facet -> what people are told of a value."""
_UNSAID = {
    "municipality": "ukendt kommune",
    "body": "ukendt udvalg",
    "year": "uden dato",
    "month": "uden dato",
    "followed": "uden beslutning",
    "topic": "uden emne",
    "kind": "ukendt art",
}


def listed(names: str) -> tuple[str, ...]:
    """The facets of a list with commas between. Raises FacetRefused where it names none, or one that there is not."""
    found = facets_of([name for name in names.split(",") if name.strip()])
    if not found:
        raise FacetRefused(f"No facet is named: give {', '.join(FACETS)}.")
    return found


def facets_of(names: Sequence[str]) -> tuple[str, ...]:
    """Facets by their names, the Danish ones among them. Raises FacetRefused for one that there is not."""
    found = tuple(_KNOWN.get(name.strip().casefold(), name) for name in names)
    if wrong := [name for name in found if name not in FACETS]:
        raise FacetRefused(f"Nothing is counted by {', '.join(wrong)}: give {', '.join(FACETS)}.")
    return tuple(dict.fromkeys(found))


def arranged(facets: Sequence[str], counts: Sequence[Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Facet by facet the values that were found, in the order shown, with their numbers of documents."""
    return {
        facet: {value: found.get(value, 0) for value in in_order(facet, found)}
        for facet, found in zip(facets, counts, strict=True)
    }


def in_order(facet: str, found: Mapping[str, int]) -> tuple[str, ...]:
    """The values as they are shown: the most frequent first, but years and months in their own order and without a gap
    from the first to the last, those without a date at the end."""
    if facet not in TIMES:
        return tuple(sorted(found, key=lambda value: (-found[value], value)))
    dated = sorted(value for value in found if value)
    span = _between(dated[0], dated[-1]) if dated else ()
    return (*span, *(value for value in found if not value))


def _between(first: str, last: str) -> Iterator[str]:
    """All years or months from the first to the last."""
    if len(first) == 4:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    yield from (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(low, high + 1))


def facet_row(facet: str, value: str, items: int) -> dict[str, Any]:
    """A value and how many items have it, ready for JSON."""
    return {"value": value, "label": label(facet, value), "items": items}


def label(facet: str, value: str) -> str:
    """A value as people are told it."""
    return _SAID.get(facet, {}).get(value, value) or _UNSAID.get(facet, "")
