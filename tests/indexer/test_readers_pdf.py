"""PDF is read line by line with looks, and what cannot be read says why."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.clean import join_lines
from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.layout import Printed, lay_out
from indexer.readers.pdf import read_pdf, read_pdf_slowly
from indexer.reading import read_file

# Text, size in points, bold, height above the foot of the page.
Placed = tuple[str, float, bool, float]
# Far more than any page takes, far less than one that is read in the square of its lines.
SECONDS = 5.0
BODY = "Byrådet drøftede sagen og æblerne på Ærø"


def pdf_of(*pages: Sequence[Placed], drawing: bytes = b"", trailer: bytes = b"", sheet: bytes = b"595 842") -> bytes:
    """A PDF with these lines, in Helvetica, written by the format's own rules (ISO 32000-1, 7.5)."""
    streams = [drawing + b"".join(map(_shown, page)) for page in pages]
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for number, stream in enumerate(streams):
        fonts = b"/Resources<</Font<</R 3 0 R/B 4 0 R>>>>"
        facts = sheet, fonts, 6 + 2 * number
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]%s/Contents %d 0 R>>" % facts)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return _file(objects, trailer)


def _shown(placed: Placed) -> bytes:
    text, size, bold, base = placed
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /%s %.1f Tf 1 0 0 1 50 %.1f Tm (%s) Tj ET\n" % (b"B" if bold else b"R", size, base, escaped)


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(places) + 1, table, len(places) + 1, trailer)
    return data + head + b"startxref\n%d\n%%%%EOF\n" % len(data)


def minutes() -> bytes:
    title, label = ("Punkt 1: Godkendelse", 16.0, True, 780.0), ("Beslutning", 11.0, True, 745.0)
    body = [(f"{BODY} {word}", 11.0, False, 730.0 - 13 * line) for line, word in enumerate("abcd")]
    return pdf_of([title, label, *body, ("Side 1 af 2", 9.0, False, 30.0)], [("Godkendt.", 11.0, False, 780.0)])


@pytest.mark.parametrize("read", [read_pdf, read_pdf_slowly])
def test_both_readers_tell_size_weight_gap_and_page(read: Callable[[bytes, str], Transcript]) -> None:
    lines = read(minutes(), "a.pdf").lines

    assert [(line.text, line.page) for line in lines] == [
        ("Punkt 1: Godkendelse", 1),
        ("Beslutning", 1),
        *((f"{BODY} {word}", 1) for word in "abcd"),
        ("Godkendt.", 2),
    ]
    assert [line.rank for line in lines] == [2, 1, 0, 0, 0, 0, 0]
    assert [line.gap for line in lines] == [False, True, False, False, False, False, False]
    assert lines[0].look.endswith(" bold") and lines[2].look == lines[3].look != lines[1].look


def test_lines_of_one_column_are_read_from_top_to_foot_however_they_were_written() -> None:
    data = pdf_of([("nederst", 11.0, False, 100.0), ("øverst", 11.0, False, 700.0), ("midt", 11.0, False, 400.0)])

    assert [line.text for line in read_pdf(data, "a.pdf").lines] == ["øverst", "midt", "nederst"]


def test_lines_side_by_side_stay_in_the_order_they_were_written_in() -> None:
    page = [Printed(text, 10, False, base) for text, base in [("a1", 700), ("a2", 680), ("b1", 700), ("b2", 680)]]

    assert [line.text for line in lay_out([page])[0].lines] == ["a1", "a2", "b1", "b2"]
    assert lay_out([page])[0].lines[2].gap


def test_a_pdf_without_text_is_scanned() -> None:
    with pytest.raises(SourceError, match="no text") as caught:
        read_pdf(pdf_of([], drawing=b"0 0 100 100 re f\n"), "a.pdf")

    assert caught.value.reason == "scanned"


def test_a_pdf_of_blank_pages_is_empty() -> None:
    with pytest.raises(SourceError, match="nothing is on them") as caught:
        read_pdf(pdf_of([], []), "a.pdf")

    assert caught.value.reason == "empty"


def test_pages_without_text_are_named_and_empty_pages_are_not() -> None:
    drawn = pdf_of([("tekst", 11.0, False, 700.0)], [], drawing=b"0 0 100 100 re f\n")
    blank = pdf_of([("tekst", 11.0, False, 700.0)], [])

    assert read_pdf(drawn, "a.pdf").scanned == (2,)
    assert read_pdf(blank, "a.pdf").scanned == ()


def test_a_locked_pdf_is_encrypted() -> None:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    for read in (read_pdf, read_pdf_slowly):
        with pytest.raises(SourceError, match="password") as caught:
            read(pdf_of([("x", 11.0, False, 700.0)], trailer=lock), "a.pdf")

        assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nspoilt", b"%PDF-1.4\n" + bytes(200), b"no PDF at all"])
