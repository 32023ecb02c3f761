"""The leaves of a query: the words that a hit may hold, and how they stand in the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis.chain import WordForms, analyse_word
from search.query import ast
from search.schema import TEXT_FIELDS

Leaf = ast.Word | ast.Phrase | ast.Prefix | ast.Spelt


class Asked(NamedTuple):
    """A leaf that a hit may hold, the field that it must stand in (`""` for any), and how much more it counts."""

    leaf: Leaf
    field: str = ""
    factor: float = 1.0


def held(query: ast.Query, factor: float = 1.0) -> Iterator[tuple[ast.Query, float]]:
    """The nodes of a query that a hit may fulfil and that hold no other, in order, each with how much more it counts;
    Also stands behind what it holds."""
    match query:
        case ast.And(nodes) | ast.Or(nodes):
            for node in nodes:
                yield from held(node, factor)
        case ast.Boost(node, more):
            yield from held(node, factor * more)
        case ast.Also(node):
            yield from held(node, factor)
            yield query, factor
        case _:
            yield query, factor


def leaves(query: ast.Query, fields: Sequence[str] = TEXT_FIELDS) -> Iterator[Asked]:
    """The leaves by which hits are ordered, in order, of a pair both words: those of `fields`, and of no field."""
    for node, factor in held(query):
        field, inner = (node.field, node.node) if isinstance(node, ast.In) else ("", node)
        if not field or field in fields:
            yield from (Asked(leaf, field, factor) for leaf in _leaves(inner))


def _leaves(node: ast.Query) -> tuple[Leaf, ...]:
    match node:
        case ast.Near(first, second):
            return first, second
        case ast.Word() | ast.Phrase() | ast.Prefix() | ast.Spelt():
            return (node,)
        case _:
            return ()


class Beside(NamedTuple):
    """A synonym that a hit may hold, with the field of what it stands for, and how much more that counts."""

    synonym: ast.Synonym
    field: str
    factor: float


def synonyms_of(query: ast.Query) -> Iterator[Beside]:
    """The synonyms that a hit may hold, in order."""
    for node, factor in held(query):
        if isinstance(node, ast.Also):
            field = node.node.field if isinstance(node.node, ast.In) else ""
            yield from (Beside(synonym, field, factor) for synonym in node.synonyms)


def synonym_terms(synonym: ast.Synonym) -> tuple[str, tuple[str, ...]]:
    """The form and the terms of a synonym. They must stand side by side: nobody typed it, so it must be no chance."""
    forms = analyse_word(synonym.node.text)
    return ("exact", forms.exact) if isinstance(synonym.node, ast.Phrase) else ("parts", forms.parts)


def is_glued(forms: WordForms) -> bool:
    """Whether a word is several words with a sign between (`kosten/baten`): each must then match. With a digit in it
    (`14:30`) its tokens say little apart, and it is searched as a phrase."""
    return len(forms.exact) > 1 and not any(character.isdigit() for token in forms.exact for character in token)


def beginnings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How words that begin so may begin in the index, and which may be whole: `2.055` is indexed as 2055, and `børne-`
    stands there as børne when `og skoleudvalg` follows."""
    typed = text.lower()
    forms = analyse_word(text).exact
    if len(forms) != 1 or [*filter(str.isalnum, forms[0])] != [*filter(str.isalnum, typed)]:
        return (typed,), ()
    if typed[-1].isalnum():
        return tuple(dict.fromkeys((typed, forms[0]))), ()
    return (typed,), forms
