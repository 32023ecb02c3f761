"""The query as a tree. It prints itself back (`search.query.printer`) and knows no engine and no analysis.

`at` is where a leaf stood in the query text, (start, end); it takes no part in comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: found by its stem or by all its compound parts; a `loose` one by any of them, when any word of the
    query will do (`search.meaning.lenience`)."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words between quotes: surface forms side by side, in this order; with `between` in any order, each at most so
    many words from the next."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)
    between: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two bare words, in any inflection and order, with at most `between` words from one to the other; of a compound
    each part counts as a word."""

    first: Word
    second: Word
    between: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """`kildedal*`: surface forms that begin so; `text` is without the star."""

    text: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*politik`, `b?rnehave*`: surface forms with any letters (`*`) or any one letter (`?`) in some places."""

    pattern: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """`kildedahl~1`: surface forms that are spelt so but for some letters: left out, too many, wrong or two swapped."""

    text: str
    edits: int
    at: Span = field(default=NOWHERE, compare=False)


Leaf = Word | Phrase | Near | Prefix | Wildcard | Fuzzy


@dataclass(frozen=True, slots=True)
class In:
    """Words in one field of the kind `words` or `name` (`search.query.fields`)."""

    field: str
    node: Leaf | Spelt


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
class Given:
    """`forbehold:*`: the item says something in the field `name`, whatever it is."""

    name: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """From `low` to `high`, both included, as full ISO dates; None = open (never both)."""

    low: str | None
    high: str | None
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Lately:
    """A time or range told from today, as `search.query.dates.told_from_today` writes it. It is Dates as soon as it is
    asked."""

    name: str
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """The field `name` (pages, amounts in kroner, votes) holds a whole number from `low` to `high`; None = open (never
    both)."""

    name: str
    low: int | None
    high: int | None
    at: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Boost:
    """What counts `factor` times as much in the order of hits; what is found stays the same."""

    node: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Synonym:
    """What a word is also found by; `narrower` is a kind of what the word means."""

    node: Word | Phrase
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Spelt:
    """A Wildcard or Fuzzy with the words of an index that it stands for; a Fuzzy's own spelling comes first. No query
    text says so; `search.meaning.expansion` makes it."""

    node: Wildcard | Fuzzy
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Also:
    """A word, one in a field, or several side by side, or any of its synonyms. No query text says so;
    `search.meaning.synonyms` makes it."""

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


Query = Leaf | Spelt | In | Case | Value | Given | Dates | Lately | Figures | Every | Not | And | Or | Boost | Also


def joined(kind: type[And] | type[Or], nodes: Sequence[Query]) -> Query:
    """One node as it is; more under a node of this kind, those of the same kind opened up into it."""
    if len(nodes) == 1:
        return nodes[0]
    return kind(tuple(part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))))


def over_leaves(query: Query, change: Callable[[Query], Query]) -> Query:
    """The tree with every node that holds no other changed."""
    match query:
        case And(nodes):
            return And(tuple(over_leaves(node, change) for node in nodes))
        case Or(nodes):
            return Or(tuple(over_leaves(node, change) for node in nodes))
        case Not(node):
            return Not(over_leaves(node, change))
        case Boost(node, factor):
            return Boost(over_leaves(node, change), factor)
        case _:
            return change(query)


def leaves_of(query: Query) -> Iterator[Query]:
    """The nodes that `over_leaves` changes, in order; what stands in a field, without it."""
    match query:
        case And(nodes) | Or(nodes):
            for node in nodes:
                yield from leaves_of(node)
        case Not(node) | Boost(node) | In(_, node):
            yield from leaves_of(node)
        case _:
            yield query
