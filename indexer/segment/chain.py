"""The choice: of all readings, the chain of starts that explains the document best (dynamic programming)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import inf

from indexer.segment.contents import Contents
from indexer.segment.evidence import LabelKey, of_start, repeated, weigh, weigh_cycle, weigh_pair, weights
from indexer.segment.marks import Mark
from indexer.segment.sheet import Sheet
from indexer.segment.starts import Start

MAX_CANDIDATES = 6000
STRONG = 300
NEAR = 40
"""A candidate may be followed by any of the next ``NEAR``, and by any later one of the ``STRONG`` that weigh most."""
FLOOR = -4.0
"""A candidate that weighs less than this by itself is not considered."""

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

    def place(self, at: int) -> float:
        """The line of the mark with this index; behind the last one there is none."""
        return self.places[at] if at < len(self.places) else inf


@dataclass(slots=True)
class Tally:
    """What was seen since a start, and what the segment weighs with it. Of a ``closed`` item nothing need stand."""

    labels: Labels
    closed: bool = False
    seen: set[LabelKey] = field(default_factory=set)
    in_route: bool = False
    decisions: int = 0
    treated: bool = False
    weight: float = 0.0

    def add(self, mark: Mark) -> None:
        """Count one more mark."""
        if not mark.label:
            self.treated = self.treated or not self.in_route
            return
        table, section = weights()["segment"], mark.label.kind
        key = section, mark.label.name
        self.in_route = section == "route"
        self.decisions += section == "decision"
        if section == "decision" and self.decisions > 1:
            self.weight += table["two_decisions"]
        elif key in self.seen and section not in _MAY_COME_AGAIN:
            self.weight += table["label_again"]
        self.seen.add(key)

    @property
    def total(self) -> float:
        """What the segment weighs, its own cost included."""
        table = weights()["segment"]
        total = self.weight + table["item"]
        if self.labels.any_label:
            total += self._told("label", bool(self.seen))
        if self.labels.any_decision:
            total += self._told("decision", bool(self.decisions))
        return total

    def _told(self, what: str, seen: bool) -> float:
        if seen or self.treated:
            return weights()["segment"][f"has_{what}"]
        return 0.0 if self.closed else weights()["segment"][f"no_{what}"]


def choose(sheet: Sheet, starts: Sequence[Start], contents: Contents) -> tuple[Candidate, ...]:
    """The best chain of candidates in printed order; empty where nothing looks like an item."""
    labels = _labels(sheet, contents)
    again = repeated(starts)
    candidates = _strongest([_candidate(sheet, start, (contents, labels, start in again)) for start in starts])
    strong = _strong(candidates)
    best = [_opening(candidate, labels) for candidate in candidates]
    came_from: list[int | None] = [None] * len(candidates)
    totals: list[float] = []
    most = sum(weight for weight in weights()["pair"].values() if weight > 0)
    for at, candidate in enumerate(candidates):
        tally, seen = _tally(candidate, labels), labels.behind(candidate.start.after)
        so_far, edge = best[at] + tally.total, labels.place(seen)
        for later in _followers(at, strong, len(candidates)):
            follower = candidates[later]
            if edge < follower.start.first:
                seen = _count(tally, seen, follower.start.first)
                so_far, edge = best[at] + tally.total, labels.place(seen)
            if tally.weight <= HOPELESS:
                break
            apart = so_far + follower.weight
            if follower.start.first < candidate.start.after or apart + most <= best[later]:
                continue
            total = apart + _joint(candidate, follower, tally)
            if total > best[later]:
                best[later], came_from[later] = total, at
        _count(tally, seen, len(sheet.lines))
        totals.append(best[at] + tally.total)
    return _with_margins(_walk_back(candidates, came_from, totals), labels, len(sheet.lines))


def _tally(candidate: Candidate, labels: Labels) -> Tally:
    start = candidate.start
    return Tally(labels, closed=start.access == "closed" and start.number is not None)


def _with_margins(chain: Sequence[Candidate], labels: Labels, end: int) -> tuple[Candidate, ...]:
    """The chain, each start with its margin."""
    ends: list[Candidate | None] = [None, *chain, None]
    out: list[Candidate] = []
    for at, candidate in enumerate(chain, 1):
        before, after = ends[at - 1], ends[at + 1]
        with_it = _link(before, candidate, labels, end) + _link(candidate, after, labels, end)
        out.append(replace(candidate, margin=with_it - _link(before, after, labels, end)))
    return tuple(out)


def _link(before: Candidate | None, after: Candidate | None, labels: Labels, end: int) -> float:
    """What the chain weighs from one start up to and with the next; None stands for the document's two ends."""
    if before is None:
        return _opening(after, labels) if after else 0.0
    tally = _tally(before, labels)
    _count(tally, labels.behind(before.start.after), after.start.first if after else end)
    return tally.total + (_joint(before, after, tally) + after.weight if after else 0.0)


def _strong(candidates: Sequence[Candidate]) -> list[int]:
    """Indices of the candidates that weigh most, in printed order."""
    return sorted(sorted(range(len(candidates)), key=lambda at: -candidates[at].weight)[:STRONG])


def _followers(at: int, strong: Sequence[int], count: int) -> Iterator[int]:
    """Candidates that may come next, in printed order."""
    near = min(at + NEAR, count - 1)
    yield from range(at + 1, near + 1)
    yield from strong[bisect_right(strong, near) :]


def _count(tally: Tally, seen: int, end: int) -> int:
    """Add the marks before line ``end`` to the tally, until it is hopeless; the index of the next one."""
    while tally.labels.place(seen) < end and tally.weight > HOPELESS:
        tally.add(tally.labels.marks[seen])
        seen += 1
    return seen


def _joint(before: Candidate, after: Candidate, tally: Tally) -> float:
    return weigh_pair(before.start, after.start) + weigh_cycle(tally.seen, after.opening)


def _candidate(sheet: Sheet, start: Start, document: tuple[Contents, Labels, bool]) -> Candidate:
    contents, labels, again = document
    evidence = of_start(sheet, start, contents)
    if again and not start.doubled:
        evidence = (*evidence, "comes_again")
    behind = labels.behind(start.after)
    following = labels.marks[behind : behind + 2]
    opening = next(((m.label.kind, m.label.name) for m in following if m.label), None)
    return Candidate(start, evidence, weigh("start", evidence), opening)


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
