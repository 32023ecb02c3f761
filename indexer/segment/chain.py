"""The choice: of all readings, the chain of starts that explains the document best (dynamic programming)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from math import inf

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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A start with the evidence for it alone, and the first label after it.

    ``margin``: by how much the document is explained worse where this start is left out of the chosen chain.
    """

    start: Start
    evidence: tuple[str, ...]
    weight: float
    opening: LabelKey | None
    face: Face
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels and headings of treatments of a document in order, what the first of them weigh where no item explains
    them (from none of them to all), and what the document has at all."""

    places: tuple[int, ...]
    marks: tuple[Mark, ...]
    lost: tuple[float, ...]
    any_label: bool
    any_decision: bool

    def behind(self, line: int) -> int:
        """The index of the first mark at or behind a line."""
        return bisect_left(self.places, line)


@dataclass(frozen=True, slots=True)
class Course:
    """What a segment weighs that ends behind none, one, two ... of the marks from the ``first`` one on.

    ``seen``: with how many each label was seen first; ``hopeless``: with how many it is no item any more. Of a
    ``closed`` item nothing need stand.
    """

    first: int
    closed: bool
    totals: Sequence[float]
    seen: Mapping[LabelKey, int]
    hopeless: float


def choose(sheet: Sheet, starts: Sequence[Start], contents: Contents) -> tuple[Candidate, ...]:
    """The best chain of candidates in printed order; empty where nothing looks like an item."""
    labels = _labels(sheet, contents)
    others = among(sheet, starts)
    candidates = _strongest([_candidate(sheet, start, (contents, labels, others.get(start, ()))) for start in starts])
    if _is_uncounted(candidates):
        candidates = [replace(candidate, face=replace(candidate.face, number=None)) for candidate in candidates]
    strong = _strong(candidates)
    best = [_opening(candidate, labels) for candidate in candidates]
    came_from: list[int | None] = [None] * len(candidates)
    totals: list[float] = []
    most = most_of_pair()
    rows = [(c.start.first, labels.behind(c.start.first), c.weight, c.face.style) for c in candidates]
    course = None
    for at, candidate in enumerate(candidates):
        course = _course(candidate, labels, course)
        so_far, after, style = best[at], candidate.start.after, candidate.face.style
        for later in _followers(at, strong, len(candidates)):
            first, reached, weight, beside = rows[later]
            if first < after:
                continue
            counted = reached - course.first
            if counted >= course.hopeless:
                break
            apart = so_far + course.totals[counted] + weight
            if apart + most[style == beside] <= best[later]:
                continue
            total = apart + _joint(candidate, candidates[later], course, counted)
            if total > best[later]:
                best[later], came_from[later] = total, at
        totals.append(best[at] + course.totals[-1])
    return _with_margins(_walk_back(candidates, came_from, totals), labels)


def _is_uncounted(candidates: Sequence[Candidate]) -> bool:
    """Whether a list lost its numbers: nearly all headings with a label below have the number 1."""
    numbers = [c.start.number for c in candidates if c.start.number and c.weight > SURE and "label_next" in c.evidence]
    return len(numbers) > MANY and numbers.count("1") >= MOST * len(numbers)


def _course(candidate: Candidate, labels: Labels, last: Course | None) -> Course:
    """What may lie behind a start; often the same as behind the start before it."""
    start = candidate.start
    first, closed = labels.behind(start.after), start.access == "closed" and start.number is not None
    if last and (last.first, last.closed) == (first, closed):
        return last
    return _run(labels, first, closed)


def _run(labels: Labels, first: int, closed: bool) -> Course:
    table, told = weights()["segment"], _told(labels, closed)
    seen: dict[LabelKey, int] = {}
    in_route = treated = decided = False
    weight = 0.0
    totals = [told[False, False]]
    for counted, mark in enumerate(islice(labels.marks, first, None), 1):
        if mark.label:
            key = section, _ = mark.label.kind, mark.label.name
            in_route = section == "route"
            if section == "decision":
                weight += table["two_decisions"] if decided else 0.0
                decided = True
            elif key in seen and section not in _MAY_COME_AGAIN:
                weight += table["label_again"]
            seen.setdefault(key, counted)
        elif not in_route:
            treated = True
        totals.append(weight + told[bool(seen) or treated, decided or treated])
        if weight <= HOPELESS:
            return Course(first, closed, totals, seen, counted)
    return Course(first, closed, totals, seen, inf)


def _told(labels: Labels, closed: bool) -> dict[tuple[bool, bool], float]:
    """What an item costs by whether a label and a decision were seen in it."""
    table = weights()["segment"]
    label, decision = (
        (0.0 if closed or not any_ else table[f"no_{what}"], table[f"has_{what}"] if any_ else 0.0)
        for what, any_ in (("label", labels.any_label), ("decision", labels.any_decision))
    )
    answers = [(one, other) for one in (False, True) for other in (False, True)]
    return {(one, other): table["item"] + label[one] + decision[other] for one, other in answers}


def _with_margins(chain: Sequence[Candidate], labels: Labels) -> tuple[Candidate, ...]:
    """The chain, each start with its margin."""
    ends: list[Candidate | None] = [None, *chain, None]
    out: list[Candidate] = []
    for at, candidate in enumerate(chain, 1):
        before, after = ends[at - 1], ends[at + 1]
        with_it = _link(before, candidate, labels) + _link(candidate, after, labels)
        out.append(replace(candidate, margin=with_it - _link(before, after, labels)))
    return tuple(out)


def _link(before: Candidate | None, after: Candidate | None, labels: Labels) -> float:
    """What the chain weighs from one start up to and with the next; None stands for the document's two ends."""
    if before is None:
        return _opening(after, labels) if after else 0.0
    course = _course(before, labels, None)
    if after is None:
        return course.totals[-1]
    counted = min(labels.behind(after.start.first) - course.first, len(course.totals) - 1)
    return course.totals[counted] + (_joint(before, after, course, counted) + after.weight)


