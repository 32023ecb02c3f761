"""Taking the answer away: all hits in a file that is whole or not there."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from page import run
from planted import ENGINES, passage, plant, planted
from test_cli import referat

from indexer.forget import forget
from search.document import Document
from search.errors import StoreError
from search.find import BLOCK, MAX_PAGE, Index
from search.layout import whole
from search.meaning.filters import filters_of
from search.telling import listing
from search.telling.parquet import ROWS, as_parquet

MANY = BLOCK + ROWS + 7


@pytest.fixture(scope="module")
def index(tmp_path_factory, data: Path) -> Path:
    folder = tmp_path_factory.mktemp("taking") / "index"
    assert referat("index", str(data / "minutes"), index=folder).returncode == 0
    return folder


def items(count: int) -> list[Document]:
    return [item(number, "approved" if number % 2 else "rejected") for number in range(count)]


def item(number: int, outcome: str) -> Document:
    date, words = f"20{number % 20:02}-03-01", passage(f"vej {'hus ' * (number % 5)}")
    facts = {"body": "Rådet", "date": date, "outcome": outcome, "outcomes": (outcome,)}
    return Document(f"x/{number}", f"=Skole {number}", (words,), **facts)


@pytest.fixture(scope="module", params=ENGINES)
def many(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Index]:
    with planted(tmp_path_factory.mktemp("many") / "index", items(MANY), request.param) as opened:
        yield opened


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_all_hits_are_the_pages_joined_within_filters_and_in_order(many: Index, sort):
    asked = {"sort": sort, "filters": filters_of([], "2005", "2015", ["godkendt"])}
    hits = list(many.every("vej hus", **asked))

    assert len(hits) == many.find("vej hus", **asked).total > 300
    assert tuple(hits) == many.find("vej hus", limit=MAX_PAGE, **asked).hits


def test_every_form_holds_the_same_hits(many: Index):
    hits = list(many.every("vej"))
    lines = [json.loads(line)["id"] for line in listing.as_jsonl(hits)]
    rows = list(csv.DictReader(io.StringIO("\n".join(listing.as_csv(hits)))))
    table = parquet.read_table(io.BytesIO(b"".join(as_parquet(hits))))

    assert lines == [row["id"] for row in rows] == table["id"].to_pylist() == [hit.document.id for hit in hits]
    assert len(hits) == MANY
    assert all(row["title"].startswith("'=Skole") for row in rows)
    assert table["title"][0].as_py().startswith("=Skole")


def test_hits_are_read_as_they_are_written(many: Index, monkeypatch):
    read = []
    asked = many.store.documents
    monkeypatch.setattr(type(many.store), "documents", lambda _, seqs: read.append(len(seqs)) or asked(seqs))

    for form in (listing.as_jsonl, listing.as_csv, as_parquet):
        read.clear()
        assert len(list(islice(form(many.every("vej")), 1))) == 1
        assert sum(read) <= max(BLOCK, ROWS) < MANY


def test_parquet_keeps_what_text_forms_flatten(tmp_path: Path):
    dated = Document("a", "Skole", (passage("skole"),), date="2023-03-09", case_numbers=("1-A", "2-B"), page=4)
    with planted(tmp_path / "index", [dated, Document("b", "Skole", (passage("skole"),))]) as opened:
        rows = parquet.read_table(io.BytesIO(b"".join(as_parquet(opened.every("skole", sort="newest"))))).to_pylist()

    assert [(row["date"], row["case_numbers"], row["page"]) for row in rows] == [
        (date(2023, 3, 9), ["1-A", "2-B"], 4),
        (None, [], None),
    ]


def taken_away(opened: Index) -> tuple[Iterator[str], list[str]]:
    """All hits, newest last, of which the first is taken; and what is told of those that were left out."""
    left_out: list[str] = []
    how = {"page": {"limit": 0}, "everything": True, "sort": "oldest"}
    _, lines = listing.told(opened, "vej", "jsonl", mark=str, warn=left_out.extend, **how)
    next(lines)
    return lines, left_out


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_all_is_of_one_state_though_another_is_published_or_the_index_removed(tmp_path: Path, engine: str):
    with planted(tmp_path / "index", items(MANY), engine) as opened:
        lines, left_out = taken_away(opened)
        plant(tmp_path / "index", [replace(item, title="Anden") for item in items(MANY + 3)], engine)
        moved, _ = taken_away(opened)
        shutil.rmtree(tmp_path / "index")
        titles = [json.loads(line)["title"][:6] for line in (*lines, *moved)]

    assert titles == ["=Skole"] * 2 * (MANY - 1)
    assert left_out == []


def test_what_is_forgotten_while_all_is_taken_away_is_told(tmp_path: Path):
    with planted(tmp_path / "index", items(MANY)) as opened:
        lines, left_out = taken_away(opened)
        forget(opened.find("vej", sort="newest", limit=1).hits[0].document.id, "privat", tmp_path / "index")

        assert len(list(lines)) == MANY - 2
    assert left_out == ["left out, because forgotten a moment ago: 1"]


def test_a_file_that_fails_on_the_way_is_as_it_was(tmp_path: Path):
    file = tmp_path / "hits.csv"
    file.write_text("before")
    for error in (StoreError("gone"), KeyboardInterrupt()):
        with pytest.raises(type(error)), whole(file) as stream:
            stream.write(b"half")
            raise error

    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["hits.csv"]


INTERRUPTED = """
import cli, search.answer
told = search.answer.Hit.to_dict
seen = []
def until(hit):
    seen.append(hit)
    if len(seen) > 3:
        raise KeyboardInterrupt
    return told(hit)
