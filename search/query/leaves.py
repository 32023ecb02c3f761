"""A lexeme -> what it asks for: words as they stand, and the values of fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import Any

from search.query import dates, figures
from search.query.amounts import FORMS as AMOUNTS
from search.query.amounts import parse_amount, refuse_half_told
from search.query.ast import Case, Dates, Figures, In, Lately, Phrase, Prefix, Query, Span, Value, Wildcard, Word
from search.query.fields import FIELDS, Kind
from search.query.lately import FORMS
from search.query.lexemes import Lexeme, Lexemes, Mark
from search.query.lexer import has_substance
from search.query.refusal import refusal
from search.query.values import value_key, value_words

WORDS_BEHIND = 3
"""So many words behind a value are looked at whether they belong to it."""

_Read = Word | Phrase | Prefix | Wildcard
LEAVES: dict[Mark, type[Word] | type[Phrase] | type[Prefix] | type[Wildcard]] = {
    Mark.WORD: Word,
    Mark.PHRASE: Phrase,
    Mark.PREFIX: Prefix,
    Mark.WILDCARD: Wildcard,
}


def text_leaf(source: Lexemes, lexeme: Lexeme) -> _Read:
    """The word, phrase, prefix or wildcard. Raises QueryError where it holds nothing to look for."""
    if not has_substance(lexeme.text):
        raise source.refusal(
            f"{lexeme.text[:40]} holds no letter or digit to look for",
            lexeme,
            'Leave it out, write it together with its neighbour (§17), or quote the whole: udvalg:"Børn & Unge"; '
            "a range has two dots: dato:2023..2024.",
        )
    return LEAVES[lexeme.mark](lexeme.text, (lexeme.start, lexeme.end))


def _words_in_field(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    return In(field.text, text_leaf(source, value))


def _name(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    name = text_leaf(source, value)
    if isinstance(name, Wildcard):
        raise source.refusal(
            "A star stands behind a name only", value, 'Write parti:V, parti:"Ny Liste" or parti:ven*.'
        )
    return In(field.text, name)


def _case(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    number = text_leaf(source, value)
    if isinstance(number, Wildcard):
        raise source.refusal("A star stands behind a case number only", value, "Write sag:24.00.00-G01*.")
    return Case(number.text, isinstance(number, Prefix), _span(field, value))


def _value(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    _refuse_parted(source, field, value)
    key = None if value.mark is Mark.PREFIX else value_key(field.text, value.text)
    if key:
        return Value(field.text, key, _span(field, value))
    words = value_words(field.text)
    near = get_close_matches(value.text.casefold(), words, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    name = FIELDS[field.text].names[0]
    raise source.refusal(
        f"{name}: has no value called {value.text[:40]}", value, f"{meant}The values are {', '.join(words)}."
    )


def _dates(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    _refuse_parted(source, field, value)
    try:
        return replace(_date(_written(value)), at=_span(field, value))
    except ValueError as error:
        raise source.refusal(str(error), value, f"Write {dates.FORMS}, or {FORMS}.") from None


def _date(text: str) -> Dates | Lately:
    name = dates.told_from_today(text)
    return Lately(name) if name else Dates(*dates.parse_range(text))


def _amount(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    return _figures(source, (field, value), _amounts, AMOUNTS)


def _amounts(text: str) -> figures.Range:
    refuse_half_told(text)
    return figures.parse_figures(text, parse_amount)


def _number(source: Lexemes, field: Lexeme, value: Lexeme) -> Query:
    return _figures(source, (field, value), _WHOLE["number"], figures.FORMS)


def _figures(source: Lexemes, at: tuple[Lexeme, Lexeme], read: Callable[[str], figures.Range], forms: str) -> Query:
    field, value = at
    _refuse_parted(source, field, value)
    try:
        low, high = read(_written(value))
    except ValueError as error:
        name = FIELDS[field.text].names[0]
        raise source.refusal(str(error), value, f"Write {forms}; as a range {name}:3..5 or {name}:>3.") from None
    return Figures(field.text, low, high, _span(field, value))


_WHOLE: dict[Kind, Callable[[str], Any]] = {
    "date": _date,
    "amount": partial(figures.parse_figures, read=parse_amount),
    "number": partial(figures.parse_figures, read=figures.number),
}
"""How values are read that people write as several words."""


def is_one_value(field: str, text: str) -> bool:
    """Whether all of a text may be one value of the field, as in quotes: `5 mio`, `2023.. 2024`, `ikke godkendt`."""
    kind = FIELDS[field].kind
    try:
        return bool(value_key(field, text) if kind == "value" else kind in _WHOLE and _WHOLE[kind](text))
    except ValueError:
        return False


def _refuse_parted(source: Lexemes, field: Lexeme, value: Lexeme) -> None:
    """Where words behind the value may belong to it."""
    behind = islice((lexeme for lexeme in source.lexemes if lexeme.start >= value.end), WORDS_BEHIND)
    for last in reversed([*behind]):
        whole = " ".join(source.text[value.start : last.end].split())
        if is_one_value(field.text, whole):
            advice = f'Write it in quotes: {FIELDS[field.text].names[0]}:"{whole}".'
            raise refusal(f"{whole} is more than one word", source.text, (value.start, last.end), advice)


def _written(value: Lexeme) -> str:
    return f"{value.text}*" if value.mark is Mark.PREFIX else value.text


def _span(field: Lexeme, value: Lexeme) -> Span:
    return field.start, value.end


READERS: dict[Kind, Callable[[Lexemes, Lexeme, Lexeme], Query]] = {
    "words": _words_in_field,
    "case": _case,
    "value": _value,
    "date": _dates,
    "name": _name,
    "amount": _amount,
    "number": _number,
}
"""Kind of field -> what makes a node of its lexeme and that of its value. They raise QueryError."""
