"""Query of words -> query of terms: what each node asks of the index, what it adds to the score, what to mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.analysis.chain import WordForms, analyse_word
from search.engines import engine
from search.marks import Wanted
from search.meaning.asked import Beside, Leaf, beginnings, is_glued, leaves, synonym_terms, synonyms_of
from search.meaning.lenience import without_stops
from search.meaning.synonyms import NO_SYNONYMS, Synonyms, used, widened
from search.meaning.wanted import wanted
from search.query import ast
from search.query.refusal import refusal
from search.ranking import (
    near_evidence,
    phrase_evidence,
    scattered_evidence,
    spelt_evidence,
    synonym_evidence,
    whole_evidence,
    word_evidence,
)
from search.schema import (
    FIGURES,
    KEYWORDS,
    NAME_FIELDS,
    PARTY_FIELDS,
    TEXT_FIELDS,
    case_key,
    day_of,
    keyword,
    pasted_key,
    path_words,
)

PARTS_DISTANCE = 3
"""How near the parts of a compound must stand when they stand as separate words (Pedersen 2007: further apart, most
hits are about something else)."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`match` and `score` for an engine; `wanted` for marking; `ignored` are the stop words and signs that were left
    out, `synonyms` tell what was looked for beside words of the query."""

    match: engine.Node
    score: tuple[engine.Weighted, ...]
    wanted: Wanted
    ignored: tuple[str, ...]
    synonyms: tuple[ast.Also, ...] = ()


def rewrite(query: ast.Query, text: str, synonyms: Synonyms = NO_SYNONYMS) -> Rewritten:
    """The query, whose wildcards are spelt out (`search.meaning.expansion`), as terms. `text` is what the user typed,
    for messages. Raises QueryError for a word without any letter or digit, for a star behind several words, and for
    words too common to stand near another."""
    query, ignored = without_stops(ast.over_leaves(query, lambda leaf: _in_path(leaf, text)))
    _refuse_hopeless(query, text)
    query = widened(query, synonyms)
    also = tuple(used(query))
    score = (*_score([(one.leaf, one.factor) for one in leaves(query)]), *_synonym_score(synonyms_of(query)))
    return Rewritten(_match(query), tuple(dict.fromkeys(score)), wanted(query), ignored, also)


def _in_path(leaf: ast.Query, text: str) -> ast.Query:
    """Words of a path stand in a row there, whatever signs part them."""
    match leaf:
        case ast.In("source", ast.Word(path) as word) if path_words(path) != path:
            return ast.In("source", ast.Phrase(path_words(path), word.at))
        case ast.In("source", ast.Phrase(path) as phrase):
            return ast.In("source", replace(phrase, text=path_words(path)))
        case ast.In("source", ast.Prefix(path, at) | ast.Spelt(ast.Wildcard(path, at))) if path_words(path) != path:
            advice = "Write words in a row without a star, kilde:2023-03; a star in one of them, kilde:teknik*."
            raise refusal("A star stands in one word of a path, and - _ . / part its words", text, at, advice)
        case _:
            return leaf


def _refuse_hopeless(query: ast.Query, text: str) -> None:
    for leaf in ast.leaves_of(query):
        match leaf:
            case ast.Near(first, second):
                _refuse_far_and_wide(first, text)
                _refuse_far_and_wide(second, text)
            case ast.Spelt(ast.Fuzzy() as fuzzy):
                _refuse_leaf(fuzzy, text)
            case ast.Word() | ast.Phrase() | ast.Prefix():
                _refuse_leaf(leaf, text)


def _refuse_far_and_wide(word: ast.Word, text: str) -> None:
    forms = analyse_word(word.text)
    if is_glued(forms) or not forms.parts:
        what = "several words" if is_glued(forms) else "too common to stand near another"
        advice = f'In quotes each word counts as it is: "{word.text} ..."~5.'
        if word.text.isdigit():
            advice = f"Write how many words may stand between right behind the sign: NÆR/{word.text}."
        raise refusal(f"{word.text} is {what}", text, word.at, advice)


def _refuse_leaf(leaf: ast.Word | ast.Phrase | ast.Prefix | ast.Fuzzy, text: str) -> None:
    forms = analyse_word(leaf.text)
    if isinstance(leaf, ast.Fuzzy) and len(forms.exact) > 1:
        advice = "A ~ and a number stand behind one word: kildedal~1."
        raise refusal(f"{leaf.text} is several words", text, leaf.at, advice)
    if isinstance(leaf, ast.Prefix):
        if is_glued(forms):
            advice = f"A star stands behind one word: {' '.join(forms.exact)}*."
            raise refusal(f"{leaf.text}* is several words", text, leaf.at, advice)
    elif not forms.exact:
        raise refusal(
            f"There is nothing to look for in {leaf.text}", text, leaf.at, "Write a word with letters or digits."
        )


def _match(query: ast.Query) -> engine.Node:
    """What hits must fulfil."""
    match query:
        case ast.Every():
            return engine.Every()
        case ast.And(nodes):
            return engine.And(tuple(map(_match, nodes)))
        case ast.Or(nodes):
            return engine.Or(tuple(map(_match, nodes)))
        case ast.Not(node):
            return engine.Not(_match(node))
        case ast.Boost(node):
            return _match(node)
        case ast.Also(node, synonyms):
            fields = (node.field,) if isinstance(node, ast.In) else TEXT_FIELDS
            others = tuple(_synonym(one, field) for one in synonyms for field in fields)
            return engine.Or((_match(node), *others))
        case ast.In(field, ast.Prefix(text)) if field in PARTY_FIELDS:
            return engine.Prefix(field, keyword(text))
        case ast.In(field, ast.Word(text) | ast.Phrase(text)) if field in PARTY_FIELDS:
            return engine.Term(field, keyword(text))
        case ast.In(field, ast.Phrase(text, _, None)) if field in NAME_FIELDS:
            # a name in quotes is the whole name
            return engine.Term(field, keyword(text))
        case ast.In(field, node):
            return _leaf(node, (field,))
        case ast.Case(number, prefix):
            return engine.Prefix("case", case_key(number)) if prefix else engine.Term("case", pasted_key(number))
        case ast.Value(field, key):
            return engine.Term(field, keyword(key))
        case ast.Given(field):
            return _given(field)
        case ast.Dates(low, high):
            # an item without a date has day 0: it lies before no date
            return engine.Range("day", day_of(low) if low else 1, day_of(high) if high else None)
        case ast.Figures(field, low, high):
            return engine.Range(field, low, high)
        case ast.Lately():
            raise TypeError(f"{query} must be told as dates first")
        case _:
            return _leaf(query, TEXT_FIELDS)


def _given(field: str) -> engine.Node:
    """Whether the field holds anything."""
    if field == "date":
        return engine.Range("day", 1, None)
    if field in FIGURES:
        return engine.Range(field, 0, None)
    return engine.Prefix(field if field in KEYWORDS else f"{field}_exact", "")


def _leaf(leaf: ast.Leaf | ast.Spelt, fields: tuple[str, ...]) -> engine.Node:
    match leaf:
        case ast.Word():
            return _word(leaf, fields)
        case ast.Spelt(_, words):
            return _any(tuple(engine.AnyTerm(f"{field}_exact", words) for field in fields))
        case ast.Near():
            return _any(tuple(_near(f"{field}_parts", leaf) for field in fields))
        case ast.Phrase(text, _, int() as between):
            return _any(tuple(_scattered(f"{field}_exact", analyse_word(text).exact, between) for field in fields))
        case ast.Phrase(text):
            return _any(tuple(_phrase(f"{field}_exact", analyse_word(text).exact) for field in fields))
        case ast.Prefix(text):
            prefixes, wholes = beginnings(text)
            return _any(
                tuple(engine.Prefix(f"{field}_exact", prefix) for field in fields for prefix in prefixes)
                + tuple(engine.Term(f"{field}_exact", whole) for field in fields for whole in wholes)
            )
        case ast.Wildcard() | ast.Fuzzy():
            raise TypeError(f"{leaf} must be spelt out first")


def _scattered(field: str, words: tuple[str, ...], between: int) -> engine.Node:
    """Each word near the next, in any order."""
    if len(words) == 1:
        return engine.Term(field, words[0])
    pairs = tuple(engine.Near(field, one, other, between + 1) for one, other in pairwise(words))
    return engine.And(pairs) if len(pairs) > 1 else pairs[0]


def _near(field: str, pair: ast.Near) -> engine.Node:
    """The last part of one word near the first of the other, whichever comes first; the parts of each near each
    other."""
    first, second = (analyse_word(word.text).parts for word in (pair.first, pair.second))
    ends = dict.fromkeys(((first[-1], second[0]), (second[-1], first[0])))
    meeting = _any(tuple(engine.Near(field, one, other, pair.between + 1) for one, other in ends))
    within = (engine.Near(field, a, b, PARTS_DISTANCE) for parts in (first, second) for a, b in pairwise(parts))
    return engine.And((meeting, *within))


def _word(word: ast.Word, fields: tuple[str, ...]) -> engine.Node:
    forms = analyse_word(word.text)
    if is_glued(forms):
        return engine.And(tuple(_word(replace(word, text=token), fields) for token in forms.exact))
    if not forms.stem:
        found: tuple[engine.Node, ...] = tuple(_phrase(f"{field}_exact", forms.exact) for field in fields)
    else:
        found = tuple(match for field in fields for match in _word_in(field, forms, word.loose))
    if fields == TEXT_FIELDS and any(map(str.isdigit, word.text)):
        found = (*found, engine.Term("case", pasted_key(word.text)))
    return _any(found)


def _synonym(synonym: ast.Synonym, field: str) -> engine.Node:
    form, terms = synonym_terms(synonym)
    return _phrase(f"{field}_{form}", terms)


def _word_in(field: str, forms: WordForms, loose: bool) -> tuple[engine.Node, ...]:
    """A word in one field: by its stem, or by all its parts near each other; a loose one by any of them."""
    parts = f"{field}_parts"
    if loose or len(forms.parts) == 1:
        return engine.Term(f"{field}_stem", forms.stem), *(engine.Term(parts, part) for part in forms.parts)
    near = tuple(engine.Near(parts, a, b, PARTS_DISTANCE) for a, b in pairwise(forms.parts))
    return engine.Term(f"{field}_stem", forms.stem), engine.And(near) if len(near) > 1 else near[0]


def _phrase(field: str, words: tuple[str, ...]) -> engine.Node:
    return engine.Phrase(field, words) if len(words) > 1 else engine.Term(field, words[0])


def _any(nodes: tuple[engine.Node, ...]) -> engine.Node:
    return engine.Or(nodes) if len(nodes) > 1 else nodes[0]


def _score(leaves: Sequence[tuple[Leaf, float]]) -> tuple[engine.Weighted, ...]:
    """The evidence of all leaves, each with how much more it counts; prefixes and wildcards say nothing about order."""
    evidence: list[engine.Weighted] = []
    stream: list[str] = []
    for leaf, factor in leaves:
        evidence.extend(_weighted(_evidence(leaf), factor))
        if isinstance(leaf, ast.Word):
            stream.extend(analyse_word(leaf.text).parts)
    if len(leaves) > 1 and len(set(stream)) > 1:
        evidence.extend(whole_evidence(stream))
    return (*evidence, *near_evidence(stream))


def _evidence(leaf: Leaf) -> Iterable[engine.Weighted]:
    match leaf:
        case ast.Spelt(ast.Fuzzy(), words):
            return spelt_evidence(words)
        case ast.Spelt() | ast.Prefix():
            return ()
    forms = analyse_word(leaf.text)
    if isinstance(leaf, ast.Word) and (forms.stem or is_glued(forms)):
        return word_evidence(forms)
    if isinstance(leaf, ast.Phrase) and leaf.between is not None and len(forms.exact) > 1:
        return scattered_evidence(forms.exact, leaf.between + 1)
    return phrase_evidence(forms.exact) if forms.exact else ()


def _weighted(evidence: Iterable[engine.Weighted], factor: float) -> Iterable[engine.Weighted]:
    if factor == 1:
        return evidence
    return (engine.Weighted(one.node, one.weight * factor) for one in evidence)


def _synonym_score(synonyms: Iterable[Beside]) -> Iterator[engine.Weighted]:
    for synonym, _, factor in synonyms:
        yield from _weighted(synonym_evidence(*synonym_terms(synonym), narrower=synonym.narrower), factor)
