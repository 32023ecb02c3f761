"""Every engine keeps the contract of `search.engines.engine`: the reference, Tantivy and Whoosh run the same claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engine_cases import cases, document, documents, node
from reference_engine import ReferenceEngine, ReferenceReader, state_of

from search.engines import registry
from search.engines.contract import MAX_DEPTH
from search.engines.engine import (
    And,
    Engine,
    EngineDocument,
    Every,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Reader,
    Request,
    Settings,
    Term,
    Weighted,
)
from search.errors import EngineError
from search.schema import WORD_FIELDS

PADS = Settings(dict.fromkeys(WORD_FIELDS, 3))
PLAN = Weighted(Term("text_exact", "plan"), 1.0)


@pytest.fixture(params=["reference", *registry.NAMES], scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    return ReferenceEngine() if request.param == "reference" else registry.engine(request.param)


@pytest.fixture(scope="module")
def full(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The documents of documents.json, in two commits of which the second also replaces and removes."""
    folder = tmp_path_factory.mktemp("engine") / "full"
    engine.create(folder, PADS)
    given = documents()
    stale = replace(given[0], words={"text_exact": "skat"})
    commit(engine, folder, 1, [stale, document(10, {"text": "lokalplan skat a b"}, {}, 0), *given[6:]])
    commit(engine, folder, 2, given[:6], removed=[1, 10])
    reader = engine.open_reader(folder)
    yield reader
    reader.close()


@pytest.fixture
def folder(engine: Engine, tmp_path: Path) -> Path:
    """An empty index."""
    engine.create(tmp_path / "index", PADS)
    return tmp_path / "index"


def commit(
    engine: Engine, folder: Path, generation: int, added: list[EngineDocument], removed: list[int] | None = None
) -> None:
    writer = engine.open_writer(folder)
    try:
        writer.remove(removed or [])
        writer.add(added)
        writer.commit(generation)
    finally:
        writer.close()


def small(seq: int, text: str = "plan", day: int = 20240101) -> EngineDocument:
    return document(seq, {"text": text}, {"body": ("byrådet",)}, day)


def seqs(engine: Engine, folder: Path, match: Node | None = None) -> list[int]:
    """What a new reader finds, in its order."""
    reader = engine.open_reader(folder)
    try:
        return sorted(seq for seq, _ in reader.search(Request(match or Every(), limit=1000)).hits)
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("field", "prefix", "expected"),
    [
        ("text_exact", "plan", ["plan"]),
        ("title_exact", "h", ["havnen"]),
        ("outcome", "", ["approved", "postponed", "referred", "rejected"]),
        ("text_exact", "x y", []),
        ("text_parts", "å", ["åen"]),
    ],
)
def test_the_vocabulary_is_the_terms_in_order(full: Reader, field: str, prefix: str, expected: list[str]) -> None:
    assert [term for term, _ in full.vocabulary(field, prefix)] == expected


def test_the_vocabulary_counts_the_documents_that_hold_a_term(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1, "plan plan"), small(2, "ny plan")])
    reader = engine.open_reader(folder)
    assert list(reader.vocabulary("text_exact")) == [("ny", 1), ("plan", 2)]
    reader.close()


@pytest.mark.parametrize(("claim", "written", "expected"), cases("matches"), ids=lambda value: str(value)[:60])
def test_a_node_finds_exactly_its_documents(full: Reader, claim: str, written: list[Any], expected: list[int]) -> None:
    found = full.search(Request(node(written), limit=100))

    assert sorted(seq for seq, _ in found.hits) == expected
    assert found.total == len(expected)
    assert full.search(Request(node(written), (PLAN,), limit=1)).total == len(expected)


@pytest.mark.parametrize(("claim", "written", "facets", "expected"), cases("counts"), ids=lambda value: str(value)[:60])
def test_every_document_that_matches_is_counted(
    full: Reader, claim: str, written: list[Any], facets: list[str], expected: dict[str, int]
) -> None:
    if len(facets) == 2:
        found = full.pairs(node(written), *facets)
        assert {"|".join(values): count for values, count in found.items()} == expected
    else:
        assert full.search(Request(node(written), facets=tuple(facets))).counts == (expected,)
        ranked = full.search(Request(node(written), (PLAN,), limit=1, facets=("kind", *facets)))
        assert ranked == replace(full.search(Request(node(written), (PLAN,), limit=1)), counts=({}, expected))


