"""Case numbers in the metadata lines and boxes of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.bodies import is_body
from indexer.dates import parse_date
from indexer.tables import toml

_TABLE = toml("labels_cases.toml")


def box_labels(*kinds: str) -> str:
    """An alternation of the labels of such a box: all of them, or those for numbers of a ``case`` or ``document``."""
    return "|".join(map(_words, kinds or ("case", "document", "other")))


def _words(kind: str) -> str:
    """An alternation of a kind's labels, in which each space or hyphen may be spaces, a full stop or nothing."""
    labels = sorted(_TABLE[kind], key=len, reverse=True)
    return "|".join(re.sub(r"[ -]", r"[-. ]{0,3}", label) for label in labels)


_NAMED = rf"(?<![\w.-])(?:(?P<case>{_words('case')})|(?P<document>{_words('document')})|(?P<other>{_words('other')}))"
_MARK = r"\.?\s{0,3}:|\.(?=\s)|(?=\s{1,12}\w)"
_KNOWN = rf"{_NAMED}(?:{_MARK})"
_LABEL = re.compile(_KNOWN + r"|(?P<unknown>\[?[^\W\d][^:\n\d]{1,60}?:)", re.IGNORECASE)
_LABEL_WITHOUT_COLON = re.compile(_KNOWN, re.IGNORECASE)
_LABEL_AT_END = re.compile(rf"{_NAMED}(?:{_MARK}|\.?$)", re.IGNORECASE)
ACCESS = {word: access for access in ("open", "closed") for word in _TABLE[access]}
"""Whether an item is ``open`` or ``closed``, by the words that say so."""
ACCESS_LABELS = frozenset(_TABLE["public"])
"""Labels in lower case behind which such a word may stand."""
_ACCESS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(ACCESS, key=len, reverse=True))})(?!\w)", re.IGNORECASE)

_STRICT = "|".join(
    (
        r"\d{2}\.\d{2}(?:\.\d{2}){0,2}[-. ]?[A-ZÆØÅ]\d{2}\s?-\s?(?:\d{1,6}-\d{2,4}|\d{4}/\d{1,6}|\d{3,6})",
        r"[A-ZÆØÅ]{2,6}-\d{4}-\d{2,8}",
        r"\d{3}-\d{4}-\d{1,7}",
        r"\d{2}-(?:19|20)\d{2}-\d{3,7}",
        r"\d-\d{2}-\d{2}-\d{1,5}-\d{2}",
        r"(?:19|20)\d{2}[-/]\d{4,8}",
        r"\d{2}-\d{5,7}",
        r"[A-ZÆØÅ]{2,3}\s(?:\d{3,4}/\d{2}|\d{2,4}/(?:19|20)\d{2})",
    )
)
"""Forms that are a case number wherever they stand alone on a line; the first is KLE subject, facet and number."""

_LOOSE = "|".join(
    (
        r"\d{2}\.\d{2}\.\d{2}(?:[-.]?[A-ZÆØÅ]\d{2})?",
        r"[A-ZÆØÅ]{1,3}\s\d{1,4}/\d{2}",
        r"[A-ZÆØÅ]{0,3}-?\d{1,8}(?:[-/]\d{1,8}){1,3}",
        r"\d{4,12}",
    )
)
"""Further forms that are one only behind a label."""

_CORE = re.compile(r"\d(?:[-./]\d|\d{3})")
"""What every form has in it: most lines have none."""

_NUMBER = re.compile(rf"(?<![\w./-])(?:{_STRICT})(?![\w/]|[-.]\w)")
_LABELLED = re.compile(rf"\s{{0,20}}(?P<number>(?:{_STRICT})|{_LOOSE})(?![\w/]|[-.]\w)")
_FACET = re.compile(r"^\s{0,9}[A-ZÆØÅ]\d{2}(?=\s|$)")
"""What is left of a number whose digits were lost."""
_BREAK = re.compile(r"(?<=\d-)[ \t]{0,4}\n[ \t]{0,4}(?=\d)")
_RANGE = re.compile(r"\d{1,3}-\d{1,3}|(?:19|20)\d\d-20\d\d")
"""Of items or years."""
ROW = 2
"""So many labels behind one another without a value are a row of them."""
_LIMIT = 4000
"""Characters of a box that are looked at; metadata boxes are far shorter."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A stretch of a box: the kind of its label ("" for none) and what follows it up to the next label."""

    kind: str
    value: str


