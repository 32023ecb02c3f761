"""The meeting's heading: municipality, body, date, start, place, kind and people, by the votes of all that speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from indexer.bodies import base_form, body_of_meeting, find_body, is_body, same_body
from indexer.clean import join_lines
from indexer.dates import find_dates, find_time
from indexer.members import parse_members
from indexer.model import Line
from indexer.places import municipality_in
from indexer.segment.fields import split_field, split_line
from indexer.segment.groups import is_group
from indexer.segment.labels import bare, find_label
from indexer.treatments import parse_heading

MAX_VALUE = 12_000
PEOPLE = ("present", "absent")
ROW = 3
"""So many labels without a value, one behind the other, are a row with the values below it."""
SHORT, MAX_PLACE = 60, 90
MANY_WORDS = 8
"""A line with more speaks of a date in passing."""
FIRST, MAX_MENTION = 6, 200
FEW_WORDS = 5
"""A sentence has more; a list of people or a place may end in a point too."""
_UNHELD = ("rest", "end")
"""Fields that a meeting's record has no place for."""
_KINDS = ("referat", "dagsorden", "protokol", "udskrift")
"""One of these is in every word for minutes: most lines have none."""
_TITLED = (*_KINDS, "møde")
"""One of these is in every meeting's title."""
_KIND = re.compile(
    r"^(?P<kind>(?:tillægs|efter)?(?:referat(?:et)?|dagsorden|(?:beslutnings|møde)?protokol|udskrift|åbent?\sreferat|åben\sdagsorden))\b"
    r"[\s:.–-]{0,4}(?:(?:til|fra|for|af)\.?\s)?(?:(?:ordinært|ekstraordinært)\s)?(?:mødet?\s)?(?:(?:i|af|for)\s)?(?P<rest>.{0,400})$",
    re.IGNORECASE,
)
_KIND_LAST = re.compile(r"^(?P<rest>[A-ZÆØÅ].{2,120}?)\s?[-–:,]\s?(?P<kind>referat|dagsorden|protokol)$", re.IGNORECASE)
_KIND_INSIDE = re.compile(
    r"(?<=\w),?\s[-–]?\s?(?P<kind>referat|dagsorden|protokol)\s(?:(?:af|fra|til|for)\s)?", re.IGNORECASE
)
_MEETING_IN = re.compile(
    r"^(?:(?:til|fra)\s)?(?:(?:ordinært|ekstraordinært)\s)?mødet?\s(?:(?:i|af)\s)?(?P<rest>.{3,160})$", re.IGNORECASE
)
_KIND_WORD = re.compile(r"\b(?:referat|dagsorden|protokol)\b", re.IGNORECASE)
_ENTRY = re.compile(r"\d{1,3}\.?\s[A-ZÆØÅ]")
"""An entry of a list of items, whose title may name another day."""
_EXCUSED = re.compile(
    r"(?:Alle var mødt,? (?:undtagen|bortset fra) )?(?P<names>[A-ZÆØÅ][^:;]{4,400}?),? (?:som |der )?havde meldt"
    r" (?:forfald|afbud)\b"
)
_HELD = re.compile(
    r"(?P<body>[A-ZÆØÅ].{2,90}?)\s(?:afholdt|holdt|afholder|holder)\s(?:(?:sit|et)\s)?(?P<meeting>(?:(?:ordinært|ekstraordinært)\s)?"
    r"møde\s.{3,160}?)(?:\.\s(?=[A-ZÆØÅ])(?P<rest>.{3,400})|\.?$)"
)
"""A sentence on the meeting, perhaps with one on its people: ``Havneudvalget afholdt møde den ... i Pakhuset.``"""
_EXCEPT = re.compile(
    r"(?:[Aa]lle|[Ss]amtlige)\b[^.:]{3,60}?,? (?:undtagen|bortset fra|på nær|med undtagelse af):?"
    r" (?P<names>[A-ZÆØÅ][^:;]{4,400})$"
)
_COMMUNE = re.compile(
    r"(?:^|\s?[-–,|]\s|\s(?:i|for)\s)(?P<name>[A-ZÆØÅ][\w-]{1,30}(?:[ -][A-ZÆØÅ][\w-]{1,30})?) (?:Kommune|KOMMUNE)"
    r"(?:$|\s?[-–,|]\s?|\.?\s(?=[A-ZÆØÅ]))"
)
_HALL = re.compile(r"(?P<name>[A-ZÆØÅ][\w-]{1,30}(?:[ -][A-ZÆØÅ][\w-]{1,30})?) Rådhus")
_PLACE_IN = re.compile(
    r"(?:^(?=[ip])|\d{4}\s(?=i\s)|[Kk]l\.?\s?\d{1,2}(?:[.:]\d\d)?(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?,?\s)(?:i|på|[|–-])\s(?P<place>(?:[A-ZÆØÅ]|(?:møde)?lokale\s)(?:[^.]|(?<=\s[A-ZÆØÅ]\w)\.(?=\s)|(?<=\s[A-ZÆØÅ]\w\w)\.(?=\s)){1,80})\.?$"
)
_HOUR = re.compile(
    r"^[\s,|–-]{0,4}(?:kl(?:\.|okken)?\s{0,3})?\d{1,2}(?:[.:]\d\d)?(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?(?!\d)", re.IGNORECASE
)
_LAST_HOUR = re.compile(
    r",?\s(?:kl\.?|klokken)\s?\d{1,2}(?:[.:]\d\d)?(?:\s?[-–]\s?(?:kl\.?\s?)?\d{1,2}[.:]\d\d)?\.?$", re.IGNORECASE
)
_ENDS_KIND = re.compile(r"[\s,|–-]{1,4}(?:referat|dagsorden|protokol)$", re.IGNORECASE)
_COLLECTION = re.compile(
    r"\s[-–]\s(?:dagsordener(?: (?:og|&) referater)?|referater(?: (?:og|&) dagsordener)?)$", re.IGNORECASE
)
"""What a page of a series is called behind its body's name; it tells nothing about the kind of this one."""
_PROSE = re.compile(r"[.!?]\s[A-ZÆØÅ][a-zæøå]{2,40}\s[a-zæøå]")
_PLACE = re.compile(
    r"(?:rådhus|lokale|sal|virtuel|teams|skype|zoom|kantine|center|huset)(?:et|en|t|r)?(?![^\W\d_])", re.IGNORECASE
)


