"""Documents -> what an engine takes: the terms of each word field, keywords and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from search.analysis.chain import Terms, terms
from search.document import Document, Passage
from search.engines.engine import EngineDocument
from search.parties import names_of, shown_name
from search.query.amounts import amounts_in
from search.ranking import recency
from search.schema import (
    FORMS,
    LOW_CONFIDENCE,
    NAME_FIELDS,
    PART_FIELDS,
    PARTY_FIELDS,
    TEXT_FIELDS,
    case_key,
    day_of,
    keyword,
    path_words,
    place_of,
    sort_keys,
)

BREAK = " ¶ ¶ ¶ "
"""Stands between two passages, so that no phrase and no pair of words is found across a heading. No query holds the
sign."""
_NONE = Terms(*("" for _ in FORMS))
_SIDES = ("votes_for", "votes_against", "votes_abstaining")
"""In the order in which a vote tells them."""
_PLACES = [
    (f"{field}_{form}", field, place)
    for field in (*TEXT_FIELDS, *NAME_FIELDS, *PART_FIELDS)
    for place, form in enumerate(FORMS)
]
"""Each word field with the text it is made of, and where its form stands in `Terms`."""


def engine_document(document: Document, seq: int) -> EngineDocument:
    """The document as the engine numbered `seq` will hold it."""
    day = day_of(document.date)
    newest, oldest = sort_keys(day, place_of(document.id))
    numbers = {"day": day, "newest": newest, "oldest": oldest}
    words, keywords, figures, facets = _words(document), _keywords(document), _figures(document), _facets(document)
    return EngineDocument(seq, words, keywords, numbers, recency(day), figures, facets)


def _words(document: Document) -> dict[str, str]:
    found = {
        "title": terms(document.title),
        "text": _joined(p.text for p in document.passages if p.field == "text"),
        "decision": _joined(p.text for p in document.passages if p.field == "decision"),
        "body": _of_names((document.body, document.called)),
        "municipality": _of_names((document.municipality,)),
        "topic": _of_names(document.topics),
        "member": _of_names(_names(document.present)),
        "reservation": _of_names(_distanced(document)),
        "recommendation": _joined((document.recommendation,)),
        "attachment": _joined(document.attachments),
        "place": _of_names((document.place,)),
        "source": _of_names(tuple(map(path_words, (document.source, *document.also)))),
    }
    return {name: found[field][form] for name, field, form in _PLACES}


def _joined(passages: Iterable[str]) -> Terms:
    """The terms of all passages, form by form, with a break between two that hold any."""
    found = [terms(passage) for passage in passages if passage]
    if len(found) < 2:
        return found[0] if found else _NONE
    return Terms(*(BREAK.join(filter(None, (one[form] for one in found))) for form in range(len(FORMS))))


def _keywords(document: Document) -> dict[str, tuple[str, ...]]:
    values = {
        "municipality": (document.municipality,),
        "body": (document.body, document.called),
        "topic": document.topics,
        "member": _names(document.present),
        "reservation": _distanced(document),
        "party": _all_names(_parties(document)),
        **{field: _all_names(_voted(document, side)) for side, field in enumerate(PARTY_FIELDS[1:])},
        "outcome": document.outcomes,
        "kind": (document.kind,),
        "access": (document.access,),
        "followed": (document.followed,),
        "quality": ("low" if document.confidence < LOW_CONFIDENCE else "high",),
    }
    found = {name: _keys(many) for name, many in values.items()}
    return found | {"case": tuple(map(case_key, document.case_numbers))}


@lru_cache(maxsize=4_096)
def _keys(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(keyword, filter(None, values)))


def _names(members: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for name, _ in members)


def _parties(document: Document) -> Iterator[str]:
    """The parties that took a stand in the item, as it calls them: with a vote or a reservation."""
    yield from (party for side in range(3) for party in _voted(document, side))
    yield from (party for _, party, _, _ in document.reservations if party)


def _voted(document: Document, side: int) -> Iterator[str]:
    """The parties that voted for (0), against (1), or abstained (2), as the item calls them."""
    return (party for vote in document.votes for party in vote[3 + side].split(", ") if party)


def _all_names(parties: Iterable[str]) -> tuple[str, ...]:
    return _each_once(name for party in parties for name in names_of(party))


def _distanced(document: Document) -> tuple[str, ...]:
    """Who distanced themselves from the decision, members and parties, these by all their names."""
    return _each_once(
        name for who, party, _, _ in document.reservations for one in (who, party) for name in names_of(one) if name
    )


def _facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Under what the item is counted: `""` where it does not say. It has no party where none took a stand."""
    return {
        "municipality": (document.municipality,),
        "body": (document.body,),
        "year": (document.date[:4],),
        "month": (document.date[:7],),
        "outcome": _each_once(document.outcomes) or (document.outcome,),
        "followed": (document.followed,),
        "topic": _each_once(document.topics) or ("",),
        "party": _each_once(map(shown_name, _parties(document))),
        "kind": (document.kind,),
    }


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _figures(document: Document) -> dict[str, tuple[int, ...]]:
    pages = {document.page, *(page for passage in document.passages for page in _pages(passage))}
    texts = (document.title, *(passage.text for passage in document.passages))
    votes = [tuple({int(vote[side]) for vote in document.votes if vote[side].isdigit()}) for side in range(3)]
    found = {
        "page": tuple(sorted(page for page in pages if page is not None)),
        "amount": tuple(sorted({amount for text in texts for amount in amounts_in(text)})),
    }
    return found | dict(zip(_SIDES, votes, strict=True))


def _pages(passage: Passage) -> Iterator[int | None]:
    yield passage.page
    yield from (page for _, page in passage.turns)


_of_names = lru_cache(maxsize=4_096)(_joined)
"""Of a meeting's items, and of most meetings, these are the same."""
