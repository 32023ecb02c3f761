"""What a decision's wording says: its outcome classes and its votes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.absentees import split_absentees as split_absentees
from indexer.model import Verdict, Vote
from indexer.sentences import plain, sentences
from indexer.tables import toml
from indexer.treatments import parse_heading
from indexer.votes import Voice, ballots, find_voices, tally

_TABLE = toml("wordings.toml")
_FLAGS = re.IGNORECASE | re.DOTALL
_LIMIT = 40_000
"""Characters of a decision that are read; the longest real ones have some thousand."""


def _compiled(section: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, _FLAGS) for name, pattern in _TABLE[section].items()}


_WHOLE, _CLAUSES, _ASIDES, _AMENDING = map(_compiled, ("whole", "clauses", "asides", "amending"))


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    outcome: str
    pattern: re.Pattern[str]
    last: bool = False
    weak: bool = False
    idle: bool = False


_RULES = tuple(_Rule(**{**row, "pattern": re.compile(row["pattern"], _FLAGS)}) for row in _TABLE["rule"])
_FATES = ("approved", "approved_amended", "recommended", "rejected", "postponed", "withdrawn", "elected", "hearing", "returned")
"""Outcomes that say what became of the item; they come before what was merely noted, discussed or sent on."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """A verdict in a piece of text: the rule, the outcome, and whose: main, stance, amendment or aside."""

    rule: _Rule
    outcome: str
    place: str = "main"
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where a rule matches in a clause."""

    rule: _Rule
    start: int
    end: int


def classify(text: str | None) -> Verdict:
    """The outcome classes of a decision as printed, most important first, its votes, and the rule that chose.

    The earliest operative wording of each main clause gives its class; quotations, remarks of a minority, protocol
    notes and motions give none. `unknown` where something is printed and no rule recognises it.
    """
    body = _without_heading(split_absentees(plain((text or "")[:_LIMIT]))[0])
    folded = " ".join(body.split()).strip(" .:;*_-–")
    whole = next((outcome for outcome, pattern in _WHOLE.items() if pattern.fullmatch(folded)), None)
    if whole:
        return Verdict((whole,), rule=f"whole_{whole}")
    pieces = tuple(_pieces(body))
    read = tuple((piece, () if isinstance(piece, Voice) else tuple(_read(piece))) for piece in pieces)
    votes = _votes(read)
    outcomes, rule = _chosen(_counted(read), votes)
    return Verdict(outcomes, votes, rule)


def _without_heading(text: str) -> str:
    """The text without a label or a treatment heading glued in front of it ("Byrådet, 4. maj 2021: Godkendt")."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and (_CLAUSES["label"].fullmatch(head.strip()) or parse_heading(head)):
        return rest
    return text


def _pieces(body: str) -> Iterator[str | Voice]:
    """The sentences of a decision, cut where somebody's vote is stated."""
    for sentence in sentences(body):
        at = 0
        for voice in find_voices(sentence):
            if sentence[at : voice.start].strip(" ,.:;"):
                yield sentence[at : voice.start].strip(" ,.:;")
            yield voice
            at = voice.end
        if sentence[at:].strip(" ,.:;"):
            yield sentence[at:].strip(" ,.:;")


def _read(sentence: str) -> Iterator[_Finding]:
    """The findings of one sentence, clause by clause."""
    frame = _CLAUSES["frame"].search(sentence)
    if frame and (framed := list(_read(frame["rest"]))):
        yield from framed
        return
    place = "amendment" if _ASIDES["amendment"].search(sentence) else "main"
    settled = False
    for clause in _CLAUSES["join"].split(sentence):
        findings = [f for f in _read_clause(clause.strip(), place) if not settled or f.outcome in _FATES]
        settled = settled or any(finding.outcome in _FATES for finding in findings)
        yield from findings


def _read_clause(clause: str, place: str) -> Iterator[_Finding]:
    hits = _hits(clause)
    if not hits:
        return
    aside = min((m.start() for name in _DROPPED if (m := _ASIDES[name].search(clause))), default=len(clause) + 1)
    stance = _ASIDES["stance"].search(clause)
    if stance and not _ASIDES["all"].search(stance["who"]):
        yield _finding(clause, hits[0], "stance", len(re.split(r",| og ", stance["who"])))
    elif aside <= hits[0].start:
        yield _finding(clause, hits[0], "aside")
    else:
        yield from (_finding(clause, hit, place) for hit in hits)


_DROPPED = ("minority", "protocol", "motion", "procedure", "request")


def _finding(clause: str, hit: _Hit, place: str, size: int = 0) -> _Finding:
    tail = clause[hit.end :]
    amended = hit.rule.outcome == "approved" and _AMENDING["after"].search(tail) and not _AMENDING["unless"].search(tail)
    return _Finding(hit.rule, "approved_amended" if amended else hit.rule.outcome, place, size)


def _hits(clause: str) -> list[_Hit]:
    """What a clause decides: its earliest operative wording and those joined to it."""
    own = _joined_hits(_cut(clause, "cut_soft"), 0) or _joined_hits(_cut(clause), 0)
    lift = _CLAUSES["lift"].search(clause)
    if lift is None or (own and own[0].start < lift.start()):
        return own
    offset = lift.start("no") if lift["no"] else lift.start("rest")
    rest = ("ikke " if lift["no"] else "") + _cut(lift["rest"])
    return _joined_hits(rest, offset) or [hit for hit in own if hit.rule.idle] or _only_decided(clause)


