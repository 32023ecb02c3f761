"""Names of councils, committees and other bodies: telling them, cutting them to one form, comparing them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer.places import municipality_in as municipality_in
from indexer.places import without_municipality
from indexer.tables import rows, toml

_HEAD_WORDS = (
    ("", "udvalg", "(?:et)?"),
    ("(?<!om)(?<!t)(?<!for)", "råd", "(?:et)?"),
    ("", "bestyrelse", "n?"),
    ("", "magistrat", "(?:en)?"),
    ("", "direktion", "(?:en)?"),
    ("", "nævn", "(?:et)?"),
    ("", "kommission", "(?:en)?"),
    ("", "repræsentation", "(?:en)?"),
    ("", "afdeling", "(?:en)?"),
    ("", "komit", "[eé](?:en)?"),
    ("", "forum", "(?:met)?"),
    ("", "direktørgruppe", "n?"),
)
"""How the head word of a name ends: what may not stand before, stem, ending. "Området" and "forråd" end like a council
and are none."""

_ENDINGS = tuple(map("".join, _HEAD_WORDS))
_STEMS = tuple(stem for _, stem, _ in _HEAD_WORDS)
_ENDING = re.compile("|".join(_ENDINGS), re.IGNORECASE)
_HEAD = re.compile(r"[^\W\d_-]{0,40}(?:-[^\W\d_-]{0,40}){0,2}(?:" + "|".join(_ENDINGS) + r")", re.IGNORECASE)
_JOINT = re.compile(r"[A-ZÆØÅ][a-zæøå]{2,20}-?MED")
"""Joint committees of employees and management ("Hoved-MED", "CenterMED"); in small letters the word is "with"."""
_STANDALONE = re.compile(
    r"(?:udvalg|råd|byråd|regionsråd|nævn|kommunalbestyrelse|afdeling|bestyrelse)(?:n|en|et)?", re.IGNORECASE
)
_TOKEN = re.compile(r"§|\d{1,4}|[^\W\d_][\w’'-]{0,60}|[^\w\s]")
_TABLE = toml("bodies.toml")
_GENERIC = frozenset(_TABLE["generic"])
_SMALL = frozenset(_TABLE["small"])
_FORM_WORDS = frozenset(_TABLE["form"] + _TABLE["verdict"])
_ALONE = frozenset(_TABLE["alone"])
_JOINERS = frozenset({"og", "&", "samt", ",", "/"})
_OF = frozenset({"for", "om", "vedr", "vedrørende"})

_AMPERSAND = re.compile(r"\s?&\s?")
_CODE = re.compile(r"(?!MENU$)[A-ZÆØÅ]{1,4}(?:-[A-ZÆØÅ]{1,3})?-?U")
_MASK = re.compile(r"\[[^\W\d_]{2,20}\]")
_TERM = re.compile(r"^(?:(?:19|20)?\d\d\s?[-–/]\s?(?:19|20)?\d\d)\s|\s\(?(?:19|20)?\d\d\s?[-–/]\s?(?:19|20)?\d\d\)?$")
_DEED = re.compile(
    r"\s(?:(?:ekstra)?ordinær[et]\s)?"
    r"(?:møde|beslutning|påtegning|erklæring|indstilling|behandling|anbefaling|udtalelse)(?:r|en|et)?(?:\s(?:i|på)\smødet?)?\Z",
    re.IGNORECASE,
)
_LONGEST_DEED = 60
"""Characters of its longest form, and some more."""
_MET = re.compile(
    r"(?:(?:ordinært|ekstraordinært)\s)?(?P<name>[^\W\d_]{3,40}?)s?møde(?:t|r)?(?![^\W\d_])", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:(?:ordinært|ekstraordinært|konstituerende)\s)?(?:møde\s)?(?:i|fra|af)\s", re.IGNORECASE)

_BUILT_IN = {row[0]: row[1] for row in rows("body_codes.tsv", 2)}
_codes = dict(_BUILT_IN)


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body named in a text: base form and character offsets of the words as printed, end exclusive."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def is_part(self) -> bool:
        """A word of a name: with a capital or with a hyphen that waits for the next word."""
        return self.text[0].isupper() or (len(self.text) > 2 and self.text.endswith("-"))


def learn(codes: Mapping[str, str]) -> None:
    """Names that stand for others beside the built-in codes, `""` for those of which it is not known what. They hold
    for the whole process: names are told everywhere, and a worker reads all its files by one table."""
    _codes.clear()
    _codes.update({**_BUILT_IN, **codes})


def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text))


def _may_name(text: str) -> bool:
    """Whether a text has the stem of a head word in it."""
    return "MED" in text or any(map(text.casefold().__contains__, _STEMS))


@lru_cache(maxsize=2048)
def _is_head(word: str) -> bool:
    if _JOINT.fullmatch(word):
        return True
    return bool(_HEAD.fullmatch(word)) and word.casefold() not in _FORM_WORDS


def _base_word(word: str) -> str:
    """The word without a genitive ending, where what is left heads a body's name."""
    for ending in ("'s", "’s", "s"):
        if word.endswith(ending) and _is_head(word.removesuffix(ending)):
            return word.removesuffix(ending)
    return word


