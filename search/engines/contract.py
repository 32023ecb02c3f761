"""What every engine does before its own work: refuse what cannot be honoured, and simplify the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from search.engines.engine import (
    And,
    AnyTerm,
    EngineDocument,
    Every,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Request,
    Term,
    Weighted,
)
from search.errors import EngineError
from search.schema import FACETS, FIGURES, KEYWORDS, NUMBERS, WORD_FIELDS

POSITIONED = tuple(field for field in WORD_FIELDS if not field.endswith("_stem"))
"""The word fields in which Phrase and Near may be asked; the stem fields are smaller without positions."""

MAX_DEPTH = 50
"""Levels of a query. Some engines follow the tree on the machine's stack and end the whole process when it overflows:
measured between 50 and 100 levels on a thread with 512 kB."""

MAX_DISTANCE = 100
_NUMBER_LIMIT = 2**63
_FIELDS = (frozenset(WORD_FIELDS), frozenset(KEYWORDS), frozenset(NUMBERS), frozenset(FIGURES), frozenset(FACETS))
_WITH_TERMS = (*WORD_FIELDS, *KEYWORDS)
_SCORED = (Term, Phrase, Near)
_NOT_IN_WORDS = re.compile(r"[\x00-\x1f]")


def normal(node: Node, depth: int = 0) -> Node:
    """The same question without And in And, Or in Or, Not in Not, or one-armed And and Or; a Phrase of one term
    is a Term.

    Raises EngineError for a tree deeper than MAX_DEPTH and for leaves that no engine can honour.
    """
    if depth > MAX_DEPTH:
        raise EngineError(f"the query is nested more than {MAX_DEPTH} levels deep; write it flatter")
    match node:
        case And(nodes):
            return _joined(And, [normal(part, depth + 1) for part in nodes])
        case Or(nodes):
            return _joined(Or, [normal(part, depth + 1) for part in nodes])
        case Not(inner):
            found = normal(inner, depth + 1)
            return found.node if isinstance(found, Not) else Not(found)
        case _:
            return _leaf(node)


def _joined(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """And of nothing is everything, Or of nothing is nothing."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))]
    if not flat:
        return Every() if kind is And else Not(Every())
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _leaf(node: Node) -> Node:
    # nearly all are such a term, and it has no problem
    if isinstance(node, Term) and node.field in _WITH_TERMS and node.term.isprintable():
        return node
    problem = next(_problems(node), None)
    if problem:
        raise EngineError(f"{node}: {problem}")
    return Term(node.field, node.terms[0]) if isinstance(node, Phrase) and len(node.terms) == 1 else node


def _problems(node: Node) -> Iterator[str]:
    match node:
        case Term(field, text) | Prefix(field, text):
            yield from _field_problems(field, _WITH_TERMS)
            yield from _text_problems((text,))
        case AnyTerm(field, terms):
            yield from _field_problems(field, _WITH_TERMS)
            yield from _text_problems(terms)
        case Phrase(field, terms):
            yield from _field_problems(field, POSITIONED)
            yield from _text_problems(terms)
            if not terms:
                yield "a phrase needs at least one term"
        case Near(field, first, second, distance):
            yield from _field_problems(field, POSITIONED)
            yield from _text_problems((first, second))
            if not 1 <= distance <= MAX_DISTANCE:
                yield f"the distance must lie between 1 and {MAX_DISTANCE}"
        case Range(field, low, high):
            yield from _field_problems(field, (*NUMBERS, *FIGURES))
            if low is None and high is None:
                yield "a range needs at least one end"
            yield from (f"{number} has more than 64 bits" for number in (low, high) if number and not _fits(number))


def _field_problems(field: str, possible: Sequence[str]) -> Iterator[str]:
    if field not in possible:
        yield f"'{field}' cannot be asked so; possible fields are {', '.join(possible)}"


def _text_problems(texts: Sequence[str]) -> Iterator[str]:
    if not all(map(_encodable, texts)):
        yield "half of a surrogate pair is no text"


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fits(number: int) -> bool:
    return -_NUMBER_LIMIT <= number < _NUMBER_LIMIT


def checked(request: Request) -> Request:
    """The request with its `match` in normal form and its evidence checked. Raises EngineError."""
    if request.limit < 1 or request.offset < 0:
        raise EngineError(f"limit {request.limit} and offset {request.offset}: at least 1 and 0 are needed")
    _refuse_facets(request.facets)
    return replace(request, match=normal(request.match), score=evidence(request.score))


def countable(match: Node, *facets: str) -> Node:
    """What is counted, in normal form. Raises EngineError for a facet that there is not."""
    _refuse_facets(facets)
    return normal(match)


def _refuse_facets(facets: Sequence[str]) -> None:
    if unknown := [facet for facet in facets if facet not in FACETS]:
        raise EngineError(f"'{', '.join(unknown)}' cannot be counted; possible facets are {', '.join(FACETS)}")


def evidence(score: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """The evidence with its nodes in normal form. Only word fields have a BM25 score. Raises EngineError."""
    found = []
    for weighted in score:
        node = normal(weighted.node)
        if not isinstance(node, _SCORED) or node.field not in WORD_FIELDS:
            raise EngineError(f"{weighted.node}: only terms, phrases and pairs in word fields can be scored")
        if not 0 <= weighted.weight < math.inf:
            raise EngineError(f"{weighted.node}: the weight {weighted.weight} is not a number of at least 0")
        found.append(Weighted(node, weighted.weight))
    return tuple(found)


def comparable(score: float) -> float:
    """The score to five significant digits; what lies behind is the noise of adding 32-bit numbers, and no rank."""
    return float(f"{score:.5g}")


def check_document(document: EngineDocument) -> None:
    """Raises EngineError when an engine would keep the document wrongly or not at all."""
    problem = next(_document_problems(document), None)
    if problem:
        raise EngineError(f"document {document.seq}: {problem}; nothing of it was added")


def _document_problems(document: EngineDocument) -> Iterator[str]:
    given_fields = (document.words, document.keywords, document.numbers, document.figures, document.facets)
    for possible, given in zip(_FIELDS, given_fields, strict=True):
        yield from (f"unknown field '{field}'" for field in sorted(given.keys() - possible))
    if not 0 <= document.seq < _NUMBER_LIMIT:
        yield "seq must be 0 or more and have at most 64 bits"
    if not 1 <= document.prior <= 2:
        yield f"the prior {document.prior} does not lie between 1 and 2"
    yield from (f"{field} has more than 64 bits" for field, number in document.numbers.items() if not _fits(number))
    for field, figures in document.figures.items():
        yield from (f"'{field}': {number} is no number from 0 on" for number in figures if number < 0)
        yield from (f"{field} has more than 64 bits" for number in figures if not _fits(number))
    # fast and nearly always true; neither control characters nor halves of surrogate pairs can be printed
    if "".join(chain(document.words.values(), *document.keywords.values(), *document.facets.values())).isprintable():
        return
    for field, text in document.words.items():
        if _NOT_IN_WORDS.search(text):
            yield f"'{field}' holds a control character; terms are joined by spaces"
        yield from (f"'{field}': {problem}" for problem in _text_problems((text,)))
    for field, values in chain(document.keywords.items(), document.facets.items()):
        yield from (f"'{field}': {problem}" for problem in _text_problems(values))
