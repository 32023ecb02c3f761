"""Cuts the text of a query into lexemes that know where they stood.

Cuts are made only at ASCII marks, quotes and white space, which Unicode composition never moves: so the text is read as
given, places are places in it, and the text of each lexeme is composed (NFC).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import category, name, normalize

from search.query.fields import field_named, nearest_names, printed_names
from search.query.refusal import refusal

MAX_TEXT = 2_000
MIN_PREFIX = 2


class Mark(Enum):
    """What a lexeme is."""

    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is the word, the phrase without quotes, the prefix without star, the key of the field or the operator as
    written; `start` and `end` are places in the query."""

    mark: Mark
    text: str
    start: int
    end: int


QUOTES: dict[str, str] = {'"': '"', "„": "“”", "“": "”“", "”": "”", "«": "»", "»": "«»"}
"""Per opening quote the quotes that may close it."""

_OPERATORS = {
    "AND": Mark.AND,
    "OG": Mark.AND,
    "OR": Mark.OR,
    "ELLER": Mark.OR,
    "NOT": Mark.NOT,
    "IKKE": Mark.NOT,
}
_ENDS = (Mark.WORD, Mark.PREFIX, Mark.PHRASE, Mark.CLOSE)
"""What nothing but a closing bracket may touch from behind."""

_LITERAL = "\\"
"""A word behind it is taken as it stands: no operator, field, minus or star."""

_UNSEEN = ("Cc", "Cf", "Cs")
"""Unicode's categories of control and format characters and of halves of characters."""

_SPACE = re.compile(rf"\s{{0,{MAX_TEXT}}}")
_RUN = re.compile(rf"""[^\s()"„“”«»]{{1,{MAX_TEXT}}}""")
_NAME = re.compile(r"([^\W\d_](?:[^\W\d]|-){0,60}):(?!//)")
_INNER_WILDCARD = re.compile(r"\*(?!$)|(?<=\w)\?(?=\w)")
_STAR_IN_PHRASE = re.compile(r"(?<=\w)\*|\*(?=\w)")
_PARAGRAPH = re.compile(
    r"(§{1,2})\s{0,3}([0-9]{1,4}(?:\s?[a-hj-z](?![\w*]))?)(?:(?:,\s{0,3}|\s{0,3})stk\.?\s{0,3}([0-9]{1,3})(?![\w*]))?",
    re.IGNORECASE,
)
"""`§ 17, stk. 4` is one word, however it is spaced."""
_URL = re.compile(r"[a-zA-Z]{2,10}://")

_NOT_OURS = (
    (r"^!(?=\w)", "! leaves nothing out here", "To leave a word out, write a minus before it: -word."),
    (
        r"^[‐‑–—−](?=\w)",
        "This is a dash, not a minus",
        "To leave a word out, write a minus (-) before it; else leave the dash out.",
    ),
    (r"^['‘‚‹](?=\w)", "Single quotes make no phrase", 'Use double quotes: "exact phrase".'),
    (
        r"&&",
        "&& is not understood",
        "Leave it out: words side by side must all be found. AND or OG may stand between them.",
    ),
    (r"\|{1,2}", "| is not understood", "Write OR or ELLER between the words."),
    (
        r"^NEAR(?:/[0-9]{1,4})?$",
        "NEAR is not understood yet",
        'Put words that stand side by side in quotes; to search for the word itself, write "NEAR".',
    ),
    (
        r"(?<=.)[~^][0-9.,]{0,10}$",
        "~ and ^ are not understood yet",
        "Leave the mark and its number out, or put the word in quotes.",
    ),
)
"""Marks that mean something in other search engines: reading them as part of a word would mislead in silence."""


def lex(text: str) -> tuple[Lexeme, ...]:
    """The lexemes of a query in order; raises QueryError for what cannot be cut or means nothing here."""
    _refuse_unreadable(text)
    lexemes: list[Lexeme] = []
    at = _behind_space(text, 0)
    while at < len(text):
        if lexemes:
            _refuse_touching(text, at, lexemes[-1])
        lexemes += _lexemes_at(text, at)
        at = _behind_space(text, lexemes[-1].end)
    return tuple(lexemes)


