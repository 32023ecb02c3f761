"""Ready items come back as the documents they were; a wrong line costs itself alone."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import cli
from indexer.build import build_index
from indexer.clean import nfc
from indexer.errors import SourceError
from indexer.reading import tell_kind
from indexer.ready import read_ready
from search.document import Document, Passage
from search.find import open_index
from search.outcomes import LABELS

LEAST = {"id": "a/b/2021-05-03/1", "title": "Skolernes budget", "passages": []}


def written(*documents: Document) -> bytes:
    return "\n".join(json.dumps(asdict(document), ensure_ascii=False) for document in documents).encode()


def line(**changes: object) -> bytes:
    return json.dumps(LEAST | changes).encode()


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(nfc)
NUMBERS = st.integers(0, 10_000)
PASSAGES = st.builds(Passage, TEXTS, TEXTS, TEXTS, st.none() | NUMBERS, NUMBERS, NUMBERS)
DAYS = st.just("") | st.dates().map(str)
OUTCOMES = st.sampled_from(sorted(LABELS))
DOCUMENTS = st.builds(
    Document,
    id=st.from_regex(r"[a-z0-9./-]{1,40}", fullmatch=True),
    title=TEXTS,
    passages=st.lists(PASSAGES, max_size=3).map(tuple),
    body=TEXTS,
    date=DAYS,
    kind=st.sampled_from(["", "minutes", "agenda"]),
    case_numbers=st.lists(TEXTS, max_size=2).map(tuple),
    outcome=OUTCOMES,
    outcomes=st.lists(OUTCOMES, max_size=2).map(tuple),
    earlier=st.lists(st.tuples(TEXTS, DAYS, TEXTS, OUTCOMES | st.just("")), max_size=2).map(tuple),
    votes=st.lists(st.lists(TEXTS, max_size=8).map(tuple), max_size=2).map(tuple),
    followed=st.sampled_from(["", "as_recommended", "against"]),
    reservations=st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    confidence=st.floats(0, 1),
    source=TEXTS,
    page=st.none() | NUMBERS,
    start=NUMBERS,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=3))
def test_what_was_written_comes_back(documents: list[Document]) -> None:
    assert read_ready(written(*documents), "a.jsonl") == (tuple(documents), ())


def test_every_item_of_the_sample_comes_back_and_is_indexed_the_same(data: Path, tmp_path: Path) -> None:
    build_index(data / "minutes" / "2023-03-28-kommunalbestyrelsen.txt", tmp_path / "first", workers=1)
    with open_index(tmp_path / "first") as index:
        documents = [hit.document for hit in index.find("kommunalbestyrelsen*", match="any", limit=100).hits]
        documents += [hit.document for hit in index.find("dato:2023", limit=100).hits]
    documents = sorted(set(documents), key=lambda document: document.id)
    assert len(documents) >= 5
    assert read_ready(written(*documents), "a.jsonl") == (tuple(documents), ())

    (tmp_path / "ready.jsonl").write_bytes(written(*documents))
    report = build_index(tmp_path / "ready.jsonl", tmp_path / "second", workers=1)

    assert (report.items, report.failed) == (len(documents), ())
    with open_index(tmp_path / "second") as index:
        assert [index.show(document.id) for document in documents] == documents


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_an_exported_index_is_taken_in_as_the_same_index(engine: str, data: Path, tmp_path: Path) -> None:
    """Also items of which agenda and minutes were joined, and two that share what an id is made of."""
    build_index([data / "minutes"], tmp_path / "first", engine=engine)
    first = exported(tmp_path / "first")
    copy = json.loads(first.splitlines()[0]) | {"title": "Et andet punkt", "source": "kopi.txt"}
    (tmp_path / "kopi.jsonl").write_text(json.dumps(copy), encoding="utf-8")
    build_index([data / "minutes", tmp_path / "kopi.jsonl"], tmp_path / "first")
    # Scores are of the engine as it was built: anew, like the other.
    build_index([], tmp_path / "first", rebuild=True)
    first = exported(tmp_path / "first")

    (tmp_path / "items.jsonl").write_text(first, encoding="utf-8")
    report = build_index(tmp_path / "items.jsonl", tmp_path / "second", engine=engine)

    assert (report.items, report.failed, report.warnings) == (161, (), ())
    assert exported(tmp_path / "second") == first
    assert any(json.loads(line)["also"] for line in first.splitlines())
    with open_index(tmp_path / "first") as one, open_index(tmp_path / "second") as other:
        for query in ("skole", "udfald:forkastet", 'emne:"Veje og trafik"', "udvalg:økonomi* lokalplan"):
            assert one.find(query).to_dict() == other.find(query).to_dict()


def exported(index: Path) -> str:
    done = CliRunner().invoke(cli.commands, ["export", "--index", str(index)])
    assert done.exit_code == 0
    return done.stdout


def test_the_form_tells_every_key() -> None:
    told = (Path(__file__).parents[2] / "docs" / "items.md").read_text(encoding="utf-8")
    keys = {field.name for record in (Document, Passage) for field in fields(record)}

    assert {
        key for row in re.findall(r"^\| (`.*?) \|", told, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
    } == keys


def test_the_example_of_the_form_is_an_item() -> None:
    told = (Path(__file__).parents[2] / "docs" / "items.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", told, re.MULTILINE | re.DOTALL)
    ((document,), warnings) = read_ready(example.encode(), "a.jsonl")

    assert (document.outcome, warnings) == ("approved", ())


def test_an_item_as_it_is_shown_over_several_lines_counts_too() -> None:
    shown = json.dumps(LEAST, indent=2).encode()

    assert tell_kind(shown, ".json") == "ready"
    assert [document.title for document in read_ready(shown, "a.json")[0]] == ["Skolernes budget"]


WRONG = [
    (b"{", "line 2 is no item"),
    (b"[" * 100_000, "line 2 is no item"),
    (b"7", "no JSON object"),
    (line(titel="x"), "titel is no key"),
    (b'{"id": "x", "title": "x"}', "passages is missing"),
    (line(id=""), "id must be"),
    (line(id="a b"), "id must be"),
    (line(title=None), "title must be text"),
    (line(page="3"), "page must be a number"),
    (line(page=True), "page must be a number"),
    (line(start=-1), "start must be a number"),
    (line(date="3. maj 2021"), "no date"),
    (line(date="20210503"), "no date"),
    (line(outcome="fine"), "outcome must be one of"),
    (line(outcomes=["fine"]), "outcomes"),
    (line(followed="maybe"), "followed must be one of"),
    (line(confidence=1.5), "confidence must be"),
    (line(confidence=float("nan")), "confidence must be"),
    (line(access="hidden"), "access must be one of"),
    (line(earlier=[["a", "b"]]), "must have 4 parts"),
    (line(passages=[{"kind": "x"}]), "passages[0].end is missing"),
    (line(case_numbers="x"), "case_numbers must be a list"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_a_wrong_line_is_told_by_its_number_and_costs_itself_alone(wrong: bytes, said: str) -> None:
    documents, warnings = read_ready(b"\n".join([line(), wrong, b"", line(title="Sidste")]), "a.jsonl")

    assert [document.title for document in documents] == ["Skolernes budget", "Sidste"]
    assert len(warnings) == 1
    assert warnings[0].startswith("line 2 ")
    assert said in warnings[0]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"{}", b"Referat\n1. Budget"])
def test_a_file_without_a_right_line_fails(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.jsonl") as caught:
        read_ready(data, "a.jsonl")

    assert caught.value.reason == "damaged"


def test_wrong_lines_without_end_are_counted_and_not_all_told() -> None:
    _, warnings = read_ready(b"\n".join([line(), *[b"7"] * 500]), "a.jsonl")

    assert len(warnings) == 21
    assert warnings[-1].startswith("480 more")


def test_text_is_taken_as_it_is_written() -> None:
    """What looks misread stays: these are texts that were read before."""
    data = "\ufeff".encode() + json.dumps(LEAST | {"title": "SkÃ¸n \ue000"}, ensure_ascii=False).encode() + b"\n\xff"
    documents, warnings = read_ready(data, "a.jsonl")

    assert [document.title for document in documents] == ["SkÃ¸n \ue000"]
    assert len(warnings) == 1


def test_half_a_surrogate_pair_and_loose_accents_do_no_harm() -> None:
    documents, _ = read_ready(b'{"id": "x", "title": "a\\u030a \\ud800", "passages": []}', "a.jsonl")

    assert documents[0].title == "å ?"