def _only_decided(clause: str) -> list[_Hit]:
    return [_Hit(rule, m.start(), m.end()) for rule in _RULES if rule.name == "decided" and (m := rule.pattern.search(clause))]


def _cut(clause: str, *also: str) -> str:
    """The main clause: the text up to the first subordinate one."""
    ends = [m.start() for name in ("cut", *also) if (m := _CLAUSES[name].search(clause))]
    return clause[: min((end for end in ends if end > 0), default=len(clause))]


def _joined_hits(clause: str, offset: int) -> list[_Hit]:
    hits: list[_Hit] = []
    at = 0
    while (hit := _earliest(clause, at)) is not None:
        if not hits or re.search(r"\bog\b|\bsamt\b|[,;/]", clause[at : hit.start]):
            hits.append(hit)
        at = hit.end
        if hits and hits[-1].rule.last:
            break
    return [_Hit(hit.rule, hit.start + offset, hit.end + offset) for hit in hits]


def _earliest(clause: str, at: int) -> _Hit | None:
    """The rule that matches first from a place on; of two at one place the upper of the table; adjectives are none."""
    matches = ((rule, match) for rule in _RULES for match in rule.pattern.finditer(clause, at))
    hits = (_Hit(r, m.start(), m.end()) for r, m in matches if not _CLAUSES["article"].search(clause[: m.start()]))
    return min(hits, key=lambda hit: hit.start, default=None)


_Reading = tuple[tuple[str | Voice, tuple[_Finding, ...]], ...]


def _counted(read: _Reading) -> list[_Finding]:
    """The findings that decide; stances of named members only where nobody speaks for the whole body."""
    found = [finding for _, findings in read for finding in findings]
    main = [f for f in found if f.place in ("main", "amendment")]
    stances = [f for f in found if f.place == "stance"]
    if stances and not any(f.place == "main" and not f.rule.weak and not f.rule.idle and f.outcome != "other" for f in main):
        sizes = {f.outcome: sum(g.size for g in stances if g.outcome == f.outcome) for f in stances}
        winner = max(stances, key=lambda f: sizes[f.outcome])
        return [_Finding(winner.rule, winner.outcome), *main]
    return main


def _chosen(findings: list[_Finding], votes: tuple[Vote, ...]) -> tuple[tuple[str, ...], str]:
    """Outcome classes in order of weight, and the name of the rule behind the first."""
    main = [f for f in findings if f.place == "main"]
    amendments = [f for f in findings if f.place == "amendment"]
    fate = any(f.outcome in _FATES for f in main)
    kept = [f for f in main if not (f.rule.weak and fate) and not (f.rule.idle and len({g.outcome for g in main if not g.rule.idle}))]
    named = [(f.outcome, f.rule.name) for f in kept] + _of_amendments(amendments, kept)
    if not named:
        named = [("approved" if vote.carried else "rejected", "vote") for vote in votes[-1:] if vote.carried is not None]
    ordered = sorted(named or [("unknown", "")], key=lambda pair: _weight(pair[0]))
    outcomes = dict.fromkeys(outcome for outcome, _ in ordered)
    if "approved_amended" in outcomes:
        outcomes.pop("approved", None)
    first = next(iter(outcomes))
    return tuple(outcomes), next(rule for outcome, rule in ordered if outcome == first)


def _weight(outcome: str) -> int:
    return 0 if outcome in _FATES else 2 if outcome == "other" else 1


def _of_amendments(amendments: Iterable[_Finding], main: list[_Finding]) -> list[tuple[str, str]]:
    """What the fate of amendments adds: a carried one changes what was approved, a lost one stands last."""
    adopted = [("approved_amended", f.rule.name) for f in amendments if f.outcome in ("approved", "approved_amended")]
    others = [(f.outcome, f.rule.name) for f in amendments if f.outcome not in ("approved", "approved_amended")]
    approved = any(f.outcome in ("approved", "approved_amended") for f in main)
    return (adopted if approved or not main else []) + others


def _votes(read: _Reading) -> tuple[Vote, ...]:
    """The votes of a decision, each with what was voted on and how it went, told from the verdict beside it."""
    voices = tuple(piece for piece, _ in read if isinstance(piece, Voice))
    places = [index for index, (piece, _) in enumerate(read) if isinstance(piece, Voice)]
    votes, at, edge = [], 0, 0
    for ballot in ballots(voices):
        first, last = places[at], places[at + len(ballot) - 1]
        at += len(ballot)
        after = places[at] if at < len(places) else len(read)
        votes.append(_vote(ballot, read[edge : last + 1], read[last + 1 : after]))
        edge = last + 1
    return tuple(votes)


def _vote(ballot: tuple[Voice, ...], before: _Reading, after: _Reading) -> Vote:
    verdicts = [f for _, findings in before for f in findings][-1:] or [f for _, findings in after for f in findings][:1]
    verdict = verdicts[0] if verdicts else None
    text = " ".join(piece for piece, _ in before if isinstance(piece, str))
    amendment = verdict.place == "amendment" if verdict else bool(_ASIDES["amendment"].search(text))
    on = "amendment" if amendment else "other" if verdict and verdict.place == "aside" else "final"
    return tally(ballot, on, _carried(verdict))


def _carried(verdict: _Finding | None) -> bool | None:
    if verdict is None or verdict.outcome not in ("approved", "approved_amended", "recommended", "rejected"):
        return None
    return verdict.outcome != "rejected"
