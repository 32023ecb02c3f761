"""The query language: text to tree. What cannot be honoured is refused, with its place and what would have been right.

either  = both { OR both }
both    = one { [ AND ] one }
one     = ( NOT | "-" ) one | "(" either ")" | [ field ":" ] ( word | "phrase" | prefix* )
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from search.errors import QueryError
from search.query import dates
from search.query.ast import And, Case, Dates, Every, In, Not, Or, Phrase, Prefix, Query, Span, Value, Word
from search.query.fields import FIELDS, Kind
from search.query.lexer import MAX_TEXT, Lexeme, Mark, has_substance, lex
from search.query.printer import to_text
from search.query.refusal import refusal
from search.query.values import value_key, value_words

MAX_DEPTH = 30
MAX_CLAUSES = 500


@dataclass(frozen=True, slots=True)
class _Source:
    """The query as given and cut into lexemes."""

    text: str
    lexemes: tuple[Lexeme, ...]

    def at(self, index: int) -> Lexeme | None:
        return self.lexemes[index] if 0 <= index < len(self.lexemes) else None

    def mark(self, index: int) -> Mark | None:
        lexeme = self.at(index)
        return lexeme.mark if lexeme else None

    def refusal(self, message: str, lexeme: Lexeme, advice: str) -> QueryError:
        return refusal(message, self.text, (lexeme.start, lexeme.end), advice)


Parsed = tuple[Query, int]
"""A tree, and the index of the first lexeme behind it."""


def parse(text: str) -> Query:
    """The tree of a query; Every for an empty one. Raises QueryError, with places in `text`, for what it cannot honour.

    What it accepts can be kept: `parse(to_text(parse(text)))` is the same tree.
    """
    source = _Source(text, lex(text))
    if not source.lexemes:
        return Every()
    _refuse_many_clauses(source)
    query, index = _either(source, 0, 0)
    if index < len(source.lexemes):
        raise source.refusal("This ) closes nothing", source.lexemes[index], "Leave it out, or write a ( before it.")
    _refuse_long_print(text, query)
    return query


def _either(source: _Source, index: int, depth: int) -> Parsed:
    nodes, index = _both(source, index, depth)
    alternatives = [nodes]
    while source.mark(index) is Mark.OR:
        nodes, index = _both(source, index + 1, depth)
        alternatives.append(nodes)
    return joined(Or, alternatives), index


def _both(source: _Source, index: int, depth: int) -> Parsed:
    """Words side by side, with or without AND between them."""
    node, index = _one(source, index, depth)
    nodes = [node]
    while source.mark(index) not in (None, Mark.OR, Mark.CLOSE):
        node, index = _one(source, index + (source.mark(index) is Mark.AND), depth)
        nodes.append(node)
    return joined(And, nodes), index


def joined(kind: type[And] | type[Or], nodes: Sequence[Query]) -> Query:
    """One node as it is; more under a node of this kind, those of the same kind opened up into it."""
    if len(nodes) == 1:
        return nodes[0]
    return kind(tuple(part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))))


def _one(source: _Source, index: int, depth: int) -> Parsed:
    lexeme = source.at(index)
    if lexeme is None or lexeme.mark in (Mark.AND, Mark.OR, Mark.CLOSE):
        raise _nothing_at(source, index)
    if lexeme.mark in (Mark.NOT, Mark.MINUS, Mark.OPEN):
        return _nested(source, index, _deeper(source, lexeme, depth))
    if lexeme.mark is Mark.FIELD:
        return _in_field(source, lexeme, source.at(index + 1)), index + 2
    return _text_leaf(source, lexeme), index + 1


def _nested(source: _Source, index: int, depth: int) -> Parsed:
    opening = source.lexemes[index]
    if opening.mark is not Mark.OPEN:
        node, index = _one(source, index + 1, depth)
        return Not(node), index
    node, index = _either(source, index + 1, depth)
    if source.mark(index) is not Mark.CLOSE:
        raise source.refusal("This ( is never closed", opening, "Write a ) where the group ends.")
    return node, index + 1


def _deeper(source: _Source, lexeme: Lexeme, depth: int) -> int:
    if depth == MAX_DEPTH:
        message = f"More than {MAX_DEPTH} groups or NOTs stand inside each other"
        raise source.refusal(message, lexeme, "Write the query with fewer of them.")
    return depth + 1


def _nothing_at(source: _Source, index: int) -> QueryError:
    """Why nothing to look for stands where it should."""
    before, here = source.at(index - 1), source.at(index)
    sides = 'Write a word on each side of AND and OR, and one behind NOT; to search for the word itself: "OR".'
    if here and here.mark in (Mark.AND, Mark.OR):
        return source.refusal(f"{here.text} has nothing before it", here, sides)
    if before and before.mark in (Mark.AND, Mark.OR, Mark.NOT, Mark.MINUS):
        return source.refusal(f"{before.text} has nothing behind it", before, sides)
    if before is None:
        assert here is not None, "a query without lexemes is Every"
        return source.refusal("This ) closes nothing", here, "Leave it out, or write a ( before it.")
    if here is None:
        return source.refusal("This ( is never closed", before, "Write a ) where the group ends.")
    advice = "Write words between the brackets, or leave them out."
    return refusal("The group is empty", source.text, (before.start, here.end), advice)


_LEAVES: dict[Mark, type[Word] | type[Phrase] | type[Prefix]] = {
    Mark.WORD: Word,
    Mark.PHRASE: Phrase,
    Mark.PREFIX: Prefix,
}


def _text_leaf(source: _Source, lexeme: Lexeme) -> Word | Phrase | Prefix:
    if not has_substance(lexeme.text):
        raise source.refusal(
            f"{lexeme.text[:40]} holds no letter or digit to look for",
            lexeme,
            'Leave it out, write it together with its neighbour (§17), or quote the whole: "Børn & Unge".',
        )
    return _LEAVES[lexeme.mark](lexeme.text, (lexeme.start, lexeme.end))


def _in_field(source: _Source, field: Lexeme, value: Lexeme | None) -> Query:
    if value is None or value.start != field.end or value.mark is Mark.CLOSE:
        raise source.refusal(
            "The field has nothing behind it",
            field,
            "Write the value right behind the colon, without a space: titel:cykelsti; or put the words in quotes.",
        )
    if value.mark is Mark.OPEN:
        raise source.refusal(
            "A field takes one word, phrase or prefix, not a group",
            value,
            "Write the field before each word: (titel:skole ELLER titel:daginstitution).",
        )
    return _READERS[FIELDS[field.text].kind](source, field, value)


def _words_in_field(source: _Source, field: Lexeme, value: Lexeme) -> Query:
    return In(field.text, _text_leaf(source, value))


def _case(source: _Source, field: Lexeme, value: Lexeme) -> Query:
    number = _text_leaf(source, value)
    return Case(number.text, isinstance(number, Prefix), _span(field, value))


def _value(source: _Source, field: Lexeme, value: Lexeme) -> Query:
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


def _dates(source: _Source, field: Lexeme, value: Lexeme) -> Query:
    written = f"{value.text}*" if value.mark is Mark.PREFIX else value.text
    try:
        low, high = dates.parse_range(written)
    except ValueError as error:
        raise source.refusal(str(error), value, f"Write {dates.FORMS}.") from None
    return Dates(low, high, _span(field, value))


def _span(field: Lexeme, value: Lexeme) -> Span:
    return field.start, value.end


_READERS: dict[Kind, Callable[[_Source, Lexeme, Lexeme], Query]] = {
    "words": _words_in_field,
    "case": _case,
    "value": _value,
    "date": _dates,
}


def _refuse_many_clauses(source: _Source) -> None:
    leaves = [lexeme for lexeme in source.lexemes if lexeme.mark in _LEAVES]
    if len(leaves) > MAX_CLAUSES:
        raise source.refusal(
            f"The query has {len(leaves)} words and phrases; at most {MAX_CLAUSES} are read",
            leaves[MAX_CLAUSES],
            "Split it into several queries.",
        )


def _refuse_long_print(text: str, query: Query) -> None:
    """A query is kept in its printed form, which must be readable again."""
    length = len(to_text(query))
    if length > MAX_TEXT:
        message = f"The query has {length:,} characters when written out in full; at most {MAX_TEXT:,} are read"
        raise refusal(message, text, (0, len(text)), "Split it into several queries.")
