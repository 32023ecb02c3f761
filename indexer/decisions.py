"""What a decision's wording says: its outcome classes and its votes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from indexer.absentees import split_absentees as split_absentees
from indexer.model import Verdict, Vote
from indexer.sentences import plain, sentences
from indexer.treatments import parse_heading
from indexer.votes import Voice, ballots, find_voices, printed_parties, tally
from indexer.wordings import ASIDES, CLAUSES, FATES, HINTS, WHOLE, Finding, find, read_sentence

_LIMIT = 40_000
"""Characters of a decision that are read; the longest real ones have some thousand."""

_SHORT = 400
"""Characters of a decision that is read more freely where no main clause decides anything; longer ones are prose."""

GUESS = "hint_"
"""Begins the names of rules that go by a subordinate clause or a bare word and nothing else."""

_PROCEDURE = frozenset({"postponed", "returned", "referred", "withdrawn", "hearing"})
"""What a motion on procedure asks for."""

_ADOPTED = frozenset({"approved", "approved_amended", "recommended"})
_Reading = tuple[tuple[str | Voice, tuple[Finding, ...]], ...]
"""The pieces of a decision in printed order, each with what it decides."""


@lru_cache(maxsize=1024)
def classify(text: str | None, freely: bool = True) -> Verdict:
    """The outcome classes of a decision as printed, most important first, its votes, and the rule that chose.

    The earliest operative wording of each main clause gives its class; quotations, remarks of a minority, protocol
    notes and motions give none. Where none does, the subordinate clauses of a short decision are read, then its bare
    words; not so when it is doubtful whether the text is a decision at all: then it must not be read `freely`.
    `unknown` where something is printed and nothing recognises it.
    """
    body = _without_heading(split_absentees(plain((text or "")[:_LIMIT]))[0])
    folded = " ".join(body.split()).strip(" .:;*_-–")
    whole = next((outcome for outcome, pattern in WHOLE.items() if pattern.fullmatch(folded)), None)
    if whole:
        return Verdict((whole,), rule=f"whole_{whole}")
    pieces = tuple(_pieces(body))
    read = _read(pieces)
    votes = _votes(read)
    outcomes, rule = _chosen(_counted(read), votes)
    if rule or not freely or len(folded) > _SHORT:
        return Verdict(outcomes, votes, rule)
    outcomes, rule = _chosen(_counted(_read(_subordinate(pieces))), votes)
    if not rule:
        rule = next((outcome for outcome, pattern in HINTS.items() if pattern.search(folded)), "")
        outcomes = (rule,) if rule else outcomes
    return Verdict(outcomes, votes, f"{GUESS}{rule}" if rule else "")


def _read(pieces: Iterable[str | Voice]) -> _Reading:
    return _with_motions(tuple((p, () if isinstance(p, Voice) else read_sentence(p)) for p in pieces))


def _subordinate(pieces: Iterable[str | Voice]) -> Iterator[str]:
    """The clauses of sentences whose main clauses decide nothing, each for itself."""
    for piece in pieces:
        if isinstance(piece, str):
            yield from (clause.strip(" ,") for clause in CLAUSES["cut"].split(piece))


def _without_heading(text: str) -> str:
    """The text without a label or a treatment heading glued in front of it ("Byrådet, 4. maj 2021: Godkendt")."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and (CLAUSES["label"].fullmatch(head.strip()) or parse_heading(head)):
        return rest
    return text


def _pieces(body: str) -> Iterator[str | Voice]:
    """The sentences of a decision, cut where somebody's vote is stated."""
    known = printed_parties(" ".join(body.split()))
    for sentence in _without_notes(sentences(body)):
        yield from _cut_at(sentence, find_voices(sentence, known))


def _cut_at(sentence: str, voices: tuple[Voice, ...]) -> Iterator[str | Voice]:
    """The voices of a sentence and what stands around them; an object clause goes with its verb before the votes."""
    at, before = 0, ""
    for voice in voices:
        if text := sentence[at : voice.start].strip(" ,.:;"):
            before = text
            yield text
        yield voice
        at = voice.end
    rest = sentence[at:].strip(" ,.:;")
    if at and rest.startswith("at ") and before:
        yield f"{before.removesuffix(' med')} {rest}"
    elif rest and not (at and CLAUSES["reason"].match(rest)):
        yield rest


def _without_notes(found: Iterable[str]) -> Iterator[str]:
    """The sentences without what a protocol note says after its first one, up to one that speaks of the item again."""
    noted = False
    for sentence in found:
        opens = bool(find("note", sentence))
        noted = opens or (noted and not ASIDES["resumes"].search(sentence))
        if opens or not noted:
            yield sentence


def _with_motions(read: _Reading) -> _Reading:
    """The same reading, with verdicts on "forslaget" put to the motion made before, where the item has its own verdict.

    A motion on procedure ("foreslog sagen udsat") that is carried gives its own outcome, a lost one gives none.
    """
    motion: Finding | str | None = None
    out: list[tuple[str | Voice, tuple[Finding, ...]]] = []
    for piece, findings in read:
        if isinstance(piece, str) and motion and ASIDES["proposal"].search(piece):
            findings = tuple(_on_motion(finding, motion) for finding in findings)
        elif isinstance(piece, str) and (made := find("motion", piece)):
            asked = piece[made.end() :].lstrip(" ,").removeprefix("om").lstrip(" ,").removeprefix("at ")
            motion = next(iter(read_sentence(asked)), "other")
        elif isinstance(piece, str) and not findings and find("amendment", piece):
            motion = "other"
        out.append((piece, findings))
    own = any(f.place == "main" and f.outcome in FATES for _, findings in out for f in findings)
    return tuple(out) if own else read


