"""Nodes and evidence as Tantivy's own queries, and the schema they are asked of.

Only this module and `search.engines.tantivy` import the library."""

from __future__ import annotations

import re
from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from search.engines.contract import POSITIONED
from search.engines.engine import And, AnyTerm, Every, Near, Node, Not, Or, Phrase, Prefix, Range, Term, Weighted
from search.schema import FACETS, FIGURES, KEYWORDS, NUMBERS, WORD_FIELDS, facet_field

PAD = "\x01"
"""The padding term: no term of a document holds a control character."""
ROLE = "role"
ITEM = "item"
PRIOR = "prior"
MARKER = "marker"
"""One document is no item: it carries the generation, and by its role is in no total and no answer."""


def schema() -> tantivy.Schema:
    """All fields of `search.schema`, `seq`, and what the marker needs."""
    builder = tantivy.SchemaBuilder()
    for field in WORD_FIELDS:
        option = "position" if field in POSITIONED else "freq"
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
    for field in (*KEYWORDS, ROLE):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in map(facet_field, FACETS):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("seq", "generation", *NUMBERS, *FIGURES):
        builder.add_integer_field(field, indexed=True, fast=True)
    builder.add_float_field(PRIOR, fast=True)
    return builder.build()


def prior(factor: float) -> float:
    """What PRIOR must hold for scores to be multiplied by `factor`: Tantivy takes log2(2 + value)."""
    return 2**factor - 2


def query(schema: tantivy.Schema, node: Node) -> Query:
    """A node in normal form (`search.engines.contract.normal`) as a query whose scores mean nothing."""
    match node:
        case Every():
            return _term(schema, ROLE, ITEM)
        case Term(field, term):
            return _term(schema, field, term)
        case AnyTerm(field, terms):
            return Query.term_set_query(schema, field, [term for term in terms if not _is_pad(field, term)])
        case Prefix(field, prefix):
            return _prefix(schema, field, prefix)
        case Phrase(field, terms):
            return Query.phrase_query(schema, field, list(terms))
        case Near():
            return _near(schema, node)
        case Range(field, low, high):
            return Query.range_query(schema, field, tantivy.FieldType.Integer, low, high)
        case Or(nodes):
            return _any([query(schema, part) for part in nodes])
        case And(nodes):
            return _all(schema, nodes)
        case Not():
            return _all(schema, (node,))


def _term(schema: tantivy.Schema, field: str, term: str) -> Query:
    if _is_pad(field, term):
        return Query.empty_query()
    return Query.term_query(schema, field, term, "freq" if field in WORD_FIELDS else "basic")


def _prefix(schema: tantivy.Schema, field: str, prefix: str) -> Query:
    """By a regular expression, which is matched against whole terms; an empty prefix must not find the padding."""
    if _is_pad(field, prefix):
        return Query.empty_query()
    beginning = re.sub(r"\W", lambda found: f"\\x{{{ord(found[0]):x}}}", prefix) or f"[^{PAD}]"
    return Query.regex_query(schema, field, beginning + "(?s:.)*")


def _is_pad(field: str, text: str) -> bool:
    return text.startswith(PAD) and field in WORD_FIELDS


def _near(schema: tantivy.Schema, node: Near) -> Query:
    """Two terms at the same place, with slop: found in either order at most so far apart. One term twice would find
    itself so, and is asked for at two places."""
    if node.first != node.second:
        return Query.phrase_query(schema, node.field, [(0, node.first), (0, node.second)], slop=node.distance)
    odd = node.distance - (node.distance + 1) % 2
    if odd == node.distance:
        return _twice(schema, node, (odd + 1) // 2, (odd - 1) // 2)
    return _any([_twice(schema, node, (odd + 1) // 2, (odd - 1) // 2), _twice(schema, node, node.distance, 0)])


def _twice(schema: tantivy.Schema, node: Near, gap: int, slop: int) -> Query:
    return Query.phrase_query(schema, node.field, [(0, node.first), (gap, node.first)], slop=slop)


def _any(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(schema: tantivy.Schema, nodes: Sequence[Node]) -> Query:
    """A negation takes from what the others find; alone it would find nothing."""
    wanted = [node for node in nodes if not isinstance(node, Not)] or [Every()]
    unwanted = [node.node for node in nodes if isinstance(node, Not)]
    clauses = [(Occur.Must, query(schema, node)) for node in wanted]
    return Query.boolean_query(clauses + [(Occur.MustNot, query(schema, node)) for node in unwanted])


def best(schema: tantivy.Schema, match: Node, score: Sequence[Weighted]) -> Query:
    """What `match` finds, scored by the evidence. Where that is the very thing asked for, as with phrases, it is looked
    for once."""
    asked = match.nodes if isinstance(match, Or) else (match,)
    if {*asked} == {weighted.node for weighted in score if weighted.weight}:
        return Query.boolean_query(_evidence(schema, score))
    return scored(schema, query(schema, match), score)


def scored(schema: tantivy.Schema, match: Query, score: Sequence[Weighted]) -> Query:
    """What `match` finds, scored by the evidence alone: one flat union, since nested ones cost twice the time."""
    return Query.boolean_query([(Occur.Must, Query.const_score_query(match, 0.0)), *_evidence(schema, score)])


def _evidence(schema: tantivy.Schema, score: Sequence[Weighted]) -> list[tuple[Occur, Query]]:
    boosted = (Query.boost_query(query(schema, weighted.node), weighted.weight) for weighted in score)
    return [(Occur.Should, evidence) for evidence in boosted]
