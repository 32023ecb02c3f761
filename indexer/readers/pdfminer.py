"""PDF -> printed lines with pdfminer.six, the slow second opinion. The only importer of pdfminer."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTFigure, LTImage, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect

from indexer.errors import SourceError
from indexer.readers.layout import Printed
from indexer.readers.printing import Print, is_bold, refuse_size

# It logs every oddity of a file; what matters here is what came out.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


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
    for number, page in enumerate(extract_pages(io.BytesIO(data)), 1):
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        refuse_size(name, pages=number, characters=characters)
        pages.append(lines)
        if not lines and any(isinstance(part, LTFigure | LTImage) for part in page):
            textless.append(number)
    return Print(pages, tuple(textless))


def _lines(page: Any) -> Iterator[Printed]:
    for box in page:
        if isinstance(box, LTTextContainer):
            for line in box:
                if isinstance(line, LTTextLine) and line.get_text().strip():
                    yield _printed(line)


def _printed(line: Any) -> Printed:
    """Size and weight are those of most characters; the baseline is taken to be the line's lower edge."""
    glyphs = [glyph for glyph in line if isinstance(glyph, LTChar)]
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    bold = sum(is_bold(glyph.fontname) for glyph in glyphs) * 2 > len(glyphs)
    size = max(sizes, key=lambda size: sizes[size], default=line.height)
    return Printed(line.get_text().rstrip("\n"), size, bold, line.y0)
