"""Query -> the same query asked less strictly: without common words, or for any of its words instead of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from search.analysis.chain import analyse_word
from search.query import ast
from search.schema import TEXT_FIELDS


def without_stops(query: ast.Query) -> tuple[ast.Query, tuple[str, ...]]:
    """The query without the stop words that stand beside other words that must match, and these stop words as written;
    alone, in a choice or excluded they are searched."""
    match query:
        case ast.And(nodes):
            telling = [node for node in nodes if not _is_stop(node)]
            kept = telling if any(map(_is_wordlike, telling)) else nodes
            left_out = tuple(node.text for node in nodes if node not in kept and isinstance(node, ast.Word))
            found, below = _each_without(kept)
            return ast.joined(ast.And, found), left_out + below
        case ast.Or(nodes):
            found, below = _each_without(nodes)
            return ast.joined(ast.Or, found), below
        case ast.Not(node):
            inner, below = without_stops(node)
            return ast.Not(inner), below
        case ast.Boost(node, factor):
            inner, below = without_stops(node)
            return ast.Boost(inner, factor), below
        case _:
            return query, ()


def any_word(query: ast.Query) -> ast.Query:
    """The same query asking for any of its top-level words instead of all, and of a compound for any of its parts;
    filters and exclusions stay."""
    nodes = query.nodes if isinstance(query, ast.And) else (query,)
    words = [_loosened(node) for node in nodes if _is_wordlike(node)]
    others = [node for node in nodes if not _is_wordlike(node)]
    return ast.joined(ast.And, [ast.joined(ast.Or, words), *others]) if words else query


def _loosened(query: ast.Query) -> ast.Query:
    match query:
        case ast.Word():
            return replace(query, loose=True)
        case ast.In(field, ast.Word() as word) if field in TEXT_FIELDS:
            return ast.In(field, replace(word, loose=True))
        case ast.Or(nodes):
            return ast.Or(tuple(map(_loosened, nodes)))
        case ast.Boost(node, factor):
            return ast.Boost(_loosened(node), factor)
        case _:
            return query


def _each_without(nodes: Iterable[ast.Query]) -> tuple[list[ast.Query], tuple[str, ...]]:
    found = [without_stops(node) for node in nodes]
    return [query for query, _ in found], tuple(word for _, words in found for word in words)


def _is_wordlike(query: ast.Query) -> bool:
    """Whether a node asks for words (and not only for names, values and exclusions)."""
    match query:
        case ast.And(nodes) | ast.Or(nodes):
            return any(map(_is_wordlike, nodes))
        case ast.In(field):
            return field in TEXT_FIELDS
        case ast.Boost(node):
            return _is_wordlike(node)
        case _:
            return isinstance(query, ast.Leaf)


def _is_stop(query: ast.Query) -> bool:
    return isinstance(query, ast.Word) and analyse_word(query.text).stop
