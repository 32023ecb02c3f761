"""Minutes as plain data in the form in which readings are compared with what a careful reader found."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.model import Item, Meeting, Minutes, Treatment, Vote


def to_gold(minutes: Minutes, source: str) -> dict[str, Any]:
    """``{source, whole_meeting, meeting, items}``: what is not known is None, of a fragment also people and hour."""
    return {
        "source": source,
        "whole_meeting": minutes.whole,
        "meeting": _meeting(minutes.meeting, minutes.whole),
        "items": [_item(item) for item in minutes.items],
    }


def _meeting(meeting: Meeting, whole: bool) -> dict[str, Any]:
    return {
        "municipality": meeting.municipality,
        "committee": meeting.body,
        "date": meeting.date,
        "start": meeting.start,
        "place": meeting.place,
        "kind": meeting.kind,
        "present": list(map(asdict, meeting.present)) if whole else None,
        "absent": list(map(asdict, meeting.absent)) if whole else None,
    }


def _item(item: Item) -> dict[str, Any]:
    verdict = item.decision.verdict if item.decision else None
    return {
        "number": item.number,
        "title": item.title,
        "case_numbers": list(item.case_numbers),
        "access": item.access,
        "decision": item.decision.text if item.decision else None,
        "outcome": item.outcome,
        "outcomes": list(verdict.outcomes) if verdict else [item.outcome],
        "votes": [_vote(vote) for vote in verdict.votes] if verdict else [],
        "earlier": [_treatment(treatment) for treatment in item.earlier],
        "attachments": list(item.attachments),
        "recommendation": item.recommendation,
        "page": item.page,
    }


def _vote(vote: Vote) -> dict[str, Any]:
    """By the record's own names; the `_` of `for_` only keeps off Python's word."""
    facts = {name.rstrip("_"): value for name, value in asdict(vote).items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}


def _treatment(treatment: Treatment) -> dict[str, str | None]:
    return {"body": treatment.body, "date": treatment.date, "item": treatment.item, "outcome": treatment.outcome}
