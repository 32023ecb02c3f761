"""What the indexer sees in one document, as an outline for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from indexer.model import Item, Meeting, Member, Minutes
from search.clock import danish_date
from search.outcomes import outcome_label

_FIRST_WORDS = 100
_KINDS = {"minutes": "Referat", "agenda": "Dagsorden", None: "Uddrag"}


def as_text(source: str, minutes: Sequence[Minutes]) -> Iterator[str]:
    """A few lines a meeting and two an item: enough to see whether the document was understood."""
    yield source
    for meeting in minutes:
        yield from _heading(meeting.meeting)
        for item in meeting.items:
            yield from _item(item, meeting.meeting.kind or "")


def as_json(source: str, minutes: Sequence[Minutes]) -> str:
    """`{source, meetings: [{meeting, items, outside}]}` with the records' own names."""
    return json.dumps({"source": source, "meetings": [_record(meeting) for meeting in minutes]}, ensure_ascii=False)


def _record(minutes: Minutes) -> dict[str, Any]:
    return {
        "whole_meeting": minutes.whole,
        "meeting": asdict(minutes.meeting),
        "items": [asdict(item) for item in minutes.items],
        "outside": [asdict(part) for part in minutes.outside],
    }


def _heading(meeting: Meeting) -> Iterator[str]:
    when = " ".join(filter(None, (danish_date(meeting.date or ""), meeting.start and f"kl. {meeting.start}")))
    body = (meeting.body or "ukendt udvalg") + (f" ({meeting.called})" if meeting.called else "")
    facts = (meeting.municipality, body, when, meeting.place)
    yield f"  {_KINDS[meeting.kind]}: " + " · ".join(filter(None, facts))
    for label, members in (("Til stede", meeting.present), ("Fraværende", meeting.absent)):
        if members:
            yield f"    {label}: " + ", ".join(map(_member, members))


def _member(member: Member) -> str:
    return f"{member.name} ({member.party})" if member.party else member.name


def _item(item: Item, kind: str) -> Iterator[str]:
    page = f"s. {item.page}" if item.page else ""
    closed = "lukket" if item.access == "closed" else ""
    outcome = outcome_label(item.outcome, item.decision.text if item.decision else "", kind)
    facts = " · ".join(filter(None, (page, outcome, closed, ", ".join(item.case_numbers))))
    yield f"  {item.number or '-':>4}  {item.title}"
    yield f"        {facts}"
    if item.decision:
        words = " ".join(item.decision.text.split())
        yield f"        » {words[:_FIRST_WORDS]}{'…' * (len(words) > _FIRST_WORDS)}"
