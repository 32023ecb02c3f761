"""Lines on who was not there, which stand among a decision's sentences."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"\b(?:var forhindret|deltog ikke|deltager ikke|ikke deltog|var fraværende|er fraværende|var ikke til stede"
    r"|havde meldt afbud|var inhabil\w{0,2}|(?:erklærede|erklæret) (?:sig )?inhabil\w{0,2}|forlod (?:mødet|lokalet)"
    r"|(?:deltog|mødte) i stedet for|(?:deltog|deltager) som (?:stedfortræder|suppleant)\w{0,2})\b"
    r"|^(?-i:[A-ZÆØÅ][\w.'-]{1,30}(?: [A-ZÆØÅ][\w.'-]{0,30}){1,4}(?: \([A-ZÆØÅ]{1,4}\))?) fraværende\.?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[\W_]{0,4}(?:fravær(?:ende)?|afbud|(?:ikke|ej) til ?stede|(?:deltog|mødte) ikke|inhabil(?:e|itet)?"
    r"|mødedeltagelse|fremmøde)\b[^:\n]{0,60}(?::|$)",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?<=[.!?])\s{1,9}(?=[A-ZÆØÅ])")
_NAMES = re.compile(r"(?:[A-ZÆØÅ][\w.'-]{0,30}[ ,]{0,2}|\([A-ZÆØÅ]{0,4}\)[ ,]{0,2}|(?:og|de|von|ingen)\s){1,60}\.?")


def split_absentees(text: str) -> tuple[str, str]:
    """A decision without the sentences on absent members, and those sentences, one on a line.

    Absentees are told by wording ("var forhindret i at deltage") or by a label ("Fraværende: ..."), whose names may
    stand on the next line.
    """
    kept: list[str] = []
    absent: list[str] = []
    awaiting = False
    for line in text.splitlines():
        rest, gone, awaiting = _split_line(line, awaiting)
        kept.append(rest)
        absent.extend(gone)
    return "\n".join(kept).strip(), "\n".join(absent)


def _split_line(line: str, awaiting: bool) -> tuple[str, list[str], bool]:
    """What stays of a line, what goes, and whether the next line may hold the names that a label here asks for."""
    stripped = line.strip()
    if not stripped:
        return line, [], awaiting
    label = _LABEL.match(stripped)
    if label:
        return _after_label(stripped, label.end())
    if awaiting and _NAMES.fullmatch(stripped) and len(stripped.split()) > 1:
        return "", [stripped], True
    parts = _STARTS.split(line)
    gone = [part.strip() for part in parts if _ABSENT.search(part)]
    return (" ".join(part for part in parts if not _ABSENT.search(part)) if gone else line), gone, False


def _after_label(line: str, end: int) -> tuple[str, list[str], bool]:
    """Names end with the first full stop after which another sentence begins."""
    sentences = _STARTS.split(line)
    first = next((i for i, _ in enumerate(sentences, 1) if len(" ".join(sentences[:i])) > end), 1)
    return " ".join(sentences[first:]), [" ".join(sentences[:first])], end == len(line)
