"""Lines on who was not there, which stand among a decision's sentences."""

from __future__ import annotations

import re

from indexer.tables import either, toml

_TABLE = toml("attendance.toml")
_ABSENT = re.compile(rf"\b(?:{either(_TABLE['absence'])})\b|{either(_TABLE['absence_line'])}", re.IGNORECASE)
_LABEL = re.compile(rf"^[\W_]{{0,4}}(?:{either(_TABLE['absence_label'])})\b[^:\n]{{0,60}}(?::|$)", re.IGNORECASE)
_STARTS = re.compile(r"(?<=[.!?])\s{1,9}(?=[A-ZÆØÅ])")
_VERDICT = rf"(?:{either(_TABLE['verdict'])})[a-zæøå]{{0,20}}\b"
_DECIDES = re.compile(rf"(?<=[\w)])\s(?={_VERDICT})")
_DECIDED = re.compile(rf"^At\s|{_VERDICT}|\b(?:godkend|tiltr|anbefal|vedt|uds)")
_OPENS = re.compile(rf"\s{{0,9}}{_VERDICT}")
"""Where a decision begins behind names on one line, with no full stop between."""

_PARTY = r"\([^()\n\d]{0,30}\)"
_NAME = rf"(?:[A-ZÆØÅ][\w.'-]{{0,30}}|og|de|von|fra|i|ingen)(?: ?{_PARTY})?"
_NAMES = re.compile(
    rf"{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,60}}(?:(?:, [a-zæøå]| (?:pga\.|grundet) [^\W\d_])[a-zæøå ]{{2,40}})?\.?"
)
"""Names with parties, the last perhaps with the reason: "Lis Dam (V), sygdom"."""
_PERSONS = re.compile(r"[A-ZÆØÅ][\w.'-]{1,30} [^,]{1,60}(?:, ?| og |\([A-ZÆØÅ]{1,4}\))")
_CHOICE = re.compile(rf":\s{{0,9}}$|\b(?:{either(_TABLE['choice'])})", re.IGNORECASE)

_STAND_INS = re.compile(rf"^(?:stedfortræder|suppleant)(?:e|er)?: (?-i:{_NAMES.pattern})$", re.IGNORECASE)
_ELECTS = re.compile(r"\b(?:valg|vælg|udpeg|medlem|repræsentant|formand)", re.IGNORECASE)
"""Where a stand-in may be one who was elected."""
_BULLET = re.compile(r"^(?:\d{1,2}[.)]|[•·*–-])\s{0,3}")


def split_absentees(text: str) -> tuple[str, str]:
    """A decision without the sentences on absent members, and those sentences, one on a line.

    Absentees are told by wording ("var forhindret i at deltage"), by a label ("Fraværende: ..."), whose names may
    stand on the next lines, or as a list of names at either end of a decision that chooses nobody.
    """
    kept: list[str] = []
    absent: list[str] = []
    awaiting = False
    for line in text.splitlines():
        there = _STAND_INS.match(line.strip()) and not _ELECTS.search(text)
        rest, gone, awaiting = ("", [line.strip()], False) if there else _split_line(line, awaiting)
        kept.append(rest)
        absent.extend(gone)
    body, *lists = _without_lists("\n".join(kept).strip())
    return body, "\n".join([*absent, *lists])


def _without_lists(text: str) -> list[str]:
    """The text without lists of names at its ends, and these; a text that is nothing else stays."""
    lines = text.split("\n")
    if len(lines) == 1 or not any(map(is_list, {lines[0], lines[-1]})):
        return [text]
    if _CHOICE.search(text) or all(map(is_list, lines)):
        return [text]
    ends = [line for line in (lines[0], lines[-1]) if is_list(line)]
    return ["\n".join(lines[is_list(lines[0]) : len(lines) - is_list(lines[-1])]).strip(), *ends]


def is_list(line: str) -> bool:
    """Whether a line holds nothing but names of people, each with a party or parted from the next."""
    return bool(_NAMES.fullmatch(line.strip()) and _PERSONS.match(line.strip()))


def _split_line(line: str, awaiting: bool) -> tuple[str, list[str], bool]:
    """What stays of a line, what goes, and whether the next line may hold the names that a label here asks for."""
    stripped = line.strip()
    if not stripped:
        return line, [], awaiting
    label = _LABEL.match(stripped)
    if label:
        return _after_label(stripped, label.end())
    name = _BULLET.sub("", stripped) if awaiting else stripped
    if awaiting and (name.strip(".").casefold() == "ingen" or (" " in name and _NAMES.fullmatch(name))):
        return "", [stripped], True
    listed = awaiting and name != stripped
    if listed and name[:1].isupper() and not _DECIDED.search(name):
        return "", [stripped], True
    parts = _STARTS.split(line) if _may_tell_absence(line) else []
    gone = [part.strip() for part in parts if _is_absence(part)]
    return (" ".join(part for part in parts if not _is_absence(part)) if gone else line), gone, listed and bool(gone)


def _is_absence(sentence: str) -> bool:
    """Whether a sentence tells of somebody's absence; a decision that gives it as its reason does not."""
    absent = _ABSENT.search(sentence) if _may_tell_absence(sentence) else None
    return absent is not None and not (_OPENS.match(sentence) and ", " in sentence[: absent.start()])


def _may_tell_absence(text: str) -> bool:
    return any(map(text.casefold().__contains__, _TABLE["absence_signs"]))


def _after_label(line: str, end: int) -> tuple[str, list[str], bool]:
    """Names end with the first full stop after which another sentence begins, or where a decision begins."""
    sentences = _STARTS.split(line)
    first = next((i for i, _ in enumerate(sentences, 1) if len(" ".join(sentences[:i])) > end), 1)
    names, rest = " ".join(sentences[:first]), sentences[first:]
    if decides := _DECIDES.search(names, end + 3):
        names, rest = names[: decides.start()], [names[decides.end() :], *rest]
    gone = [sentence for sentence in rest if _is_absence(sentence)]
    return " ".join(sentence for sentence in rest if sentence not in gone), [names, *gone], end == len(line)