def test_only_facets_that_there_are_can_be_counted(full: Reader) -> None:
    with pytest.raises(EngineError, match="'author' cannot be counted"):
        full.search(Request(Every(), facets=("body", "author")))
    with pytest.raises(EngineError, match="'author' cannot be counted"):
        full.pairs(Every(), "author", "body")


def test_counts_are_exact_however_many_values_there_are(engine: Engine, folder: Path) -> None:
    """More than an engine counts by default, in several commits."""
    for generation, start in enumerate((0, 700, 1400), 1):
        added = [
            document(seq, {"text": "plan"}, {"facets": {"body": (f"udvalg {seq % 400}",), "year": (str(seq),)}}, 0)
            for seq in range(start, start + 700)
        ]
        commit(engine, folder, generation, added)
    reader = engine.open_reader(folder)

    bodies, years = reader.search(Request(Every(), facets=("body", "year"))).counts
    assert (set(bodies.values()), sum(bodies.values())) == ({5, 6}, 2100)
    assert dict(years) == {str(seq): 1 for seq in range(2100)}
    assert dict(reader.pairs(Every(), "body", "year")) == {(f"udvalg {s % 400}", str(s)): 1 for s in range(2100)}


def test_pairs_are_counted_in_pieces_where_they_are_more_than_the_library_takes(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.tantivy._COUNTED", 12)
    facets = [(str(a), str(b)) for a in range(10) for b in range(5)]
    commit(
        engine,
        folder,
        1,
        [document(n, {}, {"facets": {"body": (a,), "year": (b,)}}, 0) for n, (a, b) in enumerate(facets)],
    )

    assert dict(engine.open_reader(folder).pairs(Every(), "body", "year")) == dict.fromkeys(facets, 1)


@pytest.mark.parametrize(
    "more", [(), (Prefix("body", "teknisk"),), (Not(Term("body", "byrådet")), Not(Term("body", "b")))]
)
def test_a_choice_that_is_its_own_evidence_is_found_and_scored_as_any_other(
    full: Reader, more: tuple[Node, ...]
) -> None:
    score = (Weighted(Phrase("text_exact", ("ny", "plan")), 2.0), Weighted(Term("text_exact", "a"), 0.0), PLAN)
    match = And((Or(tuple(weighted.node for weighted in score)), *more))
    hits = full.search(Request(match, score, limit=100)).hits

    assert {seq for seq, _ in hits} == {seq for seq, _ in full.search(Request(match, order="newest", limit=100)).hits}
    assert {3, 12} <= {seq for seq, _ in hits}
    for seq, gain in hits:
        assert gain == pytest.approx(sum(full.parts(seq, score)), rel=1e-4)


@pytest.mark.parametrize(("claim", "order", "limit", "offset", "expected"), cases("orders"), ids=str)
def test_hits_come_in_order_and_in_pages(
    full: Reader, claim: str, order: Any, limit: int, offset: int, expected: list[int]
) -> None:
    found = full.search(Request(Every(), (), order, limit, offset))

    assert [seq for seq, _ in found.hits] == expected
    assert found.total == 12


@pytest.mark.parametrize(("claim", "written", "word"), cases("refused"), ids=lambda value: str(value)[:60])
def test_what_no_engine_can_honour_is_refused_with_the_reason(
    full: Reader, claim: str, written: list[Any], word: str
) -> None:
    with pytest.raises(EngineError, match=word):
        full.search(Request(node(written)))


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_pages_join_to_the_whole_list(full: Reader, order: Any, size: int) -> None:
    request = Request(Prefix("text_exact", ""), (PLAN, Weighted(Term("text_exact", "a"), 0.5)), order, limit=100)
    whole = full.search(request).hits

    pages = [full.search(replace(request, limit=size, offset=at)).hits for at in range(0, len(whole) + size, size)]

    assert sum(pages, ()) == whole


def test_evidence_orders_and_adds_no_hits(full: Reader) -> None:
    score = (Weighted(Term("text_exact", "budget"), 1.0), Weighted(Term("text_exact", "metro"), 9.0))

    found = full.search(Request(Term("municipality", "lolland"), score))

    assert [seq for seq, _ in found.hits] == [2, 1]
    assert found.hits[0][1] > 0 == found.hits[1][1]


def test_weight_multiplies(full: Reader) -> None:
    once, thrice = (
        full.search(Request(Every(), (Weighted(PLAN.node, weight),), limit=1)).hits[0][1] for weight in (1.0, 3.0)
    )

    assert thrice == pytest.approx(3 * once, abs=2e-4)


def test_the_parts_of_a_score_add_up_to_it(full: Reader) -> None:
    score = tuple(
        Weighted(node(written), weight)  # type: ignore[arg-type]
        for written, weight in [
            (["term", "text_exact", "plan"], 1.0),
            (["term", "title_stem", "havnen"], 0.5),
            (["near", "text_parts", "ny", "plan", 3], 0.3),
            (["phrase", "text_exact", "ny", "plan"], 2.0),
            (["term", "decision_exact", "godkendt"], 1.0),
        ]
    )
    for seq, total in full.search(Request(Every(), score, limit=100)).hits:
        parts = full.parts(seq, score)

        assert len(parts) == len(score)
        assert sum(parts) == pytest.approx(total, abs=1e-3)
    assert full.parts(3, score)[4] == 0
    assert full.parts(3, score)[1] > 0
    assert full.parts(999, score) == (0,) * 5


@pytest.mark.parametrize(
    "evidence",
    [
        Weighted(Term("body", "byrådet"), 1.0),
        Weighted(PLAN.node, -1.0),
        Weighted(PLAN.node, float("nan")),
        Weighted(PLAN.node, float("inf")),
    ],
    ids=str,
)
def test_evidence_that_means_nothing_is_refused(full: Reader, evidence: Weighted) -> None:
    with pytest.raises(EngineError):
        full.search(Request(Every(), (evidence,)))


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (1, -1)])
def test_a_page_that_cannot_be_is_refused(full: Reader, limit: int, offset: int) -> None:
    with pytest.raises(EngineError, match="limit"):
        full.search(Request(Every(), limit=limit, offset=offset))


