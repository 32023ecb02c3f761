"""Members and groups that distance themselves from a decision: who, how, and on which point.

Their words never decide a decision's class; that is read in ``indexer.decisions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.members import without_office
from indexer.model import Vote
from indexer.sentences import plain, sentences
from indexer.tables import either, toml
from indexer.votes import VOTERS, party_of, printed_parties, units_of

_LIMIT = 20_000
"""Characters of a decision that are searched."""

_GROUPS = r"(?:'?s? (?:byråds|regionsråds)?grupper?)?"
_SIZE = r"(?:\s?\(\d{1,3}(?: \w{5,10})?\))?"
_BARE_PARTY = r"(?: \([A-ZÆØÅ]{1,4}\))?"
_FIRST_NAME = rf"(?!(?:{toml('reservations.toml')['nobody']})\b)(?-i:[A-ZÆØÅ][a-zæøå]{{2,20}})"
_FIRST_AND_PARTY = re.compile(r"[A-ZÆØÅ][a-zæøå]{2,20} \(")
_WHO = rf"\(?(?P<before%d>{VOTERS}|^(?:(?:^| og ){_FIRST_NAME}{_BARE_PARTY}){{1,2}})\)?{_GROUPS}{_SIZE},?"
_WHO_AFTER = rf"(?:\d{{1,3}}:? (?:\w{{5,10}}:? )?)?\(?(?P<after%d>{VOTERS})"
_POINT = re.compile(
    r"\b(?:(?:beslutnings|indstillings|dags?ordens|at-|del)?punkt(?:et|erne|er)?|pkt\.?|ad\.?|stk\.?) ?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?(?:(?:\s?[-–]\s?|, | og )\d{1,2}(?!\d)){0,6})"
    r"|\b(?P<ordinal>\d{1,2})\. at-?\s?punkt",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:{_POINT.pattern})(?:[.:]|$)", re.IGNORECASE)
_REACH = 2
"""Sentences after a label ("Ad 2.") that are still taken to be about its point."""
_HINT = re.compile(
    r"forbeh|protokol|referat|mindretal|undl|blankt|hverken|begær|forlangte|kræve"
    r"|ikke(?<!\wikke)\b|imod(?<!\wimod)\b|mod(?<!\wmod)\b"
)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What one member or group let be recorded.

    `who` is a person or a party as printed, without office; `party` the person's party (for a party: itself), None
    where the text does not say. `kind` is one of KINDS; `point` the point of the recommendation meant, as printed.
    """

    who: str
    party: str | None
    kind: str
    point: str | None = None


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with a numbered group for every {who} and {who_after}, since a name may stand only once."""
    count = iter(range(9))
    filled = re.sub(r"\{who(_after)?\}", lambda m: (_WHO_AFTER if m[1] else _WHO) % next(count), pattern)
    return re.compile(filled, re.IGNORECASE)


_TABLE = toml("reservations.toml")
_RULES = tuple((row["name"], _compiled(either(row["pattern"])), tuple(row["needs"])) for row in _TABLE["kind"])
KINDS = frozenset(name for name, _, _ in _RULES)


def find_reservations(text: str) -> tuple[Reservation, ...]:
    """Every reservation in a decision's text, in printed order; several people in one sentence give several entries."""
    body = plain(text[:_LIMIT])
    if not _HINT.search(body.lower()):
        return ()
    known = printed_parties(" ".join(body.split()))
    found: list[Reservation] = []
    point, left = None, 0
    for sentence in sentences(body):
        label = _LABEL.match(sentence)
        point, left = (_number(label), _REACH) if label else (point if left else None, left - 1)
        if _HINT.search(sentence.lower()):
            found.extend(_of_sentence(sentence, known, point))
    return tuple(dict.fromkeys(found))


def with_votes(found: Iterable[Reservation], votes: Sequence[Vote]) -> Iterator[Reservation]:
    """The reservations, then those of parties that only the votes name. Who voted an amendment down is left out: they
    did not distance themselves from the decision."""
    final = [vote for vote in votes if vote.on == "final"]
    lost = {party for vote in votes if vote.on == "amendment" and not vote.carried for party in vote.against_parties}
    lost -= {party for vote in final for party in vote.against_parties}
    known: set[str | None] = set()
    for one in found:
        if one.kind != "stemte imod" or one.who not in lost:
            known |= {one.who, one.party}
            yield one
    for vote in final:
        for kind, parties in (("stemte imod", vote.against_parties), ("undlod at stemme", vote.abstain_parties)):
            yield from (Reservation(party, party, kind) for party in parties if party not in known)


def _of_sentence(sentence: str, known: dict[str, str], point: str | None) -> Iterator[Reservation]:
    edge = 0
    for start, end, kind, who in sorted(_matches(sentence)):
        if start < edge:
            continue
        edge = end
        said = _POINT.search(sentence, end, end + 80)
        units = () if _FIRST_AND_PARTY.match(who) else units_of(who)
        for unit in units or who.split(" og "):
            name = without_office(unit.partition(" (")[0])
            yield Reservation(name, party_of(unit, known) or known.get(name) or None, kind, _number(said) or point)


def _matches(sentence: str) -> Iterator[tuple[int, int, str, str]]:
    small = sentence.lower()
    for kind, pattern, needs in _RULES:
        for match in pattern.finditer(sentence) if any(part in small for part in needs) else ():
            who = next(value for key, value in match.groupdict().items() if value)
            yield match.start(), match.end(), kind, who


def _number(point: re.Match[str] | None) -> str | None:
    return (point["number"] or point["ordinal"]) if point else None
