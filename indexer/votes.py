"""Votes recorded in a decision: who was for, against and neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indexer.model import Vote
from indexer.tables import entries

_NAMES = "|".join(re.escape(name) for name in sorted(entries("parties.txt"), key=len, reverse=True))
_WORD_END = r"(?![\wæøåÆØÅ])"
LETTER = rf"(?-i:(?<![\wæøåÆØÅ])[A-ZÆØÅ]{{1,4}}{_WORD_END})"
_PLAIN_PARTY = rf"(?:(?:{_NAMES})s?{_WORD_END}|{LETTER})"
_LOCAL_LIST = r"(?-i:\b(?:(?:Den|De|Ny|Nye) )?(?:[A-ZÆØÅ]\w{2,20} )?[A-ZÆØÅ]\w{1,20}liste[nr]?\b)"
PARTY = rf"(?:(?:\b(?:liste|gruppen?)\s)?{_PLAIN_PARTY}|{_LOCAL_LIST})"
_NAME = r"(?-i:[A-ZÆØÅ][\w.'-]{0,30})"
_FULL_NAME = rf"{_NAME}(?: (?:{_NAME}|de|von|van|af)){{0,4}} {_NAME}"
_PRINTED_PARTY = r" \((?:(?-i:[A-ZÆØÅ][\w -]{0,40})|løsgænger|uden for parti(?:erne)?)\)"
UNIT = rf"(?:{_FULL_NAME}{_PRINTED_PARTY}|{PARTY}|{_FULL_NAME})"
"""A party by letter or name, or a person by a name of two words or more, with the party in brackets or without."""

_BUT = r"(?: med undtagelse af \d{1,2} medlem(?:mer)?)?"
_OF_UNIT = rf"{_BUT}(?:\s?\((?:\d{{1,3}}|[^()\d]{{3,400}})\)(?=,?\s?(?:,|og|samt|&|\+)\s))?"
_ENTRY = rf"(?:\b\d{{1,3}} (?:medlem(?:mer)? af )?)?{UNIT}(?: (?:byråds|regionsråds)?grupper?)?{_OF_UNIT}"
VOTERS = rf"(?![\s,+/])(?:(?:(?<![\w)])|\s?[,+/]\s?|,?\s(?:og|samt|&)\s){_ENTRY}){{1,41}}"
"""Entries joined by commas, "og" and the like. The entry is written once: compiling it takes long."""
_NUMBERS = {"en": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10}
_NUMBER = rf"(?:\b\d{{1,3}}\b|\b(?:{'|'.join(_NUMBERS)})\b(?= (?:medlem|stemme)))"
_HEADS = r"(?:\s?(?:medlemmer|medlem|stemmer|stemme|personer))"
_SHARE = rf"\b(?:\d{{1,3}}){_HEADS}\s?\({PARTY}\)"
_SHARES = rf"{_SHARE}(?:(?:,|,?\s(?:og|samt|&))\s{_SHARE}){{1,20}}"
_GROUP = (
    rf"(?:{_SHARES}"
    rf"|ingen(?: medlemmer)?|(?:de )?(?:øvrige|resten)\b(?: (?:af )?[a-zæøå]{{2,30}})?(?:\s?\({_NUMBER}{_HEADS}?\))?"
    rf"|(?:{_NUMBER}{_HEADS}?[\s:]{{0,3}}(?:fra )?)?"
    rf"\(?{VOTERS}\)?(?:\s?\({_NUMBER}{_HEADS}?\))?|{_NUMBER}{_HEADS}?)"
)
"""Who votes alike: "7 medlemmer (A) og 1 medlem (C)", "7 medlemmer: A, B og F", "B, I og C (3)", "14 (A, B)", "7 A og 3
F", names, or a bare number."""

_SIDE = r"(?:hverken for eller imod|for|imod|mod|blankt?|ja|nej)"
_WHAT = r"\w{0,20}(?:indstillingen|forslaget)|punktet|sagen|dette|det|denne|valget|lokalplanen|budgettet|udsættelse"
_ON = rf"(?: (?:{_WHAT})(?: fra \w{{1,30}})?)?"
_WHO = rf"(?:\s?[:(]\s?(?P<%s>{VOTERS})\)?)?"