def _on_motion(finding: Finding, motion: Finding | str) -> Finding:
    if isinstance(motion, str) or motion.outcome not in _PROCEDURE:
        return replace(finding, place="amendment")
    carried = finding.outcome in ("approved", "approved_amended")
    return replace(motion, place="main") if carried else replace(finding, place="aside")


def _counted(read: _Reading) -> list[Finding]:
    """The findings that decide; stances of named members only where nobody speaks for the whole body.

    Beside what was merely told, members who cannot agree are a minority.
    """
    found = [finding for _, findings in read for finding in findings]
    main = [f for f in found if f.place in ("main", "amendment")]
    stances = [f for f in found if f.place == "stance"]
    for_all = [f for f in main if f.place == "main" and not (f.rule.idle or f.outcome == "other")]
    spoken = [f for f in for_all if not f.rule.weak] or (for_all and all(f.outcome == "rejected" for f in stances))
    if not stances or spoken:
        return main
    sizes = {f.outcome: sum(g.size for g in stances if g.outcome == f.outcome) for f in stances}
    winner = max(stances, key=lambda f: sizes[f.outcome])
    return [Finding(winner.rule, winner.outcome), *main]


def _chosen(findings: list[Finding], votes: tuple[Vote, ...]) -> tuple[tuple[str, ...], str]:
    """Outcome classes in order of weight, and the name of the rule behind the first."""
    main = [f for f in findings if f.place == "main"]
    amendments = [f for f in findings if f.place == "amendment"]
    fate = any(f.outcome in FATES for f in main)
    busy = any(not f.rule.idle for f in main)
    kept = [f for f in main if not (f.rule.weak and fate) and not (f.rule.idle and busy)]
    kept.sort(key=lambda f: not (f.final and f.outcome in _ADOPTED))
    named = [(f.outcome, f.rule.name) for f in kept] + _of_amendments(amendments, kept)
    if not named:
        decided = [vote.carried for vote in votes[-1:] if vote.carried is not None]
        named = [("approved" if carried else "rejected", "vote") for carried in decided]
    ordered = sorted(named or [("unknown", "")], key=lambda pair: _weight(pair[0]))
    outcomes = dict.fromkeys(outcome for outcome, _ in ordered)
    if "approved_amended" in outcomes:
        outcomes.pop("approved", None)
    first = next(iter(outcomes))
    return tuple(outcomes), next(rule for outcome, rule in ordered if outcome == first)


def _weight(outcome: str) -> int:
    return 2 if outcome == "other" else outcome not in FATES or outcome == "withdrawn"


def _of_amendments(amendments: Iterable[Finding], main: list[Finding]) -> list[tuple[str, str]]:
    """What the fate of amendments adds: a carried one changes what was approved, a lost one stands last."""
    adopted = [("approved_amended", f.rule.name) for f in amendments if f.outcome in ("approved", "approved_amended")]
    others = [(f.outcome, f.rule.name) for f in amendments if f.outcome not in ("approved", "approved_amended")]
    approved = any(f.outcome in ("approved", "approved_amended") for f in main)
    return (adopted if approved or not main else []) + others


def _votes(read: _Reading) -> tuple[Vote, ...]:
    """The votes of a decision, each with what was voted on and how it went, told from the verdict beside it."""
    places = [index for index, (piece, _) in enumerate(read) if isinstance(piece, Voice)]
    votes, at, edge = [], 0, 0
    for ballot in ballots(tuple(_voices(read))):
        first, last = places[at], places[at + len(ballot) - 1]
        at += len(ballot)
        after = places[at] if at < len(places) else len(read)
        verdict, rest = _beside(read, edge, last + 1, after)
        votes.append(_vote(ballot, read[edge:first], verdict))
        edge = rest
    return tuple(votes)


def _voices(read: _Reading) -> Iterator[Voice]:
    """The voices of a reading, marked where a verdict stands between one and the one before."""
    settled = False
    for piece, findings in read:
        if isinstance(piece, Voice):
            yield replace(piece, fresh=settled)
        settled = isinstance(piece, str) and (settled or any(_carried(f) is not None for f in findings))


def _beside(read: _Reading, start: int, end: int, after: int) -> tuple[Finding | None, int]:
    """The verdict that a vote led to (the last before it ended, else the first after it), and where the rest begins.

    One after it that says "dermed" is the vote's, whatever stands before.
    """
    before = [finding for _, findings in read[start:end] for finding in findings]
    later = next((i for i in range(end, after) if read[i][1]), None)
    if later is None or (before and not _drawn(*read[later])):
        return (before[-1] if before else None), end
    return read[later][1][0], later + 1


def _drawn(piece: str | Voice, findings: tuple[Finding, ...]) -> bool:
    thereby = isinstance(piece, str) and bool(CLAUSES["thereby"].search(piece))
    return thereby and _carried(findings[0]) is not None


def _vote(ballot: tuple[Voice, ...], before: _Reading, verdict: Finding | None) -> Vote:
    named = any(isinstance(piece, str) and find("amendment", piece) for piece, _ in before)
    lost = verdict is not None and (verdict.place, verdict.outcome) == ("main", "rejected")
    amendment = verdict.place == "amendment" or (lost and named) if verdict else named
    on = "amendment" if amendment else "other" if verdict and verdict.place == "aside" else "final"
    return tally(ballot, on, _carried(verdict))


def _carried(verdict: Finding | None) -> bool | None:
    if verdict is None or verdict.outcome not in ("approved", "approved_amended", "recommended", "rejected"):
        return None
    return verdict.outcome != "rejected"
