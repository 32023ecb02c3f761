"""Options such as `--body` and `--from` -> the query nodes that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.chain import analyse_word
from search.clock import today
from search.outcomes import outcome_key, outcome_words
from search.query import ast
from search.query.dates import Days, days_covered
from search.query.lately import FORMS
from search.query.lexer import has_substance
from search.query.parser import parse
from search.query.refusal import refusal

_ONE_DATE = f"Write one date: a year (2021), a month (2021-03), a day (2021-03-09 or 9.3.2021), or {FORMS}."


def filters_of(
    bodies: Sequence[str], since: str | None, until: str | None, outcomes: Sequence[str]
) -> tuple[ast.Query, ...]:
    """One node per kind of filter; several bodies or outcomes are a choice. Raises QueryError, with its place in the
    value, for one that says nothing or something else than it should."""
    groups = (
        [_body(value) for value in bodies],
        [_outcome(value) for value in outcomes],
        [] if since is None and until is None else [_dates(since, until)],
    )
    return tuple(ast.joined(ast.Or, group) for group in groups if group)


def _body(value: str) -> ast.Query:
    """Its name in quotes, or words that must all be in it; signs and common words between them say nothing."""
    value = value.strip()
    quoted = len(value) > 2 and value[0] == value[-1] == '"'
    if not has_substance(value) or (any(sign in value for sign in '":') and not quoted):
        raise refusal("This is no name of a body", value, _whole(value), "Write words of a name.")
    if quoted:
        return parse(f"udvalg:{value}")
    words = [word for word in value.replace("§ ", "§").translate(_BRACKETS).split() if has_substance(word)]
    telling = [word for word in words if not analyse_word(word).stop]
    return parse(" ".join(f"udvalg:{word}" for word in telling or words))


_BRACKETS = str.maketrans("()", "  ")


def _outcome(value: str) -> ast.Query:
    key = outcome_key(value)
    if key is None:
        advice = f"The outcomes are {', '.join(outcome_words())}."
        raise refusal(f"There is no outcome called {value[:40]}", value, _whole(value), advice)
    return ast.Value("outcome", key)


def _dates(since: str | None, until: str | None) -> ast.Query:
    low = None if since is None else _days(since)[0]
    high = None if until is None else _days(until)[1]
    if low and high and low > high:
        both, advice = f"{since}..{until}", "The first day is not to be later than the last."
        raise refusal(f"No day lies between {since} and {until}", both, _whole(both), advice)
    return ast.Dates(low, high)


def _days(value: str) -> Days:
    """The first and the last day of one date."""
    if ".." in value or value.strip()[:1] in ("<", ">"):
        raise refusal(f"{value} is more than one date", value, _whole(value), _ONE_DATE)
    try:
        return days_covered(value.strip(), today())
    except ValueError as error:
        raise refusal(str(error), value, _whole(value), _ONE_DATE) from None


def _whole(value: str) -> ast.Span:
    """The place of all of a value, with room for one mark where it is empty."""
    return 0, max(1, len(value))
