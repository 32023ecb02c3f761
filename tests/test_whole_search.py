"""From files to hits, on every engine: the sample of the project, and real minutes where there are any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from reference_engine import ReferenceEngine

from indexer import build_index
from search import open_index
from search.engines.engine import Settings
from search.find import Index
from search.postings import engine_document

ENGINES = ("tantivy", "whoosh", "reference")


class Opened:
    """Indexes of one folder of minutes, one an engine, made when first asked for."""

    def __init__(self, minutes: Path, place: Path) -> None:
        self.minutes, self.place = minutes, place

    @contextmanager
    def on(self, engine: str) -> Iterator[Index]:
        kept = "tantivy" if engine == "reference" else engine
        index = self.place / kept
        if not index.exists():
            build_index([self.minutes], index, engine=kept)
        with open_index(index) as opened:
            yield self.copied(opened) if engine == "reference" else opened

    def copied(self, opened: Index) -> Index:
        """The same items in the engine that is the specification."""
        engine, folder = ReferenceEngine(), self.place / "reference"
        engine.create(folder, Settings())
        with closing(engine.open_writer(folder)) as writer:
            seqs = list(opened.reader.seqs())
            documents = opened.store.documents(seqs)
            writer.add([engine_document(document, seq) for document, seq in zip(documents, seqs, strict=True)])
            writer.commit(1)
        return Index(opened.store, engine.open_reader(folder))


@pytest.fixture(scope="module")
def sample(data: Path, tmp_path_factory) -> Opened:
    return Opened(data / "minutes", tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory) -> Opened:
    return Opened(shared / "minutes", tmp_path_factory.mktemp("real"))


def ids(index: Index, query: str, **options) -> list[str]:
    return [hit.document.id for hit in index.find(query, limit=1000, **options).hits]


def read_pairs(name: str) -> list[list[str]]:
    text = (Path(__file__).parent / "search" / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


PAIRS, SYNONYMS = read_pairs("pairs.tsv"), read_pairs("synonyms.tsv")


def opened_pairs(pairs: list[list[str]], place: Path) -> Opened:
    """An item a pair, which holds the pair's text and nothing else."""
    passage = {"kind": "case", "heading": "", "page": None, "start": 0, "end": 0}
    items = [{"id": f"{n}", "title": "", "passages": [passage | {"text": pair[2]}]} for n, pair in enumerate(pairs)]
    (place / "items.jsonl").write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    return Opened(place / "items.jsonl", place)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Opened:
    return opened_pairs(PAIRS, tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="module")
def synonyms(tmp_path_factory) -> Opened:
    return opened_pairs(SYNONYMS, tmp_path_factory.mktemp("synonyms"))


@pytest.mark.parametrize("engine", ENGINES)
def test_words_that_belong_together_find_each_other_and_others_do_not(pairs: Opened, engine: str):
    with pairs.on(engine) as index:
        found = [("finds" if str(n) in ids(index, query) else "misses") for n, (_, query, _) in enumerate(PAIRS)]

    wrong = [pair for pair, reached in zip(PAIRS, found, strict=True) if pair[0] != reached]
    assert wrong == []
    assert min(found.count("finds"), found.count("misses")) >= 50


@pytest.mark.parametrize("engine", ENGINES)
def test_synonyms_find_marked_items_one_way_and_only_while_they_are_wanted(synonyms: Opened, engine: str):
    with synonyms.on(engine) as index:
        found = [{hit.document.id: hit for hit in index.find(query, limit=100).hits} for _, query, _ in SYNONYMS]
        plain = [ids(index, query, synonyms=False) for _, query, _ in SYNONYMS]

    reached = ["finds" if str(n) in hits else "misses" for n, hits in enumerate(found)]
    assert [pair for pair, one in zip(SYNONYMS, reached, strict=True) if pair[0] != one] == []
    assert (reached.count("finds") >= 15, reached.count("misses") >= 10) == (True, True)
    assert [SYNONYMS[n] for n, hits in enumerate(plain) if str(n) in hits] == []
    shown = [hits[str(n)].snippet.marks for n, hits in enumerate(found) if str(n) in hits]
    assert all(shown)


BALLERUP = "ballerup/erhvervs-og-beskaeftigelsesudvalget/2021-03-09/"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kildedal vision", ["5"]),
        ('"indstillingen ikke godkendt"', ["3"]),
        ("omprioriteringspulje udvalg:erhverv*", ["2"]),
        ("rockerrelaterede borgere", ["1"]),
        ("sag:24.00.00-G01-4-20", ["3"]),
    ],
)
def test_real_questions_find_the_right_item_first(real: Opened, engine: str, query: str, first: list[str]):
    with real.on(engine) as index:
        assert ids(index, query)[: len(first)] == [BALLERUP + number for number in first]


