"""Scanned pages are read where text recognition is installed, and elsewhere it is told how to get it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from indexer import limits, ocr
from indexer.build import build_index
from indexer.errors import SourceError
from indexer.model import Line, Page, Transcript
from indexer.ocr import recognise, steadied
from indexer.readers.pdf import read_pdf
from indexer.reading import Part, read_part
from indexer.readout import read_all
from indexer.task import How
from search.find import open_index

PAGE = (
    "Referat – Økonomiudvalget den 3. maj 2021",
    "1. Omprioriteringspulje til skoler",
    "Indstilling",
    "Forvaltningen indstiller, at sagen godkendes.",
    "Beslutning",
    "Godkendt. Møllen på Ærø blev drøftet.",
)


def printed(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page of text."""
    stream = BytesIO()
    sheet = canvas.Canvas(stream, pagesize=A4)
    for number, line in enumerate(lines):
        sheet.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 18 if number == 0 else 12)
        sheet.drawString(72, 760 - 26 * number, line)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


def scanned(lines: tuple[str, ...]) -> bytes:
    """The same page as a picture, as scanners make it."""
    picture = pypdfium2.PdfDocument(printed(lines))[0].render(scale=150 / 72).to_pil()
    stream = BytesIO()
    picture.save(stream, "PDF", resolution=150)
    return stream.getvalue()


@pytest.fixture(scope="session")
def recognition() -> None:
    """OCRmyPDF, Tesseract and its Danish data."""
    pytest.importorskip("ocrmypdf")
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True).stdout.split()
    if not {"dan", "osd"} <= set(listed):
        pytest.skip("tesseract has no Danish data")


@pytest.mark.usefixtures("recognition")
def test_the_text_of_a_scanned_page_is_recognised_with_danish_letters() -> None:
    text = read_pdf(recognise(scanned(PAGE), "a.pdf"), "a.pdf").text

    assert {"Omprioriteringspulje", "Ærø", "drøftet.", "Møllen"} <= set(text.split())


@pytest.mark.usefixtures("recognition")
def test_a_scanned_file_is_indexed_once_recognition_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.pdf").write_bytes(scanned(PAGE))
    before = build_index(tmp_path / "d", tmp_path / "index", workers=1)
    with_text = build_index(tmp_path / "d", tmp_path / "index", workers=1, how=How(ocr=True))
    after = build_index(tmp_path / "d", tmp_path / "index", workers=1)

    assert [failure.reason for failure in before.failed] == ["scanned"]
    assert (with_text.items, with_text.failed) == (1, ())
    assert (after.items, after.unchanged) == (1, 1)
    with open_index(tmp_path / "index") as index:
        (hit,) = index.find("omprioriteringspulje udfald:godkendt").hits
    assert (hit.document.body, hit.document.date, hit.document.page) == ("Økonomiudvalget", "2021-05-03", 1)


def joined(*parts: bytes) -> bytes:
    whole, stream = pypdfium2.PdfDocument.new(), BytesIO()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(stream)
    return stream.getvalue()


SECOND = ("2. Ny vejbro", "Beslutning", "Sagen blev udsat.")


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A folder with a PDF whose second page is scanned and whose third is a picture of nothing."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.pdf").write_bytes(joined(printed(PAGE), scanned(SECOND), scanned(())))
    return tmp_path / "d"


def stamped(page: bytes, stamp: str) -> bytes:
    """The page with a line of text over it, as programs number the pages of annexes."""
    picture, stream = pypdfium2.PdfDocument(page)[0].render(scale=150 / 72).to_pil(), BytesIO()
    sheet = canvas.Canvas(stream, pagesize=A4)
    sheet.drawInlineImage(picture, 0, 0, *A4)
    sheet.drawString(400, 20, stamp)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


@pytest.mark.usefixtures("recognition")
def test_a_scanned_page_with_a_stamp_on_it_is_scanned() -> None:
    data = joined(printed(PAGE), stamped(printed(SECOND), "Bilag 3 – side 12 af 40"), stamped(printed(()), "x" * 50))
    told = read_part(Part("a.pdf", "pdf", data))
    recognised = read_part(Part("a.pdf", "pdf", data), ocr=True)

    assert told.scanned == (2,)
    assert recognised.scanned == () and recognised.warnings == ()
    assert {"Ny", "vejbro", "udsat.", "Bilag", "40"} <= {
        word for line in recognised.pages[1].lines for word in line.text.split()
    }
    assert [line.text for line in recognised.pages[2].lines] == ["x" * 50]


