"""Votes recorded in a decision: who was for, against and neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.model import Vote
from indexer.tables import entries

_NAMES = "|".join(re.escape(name) for name in sorted(entries("parties.txt"), key=len, reverse=True))
_WORD_END = r"(?![\wæøåÆØÅ])"
_LETTER = rf"(?-i:(?<![\wæøåÆØÅ])[A-ZÆØÅ]{{1,4}}{_WORD_END})"
_PARTY = rf"(?:(?:{_NAMES}){_WORD_END}|{_LETTER})"
_NAME = r"(?-i:[A-ZÆØÅ][\w.'-]{0,30})"
_PERSON = rf"(?:{_NAME}(?: (?:{_NAME}|de|von|van|af)){{0,4}} {_NAME}(?: \({_LETTER}\))?)"
_UNIT = rf"(?:{_PARTY}|{_PERSON})"
_OF_UNIT = r"(?:\s?\(\d{1,3}\)(?=,?\s?(?:,|og|samt|&|\+)\s))?"
_LIST = rf"{_UNIT}{_OF_UNIT}(?:(?:\s?[,+/]\s?|,?\s(?:og|samt|&)\s){_UNIT}{_OF_UNIT}){{0,40}}"
_NUMBERS = {"en": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10}
_NUMBER = rf"(?:\b\d{{1,3}}\b|\b(?:{'|'.join(_NUMBERS)})\b(?= (?:medlem|stemme)))"
_HEADS = r"(?:\s?(?:medlemmer|medlem|stemmer|stemme|personer))"
_GROUP = (
    rf"(?:ingen(?: medlemmer)?|(?:{_NUMBER}{_HEADS}?[\s:]{{0,3}}(?:fra )?)?"
    rf"\(?{_LIST}\)?(?:\s?\({_NUMBER}{_HEADS}?\))?|{_NUMBER}{_HEADS}?)"
)
"""Who votes alike: "7 medlemmer: A, B og F", "B, I og C (3)", "14 (A, B)", names with letters, or a bare number."""

_SIDE = r"(?:hverken for eller imod|for|imod|mod|blankt?)"
_ON = r"(?: (?:indstillingen|forslaget|ændringsforslaget|punktet|sagen))?"

_COUNTS = re.compile(
    rf"(?P<for>{_NUMBER}) stemmer?(?: for)?(?: og | mod | imod |, ){{1,2}}"
    rf"(?P<against>{_NUMBER})(?: stemmer?)?(?: imod| mod)?"
    rf"(?:(?:,| og|, og) (?P<abstain>{_NUMBER})(?:{_HEADS})? (?:undlod|hverken|blank))?",
    re.IGNORECASE,
)
_SIDE_FIRST = re.compile(
    rf"(?:\b(?P<side>{_SIDE}){_ON} (?:stemte|stemmer)\s?:?|\b(?:stemte|stemmer) (?P<side2>{_SIDE}){_ON}\s?:"
    rf"|\b(?P<side3>{_SIDE}|undlod)\s?:|\b(?P<side4>undlod) at stemme\s?:?)\s{{0,3}}(?P<group>{_GROUP})",
    re.IGNORECASE,
)
_GROUP_FIRST = re.compile(
    rf"(?P<group>{_GROUP})(?:s? (?:byråds|regionsråds)?grupper?)? "
    rf"(?:stemte |stemmer |undlod|undlader)(?:(?P<side>{_SIDE}){_WORD_END})?(?: at stemme)?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    rf"(?P<group>{_NUMBER}{_HEADS}) (?P<side>for|imod|mod){_WORD_END}(?:\s?[:(]\s?(?P<who>{_LIST})\)?)?", re.IGNORECASE
)
_KIND = {"for": "for", "imod": "against", "mod": "against"}
_LIMIT = 20_000
"""Characters of a decision that are searched for votes."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One side's part in a vote, with its place in the text; `count` and `parties` as printed."""

    side: str
    count: int | None
    parties: tuple[str, ...]
    start: int
    end: int


