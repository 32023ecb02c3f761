"""Cuts the text of a query into lexemes that know where they stood.

Cuts are made only at ASCII marks, quotes and white space, which Unicode composition never moves: so the text is read as
given, places are places in it, and the text of each lexeme is composed (NFC).
"""

from __future__ import annotations

import re
from unicodedata import category, name, normalize

from search.query.fields import field_named, nearest_names, printed_names
from search.query.foreign import is_address, refuse_foreign
from search.query.lexemes import Lexeme, Mark
from search.query.refusal import refusal

MAX_TEXT = 2_000
MIN_PREFIX = 2
MAX_BETWEEN = 99
"""Words that may stand between two that are near each other."""


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
_ENDS = (Mark.WORD, Mark.PREFIX, Mark.WILDCARD, Mark.PHRASE, Mark.CLOSE, Mark.TILDE, Mark.BOOST)
"""What nothing but a closing bracket and a SUFFIX may touch from behind."""
_LOOSELY = r"~([0-9]{1,2})?(?![0-9.,])"
_COUNTS = r"\^([0-9]{1,3}(?:[.,][0-9]{1,2})?)(?![0-9.,])"
_SIGN = re.compile(f"{_LOOSELY}|{_COUNTS}")
SIGN_APART = re.compile(r"[~^][0-9.,]{0,10}(?=[\s)]|$)")
"""A sign with its number that stands alone: behind a space it would be read as a number to look for."""
SUFFIX = re.compile(rf"(?<=[^\\])(?:{_LOOSELY}(?:{_COUNTS})?|{_COUNTS})$")
"""What may stand behind a word, phrase or group: how loosely it is meant, how much it counts. Behind a backslash it is
a part of the word."""
_KEPT = re.compile(rf"\\(?=(?:{_SIGN.pattern}){{1,2}}$)")
_NEAR = re.compile(r"(?:NÆR|NEAR)(?:/([0-9]{1,3}))?")
NEAR_BETWEEN = 10
"""Words between two that are near each other, where no number says so."""
_BACK = re.compile(r"-[0-9]{1,9}[^\W\d]{1,3}(?:\.\.|$)")
"""A time told from today, or a range from there, behind `dato:`."""

_LITERAL = "\\"
"""A word behind it is taken as it stands: no operator, field, minus or star."""

_UNSEEN = ("Cc", "Cf", "Cs")
"""Unicode's categories of control and format characters and of halves of characters."""

_SPACE = re.compile(rf"\s{{0,{MAX_TEXT}}}")
_RUN = re.compile(rf"""[^\s()"„“”«»]{{1,{MAX_TEXT}}}""")
_NAME = re.compile(r"([^\W\d_](?:[^\W\d]|-){0,60}):(?!//)")
_WILD = re.compile(r"\*|(?:(?<=\w)|^)\?(?=[\w*])")
_STARS = re.compile(r"\*{2,}")
_STAR_IN_PHRASE = re.compile(r"(?<=\w)\*|\*(?=\w)")
_PARAGRAPH = re.compile(
    r"(§{1,2})\s{0,3}([0-9]{1,4}(?:\s?[a-hj-z](?![\w*]))?)(?:(?:,\s{0,3}|\s{0,3})stk\.?\s{0,3}([0-9]{1,3})(?![\w*]))?",
    re.IGNORECASE,
)
"""`§ 17, stk. 4` is one word, however it is spaced."""
_STRAY_SIGNS = "-‐‑–—−&/+·•:;,%.…→▸›×"
_STRAY = re.compile(
    rf"(?:[{_STRAY_SIGNS}]|--|\.{{2,3}})(?=\s{{1,{MAX_TEXT}}}"
    rf"(?!{_NAME.pattern}|(?:{'|'.join(_OPERATORS)}|NÆR|NEAR)[\s/])[^{_STRAY_SIGNS}\s)~^])"
)
"""A sign that stands alone before a word, as between those of a title: `Budget 2024 – 2027`, `Børn & Unge`."""
_SHORT = 40
"""Characters that a message repeats."""


def lex(text: str) -> tuple[Lexeme, ...]:
    """The lexemes of a query in order, but for stray signs; raises QueryError for what cannot be cut or means nothing
    here."""
    return tuple(lexeme for lexeme in _cut(text) if lexeme.mark is not Mark.STRAY)