def test_pages_without_text_are_told_in_every_run(half: Path, tmp_path: Path) -> None:
    for _ in range(2):
        report = build_index(half, tmp_path / "index", workers=1)

        assert (report.items, report.failed) == (1, ())
        ((path, reason, message),) = report.partial
        assert (path, reason) == (str(half / "a.pdf"), "scanned")
        assert "2 pages (2, 3) without text" in message and "--ocr" in message
        assert any("1 file read only in part" in line for line in report.lines())
    ((_, readout),) = read_all([half], How())
    assert not isinstance(readout, Exception) and readout.warnings == (message,)


@pytest.mark.usefixtures("recognition")
def test_scanned_pages_among_others_are_read_once_recognition_is_asked_for(half: Path, tmp_path: Path) -> None:
    build_index(half, tmp_path / "index", workers=1)
    with_text = build_index(half, tmp_path / "index", workers=1, how=How(ocr=True))
    after = build_index(half, tmp_path / "index", workers=1, how=How(ocr=True))

    assert (with_text.items, with_text.changed, with_text.partial) == (2, 1, ())
    assert ["1 page (3) without text also after recognition" in warning for warning in with_text.warnings] == [True]
    assert (after.items, after.unchanged) == (2, 1)
    with open_index(tmp_path / "index") as index:
        (hit,) = index.find("vejbro udfald:udsat").hits
    assert (hit.document.number, hit.document.page) == ("2", 2)


@pytest.mark.usefixtures("recognition")
def test_pages_that_hold_text_keep_their_look(half: Path) -> None:
    data = (half / "a.pdf").read_bytes()
    (page, scan, _) = read_part(Part("a.pdf", "pdf", data), ocr=True).pages

    alone = read_pdf(printed(PAGE), "a.pdf").pages[0]
    assert [(line.text, line.look) for line in page.lines] == [(line.text, line.look) for line in alone.lines]
    assert [line.look for line in scan.lines[1:]] == ["", ""]


def test_what_cannot_be_recognised_costs_those_pages_alone(half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "ocrmypdf", None)
    transcript = read_part(Part("a.pdf", "pdf", (half / "a.pdf").read_bytes()), ocr=True)

    assert transcript.lines and transcript.scanned == (2, 3)
    assert "OCRmyPDF is not there" in transcript.warnings[0]


def test_items_may_stand_on_the_pages_without_text(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.pdf").write_bytes(joined(printed(("Følgeskrivelse til sagen",)), scanned(PAGE)))
    report = build_index(tmp_path / "d", tmp_path / "index", workers=1)

    ((_, reason, message),) = report.failed
    assert (report.items, reason) == (0, "scanned")
    assert "No agenda items" in message and "1 page (2) without text" in message


@pytest.mark.usefixtures("recognition")
def test_a_picture_without_text_stays_without(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned(()))
    ((_, error),) = read_all([tmp_path / "a.pdf"], How(ocr=True))

    assert isinstance(error, SourceError)
    assert error.reason == "empty"


@pytest.mark.usefixtures("recognition")
def test_what_takes_too_long_is_given_up_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "OCR_SECONDS", 0.2)
    start = time.monotonic()
    with pytest.raises(SourceError) as caught:
        recognise(scanned(PAGE), "a.pdf")

    assert caught.value.reason == "timeout"
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("there", [False, True])
def test_without_the_programs_it_is_told_how_to_install_them(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    if there:
        pytest.importorskip("ocrmypdf")
    else:
        monkeypatch.setitem(sys.modules, "ocrmypdf", None)
    with pytest.raises(
        SourceError, match=r"a\.pdf is scanned.*apt-get install tesseract-ocr-dan|tesseract-ocr"
    ) as caught:
        recognise(b"%PDF-1.4", "a.pdf")

    assert caught.value.reason == "scanned"


def test_the_worker_outlives_recognition() -> None:
    assert limits.OCR_LIMITS.seconds > limits.OCR_SECONDS > limits.OCR_PAGE_SECONDS


def test_sizes_measured_in_a_picture_are_steadied() -> None:
    lines = [
        ("Referat", "12.5", 4),
        ("Beslutning", "9.0", 2),
        ("Godkendt — og drøftet.", "8.5", 0),
        ("Fed", "8.5 bold", 1),
    ]
    transcript = Transcript((Page(1, tuple(Line(text, 0, 1, look, rank) for text, look, rank in lines)),))

    def told(line: Line) -> tuple[Any, ...]:
        return line.look, line.rank

    assert [told(line) for line in steadied(transcript).lines] == [("12.5", 4), ("", 0), ("", 0), ("", 0)]
    assert steadied(transcript).lines[2].text == "Godkendt – og drøftet."
