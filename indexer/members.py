"""Members present and absent, from the attendance field of a meeting's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.model import Member
from indexer.tables import either, entries, toml

_TABLE = toml("attendance.toml")
_PARTY_NAMES = {*map(str.casefold, entries("parties.txt")), *_TABLE["no_party"]}
_LETTERS = re.compile(r"[A-ZÆØÅ]{1,4}|Lok")
_LOCAL_LIST = re.compile(r"(?:[A-ZÆØÅ]\w{1,20} )?(?:[A-ZÆØÅ]\w{0,20})?[Ll]iste[nr]?(?: [A-ZÆØÅ]\w{0,20})?")
_WORD = r"[^\W\d_][\w.'’-]{0,30}"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,6}}")
_SMALL = frozenset({"de", "von", "van", "af", "el", "al", "bin", "da", "du", "la", "le"})
_ABSENT_MARK = re.compile(rf"\b(?:{either(_TABLE['absent_mark'])})\b", re.IGNORECASE)
_PRESENT = rf"(?:{either(_TABLE['present'])})(?: (?:var|medlemmer))?"
_LABEL = re.compile(rf"(?:(?P<absent>{either(_TABLE['absent'])})|{_PRESENT})\b\s?:?", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]{0,80})\)")
_PRESENCE = re.compile(rf"[,–-]?\s\(?(?:{either(_TABLE['there'])}).{{0,80}}$", re.IGNORECASE)
_STAND_IN = re.compile(r"^(?:stedfortræder|suppleant|i stedet (?:mødte|deltog))(?: var)?:? (?=[A-ZÆØÅ])", re.IGNORECASE)
_OFFICE = re.compile(rf"^(?:{either(_TABLE['office'])})\b\s?", re.IGNORECASE)
_JOBS = re.compile(rf"(?:{either(_TABLE['jobs'])})\w{{0,4}}\b", re.IGNORECASE)
_SENT_BY = re.compile(r"(?:råd|forening|forbund|samvirke|organisation)(?:et|en|er|erne)?$", re.IGNORECASE)
"""How a name ends of those who chose a member of a council that is not elected."""
_AND = r"(?:og|samt|&)"
_PARTING = re.compile(
    rf"[,;\n•·|](?![^()\n]{{0,80}}\))|\s(?=(?:Fraværende|Afbud)\b[^(),]{{0,40}}:|[A-ZÆØÅ][a-zæøå]{{5,30}}:\s)"
    rf"|(?<=\)),? {_AND} |(?<=, [A-ZÆØÅ])\s(?=[A-ZÆØÅ][\w.'’-]{{1,30}} [A-ZÆØÅ])"
    r"|(?<=[A-ZÆØÅ]\))\s(?=[A-ZÆØÅ][\w.'’-]{1,30} [^(),\n]{1,60}\([A-ZÆØÅ]{1,4}\))"
)
_GROUP = re.compile(
    r"^[A-ZÆØÅ][\w -]{2,40}: ?(?=[A-ZÆØÅ])|^(?:sag|sager|pkt\.?|punkt\w{0,4}) \d[\d\s,–-]{0,30}", re.IGNORECASE
)
"""What stands before a name: whom one sits there for, or, from the entry before, which items it is about."""
_CAPITAL = r"[A-ZÆØÅÉÖÄÜ][\w.'’-]{1,30}"
_CAPITALS = rf"{_CAPITAL}(?: {_CAPITAL}){{1,4}}"
_COUPLE = re.compile(rf"(?P<first>{_CAPITALS}|[A-ZÆØÅ]{{1,4}}),? {_AND} (?P<second>{_CAPITALS}.{{0,80}})")
"""Two names, or a party behind a comma and the next name, with "og" between them."""
_FIRST_AND = re.compile(rf"^{_AND} ")
_LOGIN = re.compile(r"[a-zæøå]{2,5}\d{0,3}|[a-z]{1,6}\d{1,5}")
_LIMIT = 12_000


@dataclass(frozen=True, slots=True)
class _Entry:
    member: Member
    absent: bool


def parse_members(text: str) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Members present and members absent, in printed order, from "Navn (A), Navn (B) (Afbud)" and kindred forms.

    Entries are parted by commas, semicolons or lines; a party is one to four capitals or a party's name, in brackets or
    behind a comma. Entries with a job title are officials and are left out. Labels such as "Fraværende:" turn the rest.
    """
    entries_found = list(_entries(text[:_LIMIT]))
    present = tuple(entry.member for entry in entries_found if not entry.absent)
    return present, tuple(entry.member for entry in entries_found if entry.absent)


