"""The query as a tree. It prints itself back (`search.query.printer`) and knows no engine and no analysis.

`at` is where a leaf stood in the query text, (start, end); it takes no part in comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: found by its stem or by all its compound parts; a `loose` one by any of them, when any word of the
    query will do (`search.lenience`)."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words between quotes: surface forms side by side, in this order."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """`kildedal*`: surface forms that begin so; `text` is without the star."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class In:
    """A Word, Phrase or Prefix in one field: title, decision, body or municipality."""

    field: str
    node: Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Case:
    """A case number, or with `prefix` all that begin so."""

    number: str
    prefix: bool = False
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """The field `name` (outcome, followed, quality, access or kind) holds the value `key`, one of the closed sets of
    `search.query.values`."""

    name: str
    key: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """From `low` to `high`, both included, as full ISO dates; None = open (never both)."""

    low: str | None
    high: str | None
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Synonym:
    """What a word is also found by; `narrower` is a kind of what the word means."""

    node: Word | Phrase
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """A word, one in a field, or several side by side, or any of its synonyms. No query text says so; `search.synonyms`
    makes it."""

    node: Query
    synonyms: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Everything: the empty query with filters only."""


@dataclass(frozen=True, slots=True)
class Not:
    node: Query


@dataclass(frozen=True, slots=True)
class And:
    """Two or more nodes, none of them an And."""

    nodes: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more nodes, none of them an Or."""

    nodes: tuple[Query, ...]


Query = Word | Phrase | Prefix | In | Case | Value | Dates | Every | Not | And | Or | Also
