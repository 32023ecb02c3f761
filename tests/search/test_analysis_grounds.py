"""What `referat analyse` tells of a text: the very terms that are searched, and what gave them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chain import terms
from search.analysis.grounds import KINDS, REASONS, accounts, as_text


@given(st.one_of(st.text(), st.text("aåæbdelnrst-/ .§(V)19og")))
def test_the_terms_told_are_those_of_the_index(text: str) -> None:
    told = list(accounts(text))

    assert " ".join(one.reading.token.text for one in told) == terms(text).exact
    assert " ".join(one.reading.stem for one in told if one.reading.stem) == terms(text).stem
    assert " ".join(part for one in told for part in one.reading.parts) == terms(text).parts
    assert all(one.grounds for one in told)
    for one in told:
        assert one.reading.parts in ((), tuple(ground.gives for ground in one.grounds if ground.reason != "completed"))
    assert len(list(as_text(told))) == len(told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Lokalplanen",
            "Lokalplanen ord lokalplan lokal + plan lokal: Snowball, pris 1; planen → plan: Snowball, pris 1",
        ),
        ("børn", "børn ord barn barn børn → barn: tabel"),
        ("og", "og ord - - stopord"),
        ("bl.a.", "bl.a forkortelse - - forkortelse uden egen betydning"),
        ("2.055.000", "2.055.000 tal 2055000 2055000 søges kun, som det står"),
        ("(V)", "V parti (v) (v) søges kun, som det står"),
        ("MED-udvalget", "MED-udvalget ord med-udvalg med + udvalg med: Snowball; udvalget → udvalg: Snowball"),
    ],
)
def test_a_token_is_one_line(text: str, line: str) -> None:
    assert [" ".join(told.split()) for told in as_text(accounts(text))] == [line]


def test_a_suspended_word_tells_what_completes_it() -> None:
    first = next(accounts("børne- og ungepolitik"))

    assert first.grounds[0] == ("completed", "børne", "børnepolitik", 0)
    assert first.reading.parts == ("barn", "politik")


def test_a_part_by_analogy_costs_more() -> None:
    (told,) = accounts("ungeområdet")

    assert [ground.price for ground in told.grounds] == [1.3, 1]


def test_the_record_for_programs_knows_the_place_and_can_be_written_as_json() -> None:
    text = "Ny skole, § 17, stk. 4"
    records = [one.to_dict() for one in accounts(text)]

    assert json.loads(json.dumps(records))[1]["why"][0]["reason"] in REASONS
    assert [text[record["start"] : record["end"]] for record in records] == ["Ny", "skole", "§ 17", "§ 17, stk. 4"]
    assert {record["kind"] for record in records} <= set(KINDS)
