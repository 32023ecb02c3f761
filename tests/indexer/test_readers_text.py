"""Text files of any usual encoding are read, and spoilt letters are never indexed in silence."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.text import read_text
from indexer.reading import read_file

SAMPLES = Path(__file__).parent / "data" / "readers"
SENTENCE = "Rådet godkendte æblehøst på Ærø."


def texts(transcript: Transcript) -> list[str]:
    return [line.text for line in transcript.lines]


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("cp1252"),
    ],
)
def test_usual_encodings_are_told_apart_without_a_warning(data: bytes) -> None:
    transcript = read_text(data, "a.txt")

    assert texts(transcript) == [SENTENCE]
    assert transcript.warnings == ()


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_an_old_encoding_is_read_and_reported(encoding: str) -> None:
    transcript = read_text(SENTENCE.encode(encoding), "a.txt")

    assert texts(transcript) == [SENTENCE]
    assert encoding in transcript.warnings[0]


@pytest.mark.parametrize("misread_as", [["cp1252"], ["cp850"], ["mac_roman"], ["latin-1"], ["latin-1", "cp1252"]])
def test_mojibake_of_the_whole_text_is_turned_back_and_reported(misread_as: list[str]) -> None:
    spoilt = SENTENCE
    for encoding in misread_as:
        spoilt = spoilt.encode().decode(encoding)
    transcript = read_text(spoilt.encode(), "a.txt")

    assert texts(transcript) == [SENTENCE]
    assert "turned back without loss" in transcript.warnings[0]


@pytest.mark.parametrize("spoilt", ["Rådet i NordjyllÃ¦nd.", "Regionsr├Ñdet på Sjælland."])
def test_mojibake_in_a_part_of_the_text_is_left_and_reported(spoilt: str) -> None:
    transcript = read_text(spoilt.encode(), "a.txt")

    assert texts(transcript) == [spoilt]
    assert "1 places look like wrongly decoded letters" in transcript.warnings[0]


def test_a_file_with_one_broken_byte_is_still_utf8() -> None:
    transcript = read_text(SENTENCE.encode() + b"\xc3", "a.txt")

    assert texts(transcript)[0].startswith(SENTENCE)
    assert "1 characters could not be read" in transcript.warnings[0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"tekst\x00tekst", bytes(range(1, 32)) * 9])
def test_binary_data_is_damaged(data: bytes) -> None:
    with pytest.raises(SourceError, match="binary data") as caught:
        read_text(data, "a.txt")

    assert caught.value.reason == "damaged"


def test_a_form_feed_ends_a_page_and_blank_lines_are_gaps() -> None:
    transcript = read_text(b"et\r\n\r\nto\r\n\x0ctre\n", "a.txt")

    assert [(line.text, line.page, line.gap) for line in transcript.lines] == [
        ("et", 1, False),
        ("to", 1, True),
        ("tre", 2, False),
    ]


def test_text_without_form_feeds_has_no_pages() -> None:
    assert [page.number for page in read_text(b"et\nto", "a.txt").pages] == [None]


def test_marks_of_markdown_become_looks() -> None:
    expected = [line.split("\t") for line in (SAMPLES / "minutes.lines").read_text("utf-8").splitlines()]

    assert [[line.look, line.text] for line in read_file(SAMPLES / "minutes.md").lines] == expected


def test_cells_of_a_markdown_table_know_their_row_and_column() -> None:
    cells = {line.text: line.cell for line in read_file(SAMPLES / "minutes.md").lines if line.cell}

    assert cells == {"Sagsnr.": (0, 0), "Beløb": (0, 1), "326-2014-1": (1, 0), "5 | 6": (1, 1), "I alt": (2, 0)}


def test_markdown_is_told_by_its_marks_and_not_by_the_name(tmp_path: Path) -> None:
    marked, plain = tmp_path / "a.txt", tmp_path / "b.md"
    marked.write_text("### 1. Punkt\n\n**Åbent**\n", "utf-8")
    plain.write_text("a*b*c og snake_case_navn # 5\n- punkt\n", "utf-8")

    assert [(line.text, line.look) for line in read_file(marked).lines] == [("1. Punkt", "h3"), ("Åbent", "bold")]
    assert texts(read_file(plain)) == ["a*b*c og snake_case_navn # 5", "- punkt"]


def test_a_heading_outranks_bold_text_and_bold_text_the_body() -> None:
    lines = read_text("# Et\n### Tre\n**Fed**\nbrød".encode(), "a.txt").lines

    assert [line.rank for line in lines] == sorted({line.rank for line in lines}, reverse=True)
    assert lines[-1].rank == 0


@pytest.mark.parametrize("mark", ["*", "_", "|", "[", "\\", "#", "-", "| --- ", "**a", "[a](", "> "])
def test_a_long_line_of_marks_is_read_in_time(mark: str) -> None:
    assert read_text(f"# x\n{mark * 20_000}\n".encode(), "a.txt").lines


def test_real_item_files_keep_their_words(shared: Path) -> None:
    for path in sorted((shared / "minutes" / "items").glob("*.txt")):
        transcript = read_file(path)

        assert transcript.warnings == ()
        assert not any("**" in line.text or line.text.startswith(("#", "|")) for line in transcript.lines)
        assert all(transcript.text[line.start : line.end] == line.text for line in transcript.lines)