def passed_over(text: str) -> tuple[str, ...]:
    """The signs that `lex` leaves out. Raises as it does."""
    cut = _cut(text) if _STRAY.search(text) else ()
    return tuple(lexeme.text for lexeme in cut if lexeme.mark is Mark.STRAY)


def _cut(text: str) -> list[Lexeme]:
    _refuse_unreadable(text)
    lexemes: list[Lexeme] = []
    at = _behind_space(text, 0)
    while at < len(text):
        if lexemes:
            _refuse_touching(text, at, lexemes[-1])
        if _is_suffixed(text, at, lexemes):
            lexemes += _suffix(text, at)
        else:
            lexemes += _stray(text, at, lexemes) or _lexemes_at(text, at)
        at = _behind_space(text, lexemes[-1].end)
    return lexemes


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


def _is_suffixed(text: str, at: int, lexemes: list[Lexeme]) -> bool:
    return bool(lexemes) and lexemes[-1].end == at and lexemes[-1].mark in _ENDS and text[at] in "~^"


def _suffix(text: str, at: int) -> list[Lexeme]:
    found = _SIGN.match(text, at)
    if not found:
        advice = 'Write "skole lukning"~5 for words near each other, lokalplan^3 for what counts more.'
        raise refusal(f"{text[at]} is not understood here", text, (at, at + 1), advice)
    if text[at] == "~":
        return [Lexeme(Mark.TILDE, found[1] or "", at, found.end())]
    return [Lexeme(Mark.BOOST, found[2].replace(",", "."), at, found.end())]


def _stray(text: str, at: int, before: list[Lexeme]) -> list[Lexeme]:
    """What stands alone between two words. Behind the value of a field none is passed over: in `udvalg:Børn & Unge` and
    `dato:2023 - 2024` what follows may be meant to belong to it."""
    found = _STRAY.match(text, at)
    marks = [lexeme.mark for lexeme in before[-2:]]
    if not found or not marks or marks[-1] not in _ENDS or marks[0] is Mark.FIELD or before[-1].end == at:
        return []
    return [Lexeme(Mark.STRAY, found[0], at, found.end())]


def _phrase(text: str, at: int) -> Lexeme:
    end = _end_of_phrase(text, at)
    inside = text[at + 1 : end - 1]
    if not has_substance(inside):
        advice = "Write words between them, or leave them out."
        raise refusal("There is nothing to look for between the quotes", text, (at, end), advice)
    if star := _STAR_IN_PHRASE.search(inside):
        place = at + 1 + star.start()
        advice = "Stars are understood in words without quotes: kildedal*, *politik."
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
            'Write -word, -"a phrase" or -(a group); a range has two dots: dato:2023..2024.',
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
    if (near := _NEAR.fullmatch(run)) and int(near[1] or 0) <= MAX_BETWEEN:
        return [Lexeme(Mark.NEAR, near[1] or str(NEAR_BETWEEN), at, end)]
    if not (named := _NAME.match(run)):
        return [_word(text, at, end)]
    value = text.index(":", at) + 1
    field = Lexeme(Mark.FIELD, _field(text, at, named[1]), at, value)
    if paragraph := _PARAGRAPH.match(text, value):
        return [field, *_paragraph(text, paragraph)]
    return [field, _value(text, field, end)] if value < end else [field]


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
    if text[end : end + 1] in ("~", "^"):
        return [Lexeme(Mark.WORD, compact, start, end)]
    refuse_foreign(text, end, text[end:behind])
    return [Lexeme(Mark.WORD, compact + normalize("NFC", text[end:behind].rstrip(".,;:")), start, behind)]


def _field(text: str, at: int, written: str) -> str:
    if field := field_named(written):
        return field
    near = " or ".join(f"{near}:" for near in nearest_names(written))
    end = text.index(":", at) + 1
    if near:
        meant = f"Did you mean {near}? To search for the words themselves"
    elif not text[end : end + 1].strip():
        meant = "To search for the word itself, leave the colon out; for the words as they stand"
    else:
        meant = f"The fields are {', '.join(printed_names())}. To search for the words themselves"
    advice = f"{meant}, put them in quotes: {as_words(text, at, end)}."
    raise refusal(f"There is no field called {written}", text, (at, end), advice)


