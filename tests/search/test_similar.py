"""Items like one: by the words that tell it from others, the same ones on every engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from planted import ENGINES, passage, planted, referenced

from indexer.build import build_index
from search.document import Document
from search.find import Index, open_index
from search.similar import KEY_TERMS, similar
from search.telling import listing


def item(name: str, title: str, text: str, case: str = "", municipality: str = "") -> Document:
    cases = (case,) if case else ()
    return Document(name, title, (passage(f"{title}\n{text}"),), municipality, case_numbers=cases)


COMMON = "Forvaltningen indstiller at sagen godkendes af udvalget den 3. marts 2023."
ITEMS = (
    item("sti", "Ny cykelsti i Havrup", f"Cykelstien er 3,8 km og har belysning. {COMMON}", "05-A", "Nørreå"),
    item(
        "sti-2", "Cykelstier og belysning", f"Cykelsti med belysning langs vejen i Havrup. {COMMON}", "05-B", "Nørreå"
    ),
    item("sti-3", "Status for anlæg", f"Havrup får en cykelsti. {COMMON}", "05-a", "Nørreå"),
    item("sti-4", "Cykelsti", f"Belysning. {COMMON}", "05-A", "Sønderå"),
    item("mad", "Mad i børnehaver", f"Frokost til alle børn. {COMMON}"),
    item("mad-2", "Frokostordning", f"Børnene får mad fra børnehavernes køkken. {COMMON}"),
    item("bog", "Bibliotek", f"Åbningstider. {COMMON}"),
    item("ene", "Xyzzy", "Plugh."),
)


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    with planted(tmp_path_factory.mktemp("similar") / "index", ITEMS, request.param) as opened:
        yield opened


def ids(index: Index, item_id: str, **options) -> list[str]:
    found = similar(index, item_id, **options)
    assert found is not None
    return [hit.document.id for hit, _ in found.hits]


def test_what_is_most_like_an_item_comes_first_and_itself_never(index: Index):
    assert ids(index, "sti")[:3] in (["sti-2", "sti-3", "sti-4"], ["sti-2", "sti-4", "sti-3"])
    assert ids(index, "mad")[0] == "mad-2"
    for document in ITEMS:
        assert document.id not in ids(index, document.id)
    assert len(ids(index, "sti", limit=2)) == 2


def test_the_words_that_it_went_by_are_told_the_most_telling_first(index: Index):
    found = similar(index, "sti")

    assert found is not None
    assert set(found.words[:3]) == {"cykelsti", "havrup", "belysning"}
    assert len(found.words) <= KEY_TERMS
    assert not any(sign.isdigit() for word in found.words for sign in word)


def test_items_of_the_same_case_and_municipality_are_marked(index: Index):
    found = similar(index, "sti")

    assert found is not None
    assert {hit.document.id: same for hit, same in found.hits if same} == {"sti-3": True}
    assert "\n     (samme sag)" in "\n".join(listing.similar_text(found, str))


def test_an_item_that_is_like_no_other_finds_nothing(index: Index):
    assert ids(index, "ene") == []
    assert similar(index, "ingen/saadan") is None


def test_an_item_without_words_that_tell_it_from_others_shows_none(tmp_path: Path):
    with planted(tmp_path / "index", [Document("ene", "Skole", ())]) as index:
        found = similar(index, "ene")

    assert found is not None
    assert list(listing.similar_text(found, str)) == ["0 items most like Skole · ene"]


def test_programs_are_told_all_of_it(index: Index):
    found = similar(index, "sti", limit=3)
    assert found is not None
    told = json.loads("".join(listing.as_json(found)))

    assert list(told) == ["id", "title", "words", "hits"]
    assert [hit["same_case"] for hit in told["hits"]].count(True) == 1
    assert told["hits"][0]["snippet"]["marks"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory, data: Path) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    for engine in ("tantivy", "whoosh"):
        build_index([data / "minutes"], folder / engine, engine=engine)
    return folder


def test_every_engine_goes_by_the_same_words_and_finds_the_same_but_for_near_ties(sample: Path):
    """Engines tell the length of a text with different care: what one lists among its ten, another ranks so near its
    tenth that they may have changed places."""
    first, common = [], []
    with open_index(sample / "tantivy") as tantivy, open_index(sample / "whoosh") as whoosh:
        engines = (tantivy, whoosh, referenced(tantivy))
        for document in tantivy.items():
            found = [similar(index, document.id, limit=20) for index in engines]
            scores = [{hit.document.id: hit.score for hit, _ in one.hits} for one in found if one]
            tens = [set(list(ranked)[:10]) for ranked in scores]

            assert len({one.words for one in found if one}) == 1
            for ranked, ten in zip(scores, tens, strict=True):
                tenth = min(ranked[one] for one in ten)
                assert all(ranked[one] > 0.95 * tenth for one in set.union(*tens) - ten)
            first.append(len({next(iter(ranked)) for ranked in scores}) == 1)
            common.append(len(set.intersection(*tens)) >= 9)

    assert sum(first) / len(first) > 0.9
    assert sum(common) / len(common) > 0.95


def test_the_other_treatments_of_a_case_are_found_among_the_first(sample: Path):
    """Not by their number: what has digits is passed over."""
    with open_index(sample / "tantivy") as index:
        found = [similar(index, document.id, limit=3) for document in index.items() if document.earlier]
    among = [any(same for _, same in one.hits) for one in found if one]

    assert len(among) > 40
    assert sum(among) / len(among) > 0.8
