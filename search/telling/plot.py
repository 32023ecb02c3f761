"""Counts as a picture, by matplotlib, which comes with `pip install 'referat[plot]'`."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from search.counts import QUERY, Cell, Counts, Tally
from search.errors import FacetRefused, SearchError
from search.facets import NAMES, TIMES, label
from search.layout import into

SERIES = 10
"""Lines, or pieces of a bar, that colours can tell apart."""
BARS = 40
_TICKS = 24
_WIDE, _SIGNS = 10, 42
"""Inches of the picture, and signs of a label on one line."""
_NAMES = NAMES | {QUERY: "søgning"}
_FORMS = (".png", ".svg")

Series = dict[str, list[float]]
"""What it is called -> its value at each place of the axis."""


def draw(counts: Counts, file: Path) -> None:
    """Writes the picture whole: bars of one facet, lines over years or months of two, else bars in pieces. Raises
    FacetRefused for a file of another kind, SearchError where matplotlib is missing."""
    if file.suffix.casefold() not in _FORMS:
        raise FacetRefused(f"{file}: a picture is written to a file that ends in {' or '.join(_FORMS)}.")
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise SearchError("matplotlib is not installed: pip install 'referat[plot]'") from error
    by = " og ".join(NAMES[facet] for facet in counts.by if facet != QUERY)
    counts = _turned(counts)
    axis, flat = counts.by[0], counts.by[0] in TIMES
    places = [value for value in counts.found.rows if value or not flat][: None if flat else BARS]
    series = _series(counts, places)
    with rc_context({"text.parse_math": False}):
        beside = not flat and len(counts.by) == 2 and counts.indexed is not None
        high = 5.5 if flat else 1.5 + max(0.26 * len(series), 0.34 * len(places) * (len(series) / 3 if beside else 1))
        figure = Figure(figsize=(_WIDE, high), layout="constrained")
        axes = figure.add_subplot()
        if flat and len(counts.by) == 2:
            _lines(axes, series)
        else:
            _bars(axes, series, upright=flat, beside=beside)
        axes.set_title(_folded(_title(counts, by), 90), fontsize=11, loc="left")
        _name(axes, counts, [label(axis, place) for place in places], flat)
        if len(counts.by) == 2:
            handles, names = axes.get_legend_handles_labels()
            figure.legend(handles, names, title=_legend(counts), loc="outside right upper", frameon=False)
        with into(file) as stream:
            figure.savefig(stream, dpi=150, format=file.suffix[1:].casefold())


def _turned(counts: Counts) -> Counts:
    """The facet first along which the other is drawn: time where there is one."""
    if counts.by[0] in TIMES or counts.by[-1] not in TIMES:
        return counts
    indexed = _swapped(counts.indexed) if counts.indexed else None
    return replace(counts, by=counts.by[::-1], found=_swapped(counts.found), indexed=indexed)


def _swapped(tally: Tally) -> Tally:
    return Tally(tally.total, tally.columns, tally.rows, {key[::-1]: items for key, items in tally.cells.items()})


def _series(counts: Counts, places: Sequence[str]) -> Series:
    """Of one facet one; of two those of the most frequent values of the second."""
    if len(counts.by) == 1:
        return {"": [_height(counts.at((place,))) for place in places]}
    columns = counts.found.columns
    return {
        _folded(label(counts.by[1], value), 28): [_height(counts.at((place, value))) for place in places]
        for value in sorted(columns, key=lambda value: -columns[value])[:SERIES]
    }


def _height(cell: Cell) -> float:
    """No share where nothing is indexed."""
    return math.nan if cell.indexed == 0 else cell.shown


def _lines(axes: Any, series: Series) -> None:
    for name, values in series.items():
        axes.plot(range(len(values)), values, marker="o", markersize=4, label=name)
    axes.set_ylim(bottom=0)


def _bars(axes: Any, series: Series, *, upright: bool, beside: bool) -> None:
    """One bar a place: its pieces one on the other, or `beside` each other where they are shares and have no sum."""
    draw, low_end = (axes.bar, "bottom") if upright else (axes.barh, "left")
    places = len(next(iter(series.values()), []))
    thick = 0.8 / len(series) if beside else 0.8
    low = [0.0] * places
    for number, (name, values) in enumerate(series.items()):
        shift = (number - (len(series) - 1) / 2) * thick if beside else 0.0
        draw([place + shift for place in range(places)], values, thick, label=name, **{low_end: low})
        low = low if beside else [*map(sum, zip(low, values, strict=True))]


def _name(axes: Any, counts: Counts, places: Sequence[str], flat: bool) -> None:
    """What stands along the axes."""
    amount = "Punkter" if counts.indexed is None else "Punkter pr. 1000 behandlede"
    step = max(1, -(-len(places) // _TICKS)) if flat else 1
    shown = range(0, len(places), step)
    names = [_folded(places[place], _SIGNS) for place in shown]
    if flat:
        axes.set_xticks(shown, names, rotation=90 if len(names) > 12 else 0)
        axes.set_ylabel(amount)
    else:
        axes.set_yticks(shown, names)
        axes.invert_yaxis()
        axes.margins(y=0.5 / (len(names) or 1))
        axes.set_xlabel(amount)
    (axes.yaxis if flat else axes.xaxis).get_major_locator().set_params(integer=counts.indexed is None)
    axes.grid(axis="y" if flat else "x", alpha=0.3)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _title(counts: Counts, by: str) -> str:
    queries = counts.found.columns if QUERY in counts.by[1:] else counts.found.rows
    what = counts.query or (f"{len(queries)} søgninger" if QUERY in counts.by else "Alle punkter")
    undated = counts.found.rows.get("", 0)
    cut = [] if counts.by[0] in TIMES else _most(len(counts.found.rows), BARS)
    cut += [f"{undated} uden dato er ikke vist"] if counts.by[0] in TIMES and undated else []
    return " · ".join([f"{what}: {by}", *cut])


def _legend(counts: Counts) -> str:
    return "\n".join([_NAMES[counts.by[1]].capitalize(), *_most(len(counts.found.columns), SERIES)])


def _most(there: int, shown: int) -> list[str]:
    return [f"de {shown} hyppigste af {there}"] if there > shown else []


def _folded(text: str, wide: int) -> str:
    return "\n".join(textwrap.wrap(text, wide)) or text
