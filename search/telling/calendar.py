"""The meetings of each body, month by month, as a grid for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from search.coverage import Coverage, Month

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def as_text(found: Sequence[Coverage]) -> Iterator[str]:
    """A grid for each year, a line a body and a column a month: the number of meetings, with `x` for those that could
    not be read, `?` where one would be usual."""
    if not found:
        yield "no meeting is in the index whose body and date are known"
        return
    names = {one.body: ", ".join(filter(None, (one.body.name, one.body.municipality))) for one in found}
    wide = max(map(len, names.values()), default=0)
    for year in sorted({year for one in found for year, _ in (*one.meetings, *one.missed)}):
        yield f"{year:<{wide}} {' '.join(f'{month:>4}' for month in MONTHS)}"
        for one in found:
            yield f"{names[one.body]:{wide}} {' '.join(f'{_cell(one, (year, month)):>4}' for month in range(1, 13))}"
        yield ""
    yield "2: meetings; x: could not be read; ?: none, where one is usual"


def as_json(found: Iterable[Coverage]) -> str:
    """A list of the bodies with their months, as `2023-03`."""
    return json.dumps([_record(one) for one in found], ensure_ascii=False)


def _cell(one: Coverage, month: Month) -> str:
    met, missed = one.meetings[month], one.missed[month]
    return f"{met or ''}{'x' * missed}" or ("?" if month in one.gaps else "·")


def _record(one: Coverage) -> dict[str, Any]:
    return {
        "municipality": one.body.municipality,
        "body": one.body.name,
        "meetings": {_iso(month): count for month, count in sorted(one.meetings.items())},
        "unread": {_iso(month): count for month, count in sorted(one.missed.items())},
        "gaps": [_iso(month) for month in one.gaps],
    }


def _iso(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"