def has_substance(text: str) -> bool:
    """Whether there is a letter or digit to look for."""
    return any(map(str.isalnum, text))


def _refuse_unreadable(text: str) -> None:
    if len(text) > MAX_TEXT:
        message = f"The query has {len(text):,} characters; at most {MAX_TEXT:,} are read"
        raise refusal(message, text, (MAX_TEXT, len(text)), "Split it into several queries.")
    for at, character in enumerate(text):
        if category(character) in _UNSEEN and character not in "\t\n\v\f\r":
            code = f"U+{ord(character):04X}, {name(character, 'control character')}"
            message = f"The query holds a character that cannot be seen ({code})"
            raise refusal(message, text, (at, at + 1), "Delete it, or type the words afresh.")


def _behind_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _lexemes_at(text: str, at: int) -> list[Lexeme]:
    """What begins at `at`: one lexeme, or a field and its value."""
    character = text[at]
    if character in "()":
        return [Lexeme(Mark.OPEN if character == "(" else Mark.CLOSE, character, at, at + 1)]
    if character in QUOTES:
        return [_phrase(text, at)]
    if character == "-":
        return [_minus(text, at)]
    return _run(text, at)


def _phrase(text: str, at: int) -> Lexeme:
    end = _end_of_phrase(text, at)
    inside = text[at + 1 : end - 1]
    if not has_substance(inside):
        advice = "Write words between them, or leave them out."
        raise refusal("There is nothing to look for between the quotes", text, (at, end), advice)
    if star := _STAR_IN_PHRASE.search(inside):
        place = at + 1 + star.start()
        advice = "Only a star at the end of a word without quotes is understood: kildedal*."
        raise refusal("A star means nothing between quotes", text, (place, place + 1), advice)
    return Lexeme(Mark.PHRASE, normalize("NFC", " ".join(inside.split())), at, end)


def _end_of_phrase(text: str, at: int) -> int:
    """The place behind the quote that closes the one at `at`."""
    closing = QUOTES[text[at]]
    ends = [end for close in closing if (end := text.find(close, at + 1)) >= 0]
    if not ends:
        advice = f"Write {closing[0]} where the phrase ends, or leave the quote out."
        raise refusal("The quote is never closed", text, (at, at + 1), advice)
    return min(ends) + 1


def _minus(text: str, at: int) -> Lexeme:
    behind = text[at + 1 : at + 2]
    if not behind or behind.isspace() or behind in "-)":
        raise refusal(
            "A minus must stand right before what is to be left out",
            text,
            (at, at + 1),
            'Write -word, -"a phrase" or -(a group); a dash in a title is left out, or put with its words in quotes.',
        )
    return Lexeme(Mark.MINUS, "-", at, at + 1)


def _run(text: str, at: int) -> list[Lexeme]:
    """A word, operator or field (with its value, unless that is quoted) in a run of other characters."""
    if paragraph := _PARAGRAPH.match(text, at):
        return _paragraph(text, paragraph)
    end = _end_of_run(text, at)
    run = normalize("NFC", text[at:end])
    if run in _OPERATORS:
        return [Lexeme(_OPERATORS[run], run, at, end)]
    if not (named := _NAME.match(run)):
        return [_word(text, at, end)]
    value = text.index(":", at) + 1
    field = Lexeme(Mark.FIELD, _field(text, at, named[1]), at, value)
    if paragraph := _PARAGRAPH.match(text, value):
        return [field, *_paragraph(text, paragraph)]
    return [field, _value(text, value, end)] if value < end else [field]


def _end_of_run(text: str, at: int) -> int:
    found = _RUN.match(text, at)
    return found.end() if found else at


