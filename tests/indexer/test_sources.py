"""The files of a run: what is found, and what is told as new, changed and gone."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from rights import no_right_to_enter, reachable_folder, refuse_to_list

from indexer.errors import RootError, ShrinkError
from indexer.files import Found, Key, Known, digest, find, spelled, unspelled
from indexer.sources import Difference, compare, guard, without_emptied
from search.store.source import Source

SUFFIXES = frozenset({".txt", ".pdf"})
LONG_AGO = time.time() - 86_400


def write(file: Path, text: str = "Referat") -> Path:
    """A file that has not changed for a day."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (LONG_AGO, LONG_AGO))
    return file


def look(*paths: Path, known: dict[Key, Source] | None = None) -> Found:
    return find(paths, Known({root for root, _ in known or {}}), SUFFIXES)


def known_from(found: Found, **facts: object) -> dict[Key, Source]:
    """The sources as a run that read all that was found would have stored them."""
    return {
        file.key: replace(
            Source(file.root, file.path, file.size, file.mtime_ns, file.inode, digest(file.place), "1", "indexed"),
            **facts,  # type: ignore[arg-type]
        )
        for file in found.files
    }


def paths(found: Found) -> list[str]:
    return [file.path for file in found.files]


def difference(*tops: Path, known: dict[Key, Source], reader: str = "1") -> Difference:
    return compare(look(*tops, known=known), known, reader)


def test_files_of_known_kinds_are_found_in_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.PDF", "a/1.txt", ".skjult/c.txt", ".d.txt", "billede.png"):
        write(tmp_path / name)
    found = look(tmp_path)
    assert paths(found) == ["a/1.txt", "a/2.PDF", "b.txt"]
    assert len(found.skipped) == 1
    assert {file.root for file in found.files} == {str(tmp_path)}


def test_a_file_given_by_name_counts_whatever_its_suffix(tmp_path: Path) -> None:
    found = look(write(tmp_path / "referat.dat"))
    assert [file.key for file in found.files] == [(str(tmp_path), "referat.dat")]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt")
    (tmp_path / "a/tilbage").symlink_to(tmp_path)
    (tmp_path / "a/selv").symlink_to(tmp_path / "a/selv")
    (tmp_path / "a/væk.txt").symlink_to(tmp_path / "findes-ikke")
    assert paths(look(tmp_path)) == ["a/1.txt"]


def test_a_folder_is_listed_once_whichever_paths_and_links_lead_to_it(tmp_path: Path) -> None:
    write(tmp_path / "alle/a.txt")
    write(tmp_path / "alle/2023/b.txt")
    (tmp_path / "alle/2023/tilbage").symlink_to(tmp_path / "alle")
    (tmp_path / "også").symlink_to(tmp_path / "alle")
    found = look(tmp_path / "alle", tmp_path / "alle/2023", tmp_path / "også")
    assert [file.key for file in found.files] == [(str(tmp_path / "alle"), path) for path in ("2023/b.txt", "a.txt")]


def test_an_empty_path_and_one_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for path in ("", "a\0b"):
        with pytest.raises(RootError):
            find([path], Known(), SUFFIXES)


@pytest.mark.parametrize("name", (b"\xe6.txt", b"a\x1b[31m.txt", b"a\nb.txt", "\u202etxt.txt".encode()))
def test_a_name_that_cannot_be_shown_is_written_with_escapes(tmp_path: Path, name: bytes) -> None:
    place = write(tmp_path / os.fsdecode(name))
    (file,) = look(tmp_path).files
    assert file.path.isprintable() and "\\" in file.path
    assert digest(file.place) and file.place == place


def test_a_folder_below_a_root_of_any_name_keeps_that_root(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"r\xe5d")
    write(root / "2023/a.txt")
    known = known_from(look(root))
    assert [file.key for file in look(root / "2023", known=known).files] == list(known)


def test_an_index_among_the_files_is_no_source(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "referat-index/store.sqlite")
    write(tmp_path / "referat-index/engine-1/b.txt")
    found = look(tmp_path)
    assert (paths(found), found.skipped) == (["a.txt"], ())


def test_a_folder_with_somebody_elses_store_is_passed_over_and_told_of(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "andet/store.sqlite")
    write(tmp_path / "indeks/store.sqlite")
    write(tmp_path / "indeks/lock")
    found = look(tmp_path)
    assert paths(found) == ["a.txt"]
    ((folder, message),) = found.unreadable
    assert folder == str(tmp_path / "andet") and "rename that file" in message


