"""Plain text and Markdown -> Transcript. A form feed ends a page; so does a line, where each line is a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from indexer.model import Transcript
from indexer.readers.encoding import decode
from indexer.readers.furniture import much_left_out, without_furniture
from indexer.readers.leaves import leaves
from indexer.readers.lines import RawLine, RawPage, furniture_of, paginate
from indexer.readers.markdown import is_markdown, read_markdown

FORM_FEED = "\f"


def read_text(data: bytes, name: str) -> Transcript:
    """Bytes of a text file -> Transcript; Markdown is told by its marks. Raises ``SourceError`` (``damaged``)."""
    decoded = decode(data, name)
    read = read_markdown if is_markdown(decoded.text) else read_plain
    pages = list(_pages(decoded.text, read))
    pages = pages if len(pages) == 1 else without_furniture(pages)
    return Transcript(paginate(pages), warnings=decoded.warnings + much_left_out(pages), furniture=furniture_of(pages))


def read_plain(lines: Sequence[str]) -> list[RawLine]:
    """Lines of text that has no marks."""
    return [RawLine(line) for line in lines]


def _pages(text: str, read: Callable[[Sequence[str]], list[RawLine]]) -> Iterator[RawPage]:
    parts = text.removesuffix("\n").removesuffix(FORM_FEED).split(FORM_FEED)
    if len(parts) == 1 and read is read_plain and (found := leaves(text.splitlines())):
        yield from found
        return
    for number, part in enumerate(parts, 1):
        yield RawPage(number if len(parts) > 1 else None, read(part.splitlines()))
