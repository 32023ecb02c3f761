"""A query that finds nothing, or may be misread -> others near it that find something: offered, never asked unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from search.analysis.chain import analyse_word
from search.analysis.stem import fold
from search.meaning.synonyms import NO_SYNONYMS, Synonyms
from search.meaning.vocabulary import Vocabulary
from search.quantity import counted
from search.query import ast
from search.query.printer import to_text
from search.schema import NAME_FIELDS, PARTY_FIELDS, TEXT_FIELDS

Count = Callable[[ast.Query], int]
"""How many items a query finds."""

_NAMES = (*NAME_FIELDS, *PARTY_FIELDS, "place")
_LONGEST_NAME = 7
"""Words of a name."""
_BEGINNING = re.compile(r"[^\W_][./-]*[^\W_][\w./-]*")
"""What a star may stand behind."""
_SHORTEST = 3
"""So many letters, or every other word of so few is near it."""
_SHORT = 4
"""So many letters, and a word is another where more than one of them is."""
_WHY = {
    "name": "as one name",
    "words": "with its operators as words",
    "spelling": "did you mean",
    "fewer": "with fewer words",
    "dates": "of any date",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A query that finds `total` items. `why`: `name` (a whole name for words of which the field takes the first only),
    `words` (operators in capitals as words), `spelling` (a word of the index instead of one that is not in it, a body's
    name instead of its code, or all case numbers that begin so), `fewer` (without the word that is rarest) or `dates`
    (of any date)."""

    query: str
    total: int
    why: str

    @property
    def in_words(self) -> str:
        return f"{_WHY[self.why]}: {self.query} ({counted(self.total, 'item')})"


def offers(query: ast.Query, count: Count, vocabulary: Vocabulary, synonyms: Synonyms = NO_SYNONYMS) -> Iterator[Offer]:
    """What may be asked instead of a query without a hit; each finds something."""
    return _finding(
        count,
        ("spelling", chain(_otherwise_called(query, count, synonyms), _corrected(query, count, vocabulary))),
        ("fewer", _without_rarest(query, count)),
        ("dates", _of_any_date(query)),
    )


def other_readings(query: ast.Query, count: Count, quiet: Iterable[ast.Query] = ()) -> Iterator[Offer]:
    """What may have been meant, whatever the query finds; `quiet` is the query with its operators as words."""
    return _finding(count, ("name", _of_whole_names(query, count)), ("words", quiet))


def _finding(count: Count, *near: tuple[str, Iterable[ast.Query]]) -> Iterator[Offer]:
    """Of each kind of query the first that finds something."""
    for why, others in near:
        for other in others:
            if total := count(other):
                yield Offer(to_text(other), total, why)
                break


def _of_whole_names(query: ast.Query, count: Count) -> Iterator[ast.Query]:
    """The query with whole names for words that make one: `medlem:Anette Rugård` asks for Rugård anywhere."""
    named = _with_names(query, count)
    if named != query:
        yield named


def _with_names(query: ast.Query, count: Count) -> ast.Query:
    match query:
        case ast.And(nodes):
            found: list[ast.Query] = []
            at = 0
            while at < len(nodes):
                node, width = _whole_name(nodes[at : at + _LONGEST_NAME], count)
                found.append(node if width > 1 else _with_names(node, count))
                at += width
            return ast.joined(ast.And, found)
        case ast.Or(nodes):
            return ast.Or(tuple(_with_names(node, count) for node in nodes))
        case ast.Not(node):
            return ast.Not(_with_names(node, count))
        case _:
            return query


def _whole_name(nodes: Sequence[ast.Query], count: Count) -> tuple[ast.Query, int]:
    """The longest name that the first node makes with words behind it, else that node; and how many nodes it is."""
    match nodes[0]:
        case ast.Not(ast.In() as left_out):
            name, width = _whole_name((left_out, *nodes[1:]), count)
            return ast.Not(name), width
        case ast.In(field, ast.Word(first)) if field in _NAMES:
            behind = [*_words_before_another(nodes[1:])]
            for width in range(len(behind), 0, -1):
                name = ast.In(field, ast.Phrase(" ".join((first, *behind[:width]))))
                if count(name):
                    return name, 1 + width
    return nodes[0], 1


def _words_before_another(nodes: Iterable[ast.Query]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, ast.Word):
            return
        yield node.text


def _otherwise_called(query: ast.Query, count: Count, synonyms: Synonyms) -> Iterator[ast.Query]:
    """The query with each body that nothing bears called as it is also called: `udvalg:ØU` Økonomiudvalg."""

    def changed(leaf: ast.Query) -> ast.Query:
        match leaf:
            case ast.In("body", ast.Word(text)):
                others = (_name_of(one.node.text) for one in synonyms.of([text]) if not one.narrower)
                return leaf if count(leaf) else next(filter(count, others), leaf)
            case _:
                return leaf

    called = ast.over_leaves(query, changed)
    if called != query:
        yield ast.joined(ast.And, called.nodes) if isinstance(called, ast.And) else called


def _name_of(text: str) -> ast.Query:
    words = [ast.Word(word.strip("-")) for word in text.split() if not analyse_word(word).stop]
    return ast.joined(ast.And, [ast.In("body", word) for word in words])


def _corrected(query: ast.Query, count: Count, vocabulary: Vocabulary) -> Iterator[ast.Query]:
    """The query with each of its words that nothing holds as the index spells it."""

    def changed(leaf: ast.Query) -> ast.Query:
        match leaf:
            case ast.Word(text):
                return replace(leaf, text=_nearest(leaf, text, TEXT_FIELDS))
            case ast.In(field, ast.Word(text) as word) if field not in PARTY_FIELDS:
                return ast.In(field, replace(word, text=_nearest(leaf, text, (field,))))
            case ast.Case(number, False) if _BEGINNING.fullmatch(number) and not count(leaf):
                return replace(leaf, prefix=True)
            case _:
                return leaf

    def _nearest(leaf: ast.Query, text: str, names: tuple[str, ...]) -> str:
        # another number is another thing
        if len(text) < _SHORTEST or any(map(str.isdigit, text)) or count(leaf):
            return text
        fields, word = [f"{name}_exact" for name in names], text.lower()
        others = vocabulary.alike(fields, fold(word), 0) + vocabulary.alike(
            fields, word, 1 if len(text) <= _SHORT else 2
        )
        return next((other for other in others if other != word and not analyse_word(other).stop), text)

    corrected = ast.over_leaves(query, changed)
    if corrected != query:
        yield corrected


def _without_rarest(query: ast.Query, count: Count) -> Iterator[ast.Query]:
    """The query without one of its words, the rarest first."""
    nodes = query.nodes if isinstance(query, ast.And) else ()
    words = [node for node in nodes if _asks_for_words(node)]
    if len(words) > 1:
        for rarest in sorted(words, key=count):
            yield ast.joined(ast.And, [node for node in nodes if node is not rarest])


def _asks_for_words(node: ast.Query) -> bool:
    return isinstance(node.node if isinstance(node, ast.In | ast.Boost) else node, ast.Leaf | ast.Spelt)


def _of_any_date(query: ast.Query) -> Iterator[ast.Query]:
    nodes = query.nodes if isinstance(query, ast.And) else ()
    others = [node for node in nodes if not isinstance(node, ast.Dates)]
    if 0 < len(others) < len(nodes):
        yield ast.joined(ast.And, others)
