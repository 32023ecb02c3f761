"""PDF -> printed lines with pdfminer.six, the slow second opinion. The only importer of pdfminer."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTFigure, LTImage, LTTextBox
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from indexer.errors import SourceError
from indexer.readers.layout import Printed
from indexer.readers.printing import Print, is_bold, refuse_size

# It logs every oddity of a file; what matters here is what came out.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

# How near to each other the characters of a line and the lines of a box stand.
NEARNESS = LAParams()
# pdfminer takes the square of the lines' number to order them, and looks at every patch of the page that a line covers.
# A page has more lines where a broken font scatters its characters; no minutes are on larger sheets (points, A2).
MANY_LINES = 250
LARGE = 1_700


def print_of(data: bytes, name: str) -> Print:
    """Bytes of a PDF -> its printed lines. Raises ``SourceError`` (``encrypted``, ``damaged``, ``too_large``)."""
    try:
        return _print(data, name)
    except SourceError:
        raise
    except PDFPasswordIncorrect as error:
        raise SourceError("encrypted", f"{name} is protected by a password: save a copy without one.") from error
    except Exception as error:
        # On spoilt files pdfminer raises whatever Python raises where it trips: KeyError, TypeError, struct.error.
        message = f"{name} cannot be read as PDF ({type(error).__name__}: {error}): fetch it again."
        raise SourceError("damaged", message) from error


def _print(data: bytes, name: str) -> Print:
    pages: list[list[Printed]] = []
    textless: list[int] = []
    characters = 0
    for number, page in enumerate(_pages(data), 1):
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        refuse_size(name, pages=number, characters=characters)
        pages.append(lines)
        if not lines and any(isinstance(part, LTFigure | LTImage) for part in page):
            textless.append(number)
    return Print(pages, tuple(textless))


def _pages(data: bytes) -> Iterator[Any]:
    """Each page's characters and figures, as they were written."""
    fonts = PDFResourceManager()
    page = PDFPageAggregator(fonts)
    interpreter = PDFPageInterpreter(fonts, page)
    for written in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(written)
        yield page.get_result()


def _lines(page: Any) -> Iterator[Printed]:
    for line in _in_order(page):
        if not line.is_empty() and line.get_text().strip():
            yield _printed(line)


def _in_order(page: Any) -> Iterable[Any]:
    """A page's lines as pdfminer orders them; those of a page that would take it long as they were written."""
    glyphs = [part for part in page if isinstance(part, LTChar)]
    written = list(page.group_objects(NEARNESS, glyphs)) if glyphs else []
    if len(written) > MANY_LINES or max(page.width, page.height) > LARGE:
        return written
    page.analyze(NEARNESS)
    return [line for box in page if isinstance(box, LTTextBox) for line in box]


def _printed(line: Any) -> Printed:
    """Size and weight are those of most characters; the baseline is taken to be the line's lower edge."""
    glyphs = [glyph for glyph in line if isinstance(glyph, LTChar)]
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    bold = sum(is_bold(glyph.fontname) for glyph in glyphs) * 2 > len(glyphs)
    size = max(sizes, key=lambda size: sizes[size], default=line.height)
    return Printed(line.get_text().rstrip("\n"), size, bold, line.y0)
