"""The label vocabulary: which printed lines open which kind of section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.tables import toml
from indexer.treatments import parse_heading, parse_list

MAX_LABEL = 120
MAX_NAMED_WORDS = 14
_MARKS = " \t*#_|>•·"
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})?[.)]?\s{1,9}(?=[^\W\d])")
_COLON = re.compile(r"^(?P<label>[^:]{2,60}?)\s?:\s?(?P<rest>.{0,40000})$", re.DOTALL)
_COUNT = re.compile(r"\s?\(\d{1,3}\)$")
_GLUED = re.compile(
    r"^(?P<label>[A-ZÆØÅ][a-zæøå]{4,40})(?P<rest>(?:-\s)?[A-ZÆØÅ][a-zæøå-]{0,40}[\s.].{0,40000})$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as recognised: its section kind, its folded name, the wording printed, and text behind it on the line."""

    kind: str
    name: str
    heading: str
    rest: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded labels and the kind of section each opens."""

    words: dict[str, str]
    weak: dict[str, str]
    opening: tuple[tuple[str, str], ...]
    closing: tuple[tuple[str, str], ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of ``labels.toml``."""
    table = toml("segment/labels.toml")
    return Vocabulary(
        words=dict(_pairs(table, "words")),
        weak=dict(_pairs(table, "weak")),
        opening=_pairs(table, "opening"),
        closing=_pairs(table, "closing"),
    )


def _pairs(table: dict[str, dict[str, list[str]]], key: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, kind) for kind, entry in table.items() for word in entry.get(key, ()))


def bare(text: str) -> str:
    """A line without markup that a reader left around it."""
    return text.strip(_MARKS)


def fold(text: str) -> str:
    """The form in which labels are compared: lower case, no markup, number, count or colon around it."""
    text = bare(text).rstrip(":, *")
    text = _COUNT.sub("", text) if text.endswith(")") else text
    number = _NUMBERED.match(text)
    return " ".join(text[number.end() if number else 0 :].casefold().split())


@lru_cache(maxsize=10_000)
def find_label(text: str) -> Label | None:
    """The label that a line is, or begins with; None for a line of text."""
    line = bare(text)
    whole = _whole(line) if len(line) <= MAX_LABEL else None
    return whole or _with_colon(line) or _glued(line) or _with_course(line)


def _whole(line: str) -> Label | None:
    name, words = fold(line), vocabulary()
    if name in words.words:
        return Label(words.words[name], name, line)
    if name in words.weak:
        return Label(words.weak[name], name, line, weak=True)
    return _of_body(line, name) or _named(line, name)


def _of_body(line: str, name: str) -> Label | None:
    """A decision's label with a body behind it and no date: ``Beslutning i Økonomiudvalget``."""
    found = parse_heading(line) if name.startswith(("beslutning ", "beslutninger ")) else None
    return Label("decision", "beslutning", line) if found and not found.date and not found.item else None


def _named(line: str, name: str) -> Label | None:
    """A label that a name follows or leads: ``Indstilling fra ...``, ``... påtegning``."""
    if line.endswith((".", ",", ";")) or len(name.split()) > MAX_NAMED_WORDS or " om " in name or line[:1].islower():
        return None
    opening, closing = _edges()
    if name.startswith(tuple(opening)):
        word = next(word for word in opening if name.startswith(word))
        return Label(opening[word], word.strip(), line)
    if f" {name}".endswith(tuple(closing)):
        word = next(word for word in closing if f" {name}".endswith(word))
        return Label(closing[word], word.strip(), line)
    return None


@cache
def _edges() -> tuple[dict[str, str], dict[str, str]]:
    """Labels that open and that close a line, each with the space that parts it from the name."""
    words = vocabulary()
    return {f"{word} ": kind for word, kind in words.opening}, {f" {word}": kind for word, kind in words.closing}


def _with_colon(line: str) -> Label | None:
    match = _COLON.match(line) if ":" in line and not line[:1].islower() else None
    if not match:
        return None
    name, words = fold(match["label"]), vocabulary()
    kind = words.words.get(name) or words.weak.get(name)
    if not kind:
        return None
    return Label(kind, name, match["label"], match["rest"].strip(_MARKS), weak=name not in words.words)


def _glued(line: str) -> Label | None:
    """``SagsfremstillingUdvalget har ...``: the label's text begins with a capital in mid-word."""
    match = _GLUED.match(line)
    kind = match and vocabulary().words.get(match["label"].casefold())
    if not match or not kind:
        return None
    return Label(kind, match["label"].casefold(), match["label"], match["rest"])


def _with_course(line: str) -> Label | None:
    """A label of the course with its entries beside it: ``Tidl. politisk behandling BY, 03.07.23, pkt. 4``."""
    match = _course().match(line)
    if not match or not parse_list(match["rest"]):
        return None
    return Label("route", match["label"].casefold(), match["label"], match["rest"])


@cache
def _course() -> re.Pattern[str]:
    words = sorted((word for word, kind in vocabulary().words.items() if kind == "route"), key=len, reverse=True)
    names = "|".join(re.escape(word.capitalize()) for word in words)
    return re.compile(rf"(?P<label>{names})\s{{1,9}}(?P<rest>\S.{{0,4000}})$")