@pytest.mark.parametrize("engine", ENGINES)
def test_unemployment_finds_the_items_about_it_in_front(real: Opened, engine: str):
    with real.on(engine) as index:
        assert set(ids(index, "ledighed dato:2021-03")[:2]) == {BALLERUP + "7", BALLERUP + "8"}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_rejected_newest_first(real: Opened, engine: str):
    with real.on(engine) as index:
        found = index.find("udfald:forkastet", sort="newest").hits

    assert [hit.document.date for hit in found] == ["2021-03-09", "2014-09-01"]
    assert found[0].document.id == BALLERUP + "3"
    assert found[1].document.source.endswith("068-aarhus-kunne-ikke-tiltraede.txt")


QUERIES = """
børn ELLER familie -skole
skole
pulje
"pulje"
spildevandsplan
plan for spildevand
udvalg:teknik vej
udvalg:"Økonomiudvalget" udfald:anbefalet
titel:skole ELLER beslutning:skole
-udfald:godkendt -udfald:anbefalet
dato:2023-06..2024-02 bro*
kommune:nørreå skole
(cykelsti ELLER fortov) -udvalg:økonomiudvalget
"kunne ikke tiltræde"
og
ikke godkendt
17.01.00-P05-1-23
sag:17.01*
daginstitution ældre
§17
§ 17, stk. 4-udvalg
børne- og ungepolitik
""".strip().splitlines()


@pytest.mark.parametrize("query", QUERIES)
def test_every_engine_finds_the_same(sample: Opened, query: str):
    with sample.on("reference") as index:
        wanted = set(ids(index, query))
    for engine in ("tantivy", "whoosh"):
        with sample.on(engine) as index:
            answer = index.find(query, limit=1000)
            assert {hit.document.id for hit in answer.hits} == wanted
            assert answer.total == len(wanted)


def test_a_choice_with_an_exclusion_is_the_same_set_on_real_minutes(real: Opened):
    found = []
    for engine in ENGINES:
        with real.on(engine) as index:
            found.append(set(ids(index, "børn ELLER familie -skole")))

    assert found[0] == found[1] == found[2]
    assert found[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_finds_compounds_that_hold_it_and_a_quoted_word_does_not(real: Opened, engine: str):
    """The item says only omprioriteringspuljen."""
    with real.on(engine) as index:
        assert BALLERUP + "2" in ids(index, "pulje")
        assert BALLERUP + "2" not in ids(index, '"pulje"')


@pytest.mark.parametrize("engine", ENGINES)
def test_letters_are_never_folded(sample: Opened, engine: str):
    with sample.on(engine) as index:
        assert not set(ids(index, "far")) & set(ids(index, "får -far"))
        assert set(ids(index, "får")) != set(ids(index, "far"))


def test_words_in_any_order_and_the_same_words_with_a_stop_word_find_the_same(sample: Opened):
    with sample.on("tantivy") as index:
        assert set(ids(index, "skole vej")) == set(ids(index, "vej skole")) == set(ids(index, "vej og skole"))


def test_excluding_a_word_leaves_exactly_the_items_that_the_word_does_not_find(sample: Opened):
    with sample.on("tantivy") as index:
        everything = set(ids(index, ""))
        for word in ("skole", "og", '"ikke"', "spildevandsplan", "udvalg:teknik"):
            assert set(ids(index, f"-{word}")) == everything - set(ids(index, word))


def test_any_word_finds_the_union_of_all(sample: Opened):
    with sample.on("tantivy") as index:
        assert set(ids(index, "skole havn", match="any")) == set(ids(index, "skole")) | set(ids(index, "havn"))


def test_the_words_marked_are_those_that_were_asked_for(sample: Opened):
    with sample.on("tantivy") as index:
        for hit in index.find("skole", limit=50).hits:
            marked = [hit.snippet.text[start:end].casefold() for start, end in hit.snippet.marks]
            marked += [hit.document.title[start:end].casefold() for start, end in hit.title_marks]
            assert marked
            assert all("skole" in word for word in marked)


def test_an_empty_query_lists_everything(sample: Opened):
    with sample.on("tantivy") as index:
        assert index.find("").total == 160
