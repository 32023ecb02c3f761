"""One file -> its Transcript: what kind it is, and which reader reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from indexer.errors import SourceError
from indexer.kinds import ARCHIVE, KIND_OF_SUFFIX, READABLE, READY
from indexer.model import Transcript
from indexer.ocr import recognise, steadied
from indexer.others import advice
from indexer.readers.archive import members
from indexer.readers.firstagenda import read_firstagenda
from indexer.readers.html import read_html
from indexer.readers.pdf import read_pdf
from indexer.readers.printing import numbered
from indexer.readers.text import read_text
from indexer.readers.zipped import MARKS, zip_kind


def read_docx(data: bytes, name: str) -> Transcript:
    """By a reader that takes long to load and that most folders have no need of."""
    from indexer.readers.docx import read_docx

    return read_docx(data, name)


READERS: dict[str, Callable[[bytes, str], Transcript]] = {
    "html": read_html,
    "pdf": read_pdf,
    "text": read_text,
    "docx": read_docx,
    "firstagenda": read_firstagenda,
}

# Bytes; text and web pages hold no pictures.
LIMIT = 512 << 20
LIMITS = {"text": 50 << 20, "html": 50 << 20, "firstagenda": 50 << 20, READY: 100 << 20}

# Readers of PDF accept its mark anywhere in the first 1,024 bytes.
HEAD = 1024
PDF_MARK = b"%PDF-"
HTML_MARK = re.compile(rb"<(?:!doctype\s{1,20}html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
READY_MARK = re.compile(rb"\s{0,100}\{\s{0,100}\"id\"\s{0,10}:")
# Old Word files, images, rich text.
OTHER_KINDS = (b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or one within an archive: ``inside`` is its path there, ``name`` the whole path, for messages. ``error``
    says why there is no ``data``."""

    name: str
    kind: str
    data: bytes = b""
    inside: str = ""
    error: SourceError | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it holds ready items, which no reader is asked for."""
        return self.kind == READY and self.error is None


def parts_of(path: Path) -> Iterator[Part]:
    """What is to be read in a file: the file itself, or one after the other those in an archive.

    Raises ``SourceError`` where the file or the archive as a whole cannot be read.
    """
    data = load(path)
    kind = tell_kind(data, path.suffix)
    if kind != ARCHIVE:
        yield Part(str(path), kind, data)
        return
    for member in members(data, str(path)):
        kind = tell_kind(member.data, PurePosixPath(member.path).suffix)
        yield Part(f"{path}/{member.path}", kind, member.data, member.path, member.error)


def read_file(path: Path) -> Transcript:
    """Read one file that is no archive; its content tells the kind, else its suffix.

    Raises ``SourceError`` for a file that cannot be read; its ``reason`` is one of unreadable, unknown_kind, damaged,
    encrypted, scanned, too_large, empty, other.
    """
    data = load(path)
    return read_part(Part(str(path), tell_kind(data, path.suffix), data))


def read_part(part: Part, *, ocr: bool = False) -> Transcript:
    """The same for what has been loaded; with ``ocr`` the text of scanned PDFs is recognised."""
    if part.error:
        raise part.error
    if not part.data:
        raise SourceError("empty", f"{part.name} is an empty file: fetch it again.")
    read = READERS.get(part.kind)
    if read is None:
        kinds = f"PDF, HTML, text or Markdown, Word, JSON or ZIP ({', '.join(sorted(READABLE))})"
        do = advice(part.name) or f"give {kinds}"
        raise SourceError("unknown_kind", f"{part.name} is no kind that can be read: {do}.")
    refuse_size(part)
    transcript = _recognised(part) if ocr and part.kind == "pdf" else read(part.data, part.name)
    if not transcript.lines:
        raise SourceError("empty", f"{part.name} holds no text.")
    return transcript


def without_text(transcript: Transcript) -> tuple[str, ...]:
    """A sentence about the pages that show something but hold no text; none for no pages."""
    if not transcript.scanned:
        return ()
    return (f"{numbered(transcript.scanned)} without text, as scanned pages are: --ocr has them recognised.",)


def _recognised(part: Part) -> Transcript:
    """A PDF read as it is or, where pages hold no text, after text recognition; what fails then costs these alone."""
    try:
        first = read_pdf(part.data, part.name)
    except SourceError as error:
        if error.reason != "scanned":
            raise
        return _recognise(part, None)
    try:
        return _recognise(part, first.scanned) if first.scanned else first
    except SourceError as error:
        return replace(first, warnings=(*first.warnings, str(error)))


def _recognise(part: Part, scanned: tuple[int, ...] | None) -> Transcript:
    """The PDF with the text that was recognised on some pages, None for all."""
    recognised = recognise(part.data, part.name, scanned)
    try:
        found = steadied(read_pdf(recognised, part.name), scanned)
    except SourceError as error:
        if error.reason == "scanned":
            raise SourceError("empty", f"{part.name} is scanned, and no text was recognised on it.") from error
        raise
    told = (f"{numbered(found.scanned)} without text also after recognition.",) if found.scanned else ()
    return replace(found, warnings=found.warnings + told, scanned=())


def tell_kind(data: bytes, suffix: str) -> str:
    """The kind of a file, from its first bytes, then from its suffix; ``""`` if neither tells."""
    head = data[:HEAD]
    kind = KIND_OF_SUFFIX.get(suffix.lower(), "")
    if head.startswith(MARKS):
        found = zip_kind(data)
        return (kind if kind in ("docx", ARCHIVE) else "") if found is None else found
    if PDF_MARK in head:
        return "pdf"
    if head.startswith(OTHER_KINDS):
        return ""
    if kind in (READY, "firstagenda"):
        return READY if READY_MARK.match(head) else kind
    return "html" if HTML_MARK.search(head) else kind


def load(path: Path) -> bytes:
    """The bytes of a file. Raises ``SourceError`` (``unreadable``, ``too_large``)."""
    try:
        _refuse_size(str(path), path.stat().st_size, LIMIT)
        return path.read_bytes()
    except OSError as error:
        reason = f"{path} could not be opened ({error.strerror}): check that it is there and readable."
        raise SourceError("unreadable", reason) from error


def refuse_size(part: Part) -> None:
    """Raise ``SourceError`` (``too_large``) for more bytes than its kind can have a use for."""
    _refuse_size(part.name, len(part.data), LIMITS.get(part.kind, LIMIT))


def _refuse_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise SourceError("too_large", f"{name} is larger than {limit >> 20} MB: split it, or leave pictures out.")