def _strong(candidates: Sequence[Candidate]) -> list[int]:
    """Indices of the candidates that weigh most, in printed order."""
    return sorted(sorted(range(len(candidates)), key=lambda at: -candidates[at].weight)[:STRONG])


def _followers(at: int, strong: Sequence[int], count: int) -> Iterator[int]:
    """Candidates that may come next, in printed order."""
    near = min(at + NEAR, count - 1)
    yield from range(at + 1, near + 1)
    yield from strong[bisect_right(strong, near) :]


def _joint(before: Candidate, after: Candidate, course: Course, counted: int) -> float:
    return weigh_pair(before.face, after.face) + weigh_cycle(course.seen, counted, after.opening)


def _candidate(sheet: Sheet, start: Start, document: tuple[Contents, Labels, tuple[str, ...]]) -> Candidate:
    contents, labels, others = document
    evidence = (*of_start(sheet, start, contents), *others)
    behind = labels.behind(start.after)
    following = labels.marks[behind : behind + 2]
    opening = next(((m.label.kind, m.label.name) for m in following if m.label), None)
    return Candidate(start, evidence, weigh("start", evidence), opening, Face.of(start))


def _strongest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates worth considering, in printed order, at most ``MAX_CANDIDATES``."""
    kept = sorted((c for c in candidates if c.weight >= FLOOR), key=lambda c: -c.weight)[:MAX_CANDIDATES]
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
        marks=tuple(found),
        lost=_lost(found),
        any_label=bool(sections),
        any_decision="decision" in sections,
    )


def _opening(candidate: Candidate, labels: Labels) -> float:
    """What a chain weighs that begins with this candidate: labels in front of it stay unexplained."""
    table = weights()["before"]
    first = {"1": "first_is_one", "2": "first_is_two"}.get(candidate.start.number or "")
    lost = labels.lost[labels.behind(candidate.start.first)]
    return candidate.weight + lost + (table[first] if first else 0.0)


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