_COUNTS = re.compile(
    rf"(?:(?P<for>{_NUMBER}) (?:stemmer? for|stemmer?|for){_WHO % 'yes'}(?: og | mod | imod |, ){{1,2}}"
    rf"(?P<against>{_NUMBER}|ingen)(?! der undl)(?: stemmer?)?(?: imod| mod)?{_WHO % 'no'}"
    rf"|\bstemmerne (?P<for2>{_NUMBER})(?:\s?[-–]\s?| mod )(?P<against2>{_NUMBER}))"
    rf"(?:(?:,| og|, og) (?P<abstain>{_NUMBER}|ingen)(?:{_HEADS})? (?:undlod|hverken|blank))?",
    re.IGNORECASE,
)
_SIDE_FIRST = re.compile(
    rf"(?:\b(?P<side>{_SIDE}){_ON} (?:stemte|stemmer)\s?:?|\b(?:stemte|stemmer) (?P<side2>{_SIDE}){_ON}\s?:"
    rf"|\b(?P<side3>{_SIDE}|undlod)\s?:|\b(?P<side4>undlod) at stemme\s?:?)\s{{0,3}}(?P<group>{_GROUP})",
    re.IGNORECASE,
)
_GROUP_FIRST = re.compile(
    rf"(?P<group>{_GROUP})(?:s? (?:byråds|regionsråds)?grupper?)? (?:der )?"
    rf"(?:stemte |stemmer |undlod|undlader)(?:(?P<side>{_SIDE}){_WORD_END})?(?: at stemme)?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    rf"(?:(?:(?P<group>{_NUMBER}{_HEADS})|(?P<group4>{_NUMBER}) stemte(?= \w{{3,4}}\s?[:(]))"
    rf" (?P<side>for|imod|mod){_WORD_END}{_WHO % 'who'}"
    rf"|(?P<group2>{_NUMBER}) (?P<side2>for|imod)\s?\((?P<who2>{VOTERS})\)"
    rf"|(?P<group3>{_NUMBER}) (?P<side3>imod{_WORD_END}|for(?=,| og |$)))",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:(?P<side>for|imod) stemte|undlod(?: at stemme)?)\s?:"
    r"\s{0,3}(?=(?:For|Imod|Undlod)\b|$|(?!Ingen\b)[A-ZÆØÅ][a-zæøå]{2,20}\b(?! [A-ZÆØÅ]))",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"{_NUMBER}(?={_HEADS}|\s?[:(]|\sfra\b|\s{{0,3}}$)", re.IGNORECASE)
_EACH = re.compile(rf"\((\d{{1,3}}){_HEADS}?\)|\b(\d{{1,3}}) (?={PARTY})", re.IGNORECASE)
_OF_SHARE = re.compile(rf"\b(\d{{1,3}}){_HEADS}\s?\({PARTY}\)", re.IGNORECASE)
_NOT_WHO = re.compile(rf"{_NUMBER}{_HEADS}?|\bingen(?: medlemmer)?", re.IGNORECASE)
_UNITS = re.compile(UNIT, re.IGNORECASE)
_IS_PARTY = re.compile(PARTY, re.IGNORECASE)
_PREFIX = re.compile(r"^(?:liste|gruppen?)\s", re.IGNORECASE)
_GENITIVE = re.compile(r"(?<=[a-zæøå]{3})s$|(?<=[A-ZÆØÅ])s$")
_PERSONS = re.compile(_FULL_NAME + _PRINTED_PARTY, re.IGNORECASE)
_HINT = re.compile(r"stem|mod\b|undl|blank|hverken|for(?<!\wfor)\b\s?[:(]")
"""In small letters, and each begins with a letter: so it is found several times faster."""
_KIND = {"for": "for", "ja": "for", "imod": "against", "mod": "against", "nej": "against"}
_LIMIT = 20_000
"""Characters of a decision that are searched for votes."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One side's part in a vote, with its place in the text; `count` and `parties` as printed.

    `fresh` is set by who reads the verdicts: one stands between this voice and the one before.
    """

    side: str
    count: int | None
    parties: tuple[str, ...]
    start: int
    end: int
    fresh: bool = False


def printed_parties(text: str) -> dict[str, str]:
    """The party of every person whom a text prints with one: "Lis Dam (V)" gives {"Lis Dam": "V"}."""
    people = (unit.rpartition(" (") for unit in _PERSONS.findall(text[:_LIMIT])) if " (" in text else ()
    return {name: party_of(party.rstrip(")"), {}) for name, bracket, party in people if bracket}


def find_voices(text: str, known: Mapping[str, str] = MappingProxyType({})) -> tuple[Voice, ...]:
    """Every statement of who voted how, in printed order. White space must be folded within sentences.

    `known` maps persons' names to parties for those printed here without one.
    """
    if not _HINT.search(text.lower()):
        return ()
    found: list[Voice] = []
    voices = [*_all_voices(text[:_LIMIT], known), *_empty_voices(text[:_LIMIT])]
    for voice in sorted(voices, key=lambda v: (v.start, -v.end)):
        if not found or voice.start >= found[-1].end or (voice.start == found[-1].start and voice.end == found[-1].end):
            found.append(voice)
    return tuple(found)


def _all_voices(text: str, known: Mapping[str, str]) -> Iterator[Voice]:
    for match in _COUNTS.finditer(text):
        yield from _counted(match, known)
    for pattern in (_SIDE_FIRST, _NUMBER_FIRST, _GROUP_FIRST):
        for match in pattern.finditer(text):
            yield _voice(match, known)


def _empty_voices(text: str) -> Iterator[Voice]:
    """The sides of a form that nobody took: "Imod stemte: Undlod at stemme: Godkendt"."""
    for match in _NOBODY.finditer(text):
        yield Voice(_KIND.get((match["side"] or "").lower(), "abstain"), 0, (), match.start(), match.end())


def _counted(match: re.Match[str], known: Mapping[str, str]) -> Iterator[Voice]:
    for side, who in (("for", "yes"), ("against", "no"), ("abstain", None)):
        if number := match[side] or (match[f"{side}2"] if who else None):
            parties = _parties(match[who] or "", known) if who else ()
            yield Voice(side, _int(number), parties, match.start(), match.end())


def _voice(match: re.Match[str], known: Mapping[str, str]) -> Voice:
    groups = match.groupdict()
    side = next((groups[key] for key in ("side", "side2", "side3", "side4") if groups.get(key)), "undlod").lower()
    who = " ".join(groups[key] for key in ("group", "group2", "group3", "group4", "who", "who2") if groups.get(key))
    return Voice(_KIND.get(side, "abstain"), _count(who), _parties(who, known), match.start(), match.end())


def _int(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.get(number.lower(), 0)


def _count(group: str) -> int | None:
    """The printed total, or the sum of what each party has; 0 for "ingen"; persons are counted; else None."""
    if group.lower().startswith("ingen"):
        return 0
    if len(shares := _OF_SHARE.findall(group)) > 1:
        return sum(map(int, shares))
    if total := _TOTAL.match(group):
        return _int(total[0])
    if each := _EACH.findall(group):
        return sum(int(behind or before) for behind, before in each)
    units = _UNITS.findall(group)
    return len(units) if units and not any(map(_IS_PARTY.fullmatch, units)) else None


def _parties(group: str, known: Mapping[str, str]) -> tuple[str, ...]:
    letters = (party_of(unit, known) for unit in units_of(group))
    return tuple(dict.fromkeys(letter for letter in letters if letter))


def units_of(group: str) -> tuple[str, ...]:
    """The parties and persons of a list, as printed; a genitive is taken off a party's name."""
    units = _UNITS.findall(_NOT_WHO.sub(" ", group))
    return tuple(party_of(unit, {}) if _IS_PARTY.fullmatch(unit) else unit for unit in units)


def party_of(unit: str, known: Mapping[str, str]) -> str:
    """The party of a unit: itself, that in brackets behind a person's name, or the one known; "" where none is."""
    if _IS_PARTY.fullmatch(unit):
        return _GENITIVE.sub("", _PREFIX.sub("", unit))
    name, _, bracket = unit.partition(" (")
    party = _PREFIX.sub("", bracket.rstrip(")"))
    return party if _IS_PARTY.fullmatch(party) else known.get(name, "")


def ballots(voices: tuple[Voice, ...]) -> tuple[tuple[Voice, ...], ...]:
    """Voices put together vote by vote: a side that comes again begins the next one.

    Unless it only says who stands behind a bare number: "8 stemmer mod 13. For stemte: A, B."
    """
    groups: list[list[Voice]] = []
    for voice in voices:
        if groups and _belongs(voice, groups[-1]):
            groups[-1].append(voice)
        else:
            groups.append([voice])
    return tuple(map(tuple, groups))


def _belongs(voice: Voice, ballot: list[Voice]) -> bool:
    """Whether a voice's side is still open in a ballot, or it completes that side: a count here, the parties there."""
    same = [other for other in ballot if other.side == voice.side]
    if voice.fresh:
        return not same and not {"for", "against"} <= {other.side for other in ballot}
    agree = all(other.count == voice.count or None in (other.count, voice.count) for other in same)
    return agree and all(bool(other.parties) != bool(voice.parties) for other in same)


def tally(ballot: tuple[Voice, ...], on: str, carried: bool | None) -> Vote:
    """The vote of one ballot; where the verdict says nothing the counts tell whether it was carried.

    Of two bare numbers the first belongs to the side that won: "forkastet med 14 stemmer mod 5" is 5 for, 14 against.
    """
    counts = {voice.side: voice.count for voice in reversed(ballot) if voice.count is not None}
    yes, no, neither = (counts.get(side) for side in ("for", "against", "abstain"))
    who = {f"{voice.side}_parties": voice.parties for voice in ballot if voice.parties}
    if yes is not None and no is not None:
        carried = yes > no if carried is None else carried
        bare_pair = len({v.start for v in ballot if v.count is not None and v.side != "abstain"}) == 1
        if not carried and yes > no and bare_pair:
            yes, no = no, yes
    return Vote(yes, no, neither, on=on, carried=carried, **who)
