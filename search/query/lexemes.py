"""A query cut into lexemes, as the parser goes through it."""

from __future__ import annotations

from dataclasses import dataclass

from search.errors import QueryError
from search.query.lexer import Lexeme, Mark
from search.query.refusal import refusal


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
