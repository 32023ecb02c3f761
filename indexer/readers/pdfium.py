"""PDF -> Transcript with pdfium, the fast reader. The only importer of pypdfium2."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
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
FontName = ctypes.c_char * NAME_LENGTH


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is set: size and baseline in points."""

    size: float
    base: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The lines of a page, whether anything is drawn on it, and whether it could not be loaded."""

    lines: list[Printed]
    drawn: bool = False
    spoilt: bool = False


def print_of(data: bytes, name: str) -> Print:
    """Bytes of a PDF -> its printed lines. Raises ``SourceError`` (``encrypted``, ``damaged``, ``too_large``)."""
    with closing(_open(data, name)) as pdf:
        refuse_size(name, pages=len(pdf))
        pages = list(_pages(pdf, name))
        numbered = list(enumerate(pages, 1))
        return Print(
            [page.lines for page in pages],
            textless=tuple(number for number, page in numbered if page.drawn and not page.lines),
            spoilt=tuple(number for number, page in numbered if page.spoilt),
            title=pdf.get_metadata_dict().get("Title", ""),
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
        return PdfPage(list(_lines(text)), drawn=raw.FPDFPage_CountObjects(page.raw) > 0)


def _lines(page: Any) -> Iterator[Printed]:
    start = 0
    for printed in page.get_text_range().split("\r\n"):
        for part, offset in _parts(page, printed, start):
            if part.strip():
                yield _printed(page, part, offset)
        start += _units(printed) + 2


def _parts(page: Any, line: str, start: int) -> Iterator[tuple[str, int]]:
    """Cut a line where pdfium glued the next one to a hyphen; a hyphen within the line only becomes one again."""
    begin = 0
    for end in (place for place, sign in enumerate(line) if sign == HYPHEN) if HYPHEN in line else ():
        if _wraps(page, start + _units(line[:end])):
            yield line[begin : end + 1].replace(HYPHEN, "-"), start + _units(line[:begin])
            begin = end + 1
    yield line[begin:].replace(HYPHEN, "-"), start + _units(line[:begin])


def _wraps(page: Any, place: int) -> bool:
    """Whether the character after ``place`` stands on another line."""
    hyphen, following = _glyph(page, place), _glyph(page, place + 1)
    return abs(hyphen.base - following.base) > hyphen.size / 2


def _units(text: str) -> int:
    """How many places pdfium counts for ``text``: it counts in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _printed(page: Any, text: str, start: int) -> Printed:
    """A line as its first, middle and last characters are set."""
    indent = len(text) - len(text.lstrip())
    last = len(text.rstrip()) - 1
    glyph = _glyph(page, start + indent)
    bold = all(_is_bold(page, start + place) for place in sorted({indent, (indent + last) // 2, last}))
    return Printed(text, glyph.size, bold, glyph.base)


def _glyph(page: Any, place: int) -> Glyph:
    char = raw.FPDFText_GetCharIndexFromTextIndex(page.raw, place)
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(page.raw, char, x, y)
    scaled = raw.FPDFText_GetMatrix(page.raw, char, matrix)
    size = raw.FPDFText_GetFontSize(page.raw, char) * (math.hypot(matrix.b, matrix.d) if scaled else 1)
    return Glyph(size or UNKNOWN_SIZE, y.value)


def _is_bold(page: Any, place: int) -> bool:
    char = raw.FPDFText_GetCharIndexFromTextIndex(page.raw, place)
    font, flags = FontName(), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page.raw, char, font, NAME_LENGTH, flags)
    return is_bold(font.value.decode("utf-8", "replace"), raw.FPDFText_GetFontWeight(page.raw, char))
