"""The choice: of all readings, the chain of starts that explains the document best (dynamic programming)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from math import inf
from typing import NamedTuple

from indexer.segment.contents import Contents
from indexer.segment.evidence import (
    Face,
    LabelKey,
    among,
    most_of_pair,
    of_start,
    weigh,
    weigh_cycle,
    weigh_pair,
    weights,
)
from indexer.segment.marks import Mark
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start

MAX_CANDIDATES = 6000
STRONG = 300
NEAR = 40
"""A candidate may be followed by any of the next ``NEAR``, and by any later one of the ``STRONG`` that weigh most."""
FLOOR = -4.0
"""A candidate that weighs less than this by itself is not considered."""

SURE, MANY, MOST = 3.0, 3, 0.8
"""What a heading weighs that may tell how a document counts, more than how many of them do, and what share."""
HOPELESS = -60.0
"""A segment that weighs less, for all the labels in it, is no item; counting on would only cost time."""

_MAY_COME_AGAIN = frozenset({"attachments", "route", "absent", "metadata", "decision"})


class Candidate(NamedTuple):
    """A start with the evidence for it alone, and the first label after it.

    ``margin``: by how much the document is explained worse where this start is left out of the chosen chain.
    """

    start: Start
    evidence: tuple[str, ...]
    weight: float
    opening: LabelKey | None
    face: Face
    margin: float = 0.0


Told = Mapping[tuple[bool, bool], float]
"""What an item costs by whether a label and a decision were seen in it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The places of a document's labels and headings of treatments in order, the label at each (None for a heading),
    what the first of them weigh where no item explains them (from none of them to all), and what an item costs that is
    open and one that is closed."""

    places: tuple[int, ...]
    keys: tuple[LabelKey | None, ...]
    lost: tuple[float, ...]
    told: Mapping[bool, Told]

    def behind(self, line: int) -> int:
        """The index of the first mark at or behind a line."""
        return bisect_left(self.places, line)


class Course(NamedTuple):
    """What a segment weighs that ends behind none, one, two ... of the marks from the ``first`` one on.

    ``seen``: with how many each label was seen first; ``end``: the mark with which it is no item any more.
    """

    first: int
    totals: Sequence[float]
    seen: Mapping[LabelKey, int]
    end: float


Run = Callable[[int, bool], Course]
"""The course from a mark on; behind a closed item's heading (True) nothing need stand."""


def choose(sheet: Sheet, starts: Sequence[Start], contents: Contents) -> tuple[Candidate, ...]:
    """The best chain of candidates in printed order; empty where nothing looks like an item."""
    labels = _labels(sheet, contents)
    evidence = [
        (*of_start(sheet, start, contents), *others) for start, others in zip(starts, among(sheet, starts), strict=True)
    ]
    candidates = _strongest(_candidates(starts, evidence, labels))
    if _is_uncounted(candidates):
        candidates = [candidate._replace(face=candidate.face._replace(number=None)) for candidate in candidates]

    @cache
    def run(first: int, closed: bool) -> Course:
        return _run(labels, first, closed)

    return _with_margins(_walk_back(candidates, *_chained(candidates, labels, run)), labels, run)


