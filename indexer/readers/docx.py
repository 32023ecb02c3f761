"""DOCX -> Transcript: paragraphs and tables of the body in reading order. The only importer of python-docx.

Heads and feet of pages, notes and comments are left out; a Word file does not say where its pages end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx.opc.part import PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

from indexer.clean import clean_line
from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.docx_numbers import Numbers, numbers_of
from indexer.readers.docx_styles import Element, Styles, W, child, number, styles_of
from indexer.readers.layout import Printed, Scale, scale_of
from indexer.readers.lines import RawLine, RawPage, heading_rank, paginate
from indexer.readers.zipped import open_zip

MAX_TEXT = 50 << 20
MAX_COLUMNS = 1_000
HEADING_LEVELS = 6

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Text that was taken out, properties, and what old versions of Word are shown instead of a box.
LEFT_OUT = ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText")
SKIPPED = {f"{W}{name}" for name in LEFT_OUT} | {f"{COMPATIBILITY}Fallback"}
TEXT = {f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
SIGNS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
BREAKS = {f"{W}br", f"{W}cr"}
PARAGRAPH, RUN, TABLE, ROW, CELL = (f"{W}{name}" for name in ("p", "r", "tbl", "tr", "tc"))
EMBEDDED = f"{W}altChunk"

# The library opens one kind of document; those with macros and templates are written alike.
for _kind in (
    "vnd.ms-word.document.macroEnabled",
    "vnd.ms-word.template.macroEnabledTemplate",
    "vnd.openxmlformats-officedocument.wordprocessingml.template",
):
    PartFactory.part_type_for[f"application/{_kind}.main+xml"] = DocumentPart


@dataclass(frozen=True, slots=True)
class Written:
    """A line as Word sets it: its text, look and place. ``level`` is that of a heading, 0 for body text."""

    text: str
    size: float
    bold: bool
    style: str
    level: int
    gap: bool
    cell: tuple[int, int] | None


@dataclass(slots=True)
class Paragraph:
    """An open paragraph: the text of the line so far, and how its visible parts are set."""

    element: Element
    prefix: str
    level: int
    gap: bool
    parts: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    bold: bool = True


@dataclass(slots=True)
class Table:
    """An open table; ``layout`` tables only place things on the page."""

    layout: bool
    row: int = 0
    column: int = -1
    width: int = 1


@dataclass(slots=True)
class Flow:
    """Collects lines while the body is walked."""

    styles: Styles
    numbers: Numbers
    lines: list[Written] = field(default_factory=list)
    _paragraphs: list[Paragraph] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _runs: list[Element] = field(default_factory=list)
    _rows: int = 0
    _gap: bool = False

    def open(self, element: Element) -> None:
        """An element begins."""
        tag = element.tag
        if tag == PARAGRAPH:
            self._begin(element)
        elif tag == RUN:
            self._runs.append(element)
        elif tag in TEXT or tag in SIGNS:
            self._add(element.text or "" if tag in TEXT else SIGNS[tag])
        elif tag in BREAKS and self._paragraphs:
            self._emit(self._paragraphs[-1])
        else:
            self._open_table_part(element)

    def close(self, element: Element) -> None:
        """The innermost open element ends."""
        if element.tag == PARAGRAPH and self._paragraphs:
            self._end(self._paragraphs.pop())
        elif element.tag == RUN and self._runs:
            self._runs.pop()
        elif element.tag == TABLE and self._tables:
            self._tables.pop()
            self._gap = True

    def _begin(self, element: Element) -> None:
        above, _ = self.styles.space(element)
        level = self.styles.level(element)
        self._paragraphs.append(Paragraph(element, self.numbers.next(element), level, above))

    def _end(self, paragraph: Paragraph) -> None:
        empty = not paragraph.parts
        self._emit(paragraph)
        _, below = self.styles.space(paragraph.element)
        self._gap = self._gap or below or empty

    def _add(self, text: str) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs[-1]
        look = self.styles.look(paragraph.element, self._runs[-1] if self._runs else paragraph.element)
        if look.hidden:
            return
        paragraph.parts.append(text)
        if text.strip():
            paragraph.sizes.append(look.size)
            paragraph.bold = paragraph.bold and look.bold

    def _emit(self, paragraph: Paragraph) -> None:
        """The line so far; the paragraph goes on behind it."""
        text = "".join(paragraph.parts)
        self._gap = self._gap or paragraph.gap
        if paragraph.sizes:
            # A list that numbers itself in the text is not numbered twice.
            prefix = "" if text.lstrip().startswith(paragraph.prefix.strip()) else paragraph.prefix
            self.lines.append(self._written(paragraph, prefix + text))
            self._gap, paragraph.prefix = False, ""
        paragraph.parts, paragraph.sizes, paragraph.bold, paragraph.gap = [], [], True, False

    def _written(self, paragraph: Paragraph, text: str) -> Written:
        style = self.styles.name(paragraph.element)
        size, bold, cell = paragraph.sizes[0], paragraph.bold, self._cell()
        # What parts the cells of a table is no clear space.
        beside = cell and self.lines and self.lines[-1].cell not in (None, cell)
        return Written(text, size, bold, style, paragraph.level, self._gap and not beside, cell)

    def _open_table_part(self, element: Element) -> None:
        if element.tag == TABLE:
            self._gap = True
            self._tables.append(Table(self._is_layout(element)))
        elif not self._tables:
            return
        elif element.tag == ROW:
            table = self._tables[-1]
            table.row, table.column, table.width = self._rows, -1, 1
            self._rows += 1
        elif element.tag == CELL:
            table = self._tables[-1]
            table.column += table.width
            table.width = _span(element)

    def _is_layout(self, table: Element) -> bool:
        """Headings and tables within a table are things placed on the page, no cells of data."""
        if any(inner is not table for inner in table.iter(TABLE)):
            return True
        return any(map(self.styles.level, table.iter(PARAGRAPH)))

    def _cell(self) -> tuple[int, int] | None:
        if not self._tables or self._tables[-1].layout or self._tables[-1].column < 0:
            return None
        return self._tables[-1].row, self._tables[-1].column


def read_docx(data: bytes, name: str) -> Transcript:
    """Bytes of a Word file -> Transcript without page numbers. ``look`` is style, size in points and weight
    (``"heading 1 14.0 bold"``).

    Raises ``SourceError``: ``damaged``; ``too_large`` for a bomb.
    """
    _refuse_bomb(data, name)
    opened = _open(data, name)
    styles = styles_of(_root(opened, "styles"))
    flow = Flow(styles, numbers_of(_root(opened, "numbering"), styles))
    embedded = _walk(opened.element, flow)
    warnings = (f"{embedded} parts are documents of another format inside it and were left out.",) if embedded else ()
    return Transcript(paginate([RawPage(None, _raw(flow.lines))]), _title(opened), warnings)


def _refuse_bomb(data: bytes, name: str) -> None:
    with open_zip(data, name) as contents:
        sizes = {info.filename: info.file_size for info in contents.infolist()}
    if any(size > MAX_TEXT for part, size in sizes.items() if part.endswith((".xml", ".rels"))):
        raise SourceError("too_large", f"{name} holds more than {MAX_TEXT >> 20} MB of text: split it.")


def _open(data: bytes, name: str) -> Any:
    try:
        part = Package.open(BytesIO(data)).main_document_part
        if not isinstance(part, DocumentPart):
            raise ValueError(part.content_type)
        return part.document
    except MemoryError:
        raise
    except Exception as error:  # the library says of damage whatever it stumbles over
        message = f"{name} is no Word file that can be opened ({type(error).__name__}): save it again as .docx."
        raise SourceError("damaged", message) from error


def _root(opened: Any, kind: str) -> Element | None:
    """The root element of the part of styles or numbering; None where there is none."""
    for relation in opened.part.rels.values():
        # a damaged file may leave out what kind of relation it is
        if (relation.reltype or "").endswith(f"/{kind}") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _title(opened: Any) -> str:
    try:
        return clean_line(opened.core_properties.title or "")
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""


def _walk(root: Element, flow: Flow) -> int:
    """Show the flow every element in document order, without recursion; gives the number of embedded documents."""
    embedded = 0
    waiting: list[tuple[Element, bool]] = [(root, True)]
    while waiting:
        element, begins = waiting.pop()
        if not begins:
            flow.close(element)
            continue
        embedded += element.tag == EMBEDDED
        flow.open(element)
        waiting.append((element, False))
        waiting.extend((inner, True) for inner in reversed(element) if inner.tag not in SKIPPED)
    return embedded


def _span(cell: Element) -> int:
    span = child(cell, "tcPr", "gridSpan")
    width = None if span is None else number(span.get(f"{W}val"))
    return min(width or 1, MAX_COLUMNS)


def _raw(lines: list[Written]) -> list[RawLine]:
    scale = scale_of([[Printed(line.text, line.size, line.bold, 0.0) for line in lines]])
    return [RawLine(line.text, _look(line), _rank(line, scale), line.gap, line.cell) for line in lines]


def _rank(line: Written, scale: Scale) -> int:
    if line.level:
        return heading_rank(min(line.level, HEADING_LEVELS))
    return scale.rank(line.size, line.bold)


def _look(line: Written) -> str:
    return f"{line.style} {line.size:.1f}".strip() + (" bold" if line.bold else "")
