"""What each part of the query language finds, on every engine; how it orders hits, what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from queries import found, reader_of

from search.document import Document, Passage
from search.engines import registry
from search.engines.engine import Reader, Request
from search.errors import QueryError
from search.meaning.capitals import in_small_letters
from search.meaning.expansion import MOST, dated, definite
from search.meaning.offers import offers, other_readings
from search.meaning.rewrite import rewrite
from search.meaning.synonyms import built_in
from search.meaning.unmet import unmet
from search.meaning.vocabulary import Vocabulary
from search.query.ast import Dates, Query
from search.query.parser import parse
from search.query.printer import to_text

DATA = Path(__file__).parent / "data" / "query"
CASES = [
    line.split("\t")
    for line in (DATA / "finds.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def document(number: int, facts: dict[str, Any]) -> Document:
    page, turns = facts.get("page"), tuple((1, page) for page in facts.get("pages", ())[1:])
    texts = {"case": facts["text"], "recommendation": facts.get("recommendation"), "decision": facts["decision"]}
    return Document(
        id=str(number),
        title=facts["title"],
        passages=tuple(Passage(kind, "", text, page, 0, 1, turns) for kind, text in texts.items() if text),
        body=facts["body"],
        date=facts.get("date", ""),
        case_numbers=tuple(facts.get("case", ())),
        outcome=facts.get("outcome", "none"),
        outcomes=(facts.get("outcome", "none"),),
        recommendation=facts.get("recommendation", ""),
        decision=facts["decision"],
        attachments=tuple(facts.get("attachments", ())),
        votes=tuple(map(tuple, facts.get("votes", ()))),
        reservations=tuple((who, party, kind, point) for who, party, kind, point in facts.get("reservations", ())),
        place=facts.get("place", ""),
        present=tuple((name, party) for name, party in facts.get("present", ())),
        source=facts.get("source", ""),
        page=page,
    )


DOCUMENTS = [document(n, facts) for n, facts in enumerate(json.loads((DATA / "items.json").read_text("utf-8")), 1)]


@pytest.fixture(params=["reference", *registry.NAMES], scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    opened = reader_of(request.param, DOCUMENTS, tmp_path_factory.mktemp("queries") / "index")
    yield opened
    opened.close()


@pytest.mark.parametrize(("claim", "query", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_query_finds_exactly_its_items(reader: Reader, claim: str, query: str, expected: str) -> None:
    # the readers number from 0 on
    assert found(reader, query) == {int(number) - 1 for number in expected.split()}


def ranked(reader: Reader, text: str) -> list[int]:
    asked = rewrite(definite(parse(text), text, Vocabulary(reader)), text)
    return [seq + 1 for seq, _ in reader.search(Request(asked.match, asked.score)).hits]


def test_what_counts_more_comes_first(reader: Reader) -> None:
    assert ranked(reader, "ungepolitik^9 ELLER nedlæggelse")[0] == 2
    assert ranked(reader, "ungepolitik ELLER nedlæggelse^9")[0] == 1


def test_the_right_spelling_comes_before_others(reader: Reader) -> None:
    assert ranked(reader, "kildedahl~2") == [4, 1]
    assert ranked(reader, "kildedal~2") == [1, 4]


def test_the_spelling_that_was_typed_comes_first(reader: Reader) -> None:
    assert ranked(reader, "aabenraa")[0] == 4
    assert ranked(reader, "åbenrå")[0] == 3


def test_a_wildcard_that_is_too_broad_is_refused_with_the_number_of_its_words(tmp_path: Path) -> None:
    many = " ".join(f"x{number}er" for number in range(MOST + 1))
    opened = reader_of("tantivy", [Document("1", many, ())], tmp_path / "index")
    with pytest.raises(QueryError, match=rf"\*er stands for {MOST + 1:,} words") as refused:
        definite(parse("plan *er"), "plan *er", Vocabulary(opened))
    assert (refused.value.position, refused.value.length) == (5, 3)
    assert found(opened, "x1*er") == {0}


def test_a_number_apart_from_near_is_told_where_it_belongs(reader: Reader) -> None:
    with pytest.raises(QueryError) as refused:
        ranked(reader, "skole NÆR 5 havn")
    assert (refused.value.position, refused.value.length) == (10, 1)
    assert "NÆR/5" in refused.value.advice


@pytest.mark.parametrize(("query", "place"), [("skole kilde:2023-03*", (12, 8)), ("-kilde:*.pdf", (7, 5))])
def test_a_star_among_several_words_of_a_path_is_refused(reader: Reader, query: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryError, match="one word of a path") as refused:
        ranked(reader, query)
    assert (refused.value.position, refused.value.length) == place


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("i-dag", "2024-03-31", "2024-03-31"),
        ("i-går", "2024-03-30", "2024-03-30"),
        ("denne-uge", "2024-03-25", "2024-03-31"),
        ("sidste-uge", "2024-03-18", "2024-03-24"),
        ("denne-måned", "2024-03-01", "2024-03-31"),
        ("sidste-måned", "2024-02-01", "2024-02-29"),
        ("i-år", "2024-01-01", "2024-12-31"),
        ("sidste-år", "2023-01-01", "2023-12-31"),
        ("-90d", "2024-01-01", "2024-03-31"),
        ("-1m", "2024-02-29", "2024-03-31"),
        ("-13m", "2023-02-28", "2024-03-31"),
        ("-2u", "2024-03-17", "2024-03-31"),
        ("-4å", "2020-03-31", "2024-03-31"),
        ("-9999å", "1000-01-31", "2024-03-31"),
        ("-9999m", "1190-12-31", "2024-03-31"),
        ("-9999d", "1996-11-14", "2024-03-31"),
        ("2023..i-dag", "2023-01-01", "2024-03-31"),
        ("2020-03..sidste-år", "2020-03-01", "2023-12-31"),
        ("sidste-år..i-går", "2023-01-01", "2024-03-30"),
        ("sidste-måned..", "2024-02-01", None),
        ("..sidste-år", None, "2023-12-31"),
        (">sidste-år", "2024-01-01", None),
        ("<i-år", None, "2023-12-31"),
        ("2020..-90d", "2020-01-01", "2024-01-01"),
        ("-6m..-3m", "2023-09-30", "2023-12-31"),
        (">-90d", "2024-01-02", None),
        ("<=-2å", None, "2022-03-31"),
    ],
)
def test_a_time_is_told_from_today(name: str, low: str | None, high: str | None) -> None:
    assert dated(parse(f"dato:{name}"), "", date(2024, 3, 31)) == Dates(low, high)


def test_a_year_ago_of_a_leap_day_is_the_day_before() -> None:
    assert dated(parse("dato:-1å"), "", date(2024, 2, 29)) == Dates("2023-02-28", "2024-02-29")


@pytest.mark.parametrize("name", ["2025..i-dag", "i-år..sidste-år", "-3m..-6m"])
def test_a_range_that_ends_before_it_begins_today_is_refused(name: str) -> None:
    text = f"skole dato:{name}"
    with pytest.raises(QueryError, match="ends before it begins") as refused:
        dated(parse(text), text, date(2024, 3, 31))
    assert (refused.value.position, refused.value.length) == (6, len(f"dato:{name}"))
    assert "2024-03-31" in refused.value.advice


def offered(reader: Reader, text: str) -> dict[str, tuple[str, int]]:
    query, count = counting(reader, text)
    assert count(query) == 0
    return {offer.why: (offer.query, offer.total) for offer in offers(query, count, Vocabulary(reader), built_in())}


def counting(reader: Reader, text: str) -> tuple[Query, Callable[[Query], int]]:
    """The query, and what counts the items of one."""
    query = definite(parse(text), text, Vocabulary(reader))
    return query, lambda node: reader.search(Request(rewrite(node, text).match)).total


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("medlem:anette rugård", {"name": ('medlem:"anette rugård"', 1)}),
        ("skole medlem:Anette Dam lukning -havn", {"name": ('skole medlem:"Anette Dam" lukning -havn', 1)}),
        (
            "medlem:Bo Holm medlem:Anette Rugård skole",
            {"name": ('medlem:"Bo Holm" medlem:"Anette Rugård" skole', 1)},
        ),
        ("parti:Ny Liste", {"name": ('parti:"Ny Liste"', 1)}),
        ("udvalg:Teknik- og Miljøudvalget børn", {"name": ('udvalg:"Teknik- og Miljøudvalget" børn', 1)}),
        ("sted:havrup rådhus", {"name": ('sted:"havrup rådhus"', 1)}),
        ("-medlem:anette rugård skole", {"name": ('-medlem:"anette rugård" skole', 2)}),
        ("havn ELLER medlem:anette rugård", {"name": ('havn ELLER medlem:"anette rugård"', 3)}),
        ("medlem:anette skole rugård", {}),
        ("medlem:anette ELLER rugård", {}),
        ("titel:vibekær skole", {}),
        ("medlem:bo dam rumskib", {}),
        ('medlem:"Anette Rugård" skole', {}),
        ("SKOLEN LUKKES IKKE LANGSOMT", {}),
        ("LUKNING IKKE SKOLE", {}),
        ("LUKNING ELLER HAVN", {}),
        ("HAVN NÆR PLAN", {}),
        ("SKOLE NÆR KILDEDAL", {"words": ("skole nær kildedal", 1)}),
    ],
)
def test_what_may_be_misread_is_offered_as_it_may_be_meant(
    reader: Reader, query: str, expected: dict[str, tuple[str, int]]
) -> None:
    tree, count = counting(reader, query)
    quiet = [counting(reader, other)[0] for other in in_small_letters(query)]
    assert {one.why: (one.query, one.total) for one in other_readings(tree, count, quiet)} == expected


@pytest.mark.parametrize(
    ("query", "quiet"),
    [
        ("SAGEN ER IKKE AFGJORT", ("sagen er ikke afgjort",)),
        ("HAVN NÆR PLAN", ("havn nær plan",)),
        ("UDVALG:ØU NOT SKOLE", ("udvalg:øu not skole",)),
        ("SAGEN ER IKKE afgjort", ()),
        ("SKOLE OG HJEM ELLER SFO", ()),
        ("-SKOLE HJEM", ()),
        ("UDFALD:(GODKENDT IKKE UDSAT)", ()),
    ],
)
def test_operators_in_a_query_in_capitals_may_be_words_where_they_hide_items(
    query: str, quiet: tuple[str, ...]
) -> None:
    assert in_small_letters(query) == quiet


def test_a_case_number_that_nothing_bears_is_told_what_one_is(reader: Reader) -> None:
    for text, told in {"sag:17 skole": 1, "-sag:99": 1, "sag:24/99": 0, "sag:17*": 0, "skole": 0}.items():
        hints = [note for note in unmet(*counting(reader, text)) if note.startswith("sag:")]
        assert len(hints) == told
        assert all("a whole case number" in hint for hint in hints)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("vibekør", {"spelling": ("vibekær", 1)}),
        ("titel:vibekør skole", {"spelling": ("titel:vibekær skole", 1), "fewer": ("skole", 3)}),
        ("skole rumskib", {"fewer": ("skole", 3)}),
        ("lokalplan pulje havn politik", {"fewer": ("lokalplan pulje havn", 1)}),
        ("skole dato:2019", {"dates": ("skole", 3)}),
        ("skole dato:2019 rumskib", {}),
        ("rumskib", {}),
        ("=rumskib", {}),
        ("dato:2019", {}),
        ("½ skole", {"fewer": ("skole", 3)}),
        ("qx", {}),
        ("dxn", {}),
        ("hxvn", {"spelling": ("havn", 2)}),
        ("2025 skole", {"fewer": ("skole", 3)}),
        ("udvalg:ØU", {"spelling": ("udvalg:økonomiudvalg", 2)}),
        (
            "udvalg:TMU ungepolitik",
            {"spelling": ("udvalg:teknik udvalg:miljøudvalg ungepolitik", 1), "fewer": ("ungepolitik", 1)},
        ),
        ("udvalg:ØU rumskib -skole", {}),
        ("medlem:rugørd", {"spelling": ("medlem:rugård", 1)}),
        ("sag:17", {"spelling": ("sag:17*", 1)}),
        ('sag:"17 . 01"', {}),
        ("sag:24/ skole", {"spelling": ("sag:24/* skole", 1)}),
        ("sag:1", {}),
        ("sag:99", {}),
    ],
)
def test_what_finds_nothing_is_offered_what_finds_something(
    reader: Reader, query: str, expected: dict[str, tuple[str, int]]
) -> None:
    assert offered(reader, query) == expected


def test_a_word_spelt_with_aa_is_offered_with_å_before_others(tmp_path: Path) -> None:
    titles = ("Åben sti", "Sagen", "Sagen")
    opened = reader_of("tantivy", [Document(title, title, ()) for title in titles], tmp_path / "index")
    assert offered(opened, "aaben") == {"spelling": ("åben", 1)}


@pytest.mark.parametrize("query", ["medlem:q", "bilag:qq", "medlem:q~1", "kilde:qx"])
def test_the_sign_between_passages_and_names_is_spelt_like_no_word(reader: Reader, query: str) -> None:
    assert all("¶" not in offer for offer, _ in offered(reader, query).values())
    fields = [f"{field}_exact" for field in ("text", "member", "source", "attachment")]
    assert "¶" not in Vocabulary(reader).alike(fields, "q", 1)


def test_a_definite_query_prints_as_it_was_written(reader: Reader) -> None:
    text = "*politik^2 ELLER titel:kildedahl~1 -dato:2019"
    with pytest.raises(QueryError):
        parse(text)
    text = "*politik ELLER titel:kildedahl~1^2 -dato:2019"
    assert to_text(definite(parse(text), text, Vocabulary(reader))) == text
