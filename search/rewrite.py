"""Query of words -> query of terms: what each node asks of the index, what it adds to the score, what to mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from search.analysis.chain import WordForms, analyse_word
from search.engines import engine
from search.lenience import without_stops
from search.marks import Wanted
from search.query import ast
from search.query.refusal import refusal
from search.ranking import near_evidence, phrase_evidence, word_evidence
from search.schema import NAME_FIELDS, TEXT_FIELDS, case_key, day_of, keyword

PARTS_DISTANCE = 3
"""How near the parts of a compound must stand when they stand as separate words (Pedersen 2007: further apart, most
hits are about something else)."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`match` and `score` for an engine; `wanted` for marking; `ignored` are the stop words that were left out."""

    match: engine.Node
    score: tuple[engine.Weighted, ...]
    wanted: Wanted
    ignored: tuple[str, ...]


def rewrite(query: ast.Query, text: str) -> Rewritten:
    """The query as terms. `text` is what the user typed, for messages. Raises QueryError for a word without any letter
    or digit."""
    query, ignored = without_stops(query)
    positive = _positive(query)
    return Rewritten(_Match(text).node(query), _score(positive), _wanted(positive), ignored)


class _Match:
    """Translates nodes; holds the text only to point into it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, query: ast.Query) -> engine.Node:
        match query:
            case ast.Every():
                return engine.Every()
            case ast.And(nodes):
                return engine.And(tuple(map(self.node, nodes)))
            case ast.Or(nodes):
                return engine.Or(tuple(map(self.node, nodes)))
            case ast.Not(node):
                return engine.Not(self.node(node))
            case ast.In(field, node):
                return self.in_field(field, node)
            case ast.Case(number, prefix):
                return engine.Prefix("case", case_key(number)) if prefix else engine.Term("case", case_key(number))
            case ast.Value(field, key):
                return engine.Term(field, keyword(key))
            case ast.Dates(low, high):
                # an item without a date has day 0: it lies before no date
                return engine.Range("day", day_of(low) if low else 1, day_of(high) if high else None)
            case ast.Word() | ast.Phrase() | ast.Prefix():
                return self.leaf(query, TEXT_FIELDS)

    def in_field(self, field: str, node: ast.Word | ast.Phrase | ast.Prefix) -> engine.Node:
        """Names match whole when quoted, by their words otherwise."""
        if field in NAME_FIELDS and isinstance(node, ast.Phrase):
            return engine.Term(field, keyword(node.text))
        return self.leaf(node, (field,))

    def leaf(self, node: ast.Word | ast.Phrase | ast.Prefix, fields: tuple[str, ...]) -> engine.Node:
        match node:
            case ast.Prefix():
                return self.prefix(node, fields)
            case ast.Phrase():
                return _any(tuple(_phrase(f"{field}_exact", self.tokens(node)) for field in fields))
            case ast.Word():
                return self.word(node, fields)

    def prefix(self, node: ast.Prefix, fields: tuple[str, ...]) -> engine.Node:
        forms = analyse_word(node.text)
        if _is_glued(forms):
            advice = f"A star stands behind one word: {' '.join(forms.exact)}*."
            raise refusal(f"{node.text}* is several words", self.text, node.at, advice)
        prefixes, wholes = _beginnings(node.text)
        return _any(
            tuple(engine.Prefix(f"{field}_exact", prefix) for field in fields for prefix in prefixes)
            + tuple(engine.Term(f"{field}_exact", whole) for field in fields for whole in wholes)
        )

    def word(self, node: ast.Word, fields: tuple[str, ...]) -> engine.Node:
        forms = analyse_word(node.text)
        tokens = self.tokens(node)
        if _is_glued(forms):
            return engine.And(tuple(self.word(ast.Word(token, node.at), fields) for token in tokens))
        if not forms.stem:
            found: tuple[engine.Node, ...] = tuple(_phrase(f"{field}_exact", tokens) for field in fields)
        else:
            found = tuple(match for field in fields for match in _word_in(field, forms))
        if fields == TEXT_FIELDS and any(map(str.isdigit, node.text)):
            found = (*found, engine.Term("case", case_key(node.text)))
        return _any(found)

    def tokens(self, node: ast.Word | ast.Phrase) -> tuple[str, ...]:
        tokens = analyse_word(node.text).exact
        if not tokens:
            advice = "a word needs at least one letter or digit"
            raise refusal(f"nothing to search for in '{node.text}'", self.text, node.at, advice)
        return tokens


def _is_glued(forms: WordForms) -> bool:
    """Whether a word is several words with a sign between (`kosten/baten`): each must then match. With a digit in it
    (`14:30`) its tokens say little apart, and it is searched as a phrase."""
    return len(forms.exact) > 1 and not any(character.isdigit() for token in forms.exact for character in token)


def _beginnings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How words that begin so may begin in the index, and which may be whole: `2.055` is indexed as 2055, and `børne-`
    stands there as børne when `og skoleudvalg` follows."""
    typed = text.lower()
    forms = analyse_word(text).exact
    if len(forms) != 1 or [*filter(str.isalnum, forms[0])] != [*filter(str.isalnum, typed)]:
        return (typed,), ()
    if typed[-1].isalnum():
        return tuple(dict.fromkeys((typed, forms[0]))), ()
    return (typed,), forms


