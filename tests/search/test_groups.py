"""Hits by case: both totals over the whole result, the best of each case first, on every engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from planted import ENGINES, passage, planted

from search.document import Document
from search.errors import SearchError
from search.find import Index
from search.groups import OTHERS, grouped
from search.telling import listing


def item(number: int, case: str, words: str, municipality: str = "Nørreå") -> Document:
    """The later its number, the later its meeting."""
    date = f"2023-01-{number:02}" if number < 30 else f"2024-01-{number - 29:02}"
    cases = tuple(case.split())
    facts = {"body": "Rådet", "date": date, "kind": "minutes", "outcome": "noted", "decision": "Ja."}
    title = f"Punkt {number}"
    return Document(f"x/raad/{date}/{number}", title, (passage(words),), municipality, case_numbers=cases, **facts)


ITEMS = (
    item(1, "01-A", "skole"),
    item(2, "01-a 02-B", "skole skole skole skole"),
    item(3, "01-A", "vej"),
    item(4, "", "skole"),
    item(5, "", "skole"),
    item(6, "02-B", "skole vej vej vej"),
    item(7, "01-A", "skole", municipality="Sønderå"),
    *(item(number, "03-C", "bro") for number in range(8, 8 + OTHERS + 4)),
)


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    with planted(tmp_path_factory.mktemp("groups") / "index", ITEMS, request.param) as opened:
        yield opened


def test_both_totals_are_of_the_whole_result(index: Index):
    found = grouped(index, "skole", limit=2)

    assert (found.answer.total, found.cases, len(found.groups)) == (6, 5, 2)


def test_the_first_hit_of_a_case_brings_the_others_with_it(index: Index):
    found = grouped(index, "skole", sort="oldest")
    told = [[group.best.document.title, *(other.title for other in group.others)] for group in found.groups]

    assert told == [["Punkt 1", "Punkt 2"], ["Punkt 4"], ["Punkt 5"], ["Punkt 6"], ["Punkt 7"]]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_groups_are_the_hits_in_their_order_by_case_and_municipality(index: Index, sort):
    hits = index.find("skole ELLER vej", sort=sort, limit=100).hits
    groups = grouped(index, "skole ELLER vej", sort=sort).groups

    def case(document: Document) -> tuple[str, str]:
        return document.municipality, next(iter(document.case_numbers), document.id).casefold()

    first = list(dict.fromkeys(case(hit.document) for hit in hits))
    assert [case(group.best.document) for group in groups] == first
    assert [group.items for group in groups] == [Counter(case(hit.document) for hit in hits)[key] for key in first]
    assert {group.best for group in groups} <= set(hits)


def test_pages_of_cases_join_to_one_list(index: Index):
    whole = grouped(index, "skole ELLER bro", limit=100).groups
    pages = [grouped(index, "skole ELLER bro", limit=2, offset=offset).groups for offset in (0, 2, 4)]

    assert tuple(group for page in pages for group in page) == whole
    assert grouped(index, "skole", offset=50).groups == ()
    with pytest.raises(SearchError, match="limit must be"):
        grouped(index, "skole", limit=-1)


def test_of_a_long_case_the_rest_is_counted(index: Index):
    (group,) = grouped(index, "bro").groups
    shown = list(listing.grouped_text(grouped(index, "bro"), str))

    assert (group.items, len(group.others)) == (OTHERS + 4, OTHERS)
    assert shown[0] == f"{OTHERS + 4} items in 1 case, showing 1–1"
    assert shown[-1] == "     + 3 more of this case: `referat case 03-C`"


def test_people_and_programs_are_told_what_sets_the_others_apart(index: Index):
    found = grouped(index, "skole", sort="oldest", limit=1)
    shown = "\n".join(listing.grouped_text(found, str))
    told = json.loads("".join(listing.as_json(found)))

    assert "     + 2. januar 2023 · Rådet · Taget til efterretning · x/raad/2023-01-02/2" in shown
    assert list(told) == ["total", "cases", "offset", "query", "warnings", "synonyms", "offers", "groups"]
    assert (told["total"], told["cases"]) == (6, 5)
    (group,) = told["groups"]
    assert (group["case"], group["items"], group["best"]["title"]) == ("01-A", 2, "Punkt 1")
    (other,) = group["others"]
    assert (other["date"], other["body"], other["outcome"]) == ("2023-01-02", "Rådet", "noted")


def test_nothing_found_is_told_as_ever(index: Index):
    found = grouped(index, "rumraket")

    assert (found.answer.total, found.cases, found.groups) == (0, 0, ())
    assert next(iter(listing.grouped_text(found, str))) == "0 items match rumraket"


def test_an_item_of_several_cases_counts_with_the_first(tmp_path):
    twice = replace(ITEMS[1], case_numbers=("02-B", "01-A"))
    with planted(tmp_path / "index", [twice, *ITEMS[2:6]]) as index:
        groups = grouped(index, "skole ELLER vej", sort="oldest").groups

    assert [group.items for group in groups] == [2, 1, 1, 1]
