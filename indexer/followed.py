"""Whether a decision followed the recommendation that was put to the meeting."""

from __future__ import annotations

import re

from indexer.model import Verdict
from indexer.sentences import plain, sentences
from indexer.wordings import is_amending, read_sentence

_LIMIT = 8_000
"""Characters of a recommendation or decision that are read."""

_MENTION = re.compile(r"\b\w{0,30}(?:indstilling|anbefaling)\w{0,4}\b|\bsom (?:indstillet|anbefalet)\b", re.IGNORECASE)
_LEAD = re.compile(r"^.{0,300}?\b(?:indstil|anbefal|foreslå)\w{0,6}\b(?:.{0,200}?\bat\b)?[:,]?\s?", re.IGNORECASE)
_POINT = re.compile(r"(?:^|,? (?:og |samt )?)at\b:?\s?|^\d{1,2}[.)]\s?", re.IGNORECASE)
_MOTION = re.compile(r"\b\w{0,12}forslag(?:et|ene)?\b", re.IGNORECASE)
_SUPPORT = re.compile(r"\b(?:anbefal|indstill)\w{1,4}\b(?P<tail>[^.;]{0,400})", re.IGNORECASE)
_PARTLY = frozenset({"rejected", "postponed", "returned"})
"""Outcomes that, beside an approval, say that some points went another way."""


def followed(decision: str, verdict: Verdict, recommendation: str | None) -> str:
    """ "as_recommended", "amended", "against", or "unknown" where the texts do not tell.

    `verdict` is what ``classify(decision)`` says. A recommendation that asks for a note, a hearing, a refusal and so on
    is followed by that outcome; where something else became of the item the answer is "unknown", not a guess.
    """
    text = plain(decision[:_LIMIT])
    if not recommendation and not _MENTION.search(text):
        return "unknown"
    if verdict.outcome in ("approved", "approved_amended", "recommended"):
        return _adopted(text, verdict, recommendation or "")
    asked = _asked(recommendation or "")
    if verdict.outcome == "rejected":
        return _rejected(text, verdict, asked)
    missing = asked & {"approved", "rejected"} - set(verdict.outcomes)
    return "as_recommended" if verdict.outcome in asked and not missing else "unknown"


def _asked(recommendation: str) -> set[str]:
    """The outcomes that a recommendation asks for, point by point."""
    leads = (_LEAD.sub("", sentence, count=1) for sentence in sentences(plain(recommendation[:_LIMIT])))
    points = (point.strip() for rest in leads for point in _POINT.split(rest))
    return {finding.outcome.removesuffix("_amended") for point in points for finding in read_sentence(point)}


def _adopted(text: str, verdict: Verdict, recommendation: str) -> str:
    """A licence given where a refusal was recommended goes against it, though the wording is one of approval."""
    if verdict.rule == "granted" and _asked(recommendation) == {"rejected"}:
        return "against"
    changed = any(is_amending(match["tail"]) for match in _SUPPORT.finditer(text))
    if "approved_amended" in verdict.outcomes or (verdict.outcome == "recommended" and changed):
        return "amended"
    partly = _PARTLY.intersection(verdict.outcomes) and not _MOTION.search(text)
    return "amended" if partly else "as_recommended"


def _rejected(text: str, verdict: Verdict, asked: set[str]) -> str:
    """A refusal of the matter may be what was recommended; a lost motion says nothing about the recommendation."""
    if "rejected" in asked and not _MENTION.search(text):
        return "as_recommended"
    lost_motion = _MOTION.search(text) and "ændringsforslag" in text.casefold() and not _MENTION.search(text)
    return "unknown" if lost_motion or "approved" in verdict.outcomes else "against"
