"""Which decision of an item is the meeting's own: an ordered list of choices over its blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from indexer.bodies import same_body
from indexer.decisions import classify
from indexer.model import Treatment
from indexer.segment.blocks import Block
from indexer.segment.wording import like_decision
from indexer.sentences import sentences

Day = tuple[str | None, str | None]
"""A meeting's body and ISO date, None for what is not known."""

LONG = 2000
"""Letters of a decision without a label at most."""
COMBINED = "indstilling og beslutning"
_VAGUE = frozenset({"unknown", "other"})
"""What prose may seem to decide."""
SCANT = 3
"""Lines of an item that may be nothing but its decision."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an item is read against: the meeting's body and date, whether its document has decision labels and whether
    any decisions of its own meeting are printed in it at all, whether the item is closed, whether summaries without a
    label follow its decisions, and whether its items' decisions stand under a label without body and date."""

    day: Day
    labelled: bool
    decided: bool
    closed: bool = False
    summarised: bool = True
    by_label: bool = False


class Own(NamedTuple):
    """The block that holds the own decision, and the rule that chose it."""

    block: Block
    rule: str


def is_own(treatment: Treatment | None, day: Day) -> bool:
    """Whether a heading names the meeting of that day; what it leaves out cannot speak against it."""
    body, date = day
    if treatment is None or date is None or treatment.date not in (date, None):
        return False
    if not treatment.body or not body:
        return treatment.date == date
    return same_body(treatment.body, body)


def choose_own(blocks: Sequence[Block], frame: Frame) -> Own | None:
    """The first choice that finds a block with text; None where the item has no decision of its own."""
    for rule, choice in CHOICES:
        block = choice(blocks, frame)
        if block:
            return Own(block, rule)
    return None


def _dated(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """Under a heading with the meeting's own body and date."""
    return _last(blocks, lambda b: not b.in_route and is_own(_treatment(b), frame.day) and _says(b))


def _below_label(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """Under a dated heading right below the label ``Beslutning``, where the meeting is not known."""
    pairs = pairwise(blocks) if frame.day[1] is None else ()
    return _last([below for label, below in pairs if label.kind == "decision"], _treats)


def _labelled(blocks: Sequence[Block], _: Frame) -> Block | None:
    """Under the label ``Beslutning``."""
    return _last(blocks, lambda b: b.kind == "decision" and _says(b))


def _combined(blocks: Sequence[Block], _: Frame) -> Block | None:
    """Under the label ``Indstilling og beslutning``, where nobody recommends anything."""
    named = [b for b in blocks if b.mark and b.mark.label and b.mark.label.name == COMBINED and _says(b)]
    return _last(named, lambda b: not any("indstiller" in piece.text.casefold() for piece in b.pieces))


def _behind_attachments(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """Under a dated heading behind the attachments, where the meeting is not known."""
    names = [at for at, block in enumerate(blocks) if block.kind == "attachments"]
    return None if frame.day[1] or not names else _last(blocks[names[-1] + 1 :], _treats)


def _last_treated(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """Under the last dated heading, where the meeting is not known."""
    return None if frame.day[1] or frame.by_label else _last(blocks, _treats)


def _in_course(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """In the list of the item's course, under a heading that names both the meeting's body and its date."""
    named = [b for b in blocks if b.in_route and (t := _treatment(b)) and t.body and t.date] if all(frame.day) else []
    return _last(named, lambda b: is_own(_treatment(b), frame.day) and _says(b))


def _unlabelled(blocks: Sequence[Block], frame: Frame) -> Block | None:
    """At the item's end or below its heading: of a closed item, where the document has no decision labels, or where
    the item has none at all and little text."""
    scant = len(blocks) == 1 and len(blocks[0].pieces) <= SCANT
    if not frame.decided or (frame.labelled and not frame.closed and not scant):
        return None
    bare = [block for block in (*blocks[-1:], *blocks[:1]) if block.mark is None and block.pieces]
    return next((block for block in bare if decides(block, frame.closed)), None)


CHOICES: tuple[tuple[str, Callable[[Sequence[Block], Frame], Block | None]], ...] = (
    ("dated", _dated),
    ("below label", _below_label),
    ("labelled", _labelled),
    ("combined", _combined),
    ("behind attachments", _behind_attachments),
    ("last treated", _last_treated),
    ("dated in the course", _in_course),
    ("unlabelled", _unlabelled),
)


def decides(block: Block, closed: bool) -> bool:
    """Whether text without a label is worded like a decision and is one as far as that goes: prose on what is to be
    decided is longer, says nothing that is known, or says it after something else; a wish or a step taken is no sign.
    Of a closed item nothing else is printed, so any verdict tells."""
    text = "\n".join(piece.text for piece in block.pieces)
    outcome = classify(text, freely=False).outcome if len(text) <= LONG else "unknown"
    if closed:
        return outcome not in ("unknown", "withheld") or (outcome == "withheld" and like_decision(block.pieces[0].text))
    return outcome not in _VAGUE and classify("".join(sentences(text)[:1]), freely=False).outcome != "unknown"


def _treatment(block: Block) -> Treatment | None:
    return block.mark.treatment if block.mark else None


def _says(block: Block) -> bool:
    """Whether the block has words; a number by itself is a page's."""
    return any(sign.isalpha() for piece in block.pieces for sign in piece.text)


def _treats(block: Block) -> bool:
    return bool(_treatment(block) and _says(block) and not block.in_route)


def _last(blocks: Sequence[Block], told: Callable[[Block], bool]) -> Block | None:
    return next(filter(told, reversed(blocks)), None)
