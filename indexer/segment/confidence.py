"""How surely an item was read: how clearly it begins, and what is missing or odd in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from indexer.decisions import GUESS
from indexer.model import Item, Meeting
from indexer.segment.chain import Candidate
from indexer.segment.evidence import of_numbers, weights
from indexer.segment.wording import like_decision

CLEAR = 6.0
"""A start without which the chain weighs so much less is beyond doubt."""
MUCH = 3000
"""So many letters that no label stands over, or that stand in a decision and decide nothing, are more than a page."""
BRIEF = 60
"""A decision with no more letters than this needs no label to be known for one."""
_STOP = re.compile(r"[a-zæøå][.!?]\s")
_ODD_TITLES = ("prose", "long", "small", "under_label", "mid_paragraph", "names_meeting")


def confidence(candidate: Candidate, doubts: tuple[str, ...]) -> float:
    """From 0 to 1: what the start's margin says, lessened by each doubt."""
    clear = min(1.0, max(0.0, candidate.margin / CLEAR))
    table = weights()["doubt"]
    return round((0.5 + 0.5 * clear) * prod(table[doubt] for doubt in doubts), 3)


def doubts(item: Item, candidate: Candidate, before: Item | None, meeting: Meeting) -> tuple[str, ...]:
    """What is missing or odd, by the names of the table ``doubt``; ``before`` is the item printed in front of it."""
    return (*_of_heading(item, candidate, before), *_of_body(item, meeting))


def _of_heading(item: Item, candidate: Candidate, before: Item | None) -> Iterator[str]:
    if not item.title:
        yield "title_lost"
    if any(odd in candidate.evidence for odd in _ODD_TITLES):
        yield "odd_title"
    if before and before.number and item.number and of_numbers(before.number, item.number) != "next_number":
        yield "out_of_sequence"
    if before and bool(before.number) != bool(item.number):
        yield "number_lost"


def _of_body(item: Item, meeting: Meeting) -> Iterator[str]:
    if meeting.kind == "minutes" and item.decision is None and item.access != "closed":
        yield "no_decision"
    if item.outcome == "unknown":
        yield "unknown_outcome"
    if item.decision and item.decision.verdict.rule.startswith(GUESS):
        yield "guessed_outcome"
    if item.decision and len(item.decision.text) > BRIEF and _unlabelled(item):
        yield "unlabelled"
    if item.decision and _is_cut_off(item.decision.text):
        yield "cut_off"
    if _is_unexplained(item):
        yield "unexplained"
    if not item.sections and item.decision is None:
        yield "empty"


def _unlabelled(item: Item) -> bool:
    return all(not section.heading for section in item.sections if section.kind == "decision")


def _is_cut_off(text: str) -> bool:
    """Whether a text of sentences ends without a sign: in mid-sentence, or with something else's heading."""
    return bool(_STOP.search(text)) and text[-1].isalpha()


def _is_unexplained(item: Item) -> bool:
    """Whether the reading says nothing about much of the item."""
    decision = item.decision.text if item.decision else ""
    unlabelled = sum(len(section.text) for section in item.sections if section.kind == "other" and not section.heading)
    if unlabelled + len(decision) <= MUCH:
        return False
    return unlabelled + sum(len(text) for text in decision.split("\n") if not like_decision(text)) > MUCH
