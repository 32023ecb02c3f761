"""A case's way through the bodies, first to last: the items that bear its number, and the treatments that these tell of
and that the index does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from search.document import Document
from search.errors import QueryError
from search.find import Index
from search.outcomes import LABELS
from search.query import ast
from search.schema import case_key, keyword, pasted_key

FIRST_WORDS = 240
"""Characters of a recommendation or a decision that a step tells."""
_LAST = "9999-12-31"
"""Where a step stands that has no date."""
_NEAR = 3
_LEAST_ALIKE = 0.8
_BEGINNINGS = (8, 5, 2)
"""So many characters of a case number are taken to be right, one after the other, when near numbers are looked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One treatment of a case. `""` and None stand for what is not known; `id` is `""` for a treatment that an item
    tells of and that is not in the index. `outcome_label` is Danish, `followed` as in Document; `recommendation` and
    `decision` are their first words."""

    date: str
    municipality: str
    body: str
    number: str
    title: str
    kind: str
    outcome: str
    outcome_label: str
    followed: str = ""
    recommendation: str = ""
    decision: str = ""
    id: str = ""
    source: str = ""
    also: tuple[str, ...] = ()
    page: int | None = None

    @property
    def indexed(self) -> bool:
        return bool(self.id)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of one municipality: its number as printed, its title as last printed, its steps first to last."""

    number: str
    municipality: str
    title: str
    topics: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A treatment that an item told of; `by` is the date of that item's meeting, before which it was."""

    body: str
    date: str
    number: str
    outcome: str
    by: str


def cases(index: Index, number: str) -> Iterator[Case]:
    """The cases with a number in any spelling, with `*` behind it all that begin so, in the order of their numbers; one
    at a time is held. The same number in two municipalities is two cases. Raises QueryError for what is no number, and
    as `find` does."""
    wanted = _wanted(number)
    key = case_key(wanted.number)
    keys = (own for own, _ in index.reader.vocabulary("case", key)) if wanted.prefix else (pasted_key(key),)
    return (case for own in keys for case in _of_key(index, own))


def near(index: Index, number: str) -> tuple[str, ...]:
    """Case numbers that the index holds and that are most like this one, best first; none where none is like it."""
    key = case_key(_wanted(number).number)
    for length in _BEGINNINGS:
        known = {_signs(term): term for term, _ in index.reader.vocabulary("case", key[:length])}
        if found := get_close_matches(_signs(key), known, _NEAR, _LEAST_ALIKE):
            return tuple(known[signs].upper() for signs in found)
    return ()


def _wanted(number: str) -> ast.Case:
    bare = number.strip()
    if not _signs(bare) or not case_key(bare).isprintable():
        raise QueryError("This is no case number", number, 0, max(1, len(number)), "Write one: 24.00.00-G01-4-20.")
    return ast.Case(bare.rstrip("*"), bare.endswith("*"))


def _signs(number: str) -> str:
    """Its letters and digits, which people leave apart in one way or another."""
    return "".join(filter(str.isalnum, number))


def _documents(index: Index, conditions: tuple[ast.Query, ...]) -> Iterator[Document]:
    """The items that fulfil all conditions, oldest first."""
    return index.documents([seq for seq, _ in index.ranked("", sort="oldest", filters=conditions)])


def _of_key(index: Index, key: str) -> Iterator[Case]:
    """The cases of all municipalities with that number."""
    found: dict[str, list[Document]] = {}
    for document in _documents(index, (ast.Case(key),)):
        found.setdefault(document.municipality, []).append(document)
    return (_case(index, key, documents) for _, documents in sorted(found.items()))


def _case(index: Index, key: str, documents: Sequence[Document]) -> Case:
    latest = documents[-1]
    number = next(number for number in latest.case_numbers if case_key(number) == key)
    titles = {keyword(document.title) for document in documents}
    by_day: dict[str, list[Document]] = {}
    for document in documents:
        by_day.setdefault(document.date, []).append(document)
    told: list[_Told] = []
    for one in _told_by(documents):
        known = by_day.setdefault(one.date, [])
        if any(_is_same(one, document) for document in known):
            continue
        if (item := _indexed(index, one, latest.municipality, titles)) is not None:
            known.append(item)
        else:
            told.append(one)
    dated = [(date or _LAST, 1, _step(document)) for date, known in by_day.items() for document in known]
    dated += [(one.date or one.by or _LAST, int(bool(one.date)), _step_told(one, latest.municipality)) for one in told]
    dated.sort(key=lambda step: step[:2])
    return Case(number, latest.municipality, latest.title, latest.topics, tuple(step for *_, step in dated))


def _told_by(documents: Iterable[Document]) -> Iterator[_Told]:
    """What the items tell of earlier treatments, each once, with all that any of them says of it."""
    found: dict[str, list[_Told]] = {}
    for document in documents:
        for body, date, number, outcome in document.earlier:
            one = _Told(body, date, number, outcome, document.date)
            of_day = found.setdefault(date, [])
            place = next((at for at, other in enumerate(of_day) if _is_one(one, other)), None)
            if place is None:
                of_day.append(one)
            else:
                was = of_day[place]
                of_day[place] = _Told(was.body or body, date, was.number or number, was.outcome or outcome, was.by)
    return chain.from_iterable(found.values())


def _is_one(one: _Told, other: _Told) -> bool:
    """Whether two items tell of the same treatment of a day: what one does not say contradicts nothing."""
    return _agree(keyword(one.body), keyword(other.body)) and _agree(one.number, other.number)


def _is_same(told: _Told, document: Document) -> bool:
    """Whether a treatment told of is this item of the same day."""
    bodies = {keyword(document.body), keyword(document.called) or keyword(document.body)}
    return any(_agree(keyword(told.body), body) for body in bodies) and _agree(told.number, document.number)


def _agree(one: str, other: str) -> bool:
    return one == other or not one or not other


def _indexed(index: Index, told: _Told, municipality: str, titles: Collection[str]) -> Document | None:
    """The item of that treatment where the index holds it without the case's number: by its number in the meeting, or
    by one of the titles of the case."""
    if not (told.body and told.date):
        return None
    meeting = (ast.In("body", ast.Phrase(told.body)), ast.Dates(told.date, told.date))
    items = (item for item in _documents(index, meeting) if item.municipality == municipality)
    if told.number:
        return next((item for item in items if item.number == told.number), None)
    return next((item for item in items if keyword(item.title) in titles), None)


def _step(document: Document) -> Step:
    return Step(
        document.date,
        document.municipality,
        document.body,
        document.number,
        document.title,
        document.kind,
        document.outcome,
        document.outcome_label,
        document.followed,
        _first_words(document.recommendation),
        _first_words(document.decision),
        document.id,
        document.source,
        document.also,
        document.page,
    )


def _step_told(told: _Told, municipality: str) -> Step:
    label = LABELS.get(told.outcome, "")
    return Step(told.date, municipality, told.body, told.number, "", "", told.outcome, label)


def _first_words(text: str) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS + 1].rpartition(' ')[0] or line[:FIRST_WORDS]} …"
