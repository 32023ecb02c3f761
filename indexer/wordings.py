"""The wordings of decisions as a table, and what a sentence decides by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from indexer.tables import either, toml
from indexer.votes import VOTERS
from search.outcomes import LABELS

_OTHERS = r"(?-i:(?:[A-ZÆØÅ][\w.,-]{0,30}|og) ){0,5}?\w{0,40}(?:udvalg|råd|bestyrelse|nævn)\w{0,3}\b|i (?!ønske|tog)"
_BY_MEMBERS = re.compile(rf"(?!{_OTHERS})(?:{VOTERS}|øvrige|resten|(?:et )?mindretal(?:let)?) ", re.IGNORECASE)
_TABLE = toml("wordings.toml")
_FLAGS = re.IGNORECASE | re.DOTALL


def _compiled(section: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(either(pattern), _FLAGS) for name, pattern in _TABLE[section].items()}


WHOLE, HINTS, CLAUSES, ASIDES, _AMENDING = map(_compiled, ("whole", "hints", "clauses", "asides", "amending"))
"""Patterns by name: of whole decisions, of words that tell what they are, of the parts of a sentence, of sentences that
decide nothing."""
_FORMS = {**CLAUSES, **ASIDES}
NEEDS: dict[str, list[str]] = _TABLE["needs"]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    outcome: str
    pattern: re.Pattern[str]
    last: bool = False
    weak: bool = False
    idle: bool = False
    members: bool = False
    support: bool = False
    needs: frozenset[str] = frozenset()


def _rule(row: dict[str, Any]) -> Rule:
    pattern = re.compile(either(row["pattern"]), re.DOTALL)
    return Rule(**{**row, "pattern": pattern, "needs": frozenset(row.get("needs", ()))})


RULES = tuple(map(_rule, _TABLE["rule"]))
_NEEDED = frozenset().union(*(rule.needs for rule in RULES))
FATES = frozenset(LABELS) - {"noted", "discussed", "referred", "other", "none", "withheld", "unknown"}
"""Outcomes that say what became of the item; they come before what was merely noted, discussed or sent on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict: the rule, the outcome, whose (main, stance, amendment, aside), and whether it came at last."""

    rule: Rule
    outcome: str
    place: str = "main"
    size: int = 0
    final: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where a rule matches in a clause."""

    rule: Rule
    start: int
    end: int


def find(name: str, text: str) -> re.Match[str] | None:
    """Where the part of a sentence, or the aside, of that name stands first. It is not looked for where nothing stands
    that it needs, which is much faster."""
    return _FORMS[name].search(text) if _may_hold(name, text) else None


def _split(name: str, text: str) -> list[str]:
    return _FORMS[name].split(text) if _may_hold(name, text) else [text]


def _may_hold(name: str, text: str) -> bool:
    return any(map(text.lower().__contains__, NEEDS[name]))


@lru_cache(maxsize=2048)
def read_sentence(sentence: str) -> tuple[Finding, ...]:
    """The findings of one sentence, clause by clause. Minutes say the same in few words again and again."""
    return tuple(_read_sentence(sentence))


def _read_sentence(sentence: str) -> Iterator[Finding]:
    frame = CLAUSES["frame"].search(sentence)
    framed = read_sentence(frame["rest"]) if frame else ()
    if frame and framed:
        yield from framed if frame["back"] else map(_upward, framed)
        return
    findings = list(_read_clauses(sentence))
    support = any(f.rule.support or f.outcome == "recommended" for f in findings)
    if support and any(f.outcome in ("referred", "recommended") for f in findings):
        findings = [_upward(f) for f in findings if f.outcome != "referred"]
    yield from findings


def _upward(finding: Finding) -> Finding:
    """An approval by a body that sends the case on is its support."""
    approves = finding.outcome in ("approved", "approved_amended")
    return replace(finding, outcome="recommended") if approves else finding


def _read_clauses(sentence: str) -> Iterator[Finding]:
    place = "amendment" if find("amendment", sentence) else "main"
    settled = False
    for clause in _split("join", sentence):
        read = (finding for part in _coordinated(clause.strip()) for finding in _read_clause(part, place))
        findings = [finding for finding in read if not settled or finding.outcome in FATES]
        settled = settled or any(finding.outcome in FATES for finding in findings)
        yield from findings


def _coordinated(clause: str) -> list[str]:
    """The main clauses joined by "og"; members' own words and what hangs on an object clause are not parted."""
    parts = _split("and", clause)
    if len(parts) == 1 or CLAUSES["object"].search(parts[0]) or _BY_MEMBERS.match(clause):
        return [clause]
    return [clause] if any(find(name, parts[0]) for name in _DROPPED) else parts


def _read_clause(clause: str, place: str) -> Iterator[Finding]:
    hits = _hits(clause)
    if not hits:
        return
    aside = min((m.start() for name in _DROPPED if (m := find(name, clause))), default=len(clause) + 1)
    stance = find("stance", clause)
    if stance and not ASIDES["all"].search(stance["who"]):
        yield _finding(clause, hits[0], "stance", len(re.split(r",| og ", stance["who"])))
    elif aside <= hits[0].start:
        yield _finding(clause, hits[0], "aside")
    else:
        yield from (_finding(clause, hit, place) for hit in hits)


