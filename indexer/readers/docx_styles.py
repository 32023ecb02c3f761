"""How Word's paragraphs and runs look: what they say themselves, then their style and those it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# An element of the parsed tree. Only the DOCX reader knows the library that made it.
Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Styles are based on each other no deeper than this; a circle ends here too.
MAX_DEPTH = 20
# Half points, twentieths of a point, and levels all stay below this.
MAX_NUMBER = 1_000_000
# Word's default where a document sets none, in half points.
USUAL_SIZE = 20
# Space above or below a paragraph that the eye sees, in twentieths of a point.
CLEAR = 60
GROUPS = ("rPr", "pPr")
BODY_LEVEL = 9

HEADING_NAME = re.compile(r"(?:heading|overskrift) ?([1-9])$", re.IGNORECASE)
TITLE_NAMES = frozenset(("title", "titel"))
OFF = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True)
class Look:
    """How text is set: size in points, weight, and whether it is shown at all."""

    size: float
    bold: bool
    hidden: bool


@dataclass(slots=True)
class Styles:
    """The styles of one document by id, and its defaults."""

    _known: dict[str, Element]
    _defaults: dict[str, Element | None]
    _usual: dict[str, str]
    _chains: dict[str, tuple[Element, ...]] = field(default_factory=dict)

    def chain(self, paragraph: Element) -> tuple[Element, ...]:
        """The paragraph's style and those it is based on, the nearest first."""
        return self._based(value(paragraph, "pPr", "pStyle") or self._usual.get("paragraph", ""))

    def look(self, paragraph: Element, run: Element) -> Look:
        """How a run of the paragraph looks."""
        own = self._based(value(run, "rPr", "rStyle") or "")
        sources = [run, *own, *self.chain(paragraph)]
        size = self._first(sources, "rPr", "sz", whole)
        return Look(
            size=(size or USUAL_SIZE) / 2,
            bold=bool(self._first(sources, "rPr", "b", switch)),
            hidden=bool(self._first(sources, "rPr", "vanish", switch)),
        )

    def level(self, paragraph: Element) -> int:
        """1 to 9 for a heading of that level, 0 for body text."""
        chain = self.chain(paragraph)
        found = self._first([paragraph, *chain], "pPr", "outlineLvl", whole)
        if found is not None:
            return found + 1 if found < BODY_LEVEL else 0
        return next(filter(None, map(_named_level, chain)), 0)

    def space(self, paragraph: Element) -> tuple[bool, bool]:
        """Whether clear space is set above and below the paragraph."""
        sources = [paragraph, *self.chain(paragraph), self._defaults["pPr"]]
        edges = (_spacing(sources, "before"), _spacing(sources, "after"))
        return edges[0] >= CLEAR, edges[1] >= CLEAR

    def name(self, paragraph: Element) -> str:
        """The name of the paragraph's style; ``""`` for none."""
        chain = self.chain(paragraph)
        return (value(chain[0], "name") or "")[:80] if chain else ""

    def numbering(self, paragraph: Element) -> Iterator[Element]:
        """The ``numPr`` of the paragraph, then those of its styles, each where there is one."""
        for source in (paragraph, *self.chain(paragraph)):
            found = child(source, "pPr", "numPr")
            if found is not None:
                yield found

    def number_of(self, style: str) -> str:
        """The list instance that a style of lists stands for; ``""`` for none."""
        found = self._known.get(style)
        return "" if found is None else value(found, "pPr", "numPr", "numId") or ""

    def _first(self, sources: list[Element], group: str, name: str, read: Any) -> Any:
        """The property as the nearest source gives it, in the end the document's defaults."""
        for source in sources:
            found = child(source, group, name)
            if found is not None:
                return read(found)
        default = self._defaults.get(group)
        found = None if default is None else child(default, group, name)
        return None if found is None else read(found)

    def _based(self, style: str) -> tuple[Element, ...]:
        if style not in self._chains:
            self._chains[style] = tuple(self._ancestors(style))
        return self._chains[style]

    def _ancestors(self, style: str) -> Iterator[Element]:
        for _ in range(MAX_DEPTH):
            element = self._known.get(style)
            if element is None:
                return
            yield element
            style = value(element, "basedOn") or ""


def styles_of(root: Element | None) -> Styles:
    """The styles of a document, from the root of its part of styles (None: it has none)."""
    found = [] if root is None else list(root.iterchildren(f"{W}style"))
    known = {key: style for style in found if (key := style.get(f"{W}styleId"))}
    usual = {
        style.get(f"{W}type", "paragraph"): style.get(f"{W}styleId", "")
        for style in found
        if style.get(f"{W}default", "0") not in OFF
    }
    defaults = {group: None if root is None else child(root, "docDefaults", f"{group}Default") for group in GROUPS}
    return Styles(known, defaults, usual)


def child(element: Element, *path: str) -> Element | None:
    """The first child of a child ... by names without prefix."""
    for name in path:
        element = element.find(f"{W}{name}")
        if element is None:
            return None
    return element


def value(element: Element, *path: str) -> str | None:
    """The ``val`` of a descendant."""
    found = child(element, *path)
    return None if found is None else found.get(f"{W}val")


def number(text: str | None) -> int | None:
    """A short whole number that is not negative."""
    short = (text or "")[:8]
    return min(int(short), MAX_NUMBER) if short.isascii() and short.isdecimal() else None


def whole(element: Element) -> int | None:
    """The element's value as a number."""
    return number(element.get(f"{W}val"))


def switch(element: Element) -> bool:
    """Whether a property is on: without a value it is."""
    return element.get(f"{W}val", "1") not in OFF


def _named_level(style: Element) -> int:
    name = (value(style, "name") or "").strip()[:80]
    match = HEADING_NAME.match(name)
    return int(match[1]) if match else int(name.casefold() in TITLE_NAMES)


def _spacing(sources: list[Element | None], edge: str) -> int:
    for source in sources:
        found = None if source is None else child(source, "pPr", "spacing")
        text = None if found is None else found.get(f"{W}{edge}")
        if text is not None:
            return number(text) or 0
    return 0