def as_words(text: str, at: int, end: int) -> str:
    """What looks like a field between two places, and the word behind it if that is short, as a phrase."""
    behind = _end_of_run(text, _behind_space(text, end))
    written = text[at : behind if behind - end <= _SHORT else end]
    return f'"{" ".join(written.split()).rstrip(":")}"'


def _value(text: str, field: Lexeme, end: int) -> Lexeme:
    """The word, prefix, wildcard or lone star behind the colon of a field; operators are words here."""
    start = field.end
    if text[start:end] == "*":
        return Lexeme(Mark.ANYTHING, "*", start, end)
    if field.text == "date" and _BACK.match(text[start:end]):
        return Lexeme(Mark.WORD, normalize("NFC", text[start:end]), start, end)
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
    """The word, or with stars and question marks the prefix or wildcard, between two places of the query; what may
    stand behind it (SUFFIX) is left for later."""
    raw = text[start:end]
    if suffix := SUFFIX.search(raw):
        raw, end = raw[: suffix.start()], start + suffix.start()
    if raw.startswith(_LITERAL) and len(raw) > 1:
        return Lexeme(Mark.WORD, normalize("NFC", _KEPT.sub("", raw[1:])), start, end)
    if raw.startswith("=") and len(raw) > 1:
        return _as_written(text, start, end)
    if _KEPT.search(raw):
        return Lexeme(Mark.WORD, normalize("NFC", _KEPT.sub("", raw)), start, end)
    refuse_foreign(text, start, raw)
    if is_address(raw) or not _WILD.search(raw):
        return Lexeme(Mark.WORD, normalize("NFC", raw), start, end)
    if sum(map(str.isalnum, raw)) < MIN_PREFIX:
        advice = f"Write at least {MIN_PREFIX} letters beside the star: kildedal*, *politik; a star alone stands right "
        advice += "behind a field: forbehold:*."
        raise refusal(f"{raw[:40]} would find too much", text, (start, end), advice)
    pattern = normalize("NFC", _STARS.sub("*", raw))
    if pattern.endswith("*") and not _WILD.search(pattern[:-1]):
        return Lexeme(Mark.PREFIX, pattern[:-1], start, end)
    return Lexeme(Mark.WILDCARD, pattern, start, end)


def _as_written(text: str, start: int, end: int) -> Lexeme:
    """`=pulje`, the word without its inflections, compounds and synonyms: a phrase of one word."""
    word = _word(text, start + 1, end)
    if word.mark is not Mark.WORD or not has_substance(word.text):
        advice = "Write =pulje for the word as it is, without a star; or leave the = out."
        raise refusal("= stands before one word that is meant as it is written", text, (start, end), advice)
    return Lexeme(Mark.PHRASE, word.text, start, word.end)


def _refuse_touching(text: str, at: int, before: Lexeme) -> None:
    """`word"a b"`, `person(er)` and `"a b" ~5` have no meaning that all would agree on."""
    if before.mark in _ENDS and before.end < at and (sign := SIGN_APART.match(text, at)):
        advice = 'Write it right behind the word or phrase: "skole lukning"~5, lokalplan^3; else leave it out.'
        raise refusal(f"{sign[0]} stands apart from what is before it", text, sign.span(), advice)
    if before.end < at or before.mark not in _ENDS or text[at] == ")":
        return
    if text[at] in "~^" or (before.mark is Mark.CLOSE and text[at] == "("):
        return
    if text[at] == "*":
        message = "A star behind a phrase or group means nothing"
        advice = "Leave it out; stars are understood in words without quotes: kildedal*, *politik."
    elif before.text == "=":
        message = "= stands before a word without quotes"
        advice = "Leave the = out: words in quotes are meant as they are written, too."
    elif text[before.start - 1 : before.start] == ":":
        message = "A space is missing here"
        advice = 'Write a space before it, or the whole value in one pair of quotes: dato:">9. marts 2021".'
    else:
        message = "A space is missing here"
        advice = "Write a space before it; quotes and brackets cannot be part of a word."
        if before.mark is Mark.PHRASE or text[at] in QUOTES:
            advice += ' Words that hold quotes are put between others: «Plan "B" for byen».'
    raise refusal(message, text, (at, at + 1), advice)