def _without_term(name: str) -> str:
    """The name without the years of a council's term at either edge: most have no digit there."""
    return _TERM.sub("", name) if name[:1].isdigit() or name[-1:].isdigit() or name.endswith(")") else name


@lru_cache(maxsize=2048)
def base_form(name: str) -> str:
    """A name without genitive, white space folded: "Økonomiudvalgets møde" -> "Økonomiudvalget"."""
    folded = _LEAD.sub("", " ".join(name.split()).strip(" :;,.*"), count=1)
    deed = _DEED.search(folded, max(2, len(folded) - _LONGEST_DEED))
    if deed is None or deed.start() > 120:
        head, space, last = folded.rpartition(" ")
        return head + space + _base_word(last)
    bare = folded[: deed.start()].rstrip(" :,")
    has_head = any(_is_head(_base_word(token.text)) for token in _tokens(bare))
    return re.sub(r"(?<=\w{3})['’]?s$", "", bare) if has_head else bare


def body_of_meeting(text: str) -> str:
    """The body whose meeting a text's first word names, else "": "Byrådsmøde" is one of Byrådet."""
    match = _MET.match(text)
    name = match["name"].capitalize() if match else ""
    return (
        name + ("n" if name.endswith("e") else "en" if name.endswith(("ion", "at")) else "et") if is_body(name) else ""
    )


def _left(tokens: Sequence[_Token], head: int) -> int:
    """Index of the first token of the name whose head word stands at `head`, read strictly (in running text)."""
    first = head
    bare = bool(_STANDALONE.fullmatch(_base_word(tokens[head].text)))
    while first > 0:
        before = tokens[first - 1]
        if before.low in _JOINERS and first > 1 and _joins(tokens[first - 2], before):
            first -= 2
        elif before.is_part and (before.text.endswith("-") or (bare and before.low not in _FORM_WORDS)):
            first -= 1
        else:
            break
    return first


def _joins(before: _Token, joiner: _Token) -> bool:
    """Whether the word before a joiner belongs to the same name ("Miljø- og", "Teknik og", not "Byrådet og")."""
    if before.text.endswith("-"):
        return before.is_part
    return joiner.low in ("og", "&") and before.is_part and not _is_head(before.text)


def _right(tokens: Sequence[_Token], head: int) -> int:
    """Index after the last token of a name: "for Teknik og Miljø" belongs to it."""
    after = head + 1
    if after + 1 >= len(tokens) or tokens[after].low not in _OF or not tokens[after + 1].is_part:
        return after
    after += 2
    while (step := _step(tokens, after)) > 0:
        after += step
    return after