def test_frequency_counts_living_documents(full: Reader) -> None:
    assert full.frequency("text_exact", "lokalplan") == 2
    assert full.frequency("text_stem", "budget") == 1
    assert full.frequency("body", "teknisk udvalg") == 3
    assert full.frequency("text_exact", "metro") == 0


def test_seqs_are_all_documents_in_rising_order(full: Reader) -> None:
    assert list(full.seqs()) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 900000007]


def test_five_hundred_clauses_are_no_matter(full: Reader) -> None:
    terms = tuple(Term("text_exact", f"ord{number}") for number in range(499))
    score = tuple(Weighted(term, 1.0) for term in terms)

    found = full.search(Request(Or((*terms, Term("text_exact", "skat"))), score))

    assert found.hits == ((2, 0.0),)


def nested(depth: int) -> Node:
    tree: Node = Term("text_exact", "skat")
    for level in range(depth):
        tree = Not(tree) if level % 3 == 2 else (And, Or)[level % 3]((tree, Term("text_exact", "plan")))
    return tree


def test_a_tree_thirty_levels_deep_is_answered_as_by_the_reference(full: Reader) -> None:
    reference = ReferenceReader(state_of(documents()))

    assert full.search(Request(nested(30))) == reference.search(Request(nested(30)))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 10_000])
def test_a_tree_too_deep_is_refused(full: Reader, depth: int) -> None:
    with pytest.raises(EngineError, match="deep"):
        full.search(Request(nested(depth)))


def test_a_new_index_is_empty(engine: Engine, folder: Path) -> None:
    reader = engine.open_reader(folder)

    assert reader.generation == 0
    assert list(reader.seqs()) == []
    assert reader.search(Request(Every(), (PLAN,))).total == 0
    assert reader.search(Request(Or((Prefix("text_exact", "p"), Not(PLAN.node))), order="newest")).hits == ()
    assert reader.frequency("text_exact", "plan") == 0
    assert reader.parts(1, (PLAN,)) == (0,)


