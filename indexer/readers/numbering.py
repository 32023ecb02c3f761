"""The numbers that a browser or Word puts before list items and that stand nowhere in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.readers.chrome import Element

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ROMAN_LIMIT = 399
UNNUMBERED = frozenset(("list-unstyled", "list-none", "no-bullets", "unstyled"))


@dataclass(slots=True)
class Counter:
    """An open list: the number of its next item, and how numbers look; ``""`` for a list without numbers."""

    style: str
    following: int = 1
    step: int = 1


@dataclass(slots=True)
class ListNumbers:
    """The lists that are open at a place in the document, the innermost last."""

    _open: list[Counter] = field(default_factory=list)

    def open(self, element: Element) -> None:
        self._open.append(_counter(element))

    def close(self) -> None:
        self._open.pop()

    def next(self, item: Element) -> str:
        """What is printed before the item: ``"3. "``, ``"b. "``, or ``""``."""
        if not self._open or not self._open[-1].style:
            return ""
        counter = self._open[-1]
        number = _integer(item.get("value"), counter.following)
        counter.following = number + counter.step
        return f"{written(number, counter.style)}. "


def written(number: int, style: str) -> str:
    """``number`` in a list style of HTML: ``1``, ``a``, ``A``, ``i``, ``I``; digits where the style has no sign."""
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 1 <= number <= ROMAN_LIMIT:
        return roman(number) if style == "i" else roman(number).upper()
    return str(number)


def roman(number: int) -> str:
    """``4`` -> ``iv``, for 1 to 399."""
    signs = ""
    for value, sign in ROMAN:
        signs += sign * (number // value)
        number %= value
    return signs


def _counter(element: Element) -> Counter:
    if element.tag != "ol" or not UNNUMBERED.isdisjoint(element.get("class", "").split()):
        return Counter("")
    backwards = element.get("reversed") is not None
    first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
    return Counter(element.get("type", "1"), _integer(element.get("start"), first), -1 if backwards else 1)


def _integer(text: str | None, otherwise: int) -> int:
    """A short whole number as written in an attribute."""
    short = (text or "").strip()[:7]
    return int(short) if short.removeprefix("-").isdecimal() else otherwise
