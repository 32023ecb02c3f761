"""The kind of a file is told from what is in it, and what cannot be read says what can."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.kinds import ARCHIVE, READABLE, READY
from indexer.reading import LIMITS, READERS, read_file, tell_kind
from indexer.version import READER_VERSION

KINDS = [
    (b"%PDF-1.7", ".txt", "pdf"),
    (b"\n\n%PDF-1.4", "", "pdf"),
    (b"<!DOCTYPE html><p>x", ".txt", "html"),
    (b"\xef\xbb\xbf <HTML>", "", "html"),
    (b"Referat", ".TXT", "text"),
    (b"Referat", ".md", "text"),
    (b"<p>x", ".htm", "html"),
    (b"PK\x03\x04...", ".txt", ""),
    (b"\xd0\xcf\x11\xe0", ".doc", ""),
    (b"PK\x03\x04...", ".docx", "docx"),
    (b"Referat", ".docx", "docx"),
    (b"{}", ".json", "firstagenda"),
    (b'{\n  "id": "a/b/-/1"', ".json", "ready"),
    (b"{}", ".jsonl", "ready"),
    (b"Referat", ".rtf", ""),
]


@pytest.mark.parametrize(("data", "suffix", "kind"), KINDS)
def test_content_tells_the_kind_before_the_suffix(data: bytes, suffix: str, kind: str) -> None:
    assert tell_kind(data, suffix) == kind


@pytest.mark.parametrize(
    ("name", "advice"), [("referat.doc", r"save as \.docx or PDF"), ("referat.xyz", "PDF, HTML, text or Markdown")]
)
def test_an_unknown_kind_is_refused_with_what_to_do(name: str, advice: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(SourceError, match=rf"{re.escape(name)} .*{advice}") as caught:
        read_file(path)

    assert caught.value.reason == "unknown_kind"
    assert pickle.loads(pickle.dumps(caught.value)).reason == "unknown_kind"


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (b" \n\x0c\n", "empty"), (b"a\x00", "damaged")])
def test_a_file_without_text_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_file(path)

    assert caught.value.reason == reason


def test_a_file_beyond_the_limit_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Godkendt.", "utf-8")
    monkeypatch.setitem(LIMITS, "text", 8)
    with pytest.raises(SourceError, match="larger than") as caught:
        read_file(path)

    assert caught.value.reason == "too_large"


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="could not be opened") as caught:
        read_file(tmp_path / "væk.txt")

    assert caught.value.reason == "unreadable"


def test_the_folder_walk_knows_what_can_be_read() -> None:
    assert {".pdf", ".html", ".txt", ".docx", ".json", ".jsonl", ".zip"} < READABLE
    assert READER_VERSION >= 1
    assert {tell_kind(b"", suffix) for suffix in READABLE} <= {*READERS, READY, ARCHIVE}
