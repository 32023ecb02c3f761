"""The truth about a meeting as a careful reader would annotate it, in the form that extraction is scored against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sample.records import Earlier, Item, Meeting, Member

FORMATS_THAT_SAY_OPEN = frozenset({"pdf"})
"""Layouts that print `Åbent punkt`; the others mark closed items only."""
FORMATS_WITHOUT_ITEM_NUMBERS_IN_ROUTES = frozenset({"pdf"})
RECOMMENDATION_LENGTH = 80


def gold(meeting: Meeting, pages: Mapping[str, int]) -> dict[str, Any]:
    """One JSON object for the meeting; `pages` gives the page of each item's heading by item number (PDF only)."""
    return {
        "source": f"{meeting.stem}.{meeting.format}",
        "whole_meeting": True,
        "meeting": {
            "municipality": meeting.municipality.removesuffix(" Kommune"),
            "committee": meeting.body,
            "date": meeting.day.isoformat(),
            "start": meeting.start,
            "place": meeting.place,
            "kind": meeting.kind,
            "present": _members(meeting.present),
            "absent": _members(meeting.absent),
        },
        "items": [_item(item, meeting.format, pages.get(item.number)) for item in meeting.items],
    }


def _members(members: Sequence[Member]) -> list[dict[str, str]]:
    return [{"name": member.name, "party": member.party} for member in members]


def _item(item: Item, layout: str, page: int | None) -> dict[str, Any]:
    numbered = layout not in FORMATS_WITHOUT_ITEM_NUMBERS_IN_ROUTES
    return {
        "number": item.number,
        "title": item.title,
        "case_numbers": [item.case_number],
        "access": "closed" if item.closed else "open" if layout in FORMATS_THAT_SAY_OPEN else None,
        "decision": _folded(item.decision or "") or None,
        "outcome": item.outcomes[0],
        "outcomes": list(item.outcomes),
        "votes": [dict(vote) for vote in item.votes],
        "earlier": [_earlier(entry, numbered) for entry in item.earlier],
        "attachments": list(item.attachments),
        "recommendation": _folded(item.recommendation)[:RECOMMENDATION_LENGTH].strip() or None,
        "page": page,
    }


def _earlier(entry: Earlier, numbered: bool) -> dict[str, str | None]:
    item = entry.item if numbered else None
    return {"body": entry.body, "date": entry.day.isoformat(), "item": item, "outcome": entry.outcome}


def _folded(text: str) -> str:
    return " ".join(text.split())
