"""The way of cases through the bodies as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from search.clock import danish_date
from search.facets import label
from search.history import Case, Step
from search.quantity import counted
from search.telling.listing import where

NOT_INDEXED = "ikke i indekset"
_FOLLOWED = {
    "as_recommended": "indstillingen fulgt",
    "amended": "indstillingen ændret",
    "against": "indstillingen ikke fulgt",
}


def as_text(found: Iterable[Case]) -> Iterator[str]:
    """A head for each case, and below it a block for each step, first to last."""
    for at, case in enumerate(found):
        if at:
            yield ""
        yield " · ".join(filter(None, (f"Sag {case.number}", case.municipality, *case.topics)))
        yield f"{counted(len(case.steps), 'behandling', 'er')}: {case.title}"
        title = case.title
        for place, step in enumerate(case.steps, 1):
            yield ""
            yield from _block(place, step, title)
            title = step.title or title


def as_json(found: Iterable[Case]) -> Iterator[str]:
    """`{cases: [{number, municipality, title, topics, steps}]}`, a line a case."""
    lead = '{"cases": ['
    for case in found:
        told = asdict(case) | {"steps": [asdict(step) | {"indexed": step.indexed} for step in case.steps]}
        yield lead + json.dumps(told, ensure_ascii=False)
        lead = ", "
    yield "]}"


def _block(place: int, step: Step, title: str) -> Iterator[str]:
    facts = (
        danish_date(step.date),
        label("body", step.body),
        f"punkt {step.number}" if step.number else "",
        step.outcome_label + (" (dagsorden)" if step.kind == "agenda" else ""),
        _FOLLOWED.get(step.followed, ""),
        "" if step.indexed else NOT_INDEXED,
    )
    yield f"{place:>3}. {' · '.join(filter(None, facts))}"
    if step.title and step.title != title:
        yield f"     {step.title}"
    if step.recommendation:
        yield f"     Indstillet: {step.recommendation}"
    if step.decision:
        yield f"     Besluttet: {step.decision}"
    if step.indexed:
        yield f"     {where(step.source, step.page, step.also, step.id)}"