def _paragraph(text: str, found: re.Match[str]) -> list[Lexeme]:
    """The paragraph without its white space; behind a hyphen (`§ 17, stk. 4-udvalg`) a word of its own may follow."""
    start, end = found.span()
    sign, number, part = found.groups()
    compact = sign + "".join(number.split()) + (f",stk.{part}" if part else "")
    behind = _end_of_run(text, end)
    if text[end:behind].startswith("-") and text[end + 1 : behind][:1].isalpha():
        return [Lexeme(Mark.WORD, compact, start, end), _word(text, end + 1, behind)]
    if behind > end and compact == found[0]:
        return [_word(text, start, behind)]
    _refuse_foreign(text, end, text[end:behind])
    return [Lexeme(Mark.WORD, compact + normalize("NFC", text[end:behind].rstrip(".,;:")), start, behind)]


def _field(text: str, at: int, written: str) -> str:
    if field := field_named(written):
        return field
    near = " or ".join(f"{near}:" for near in nearest_names(written))
    meant = f"Did you mean {near}?" if near else f"The fields are {', '.join(printed_names())}."
    advice = f"{meant} To search for the words themselves, put them in quotes."
    raise refusal(f"There is no field called {written}", text, (at, text.index(":", at) + 1), advice)


def _value(text: str, start: int, end: int) -> Lexeme:
    """The word or prefix behind the colon of a field; operators are words here."""
    if text[start] == "-":
        advice = "Write it before the field: -titel:cykelsti."
        raise refusal("The minus stands behind the field", text, (start, start + 1), advice)
    if named := _NAME.match(normalize("NFC", text[start:end])):
        raise refusal(
            f"{named[0]} stands inside another field",
            text,
            (start, text.index(":", start) + 1),
            "Write the fields apart, titel:skole udvalg:teknik, or put the words behind the first colon in quotes.",
        )
    return _word(text, start, end)


def _word(text: str, start: int, end: int) -> Lexeme:
    """The word, or with a star at its end the prefix, between two places of the query."""
    raw = text[start:end]
    if raw.startswith(_LITERAL) and len(raw) > 1:
        return Lexeme(Mark.WORD, normalize("NFC", raw[1:]), start, end)
    _refuse_foreign(text, start, raw)
    if not raw.endswith("*"):
        return Lexeme(Mark.WORD, normalize("NFC", raw), start, end)
    if sum(map(str.isalnum, raw)) < MIN_PREFIX:
        advice = f"Write at least {MIN_PREFIX} letters before the star: kildedal*."
        raise refusal(f"{raw} would find too much", text, (start, end), advice)
    return Lexeme(Mark.PREFIX, normalize("NFC", raw[:-1]), start, end)


def _refuse_foreign(text: str, start: int, raw: str) -> None:
    if _URL.match(raw):
        return
    if wildcard := _INNER_WILDCARD.search(raw):
        place = start + wildcard.start()
        message = f"{wildcard[0]} stands at the beginning or in the middle of a word"
        advice = "Only a star at the end of a word is understood: kildedal*."
        raise refusal(message, text, (place, place + 1), advice)
    for pattern, message, advice in _NOT_OURS:
        if found := re.search(pattern, raw):
            raise refusal(message, text, (start + found.start(), start + found.end()), advice)


def _refuse_touching(text: str, at: int, before: Lexeme) -> None:
    """`word"a b"`, `person(er)` and `"a b"~5` have no meaning that all would agree on."""
    if before.end < at or before.mark not in _ENDS or text[at] == ")":
        return
    if before.mark is Mark.CLOSE and text[at] == "(":
        return
    if text[at] in "~^*":
        message = f"{text[at]} behind a phrase or group is not understood yet"
        advice = "Leave it out; only a star at the end of a word is understood: kildedal*."
    else:
        message = "A space is missing here"
        advice = "Write a space before it; quotes and brackets cannot be part of a word."
    raise refusal(message, text, (at, at + 1), advice)
