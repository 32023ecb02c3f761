"""What was read stays where a file, a folder or a disk only seems to have nothing any more, and it is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from line_files import index_lines, write_files

from indexer.build import build_index
from indexer.errors import RootError
from indexer.forget import forget
from indexer.status import status
from search.find import open_index

MINUTES = """<html><body><h1>Referat af møde i Byrådet</h1><p>Mødedato: {day}. marts 2021</p>
<h2>1. Skolen i Aså</h2><h3>Beslutning</h3><p>Godkendt.</p>
<h2>2. Broen</h2><h3>Beslutning</h3><p>Udsat.</p></body></html>
"""
INSTEAD = {
    "an error page": "<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>",
    "a page with a day": "<html><body><h1>Siden findes ikke</h1><h2>Nyt</h2><p>27. november 2026</p></body></html>",
    "a page to log in": "<html><body><form><h1>Log ind</h1><label>Navn</label></form></body></html>",
    "words": "Service Unavailable",
    "nothing that is an item": "<html><body></body></html>",
    "no bytes": "",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_files(tmp_path / "docs", {f"{day}.html": MINUTES.format(day=day) for day in (8, 9)})


@pytest.fixture
def index(tmp_path: Path, docs: Path) -> Path:
    build_index(docs, tmp_path / "index")
    return tmp_path / "index"


def decided(index: Path) -> list[tuple[str, str]]:
    with open_index(index) as opened:
        return sorted((item.date, item.title) for item in opened.items())


BOTH = [
    ("2021-03-08", "Broen"),
    ("2021-03-08", "Skolen i Aså"),
    ("2021-03-09", "Broen"),
    ("2021-03-09", "Skolen i Aså"),
]


@pytest.mark.parametrize("text", INSTEAD.values(), ids=INSTEAD)
def test_a_file_that_holds_no_meeting_any_more_keeps_its_items_and_fails(docs: Path, index: Path, text: str) -> None:
    for day in (8, 9):
        (docs / f"{day}.html").write_text(text, encoding="utf-8")
    report = build_index(docs, index)
    assert decided(index) == BOTH
    assert len(report.failed) == 2
    again = build_index(docs, index, reread=True)
    assert (decided(index), len(again.failed)) == (BOTH, 2)


def test_a_file_that_says_what_it_said_again_fails_no_more(docs: Path, index: Path) -> None:
    before = (docs / "8.html").read_text(encoding="utf-8")
    (docs / "8.html").write_text(INSTEAD["an error page"], encoding="utf-8")
    assert [failure.reason for failure in build_index(docs, index).failed] == ["emptied"]
    (docs / "8.html").write_text(before, encoding="utf-8")
    assert (build_index(docs, index).failed, decided(index)) == ((), BOTH)


@pytest.mark.parametrize("told_first", [True, False])
def test_what_a_file_says_now_is_taken_where_it_is_accepted(docs: Path, index: Path, told_first: bool) -> None:
    (docs / "8.html").write_text(INSTEAD["an error page"], encoding="utf-8")
    if told_first:
        build_index(docs, index)
    report = build_index(docs, index, accept=[docs / "8.html"])
    assert report.failed == ()
    assert decided(index) == [("", "Service Unavailable"), *BOTH[2:]]
    assert build_index(docs, index).failed == ()


def test_a_page_that_reads_like_minutes_and_holds_few_others_is_none(docs: Path, index: Path) -> None:
    three = MINUTES.format(day=8).replace("</body>", "<h2>3. Vejen</h2><h3>Beslutning</h3><p>Udsat.</p></body>")
    (docs / "8.html").write_text(three, encoding="utf-8")
    build_index(docs, index)
    head = MINUTES.format(day=8).partition("<h2>")[0]
    (docs / "8.html").write_text(f"{head}<h2>1. Systemet er nede</h2></body></html>", encoding="utf-8")
    assert [failure.reason for failure in build_index(docs, index).failed] == ["emptied"]
    assert len(decided(index)) == 5


def test_a_file_that_lost_most_of_its_items_is_told_of(docs: Path, index: Path) -> None:
    whole = MINUTES.format(day=8).replace("</body>", "<h2>3. Vejen</h2><h3>Beslutning</h3><p>Udsat.</p></body>")
    (docs / "8.html").write_text(whole, encoding="utf-8")
    assert build_index(docs, index).warnings == ()
    (docs / "8.html").write_text(whole[: whole.index("<h2>2.")], encoding="utf-8")
    report = build_index(docs, index)
    assert report.warnings == (f"{docs}/8.html: It holds 1 item now and held 3 before it changed.",)
    assert (report.failed, report.items) == ((), 3)


def test_another_meeting_in_a_file_takes_the_place_of_the_one_before(docs: Path, index: Path) -> None:
    (docs / "8.html").write_text(MINUTES.format(day=10), encoding="utf-8")
    assert build_index(docs, index).failed == ()
    assert {date for date, _ in decided(index)} == {"2021-03-09", "2021-03-10"}


def test_what_is_json_about_something_else_now_is_told(docs: Path, tmp_path: Path) -> None:
    line = {"id": "x/1", "title": "Skolen", "date": "2021-03-09", "passages": []}
    (docs / "ready.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    build_index(docs, tmp_path / "index")
    (docs / "ready.jsonl").write_text('{"error": "503"}\n', encoding="utf-8")
    report = build_index(docs, tmp_path / "index")
    assert [Path(failure.path).name for failure in report.failed] == ["ready.jsonl"]
    assert ("2021-03-09", "Skolen") in decided(tmp_path / "index")


def test_an_emptied_folder_is_told_until_it_is_full_again_or_gone(docs: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (docs / "disk").mkdir()
    (docs / "disk/10.html").write_text(MINUTES.format(day=10), encoding="utf-8")
    build_index(docs, index)
    (docs / "disk/10.html").rename(tmp_path / "10.html")
    for _ in range(2):
        (failure,) = build_index(docs, index).failed
        assert (failure.path, failure.reason) == (str(docs / "disk"), "unreachable")
        assert "1 file known there" in failure.message
        assert len(decided(index)) == 6
    (tmp_path / "10.html").rename(docs / "disk/10.html")
    assert (build_index(docs, index).failed, len(decided(index))) == ((), 6)
    shutil.rmtree(docs / "disk")
    assert (build_index(docs, index).failed, decided(index)) == ((), BOTH)


def test_what_was_read_goes_with_an_emptied_folder_where_that_is_said(docs: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (docs / "disk").mkdir()
    (docs / "disk/10.html").write_text(MINUTES.format(day=10), encoding="utf-8")
    build_index(docs, index)
    (docs / "disk/10.html").unlink()
    assert build_index(docs, index, allow_shrink=True).gone == 1
    assert decided(index) == BOTH


def test_a_root_that_is_gone_for_good_goes_where_that_is_said(docs: Path, index: Path, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", {"10.html": MINUTES.format(day=10)})
    build_index(other, index)
    shutil.rmtree(docs)
    with pytest.raises(RootError, match="--allow-shrink"):
        build_index([docs, other], index)
    report = build_index([docs, other], index, allow_shrink=True)
    assert (report.gone, report.files, len(decided(index))) == (2, 1, 2)
    with pytest.raises(RootError):
        build_index([tmp_path / "nowhere", other], index, allow_shrink=True)


def test_a_forgotten_place_that_holds_something_else_now_is_told(docs: Path, index: Path) -> None:
    forget(str(docs / "8.html"), "aktindsigt", index)
    assert build_index(docs, index).warnings == ()
    (docs / "8.html").write_text(MINUTES.format(day=10), encoding="utf-8")
    (warning,) = build_index(docs, index).warnings
    assert warning.startswith(f"{docs}/8.html is left out because it was forgotten")
    assert decided(index) == BOTH[2:]


def test_a_folder_of_documents_is_no_place_for_an_index(docs: Path, index: Path) -> None:
    before = sorted(docs.iterdir())
    with pytest.raises(RootError, match="folder of its own"):
        build_index(docs, docs)
    assert sorted(docs.iterdir()) == before
    with pytest.raises(RootError, match="is an index"):
        build_index(index, docs.parent / "other")


def test_a_file_of_another_kind_stays_until_it_is_gone(tmp_path: Path) -> None:
    docs, index = write_files(tmp_path / "docs", {"a.txt": "1 skolen", "b.referat": "2 broen"}), tmp_path / "index"
    index_lines([docs / "b.referat"], index)
    assert index_lines([docs], index).items == 2
    (docs / "b.referat").write_text("2 broen\n3 vejen", encoding="utf-8")
    assert index_lines([docs], index).items == 3
    (docs / "b.referat").unlink()
    assert index_lines([docs], index).items == 1
    assert {source.path for source in status(index).sources} == {"a.txt"}
