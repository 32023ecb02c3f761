"""The fields that a query may name: what each holds, and the names that people may use for it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Kind = Literal["words", "name", "value", "date", "case", "amount", "number"]
"""words: text and names, searched by words. name: whole names only. amount: kroner. number: small whole numbers."""


@dataclass(frozen=True, slots=True)
class Field:
    """`names`: how it may be written in a query, in any letter case; the first is the one that is printed."""

    kind: Kind
    names: tuple[str, ...]


FIELDS: dict[str, Field] = {
    "title": Field("words", ("titel", "title")),
    "decision": Field("words", ("beslutning", "decision")),
    "body": Field("words", ("udvalg", "body")),
    "municipality": Field("words", ("kommune", "municipality")),
    "topic": Field("words", ("emne", "topic")),
    "recommendation": Field("words", ("indstilling", "recommendation")),
    "attachment": Field("words", ("bilag", "attachment")),
    "member": Field("words", ("medlem", "member")),
    "place": Field("words", ("sted", "place")),
    "source": Field("words", ("kilde", "source")),
    "reservation": Field("words", ("forbehold", "reservation")),
    "party": Field("name", ("parti", "party")),
    "party_for": Field("name", ("parti_for", "party_for")),
    "party_against": Field("name", ("parti_imod", "party_against")),
    "party_abstaining": Field("name", ("parti_undlod", "party_abstaining")),
    "outcome": Field("value", ("udfald", "outcome")),
    "followed": Field("value", ("fulgt", "followed")),
    "quality": Field("value", ("kvalitet", "quality")),
    "access": Field("value", ("adgang", "access")),
    "kind": Field("value", ("art", "kind")),
    "date": Field("date", ("dato", "date")),
    "case": Field("case", ("sag", "case")),
    "page": Field("number", ("side", "page")),
    "amount": Field("amount", ("beløb", "amount")),
    "votes_for": Field("number", ("stemmer_for", "votes_for")),
    "votes_against": Field("number", ("stemmer_imod", "votes_against")),
    "votes_abstaining": Field("number", ("stemmer_undlod", "votes_abstaining")),
}
"""By the name that the query tree uses for the field."""

_BY_NAME = {name: field for field, row in FIELDS.items() for name in row.names}

_PRINTED = {name: row.names[0] for row in FIELDS.values() for name in row.names}

_GUESSES: dict[str, str] = {
    "overskrift": "titel",
    "subject": "emne",
    "tema": "emne",
    "afgørelse": "beslutning",
    "vedtagelse": "beslutning",
    "råd": "udvalg",
    "byråd": "udvalg",
    "committee": "udvalg",
    "by": "kommune",
    "city": "kommune",
    "status": "udfald",
    "resultat": "udfald",
    "result": "udfald",
    "år": "dato",
    "year": "dato",
    "måned": "dato",
    "dag": "dato",
    "sagsnr": "sag",
    "sagsnummer": "sag",
    "journalnummer": "sag",
    "forslag": "indstilling",
    "fil": "kilde",
    "dokument": "kilde",
    "politiker": "medlem",
    "person": "medlem",
    "pris": "beløb",
    "kroner": "beløb",
    "lokale": "sted",
    "stemmer": "stemmer_for",
    "imod": "parti_imod",
    "undlod": "parti_undlod",
    "mindretal": "forbehold",
    "protokoltilførsel": "forbehold",
}
"""Names that a reader of minutes may try, none of them near enough in spelling to the field that is meant."""


def field_named(name: str) -> str | None:
    """The key of FIELDS that a name stands for, in any letter case; None when no field is called so."""
    return _BY_NAME.get(name.casefold())


def nearest_names(name: str) -> tuple[str, ...]:
    """The Danish names of the fields that may have been meant, best first; empty when none is near."""
    known = _PRINTED | _GUESSES
    near = get_close_matches(name.casefold(), known, n=2, cutoff=0.7)
    return tuple(dict.fromkeys(known[found] for found in near))


def printed_names() -> tuple[str, ...]:
    """The Danish name of every field, for messages."""
    return tuple(row.names[0] for row in FIELDS.values())
