"""One file -> its Transcript: what kind it is, and which reader reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.html import read_html
from indexer.readers.pdf import read_pdf, read_pdf_slowly
from indexer.readers.text import read_text

# Raise it whenever a reader gets something else out of the same bytes: the nightly run then reads every file again.
READER_VERSION = 1

READERS: dict[str, Callable[[bytes, str], Transcript]] = {
    "html": read_html,
    "pdf": read_pdf,
    "pdfminer": read_pdf_slowly,
    "text": read_text,
}

KIND_OF_SUFFIX = {".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "text", ".md": "text"}
READABLE = frozenset(KIND_OF_SUFFIX)

# Bytes; text and web pages hold no pictures.
LIMIT = 512 << 20
LIMITS = {"text": 50 << 20, "html": 50 << 20}

# Readers of PDF accept its mark anywhere in the first 1,024 bytes.
HEAD = 1024
PDF_MARK = b"%PDF-"
HTML_MARK = re.compile(rb"<(?:!doctype\s{1,20}html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
# Zip (also DOCX), old Word files, images.
OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def read_file(path: Path, *, kind: str | None = None) -> Transcript:
    """Read one file. ``kind`` names a reader (``pdf``, ``pdfminer``, ``html``, ``text``); without it the content
    decides, then the suffix.

    Raises ``SourceError`` for a file that cannot be read; its ``reason`` is one of unreadable, unknown_kind, damaged,
    encrypted, scanned, too_large, empty.
    """
    data = _bytes(path)
    if not data:
        raise SourceError("empty", f"{path} is an empty file: fetch it again.")
    kind = kind or tell_kind(data, path.suffix)
    read = READERS.get(kind)
    if read is None:
        raise SourceError(
            "unknown_kind",
            f"{path} is no kind that can be read: give PDF, HTML, text or Markdown ({', '.join(sorted(READABLE))}).",
        )
    _refuse_size(path, len(data), LIMITS.get(kind, LIMIT))
    transcript = read(data, str(path))
    if not transcript.lines:
        raise SourceError("empty", f"{path} holds no text.")
    return transcript


def tell_kind(data: bytes, suffix: str) -> str:
    """The kind of a file, from its first bytes, then from its suffix; ``""`` if neither tells."""
    head = data[:HEAD]
    if PDF_MARK in head:
        return "pdf"
    if head.startswith(OTHER_KINDS):
        return ""
    return "html" if HTML_MARK.search(head) else KIND_OF_SUFFIX.get(suffix.lower(), "")


def _refuse_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        raise SourceError("too_large", f"{path} is larger than {limit >> 20} MB: split it, or leave pictures out.")


def _bytes(path: Path) -> bytes:
    try:
        _refuse_size(path, path.stat().st_size, LIMIT)
        return path.read_bytes()
    except OSError as error:
        reason = f"{path} could not be opened ({error.strerror}): check that it is there and readable."
        raise SourceError("unreadable", reason) from error
