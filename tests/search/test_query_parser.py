"""What a query means, and how one that cannot be honoured is refused."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QueryError
from search.query.ast import And, Case, Dates, Every, In, Not, Or, Phrase, Prefix, Query, Value, Word
from search.query.fields import FIELDS
from search.query.parser import MAX_CLAUSES, MAX_DEPTH, parse
from search.query.refusal import explain
from search.query.values import value_words

REFUSED = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data/query/refused.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
A, B, C = Word("a"), Word("b"), Word("c")

TREES: list[tuple[str, Query]] = [
    ("", Every()),
    (" \t\n\N{NO-BREAK SPACE}", Every()),
    ("a\tb\nc", And((A, B, C))),
    ("a b OR c", Or((And((A, B)), C))),
    ("a OR b c", Or((A, And((B, C))))),
    ("NOT a b", And((Not(A), B))),
    ("NOT a OR b", Or((Not(A), B))),
    ("a AND (b AND c)", And((A, B, C))),
    ("a (b OR (c OR a))", And((A, Or((B, C, A))))),
    ("-(a b)", Not(And((A, B)))),
    ("NOT NOT a", Not(Not(A))),
    ("-a -b", And((Not(A), Not(B)))),
    ('-"a  b"', Not(Phrase("a b"))),
    ("kildedal*", Prefix("kildedal")),
    ("titel:a", In("title", A)),
    ('UDVALG:"a b"', In("body", Phrase("a b"))),
    ("-kommune:kil*", Not(In("municipality", Prefix("kil")))),
    ("beslutning:NOT", In("decision", Word("NOT"))),
    ("sag:24.00*", Case("24.00", prefix=True)),
    ('sag:"24  12"', Case("24 12")),
    ("udfald:vedtaget", Value("outcome", "approved")),
    ("kvalitet:lav", Value("quality", "low")),
    ("fulgt:nej", Value("followed", "against")),
    ("adgang:LUKKET", Value("access", "closed")),
    ("art:dagsorden", Value("kind", "agenda")),
    ("dato:..2021", Dates(None, "2021-12-31")),
    (r"\NOT", Word("NOT")),
    ("MED-udvalg 9-3-2021", And((Word("MED-udvalg"), Word("9-3-2021")))),
]


@pytest.mark.parametrize(("query", "tree"), TREES)
def test_a_query_is_read_as_this_tree(query: str, tree: Query) -> None:
    assert parse(query) == tree


def _holds(tree: Query, true: set[str]) -> bool:
    match tree:
        case And(nodes):
            return all(_holds(node, true) for node in nodes)
        case Or(nodes):
            return any(_holds(node, true) for node in nodes)
        case Not(node):
            return not _holds(node, true)
        case Word(text):
            return text in true
    raise AssertionError(tree)


PYTHON = {"AND": "and", "OG": "and", "OR": "or", "ELLER": "or", "NOT": "not", "IKKE": "not"}
FORMULAS = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OG", "OR", "ELLER"]), inner).map(" ".join),
        st.tuples(st.sampled_from(["NOT", "IKKE"]), inner).map(" ".join),
        inner.map("({})".format),
    ),
    max_leaves=8,
)


@given(FORMULAS)
@settings(max_examples=300, deadline=None)
def test_operators_bind_as_they_do_in_python(formula: str) -> None:
    spaced = formula.replace("(", " ( ").replace(")", " ) ")
    python = compile(" ".join(PYTHON.get(token, token) for token in spaced.split()), "formula", "eval")
    tree = parse(formula)
    for values in product((False, True), repeat=3):
        names = dict(zip("abc", values, strict=True))
        assert _holds(tree, {name for name, value in names.items() if value}) == eval(python, {}, names)


@pytest.mark.parametrize(("query", "position", "length", "advice"), REFUSED)
def test_what_cannot_be_honoured_is_refused_with_place_and_advice(
    query: str, position: str, length: str, advice: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert (refused.value.position, refused.value.length) == (int(position), int(length))
    assert advice in refused.value.advice
    assert refused.value.query == query


@pytest.mark.parametrize("name", [name for field in FIELDS.values() for name in field.names])
def test_every_field_name_is_known_in_any_letter_case(name: str) -> None:
    key, kind = next((key, field.kind) for key, field in FIELDS.items() if name in field.names)
    value = {"value": value_words(key)[0] if kind == "value" else "", "date": "2021", "amount": "5", "number": "5"}.get(
        kind, "ord"
    )
    query = f"{name}:{value}"
    assert parse(query) == parse(query.replace(name, name.upper())) == parse(query.replace(name, name.title()))


def test_leaves_know_where_they_stood() -> None:
    tree = parse('skole -titel:"grøn by" dato:2021 kil*')
    assert isinstance(tree, And)
    skole, left_out, dates, prefix = tree.nodes
    assert isinstance(left_out, Not) and isinstance(left_out.node, In)
    assert isinstance(skole, Word) and isinstance(dates, Dates) and isinstance(prefix, Prefix)
    assert [skole.at, left_out.node.node.at, dates.at, prefix.at] == [(0, 5), (13, 22), (23, 32), (33, 37)]


def test_decomposed_letters_are_composed_and_places_stay_those_of_the_text_given() -> None:
    given_text = normalize("NFD", 'blåbær "på ål" tittel:å')
    with pytest.raises(QueryError) as refused:
        parse(given_text)
    assert given_text[refused.value.position :] == normalize("NFD", "tittel:å")
    assert parse(normalize("NFD", 'blåbær "på ål"')) == And((Word("blåbær"), Phrase("på ål")))


def test_the_same_query_composed_or_not_is_the_same_tree() -> None:
    text = 'titel:åben -"på ål" (ÅR* ELLER udfald:drøftet)'
    assert parse(normalize("NFD", text)) == parse(text)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\xad", "\u200b", "\ufeff", "\ud800"])
def test_characters_that_cannot_be_seen_are_refused(character: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(f"sko{character}le")
    assert refused.value.position == 3
    assert f"U+{ord(character):04X}" in str(refused.value)
    assert character not in explain(refused.value)


HOSTILE = {
    "long": "a" * 10_000,
    "many words": "a " * 5_000,
    "nested": "(" * 200 + "a" + ")" * 200,
    "never closed": "(" * 1_999,
    "negated": "NOT " * 400 + "a",
    "minus groups": "-(" * 500 + "a" + ")" * 500,
    "quotes": '"' * 1_999,
    "stars": "*" * 2_000,
    "marks": "~" * 1_000 + "a" * 900 + "^999",
    "tildes": "a~" * 1_000,
    "combining marks": "a" + "\u0301" * 900 + "\u0323" * 900 + ")",
    "colons": "a:" * 1_000,
    "dots": "dato:" + "." * 1_900,
    "digits": "dato:" + "9" * 1_900,
    "dots and digits": "a~" + "1." * 990 + "~5",
    "long prints": " OR ".join("a" * 400),
    "fields": "title:" * 300,
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_queries_are_refused_at_once(query: str) -> None:
    began = time.perf_counter()
    with pytest.raises(QueryError) as refused:
        parse(query)
    lines = explain(refused.value).splitlines()
    assert time.perf_counter() - began < 0.5
    assert max(map(len, lines)) < 400


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == A
    with pytest.raises(QueryError, match="inside each other"):
        parse("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))


def test_clauses_up_to_the_limit_are_read() -> None:
    tree = parse("a " * MAX_CLAUSES)
    assert isinstance(tree, And) and len(tree.nodes) == MAX_CLAUSES
    with pytest.raises(QueryError) as refused:
        parse("a " * (MAX_CLAUSES + 1))
    assert refused.value.position == 2 * MAX_CLAUSES


@given(st.text(max_size=80))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        parse(text)
    except QueryError as refused:
        assert 0 <= refused.position < len(text)
        assert 0 < refused.length <= len(text) - refused.position
        assert refused.advice
        assert explain(refused)


def _explained(query: str) -> list[str]:
    with pytest.raises(QueryError) as refused:
        parse(query)
    return explain(refused.value).splitlines()


def test_an_explanation_points_at_the_place() -> None:
    assert _explained("cykelsti tittel:skole") == [
        "There is no field called tittel",
        "  cykelsti tittel:skole",
        "           ^^^^^^^",
        'Did you mean titel:? To search for the words themselves, put them in quotes: "tittel:skole".',
    ]


def test_the_carets_stand_under_the_place_behind_tabs_and_combining_marks() -> None:
    line, carets = _explained("a\tb" + normalize("NFD", "å") + " foo:x")[1:3]
    assert line == "  a b" + normalize("NFD", "å") + " foo:x"
    assert carets == "       ^^^^"


def test_a_long_query_is_cut_to_a_window_around_the_place() -> None:
    line, carets = _explained("skole " * 100 + "foo:bar" + " skole" * 100)[1:3]
    assert line.startswith("  …") and line.endswith("…") and len(line) < 80
    assert line[carets.index("^") : carets.rindex("^") + 1] == "foo:"
