"""How a query was understood and why a hit stands where it does, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from search.answer import Explanation
from search.engines.engine import (
    And,
    AnyTerm,
    Every,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Reader,
    Term,
    Weighted,
)
from search.meaning.expansion import spelt_in
from search.meaning.rewrite import Rewritten
from search.meaning.synonyms import told
from search.query import ast
from search.query.printer import to_text

NAMED = 10
"""So many words that a wildcard stands for are named."""
SHOWN = 50
"""So many of the terms that a wildcard stands for are told."""


def explanation(asked: Rewritten, reader: Reader) -> Explanation:
    """The condition that hits fulfil, and every term in it with the number of items that hold it."""
    terms = dict.fromkeys(_terms(asked.match))
    return Explanation(describe(asked.match), tuple((f, t, reader.frequency(f, t)) for f, t in terms))


def synonyms_used(places: Sequence[ast.Also]) -> tuple[tuple[str, str], ...]:
    """Per word of the query with synonyms, what else it was found by, in words; each word once."""
    return tuple(dict.fromkeys((to_text(place.node), told(place.synonyms)) for place in places))


def words_meant(query: ast.Query) -> tuple[tuple[str, str], ...]:
    """Per wildcard and misspelt word of the query the words of the index that it stands for, in words."""
    return tuple(dict.fromkeys((to_text(one), _in_words(one.words)) for one in spelt_in(query)))


def _in_words(words: Sequence[str]) -> str:
    more = f" og {len(words) - NAMED} andre" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more if words else "intet ord i indekset"


def describe(node: Node) -> str:
    """A condition on one line: `title_stem:skol OR text_stem:skol`."""
    match node:
        case Every():
            return "everything"
        case Term(field, term):
            return f"{field}:{term}"
        case AnyTerm(field, terms):
            return f"{field}:({_some(terms)})"
        case Prefix(field, prefix):
            return f"{field}:{prefix}*"
        case Phrase(field, terms):
            return f'{field}:"{" ".join(terms)}"'
        case Near(field, first, second, distance):
            return f"{field}:({first} within {distance} of {second})"
        case Range(field, low, high):
            return f"{field}:[{'' if low is None else low}..{'' if high is None else high}]"
        case And(nodes):
            return "(" + " AND ".join(map(describe, nodes)) + ")"
        case Or(nodes):
            return "(" + " OR ".join(map(describe, nodes)) + ")"
        case Not(inner):
            return f"NOT {describe(inner)}"
        case _:
            assert_never(node)


def _some(terms: Sequence[str]) -> str:
    more = f" OR {len(terms) - SHOWN} more" if len(terms) > SHOWN else ""
    return " OR ".join(terms[:SHOWN]) + more


def score_parts(seq: int, score: Sequence[Weighted], reader: Reader) -> tuple[tuple[str, float], ...]:
    """The pieces of one hit's score that are not zero, largest first."""
    values = reader.parts(seq, score)
    named = [(describe(piece.node), round(value, 4)) for piece, value in zip(score, values, strict=True) if value]
    return tuple(sorted(named, key=lambda part: (-part[1], part[0])))


def _terms(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case Term(field, term):
            yield field, term
        case AnyTerm(field, terms):
            yield from ((field, term) for term in terms[:SHOWN])
        case Phrase(field, terms):
            yield from ((field, term) for term in terms)
        case Near(field, first, second):
            yield from ((field, first), (field, second))
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _terms(inner)
        case Not(inner):
            yield from _terms(inner)
        case _:
            return
