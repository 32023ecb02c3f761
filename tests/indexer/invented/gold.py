"""An invented meeting as gold: what a careful reader finds in the document printed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .meeting import Item, Meeting, Treatment


def gold(meeting: Meeting, source: str, pages: Sequence[int] = (), *, whole: bool = True) -> dict[str, Any]:
    """The gold of a document that prints all of ``meeting``, or is a fragment and not ``whole``; ``pages`` are those of
    the items' headings."""
    return {
        "source": source,
        "whole_meeting": whole,
        "meeting": {
            "municipality": meeting.municipality,
            "committee": meeting.body,
            "date": meeting.day.isoformat(),
            "start": meeting.start,
            "place": meeting.place,
            "kind": "minutes" if whole else None,
            "present": [asdict(person) for person in meeting.present] if whole else None,
            "absent": [asdict(person) for person in meeting.absent] if whole else None,
        },
        "items": [_item(item, pages[at] if pages else None) for at, item in enumerate(meeting.items)],
    }


def _item(item: Item, page: int | None) -> dict[str, Any]:
    decision = item.decision
    return {
        "number": item.number,
        "title": item.title,
        "case_numbers": list(item.case_numbers),
        "access": item.access,
        "decision": "\n".join(decision.lines) or None,
        "outcome": decision.outcomes[0],
        "outcomes": list(decision.outcomes),
        "votes": [dict(vote) for vote in decision.votes],
        "earlier": [_treatment(treatment) for treatment in item.earlier],
        "attachments": list(item.attachments),
        "recommendation": " ".join(item.recommendation)[:80].strip() or None,
        "page": page,
    }


def _treatment(treatment: Treatment) -> dict[str, str | None]:
    outcome = treatment.decision.outcomes[0] if treatment.decision.lines else None
    return {
        "body": treatment.body, "date": treatment.day.isoformat(), "item": treatment.item, "outcome": outcome,
    }  # fmt: skip