def _step(tokens: Sequence[_Token], at: int) -> int:
    """How many tokens go on a list of capitalised words: a word behind a joiner, a joiner and a word, or none."""
    if at >= len(tokens):
        return 0
    if tokens[at].is_part:
        return int(tokens[at].text.endswith("-") or tokens[at - 1].low in _JOINERS | _OF)
    goes_on = tokens[at].low in _JOINERS and at + 1 < len(tokens) and tokens[at + 1].is_part
    return 2 if goes_on and not _is_head(_base_word(tokens[at + 1].text)) else 0


def find_body(text: str, loose: bool = False) -> FoundBody | None:
    """The first body named in a text by its words, or None.

    `loose` also finds codes ("ØU") and councils in small letters ("byrådet"); a caller asks where a body is expected.
    """
    tokens = _tokens(text) if loose or _may_name(text) else ()
    for index, token in enumerate(tokens):
        span = _named(tokens, index) or (_hinted(token, text) if loose else None)
        if span:
            start, end = span
            name = base_form(text[start:end] + " møde")
            return FoundBody(name[:1].upper() + name[1:] if loose else name, start, end)
    return None


def _named(tokens: Sequence[_Token], index: int) -> tuple[int, int] | None:
    """Where the name begins and ends whose head word stands at `index`, or None."""
    word = _base_word(tokens[index].text)
    if not _is_head(word):
        return None
    first, after = _left(tokens, index), _right(tokens, index)
    if not tokens[first].is_part or (first == index and after == index + 1 and word.casefold() in _GENERIC):
        return None
    return tokens[first].start, tokens[after - 1].end


def _hinted(token: _Token, text: str) -> tuple[int, int] | None:
    """Where a code, or a body of one word in small letters and the definite form, begins and ends; else None."""
    word = _base_word(token.text)
    code = re.match(r"[A-ZÆØÅ]{1,4}(?:-[A-ZÆØÅ]{1,3})?-?U?(?!\w)", text[token.start : token.start + 12])
    if code and is_code(code[0]):
        return token.start, token.start + code.end()
    bare = _indefinite(word.casefold())
    whole = word.casefold() in _ALONE or (bare != word.casefold() and not _ENDING.fullmatch(word))
    return (token.start, token.end) if _is_head(word) and whole else None


def is_code(text: str) -> bool:
    """Whether a text is a body's abbreviation: one of the table, or capitals that end in U (udvalg), as TM-U."""
    return text in _codes or bool(_CODE.fullmatch(text))


@lru_cache(maxsize=2048)
def is_body(text: str, masked: bool = False) -> bool:
    """Whether the whole text is plausible as a body's name in base form or a code.

    `masked` also allows a pseudonymised name such as "[adresse]"; a caller says so where the place speaks for a body.
    """
    name = _without_term(" ".join(text.split()))
    if is_code(name) or (masked and _MASK.fullmatch(name)):
        return True
    begins = not name[:1].islower() or "-" in name.split(" ", 1)[0]
    if len(name) > 140 or not begins or not _may_name(name):
        return False
    tokens = _tokens(name)
    if name.casefold() in _GENERIC or any(token.low in _FORM_WORDS for token in tokens):
        return False
    return any(_is_whole(tokens, index) for index, token in enumerate(tokens) if _is_head(token.text))


def _is_whole(tokens: Sequence[_Token], head: int) -> bool:
    before, after = tokens[:head], tokens[head + 1 :]
    starts_well = tokens[0].is_part or tokens[0].text == "§"
    return starts_well and _is_front(before) and (not after or _is_rest(after))


def _is_front(tokens: Sequence[_Token]) -> bool:
    """Whether words may stand before a head word; a stop only behind a short one ("stk. 4")."""
    small = _JOINERS | _SMALL | {"§", "stk", ".", "-"}
    stops = any(token.text == "." and len(before.text) > 3 for before, token in pairwise(tokens))
    return not stops and all(token.is_part or token.low in small or token.text.isdigit() for token in tokens)