def test_of_two_files_whose_names_are_shown_alike_one_is_told_of(tmp_path: Path) -> None:
    one, other = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xf8de.txt")), tmp_path / "m\\xf8de.txt"
    write(one)
    write(other)
    found = look(tmp_path)
    assert paths(found) == ["m\\xf8de.txt"]
    assert (found.alike, found.unreadable) == ((str(other),), ())


def test_a_path_is_found_again_by_how_it_is_shown(tmp_path: Path) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe5d/m\xf8de.txt"))
    write(place)
    assert unspelled(spelled(place)) == place
    assert unspelled(str(tmp_path / "borte/1.txt")) == tmp_path / "borte/1.txt"


def test_documents_that_moved_behind_a_link_are_the_same_by_either_name(tmp_path: Path) -> None:
    write(tmp_path / "minutes/2023/a.txt")
    known = known_from(look(tmp_path / "minutes"))
    (tmp_path / "minutes").rename(tmp_path / "archive")
    (tmp_path / "minutes").symlink_to(tmp_path / "archive")
    for given in ("archive", "archive/2023", "archive/2023/a.txt", "minutes/2023"):
        found = look(tmp_path / given, known=known)
        assert [file.key for file in found.files] == list(known)
        assert found.tops[0].startswith(str(tmp_path / "minutes"))


def test_a_linked_folder_and_a_linked_file_are_followed(tmp_path: Path) -> None:
    write(tmp_path / "andet/1.txt")
    (tmp_path / "rod").mkdir()
    (tmp_path / "rod/link").symlink_to(tmp_path / "andet")
    (tmp_path / "rod/2.txt").symlink_to(tmp_path / "andet/1.txt")
    assert paths(look(tmp_path / "rod")) == ["2.txt", "link/1.txt"]


def test_a_name_that_is_no_utf8_is_spelled_with_escapes(tmp_path: Path) -> None:
    write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xf8de.txt")))
    (file,) = look(tmp_path).files
    assert file.path == "m\\xf8de.txt"
    assert digest(file.place) != ""


def test_a_missing_root_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt")
    with pytest.raises(RootError, match="Nothing was removed"):
        look(tmp_path / "a", tmp_path / "b")


def test_a_folder_that_cannot_be_listed_loses_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a/1.txt")
    write(tmp_path / "b/2.txt")
    known = known_from(look(tmp_path))
    refuse_to_list(tmp_path / "b", monkeypatch)
    found = look(tmp_path, known=known)
    assert found.unreadable == ((str(tmp_path / "b"), "Permission denied"),)
    assert compare(found, known, "1").gone == ()


def test_a_folder_that_may_not_be_entered_costs_itself_alone() -> None:
    with reachable_folder() as top:
        write(top / "a.txt")
        write(top / "lukket/b.txt")
        known = known_from(look(top))
        with no_right_to_enter(top / "lukket"):
            found = look(top, known=known)
        assert paths(found) == ["a.txt"]
        assert found.unreadable == ((str(top / "lukket"), "Permission denied"),)
        assert compare(found, known, "1").gone == ()


def test_a_folder_whose_names_alone_may_be_read_loses_no_file() -> None:
    with reachable_folder() as top:
        for name in ("a.txt", "lukket/b.txt", "lukket/c.txt", "lukket/under/d.txt", "lukket/ved/e.txt"):
            write(top / name)
        known = known_from(look(top))
        with no_right_to_enter(top / "lukket", but_to_list=True):
            found = look(top, known=known)
        assert paths(found) == ["a.txt"]
        assert {folder for folder, _ in found.unreadable} >= {str(top / "lukket")}
        assert compare(found, known, "1").gone == ()


def test_a_link_into_a_closed_folder_costs_itself_alone() -> None:
    with reachable_folder() as top:
        write(top / "privat/z.txt")
        write(top / "docs/a.txt")
        (top / "docs/z.txt").symlink_to(top / "privat/z.txt")
        with no_right_to_enter(top / "privat"):
            found = look(top / "docs")
        assert paths(found) == ["a.txt"]
        assert found.unreadable == ((str(top / "docs/z.txt"), "Permission denied"),)


def test_what_the_system_keeps_at_the_top_of_a_disk_is_passed_over() -> None:
    with reachable_folder() as top:
        write(top / "a.txt")
        (top / "lost+found").mkdir()
        with no_right_to_enter(top / "lost+found"):
            found = look(top)
        assert (paths(found), found.unreadable) == (["a.txt"], ())