def test_a_commit_carries_its_generation(engine: Engine, folder: Path) -> None:
    for generation in (3, 4, 9):
        commit(engine, folder, generation, [])
        assert engine.open_reader(folder).generation == generation
    assert seqs(engine, folder) == []


def test_changes_are_seen_by_nobody_before_the_commit(engine: Engine, folder: Path) -> None:
    writer = engine.open_writer(folder)
    writer.add([small(1)])
    assert seqs(engine, folder) == []
    writer.commit(1)
    assert seqs(engine, folder) == [1]
    writer.remove([1])
    writer.add([small(2)])
    assert seqs(engine, folder) == [1]
    writer.commit(2)
    assert seqs(engine, folder) == [2]
    writer.close()


def test_closing_drops_what_was_not_committed(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1)])
    writer = engine.open_writer(folder)
    writer.add([small(2)])
    writer.remove([1])
    writer.close()

    assert seqs(engine, folder) == [1]
    commit(engine, folder, 2, [small(3)])
    assert seqs(engine, folder) == [1, 3]


def test_an_open_reader_keeps_its_state(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(seq) for seq in range(1, 30)])
    old = engine.open_reader(folder)
    for generation in range(2, 14):
        commit(engine, folder, generation, [small(100 + generation, "skat")], removed=[generation])

    assert old.generation == 1
    assert list(old.seqs()) == list(range(1, 30))
    assert old.search(Request(PLAN.node, (PLAN,), limit=50)).total == 29
    assert old.search(Request(Every(), order="newest", limit=50)).total == 29
    assert old.search(Request(Term("text_exact", "skat"))).total == 0
    assert engine.open_reader(folder).generation == 13


def test_many_small_commits_give_the_same_index_as_one(engine: Engine, folder: Path, tmp_path: Path) -> None:
    for generation, given in enumerate(documents(), start=1):
        commit(engine, folder, generation, [given, small(500 + generation)], removed=[499 + generation])
    engine.create(tmp_path / "one", PADS)
    commit(engine, tmp_path / "one", 1, [*documents(), small(512)])

    for _, written, _ in cases("matches"):
        assert seqs(engine, folder, node(written)) == seqs(engine, tmp_path / "one", node(written)), written


def test_a_document_is_replaced_in_one_commit(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1, "plan"), small(2, "skat")])
    commit(engine, folder, 2, [small(1, "havn")], removed=[1])

    assert seqs(engine, folder) == [1, 2]
    assert seqs(engine, folder, Term("text_exact", "plan")) == []
    assert seqs(engine, folder, Term("text_exact", "havn")) == [1]


def test_what_is_added_and_removed_in_one_commit_is_gone(engine: Engine, folder: Path) -> None:
    writer = engine.open_writer(folder)
    writer.add([small(1), small(2)])
    writer.remove([1, 77])
    writer.commit(1)
    writer.close()

    assert seqs(engine, folder) == [2]


def test_everything_can_be_removed(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1), small(2)])
    commit(engine, folder, 2, [], removed=[1, 2])

    assert seqs(engine, folder) == []
    assert engine.open_reader(folder).generation == 2


def test_a_failed_commit_changes_nothing_and_leaves_no_lock(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1)])
    writer = engine.open_writer(folder)
    writer.add([small(2)])
    writer.remove([1])
    with pytest.raises(EngineError):
        writer.commit(2**70)
    assert seqs(engine, folder) == [1]
    writer.add([small(3)])
    writer.commit(2)
    writer.close()

    assert seqs(engine, folder) == [1, 3]
    commit(engine, folder, 3, [small(4)])


def test_there_is_one_writer_at_a_time(engine: Engine, folder: Path) -> None:
    writer = engine.open_writer(folder)
    with pytest.raises(EngineError, match="another program"):
        engine.open_writer(folder)
    writer.commit(1)
    with pytest.raises(EngineError, match="another program"):
        engine.open_writer(folder)
    writer.close()
    engine.open_writer(folder).close()


