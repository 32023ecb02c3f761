"""Elements in document order -> raw lines, as a browser would break them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.readers.chrome import HEADINGS, Element, is_control, names
from indexer.readers.lines import BOLD_RANK, RawLine, heading_rank
from indexer.readers.numbering import ListNumbers

BLOCKS = names(
    "html body main article section header footer aside div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead "
    "tbody tfoot tr td th blockquote pre figure figcaption address details summary fieldset legend form center hr "
    "hgroup search menu dir"
)
# Browsers set these apart with clear space above and below.
SPACED = names("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure fieldset hr")
BOLD = frozenset(("b", "strong", "th"))
BOLD_STYLE = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)
LISTS = frozenset(("ol", "ul", "menu", "dir"))


class Box(NamedTuple):
    """An open element, as far as lines care."""

    tag: str
    look: str
    rank: int
    bold: bool
    block: bool


@dataclass(slots=True)
class Table:
    """An open table; ``layout`` tables only place things on the page."""

    layout: bool
    row: int = 0
    column: int = -1


@dataclass(slots=True)
class Flow:
    """Collects text until something ends the line."""

    lines: list[RawLine] = field(default_factory=list)
    _boxes: list[Box] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _shared: list[Box] | None = None
    _gap: bool = False
    _rows: int = 0
    _numbers: ListNumbers = field(default_factory=ListNumbers)
    _prefix: str = ""

    def open(self, element: Element) -> None:
        box = _box(element)
        if box.block:
            self._end_line(gap=box.tag in SPACED)
        self._boxes.append(box)
        self._open_table_part(element)
        if box.tag in LISTS:
            self._numbers.open(element)
        elif box.tag == "li":
            self._prefix = self._numbers.next(element)
        elif box.tag == "br":
            self._break()

    def close(self, element: Element) -> None:
        box = self._boxes[-1]
        if box.block:
            self._end_line(gap=box.tag in SPACED)
        self._boxes.pop()
        if box.tag == "table":
            self._tables.pop()
        elif box.tag in LISTS:
            self._numbers.close()

    def text(self, text: str | None) -> None:
        if not text:
            return
        first, *others = text.split("\n") if any(box.tag == "pre" for box in self._boxes) else [text]
        self._add(first)
        for line in others:
            self._break()
            self._add(line)

    def finish(self) -> None:
        self._end_line(gap=False)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if not text.isspace() and text:
            self._share()

    def _share(self) -> None:
        """Keep what all parts of the line stand in."""
        if self._shared is None:
            self._shared = list(self._boxes)
            return
        pairs = zip(self._shared, self._boxes, strict=False)
        same = next((depth for depth, (a, b) in enumerate(pairs) if a is not b), None)
        self._shared = self._shared[: len(self._boxes) if same is None else same]

    def _break(self) -> None:
        """A line break; two in a row leave a blank line."""
        self._end_line(gap=self._shared is None)

    def _end_line(self, *, gap: bool) -> None:
        if self._shared is not None:
            self._emit("".join(self._parts), self._shared)
            self._gap = False
            self._shared = None
        self._parts.clear()
        self._gap = self._gap or gap

    def _emit(self, text: str, boxes: list[Box]) -> None:
        if is_control(" ".join(text.split())):
            return
        # A list that numbers itself in the text is not numbered twice.
        prefix = "" if text.lstrip().startswith(self._prefix.strip()) else self._prefix
        self._prefix = ""
        heading = max((box.rank for box in boxes), default=0)
        bold = any(box.bold for box in boxes)
        look = _look(boxes) + (" bold" if bold and not heading else "")
        self.lines.append(RawLine(prefix + text, look, heading or int(bold) * BOLD_RANK, self._gap, self._cell()))

    def _open_table_part(self, element: Element) -> None:
        if element.tag == "table":
            self._tables.append(Table(_is_layout(element)))
        elif not self._tables:
            return
        elif element.tag == "tr":
            self._tables[-1].row, self._tables[-1].column = self._rows, -1
            self._rows += 1
        elif element.tag in ("td", "th"):
            self._tables[-1].column += 1

    def _cell(self) -> tuple[int, int] | None:
        if not self._tables or self._tables[-1].layout or self._tables[-1].column < 0:
            return None
        return self._tables[-1].row, self._tables[-1].column


def _box(element: Element) -> Box:
    tag = element.tag
    bold = tag in BOLD or BOLD_STYLE.search(element.get("style", "")[:1000]) is not None
    level = _heading_level(element)
    classes = [name for name in element.get("class", "").split()[:8] if not any(map(str.isdigit, name))]
    return Box(tag, ".".join([tag, *classes]), heading_rank(level) if level else 0, bold, tag in BLOCKS)


def _heading_level(element: Element) -> int:
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level", "2")
    return min(int(level), 6) if level in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else 2


def _look(boxes: list[Box]) -> str:
    """The innermost element around the whole line that is a block or has a class."""
    return next((box.look for box in reversed(boxes) if box.block or "." in box.look), "")


def _is_layout(table: Element) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    return any(inner is not table for inner in table.iter("table", *HEADINGS))
