"""Minutes as a PDF: a table of contents, running heads, page numbers, bold labels, dated decisions of each body.

The only importer of reportlab. Pages are not compressed, so the bytes do not depend on the compressor at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import grey
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents
from sample.calendar_da import long_date, short_date, weekday
from sample.records import Item, Meeting

HEADS = {"minutes": "Referat", "agenda": "Dagsorden"}
MARGIN = 22 * mm
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=5)
LABEL = ParagraphStyle("label", parent=BODY, fontName="Helvetica-Bold", spaceBefore=6, spaceAfter=2, keepWithNext=1)
HEADING = ParagraphStyle("heading", parent=LABEL, fontSize=13, leading=16, spaceBefore=14, spaceAfter=4)
TITLE = ParagraphStyle("title", parent=LABEL, fontSize=20, leading=26)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9, leading=11, spaceAfter=0)
GRID = [("GRID", (0, 0), (-1, -1), 0.4, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]


class Book(BaseDocTemplate):  # type: ignore[misc]
    """A document that notes on which page each item's heading fell; `pages` is valid after the build."""

    def __init__(self, target: BytesIO, meeting: Meeting) -> None:
        super().__init__(
            target, pagesize=A4, invariant=1, pageCompression=0, title=f"{HEADS[meeting.kind]} - {meeting.body}",
            author=meeting.municipality, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        )  # fmt: skip
        self.meeting = meeting
        self.pages: dict[str, int] = {}
        frame = Frame(MARGIN, MARGIN, self.width, self.height, id="text")
        self.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=self.furniture))

    def furniture(self, canvas: Any, _: Any) -> None:
        """Running head and page number."""
        canvas.setFont("Helvetica", 8)
        top = A4[1] - 12 * mm
        canvas.drawString(MARGIN, top, f"{self.meeting.municipality} – {self.meeting.body}")
        canvas.drawRightString(A4[0] - MARGIN, top, short_date(self.meeting.day))
        canvas.drawCentredString(A4[0] / 2, 12 * mm, f"Side {canvas.getPageNumber()}")

    def afterFlowable(self, flowable: Any) -> None:
        """Called by reportlab for every block laid out."""
        number = getattr(flowable, "item_number", None)
        if number:
            self.pages[number] = self.page
            self.notify("TOCEntry", (0, flowable.getPlainText(), self.page))


def render(meeting: Meeting) -> tuple[bytes, dict[str, int]]:
    """The file's bytes, and the 1-based page of each item's heading by item number."""
    target = BytesIO()
    book = Book(target, meeting)
    book.multiBuild([*_front(meeting), *(block for item in meeting.items for block in _item(item, meeting))])
    return target.getvalue(), book.pages


def _front(meeting: Meeting) -> Iterator[Any]:
    yield Paragraph(escape(meeting.municipality), BODY)
    yield Paragraph(HEADS[meeting.kind], TITLE)
    yield Paragraph(escape(meeting.body), HEADING)
    day = f"{weekday(meeting.day).capitalize()} den {long_date(meeting.day)}"
    facts = [
        ("Mødedato:", f"{day} kl. {meeting.start}"),
        ("Mødested:", meeting.place),
        ("Medlemmer:", ", ".join(str(member) for member in meeting.present)),
        ("Fraværende:", ", ".join(str(member) for member in meeting.absent)),
    ]
    yield _grid([row for row in facts if row[1]], (28 * mm, 138 * mm), [("VALIGN", (0, 0), (-1, -1), "TOP")])
    yield PageBreak()
    yield Paragraph("Indholdsfortegnelse", HEADING)
    yield TableOfContents(levelStyles=[BODY], dotsMinLevel=0)
    yield PageBreak()


def _item(item: Item, meeting: Meeting) -> Iterator[Any]:
    heading = Paragraph(escape(f"{item.number}. {item.title}", quote=False), HEADING)
    heading.item_number = item.number
    yield heading
    yield Paragraph(f"Sagsnr.: {item.case_number}", BODY)
    yield Paragraph("Lukket punkt" if item.closed else "Åbent punkt", BODY)
    yield from _section("Resumé", item.summary)
    yield from _section("Sagsfremstilling", item.text)
    if item.table:
        yield _grid(item.table, None, GRID)
        yield Spacer(1, 6)
    yield from _section("Økonomiske konsekvenser", item.economy)
    yield from _section("Indstilling", item.recommendation)
    for entry in item.earlier:
        yield from _section(f"Beslutning i {entry.body} den {long_date(entry.day)}", entry.decision)
    if item.decision is not None and meeting.kind == "minutes":
        yield Paragraph(f"Beslutning i {meeting.body} den {long_date(meeting.day)}", LABEL)
        yield from _lines(item.decision)
        yield from _lines(item.absence)
    yield from _section("Bilag", "\n".join(item.attachments))


def _section(label: str, text: str) -> list[Any]:
    return [Paragraph(escape(label), LABEL), *_lines(text)] if text else []


def _lines(text: str) -> list[Any]:
    return [Paragraph(escape(line, quote=False), BODY) for line in text.splitlines() if line.strip()]


def _grid(rows: Any, widths: tuple[float, ...] | None, style: list[Any]) -> Any:
    cells = [[Paragraph(escape(cell, quote=False), CELL) for cell in row] for row in rows]
    return Table(cells, colWidths=widths, style=style, hAlign="LEFT")
