"""Trees print to text that reads back as the same tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unicodedata import category, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QueryError
from search.outcomes import LABELS
from search.query.ast import (
    And,
    Boost,
    Case,
    Dates,
    Every,
    Figures,
    Fuzzy,
    Given,
    In,
    Lately,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Value,
    Wildcard,
    Word,
)
from search.query.fields import FIELDS
from search.query.parser import parse
from search.query.printer import to_text

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data/query/read.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

UNSEEN = ("Cc", "Cf", "Cs")
STRUCTURE = frozenset('()"„“”«»')
STARTERS = (
    "",
    "-",
    "\\",
    "!",
    "'",
    "–",
    "titel:",
    "foo:",
    "OG",
    "ikke",
    "§",
    "§1 ",
    "§ 42",
    "stk. 4",
    "stk",
    "~",
    "NEAR/",
    "14:",
    "https://",
)


def _readable(text: str) -> bool:
    return not any(c.isspace() or category(c) in UNSEEN or c in STRUCTURE for c in text)


def _searchable(text: str) -> bool:
    return any(map(str.isalnum, text))


ODD = st.sampled_from("abåøÆ19-.:/\\*?|&~^!'–§")
LETTERS = st.text(st.one_of(ODD, st.characters(exclude_categories=("Cc", "Cf", "Cs"))), max_size=8)
KEYWORDS = [
    "OG",
    "OR",
    "AND",
    "ELLER",
    "NOT",
    "IKKE",
    "NEAR",
    "NÆR",
    "NÆR/5",
    "=pulje",
    "a~1",
    "a^2",
    "C++",
    "titel:x",
    "dato:2021",
    "\\OG",
    "a*",
]
WORD_TEXTS = (
    st.one_of(
        st.sampled_from(KEYWORDS),
        st.builds(str.__add__, st.sampled_from(STARTERS), LETTERS),
    )
    .map(lambda text: normalize("NFC", text))
    .filter(lambda text: _readable(text) and _searchable(text))
)
PREFIX_TEXTS = st.from_regex(r"[a-zæøå0-9]{2}[a-zæøå0-9./-]{0,5}", fullmatch=True)
PHRASE_TEXTS = (
    st.lists(st.text(st.sampled_from("abå1 -:()&|„“»'\\OG"), max_size=6), min_size=1, max_size=3)
    .map(lambda parts: normalize("NFC", " ".join(" ".join(parts).split())))
    .filter(_searchable)
)
PHRASES = st.builds(Phrase, st.one_of(PHRASE_TEXTS, st.just('den "nye" by')))
SCATTERED = st.builds(lambda phrase, between: replace(phrase, between=between), PHRASES, st.integers(1, 99))
WORDS = st.builds(Word, WORD_TEXTS)
PAIRS = st.builds(Near, WORDS, WORDS, st.integers(0, 99))
PATTERNS = st.from_regex(r"[a-zæø]{0,2}[*?][a-zæøå]{2,4}[*]?", fullmatch=True).filter(
    lambda pattern: not pattern.startswith("?*")
)
FUZZY = st.builds(Fuzzy, WORD_TEXTS.filter(lambda text: text[-1] not in "~^\\"), st.sampled_from([1, 2]))
COUNTED = st.one_of(WORDS, PHRASES, SCATTERED, PAIRS, FUZZY)
TEXT_LEAVES = st.one_of(COUNTED, st.builds(Prefix, PREFIX_TEXTS), st.builds(Wildcard, PATTERNS))
NAMES = st.one_of(WORDS, PHRASES, st.builds(Prefix, PREFIX_TEXTS))
BOOSTED = st.builds(
    Boost,
    st.one_of(COUNTED, st.builds(In, st.sampled_from(["title", "decision"]), COUNTED)),
    st.sampled_from([0.01, 0.5, 1.0, 2.0, 3.25, 99.99, 100.0]),
)
TOLD = st.one_of(
    st.sampled_from(["i-dag", "i-går", "denne-uge", "sidste-uge", "denne-måned", "sidste-måned", "i-år", "sidste-år"]),
    st.builds("-{}{}".format, st.integers(1, 9999), st.sampled_from("dumå")),
)
ENDS = st.one_of(TOLD, st.sampled_from(["2021", "2021-03", "2021-03-09"]))
LATELY = st.builds(
    Lately,
    st.one_of(
        TOLD,
        st.builds("{}..{}".format, TOLD, st.one_of(st.just(""), ENDS)),
        st.builds("{}..{}".format, st.one_of(st.just(""), ENDS), TOLD),
        st.builds("{}{}".format, st.sampled_from("<>"), TOLD),
    ),
)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    name = draw(st.sampled_from([name for name, field in FIELDS.items() if field.kind in ("amount", "number")]))
    low, high = sorted((draw(st.integers(0, 10**12 - 1)), draw(st.integers(0, 10**12 - 1))))
    return Figures(name, *draw(st.sampled_from([(low, high), (low, None), (None, high), (low, low)])))


DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)


@st.composite
def date_ranges(draw: st.DrawFn) -> Dates:
    low, high = sorted((draw(DAYS), draw(DAYS)))
    return Dates(*draw(st.sampled_from([(low, high), (low, None), (None, high), (low, low)])))


LEAVES = st.one_of(
    TEXT_LEAVES,
    st.builds(In, st.sampled_from([name for name, field in FIELDS.items() if field.kind == "words"]), TEXT_LEAVES),
    st.builds(In, st.just("party"), NAMES),
    BOOSTED,
    LATELY,
    figures(),
    st.builds(Case, st.one_of(WORD_TEXTS, PHRASE_TEXTS)),
    st.builds(Case, PREFIX_TEXTS, st.just(True)),
    st.builds(Value, st.just("outcome"), st.sampled_from(list(LABELS))),
    st.builds(Value, st.just("quality"), st.sampled_from(["low", "high"])),
    st.builds(Value, st.just("followed"), st.sampled_from(["as_recommended", "amended", "against", "unknown"])),
    st.builds(Value, st.just("access"), st.sampled_from(["open", "closed"])),
    st.builds(Value, st.just("kind"), st.sampled_from(["minutes", "agenda"])),
    st.builds(Given, st.sampled_from([*FIELDS])),
    date_ranges(),
)


def _flat(kind: type[And] | type[Or], nodes: list[Query]) -> Query:
    return kind(tuple(part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))))


def _wider(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda nodes: _flat(And, nodes)),
        several.map(lambda nodes: _flat(Or, nodes)),
        st.builds(Not, inner),
        st.builds(lambda word, others: Boost(_flat(And, [word, *others]), 2.0), WORDS, several),
    )


TREES: st.SearchStrategy[Query] = st.recursive(LEAVES, _wider, max_leaves=12)


@given(TREES)
@settings(max_examples=5_000, deadline=None)
def test_every_tree_reads_back_from_its_print(tree: Query) -> None:
    assert parse(to_text(tree)) == tree


@given(st.text(st.sampled_from('ab19åOGNÆRT/ ()"„“-:*?.\\~^=titel dato:'), max_size=40))
@settings(max_examples=1_000, deadline=None)
def test_what_is_accepted_prints_to_the_same_query_for_good(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    printed = to_text(tree)
    assert parse(printed) == tree
    assert to_text(parse(printed)) == printed


@pytest.mark.parametrize(("query", "canonical"), ROWS)
def test_a_query_has_one_printed_form(query: str, canonical: str) -> None:
    assert to_text(parse(query)) == canonical
    assert to_text(parse(canonical)) == canonical


def test_the_empty_query_prints_as_nothing() -> None:
    assert to_text(Every()) == ""


def test_a_word_that_looks_like_an_operator_is_printed_as_a_word() -> None:
    assert to_text(And((Word("OG"), Word("titel:x"), Word("-5")))) == r"\OG \titel:x \-5"


@pytest.mark.parametrize(
    "query",
    [
        "NOT " * 30 + "a",
        "-(" * 15 + "a b" + ")" * 15,
        "(a OR b " * 30 + "c" + ")" * 30,
        "NOT (a OR " * 15 + "b" + ")" * 15,
    ],
)
def test_a_query_at_the_limit_of_depth_reads_back_from_its_print(query: str) -> None:
    tree = parse(query)
    assert parse(to_text(tree)) == tree


def test_a_query_whose_print_would_be_too_long_to_read_back_is_refused() -> None:
    assert len(to_text(parse(" OR ".join("a" * 200)))) <= 2_000
    with pytest.raises(QueryError, match="written out in full"):
        parse(" OR ".join("a" * 300))


def test_every_day_of_four_years_prints_to_itself() -> None:
    days = [(date(2019, 1, 1) + timedelta(days=n)).isoformat() for n in range(4 * 365 + 1)]
    assert [parse(to_text(Dates(day, day))) for day in days] == [Dates(day, day) for day in days]