def test_new_changed_unchanged_and_gone_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name)
    known = known_from(look(tmp_path))
    (tmp_path / "a.txt").unlink()
    write(tmp_path / "b.txt", "Referat, rettet")
    write(tmp_path / "d.txt")
    found = difference(tmp_path, known=known)
    assert [file.path for file in found.new] == ["d.txt"]
    assert [file.path for file in found.changed] == ["b.txt"]
    assert [source.path for source in found.gone] == ["a.txt"]
    assert found.unchanged == 1


def test_a_new_time_stamp_on_the_same_bytes_is_no_change(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    known = known_from(look(tmp_path))
    os.utime(file, (LONG_AGO + 60, LONG_AGO + 60))
    found = difference(tmp_path, known=known)
    assert (found.unchanged, found.changed) == (1, ())
    assert [source.mtime_ns for source in found.touched] == [file.stat().st_mtime_ns]


def test_a_change_of_the_same_size_soon_after_the_last_look_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("ja ", encoding="utf-8")
    stamp = file.stat().st_mtime_ns
    known = known_from(look(tmp_path))
    file.write_text("nej", encoding="utf-8")
    os.utime(file, ns=(stamp, stamp))
    assert [file.path for file in difference(tmp_path, known=known).changed] == ["a.txt"]


def test_a_file_read_by_another_version_is_read_again(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    known = known_from(look(tmp_path))
    assert len(difference(tmp_path, known=known, reader="2").changed) == 1


@pytest.mark.parametrize(("reason", "again"), [("damaged", 0), ("scanned", 0), ("timeout", 1), ("unreadable", 1)])
def test_only_a_failure_that_may_pass_is_tried_again(tmp_path: Path, reason: str, again: int) -> None:
    write(tmp_path / "a.txt")
    known = known_from(look(tmp_path), status="failed", reason=reason)
    assert len(difference(tmp_path, known=known).changed) == again


def test_only_files_below_the_paths_given_are_gone(tmp_path: Path) -> None:
    for name in ("a/1.txt", "ab/1.txt", "b/1.txt"):
        write(tmp_path / name)
    known = known_from(look(tmp_path))
    for name in ("a/1.txt", "ab/1.txt", "b/1.txt"):
        (tmp_path / name).unlink()
    assert [source.path for source in difference(tmp_path / "a", known=known).gone] == ["a/1.txt"]


def test_a_part_of_a_known_root_is_no_root_of_its_own(tmp_path: Path) -> None:
    for name in ("a/1.txt", "b/2.txt"):
        write(tmp_path / name)
    known = known_from(look(tmp_path))
    for part in (tmp_path / "a", tmp_path / "a/1.txt"):
        found = look(part, known=known)
        assert [file.key for file in found.files] == [(str(tmp_path), "a/1.txt")]
        assert compare(found, known, "1").unchanged == 1


def test_a_root_above_a_known_one_gives_no_file_twice(tmp_path: Path) -> None:
    for name in ("a/1.txt", "b/2.txt"):
        write(tmp_path / name)
    known = known_from(look(tmp_path / "a"))
    found = difference(tmp_path, known=known)
    assert found.unchanged == 1
    assert [file.key for file in found.new] == [(str(tmp_path), "b/2.txt")]


def test_a_path_given_twice_or_within_another_counts_once(tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt")
    found = look(tmp_path / "a", tmp_path, tmp_path / "a/../a")
    assert [file.key for file in found.files] == [(str(tmp_path), "a/1.txt")]


@pytest.mark.parametrize(("lost", "refused"), [(0, False), (2, False), (3, True), (4, True)])
def test_more_than_half_of_a_root_does_not_go_unasked(tmp_path: Path, lost: int, refused: bool) -> None:
    for number in range(4):
        write(tmp_path / f"a/{number}.txt")
        write(tmp_path / f"b/{number}.txt")
    known = known_from(look(tmp_path / "a", tmp_path / "b"))
    for number in range(lost):
        (tmp_path / f"a/{number}.txt").unlink()
    found = look(tmp_path / "a", tmp_path / "b", known=known)
    changes = compare(found, known, "1")
    assert len(changes.gone) == lost
    if refused:
        with pytest.raises(ShrinkError, match="--allow-shrink"):
            guard(found, known, changes)
    else:
        guard(found, known, changes)


def test_an_emptied_root_does_not_hide_behind_a_full_one_above_it(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path / f"a/{number}.txt")
    write(tmp_path / "b/1.txt")
    known = known_from(look(tmp_path))
    (tmp_path / "b/1.txt").unlink()
    found = look(tmp_path / "b", known=known)
    with pytest.raises(ShrinkError):
        guard(found, known, compare(found, known, "1"))


def test_files_that_were_only_renamed_have_not_vanished(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / f"{number}.txt", f"Referat {number}")
    known = known_from(look(tmp_path))
    for number in range(4):
        (tmp_path / f"{number}.txt").rename(tmp_path / f"ny-{number}.txt")
    found = look(tmp_path, known=known)
    guard(found, known, compare(found, known, "1"))
    write(tmp_path / "ny-3.txt", "Andet 3")
    write(tmp_path / "ny-2.txt", "Andet 2")
    guard(found, known, compare(found, known, "1"))
    write(tmp_path / "ny-1.txt", "Andet 1")
    with pytest.raises(ShrinkError, match="3 of the 4"):
        guard(found, known, compare(look(tmp_path, known=known), known, "1"))


@pytest.mark.parametrize("how", ["emptied", "emptied below", "removed", "one left", "moved"])
def test_a_folder_that_stands_empty_is_taken_for_a_disk_that_is_not_there(tmp_path: Path, how: str) -> None:
    for name in ("a", "b", "c", "disk/2023/d", "disk/2024/e"):
        write(tmp_path / f"{name}.txt", name)
    known = known_from(look(tmp_path))
    if how == "moved":
        for name in ("2023/d", "2024/e"):
            (tmp_path / f"disk/{name}.txt").rename(tmp_path / f"{name[-1]}.txt")
    else:
        shutil.rmtree(tmp_path / "disk")
    if how == "one left":
        write(tmp_path / "disk/læsmig.md")
    elif how == "emptied":
        (tmp_path / "disk/lost+found").mkdir(parents=True)
    elif how in ("emptied below", "moved"):
        (tmp_path / "disk/2023").mkdir(parents=True, exist_ok=True)
        (tmp_path / "disk/2024").mkdir(parents=True, exist_ok=True)

    found = look(tmp_path, known=known)
    found = without_emptied(found, compare(found, known, "1"))

    expected = {"emptied": ["disk"], "emptied below": ["disk/2023", "disk/2024"]}.get(how, [])
    assert sorted(folder for folder, _ in found.unreadable) == [str(tmp_path / name) for name in expected]
    assert len(compare(found, known, "1").gone) == (0 if expected else 2)


def test_a_file_of_another_kind_that_was_named_stays_when_its_folder_is_looked_through(tmp_path: Path) -> None:
    for name in ("a.txt", "b.referat", "c.referat"):
        write(tmp_path / name)
    known = known_from(look(tmp_path / "b.referat")) | known_from(look(tmp_path))
    found = find([tmp_path], Known([str(tmp_path)], [str(tmp_path / "b.referat")]), SUFFIXES)
    assert paths(found) == ["a.txt", "b.referat"]
    assert compare(found, known, "1").gone == ()


def test_a_path_that_is_gone_for_good_may_be_named_where_that_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt")
    known = known_from(look(tmp_path / "a"))
    shutil.rmtree(tmp_path / "a")
    with pytest.raises(RootError, match="--allow-shrink"):
        look(tmp_path / "a", known=known)
    found = find([tmp_path / "a"], Known([str(tmp_path / "a")], (), [str(tmp_path / "a")]), SUFFIXES)
    assert compare(found, known, "1").gone == tuple(known.values())


def test_an_index_is_no_folder_of_documents_and_documents_in_it_are_told_of(tmp_path: Path) -> None:
    for name in ("store.sqlite", "lock", "watch.json", "engine-1.json", "engine-1/meta.json"):
        write(tmp_path / "indeks" / name)
    with pytest.raises(RootError, match="is an index"):
        look(tmp_path / "indeks")
    assert look(tmp_path).unreadable == ()
    write(tmp_path / "indeks/2023/referat.txt")
    ((folder, message),) = look(tmp_path).unreadable
    assert (folder, "referat.txt lies in it" in message) == (str(tmp_path / "indeks"), True)


def test_a_file_that_may_not_be_read_any_more_has_changed() -> None:
    with reachable_folder() as folder:
        file = write(folder / "a.txt")
        known = known_from(look(folder))
        assert difference(folder, known=known).unchanged == 1
        with no_right_to_enter(file):
            assert [one.path for one in difference(folder, known=known).changed] == ["a.txt"]