_DROPPED = ("minority", "protocol", "motion", "procedure", "request")


def _finding(clause: str, hit: _Hit, place: str, size: int = 0) -> Finding:
    private = hit.rule.members and _BY_MEMBERS.match(clause)
    rule = replace(hit.rule, idle=True) if private else hit.rule
    return Finding(rule, _outcome(clause, hit), place, size, final=bool(find("at_last", clause)))


def _outcome(clause: str, hit: _Hit) -> str:
    """The rule's outcome; an approval may be turned round or changed by what stands about it."""
    before, tail = clause[: hit.start], clause[hit.end :]
    if hit.rule.outcome != "approved" or CLAUSES["negated"].search(tail):
        return "rejected" if hit.rule.outcome == "approved" else hit.rule.outcome
    tail = _AMENDING["own"].sub(" ", tail) if _names_matter(before + tail.partition(" med ")[0]) else tail
    return "approved_amended" if is_amending(tail) or _AMENDING["before"].search(before) else "approved"


def _names_matter(rest: str) -> bool:
    """Whether what stands about a verdict names what it is on, and that is not the recommendation."""
    return bool(re.search(r"\w{3}", rest)) and not _AMENDING["recommendation"].search(rest)


def is_amending(tail: str) -> bool:
    """Whether what stands behind a verdict changes what was recommended ("med den tilføjelse, at")."""
    tail = _AMENDING["proposed"].sub(" ", tail)
    return bool(_AMENDING["after"].search(tail)) and not _AMENDING["unless"].search(tail)


def _hits(clause: str) -> list[_Hit]:
    """What a clause decides: its earliest operative wording and those joined to it."""
    if carried := CLAUSES["carried"].search(clause):
        return _joined_hits(carried["rest"], carried.start("rest"))
    main = _cut(clause)
    own = _joined_hits(_before(find("cut_soft", clause), main), 0) or _joined_hits(main, 0)
    about = None if own else find("about", clause)
    if about:
        return _joined_hits(_cut(f"{about['what']} {about['rest']}"), 0)
    lift = find("lift", clause)
    if lift is None or (own and own[0].start < lift.start()):
        return own
    offset = lift.start("no") if lift["no"] else lift.start("rest")
    rest = ("ikke " if lift["no"] else "") + _cut(lift["rest"])
    weak = (replace(rule, idle=bool(lift["no"]), weak=True) for rule in RULES if rule.name == "decided")
    return _joined_hits(rest, offset) or [_Hit(rule, lift.start(), lift.end()) for rule in weak]


def _cut(clause: str) -> str:
    """The main clause: the text up to the first subordinate one."""
    return _before(CLAUSES["cut"].search(clause), clause)


def _before(cut: re.Match[str] | None, clause: str) -> str:
    """What stands in front of a cut; one at the beginning is none."""
    return clause[: (cut.start() if cut else 0) or len(clause)]


def _joined_hits(clause: str, offset: int) -> list[_Hit]:
    """The earliest wording and those joined to it by "og" or a comma; idle ones only where there is no other."""
    hits: list[_Hit] = []
    at = 0
    found = _all_hits(clause)
    while (hit := next((hit for hit in found if hit.start >= at), None)) is not None:
        if not hits or re.search(r"\bog\b|\bsamt\b|[,;/]", clause[at : hit.start]):
            hits.append(hit)
        at = hit.end
        if hits and hits[-1].rule.last:
            break
    return [_Hit(hit.rule, hit.start + offset, hit.end + offset) for hit in hits]


@lru_cache(maxsize=512)
def _all_hits(clause: str) -> tuple[_Hit, ...]:
    """Every match of every rule by place, of two at one place the upper rule first; adjectives are none.

    Patterns are in small letters: matching so is several times faster than without regard to case.
    """
    small = clause.lower() if len(clause.lower()) == len(clause) else clause
    present = {part for part in _NEEDED if part in small}
    rules = [rule for rule in RULES if not (rule.needs and rule.needs.isdisjoint(present))]
    matches = ((rule, match) for rule in rules for match in rule.pattern.finditer(small))
    hits = [_Hit(rule, _operative(match), match.end()) for rule, match in matches if not _is_adjective(small, match)]
    return tuple(sorted([hit for hit in hits if not hit.rule.idle] or hits, key=lambda hit: hit.start))


def _operative(match: re.Match[str]) -> int:
    """Where the word stands that decides: the group `at` of a pattern, else its beginning."""
    return match.start("at") if match.groupdict().get("at") else match.start()


_ARTICLE = 16
"""No article, with the space behind it and one letter before, has more letters."""


def _is_adjective(clause: str, match: re.Match[str]) -> bool:
    """Whether a participle stands before a noun ("det vedtagne forslag"); "det anbefales" is a verb."""
    first = match[0].split(" ", 1)[0].lower()
    before = clause[max(match.start() - _ARTICLE, 0) : match.start()]
    return not first.endswith(("s", "r")) and bool(CLAUSES["article"].search(before))