_VERB = re.compile(
    r"\w{2,40}(?:ede|tes|edes)|har|er|blev|kan|kunne|skal|vil|tog|vedtog|ikke|at|indstiller|anbefaler|godkender",
    re.IGNORECASE,
)


def _is_rest(tokens: Sequence[_Token]) -> bool:
    """Whether what follows the head word says what the body is for or where it is."""
    first, rest = tokens[0].low, tokens[1:]
    if first in _OF:
        words = [token for token in rest if token.low not in _JOINERS | {".", "-"}]
        parted = any(not t.text[0].isalnum() and t.low not in _JOINERS and t.text not in "-." for t in rest)
        return 0 < len(words) <= 9 and not parted and not any(_VERB.fullmatch(token.low) for token in words)
    if first in ("i", ","):
        return 0 < len(rest) <= 5 and all(token.is_part or token.low in _JOINERS for token in rest)
    return False


def _indefinite(word: str) -> str:
    for ending in ("met", "et", "en", "n"):
        if word.endswith(ending) and _is_head(word) and _is_head(word.removesuffix(ending)):
            return word.removesuffix(ending)
    return word


def _definite(word: str) -> str:
    return next((word + ending for ending in ("met", "et", "en", "n") if _is_head(word + ending)), word)


def code_of(text: str) -> str:
    """What a code stands for by the built-in table, with hyphens or without; `""` for none."""
    return _BUILT_IN.get(text) or _BUILT_IN.get(text.replace("-", "")) or ""


def canonical(name: str) -> str:
    """A body's name in the one spelling of all its spellings: "Økonomi & Erhvervsudvalgs (18-21)" ->
    "Økonomi- og Erhvervsudvalget", "ØU" -> "Økonomiudvalget"; "Teknisk Udvalg" and "Aarhus Byråd" stay as they are."""
    bare = base_form(_without_term(" ".join(name.split())))
    bare = _AMPERSAND.sub(" og ", code_of(bare) or bare)
    front, _, head = bare.rpartition(" ")
    words = front.split()
    if not _is_head(head) or (words and (words[-1].casefold() not in _JOINERS or _STANDALONE.fullmatch(head))):
        return bare
    # "Unge-udvalget" is made of all that stands before it, "Ungeudvalget" of one word.
    return " ".join([*(words if "-" in head else map(_waiting, words)), _definite(head)])


def _waiting(word: str) -> str:
    """A word of a list of names with the hyphen that stands for the rest of the compound."""
    bare = word.rstrip(",")
    whole = not bare[:1].isupper() or bare.endswith("-") or _is_head(bare)
    return word if whole else f"{bare}-{word[len(bare) :]}"


@lru_cache(maxsize=1024)
def spelling(name: str) -> str:
    """Letters that two spellings of one body share: no municipality, no term, indefinite, without "og" and signs."""
    bare = without_municipality(base_form(_without_term(name)))
    words = [_indefinite(token.low) for token in _tokens(bare)]
    return "".join(re.sub(r"\W", "", word) for word in words if word not in _JOINERS)


def _key(name: str) -> str:
    """The same with codes written out."""
    return spelling(_codes.get(base_form(_without_term(name))) or name)


def _initials(name: str) -> str:
    """The code that a committee's name gives: "Teknik- og Miljøudvalget" -> "TMU"."""
    words = [token.text for token in _tokens(base_form(name)) if token.is_part]
    if not words or not _indefinite(words[-1].casefold()).endswith("udvalg"):
        return ""
    return "".join(word[0] for word in words).upper() + "U"


def same_body(a: str, b: str) -> bool:
    """Whether two names mean one body within one council: "Aarhus Byråd" and "Byrådet", "TM-U" and its full name."""
    first, second = _key(a), _key(b)
    if first and first == second:
        return True
    pairs = ((a.strip(), b), (b.strip(), a))
    return any(is_code(code) and code.replace("-", "") == _initials(name) for code, name in pairs)
