"""What items are counted by, and that counts are those of the searches for the same."""

from __future__ import annotations

from search.document import Document
from search.postings import engine_document
from search.schema import FACETS


def test_an_item_is_counted_under_each_of_its_values_as_they_are_shown():
    facets = engine_document(
        Document(
            "x/y/2021-03-09/1",
            "Sag",
            (),
            municipality="Nørreå",
            body="Økonomiudvalget",
            called="ØU",
            date="2021-03-09",
            kind="minutes",
            topics=("Veje og trafik", "Budget", "Budget"),
            outcome="approved",
            outcomes=("approved", "rejected"),
            votes=(("5", "2", "", "A, V", "Ø, N", "", "", "yes"),),
            followed="amended",
            reservations=(("SF", "SF", "note", ""), ("Ada", "Socialdemokraterne", "note", ""), ("Bo", "", "note", "")),
        ),
        1,
    ).facets

    assert facets == {
        "municipality": ("Nørreå",),
        "body": ("Økonomiudvalget",),
        "year": ("2021",),
        "month": ("2021-03",),
        "outcome": ("approved", "rejected"),
        "followed": ("amended",),
        "topic": ("Veje og trafik", "Budget"),
        "party": ("Socialdemokratiet", "Venstre", "Enhedslisten", "N", "SF"),
        "kind": ("minutes",),
    }
    assert tuple(facets) == FACETS


def test_what_an_item_does_not_say_is_a_value_too_but_for_parties():
    facets = engine_document(Document("x", "Sag", ()), 1).facets

    assert facets == dict.fromkeys(FACETS, ("",)) | {"outcome": ("none",), "party": ()}