def test_a_spoilt_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "a.pdf")

    assert caught.value.reason in ("damaged", "empty")


def test_a_pdf_cut_off_anywhere_never_crashes() -> None:
    whole = minutes()
    for length in range(0, len(whole), 97):
        try:
            assert read_pdf(whole[:length], "a.pdf").lines
        except SourceError as error:
            assert error.reason in ("damaged", "empty")


ALL_OVER = b"".join(b"BT /R 4 Tf 1 0 0 1 %d %d Tm (x) Tj ET " % (at % 40 * 14, at // 40 * 12) for at in range(2_400))
SPOILT_PAGES = {
    "letters all over the page": pdf_of([(BODY, 11.0, False, 780.0)], drawing=ALL_OVER),
    "lines on top of each other": pdf_of([(BODY, 11.0, False, 780.0)] * 1_500),
    "letters larger than the page": pdf_of([(BODY, 99_999.0, False, 780.0 - line / 2) for line in range(1_000)]),
    "letters on a sheet of many miles": pdf_of([(BODY, 9e8, False, 780.0)] * 50, sheet=b"999999999 999999999"),
}


@pytest.mark.parametrize("read", [read_pdf, read_pdf_slowly])
@pytest.mark.parametrize("data", SPOILT_PAGES.values(), ids=SPOILT_PAGES)
def test_a_page_spoilt_anyhow_takes_no_longer_than_its_size_tells(
    read: Callable[[bytes, str], Transcript], data: bytes
) -> None:
    start = time.process_time()

    assert "drøftede" in read(data, "a.pdf").text
    assert time.process_time() - start < SECONDS


def test_a_page_on_an_absurd_sheet_costs_that_page_and_is_told() -> None:
    whole = pdf_of([("første", 11.0, False, 780.0)], [("anden", 11.0, False, 780.0)], sheet=b"595     842")
    spoilt = whole.replace(b"595     842", b"9999999 842", 1)

    transcript = read_pdf(spoilt, "a.pdf")

    assert [(line.text, line.page) for line in transcript.lines] == [("anden", 2)]
    assert transcript.warnings == ("1 page (1) left out as damaged: fetch the file again.",)


def test_a_page_that_is_none_costs_that_page_and_is_told(data: Path) -> None:
    """The list of pages names what a page draws instead of it, which pdfium opens as a page once."""
    whole = (data / "minutes" / "2023-03-21-oekonomiudvalget.pdf").read_bytes()
    drawn, first = re.search(rb"/Contents (\d+) 0 R", whole), re.search(rb"/Kids \[ (\d+) 0 R", whole)
    assert drawn and first
    spoilt = whole.replace(first[0], b"/Kids [ %s 0 R" % drawn[1].rjust(len(first[1])))

    transcript = read_pdf(spoilt, "a.pdf")

    assert min(line.page or 0 for line in transcript.lines) == 2
    assert transcript.warnings == ("1 page (1) left out as damaged: fetch the file again.",)


def test_limits_on_pages_and_characters_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MAX_PAGES", "MAX_CHARACTERS"):
        with monkeypatch.context() as patch:
            patch.setattr(f"indexer.readers.printing.{limit}", 1)
            for read in (read_pdf, read_pdf_slowly):
                with pytest.raises(SourceError, match="split it") as caught:
                    read(minutes(), "a.pdf")

                assert caught.value.reason == "too_large"


def test_a_hyphen_at_the_end_of_a_line_is_kept_and_the_word_told_from_hyphenation(shared: Path) -> None:
    lines = [line.text for line in read_file(shared / "minutes" / "aarhus-byraad-2025-08-27.pdf").lines]
    ends = [number for number, text in enumerate(lines) if text.endswith("-")]
    joined = [join_lines(lines[number : number + 2]) for number in ends]

    assert len(ends) == 8
    assert sum("p-huse" in text for text in joined) == 3
    assert any("budgetlægges" in text for text in joined) and any("UngiAarhus-tilbud" in text for text in joined)
    assert not any("phuse" in text or "\ufffe" in text for text in [*lines, *joined])


def test_both_readers_find_the_same_words_in_a_real_pdf(shared: Path) -> None:
    path = shared / "minutes" / "aarhus-byraad-2025-08-27.pdf"
    fast, slow = read_file(path), read_pdf_slowly(path.read_bytes(), path.name)
    titles = [line for line in fast.lines if line.text.startswith("Punkt ") and line.rank]

    assert len(titles) == 21 and len({line.look for line in titles}) == 1
    assert all(fast.text[line.start : line.end] == line.text for line in fast.lines)
    # pdfminer has no letters for one sentence's end, and says so.
    assert len(set(fast.text.split()) ^ set(slow.text.split())) <= 4
    assert fast.warnings == ()
    assert "16 characters could not be read." in slow.warnings
