"""A query that is refused: the error with its place, and how it is shown to people."""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width

from search.errors import QueryError
from search.query.ast import Span

_WINDOW = 72


def refusal(message: str, text: str, at: Span, advice: str) -> QueryError:
    """The error for the place `at`, (start, end), in the query `text`."""
    start, end = at
    return QueryError(message, text, start, end - start, advice)


def explain(error: QueryError) -> str:
    """The message, the query with a caret line under the place, and the advice, as lines for a terminal.

    A long query is cut to a window of some 72 columns around the place.
    """
    start = max(0, min(error.position - _WINDOW // 3, len(error.query) - _WINDOW))
    shown = error.query[start : start + _WINDOW]
    lead = "…" if start else ""
    tail = "…" if start + _WINDOW < len(error.query) else ""
    place = error.position - start
    indent = " " * _columns(lead + shown[:place])
    carets = "^" * max(1, _columns(shown[place : place + error.length]))
    line = lead + "".join(map(_visible, shown)) + tail
    return "\n".join(filter(None, (str(error), f"  {line}", f"  {indent}{carets}", error.advice)))


def _visible(character: str) -> str:
    """The character, or a stand-in of the same width for one that would break the line."""
    if character.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if category(character).startswith("C") else character


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
