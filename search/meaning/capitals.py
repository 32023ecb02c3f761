"""A query in capitals throughout, as a title may be printed -> as it may be meant."""

from __future__ import annotations

from dataclasses import replace

from search.analysis.chain import analyse_word
from search.errors import QueryError
from search.query import ast
from search.query.lexemes import Mark
from search.query.lexer import lex
from search.query.parser import parse

SHOUTED = 3
"""So many words, all in capitals, and capitals tell no name from a common word."""


def unshouted(query: ast.Query) -> ast.Query:
    """A query in capitals throughout, as a title may be printed, with its common words in small letters: AF is left out
    as `af` is. A query of fewer words keeps them: MED UDVALG is about a committee."""
    texts = (leaf.text for leaf in ast.leaves_of(query) if isinstance(leaf, ast.Word | ast.Phrase))
    words = (word for text in texts for word in text.split())
    lettered = [word for word in words if any(map(str.isalpha, word)) and not any(map(str.isdigit, word))]
    return ast.over_leaves(query, _quiet) if len(lettered) >= SHOUTED and all(map(str.isupper, lettered)) else query


def in_small_letters(text: str) -> tuple[str, ...]:
    """A query in capitals throughout with what leaves out in it as words: `AFGØRELSEN ER IKKE TRUFFET` may be a title.
    Nothing where there is no such doubt."""
    quiet = text.lower()
    if not text.isupper() or not any(lexeme.mark in (Mark.NOT, Mark.NEAR) for lexeme in lex(text)):
        return ()
    try:
        parse(quiet)
    except QueryError:
        return ()
    return (quiet,)


def _quiet(leaf: ast.Query) -> ast.Query:
    match leaf:
        case ast.Word(text) if analyse_word(text.lower()).stop:
            return replace(leaf, text=text.lower())
        case ast.In(field, ast.Word(text) as word) if analyse_word(text.lower()).stop:
            return ast.In(field, replace(word, text=text.lower()))
        case _:
            return leaf
