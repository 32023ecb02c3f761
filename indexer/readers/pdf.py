"""PDF -> Transcript: pdfium reads, pdfminer is asked where pdfium fails or finds no text."""

from __future__ import annotations

from indexer.clean import clean_line
from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.encoding import suspicions
from indexer.readers.furniture import much_left_out
from indexer.readers.layout import lay_out
from indexer.readers.lines import furniture_of, paginate
from indexer.readers.pdfium import print_of as print_by_pdfium
from indexer.readers.printing import Print, numbered


def read_pdf(data: bytes, name: str) -> Transcript:
    """Bytes of a PDF -> Transcript with page numbers. ``look`` is size in points and weight (``"14.0 bold"``).

    Raises ``SourceError``: ``encrypted``; ``damaged``; ``scanned`` (pages without any text); ``empty``;
    ``too_large``.
    """
    try:
        printed = print_by_pdfium(data, name)
    except SourceError as error:
        if error.reason != "damaged":
            raise
        return _transcript(print_by_pdfminer(data, name), name, (f"pdfium could not read {name}; pdfminer did.",))
    return _transcript(printed if _holds_text(printed) else _second_opinion(data, name, printed), name)


def read_pdf_slowly(data: bytes, name: str) -> Transcript:
    """The same by pdfminer alone."""
    return _transcript(print_by_pdfminer(data, name), name)


def print_by_pdfminer(data: bytes, name: str) -> Print:
    """By the slow reader, which is seldom asked and takes long to load."""
    from indexer.readers.pdfminer import print_of

    return print_of(data, name)


def _second_opinion(data: bytes, name: str, first: Print) -> Print:
    try:
        second = print_by_pdfminer(data, name)
    except SourceError:
        return first
    return second if _holds_text(second) else first


def _holds_text(printed: Print) -> bool:
    return any(printed.pages)


def _transcript(printed: Print, name: str, warnings: tuple[str, ...] = ()) -> Transcript:
    if not _holds_text(printed):
        raise _without_text(printed, name)
    pages = lay_out(printed.pages)
    text = "\n".join(line.text for page in printed.pages for line in page)
    spoilt = (f"{numbered(printed.spoilt)} left out as damaged: fetch the file again.",) if printed.spoilt else ()
    warnings += (*spoilt, *much_left_out(pages), *suspicions(text))
    return Transcript(
        paginate(pages), clean_line(printed.title), warnings, furniture_of(pages), tuple(printed.textless)
    )


def _without_text(printed: Print, name: str) -> SourceError:
    count = len(printed.pages)
    if printed.spoilt or not count:
        return SourceError("damaged", f"{name} has no page that can be read: fetch it again.")
    if not printed.textless:
        return SourceError("empty", f"{name} has {count} pages and nothing is on them.")
    message = f"{name} has {count} pages and no text: have it recognised with --ocr, or fetch another copy."
    return SourceError("scanned", message)