_PLACE_AND = re.compile(
    rf"(?:[A-ZÆØÅ][a-zæøå]{{3,20}}:\s){{0,3}}(?P<place>[A-ZÆØÅ][^:()]{{0,80}}(?i:{_PLACE.pattern})(?:\s\d[\w.]{{0,5}})?)"
    r"\s(?P<names>[A-ZÆØÅ][^:]{3,4000}?)(?:\sIngen\b.{0,400})?$"
)
"""A place with the names of people right behind it."""


class Said(NamedTuple):
    """A text of the heading: a line, or a part of one that begins with a label."""

    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class Vote:
    """One piece of evidence for a value of the heading."""

    key: str
    value: str
    weight: float


def read_head(lines: Sequence[Line]) -> tuple[Vote, ...]:
    """What the lines in front of the first item say, as votes; ``present`` and ``absent`` carry the printed lists."""
    said = [Said(text, line.rank) for line in lines for text in split_line(_plain(line.text))]
    if any(key and not value for key, value in (split_field(one.text) for one in said)):
        said = _run_in(_paired(said))
    found: list[Vote] = []
    at = 0
    while at < len(said):
        key, value, after = _field(said, at)
        found += _of_field(key, value) if key else _of_line(said[at].text)
        at = after
    return tuple(found)


def _paired(said: Sequence[Said]) -> list[Said]:
    """The texts with each label of a row in front of its value, where the values stand below the row in its order."""
    if len(said) < ROW:
        return list(said)
    bare_labels = [split_field(one.text)[0] if not split_field(one.text)[1] else "" for one in said]
    first = next((at for at in range(len(said) - ROW + 1) if all(bare_labels[at : at + ROW])), None)
    if first is None:
        return list(said)
    end = next((at for at in range(first, len(said)) if not bare_labels[at]), len(said))
    out, below = list(said[:first]), end
    for at in range(first, end):
        stop = min(below + 1, len(said))
        while bare_labels[at] in PEOPLE and stop < len(said) and _goes_on(said[stop - 1].text, said[stop].text):
            stop += 1
        out += [said[at], *said[below:stop]]
        below = stop
    return [*out, *said[below:]]


def _run_in(said: Sequence[Said]) -> list[Said]:
    """The texts with the place behind its label and the people behind theirs, where both stand behind the last of a row
    of labels: ``Mødested: Deltagere: Lille sal Eva Bak, Ib Dam``."""
    fields = [split_field(one.text) for one in said]
    for at, field in enumerate(fields):
        last = next((later for later in range(at + 1, min(at + ROW + 2, len(said))) if fields[later][1]), None)
        told = _PLACE_AND.match(fields[last][1]) if last and field == ("place", "") else None
        people = next((later for later in range(at, (last or at) + 1) if fields[later][0] in PEOPLE), None)
        if told and people and last:
            place, names = (_filled(said[one], told[group]) for one, group in ((at, "place"), (people, "names")))
            return [*said[:at], place, names, *said[last + 1 :]]
    return list(said)


def _filled(field: Said, value: str) -> Said:
    return field._replace(text=f"{field.text.partition(':')[0]}: {value}")


