"""PDF -> Transcript with pdfium, the fast reader. The only importer of pypdfium2."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

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
FontName = ctypes.c_char * NAME_LENGTH


class Glyph(NamedTuple):
    """How one character is set: size and baseline in points."""

    size: float
    base: float


class Glyphs:
    """How the characters of a page are set, by their places in its text. Each question to pdfium costs as much as the
    rest of a line, so few are put."""

    def __init__(self, page: Any, length: int) -> None:
        self._page = page.raw
        # Where pdfium shows each character that it knows of, places and its own numbers are the same.
        self._same = raw.FPDFText_CountChars(self._page) == length
        self._matrix, self._font, self._flags = raw.FS_MATRIX(), FontName(), ctypes.c_int()
        self._bold: dict[tuple[bytes, int], bool] = {}

    def __getitem__(self, place: int) -> Glyph:
        char, matrix = self._char(place), self._matrix
        scaled = raw.FPDFText_GetMatrix(self._page, char, matrix)
        size = raw.FPDFText_GetFontSize(self._page, char) * (math.hypot(matrix.b, matrix.d) if scaled else 1)
        return Glyph(size or UNKNOWN_SIZE, self._base(char) if matrix.b or not scaled else matrix.f)

    def is_bold(self, place: int) -> bool:
        char = self._char(place)
        raw.FPDFText_GetFontInfo(self._page, char, self._font, NAME_LENGTH, self._flags)
        font = self._font.value, self._flags.value
        if font not in self._bold:
            weight = raw.FPDFText_GetFontWeight(self._page, char)
            self._bold[font] = is_bold(font[0].decode("utf-8", "replace"), weight)
        return self._bold[font]

    def _char(self, place: int) -> int:
        return place if self._same else int(raw.FPDFText_GetCharIndexFromTextIndex(self._page, place))

    def _base(self, char: int) -> float:
        """Of text that is not set level."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._page, char, x, y)
        return y.value


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The lines of a page, whether it shows what is no text, and whether it could not be loaded."""

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
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return PdfPage([], spoilt=True)
    with closing(page), closing(page.get_textpage()) as text:
        lines = list(_lines(text))
        return PdfPage(lines, textless=_is_textless(page, sum(len(line.text) for line in lines)))


def _is_textless(page: Any, characters: int) -> bool:
    """Whether a page shows something but holds no text, or no more than is stamped on a scanned page."""
    if not characters:
        return int(raw.FPDFPage_CountObjects(page.raw)) > 0
    if characters > STAMP:
        return False
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
    text, start = page.get_text_range(), 0
    glyphs = Glyphs(page, len(text))
    for printed in text.split("\r\n"):
        for part, offset in _parts(glyphs, printed, start) if HYPHEN in printed else ((printed, start),):
            if part.strip():
                yield _printed(glyphs, part, offset)
        start += _units(printed) + 2


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
    hyphen, following = glyphs[place], glyphs[place + 1]
    return abs(hyphen.base - following.base) > hyphen.size / 2


def _units(text: str) -> int:
    """How many places pdfium counts for ``text``: it counts in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _printed(glyphs: Glyphs, text: str, start: int) -> Printed:
    """A line as its first, middle and last characters are set."""
    indent = len(text) - len(text.lstrip())
    last = len(text.rstrip()) - 1
    glyph = glyphs[start + indent]
    middle = (indent + last) // 2
    bold = glyphs.is_bold(start + indent) and glyphs.is_bold(start + middle) and glyphs.is_bold(start + last)
    return Printed(text, glyph.size, bold, glyph.base)