def _entries(text: str) -> Iterator[_Entry]:
    absent = False
    for part in _parts(text):
        label = _LABEL.match(part)
        if label:
            absent = label["absent"] is not None
            part = part[label.end() :].strip(" :")
        name, stands_in = _STAND_IN.subn("", _GROUP.sub("", part))
        entry = _entry(_PRESENCE.sub("", name), absent and not stands_in)
        if entry:
            yield entry


def _parts(text: str) -> Iterator[str]:
    """One entry each; commas inside brackets and the comma before a bare party ("Navn, A") part nothing."""
    held = ""
    for part in (part for raw in _PARTING.split(text) for part in _uncoupled(" ".join(raw.split()).strip(" ."))):
        if _is_party(part.strip("()")) or (held and re.fullmatch(r"(?:\([^()]{0,80}\) ?){1,3}", part)):
            held += f" ({part.strip('()')})"
        else:
            yield held
            held = part
    yield held


def _uncoupled(part: str) -> tuple[str, ...]:
    """The names of "Ole Bro og Lis Dam"; an "og" in front of the last name of a list goes."""
    bare = _FIRST_AND.sub("", part)
    couple = _COUPLE.fullmatch(bare)
    return (couple["first"], couple["second"]) if couple and not _JOBS.search(bare) else (bare,)


def _is_party(text: str) -> bool:
    return bool(_LETTERS.fullmatch(text) or _LOCAL_LIST.fullmatch(text)) or text.casefold() in _PARTY_NAMES


def _entry(part: str, absent: bool) -> _Entry | None:
    brackets = [bracket.strip() for bracket in _BRACKET.findall(part)]
    bare = _BRACKET.sub(" ", part)
    absent = absent or bool(_ABSENT_MARK.search(part))
    name, party = _name_and_party(_ABSENT_MARK.sub(" ", bare))
    party = next((b for b in brackets if _is_party(b)), party)
    official = any(_is_job(b) for b in brackets) or bool(_JOBS.search(bare))
    return None if official or not _is_name(name) else _Entry(Member(name, party), absent)


def _is_job(bracket: str) -> bool:
    """Whether brackets hold something that is no party, office, absence or login: a job title."""
    known = (
        not bracket
        or _is_party(bracket)
        or _SENT_BY.search(bracket)
        or _ABSENT_MARK.search(bracket)
        or _LOGIN.fullmatch(bracket)
    )
    return not known and not _OFFICE.match(bracket)


def without_office(name: str) -> str:
    """A name without the office before it: "Rådmand Erna Lund" -> "Erna Lund"."""
    return _OFFICE.sub("", name)


def _name_and_party(text: str) -> tuple[str, str | None]:
    """A name without the office before it, and the party printed bare behind it ("Navn Navnesen V", "… - Venstre")."""
    name = without_office(" ".join(text.split()).strip(" .,:-–"))
    name = re.sub(r"^\d{1,2}\.\s?", "", name)
    head, dash, last = re.sub(" – ", " - ", name).rpartition(" - ")
    if dash and _is_party(last):
        return head, last
    head, _, last = name.rpartition(" ")
    return (head, last) if head and _LETTERS.fullmatch(last) and not last.endswith(".") else (name, None)


def _is_name(text: str) -> bool:
    words = text.split()
    return bool(_NAME.fullmatch(text)) and all(word[0].isupper() or word.casefold() in _SMALL for word in words)