search.answer.Hit.to_dict = until
cli.main()
"""


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet"])
def test_an_interrupt_leaves_nothing_half_written(index: Path, tmp_path: Path, form: str):
    asked = ["search", "skole", "--index", str(index), "--format", form, "-o", str(tmp_path / "hits")]
    done = run([sys.executable, "-c", INTERRUPTED, *asked], tmp_path)

    assert (done.returncode, done.stderr.strip()) == (130, "interrupted")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_all_goes_to_a_file_or_a_pipe(index: Path, tmp_path: Path, form: str):
    file = tmp_path / "hits"
    done = referat("search", "skole", "--all", "--format", form, "-o", str(file), index=index)
    piped = referat("search", "skole", "--all", "--format", form, "-o", "-", index=index, errors="replace")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "60 items found\n")
    assert file.read_text("utf-8", errors="replace") == piped.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["hits"]


def test_a_file_may_be_written_without_asking_for_all(index: Path, tmp_path: Path):
    file = tmp_path / "hits.txt"
    (tmp_path / "link.txt").symlink_to(file)
    done = referat("search", "skole", "--limit", "2", "-o", str(tmp_path / "link.txt"), index=index)

    assert done.returncode == 0 and done.stdout == ""
    assert file.read_text("utf-8").startswith("60 items, showing 1–2") and "»Skole«" in file.read_text("utf-8")
    assert (tmp_path / "link.txt").is_symlink()
    assert referat("search", "rumraket", "--format", "csv", "-o", str(file), index=index).returncode == 1
    assert file.read_text("utf-8").startswith("id,title") and len(file.read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--all"], "--all goes with"),
        (["--all", "--format", "jsonl", "--limit", "5"], "leave out --limit"),
        (["--group", "case", "--format", "csv"], "--group goes with"),
        (["--group", "case", "--explain"], "--explain goes with"),
        (["--all", "--format", "jsonl", "--explain"], "--explain goes with"),
        (["--format", "csv", "--explain"], "--explain goes with"),
    ],
)
def test_what_cannot_go_together_is_refused(index: Path, options: list[str], told: str):
    done = referat("search", "skole", *options, index=index)

    assert done.returncode == 2 and told in done.stderr


def test_a_place_that_cannot_be_written_ends_with_exit_4(index: Path, tmp_path: Path):
    for place in (tmp_path / "none" / "hits.csv", tmp_path):
        done = referat("search", "skole", "--format", "csv", "-o", str(place), index=index)

        assert done.returncode == 4 and f"{place}: " in done.stderr and "check the path" in done.stderr


def test_without_pyarrow_it_is_told_how_to_get_it(index: Path, tmp_path: Path):
    (tmp_path / "pyarrow.py").write_text("raise ImportError")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import cli; cli.main()"
    asked = ["search", "skole", "--index", str(index), "--format", "parquet", "-o", str(tmp_path / "hits")]
    done = run([sys.executable, "-c", code, *asked], tmp_path)

    assert done.returncode == 4 and "pip install 'referat[parquet]'" in done.stderr
    assert not (tmp_path / "hits").exists()
