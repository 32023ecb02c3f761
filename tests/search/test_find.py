"""What is found, and what a script that asks wrongly is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from planted import passage, plant, planted

from indexer.build import build_index
from search.counts import count
from search.document import Document
from search.engines.engine import Order
from search.errors import SearchError
from search.find import MAX_PAGE, Index, open_index
from search.groups import grouped
from search.history import cases, near
from search.meaning.capitals import unshouted
from search.meaning.filters import filters_of
from search.meaning.offers import Offer
from search.query.parser import parse
from search.similar import similar
from search.suggest import suggest

UNDATED = "Byrådet\n\n1. Lærkevej uden dato\n\nBeslutning\nGodkendt.\n"
DATED = """Børne- og Skoleudvalget
Mødedato: 9. marts 2021

1. Tilskud på 2.055.000 kr. til skole ved Lærkevej

Beslutning
Godkendt.

2. Bro i Børne- og Ungebyen

Beslutning
Udsat.

3. Regnskab og budget

Beslutning
Godkendt.
"""


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("fundet")
    (folder / "uden.txt").write_text(UNDATED, encoding="utf-8")
    (folder / "med.txt").write_text(DATED, encoding="utf-8")
    build_index([folder], folder / "index", engine=request.param, workers=1)
    with open_index(folder / "index") as opened:
        yield opened


def numbers(index: Index, query: str, **options: object) -> list[str]:
    return sorted(hit.document.number for hit in index.find(query, **options).hits)  # type: ignore[arg-type]


def test_an_item_without_a_date_lies_before_and_behind_no_date(index: Index):
    assert numbers(index, "lærkevej dato:..2030") == ["1"]
    assert numbers(index, "lærkevej dato:2000..") == ["1"]
    assert numbers(index, "lærkevej", filters=filters_of([], None, "2030", [])) == ["1"]
    assert numbers(index, "lærkevej") == ["1", "1"]


def test_common_words_make_no_choice_of_any(index: Index):
    answer = index.find("bro og i budget", match="any")

    assert (answer.total, answer.query) == (2, "bro ELLER budget")
    assert answer.warnings == ("left out as too common: og, i (in quotes they count)",)
    assert index.find("og", match="any").total > 0


CAPITALS = ["TILSKUD PÅ 2.055.000 KR. TIL SKOLE VED LÆRKEVEJ", "titel:(TILSKUD TIL SKOLE VED LÆRKEVEJ)"]


@pytest.mark.parametrize("query", CAPITALS)
def test_a_title_in_capitals_is_found_by_the_words_that_are_not_common(index: Index, query: str):
    answer = index.find(query)

    assert [hit.document.number for hit in answer.hits] == ["1"]
    assert answer.total == index.find(query.lower()).total


def test_a_paragraph_is_no_small_letter_in_a_title_in_capitals():
    title = "RAPPORT {} § 17, STK. 4-UDVALGET"

    assert unshouted(parse(title.format("FRA"))) == unshouted(parse(title.format("fra"))) == parse(title.format("fra"))


def test_words_in_quotes_are_in_capitals_too():
    assert unshouted(parse('ORIENTERING OM "MIN – BY"')) == parse('ORIENTERING om "MIN – BY"')
    assert unshouted(parse('PLAN MED NY "min by"')) == parse('PLAN MED NY "min by"')


def test_a_short_query_in_capitals_keeps_them_for_they_may_be_a_name(index: Index):
    assert index.find("MED BRO").total == 0
    assert index.find("MED BRO 2021 2022").total == 0
    assert index.find("Regnskab OG MED budget").total == 0


def test_a_choice_of_names_stays_a_filter_when_any_word_will_do(index: Index):
    assert index.find("(udvalg:skole* ELLER udvalg:miljø*) bro skole rumraket", match="any").total == 2
    assert index.find("(udvalg:miljø* ELLER udvalg:kultur*) bro skole", match="any").total == 0


@pytest.mark.parametrize(
    ("query", "found"), [("2.055*", ["1"]), ("2055*", ["1"]), ("børne-*", ["2"]), ("Lærke*", ["1", "1"])]
)
def test_a_star_finds_what_begins_so_however_the_index_writes_it(index: Index, query: str, found: list[str]):
    answer = index.find(query)

    assert sorted(hit.document.number for hit in answer.hits) == found
    assert all(hit.title_marks for hit in answer.hits)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_all_hits_come_in_the_order_of_the_pages_with_their_scores(index: Index, sort: Order):
    filters = filters_of([], None, None, ["godkendt"])
    pages = index.find("lærkevej OR regnskab", sort=sort, filters=filters).hits
    ranked = index.ranked("lærkevej OR regnskab", sort=sort, filters=filters)

    assert len(pages) == 3
    assert tuple(index.hits("lærkevej OR regnskab", ranked)) == pages


WRONG = [{"limit": -1}, {"limit": MAX_PAGE + 1}, {"limit": "5"}, {"limit": None}, {"offset": -1}, {"offset": 0.5},
         {"sort": "date"}, {"match": "some"}, {"query": None}, {"query": b"skole"}, {"query": ["skole"]}]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_an_argument_that_can_mean_nothing_is_refused_by_name(index: Index, wrong: dict[str, object]):
    with pytest.raises(SearchError, match=f"{next(iter(wrong))} must be"):
        index.find(**({"query": "skole"} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_every_question_is_answered_of_the_state_that_was_opened(tmp_path: Path, engine: str):
    """Whatever is published meanwhile, and though the index is removed."""
    asked: list[Callable[[Index], object]] = [
        lambda opened: count(opened, "vej", ("body", "year"), per_1000=True),
        lambda opened: list(cases(opened, "17*")),
        lambda opened: similar(opened, "x/1"),
        lambda opened: suggest(opened, "ve"),
        lambda opened: grouped(opened, "vej"),
        lambda opened: opened.find("vej", facets=("year",)),
    ]
    items = [Document(f"x/{number}", "Vej", (passage("vej hus"),), case_numbers=("17.01-1",)) for number in range(9)]
    with planted(tmp_path / "index", items, engine) as opened:
        before = [ask(opened) for ask in asked]
        plant(tmp_path / "index", [replace(item, title="Bro ved vej", date="2024-05-28") for item in items[1:]], engine)
        assert [ask(opened) for ask in asked] == before
        with open_index(tmp_path / "index") as new:
            assert all(ask(new) != was for ask, was in zip(asked, before, strict=True))
        shutil.rmtree(tmp_path / "index")
        assert [ask(opened) for ask in asked] == before


def test_a_closed_index_says_so(index: Index, tmp_path: Path):
    (tmp_path / "a.txt").write_text(DATED, encoding="utf-8")
    build_index([tmp_path], tmp_path / "index", workers=1)
    opened = open_index(tmp_path / "index")
    opened.close()
    opened.close()
    asked: list[Callable[[], object]] = [
        lambda: opened.find("skole"),
        lambda: opened.show("x"),
        lambda: list(opened.items()),
        lambda: list(opened.documents([1])),
        lambda: count(opened, "skole"),
        lambda: suggest(opened, "sko"),
        lambda: list(cases(opened, "17*")),
        lambda: near(opened, "17.01"),
        lambda: similar(opened, "x"),
    ]
    for ask in asked:
        with pytest.raises(SearchError, match="was closed"):
            ask()


def test_an_empty_answer_tells_what_each_condition_finds_alone(index: Index):
    (note,) = index.find("skole xyzzy dato:2021").warnings
    skole, dated = (index.find(query).total for query in ("skole", "dato:2021"))
    assert note == f"items that fulfil each condition alone: skole: {skole}, xyzzy: none, dato:2021: {dated}"
    assert index.find("xyzzy").warnings == ()


def test_signs_between_words_are_passed_over_and_told(index: Index):
    answer = index.find("skole & vej – og -xyzzy")
    assert answer.query == "skole vej og -xyzzy"
    assert answer.warnings[:2] == ("left out as too common: og (in quotes they count)", "passed over, as no word: & –")
    assert "a minus stands right before" in index.find("skole - vej").warnings[0]


def test_a_name_of_which_a_field_takes_the_first_word_only_is_offered_beside_hits(index: Index):
    answer = index.find("udvalg:Børne- og Skoleudvalget lærkevej")
    assert answer.offers[0] == Offer('udvalg:"Børne- og Skoleudvalget" lærkevej', 1, "name")
    answer = index.find("udvalg:Børne- og Skoleudvalget", match="any")
    assert answer.total and not answer.offers
    answer = index.find("udvalg:Skoleudvalget og Børne-")
    assert answer.total and not answer.offers
