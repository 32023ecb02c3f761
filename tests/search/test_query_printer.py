"""Trees print to text that reads back as the same tree."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from unicodedata import category, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QueryError
from search.outcomes import LABELS
from search.query.ast import And, Case, Dates, Every, In, Not, Or, Phrase, Prefix, Query, Value, Word
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
KEYWORDS = ["OG", "OR", "AND", "ELLER", "NOT", "IKKE", "NEAR", "C++", "titel:x", "dato:2021", "\\OG", "a*"]
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
TEXT_LEAVES = st.one_of(st.builds(Word, WORD_TEXTS), st.builds(Prefix, PREFIX_TEXTS), PHRASES)
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)


@st.composite
def date_ranges(draw: st.DrawFn) -> Dates:
    low, high = sorted((draw(DAYS), draw(DAYS)))
    return Dates(*draw(st.sampled_from([(low, high), (low, None), (None, high), (low, low)])))


LEAVES = st.one_of(
    TEXT_LEAVES,
    st.builds(In, st.sampled_from(["title", "decision", "body", "municipality"]), TEXT_LEAVES),
    st.builds(Case, st.one_of(WORD_TEXTS, PHRASE_TEXTS)),
    st.builds(Case, PREFIX_TEXTS, st.just(True)),
    st.builds(Value, st.just("outcome"), st.sampled_from(list(LABELS))),
    st.builds(Value, st.just("quality"), st.sampled_from(["low", "high"])),
    st.builds(Value, st.just("followed"), st.sampled_from(["as_recommended", "amended", "against", "unknown"])),
    st.builds(Value, st.just("access"), st.sampled_from(["open", "closed"])),
    st.builds(Value, st.just("kind"), st.sampled_from(["minutes", "agenda"])),
    date_ranges(),
)


def _flat(kind: type[And] | type[Or], nodes: list[Query]) -> Query:
    return kind(tuple(part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))))


def _wider(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda nodes: _flat(And, nodes)), several.map(lambda nodes: _flat(Or, nodes)), st.builds(Not, inner)
    )


TREES: st.SearchStrategy[Query] = st.recursive(LEAVES, _wider, max_leaves=12)


@given(TREES)
@settings(max_examples=1_000, deadline=None)
def test_every_tree_reads_back_from_its_print(tree: Query) -> None:
    assert parse(to_text(tree)) == tree


@given(st.text(st.sampled_from('ab19åOGNT ()"„“-:*.\\~titel dato:'), max_size=40))
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