def _goes_on(above: str, text: str) -> bool:
    """Whether a list of people that is broken at the page's width goes on in the text."""
    broken = "," in text or above.endswith(",") or "(" in above
    return broken and not above.endswith((")", ".")) and not split_field(text)[0]


def mentions(lines: Sequence[Line]) -> Iterator[Vote]:
    """What a heading's first lines name in passing, a body or the word for minutes: where nothing else tells."""
    for text in (_plain(line.text) for line in lines[:FIRST]):
        if len(text) > MAX_MENTION:
            continue
        body, kinds = find_body(text), {word.casefold() for word in _KIND_WORD.findall(text)}
        yield from [Vote("body", body.name, 0.3)] if body else []
        yield from [Vote("kind", "agenda" if "dagsorden" in kinds else "minutes", 0.3)] if len(kinds) == 1 else []


def unheld(lines: Sequence[Line]) -> Iterator[int]:
    """Indices of the lines of a heading that say more than the meeting's fields hold: prose, and what is no field."""
    said = [Said(_plain(line.text), line.rank) for line in lines]
    at = 0
    while at < len(said):
        key, value, after = _field(said, at)
        told = key not in _UNHELD and any(_of_field(key, value) if key else _of_line(said[at].text))
        entries = range(at + 1, after) if key in PEOPLE else ()
        strangers = {line for line in entries if not any(parse_members(said[line].text))}
        yield from (line for line in range(at, after) if not told or line in strangers or _is_prose(said[line].text))
        at = after


def _is_prose(text: str) -> bool:
    return bool(_PROSE.search(text)) or (text.endswith(".") and text.count(" ") > FEW_WORDS)


def _plain(text: str) -> str:
    """A heading's line without markup, its dashes of one kind."""
    return bare(text).replace("—", "–")


def names_meeting(text: str) -> bool:
    """Whether a line is worded like a meeting's title: ``Referat``, ``Byrådet - Referat``, ``Møde i ... den ...``."""
    text = _plain(text)
    if not any(map(text.casefold().__contains__, _TITLED)):
        return False
    match = next(filter(None, (form.match(text) for form in (_KIND, _KIND_LAST, _MEETING_IN))), None)
    if match is None:
        return False
    rest = match["rest"].strip(" ,:–-")
    return not rest or is_body(base_form(rest)) or bool(find_dates(text))


def _field(said: Sequence[Said], at: int) -> tuple[str, str, int]:
    """(key, value, next text) of a field that begins here; key ``""`` for a text that is none."""
    key, rest = split_field(said[at].text)
    if not key:
        return "", "", at + 1
    after = at + 1
    if key in PEOPLE:
        while after < len(said) and not _ends_list(said[at + 1], said[after]):
            after += 1
    elif not rest and after < len(said) and not split_field(said[after].text)[0]:
        after += 1
    values = [text for text in (rest, *(one.text for one in said[at + 1 : after])) if text]
    return key, _joined(values)[:MAX_VALUE], after


def _joined(values: Sequence[str]) -> str:
    """A list with commas is one text that may be wrapped; without, or with an office behind the first, each line is an
    entry."""
    wrapped = values and "," in values[0][:-1] and (len(values) < ROW or sum("," in value for value in values[1:-1]))
    return join_lines(values) if wrapped else "\n".join(values)


def _ends_list(first: Said, said: Said) -> bool:
    """Whether a list of people with this first entry is over: the next field, a title of minutes, a body's name, a
    date, a decision, a sentence, or what stands out from the list."""
    text, label = said.text, find_label(said.text)
    if split_field(text)[0] or _KIND.match(text) or is_group(text) or is_body(base_form(text)) or find_dates(text):
        return True
    told = bool(label and label.kind == "decision") or _is_prose(text) or said.rank > first.rank
    return told and not any(parse_members(text))


def _of_field(key: str, value: str) -> Iterator[Vote]:
    if key == "date":
        dates = find_dates(value)
        yield from [Vote("date", dates[0].iso, 4.0)] if dates else []
        time = find_time(value)
        yield from [Vote("start", time, 2.0)] if time else []
        yield from _named(value, 4.0)
    elif key == "body" and value:
        # An unknown name counts for less than a body's: the label may be a link to a list of committees.
        yield Vote("body", base_form(value), 4.0 if is_body(base_form(value)) else 1.0)
    elif value:
        yield from municipality_votes(value) if key == "place" else ()
        place, _, rest = value.partition(". ")
        yield Vote(key, place if "kl." in rest else value, 1.0)
        yield from _of_line(rest) if "kl." in rest else ()


@lru_cache(maxsize=2048)
def _of_line(text: str) -> tuple[Vote, ...]:
    """A line that is no field: a title such as ``Referat - Byrådet den 3. maj 2021``, a body's or a place's name."""
    return tuple(_said(text))


