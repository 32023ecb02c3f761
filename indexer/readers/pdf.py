"""PDF -> Transcript: pdfium reads, pdfminer is asked where pdfium fails or finds no text."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.clean import clean_line
from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers import pdfium, pdfminer
from indexer.readers.encoding import suspicions
from indexer.readers.layout import lay_out
from indexer.readers.lines import paginate
from indexer.readers.printing import Print

NAMED_PAGES = 20


def read_pdf(data: bytes, name: str) -> Transcript:
    """Bytes of a PDF -> Transcript with page numbers. ``look`` is size in points and weight (``"14.0 bold"``).

    Raises ``SourceError``: ``encrypted``; ``damaged``; ``scanned`` (pages without any text); ``too_large``.
    """
    try:
        printed = pdfium.print_of(data, name)
    except SourceError as error:
        if error.reason != "damaged":
            raise
        return _transcript(pdfminer.print_of(data, name), name, (f"pdfium could not read {name}; pdfminer did.",))
    return _transcript(printed if _holds_text(printed) else _second_opinion(data, name, printed), name)


def read_pdf_slowly(data: bytes, name: str) -> Transcript:
    """The same by pdfminer alone, for a file that pdfium misreads."""
    return _transcript(pdfminer.print_of(data, name), name)


def _second_opinion(data: bytes, name: str, first: Print) -> Print:
    try:
        second = pdfminer.print_of(data, name)
    except SourceError:
        return first
    return second if _holds_text(second) else first


def _holds_text(printed: Print) -> bool:
    return any(printed.pages)


def _transcript(printed: Print, name: str, warnings: tuple[str, ...] = ()) -> Transcript:
    if not _holds_text(printed):
        count = len(printed.pages)
        raise SourceError("scanned", f"{name} has {count} pages and no text: run text recognition (OCR) on it first.")
    pages = paginate(lay_out(printed.pages))
    text = "\n".join(line.text for page in printed.pages for line in page)
    warnings += _textless(printed.textless) + suspicions(text)
    return Transcript(pages, clean_line(printed.title), warnings)


def _textless(numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    named = ", ".join(map(str, numbers[:NAMED_PAGES])) + (" ..." if len(numbers) > NAMED_PAGES else "")
    return (f"{len(numbers)} pages show something but hold no text, as scanned pages do: {named}.",)
