"""Files that cannot be read are counted by kind, named, and told what to do with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.kinds import READABLE
from indexer.others import advice, told
from indexer.tables import rows


def test_kinds_are_counted_and_the_first_files_named() -> None:
    names = ["d/å.DOC", "a.doc", "b.doc", "c.doc", "x.odt", "side.css", "foto.jpg", "LÆSMIG"]

    assert told(names) == (
        f"4 files .doc cannot be read (a.doc, b.doc, c.doc, ...): {advice('a.doc')}.",
        f"1 file .odt cannot be read (x.odt): {advice('x.odt')}.",
    )


def test_no_kind_that_can_be_read_is_another_kind() -> None:
    assert not READABLE & {suffix for row in rows("other_kinds.tsv", 2) for suffix in row[1].split()}


def test_a_run_tells_of_them_each_time(tmp_path: Path, data: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.txt").write_bytes((data / "minutes" / "2023-03-28-kommunalbestyrelsen.txt").read_bytes())
    for name in ("b.doc", "c.rtf", "d.jpg"):
        (tmp_path / "d" / name).write_bytes(b"x")
    for _ in range(2):
        report = build_index(tmp_path / "d", tmp_path / "index", workers=1)
        lines = list(report.lines())

        assert lines[0].endswith("0 failed, 3 of other kinds")
        assert f"warning: 1 file .doc cannot be read ({tmp_path}/d/b.doc): {advice('b.doc')}." in lines
        assert sum("cannot be read" in line for line in lines) == 2
        assert json.loads(report.to_json())["skipped"] == 3


@pytest.mark.parametrize(("name", "said"), [("a.doc", "save as .docx or PDF"), ("a.xyz", "give PDF, HTML")])
def test_a_file_given_by_its_name_gets_the_same_advice(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    report = build_index(tmp_path / name, tmp_path / "index", workers=1)

    assert [failure.reason for failure in report.failed] == ["unknown_kind"]
    assert said in report.failed[0].message
