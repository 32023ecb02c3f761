"""Tantivy and Whoosh against the reference on random documents and questions, and how near their scores come."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from engine_cases import document
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_engine import ReferenceReader, state_of

from search.engines import registry
from search.engines.engine import (
    And,
    AnyTerm,
    EngineDocument,
    Every,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Reader,
    Request,
    Settings,
    Term,
    Weighted,
)
from search.schema import WORD_FIELDS

words = st.sampled_from(["a", "b", "c", "ab", "å", "§17"])
texts = st.lists(words, max_size=14).map(" ".join)
bodies = st.lists(st.sampled_from(["a", "a b", "ø"]), max_size=2, unique=True)
kinds = st.lists(st.sampled_from(["", "a", "A", "å", "a|b"]), max_size=3, unique=True)
days = st.sampled_from([0, 1, 19991231, 20240101, 20240229])
amounts = st.lists(st.integers(0, 1200), max_size=3, unique=True)
texted = st.sampled_from(["title", "text"])
forms = st.sampled_from(["exact", "stem", "parts"])
positioned = st.sampled_from(["title_exact", "text_exact", "text_parts"])


@st.composite
def collections(draw: st.DrawFn) -> list[EngineDocument]:
    seqs = draw(st.lists(st.integers(0, 999), max_size=12, unique=True))
    return [
        document(
            seq,
            {"title": draw(texts), "text": draw(texts)},
            {"body": draw(bodies), "amount": draw(amounts), "facets": {"body": draw(kinds), "topic": draw(kinds)}},
            draw(days),
        )
        for seq in seqs
    ]


fields = st.builds("{}_{}".format, texted, forms)
scorable = st.one_of(
    st.builds(Term, fields, words),
    st.builds(Phrase, positioned, st.lists(words, min_size=2, max_size=4).map(tuple)),
    st.builds(Near, positioned, words, words, st.integers(1, 6)),
)
leaves = st.one_of(
    st.just(Every()),
    scorable,
    st.builds(Term, st.just("body"), st.sampled_from(["a", "a b", "b"])),
    st.builds(Prefix, st.one_of(fields, st.just("body")), st.sampled_from(["", "a", "a ", "å", "c"])),
    st.builds(Range, st.just("day"), days, st.none() | days),
    st.builds(Range, st.just("day"), st.none(), days),
    st.builds(Range, st.just("amount"), st.integers(-5, 1300), st.none() | st.integers(-5, 1300)),
    st.builds(AnyTerm, st.one_of(fields, st.just("body")), st.lists(words, max_size=3).map(tuple)),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=4).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=4).map(tuple)),
    ),
    max_leaves=10,
)
evidence = st.lists(st.builds(Weighted, scorable, st.sampled_from([0.0, 0.5, 2.0])), max_size=4).map(tuple)


def filled(name: str, folder: Path, documents: Sequence[EngineDocument], pads: dict[str, int]) -> Reader:
    """An index in one commit."""
    engine = registry.engine(name)
    engine.create(folder, Settings(pads))
    writer = engine.open_writer(folder)
    writer.add(documents)
    writer.commit(1)
    writer.close()
    return engine.open_reader(folder)


def grown(name: str, folder: Path, documents: Sequence[EngineDocument]) -> Reader:
    """An index in three commits; between, what does not belong is added and removed again."""
    engine = registry.engine(name)
    engine.create(folder, Settings(dict.fromkeys(WORD_FIELDS, 4)))
    writer = engine.open_writer(folder)
    strangers = [document(1000 + number, {"text": "a b c"}, {"body": ("a",)}, 0) for number in range(3)]
    writer.add([*documents[::2], *strangers])
    writer.commit(1)
    writer.remove(stranger.seq for stranger in strangers)
    writer.add(documents[1::2])
    writer.commit(2)
    writer.commit(3)
    writer.close()
    return engine.open_reader(folder)


@pytest.mark.parametrize("name", registry.NAMES)
@settings(max_examples=15, deadline=None)
@given(collections(), st.lists(nodes, min_size=10, max_size=25), evidence, st.data())
def test_an_engine_finds_what_the_reference_finds(
    name: str,
    documents: list[EngineDocument],
    questions: list[Node],
    score: tuple[Weighted, ...],
    data: st.DataObject,
) -> None:
    reference = ReferenceReader(state_of(documents))
    with tempfile.TemporaryDirectory() as folder:
        reader = grown(name, Path(folder) / "index", documents)
        for match in questions:
            expected = reference.search(Request(match, limit=100, facets=("body", "topic")))
            assert reader.search(Request(match, limit=100, facets=("body", "topic"))) == expected
            for order in ("newest", "oldest"):
                request = Request(match, (), order, data.draw(st.integers(1, 5)), data.draw(st.integers(0, 5)))
                assert reader.search(request) == reference.search(request)
            ranked = reader.search(Request(match, score, limit=100, facets=("body", "topic")))
            assert (ranked.total, {seq for seq, _ in ranked.hits}) == (
                expected.total,
                {seq for seq, _ in expected.hits},
            )
            assert ranked.counts == expected.counts
            assert reader.pairs(match, "body", "topic") == reference.pairs(match, "body", "topic")
            places = {seq: place for place, (seq, _) in enumerate(expected.hits)}
            assert list(ranked.hits) == sorted(ranked.hits, key=lambda hit: (-hit[1], places[hit[0]]))
        assert list(reader.seqs()) == list(reference.seqs())
        reader.close()


SIZE = 200
VOCABULARY = [f"ord{number}" for number in range(300)]


def sample() -> list[EngineDocument]:
    """Documents of very different length; few words are common and many rare, as in any language."""
    dice = random.Random(17)
    frequencies = [1 / (rank + 1) for rank in range(len(VOCABULARY))]
    return [
        document(
            seq,
            {
                "title": " ".join(dice.choices(VOCABULARY, frequencies, k=dice.randint(1, 8))),
                "text": " ".join(dice.choices(VOCABULARY, frequencies, k=int(dice.lognormvariate(4, 1)) + 1)),
            },
            {},
            0,
        )
        for seq in range(SIZE)
    ]


def questions() -> list[tuple[Weighted, ...]]:
    dice = random.Random(4)
    return [
        (
            *(Weighted(Term("text_stem", word), 1.0) for word in chosen),
            *(Weighted(Term("title_stem", word), 0.5) for word in chosen),
            *(Weighted(Near("text_parts", first, second, 3), 0.3) for first, second in pairwise(chosen)),
        )
        for chosen in (dice.sample(VOCABULARY[:100], 3) for _ in range(25))
    ]


def pads(documents: Sequence[EngineDocument], b: float = 0.4) -> dict[str, int]:
    """So many padding terms that b = 0.75 works like `b`: (0.75 / b - 1) times the mean length."""
    lengths = {field: sum(len(one.words.get(field, "").split()) for one in documents) for field in WORD_FIELDS}
    return {field: round((0.75 / b - 1) * length / len(documents)) for field, length in lengths.items()}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reader]]:
    documents = sample()
    folder = tmp_path_factory.mktemp("agree")
    found: dict[str, Reader] = {"reference": ReferenceReader(state_of(documents))}
    found |= {name: filled(name, folder / name, documents, pads(documents)) for name in registry.NAMES}
    found["unpadded"] = filled("tantivy", folder / "unpadded", documents, {})
    yield found
    for reader in found.values():
        reader.close()


@pytest.fixture(scope="module")
def tops(readers: dict[str, Reader]) -> dict[str, list[set[int]]]:
    """Per engine, the first ten hits of every question."""
    return {
        name: [{seq for seq, _ in reader.search(Request(Every(), score)).hits} for score in questions()]
        for name, reader in readers.items()
    }


def overlap(some: list[set[int]], others: list[set[int]]) -> float:
    """The mean share of the first ten hits that two engines have in common."""
    shares = [len(one & other) / 10 for one, other in zip(some, others, strict=True)]
    return sum(shares) / len(shares)


def error(one: Reader, other: Reader, kind: type) -> float:
    """The largest relative difference between two engines' scores of one piece of evidence.

    Left out are terms that half of the documents hold: their idf is so near to zero that one document more doubles it.
    """
    differences = []
    for score in questions():
        for item in (item for item in score if isinstance(item.node, kind)):
            ours = dict(one.search(Request(item.node, (item,), limit=SIZE)).hits)
            if len(ours) > SIZE / 2:
                continue
            theirs = dict(other.search(Request(item.node, (item,), limit=SIZE)).hits)
            differences += [abs(gain - theirs[seq]) / theirs[seq] for seq, gain in ours.items()]
    assert len(differences) > 100
    return max(differences)


@pytest.mark.parametrize(("one", "other"), [("tantivy", "reference"), ("whoosh", "reference"), ("tantivy", "whoosh")])
def test_the_engines_rank_alike(tops: dict[str, list[set[int]]], one: str, other: str) -> None:
    assert overlap(tops[one], tops[other]) >= 0.9


def test_padding_is_what_makes_tantivy_rank_so(tops: dict[str, list[set[int]]]) -> None:
    padded, plain = (overlap(tops[name], tops["reference"]) for name in ("tantivy", "unpadded"))

    assert plain + 0.03 < padded


@pytest.mark.parametrize(("name", "limit"), [("tantivy", 0.08), ("whoosh", 0.03)])
def test_scores_are_bm25_up_to_rounding(readers: dict[str, Reader], name: str, limit: float) -> None:
    """Both engines keep the length of a field in one byte, and padding comes in whole terms: in a field of four a
    seventh."""
    assert error(readers[name], readers["reference"], Term) < limit


def test_whoosh_scores_pairs_as_the_reference_does(readers: dict[str, Reader]) -> None:
    assert error(readers["whoosh"], readers["reference"], Near) < 0.03