def test_closing_twice_is_no_matter_and_a_closed_writer_publishes_nothing(engine: Engine, folder: Path) -> None:
    reader, writer = engine.open_reader(folder), engine.open_writer(folder)
    for each in (reader, writer, reader, writer):
        each.close()
    with pytest.raises(EngineError, match="closed"):
        writer.commit(1)
    assert engine.open_reader(folder).generation == 0


@pytest.mark.parametrize(
    "bad",
    [
        replace(small(2), words={"author_exact": "x"}),
        replace(small(2), keywords={"author": ("x",)}),
        replace(small(2), facets={"author": ("x",)}),
        replace(small(2), facets={"body": ("a\ud800",)}),
        replace(small(2), numbers={"year": 1}),
        replace(small(2), words={"text_exact": "a\tb"}),
        replace(small(2), words={"text_exact": "a\x00b"}),
        replace(small(2), words={"text_exact": "a \x01 b"}),
        replace(small(2), words={"text_exact": "a\ud800"}),
        replace(small(2), keywords={"body": ("a\ud800",)}),
        replace(small(2), numbers={"day": 2**63}),
        replace(small(2), seq=-1),
        replace(small(2), seq=2**63),
        replace(small(2), prior=0.5),
        replace(small(2), prior=float("nan")),
    ],
    ids=lambda bad: ascii((bad.seq, bad.prior, *map(dict, (bad.words, bad.keywords, bad.numbers, bad.facets))))[:75],
)
def test_a_document_that_would_be_kept_wrongly_is_refused(engine: Engine, folder: Path, bad: EngineDocument) -> None:
    writer = engine.open_writer(folder)
    writer.add([small(1)])
    with pytest.raises(EngineError, match="document"):
        writer.add([bad])
    writer.commit(1)
    writer.close()

    assert seqs(engine, folder) == [1]


def test_spaces_of_other_kinds_are_part_of_a_term(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [small(1, "a\u00a0b  c\u2028d")])

    assert seqs(engine, folder, Term("text_exact", "a\u00a0b")) == [1]
    assert seqs(engine, folder, node(["phrase", "text_exact", "a\u00a0b", "c\u2028d"])) == [1]
    assert seqs(engine, folder, Or((Term("text_exact", "a"), Term("text_exact", "d")))) == []


def test_empty_keywords_are_none(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [replace(small(1), keywords={"body": ("",), "case": ()})])

    assert seqs(engine, folder, Prefix("body", "")) == []
    assert seqs(engine, folder) == [1]


def test_a_score_is_multiplied_by_the_prior(engine: Engine, folder: Path) -> None:
    commit(engine, folder, 1, [replace(small(seq), prior=prior) for seq, prior in ((1, 1.0), (2, 1.5), (3, 1.1))])
    reader = engine.open_reader(folder)

    (second, best), (third, middle), (first, least) = reader.search(Request(Every(), (PLAN,))).hits

    assert (second, third, first) == (2, 3, 1)
    assert (best, middle) == pytest.approx((1.5 * least, 1.1 * least), rel=1e-4)
    assert reader.parts(2, (PLAN,)) == pytest.approx((best,), rel=1e-4)


@pytest.mark.parametrize("size", [1500, 2500])
def test_equal_scores_of_a_day_keep_their_order_on_every_page(engine: Engine, folder: Path, size: int) -> None:
    """Also beyond the number of hits that an engine ranks at once, and over several commits."""
    commit(engine, folder, 1, [small(seq) for seq in range(size, 1, -2)])
    commit(engine, folder, 2, [small(seq) for seq in range(1, size, 2)] + [small(size + 1, "plan plan")])
    reader = engine.open_reader(folder)
    request = Request(Every(), (PLAN,), limit=7)

    for offset in (0, 996, 1200, size - 5):
        expected = [size + 1, *range(1, size + 1)][offset : offset + 7]
        assert [seq for seq, _ in reader.search(replace(request, offset=offset)).hits] == expected


def test_an_index_is_not_made_over_other_files(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kære byråd")
    with pytest.raises(EngineError, match="not empty"):
        engine.create(tmp_path, Settings())


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_an_index_is_said_to_be_one(engine: Engine, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EngineError, match="holds no"):
        engine.open_reader(tmp_path / name)
    with pytest.raises(EngineError, match="holds no"):
        engine.open_writer(tmp_path / name)
