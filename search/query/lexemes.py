"""A query cut into lexemes, as the parser goes through it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from search.errors import QueryError
from search.query.refusal import refusal


class Mark(Enum):
    """What a lexeme is."""

    WORD = auto()
    PREFIX = auto()
    WILDCARD = auto()
    PHRASE = auto()
    FIELD = auto()
    ANYTHING = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    TILDE = auto()
    BOOST = auto()
    STRAY = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is the word, the phrase without quotes, the prefix without star, the pattern of a wildcard, the key of the
    field, the number behind a sign (`~5`, `^3`, `NÆR/5`) or the operator as written; `start` and `end` are places in
    the query."""

    mark: Mark
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The query as given and cut into lexemes; `field` is the one in whose group (`titel:(a b)`) we are."""

    text: str
    lexemes: tuple[Lexeme, ...]
    field: Lexeme | None = None

    def at(self, index: int) -> Lexeme | None:
        return self.lexemes[index] if 0 <= index < len(self.lexemes) else None

    def mark(self, index: int) -> Mark | None:
        lexeme = self.at(index)
        return lexeme.mark if lexeme else None

    def refusal(self, message: str, lexeme: Lexeme, advice: str) -> QueryError:
        return refusal(message, self.text, (lexeme.start, lexeme.end), advice)
