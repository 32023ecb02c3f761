"""The query language: tree to text, in the one form that stands for all ways of writing the same query."""

from __future__ import annotations

import re
from itertools import accumulate, islice

from search.errors import QueryError
from search.query.ast import (
    Also,
    And,
    Boost,
    Case,
    Dates,
    Figures,
    Fuzzy,
    Given,
    In,
    Lately,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Spelt,
    Value,
    Wildcard,
    Word,
)
from search.query.dates import range_text
from search.query.fields import FIELDS, field_named
from search.query.figures import figures_text
from search.query.leaves import WORDS_BEHIND, is_one_value
from search.query.lexemes import Mark
from search.query.lexer import QUOTES, SIGN_APART, SUFFIX, lex
from search.query.values import value_key, value_words


def to_text(query: Query) -> str:
    """The text that `search.query.parser.parse` reads as this tree: Danish names, AND as words side by side.

    Takes the trees that `parse` can give; `""` for Every.
    """
    match query:
        case And(nodes):
            return _side_by_side([_grouped(node) if isinstance(node, Or) else to_text(node) for node in nodes])
        case Or(nodes):
            return " ELLER ".join(map(to_text, nodes))
        case Not(Not() as node):
            return f"NOT {to_text(node)}"
        case Not(node):
            return f"-{_grouped(node) if isinstance(node, And | Or | Boost | Near) else to_text(node)}"
        case Boost(node, factor):
            text = to_text(node)
            grouped = isinstance(node, And | Or | Boost | Near) or text.endswith("\\")
            return f"({text})^{factor:g}" if grouped else f"{text}^{factor:g}"
        case Also(node):
            return to_text(node)
        case _:
            return _leaf(query)


_PARAGRAPH = re.compile(r"§[0-9]{1,4}[^\W\d]?,?$")
_VALUE = re.compile(r"(?:NOT )?-?(\w+):(\S+)")
_OF_PARAGRAPH = re.compile(r"[a-hj-z](?!\w)|stk", re.IGNORECASE)


def _side_by_side(texts: list[str]) -> str:
    """The texts with spaces between; what would be read as part of what is before it is kept from that."""
    kept = [f"\\{text}" if _belongs(texts[at], texts[at + 1 :]) else text for at, text in enumerate(texts[1:])]
    return " ".join((texts[0], *kept))


def _belongs(before: str, behind: list[str]) -> bool:
    """Whether the first text behind would be read as a part of what is before it."""
    if (value := _VALUE.fullmatch(before)) and (field := field_named(value[1])):
        words = accumulate((value[2], *" ".join(behind).split(" ")[:WORDS_BEHIND]), "{} {}".format)
        if any(is_one_value(field, text) for text in islice(words, 1, None)):
            return True
    paragraph = _OF_PARAGRAPH.match(behind[0]) and _PARAGRAPH.search(before)
    return bool(paragraph or SIGN_APART.match(behind[0]))


def _grouped(query: Query) -> str:
    return f"({to_text(query)})"


def _leaf(query: Query) -> str:
    match query:
        case In(field, node):
            return _in_field(FIELDS[field].names[0], node)
        case Case(number, prefix):
            return _named("case", _case(number, prefix))
        case Value(field, key):
            return _named(field, next((word for word in value_words(field) if value_key(field, word) == key), key))
        case Given(field):
            return _named(field, "*")
        case Dates(low, high):
            return _named("date", range_text(low, high))
        case Lately(name):
            return _named("date", name)
        case Figures(field, low, high):
            return _named(field, figures_text(low, high))
        case Phrase() | Word() | Prefix() | Wildcard() | Fuzzy() | Spelt() | Near():
            return _in_field("", query)
        case _:
            return ""


def _in_field(field: str, node: Leaf | Spelt) -> str:
    """The words in the field, `""` for any."""
    named = f"{field}:" if field else ""
    match node:
        case Near(first, second, between) if field:
            return f"{named}({_word(first.text)} NÆR/{between} {_word(second.text)})"
        case Near(first, second, between):
            return f"{_word(first.text)} NÆR/{between} {_word(second.text)}"
        case Phrase(text, _, between):
            return f"{named}{_quoted(text)}" + (f"~{between}" if between else "")
        case Fuzzy(text, edits):
            return named + _word(text, named, f"~{edits}")
        case Spelt(inner):
            return _in_field(field, inner)
        case Wildcard(pattern):
            return f"{named}{pattern}"
        case Prefix(text):
            return f"{named}{text}*"
        case Word(text):
            return named + _word(text, named)


def _named(field: str, value: str) -> str:
    return f"{FIELDS[field].names[0]}:{value}"


def _word(text: str, field: str = "", sign: str = "") -> str:
    """The word (between `titel:` or the like and `~1`), kept from being read as an operator or as something else."""
    kept = SUFFIX.sub(r"\\\g<0>", text)
    forms = (f"{form}{sign}" for form in (text, kept, f"\\{text}", f"\\{kept}"))
    return _first_read_as(text, (*forms,), field)


def _case(number: str, prefix: bool) -> str:
    if prefix:
        return f"{number}*"
    return _first_read_as(number, (number, _quoted(number), f"\\{number}"), "sag:")


def _first_read_as(text: str, forms: tuple[str, ...], field: str) -> str:
    """The first form that the lexer, asked itself, reads as a word or phrase with this text."""
    return next((form for form in forms if _read(field + form) == text), forms[-1])


def _read(query: str) -> str | None:
    try:
        lexemes = [lexeme for lexeme in lex(query) if lexeme.mark not in (Mark.FIELD, Mark.TILDE)]
    except QueryError:
        return None
    whole = len(lexemes) == 1 and lexemes[0].mark in (Mark.WORD, Mark.PHRASE)
    return lexemes[0].text if whole else None


def _quoted(text: str) -> str:
    """The phrase in the first pair of quotes that its text does not close."""
    fitting = (f"{opens}{text}{closes[0]}" for opens, closes in QUOTES.items() if not set(closes) & set(text))
    return next(fitting, '"' + text.replace('"', " ") + '"')
