"""A query that finds nothing -> what is to be said of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search.query import ast
from search.query.printer import to_text


def unmet(query: ast.Query, count: Callable[[ast.Query], int]) -> Iterator[str]:
    """Of several conditions, how many items each finds alone; of case numbers that nothing bears, what one is. `count`
    tells how many items a query finds."""
    nodes = query.nodes if isinstance(query, ast.And) else ()
    if found := [f"{to_text(node)}: {count(node) or 'none'}" for node in nodes]:
        yield f"items that fulfil each condition alone: {', '.join(found)}"
    for leaf in ast.leaves_of(query):
        if isinstance(leaf, ast.Case) and not count(leaf):
            yield (
                f"{to_text(leaf)} is no case here: sag: takes a whole case number (17.01.00-P05-1-23) or, with a star, "
                "how one begins (sag:17.01*); the number of an item on its agenda is none"
            )
