"""What an index tells of itself: what it holds, what the last run did, which files fail, and which of them may."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from line_files import index_lines, write_files
from rights import refuse_to_list

from indexer.build import build_index
from indexer.errors import NothingToForget, RootError
from indexer.files import digest
from indexer.forget import forget
from indexer.status import as_text, status, to_dict
from indexer.verify import verify
from search import open_index


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_files(tmp_path / "docs", {"a.txt": "1 skolen lukker\n2 broen bygges\n", "bad.txt": "! kaput"})


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_failure_that_is_accepted_is_none_any_more_but_still_told(docs: Path, index: Path) -> None:
    assert len(index_lines([docs], index).failed) == 1
    accepting = index_lines([docs], index, accept=[docs / "bad.txt"])
    later = index_lines([docs], index)
    for report in (accepting, later):
        assert (report.failed, [failure.path for failure in report.accepted]) == ((), [str(docs / "bad.txt")])
    assert [failure.reason for failure in status(index).troubles.accepted] == ["damaged"]


def test_a_whole_folder_of_failures_can_be_accepted(docs: Path, index: Path) -> None:
    (docs / "worse.txt").write_text("!", encoding="utf-8")
    report = index_lines([docs], index, accept=[docs])
    assert (len(report.failed), len(report.accepted)) == (0, 2)


def test_an_accepted_file_that_changes_and_fails_again_is_a_failure_again(docs: Path, index: Path) -> None:
    index_lines([docs], index, accept=[docs / "bad.txt"])
    (docs / "bad.txt").write_text("! otherwise kaput", encoding="utf-8")
    assert len(index_lines([docs], index).failed) == 1


def test_a_file_that_did_not_fail_cannot_be_accepted(docs: Path, index: Path) -> None:
    with pytest.raises(RootError, match="nothing to accept"):
        index_lines([docs], index, accept=[docs / "a.txt"])


@pytest.fixture
def closed(docs: Path) -> Path:
    """A folder that a test can close."""
    return write_files(docs / "lukket", {"b.txt": "2 broen bygges\n", "c.txt": "3 hallen males\n"})


def test_a_folder_that_cannot_be_looked_into_can_be_accepted(
    docs: Path, index: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_list(closed, monkeypatch)
    told = [(failure.path, failure.reason) for failure in index_lines([docs], index).failed]
    assert (str(closed), "unreachable") in told
    index_lines([docs], index, accept=[closed])
    report = index_lines([docs], index)
    assert [failure.path for failure in report.accepted] == [str(closed)]
    assert [failure.path for failure in report.failed] == [str(docs / "bad.txt")]
    assert list(verify(index, sources=True)) == []


@pytest.mark.parametrize("accept", [True, False])
def test_a_folder_that_is_opened_is_told_of_no_more(
    accept: bool, docs: Path, index: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "bad.txt"):
        (docs / name).unlink()
    with monkeypatch.context() as patched:
        refuse_to_list(closed, patched)
        index_lines([docs], index, accept=[closed] if accept else ())
    report = index_lines([docs], index)
    assert (report.items, report.new, report.gone, report.failed, report.accepted) == (2, 2, 0, (), ())
    assert sum(status(index).troubles, ()) == ()


def test_a_folder_that_is_closed_later_keeps_what_it_held_and_is_told_of_until_it_is_gone(
    docs: Path, index: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_lines([docs], index)
    with monkeypatch.context() as patched:
        refuse_to_list(closed, patched)
        report = index_lines([docs], index)
    assert (report.items, report.gone, len(report.failed)) == (4, 0, 2)
    shutil.rmtree(closed)
    report = index_lines([docs], index)
    assert (report.items, report.gone, len(report.failed)) == (2, 2, 1)


def test_what_was_searched_for_may_lie_in_a_folder_that_could_not_be_looked_into(
    docs: Path, index: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "bad.txt").unlink()
    refuse_to_list(closed, monkeypatch)
    index_lines([docs], index, accept=[closed])
    with open_index(index) as opened:
        assert [note for note in opened.find("broen dato:2021").warnings if "1 place could not be looked into" in note]
        assert opened.find("skolen").warnings == ()


def test_what_was_read_through_a_link_stays_while_it_leads_nowhere(docs: Path, index: Path, tmp_path: Path) -> None:
    disk = write_files(tmp_path / "disk", {"b.txt": "3 hallen males\n", "c.txt": "4 vejen lukkes\n"})
    links = {docs / "mappe": disk, docs / "d.txt": disk / "c.txt"}
    for link, target in links.items():
        link.symlink_to(target)
    assert index_lines([docs], index).items == 5
    disk.rename(tmp_path / "elsewhere")
    report = index_lines([docs], index)
    assert (report.items, report.gone) == (5, 0)
    assert {failure.path for failure in report.failed if failure.reason == "unreachable"} == set(map(str, links))
    (tmp_path / "elsewhere").rename(disk)
    report = index_lines([docs], index)
    assert (report.items, [failure.reason for failure in report.failed]) == (5, ["damaged"])


def test_what_was_read_through_a_link_goes_with_it(docs: Path, index: Path, tmp_path: Path) -> None:
    (docs / "d.txt").symlink_to(write_files(tmp_path / "disk", {"c.txt": "4 vejen lukkes\n"}) / "c.txt")
    index_lines([docs], index)
    (tmp_path / "disk" / "c.txt").unlink()
    for _ in range(2):
        assert index_lines([docs], index).items == 3
    (docs / "d.txt").unlink()
    report = index_lines([docs], index)
    assert (report.items, report.gone, [failure.reason for failure in report.failed]) == (2, 1, ["damaged"])


def test_what_was_read_through_a_link_that_leads_nowhere_can_be_forgotten(
    docs: Path, index: Path, tmp_path: Path
) -> None:
    (docs / "d.txt").symlink_to(write_files(tmp_path / "disk", {"c.txt": "4 vejen lukkes\n"}) / "c.txt")
    index_lines([docs], index)
    (tmp_path / "disk").rename(tmp_path / "elsewhere")
    index_lines([docs], index)
    forget(str(docs / "d.txt"), "fortrolig", index)
    (tmp_path / "elsewhere").rename(tmp_path / "disk")
    assert index_lines([docs, tmp_path / "disk"], index).items == 2


def test_a_closed_folder_is_no_file_that_could_be_forgotten(
    docs: Path, index: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_list(closed, monkeypatch)
    index_lines([docs], index)
    with pytest.raises(NothingToForget):
        forget(str(closed), "fortrolig", index)


def test_a_failure_is_accepted_by_another_name_of_its_folder(docs: Path, index: Path, tmp_path: Path) -> None:
    index_lines([docs], index)
    docs.rename(tmp_path / "archive")
    docs.symlink_to(tmp_path / "archive")
    report = index_lines([tmp_path / "archive"], index, accept=[tmp_path / "archive" / "bad.txt"])
    assert (report.new, report.gone, report.items, len(report.accepted)) == (0, 0, 2, 1)


def test_a_moved_file_is_told_from_a_new_one(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    (docs / "a.txt").rename(docs / "moved.txt")
    (docs / "new.txt").write_text("3 hallen males\n", encoding="utf-8")
    report = index_lines([docs], index, allow_shrink=True)
    assert (report.new, report.gone, report.moved) == (2, 1, 1)


def test_the_status_counts_the_items_of_each_body_by_outcome(tmp_path: Path, index: Path) -> None:
    decided = (
        "Byrådet\nMødedato: 9. marts 2021\n\n1. Vejen\n\nBeslutning\nGodkendt.\n\n2. Broen\n\nBeslutning\nUdsat.\n"
    )
    (tmp_path / "a.txt").write_text(decided, encoding="utf-8")
    report = build_index(tmp_path / "a.txt", index)
    found = status(index)
    assert found.tally == [("", "Byrådet", "approved", 1), ("", "Byrådet", "postponed", 1)]
    assert "Byrådet      2  Godkendt 1, Udsat 1" in list(as_text(found))
    told = to_dict(found)
    assert json.loads(json.dumps(told)) == told
    assert (told["items"], told["generation"], told["last_run"]["new"]) == (2, report.generation, 1)
    assert [source["path"] for source in told["sources"]] == ["a.txt"]


def test_the_status_tells_the_report_of_the_last_run_as_the_run_did(docs: Path, index: Path) -> None:
    report = index_lines([docs], index)
    told = list(as_text(status(index)))
    assert [f"  {line}" for line in report.lines()] == told[3 : 3 + len(list(report.lines()))]


def test_the_manifest_lists_every_source_with_hash_reader_and_items(docs: Path, index: Path) -> None:
    (docs / "crashes.txt").write_bytes(b"\xff")
    (docs / "empty.txt").write_bytes(b"")
    index_lines([docs], index, version="7")
    listed = to_dict(status(index))["sources"]

    assert {source["path"]: (source["status"], source["items"]) for source in listed} == {
        "a.txt": ("indexed", 2), "bad.txt": ("failed", 0), "crashes.txt": ("failed", 0), "empty.txt": ("empty", 0),
    }  # fmt: skip
    for source in listed:
        assert source["sha256"] == digest(docs / source["path"]) != ""
        assert (source["root"], source["reader"]) == (str(docs), "7")


def test_the_manifest_lists_what_was_forgotten_without_its_text(docs: Path, index: Path) -> None:
    index_lines([docs], index)
    forget("by/udvalg/-/1", "fejlagtigt udgivet", index)
    forget(str(docs / "bad.txt"), "fortrolig", index)
    told = to_dict(status(index))

    assert {gone["what"]: gone["reason"] for gone in told["forgotten"]} == {
        "by/udvalg/-/1": "fejlagtigt udgivet", str(docs / "bad.txt"): "fortrolig",
    }  # fmt: skip
    assert {key for gone in told["forgotten"] for key in gone} == {"what", "reason", "since"}
    assert "skolen" not in json.dumps(told)
    assert [source["path"] for source in told["sources"]] == ["a.txt"]