def _said(text: str) -> Iterator[Vote]:
    told = _tells_kind(text)
    text = _COLLECTION.sub("", text) if told else text
    held = _HELD.match(text)
    if held and is_body(base_form(held["body"])):
        yield Vote("body", base_form(held["body"]), 4.0)
        text = held["meeting"][:1].upper() + held["meeting"][1:]
        yield from _said(held["rest"] or "")
    excused = (_EXCUSED.match(text) if "havde meldt" in text else None) or _EXCEPT.match(text)
    yield from [Vote("absent", excused["names"], 1.0)] if excused else []
    yield from municipality_votes(text)
    told = told and _tells_kind(text)
    kind = (_KIND.match(text) or _KIND_LAST.match(text)) if told else None
    inside = kind or _MEETING_IN.match(text)
    between = _KIND_INSIDE.search(text) if told and not inside else None
    rest = inside["rest"] if inside else _KIND_INSIDE.sub(" ", text) if between else text
    placeless = _PLACE_IN.sub("", rest)
    between = between if between and parse_heading(placeless) else None
    kind = kind or between
    if kind:
        yield Vote("kind", "agenda" if "dagsorden" in kind["kind"].casefold() else "minutes", 2.0)
    weight = 4.0 if inside or between else 2.0 if text.count(" ") <= MANY_WORDS else 1.0
    yield from _named(placeless, weight)
    dates = find_dates(rest) if len(rest) < 120 and not _ENTRY.match(text) else ()
    yield from [Vote("date", dates[0].iso, weight)] if len(dates) == 1 else []
    time = find_time(rest) if len(rest) < 120 else None
    yield from [Vote("start", time, 1.0 if dates else 0.5)] if time and (dates or not _is_prose(text)) else []
    place = _place(rest.lstrip(" .,") if inside else text)
    yield from [Vote("place", place, 0.5)] if place else []


def _tells_kind(text: str) -> bool:
    return any(map(text.casefold().__contains__, _KINDS))


def municipality_votes(text: str) -> Iterator[Vote]:
    """The authority that a heading's line names, known or not: ``Ballerup Kommune``."""
    hall = _HALL.search(text) if "Rådhus" in text else None
    known = municipality_in(text) or (hall and municipality_in(hall["name"]))
    unknown = _COMMUNE.search(text) if _may_name_commune(text) else None
    if known or unknown:
        name = unknown["name"] if unknown else ""
        yield Vote("municipality", known or (name.title() if name.isupper() else name), 1.0)


def _may_name_commune(text: str) -> bool:
    return "ommune" in text or "OMMUNE" in text


def _place(text: str) -> str | None:
    """The place that a line names without a label: ``i Byrådssalen``, ``Rådhuset, lokale 3``."""
    text = _LAST_HOUR.sub("", text)
    inside = _PLACE_IN.search(text)
    short = len(text) < MAX_PLACE and text[-1:] not in ".:"
    if not inside and not (short and _PLACE.search(text) and not _KIND.match(text)):
        return None
    name = inside["place"] if inside else _behind_date(text)
    return name if name and (_PLACE.search(name) or not find_body(name)) else None


def _behind_date(text: str) -> str:
    """What stands behind a date and hour, without a word for minutes: all of the line where it has no date."""
    dates = find_dates(text)
    return _ENDS_KIND.sub("", _HOUR.sub("", text[dates[-1].end :])).strip(" ,|–-") if dates else text


def _named(text: str, weight: float) -> Iterator[Vote]:
    """The body that a title names, alone or with its date."""
    text = _COMMUNE.sub("", text) if _may_name_commune(text) else text
    if not text or len(text) > 200:
        return
    treatment = parse_heading(text)
    first, _, rest = text.partition(" ")
    labelled = split_field(first)[0] == "body" and is_body(base_form(rest))
    name = treatment.body if treatment else body_of_meeting(text) or base_form(rest if labelled else text)
    if name and is_body(name):
        yield Vote("body", name, weight)


def elect(votes: Sequence[Vote], key: str) -> str | None:
    """The value with most weight behind it, the first of equals; spellings of one body count together."""
    sums: list[tuple[str, float]] = []
    for vote in votes:
        if vote.key != key:
            continue
        at = next((i for i, (value, _) in enumerate(sums) if _same(key, value, vote.value)), None)
        if at is None:
            sums.append((vote.value, vote.weight))
        else:
            sums[at] = (sums[at][0], sums[at][1] + vote.weight)
    return max(sums, key=lambda pair: pair[1])[0] if sums else None


def _same(key: str, first: str, second: str) -> bool:
    return first == second or (key == "body" and same_body(first, second))