def _word_in(field: str, forms: WordForms) -> tuple[engine.Node, ...]:
    """A word in one field: by its stem, or by all its parts near each other."""
    parts = f"{field}_parts"
    if len(forms.parts) == 1:
        return engine.Term(f"{field}_stem", forms.stem), engine.Term(parts, forms.parts[0])
    near = tuple(engine.Near(parts, a, b, PARTS_DISTANCE) for a, b in pairwise(forms.parts))
    return engine.Term(f"{field}_stem", forms.stem), engine.And(near) if len(near) > 1 else near[0]


def _phrase(field: str, words: tuple[str, ...]) -> engine.Node:
    return engine.Phrase(field, words) if len(words) > 1 else engine.Term(field, words[0])


def _any(nodes: tuple[engine.Node, ...]) -> engine.Node:
    return engine.Or(nodes) if len(nodes) > 1 else nodes[0]


def _positive(query: ast.Query) -> tuple[ast.Word | ast.Phrase | ast.Prefix, ...]:
    """The words, phrases and prefixes that a hit may hold, in order: all but the excluded ones and those of name
    fields."""
    match query:
        case ast.And(nodes) | ast.Or(nodes):
            return tuple(leaf for node in nodes for leaf in _positive(node))
        case ast.In(field, node):
            return (node,) if field in TEXT_FIELDS else ()
        case ast.Word() | ast.Phrase() | ast.Prefix():
            return (query,)
        case _:
            return ()


def _score(leaves: tuple[ast.Word | ast.Phrase | ast.Prefix, ...]) -> tuple[engine.Weighted, ...]:
    """The evidence of all leaves; prefixes say nothing about order."""
    evidence: list[engine.Weighted] = []
    stream: list[str] = []
    for leaf in leaves:
        forms = analyse_word(leaf.text)
        if isinstance(leaf, ast.Prefix) or not forms.exact:
            continue
        if isinstance(leaf, ast.Word) and (forms.stem or _is_glued(forms)):
            evidence.extend(word_evidence(forms))
            stream.extend(forms.parts)
        else:
            evidence.extend(phrase_evidence(forms.exact))
    return (*evidence, *near_evidence(stream))


def _wanted(leaves: tuple[ast.Word | ast.Phrase | ast.Prefix, ...]) -> Wanted:
    words: list[WordForms] = []
    phrases: list[tuple[str, ...]] = []
    for leaf in leaves:
        forms = analyse_word(leaf.text)
        if isinstance(leaf, ast.Word) and forms.stem:
            words.append(forms)
        elif isinstance(leaf, ast.Word) and _is_glued(forms):
            words.extend(map(analyse_word, forms.exact))
        elif not isinstance(leaf, ast.Prefix) and forms.exact:
            phrases.append(forms.exact)
    beginnings = [_beginnings(leaf.text) for leaf in leaves if isinstance(leaf, ast.Prefix)]
    phrases.extend((whole,) for _, wholes in beginnings for whole in wholes)
    return Wanted(tuple(words), tuple(phrases), tuple(prefix for found, _ in beginnings for prefix in found))
