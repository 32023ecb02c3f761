"""What a query leaves open -> what it stands for: the days told from today, the words of an index that fit a wildcard
or are spelt nearly so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from search.clock import today
from search.errors import QueryError
from search.meaning.vocabulary import Vocabulary
from search.query import ast
from search.query.dates import parse_range
from search.query.refusal import refusal
from search.schema import TEXT_FIELDS

MOST = 1_000
"""Words that one wildcard may stand for."""
MOST_ALIKE = 50
"""Words that are spelt nearly as one of the query; of more, the nearest and most used."""


def definite(query: ast.Query, text: str, vocabulary: Vocabulary) -> ast.Query:
    """The query with nothing left open, as of today. Raises as `spelt_out`."""
    return spelt_out(dated(query, text, today()), text, vocabulary)


def dated(query: ast.Query, text: str, day: date) -> ast.Query:
    """The query with Dates for what is told from a day. Raises QueryError for a range that then ends before it
    begins."""

    def changed(leaf: ast.Query) -> ast.Query:
        if not isinstance(leaf, ast.Lately):
            return leaf
        try:
            return ast.Dates(*parse_range(leaf.name, day), leaf.at)
        except ValueError as error:
            raise refusal(str(error), text, leaf.at, f"Today is {day}; write a range that holds a day.") from None

    return ast.over_leaves(query, changed)


def spelt_out(query: ast.Query, text: str, vocabulary: Vocabulary) -> ast.Query:
    """The query with Spelt for each Wildcard and Fuzzy. `text` is what the user typed, for messages. Raises QueryError
    for a wildcard that stands for more than MOST words."""

    def changed(leaf: ast.Query) -> ast.Query:
        match leaf:
            case ast.Wildcard() | ast.Fuzzy():
                return _spelt(leaf, TEXT_FIELDS)
            case ast.In(field, ast.Wildcard() | ast.Fuzzy() as inner):
                return ast.In(field, _spelt(inner, (field,)))
            case _:
                return leaf

    def _spelt(leaf: ast.Wildcard | ast.Fuzzy, names: tuple[str, ...]) -> ast.Spelt:
        fields = [f"{name}_exact" for name in names]
        if isinstance(leaf, ast.Fuzzy):
            return ast.Spelt(leaf, vocabulary.alike(fields, leaf.text.lower(), leaf.edits)[:MOST_ALIKE])
        words = vocabulary.fitting(fields, leaf.pattern.lower())
        if len(words) > MOST:
            raise _too_broad(leaf, text, len(words))
        return ast.Spelt(leaf, words)

    return ast.over_leaves(query, changed)


def spelt_in(query: ast.Query) -> Iterator[ast.Spelt]:
    """The places of a query that were spelt out, in order."""
    return (leaf for leaf in ast.leaves_of(query) if isinstance(leaf, ast.Spelt))


def _too_broad(leaf: ast.Wildcard, text: str, count: int) -> QueryError:
    message = f"{leaf.pattern} stands for {count:,} words of this index; at most {MOST:,} can be asked for at once"
    return refusal(message, text, leaf.at, "Write more of its letters.")
