"""A case's way through the bodies: every treatment once, first to last, on every engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from planted import ENGINES, planted

from search.document import Document
from search.errors import QueryError
from search.find import Index
from search.history import FIRST_WORDS, Case, cases, near
from search.telling import chronicle

NUMBER = "17.01.00-P05-1-23"


def item(body: str, date: str, number: str, case: str = NUMBER, **facts) -> Document:
    """An item of a meeting in Nørreå, if nothing else is said."""
    municipality = facts.setdefault("municipality", "Nørreå")
    item_id = "/".join((municipality, body, date, number)).replace(" ", "-").encode("ascii", "ignore").decode()
    own = {"title": "Lukning af skole", "kind": "minutes", "source": f"{body}.txt"} | facts
    return Document(item_id, passages=(), body=body, date=date, number=number,
                    case_numbers=(case,) if case else (), **own)  # fmt: skip


COUNCIL = item(
    "Byrådet",
    "2023-03-28",
    "4",
    outcome="rejected",
    followed="against",
    recommendation="at skolen lukkes.",
    decision="Forkastet.",
    earlier=(
        ("Skoleudvalget", "2023-03-07", "", "recommended"),
        ("Økonomiudvalget", "2023-03-21", "9", ""),
        ("Børneudvalget", "2023-03-01", "3", "postponed"),
    ),
)
FINANCE = item(
    "Økonomiudvalget",
    "2023-03-21",
    "9",
    case="",
    outcome="recommended",
    earlier=(("Skoleudvalget", "2023-03-07", "2", "recommended"),),
)
AGENDA = item("Byrådet", "2023-06-20", "2", kind="agenda", title="Skolen igen", decision="")
ELSEWHERE = item("Byrådet", "2023-03-28", "4", municipality="Sønderå", outcome="approved")
OTHER = item("Byrådet", "2023-03-28", "5", case="17.01.00-P05-10-23", title="Ny skole")
SPACED = item("Byrådet", "2023-04-25", "1", case="2 4.00.00-G01-4-20", title="Budget")
ITEMS = (COUNCIL, FINANCE, AGENDA, ELSEWHERE, OTHER, SPACED)


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    with planted(tmp_path_factory.mktemp("history") / "index", ITEMS, request.param) as opened:
        yield opened


def steps(case: Case) -> list[tuple[str, str, str, str, bool]]:
    return [(step.date, step.body, step.number, step.outcome_label, step.indexed) for step in case.steps]


def test_every_treatment_is_one_step_first_to_last_whoever_tells_of_it(index: Index):
    case, _ = cases(index, NUMBER)

    assert (case.municipality, case.number, case.title) == ("Nørreå", NUMBER, "Skolen igen")
    assert steps(case) == [
        ("2023-03-01", "Børneudvalget", "3", "Udsat", False),
        ("2023-03-07", "Skoleudvalget", "", "Anbefalet", False),
        ("2023-03-21", "Økonomiudvalget", "9", "Anbefalet", True),
        ("2023-03-28", "Byrådet", "4", "Forkastet", True),
        ("2023-06-20", "Byrådet", "2", "Endnu ikke besluttet", True),
    ]
    assert case.steps[3].id == COUNCIL.id and case.steps[2].id == FINANCE.id


def test_one_number_in_two_municipalities_is_two_cases(index: Index):
    assert [(case.municipality, len(case.steps)) for case in cases(index, NUMBER)] == [("Nørreå", 5), ("Sønderå", 1)]


@pytest.mark.parametrize("written", [NUMBER, NUMBER.lower(), f" {NUMBER} ", "17.01.00 -P05- 1-23", f"{NUMBER}.;"])
def test_a_number_may_be_written_as_the_case_field_takes_it(index: Index, written: str):
    assert next(cases(index, written)).number == NUMBER


def test_a_star_shows_all_cases_whose_number_begins_so_each_apart(index: Index):
    found = [(case.number, case.municipality) for case in cases(index, "17.01.00-P05-1*")]

    assert found == [(NUMBER, "Nørreå"), (NUMBER, "Sønderå"), ("17.01.00-P05-10-23", "Nørreå")]
    assert list(cases(index, "17.02*")) == []


def test_what_is_no_number_is_refused(index: Index):
    for wrong in ("", "*", " - ", "17.01\x00", "17\udcff*"):
        with pytest.raises(QueryError):
            cases(index, wrong)


@pytest.mark.parametrize("typed", ["17.01.00P05123", "17.01.00-P05-1-32", "17.10.00-P05-1-23"])
def test_a_number_that_is_not_there_brings_those_that_are_like_it(index: Index, typed: str):
    assert list(cases(index, typed)) == []
    assert NUMBER in near(index, typed)
    assert near(index, "99.88.77") == ()


def test_what_is_told_of_a_treatment_is_put_together(tmp_path: Path):
    """Of one day and body it is one treatment where no number says otherwise; two numbers are two."""
    telling = [
        item("A", "2023-05-01", "1", earlier=(("", "2023-01-02", "", ""), ("B", "2023-01-02", "7", "noted"))),
        item("A", "2023-06-01", "1", earlier=(("B", "2023-01-02", "7", ""), ("B", "2023-01-02", "8", ""))),
    ]
    with planted(tmp_path / "index", telling) as index:
        (case,) = cases(index, NUMBER)

    told = [step[:4] for step in steps(case) if not step[4]]
    assert told == [("2023-01-02", "B", "7", "Taget til efterretning"), ("2023-01-02", "B", "8", "")]


def test_a_treatment_without_a_date_stands_before_the_item_that_tells_of_it(tmp_path: Path):
    telling = [item("A", "2023-05-01", "1"), item("A", "2023-06-01", "1", earlier=(("B", "", "7", ""),))]
    with planted(tmp_path / "index", telling) as index:
        (case,) = cases(index, NUMBER)
        shown = "\n".join(chronicle.as_text([case]))

    assert [step.body for step in case.steps] == ["A", "B", "A"]
    assert "  2. uden dato · B · punkt 7 · ikke i indekset" in shown


def test_an_item_of_the_same_meeting_about_something_else_is_no_step(tmp_path: Path):
    other = item("B", "2023-01-02", "7", case="", title="Noget andet")
    untitled = item("A", "2023-05-01", "1", earlier=(("B", "2023-01-02", "", "noted"),))
    same = replace(other, id="x", number="8", title="LUKNING af skole")
    with planted(tmp_path / "one", [other, untitled]) as index:
        assert [step.indexed for step in next(cases(index, NUMBER)).steps] == [False, True]
    with planted(tmp_path / "two", [other, untitled, same]) as index:
        assert [step.id for step in next(cases(index, NUMBER)).steps] == ["x", untitled.id]


def test_people_and_programs_are_told_all_of_it(tmp_path: Path):
    said = replace(COUNCIL, recommendation="ord " * 100, page=3, also=("dagsorden.txt",))
    with planted(tmp_path / "index", [said]) as index:
        found = list(cases(index, NUMBER))
    shown = "\n".join(chronicle.as_text(found))
    (told,) = json.loads("".join(chronicle.as_json(found)))["cases"]

    assert f"Sag {NUMBER} · Nørreå\n4 behandlinger: Lukning af skole\n" in shown
    assert "1. marts 2023 · Børneudvalget · punkt 3 · Udsat · ikke i indekset" in shown
    assert "28. marts 2023 · Byrådet · punkt 4 · Forkastet · indstillingen ikke fulgt" in shown
    assert f"Byrådet.txt side 3 · også dagsorden.txt · {COUNCIL.id}" in shown
    assert [step["indexed"] for step in told["steps"]] == [False, False, False, True]
    last = told["steps"][-1]
    assert last["recommendation"].endswith("ord …") and len(last["recommendation"]) <= FIRST_WORDS + 2
    assert (last["outcome"], last["outcome_label"], last["decision"]) == ("rejected", "Forkastet", "Forkastet.")