@lru_cache(maxsize=1)
def _fields(text: str) -> tuple[_Field, ...]:
    """The fields of a box in printed order, what stands in front of the first label first of all."""
    labels = list((_LABEL if ":" in text else _LABEL_WITHOUT_COLON).finditer(text))
    starts = [*(label.start() for label in labels), len(text)]
    behind = [_Field(_kind(label), text[label.end() : end]) for label, end in zip(labels, starts[1:], strict=True)]
    return (_Field("", text[: starts[0]]), *behind)


def _kind(label: re.Match[str]) -> str:
    return next(kind for kind in ("case", "document", "other", "unknown") if label[kind] is not None)


def _joined(text: str) -> str:
    return _paired(_BREAK.sub("", text[:_LIMIT])) if "\n" in text else text[:_LIMIT]


def _paired(text: str) -> str:
    """The text with each label of its first line in front of its value, where the values stand in a row below it."""
    row, _, below = text.partition("\n")
    values, _, rest = below.partition("\n")
    row = _ACCESS.sub("", row).strip()
    label = _LABEL if ":" in row else _LABEL_AT_END
    labels = [found[0] for found in label.finditer(row)]
    told = values.split(maxsplit=max(len(labels) - 1, 0))
    if len(labels) < ROW or len(labels) != len(told) or label.sub("", row).strip():
        return text
    return "\n".join([*map(" ".join, zip(labels, told, strict=True)), rest])


def _is_number(number: str) -> bool:
    return not _RANGE.fullmatch(number) and not (len(number) == 10 and parse_date(number))


def _numbers(fields: Sequence[_Field]) -> Iterator[str]:
    seen_case = False
    for field in fields:
        seen_case = seen_case or field.kind == "case"
        if field.kind == "case":
            labelled = _LABELLED.match(field.value)
            yield from [labelled["number"]] if labelled else []
        elif field.kind == "unknown" and not seen_case and (match := _NUMBER.match(field.value.lstrip())):
            # a pseudonym may stand where the label of the case number stood
            yield match[0]


@lru_cache(maxsize=10_000)
def find_case_numbers(text: str) -> tuple[str, ...]:
    """The case's own numbers in a metadata line or box, as printed, in order, each once.

    Behind labels such as Sagsnr., J.nr. or KLE any form counts, alone on a line only forms that nothing else has. A
    number broken over a line is joined. Numbers of documents and attachments are left out.
    """
    whole = _joined(text)
    if not _CORE.search(whole) or not _may_number(whole):
        return ()
    fields = _fields(whole)
    bare = [match[0] for line in fields[0].value.splitlines() for match in _bare(line)]
    return tuple(dict.fromkeys(number for number in [*_numbers(fields), *bare] if _is_number(number)))


def _may_number(text: str) -> bool:
    """Whether a text has a colon, a number that needs no label, or what the labels of a case have in them."""
    return ":" in text or bool(_NUMBER.search(text)) or any(map(text.casefold().__contains__, _TABLE["case_signs"]))


def _bare(line: str) -> list[re.Match[str]]:
    """Case numbers of a line that holds nothing else but perhaps a word on access."""
    found = list(_NUMBER.finditer(line))
    return [] if found and re.search(r"\w", _ACCESS.sub("", _NUMBER.sub("", line))) else found


@lru_cache(maxsize=10_000)
def is_case_line(text: str) -> bool:
    """Whether a line or box holds case numbers, labelled or bare, or has lost them, and else only other such fields."""
    whole = _joined(text)
    if not find_case_numbers(whole) and not _is_lost(whole):
        return False
    return all(_is_filled(field) for field in _fields(whole))


def _is_lost(text: str) -> bool:
    """Whether a box has its labels and has lost its numbers: ``J.nr.: A09 Sagsid.: Initialer:``."""
    return text.count(":") >= ROW and "case" in [field.kind for field in _fields(text)][1:]


def _is_filled(field: _Field) -> bool:
    rest = _NUMBER.sub("", _ACCESS.sub("", field.value))
    if field.kind == "case":
        rest = _FACET.sub("", _LABELLED.sub("", rest, count=1))
        rest = "" if is_body(rest.strip()) else rest
    if field.kind in ("document", "unknown"):
        rest = re.sub(r"[\d./-]{1,30}", "", rest)
    words = re.findall(r"\w{1,60}", rest)
    return len(words) <= (3 if field.kind == "other" else 0)
