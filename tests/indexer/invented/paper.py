"""Running text and pages as PDF, by reportlab; the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import grey
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table
from reportlab.platypus.tableofcontents import TableOfContents

from .meeting import Block, Print

MARGIN = 20 * mm
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=4)
BOLD = ParagraphStyle("bold", parent=TEXT, fontName="Helvetica-Bold", spaceBefore=6, keepWithNext=1)
HEADING = ParagraphStyle("heading", parent=BOLD, fontSize=14, leading=17, spaceAfter=6)
COVER = ParagraphStyle("cover", parent=BOLD, fontSize=20, leading=26, spaceAfter=20)
GRID = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("GRID", (0, 0), (-1, -1), 0.4, grey), ("FONTSIZE", (0, 0), (-1, -1), 9)]

Furniture = Callable[[Any, int], None]


class Paper:
    """What is to be printed, collected piece by piece."""

    def __init__(self) -> None:
        self._story: list[Any] = []

    def line(self, text: str, style: ParagraphStyle = TEXT) -> None:
        self._story.append(Paragraph(escape(text, quote=False), style))

    def heading(self, text: str, entry: str | None = None, style: ParagraphStyle = HEADING) -> None:
        """An item's heading; ``entry`` is its line in the contents."""
        self.line(text, style)
        self._story[-1].entry = entry or text

    def blocks(self, some: Iterable[Block]) -> None:
        for block in some:
            if block.kind == "table":
                self._story.append(Table([line.split("\t") for line in block.lines], style=GRID, hAlign="LEFT"))
                continue
            for at, line in enumerate(block.lines, 1):
                mark = {"list": "• ", "numbered": f"{at}. "}.get(block.kind, "")
                self.line(mark + line, BOLD if block.kind == "head" else TEXT)

    def cells(self, rows: Iterable[Sequence[Sequence[str]]], widths: Sequence[float], entry: str | None = None) -> None:
        """A table whose cells hold lines, its columns as many mm wide; ``entry`` where an item's heading is in it."""
        made = [[[Paragraph(escape(line, quote=False), TEXT) for line in cell] for cell in row] for row in rows]
        self._story.append(Table(made, [width * mm for width in widths], style=GRID, hAlign="LEFT"))
        self._story[-1].entry = entry

    def contents(self) -> None:
        self._story.append(TableOfContents(levelStyles=[TEXT], dotsMinLevel=0))

    def new_page(self) -> None:
        self._story.append(PageBreak())

    def printed(self, furniture: Furniture | None = None) -> Print:
        """``furniture`` draws a page's head and foot: canvas, page number."""
        target = BytesIO()
        book = _Book(target, furniture)
        book.multiBuild(self._story)
        return Print(target.getvalue(), tuple(book.pages))


class _Book(BaseDocTemplate):  # type: ignore[misc]
    """Notes on which page each heading fell."""

    def __init__(self, target: BytesIO, furniture: Furniture | None) -> None:
        super().__init__(target, pagesize=A4, invariant=1, title="", author="")
        self.pages: list[int] = []
        frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN, id="text")
        draw = (lambda canvas, _: furniture(canvas, canvas.getPageNumber())) if furniture else (lambda *_: None)
        self.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=draw))

    def beforeDocument(self) -> None:
        """Called by reportlab: contents need the document to be laid out more than once."""
        self.pages = []

    def afterFlowable(self, flowable: Any) -> None:
        """Called by reportlab for every piece laid out."""
        entry = getattr(flowable, "entry", None)
        if entry:
            self.pages.append(self.page)
            self.notify("TOCEntry", (0, escape(entry, quote=False), self.page))
