"""Options such as `--body` and `--from` -> the query nodes that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from search.errors import QueryError
from search.query import ast
from search.query.parser import parse


def filters_of(
    bodies: Sequence[str], since: str | None, until: str | None, outcomes: Sequence[str]
) -> tuple[ast.Query, ...]:
    """One node per kind of filter; several bodies or outcomes are a choice. Values are read as in a query, so a
    wrong one raises the same QueryError."""
    dates = [f"dato:{since or ''}..{until or ''}"] if since or until else []
    groups = (
        [_field("udvalg", body) for body in bodies],
        [_field("udfald", "-".join(outcome.split())) for outcome in outcomes],
        dates,
    )
    return tuple(_one_of([parse(text) for text in group]) for group in groups if group)


def _field(name: str, value: str) -> str:
    """`udvalg:værdi`; of several words each must be in the name."""
    if not value.strip() or any(sign in value for sign in '"():'):
        raise QueryError(f"not a value for {name}: {value!r}", value, 0, max(1, len(value)), "give words of a name")
    return " ".join(f"{name}:{word}" for word in value.split())


def _one_of(nodes: list[ast.Query]) -> ast.Query:
    return ast.Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]