def find_voices(text: str) -> tuple[Voice, ...]:
    """Every statement of who voted how, in printed order. White space must be folded within sentences."""
    found: list[Voice] = []
    for voice in sorted(_all_voices(text[:_LIMIT]), key=lambda v: v.start):
        if not found or voice.start >= found[-1].end or (voice.start == found[-1].start and voice.end == found[-1].end):
            found.append(voice)
    return tuple(found)


def _all_voices(text: str) -> Iterator[Voice]:
    for match in _COUNTS.finditer(text):
        for side in ("for", "against", "abstain"):
            if match[side]:
                yield Voice(side, _int(match[side]), (), match.start(), match.end())
    for pattern in (_SIDE_FIRST, _NUMBER_FIRST, _GROUP_FIRST):
        for match in pattern.finditer(text):
            yield _voice(match)


def _voice(match: re.Match[str]) -> Voice:
    groups = match.groupdict()
    side = next((groups[key] for key in ("side", "side2", "side3", "side4") if groups.get(key)), "undlod").lower()
    who = groups["group"] + " " + (groups.get("who") or "")
    return Voice(_KIND.get(side, "abstain"), _count(who), _parties(who), match.start(), match.end())


def _int(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS[number.lower()]


def _count(group: str) -> int | None:
    """The printed number, or the sum where each party has its own; 0 for "ingen"; persons are counted; else None."""
    if group.lower().startswith("ingen"):
        return 0
    each = re.findall(r"\((\d{1,3})\)", group)
    if len(each) > 1:
        return sum(map(int, each))
    printed = re.search(_NUMBER, group, re.IGNORECASE)
    if printed:
        return _int(printed[0])
    units = re.findall(_UNIT, group, re.IGNORECASE)
    return len(units) if units and all(not re.fullmatch(_PARTY, unit, re.IGNORECASE) for unit in units) else None


def _parties(group: str) -> tuple[str, ...]:
    bare = re.sub(rf"(?:{_NUMBER}{_HEADS}?|\bingen medlemmer|\bingen)", " ", group, flags=re.IGNORECASE)
    found = re.findall(rf"{_PARTY}|{_PERSON}", bare, re.IGNORECASE)
    letters = (_letter(unit) for unit in found)
    return tuple(dict.fromkeys(letter for letter in letters if letter))


def _letter(unit: str) -> str:
    """The party of a unit: itself, or the letter behind a person's name."""
    if re.fullmatch(_PARTY, unit, re.IGNORECASE):
        return unit
    behind = re.search(r"\(([A-ZÆØÅ]{1,4})\)$", unit)
    return behind[1] if behind else ""


def ballots(voices: tuple[Voice, ...]) -> tuple[tuple[Voice, ...], ...]:
    """Voices put together vote by vote: a side that comes again begins the next one."""
    groups: list[list[Voice]] = []
    for voice in voices:
        if groups and all(voice.side != other.side for other in groups[-1]):
            groups[-1].append(voice)
        else:
            groups.append([voice])
    return tuple(map(tuple, groups))


def tally(ballot: tuple[Voice, ...], on: str, carried: bool | None) -> Vote:
    """The vote of one ballot; where the verdict says nothing the counts tell whether it was carried.

    Of two bare numbers the first belongs to the side that won: "forkastet med 14 stemmer mod 5" is 5 for, 14 against.
    """
    sides = {voice.side: voice for voice in ballot}
    yes, no, neither = (sides[side].count if side in sides else None for side in ("for", "against", "abstain"))
    who = {f"{side}_parties": voice.parties for side, voice in sides.items()}
    if yes is not None and no is not None:
        carried = yes > no if carried is None else carried
        if not carried and yes > no and sides["for"].start == sides["against"].start:
            yes, no = no, yes
    return Vote(yes, no, neither, on=on, carried=carried, **who)
