"""Query -> what to mark in the texts of its hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import starmap
from typing import NamedTuple

from search.analysis.chain import WordForms, analyse_word
from search.marks import Wanted
from search.meaning.asked import Leaf, beginnings, held, is_glued, leaves, synonym_terms, synonyms_of
from search.query import ast
from search.schema import TEXT_FIELDS

_SHOWN = (*TEXT_FIELDS, "recommendation", "attachment")
"""Fields whose words stand in passages of their own, and are marked there; the last two order nothing."""


def wanted(query: ast.Query) -> Wanted:
    """What to mark: the words that a hit may hold, synonyms first, and the amounts that it may name."""
    shown = [*starmap(_sought_too, synonyms_of(query)), *starmap(_sought, leaves(query, fields=_SHOWN))]
    return replace(_numbered(shown), amounts=tuple(_amounts(query)))


class _Sought(NamedTuple):
    """What to mark of a leaf or a synonym, in one field (`""`: in any)."""

    field: str
    written: bool = True
    words: tuple[WordForms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


def _sought(leaf: Leaf, field: str, _: float) -> _Sought:
    match leaf:
        case ast.Spelt(ast.Wildcard(pattern)):
            return _Sought(field, patterns=(pattern.lower(),))
        case ast.Spelt(_, words):
            return _Sought(field, phrases=tuple((word,) for word in words))
    forms = analyse_word(leaf.text)
    if isinstance(leaf, ast.Prefix):
        prefixes, wholes = beginnings(leaf.text)
        return _Sought(field, phrases=tuple((whole,) for whole in wholes), prefixes=prefixes)
    if isinstance(leaf, ast.Word) and forms.stem:
        parts = (_part(part) for part in forms.parts if leaf.loose and part != forms.stem)
        return _Sought(field, words=(forms, *parts))
    if isinstance(leaf, ast.Word) and is_glued(forms):
        return _Sought(field, words=tuple(map(analyse_word, forms.exact)))
    if isinstance(leaf, ast.Phrase) and leaf.between is not None:
        return _Sought(field, phrases=tuple((word,) for word in forms.exact))
    return _Sought(field, phrases=(forms.exact,) if forms.exact else ())


def _sought_too(synonym: ast.Synonym, field: str, _: float) -> _Sought:
    form, terms = synonym_terms(synonym)
    if form == "exact":
        return _Sought(field, written=False, phrases=(terms,))
    return _Sought(field, written=False, words=(WordForms((), " ".join(terms), terms, stop=False),))


def _part(part: str) -> WordForms:
    return WordForms((), part, (part,), stop=False)


def _amounts(query: ast.Query) -> Iterator[tuple[int | None, int | None]]:
    """The amounts that a hit may name, from the lowest to the highest."""
    for node, _ in held(query):
        match node:
            case ast.Figures("amount", low, high):
                yield low, high
            case ast.Given("amount"):
                yield None, None


def _numbered(sought: Sequence[_Sought]) -> Wanted:
    words = [(word, one) for one in sought for word in one.words]
    phrases = [(phrase, one) for one in sought for phrase in one.phrases]
    prefixes = [(prefix, one) for one in sought for prefix in one.prefixes]
    patterns = [(pattern, one) for one in sought for pattern in one.patterns]
    numbered = list(enumerate(one for _, one in (*words, *phrases, *prefixes, *patterns)))
    return Wanted(
        tuple(word for word, _ in words),
        tuple(phrase for phrase, _ in phrases),
        tuple(prefix for prefix, _ in prefixes),
        tuple(pattern for pattern, _ in patterns),
        synonyms=frozenset(number for number, one in numbered if not one.written),
        only={number: one.field for number, one in numbered if one.field},
    )
