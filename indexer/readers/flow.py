"""Elements in document order -> raw lines, as a browser would break them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.readers.borders import Border, border, part_of, takes_space
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
ARIA_LEVELS = frozenset("123456789")


class Box(NamedTuple):
    """An open element, as far as lines care, with what it takes over from the elements around it."""

    tag: str
    look: str
    rank: int
    bold: bool
    pre: bool
    block: bool
    part: str
    depth: int
    around: Box | None

    def part_within(self, outer: Box) -> str | None:
        """The part that the outermost element inside ``outer`` and around this one plays in the line, if any."""
        box: Box | None = self
        while box and box.depth > outer.depth + 1:
            box = box.around
        return box.part if box and box is not outer else None


@dataclass(slots=True)
class Table:
    """An open table; ``layout`` tables only place things on the page."""

    layout: bool
    row: int = 0
    column: int = -1


@dataclass(slots=True)
class Flow:
    """Collects text until something ends the line; ``furniture`` is what is left out."""

    lines: list[RawLine] = field(default_factory=list)
    furniture: list[RawLine] = field(default_factory=list)
    _box: Box | None = None
    # The innermost element around all of the line so far, and the outermost left since its last text.
    _shared: Box | None = None
    _left: Box | None = None
    # The element of the last text.
    _last: Box | None = None
    _parts: list[str] = field(default_factory=list)
    _gap: bool = False
    _tables: list[Table] = field(default_factory=list)
    _rows: int = 0
    _numbers: ListNumbers = field(default_factory=ListNumbers)
    _prefix: str = ""

    def open(self, element: Element) -> None:
        """An element begins."""
        box = self._box = _box(element, self._box)
        if box.block:
            self._end_line(gap=box.tag in SPACED)
        self._open_table_part(element)
        if box.tag in LISTS:
            self._numbers.open(element)
        elif box.tag == "li":
            self._prefix = self._numbers.next(element)
        elif box.tag == "br":
            self._break()

    def close(self) -> None:
        """The innermost open element ends."""
        box = self._box
        if box is None:
            return
        if box.block:
            self._end_line(gap=box.tag in SPACED)
        if box.tag == "table":
            self._tables.pop()
        elif box.tag in LISTS:
            self._numbers.close()
        self._box = box.around
        if self._left is box:
            self._left = box.around

    def text(self, text: str | None) -> None:
        """Text within the innermost open element."""
        if not text:
            return
        first, *others = text.split("\n") if self._box and self._box.pre else [text]
        self._add(first)
        for line in others:
            self._break()
            self._add(line)

    def finish(self) -> None:
        """The document ends."""
        self._end_line(gap=False)

    def _add(self, text: str) -> None:
        if text and not text.isspace():
            if self._parts and takes_space(self._parts[-1], text, self._border()):
                self._parts.append(" ")
            shared, left = self._shared, self._left
            self._shared = left if shared and left and left.depth < shared.depth else shared or self._box
            self._left = self._last = self._box
        self._parts.append(text)

    def _border(self) -> Border:
        """Between the last text and the one that comes, told by the elements around each but not around both."""
        if not (self._last and self._left and self._box):
            return Border.NONE
        return border(self._last.part_within(self._left), self._box.part_within(self._left))

    def _break(self) -> None:
        """A line break; two in a row leave a blank line."""
        self._end_line(gap=self._shared is None)

    def _end_line(self, *, gap: bool) -> None:
        if self._shared is not None:
            self._emit("".join(self._parts), self._shared)
        self._shared = self._left = self._last = None
        self._parts.clear()
        self._gap = self._gap or gap

    def _emit(self, text: str, box: Box) -> None:
        if is_control(" ".join(text.split())):
            self.furniture.append(RawLine(text))
            return
        # A list that numbers itself in the text is not numbered twice.
        prefix = "" if text.lstrip().startswith(self._prefix.strip()) else self._prefix
        look = box.look + (" bold" if box.bold and not box.rank else "")
        self.lines.append(RawLine(prefix + text, look, box.rank or int(box.bold) * BOLD_RANK, self._gap, self._cell()))
        self._prefix, self._gap = "", False

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


def _box(element: Element, around: Box | None) -> Box:
    tag = element.tag
    level = _heading_level(element)
    # Elements of a site's own that hold others are its blocks: "agenda-item" around "item-title".
    block = tag in BLOCKS or ("-" in tag and len(element) > 0)
    own = block or element.get("class")
    bold = tag in BOLD or BOLD_STYLE.search(element.get("style", "")[:1000]) is not None
    return Box(
        tag,
        look=_look(element) if own or not around else around.look,
        rank=heading_rank(level) if level else around.rank if around else 0,
        bold=bold or (around is not None and around.bold),
        pre=tag == "pre" or (around is not None and around.pre),
        block=block,
        part="" if block else part_of(element),
        depth=around.depth + 1 if around else 0,
        around=around,
    )


def _look(element: Element) -> str:
    """Tag and classes; classes with digits tell elements apart, not looks."""
    classes = [name for name in element.get("class", "").split()[:8] if not any(map(str.isdigit, name))]
    return ".".join([element.tag, *classes])


def _heading_level(element: Element) -> int:
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level", "2")
    return min(int(level), 6) if level in ARIA_LEVELS else 2


def _is_layout(table: Element) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    return any(inner is not table for inner in table.iter("table", *HEADINGS))
