"""The query language: text to tree. What cannot be honoured is refused, with its place and what would have been right.

either  = both { OR both }
both    = beside { [ AND ] beside }
beside  = graded { NÆR/n graded }
graded  = one [ ~n ] [ ^n ]
one     = ( NOT | "-" ) one | [ field ":" ] ( "(" either ")" | word | "phrase" | prefix* | wild*card )
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from search.errors import QueryError
from search.query.ast import (
    And,
    Boost,
    Every,
    Fuzzy,
    Given,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    joined,
)
from search.query.fields import FIELDS
from search.query.leaves import LEAVES, READERS, text_leaf
from search.query.lexemes import Lexeme, Lexemes, Mark
from search.query.lexer import MAX_BETWEEN, MAX_TEXT, as_words, lex
from search.query.printer import to_text
from search.query.refusal import refusal

MAX_DEPTH = 30
MAX_CLAUSES = 500
MAX_OPEN = 30
"""Words with a star, a question mark or a ~: each is looked up among all words of the index."""
MAX_BOOST = 100
EDITS = (1, 2)
_GROWTH = 10
"""So many times as long as it was typed no query prints, though its field stands before each word of a group."""
_OPEN = (Mark.PREFIX, Mark.WILDCARD)
ORDERING = ("title", "decision")
"""The fields by whose words hits are ordered."""


Parsed = tuple[Query, int]
"""A tree, and the index of the first lexeme behind it."""


def parse(text: str) -> Query:
    """The tree of a query; Every for an empty one. Raises QueryError, with places in `text`, for what it cannot honour.

    What it accepts can be kept: `parse(to_text(parse(text)))` is the same tree.
    """
    source = Lexemes(text, lex(text))
    if not source.lexemes:
        return Every()
    _refuse_many_clauses(source)
    query, index = _either(source, 0, 0)
    if index < len(source.lexemes):
        raise source.refusal("This ) closes nothing", source.lexemes[index], "Leave it out, or write a ( before it.")
    _refuse_long_print(text, query)
    return query


def _either(source: Lexemes, index: int, depth: int) -> Parsed:
    nodes, index = _both(source, index, depth)
    alternatives = [nodes]
    while source.mark(index) is Mark.OR:
        nodes, index = _both(source, index + 1, depth)
        alternatives.append(nodes)
    return joined(Or, alternatives), index


def _both(source: Lexemes, index: int, depth: int) -> Parsed:
    """Words side by side, with or without AND between them."""
    node, index = _beside(source, index, depth)
    nodes = [node]
    while source.mark(index) not in (None, Mark.OR, Mark.CLOSE):
        node, index = _beside(source, index + (source.mark(index) is Mark.AND), depth)
        nodes.append(node)
    return joined(And, nodes), index


def _beside(source: Lexemes, index: int, depth: int) -> Parsed:
    """Words near each other; of three, each two neighbours."""
    node, index = _graded(source, index, depth)
    pairs: list[Query] = []
    while source.mark(index) is Mark.NEAR:
        sign = source.lexemes[index]
        other, index = _graded(source, index + 1, depth)
        pairs.append(_pair(source, sign, (node, other)))
        node = other
    return (joined(And, pairs) if pairs else node), index


def _pair(source: Lexemes, sign: Lexeme, nodes: tuple[Query, Query]) -> Query:
    match nodes:
        case Word() as first, Word() as second:
            return Near(first, second, int(sign.text))
        case In(name, Word() as first), In(other, Word() as second) if name == other:
            return In(name, Near(first, second, int(sign.text)))
    advice = 'Write skole NÆR/5 lukning, "skole lukning"~5 for exact words; -(a NÆR/5 b).'
    raise source.refusal("NÆR stands between two bare words of one field, without quotes and stars", sign, advice)


def _graded(source: Lexemes, index: int, depth: int) -> Parsed:
    """What may have a ~ and a ^ behind it."""
    node, index = _one(source, index, depth)
    if source.mark(index) is Mark.TILDE:
        node, index = _loosely(source, source.lexemes[index], node), index + 1
    if source.mark(index) is Mark.BOOST:
        node, index = _boosted(source, source.lexemes[index], node), index + 1
    if source.mark(index) in (Mark.TILDE, Mark.BOOST):
        raise source.refusal("One ~ and one ^ may stand here, in this order", source.lexemes[index], "Leave it out.")
    return node, index


def _loosely(source: Lexemes, sign: Lexeme, node: Query) -> Query:
    """A phrase with words between, a word spelt otherwise."""
    match node:
        case In(name, Word() | Phrase() as inner) if FIELDS[name].kind == "words":
            found = _loosely(source, sign, inner)
            assert isinstance(found, Fuzzy | Phrase)
            return In(name, found)
        case Phrase() if sign.text and 0 < int(sign.text) <= MAX_BETWEEN:
            return replace(node, between=int(sign.text))
        case Phrase():
            advice = f'Write how many words may stand between, 1 to {MAX_BETWEEN}: "skole lukning"~5.'
            raise source.refusal("A phrase needs a number of words behind its ~", sign, advice)
        case Word(text) if text.endswith(("~", "^")):
            raise source.refusal("A word that ends in a sign takes no other", sign, "Leave one of them out.")
        case Word() if not sign.text or int(sign.text) in EDITS:
            return Fuzzy(node.text, int(sign.text or 1), node.at)
        case Word():
            raise source.refusal("A word can be off by 1 or 2 letters", sign, "Write ~1 or ~2: kildedal~1.")
    raise source.refusal(
        "A ~ stands behind a word or a phrase", sign, 'Write kildedal~1 or "skole lukning"~5; else leave it out.'
    )


def _boosted(source: Lexemes, sign: Lexeme, node: Query) -> Query:
    factor = float(sign.text)
    if not 0 < factor <= MAX_BOOST:
        raise source.refusal(f"A word can count up to {MAX_BOOST} times as much", sign, "Write lokalplan^3.")
    if not _counts(node):
        advice = "Words and phrases can count more: lokalplan^3; values, dates and stars only say what is found."
        raise source.refusal("What stands before ^ has no weight of its own", sign, advice)
    return Boost(node, factor)


def _counts(node: Query) -> bool:
    """Whether there is something in it that orders hits."""
    match node:
        case And(nodes) | Or(nodes):
            return any(map(_counts, nodes))
        case Boost(inner):
            return _counts(inner)
        case In(name, inner):
            return name in ORDERING and _counts(inner)
        case _:
            return isinstance(node, Word | Phrase | Near | Fuzzy)


def _one(source: Lexemes, index: int, depth: int) -> Parsed:
    lexeme = source.at(index)
    if lexeme is None or lexeme.mark in (Mark.AND, Mark.OR, Mark.CLOSE):
        raise _nothing_at(source, index)
    if lexeme.mark in (Mark.NOT, Mark.MINUS, Mark.OPEN):
        return _nested(source, index, _deeper(source, lexeme, depth))
    if lexeme.mark is Mark.FIELD:
        return _in_field(source, index, depth)
    if lexeme.mark is Mark.NEAR:
        raise source.refusal("NÆR has nothing before it", lexeme, "Write a word on each side: skole NÆR/5 lukning.")
    if source.field:
        return READERS[FIELDS[source.field.text].kind](source, source.field, lexeme), index + 1
    return text_leaf(source, lexeme), index + 1


def _nested(source: Lexemes, index: int, depth: int) -> Parsed:
    opening = source.lexemes[index]
    if opening.mark is not Mark.OPEN:
        node, after = _graded(source, index + 1, depth)
        if source.mark(after - 1) is Mark.BOOST:
            left_out = (source.lexemes[index + 1].start, source.lexemes[after - 1].end)
            raise refusal("What is left out cannot count more", source.text, left_out, "Leave the ^ out.")
        return Not(node), after
    node, index = _either(source, index + 1, depth)
    if source.mark(index) is not Mark.CLOSE:
        raise source.refusal("This ( is never closed", opening, "Write a ) where the group ends.")
    return node, index + 1


def _deeper(source: Lexemes, lexeme: Lexeme, depth: int) -> int:
    if depth == MAX_DEPTH:
        message = f"More than {MAX_DEPTH} groups or NOTs stand inside each other"
        raise source.refusal(message, lexeme, "Write the query with fewer of them.")
    return depth + 1


def _nothing_at(source: Lexemes, index: int) -> QueryError:
    """Why nothing to look for stands where it should."""
    before, here = source.at(index - 1), source.at(index)
    sides = 'Write a word on each side of AND and OR, and one behind NOT; to search for the word itself: "OR".'
    if here and here.mark in (Mark.AND, Mark.OR):
        return source.refusal(f"{here.text} has nothing before it", here, sides)
    if before and before.mark is Mark.NEAR:
        return source.refusal("NÆR has nothing behind it", before, "Write a word on each side: skole NÆR/5 lukning.")
    if before and before.mark in (Mark.AND, Mark.OR, Mark.NOT, Mark.MINUS):
        return source.refusal(f"{before.text} has nothing behind it", before, sides)
    if before is None:
        assert here is not None, "a query without lexemes is Every"
        return source.refusal("This ) closes nothing", here, "Leave it out, or write a ( before it.")
    if here is None:
        return source.refusal("This ( is never closed", before, "Write a ) where the group ends.")
    advice = "Write words between the brackets, or leave them out."
    return refusal("The group is empty", source.text, (before.start, here.end), advice)


def _in_field(source: Lexemes, index: int, depth: int) -> Parsed:
    """A field with its value, or with a group: each word of it stands in the field."""
    field, value = source.lexemes[index], source.at(index + 1)
    if source.field:
        advice = "Write the fields apart: titel:(skole ELLER lukning) udvalg:teknik."
        raise source.refusal("A field stands inside the group of another", field, advice)
    if value is None or value.start != field.end or value.mark is Mark.CLOSE:
        raise _field_alone(source, field)
    if value.mark is Mark.OPEN:
        return _nested(replace(source, field=field), index + 1, _deeper(source, value, depth))
    if value.mark is Mark.ANYTHING:
        return Given(field.text, (field.start, value.end)), index + 2
    return READERS[FIELDS[field.text].kind](source, field, value), index + 2


def _field_alone(source: Lexemes, field: Lexeme) -> QueryError:
    words = as_words(source.text, field.start, field.end)
    joined_up = words[1:-1].replace(": ", ":") if ": " in words else "titel:cykelsti"
    advice = (
        f"Write the value right behind the colon, without a space: {joined_up}; or put the words in quotes: {words}."
    )
    return source.refusal("The field has nothing behind it", field, advice)


def _refuse_many_clauses(source: Lexemes) -> None:
    pairs = pairwise((*source.lexemes, None))
    many = [one for one, after in pairs if one and (one.mark in _OPEN or _is_fuzzy(one, after))]
    if len(many) > MAX_OPEN:
        raise source.refusal(
            f"The query has {len(many)} words with a star or a ~; at most {MAX_OPEN} are read",
            many[MAX_OPEN],
            "Split it into several queries.",
        )
    leaves = [lexeme for lexeme in source.lexemes if lexeme.mark in LEAVES]
    if len(leaves) > MAX_CLAUSES:
        raise source.refusal(
            f"The query has {len(leaves)} words and phrases; at most {MAX_CLAUSES} are read",
            leaves[MAX_CLAUSES],
            "Split it into several queries.",
        )


def _is_fuzzy(word: Lexeme, after: Lexeme | None) -> bool:
    return word.mark is Mark.WORD and after is not None and after.mark is Mark.TILDE


def _refuse_long_print(text: str, query: Query) -> None:
    """A query is kept in its printed form, which must be readable again."""
    if len(text) < MAX_TEXT // _GROWTH:
        return
    length = len(to_text(query))
    if length > MAX_TEXT:
        message = f"The query has {length:,} characters when written out in full; at most {MAX_TEXT:,} are read"
        raise refusal(message, text, (0, len(text)), "Split it into several queries.")
