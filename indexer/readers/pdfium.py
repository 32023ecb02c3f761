"""PDF -> Transcript with pdfium, the fast reader. The only importer of pypdfium2."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from indexer.errors import SourceError
from indexer.readers.layout import Printed
from indexer.readers.printing import Print, is_bold, refuse_size

# pdfium hands out a hyphen that it took for hyphenation as this sign, and the next line glued to it.
HYPHEN = "\ufffe"
UNKNOWN_SIZE = 1.0
NAME_LENGTH = 128
# Characters that a program may stamp on a scanned page ("Bilag 3 – side 12 af 40"), and how much of it the scan covers.
STAMP = 40
PICTURE = 0.5
# Points. On a larger sheet, which is a slip of whoever wrote it, a line may take pdfium as long as the sheet is wide.
LARGEST = 1_000_000
FontName = ctypes.c_char * NAME_LENGTH


class Glyphs:
    """How the characters of a page are set, by their places in its text. Each question to pdfium costs as much as the
    rest of a line, so few are put."""

    def __init__(self, page: Any, length: int) -> None:
        self._page = page
        # Where pdfium shows each character that it knows of, places and its own numbers are the same.
        self._same = raw.FPDFText_CountChars(page) == length
        self._matrix, self._font, self._flags = raw.FS_MATRIX(), FontName(), ctypes.c_int()
        self._bold: dict[tuple[bytes, int], bool] = {}

    def __getitem__(self, place: int) -> tuple[float, float]:
        """Size and baseline in points."""
        char, matrix = place if self._same else self._char(place), self._matrix
        scaled = raw.FPDFText_GetMatrix(self._page, char, matrix)
        size = raw.FPDFText_GetFontSize(self._page, char)
        if scaled and not matrix.b:
            return size * abs(matrix.d) or UNKNOWN_SIZE, matrix.f
        return (size * math.hypot(matrix.b, matrix.d) if scaled else size) or UNKNOWN_SIZE, self._base(char)

    def is_bold(self, place: int) -> bool:
        char = place if self._same else self._char(place)
        raw.FPDFText_GetFontInfo(self._page, char, self._font, NAME_LENGTH, self._flags)
        font = self._font.value, self._flags.value
        if font not in self._bold:
            weight = raw.FPDFText_GetFontWeight(self._page, char)
            self._bold[font] = is_bold(font[0].decode("utf-8", "replace"), weight)
        return self._bold[font]

    def _char(self, place: int) -> int:
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self._page, place))

    def _base(self, char: int) -> float:
        """Of text that is not set level."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._page, char, x, y)
        return y.value


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The lines of a page, whether it shows what is no text, and whether it could not be read."""

    lines: list[Printed]
    textless: bool = False
    spoilt: bool = False


def print_of(data: bytes, name: str) -> Print:
    """Bytes of a PDF -> its printed lines. Raises ``SourceError`` (``encrypted``, ``damaged``, ``too_large``)."""
    with closing(_open(data, name)) as pdf:
        refuse_size(name, pages=len(pdf))
        pages = list(_pages(pdf, name))
        numbered = list(enumerate(pages, 1))
        return Print(
            [page.lines for page in pages],
            textless=tuple(number for number, page in numbered if page.textless),
            spoilt=tuple(number for number, page in numbered if page.spoilt),
            title=pdf.get_metadata_value("Title"),
        )


def _pages(pdf: Any, name: str) -> Iterator[PdfPage]:
    characters = 0
    for number in range(len(pdf)):
        page = _page(pdf, number)
        characters += sum(len(line.text) for line in page.lines)
        refuse_size(name, characters=characters)
        yield page


def _open(data: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = f"{name} is protected by a password: save a copy without one."
            raise SourceError("encrypted", message) from error
        raise SourceError("damaged", f"{name} is not a PDF that can be opened ({error}): fetch it again.") from error


def _page(pdf: Any, number: int) -> PdfPage:
    with ExitStack() as opened:
        page = raw.FPDF_LoadPage(pdf, number)
        opened.callback(raw.FPDF_ClosePage, page)
        if max(raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)) > LARGEST:
            return PdfPage([], spoilt=True)
        text = raw.FPDFText_LoadPage(page)
        opened.callback(raw.FPDFText_ClosePage, text)
        if not text:
            return PdfPage([], spoilt=True)
        lines = list(_lines(text))
    characters = sum(len(line.text) for line in lines)
    try:
        return PdfPage(lines, textless=characters <= STAMP and _is_textless(pdf, number, characters))
    except pypdfium2.PdfiumError:
        # what the file calls a page is none, though it opened as one
        return PdfPage(lines, spoilt=True)


def _is_textless(pdf: Any, number: int, characters: int) -> bool:
    """Whether a page shows something but holds no text, or no more than is stamped on a scanned page."""
    with closing(pdf[number]) as page:
        if not characters:
            return int(raw.FPDFPage_CountObjects(page)) > 0
        width, height = page.get_size()
        pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))
        return any(_area(picture) > PICTURE * width * height for picture in pictures)


def _area(shown: Any) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(shown.raw, *edges):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return (right - left) * (top - bottom)


def _lines(page: Any) -> Iterator[Printed]:
    text, start = _text(page), 0
    glyphs = Glyphs(page, len(text))
    units = len if _units(text) == len(text) else _units
    for printed in text.split("\r\n"):
        if HYPHEN in printed:
            yield from (_printed(glyphs, part, place) for part, place in _parts(glyphs, printed, start) if part.strip())
        elif printed and not printed.isspace():
            yield _printed(glyphs, printed, start)
        start += units(printed) + 2


def _text(page: Any) -> str:
    length = raw.FPDFText_CountChars(page)
    buffer = bytearray(2 * (length + 1))
    filled = raw.FPDFText_GetText(page, 0, length, ctypes.c_ushort.from_buffer(buffer))
    return buffer[: 2 * max(filled - 1, 0)].decode("utf-16-le", "ignore")


def _parts(glyphs: Glyphs, line: str, start: int) -> Iterator[tuple[str, int]]:
    """Cut a line where pdfium glued the next one to a hyphen; a hyphen within the line only becomes one again."""
    begin = 0
    for end in (place for place, sign in enumerate(line) if sign == HYPHEN):
        if _wraps(glyphs, start + _units(line[:end])):
            yield line[begin : end + 1].replace(HYPHEN, "-"), start + _units(line[:begin])
            begin = end + 1
    yield line[begin:].replace(HYPHEN, "-"), start + _units(line[:begin])


def _wraps(glyphs: Glyphs, place: int) -> bool:
    """Whether the character after ``place`` stands on another line."""
    (size, base), (_, following) = glyphs[place], glyphs[place + 1]
    return abs(base - following) > size / 2


def _units(text: str) -> int:
    """How many places pdfium counts for ``text``: it counts in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _printed(glyphs: Glyphs, text: str, start: int) -> Printed:
    """A line as its first, middle and last characters are set."""
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    size, base = glyphs[first]
    bold = glyphs.is_bold(first) and glyphs.is_bold((first + last) // 2) and glyphs.is_bold(last)
    return Printed(text, size, bold, base)
