"""An archive gives the files in it; what cannot be read costs itself alone, and no bomb goes off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from indexer.build import build_index
from indexer.errors import SourceError
from indexer.files import Known, find
from indexer.forget import forget, remember
from indexer.intake import take_in
from indexer.readers import zipped
from indexer.readers.archive import Member, members
from indexer.readout import read_all
from indexer.status import status
from indexer.task import How, Task
from search.find import open_index

TEXT = "Referat – Økonomiudvalget den 3. maj 2021\n\n1. Skolernes budget\n\nBeslutning\n\nGodkendt.\n"


def packed(files: Mapping[str, bytes | str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def found(data: bytes) -> dict[str, bytes | str]:
    """What each member gave: bytes, or the reason why not."""
    return {member.path: member.error.reason if member.error else member.data for member in members(data, "a.zip")}


@pytest.fixture
def archived(tmp_path: Path) -> tuple[Path, Path]:
    """(file, index) of minutes, a copy of which lies in an archive beside others, and another alone in one."""
    docs = tmp_path / "docs"
    docs.mkdir()
    file = docs / "2021-05-03.txt"
    file.write_text(TEXT, encoding="utf-8")
    other = TEXT.replace("maj", "juni")
    (docs / "alt.zip").write_bytes(packed({"gammelt/referat.txt": TEXT, "juni.txt": other}))
    (docs / "kun.zip").write_bytes(packed({"referat.txt": TEXT}))
    build_index(docs, tmp_path / "index")
    return file, tmp_path / "index"


def dates(index: Path) -> list[str]:
    with open_index(index) as opened:
        return sorted(hit.document.date for hit in opened.find("skolernes").hits)


def test_a_copy_within_an_archive_stays_out_with_the_file_that_was_forgotten(archived: tuple[Path, Path]) -> None:
    file, index = archived
    done = forget(str(file), "personnumre", index)
    assert done.elsewhere == [(str(file.parent / name), 1) for name in ("alt.zip", "kun.zip")]
    report = build_index(file.parent, index)
    assert (dates(index), report.failed) == (["2021-06-03"], ())
    assert build_index(file.parent, index).changed == 0
    remember(str(file), index)
    build_index(file.parent, index)
    assert dates(index) == ["2021-05-03", "2021-06-03"]
    with open_index(index) as opened:
        (hit,) = opened.find("skolernes dato:2021-05").hits
    assert (hit.document.source, hit.document.also) == (
        file.name,
        ("alt.zip/gammelt/referat.txt", "kun.zip/referat.txt"),
    )


def test_an_archive_that_comes_later_does_not_bring_back_what_was_forgotten(archived: tuple[Path, Path]) -> None:
    file, index = archived
    forget(str(file), "personnumre", index)
    (file.parent / "senere.zip").write_bytes(packed({"indre.zip": packed({"igen.txt": TEXT}), "juni.txt": "intet"}))
    build_index(file.parent, index)
    assert dates(index) == ["2021-06-03"]


def nested(depth: int) -> bytes:
    data = packed({"b.txt": "b"})
    for _ in range(depth - 1):
        data = packed({"a.txt": "a", "i.zip": data})
    return data


def refused(data: bytes) -> str:
    with pytest.raises(SourceError, match=r"a\.zip") as caught:
        list(members(data, "a.zip"))
    return caught.value.reason


def test_files_come_in_order_and_hidden_ones_not_at_all() -> None:
    data = packed({"b.txt": "1", "m/a.txt": "2", "__MACOSX/b.txt": "3", ".DS_Store": "4", "m/.x/c.txt": "5", "m/": ""})

    assert list(found(data).items()) == [("b.txt", b"1"), ("m/a.txt", b"2")]


def test_an_archive_in_an_archive_is_opened_once() -> None:
    assert found(nested(2)) == {"a.txt": b"a", "i.zip/b.txt": b"b"}
    assert found(nested(3)) == {"a.txt": b"a", "i.zip/a.txt": b"a", "i.zip/i.zip": "unknown_kind"}


def test_a_file_without_a_name_is_passed_over() -> None:
    info = ZipInfo("x")
    info.filename = ""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr(info, "1")
        archive.writestr("a.txt", "2")

    assert found(stream.getvalue()) == {"a.txt": b"2"}


def test_names_cannot_lead_out_of_the_archive() -> None:
    assert set(found(packed({"../../etc/x": "1", "/y": "2", "a\\..\\z": "3"}))) == {"etc/x", "y", "a/z"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_danish_names_are_read_whether_marked_or_not(encoding: str) -> None:
    unmarked = packed({"xxx.txt": "1"}).replace(
        b"xxx", "møå".encode(encoding)[:3] if encoding == "cp850" else "øx".encode()
    )

    assert set(found(unmarked)) == {"møå.txt" if encoding == "cp850" else "øx.txt"}
    assert set(found(packed({"møde.txt": "1"}))) == {"møde.txt"}


def test_too_many_members_and_too_much_in_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(packed({f"{number}.txt": "x" for number in range(2_001)})) == "too_large"
    assert refused(packed({"a.txt": bytes(8 << 20)})) == "too_large"
    # One that holds more than it says.
    lying = packed({"a.txt": b"x" * 5_000}).replace((5_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert found(lying) == {"a.txt": "damaged"}


def test_what_archives_within_hold_counts_as_held_by_the_one_around() -> None:
    inner = packed({f"{number}.txt": "x" for number in range(1_200)})

    assert list(found(packed({"a.zip": inner, "b.zip": inner})).values()).count("too_large") == 1


def test_members_under_a_password_and_damaged_ones_are_told_apart() -> None:
    info = ZipInfo("a.txt")
    data = bytearray(packed({"b.txt": "b" * 100, info.filename: "a" * 100}))
    last = data.rindex(b"PK\x01\x02")
    data[last + 8] |= 1
    first = data.index(b"b.txt") + 6
    data[first : first + 4] = b"\xff\xff\xff\xff"

    assert found(bytes(data)) == {"b.txt": "damaged", "a.txt": "encrypted"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 100, packed({"a.txt": "x"})[:60]], ids=range(4))
def test_what_is_no_archive_is_damaged(data: bytes) -> None:
    assert refused(data) == "damaged"


def test_other_documents_that_are_zip_files_are_no_archives() -> None:
    assert zipped.zip_kind(packed({"[Content_Types].xml": "", "xl/workbook.xml": ""})) == ""
    assert zipped.zip_kind(packed({"mimetype": "application/vnd.oasis.opendocument.text"})) == ""
    assert zipped.zip_kind(packed({"[Content_Types].xml": "", "word/document.xml": ""})) == "docx"
    assert zipped.zip_kind(packed({"a.txt": ""})) == "zip"


def test_each_readable_member_becomes_items_with_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "arkiv.zip").write_bytes(packed({"a.txt": TEXT, "m/b.txt": TEXT, "c.pdf": "%PDF-", "d.exe": "MZ"}))
    (file,) = find([tmp_path], Known(), {".zip"}).files
    intake = take_in(Task(file))

    assert [document.source for document in intake.documents] == ["arkiv.zip/a.txt", "arkiv.zip/m/b.txt"]
    assert [warning.split("arkiv.zip/")[1].split()[0] for warning in intake.warnings] == ["d.exe"]
    assert [sentence.split("arkiv.zip/")[1].split()[0] for sentence in intake.refused] == ["c.pdf"]
    assert intake.error is None


def test_a_member_of_any_name_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "arkiv.zip").write_bytes(packed({"a\x1b[2J\n.txt": TEXT}))
    (file,) = find([tmp_path], Known(), {".zip"}).files

    assert {document.source for document in take_in(Task(file)).documents} == {r"arkiv.zip/a\x1b[2J\n.txt"}


@pytest.mark.parametrize("files", [{}, {"a.pdf": "%PDF-"}, {"a.exe": "MZ"}])
def test_an_archive_of_which_nothing_can_be_read_fails(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "arkiv.zip").write_bytes(packed(files))
    (file,) = find([tmp_path], Known(), {".zip"}).files

    assert "Nothing in the archive" in str(take_in(Task(file)).error)


def test_archives_are_indexed_and_searched_like_folders(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "arkiv.zip").write_bytes(packed({"a.txt": TEXT, "b.pdf": "%PDF-"}))
    (tmp_path / "d" / "andet.json").write_text(json.dumps({"name": "x"}))
    report = build_index(tmp_path / "d", tmp_path / "index", workers=1)
    again = build_index(tmp_path / "d", tmp_path / "index", workers=1)

    assert (report.items, len(report.warnings)) == (1, 1)
    for told in (report.failed, again.failed, status(tmp_path / "index").troubles.failed):
        assert [(Path(failure.path).name, failure.reason) for failure in told] == [("arkiv.zip", "members")]
        assert "b.pdf" in told[0].message
    assert again.unchanged == 2
    accepting = build_index(tmp_path / "d", tmp_path / "index", accept=[tmp_path / "d/arkiv.zip"])
    assert (accepting.failed, len(accepting.accepted), accepting.items) == ((), 1, 1)
    with open_index(tmp_path / "index") as index:
        assert [hit.document.source for hit in index.find("budget").hits] == ["arkiv.zip/a.txt"]


def test_reading_shows_members_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "arkiv.zip").write_bytes(packed({"a.txt": TEXT, "b.pdf": "%PDF-"}))
    (first, readout), (second, error) = read_all([tmp_path / "arkiv.zip"], How())

    assert (first, second) == ("arkiv.zip/a.txt", "arkiv.zip/b.pdf")
    assert [item.title for item in readout.minutes[0].items] == ["Skolernes budget"]  # type: ignore[union-attr]
    assert isinstance(error, SourceError)


def test_one_member_at_a_time_is_unpacked() -> None:
    walk = members(packed({"a.txt": "1", "b.txt": "2"}), "a.zip")

    assert next(walk) == Member("a.txt", b"1")