def _chained(candidates: Sequence[Candidate], labels: Labels, run: Run) -> tuple[list[int | None], list[float]]:
    """For each candidate the one before it in the best chain up to it, and what that chain weighs if it ends here."""
    came_from: list[int | None] = []
    best: list[float] = []
    courses: list[Course] = []
    strong = _strong(candidates)
    reached = [labels.behind(candidate.start.first) for candidate in candidates]
    alike = groupby(range(len(candidates)), lambda at: (reached[at], at in strong, at // NEAR))
    for (mark, is_strong, _), group in alike:
        # What may stand before these, and what a chain costs with it: the cheapest are asked first, and few.
        first = 0 if is_strong else max(len(courses) - NEAR, 0)
        ends = sorted(
            (-best[at] - course.totals[mark - course.first], at)
            for at, course in enumerate(courses[first:], first)
            if course.first <= mark < course.end
        )
        for later in group:
            candidate = candidates[later]
            most = most_of_pair(candidate.face, candidate.opening)
            found = -_opening(candidate, labels, mark), -1
            for cost, at in ends:
                if cost - candidate.weight - most > found[0]:
                    break
                if candidates[at].start.after <= candidate.start.first and (is_strong or at + NEAR >= later):
                    joint = _joint(candidates[at], candidate, courses[at], mark - courses[at].first)
                    found = min(found, (cost - candidate.weight - joint, at))
            best.append(-found[0])
            came_from.append(found[1] if found[1] >= 0 else None)
            courses.append(_course(candidate, labels, run))
            if courses[-1].first == mark:
                insort(ends, (found[0] - courses[-1].totals[0], later))
    return came_from, [weight + course.totals[-1] for weight, course in zip(best, courses, strict=True)]


def _is_uncounted(candidates: Sequence[Candidate]) -> bool:
    """Whether a list lost its numbers: nearly all headings with a label below have the number 1."""
    numbers = [c.start.number for c in candidates if c.start.number and c.weight > SURE and "label_next" in c.evidence]
    return len(numbers) > MANY and numbers.count("1") >= MOST * len(numbers)


def _course(candidate: Candidate, labels: Labels, run: Run) -> Course:
    """What may lie behind a start; often the same as behind the start before it."""
    start = candidate.start
    return run(labels.behind(start.after), start.access == "closed" and start.number is not None)


def _run(labels: Labels, first: int, closed: bool) -> Course:
    table, told = weights()["segment"], labels.told[closed]
    again, another = table["label_again"], table["two_decisions"]
    seen: dict[LabelKey, int] = {}
    in_route = treated = decided = False
    weight = 0.0
    totals = [told[False, False]]
    for counted, key in enumerate(labels.keys[first:], 1):
        if key is None:
            treated = treated or not in_route
        else:
            in_route = key[0] == "route"
            if key not in seen:
                seen[key] = counted
            elif key[0] not in _MAY_COME_AGAIN:
                weight += again
            if key[0] == "decision":
                weight += another if decided else 0.0
                decided = True
        totals.append(weight + told[treated or bool(seen), treated or decided])
        if weight <= HOPELESS:
            return Course(first, totals, seen, first + counted)
    return Course(first, totals, seen, inf)


def _told(sections: Collection[str], closed: bool) -> Told:
    """What an item costs in a document that has these sections."""
    table = weights()["segment"]
    label, decision = (
        (0.0 if closed or not any_ else table[f"no_{what}"], table[f"has_{what}"] if any_ else 0.0)
        for what, any_ in (("label", bool(sections)), ("decision", "decision" in sections))
    )
    answers = [(one, other) for one in (False, True) for other in (False, True)]
    return {(one, other): table["item"] + label[one] + decision[other] for one, other in answers}


def _with_margins(chain: Sequence[Candidate], labels: Labels, run: Run) -> tuple[Candidate, ...]:
    """The chain, each start with its margin."""
    courses = (_course(candidate, labels, run) for candidate in chain)
    ends = [None, *zip(chain, courses, strict=True)]
    links = [_link(before, after, labels) for before, after in zip(ends, (*chain, None), strict=True)]
    leaps = (_link(before, after, labels) for before, after in zip(ends, (*chain[1:], None), strict=False))
    parts = zip(chain, links, links[1:], leaps, strict=False)
    return tuple(candidate._replace(margin=before + behind - leap) for candidate, before, behind, leap in parts)


def _link(begun: tuple[Candidate, Course] | None, after: Candidate | None, labels: Labels) -> float:
    """What the chain weighs from one start, with its course, up to and with the next; None stands for the document's
    two ends."""
    if begun is None:
        return _opening(after, labels, labels.behind(after.start.first)) if after else 0.0
    before, course = begun
    if after is None:
        return course.totals[-1]
    counted = min(labels.behind(after.start.first) - course.first, len(course.totals) - 1)
    return course.totals[counted] + (_joint(before, after, course, counted) + after.weight)


def _strong(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Indices of the candidates that weigh most."""
    return frozenset(sorted(range(len(candidates)), key=lambda at: -candidates[at].weight)[:STRONG])


def _joint(before: Candidate, after: Candidate, course: Course, counted: int) -> float:
    return weigh_pair(before.face, after.face) + weigh_cycle(course.seen, counted, after.opening)


def _candidates(starts: Sequence[Start], evidence: Sequence[tuple[str, ...]], labels: Labels) -> Iterator[Candidate]:
    """The starts worth considering, each with the evidence for it."""
    for start, names in zip(starts, evidence, strict=True):
        weight = weigh("start", names)
        if weight >= FLOOR:
            behind = labels.behind(start.after)
            opening = next(filter(None, labels.keys[behind : behind + 2]), None)
            yield Candidate(start, names, weight, opening, Face.of(start))


def _strongest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that weigh most, in printed order, at most ``MAX_CANDIDATES``."""
    kept = sorted(candidates, key=lambda c: -c.weight)[:MAX_CANDIDATES]
    return sorted(kept, key=lambda c: (c.start.first, c.start.after))


def _labels(sheet: Sheet, contents: Contents) -> Labels:
    found = [
        mark
        for at, mark in enumerate(sheet.marks)
        if mark and mark.kind in ("label", "treatment") and mark.first == at and at not in contents.lines
    ]
    sections = {mark.section for mark in found} - {"", "absent"}
    return Labels(
        places=tuple(mark.first for mark in found),
        keys=tuple((mark.label.kind, mark.label.name) if mark.label else None for mark in found),
        lost=_lost(found),
        told={closed: _told(sections, closed) for closed in (False, True)},
    )


def _opening(candidate: Candidate, labels: Labels, mark: int) -> float:
    """What a chain weighs that begins with this candidate: labels in front of the mark behind stay unexplained."""
    table = weights()["before"]
    first = {"1": "first_is_one", "2": "first_is_two"}.get(candidate.start.number or "")
    return candidate.weight + labels.lost[mark] + (table[first] if first else 0.0)


def _lost(marks: Sequence[Mark]) -> tuple[float, ...]:
    """What the first marks weigh where no item explains them: of none, of one, of two ..."""
    table = weights()["before"]
    each = (
        table["decision" if mark.section == "decision" else "label"]
        if mark.section == "decision" or (mark.label and mark.section not in _MAY_COME_AGAIN)
        else 0.0
        for mark in marks
    )
    return tuple(accumulate(each, initial=0.0))


def _walk_back(
    candidates: Sequence[Candidate], came_from: Sequence[int | None], totals: Sequence[float]
) -> tuple[Candidate, ...]:
    if not candidates:
        return ()
    at: int | None = max(range(len(candidates)), key=lambda i: totals[i])
    chain: list[Candidate] = []
    while at is not None:
        chain.append(candidates[at])
        at = came_from[at]
    return tuple(reversed(chain))
