"""Whether two texts of one line, of which at least one has an element of its own, are two words.

Pages set labels, values and titles side by side with styles that a reader does not see, and with no space between.
Editors and word processors, on the other hand, cut a word into runs that differ in nothing but their looks.
"""

from __future__ import annotations

import re
from enum import IntEnum

from indexer.readers.chrome import Element, names

# What only changes the look of letters, or says something about them.
RUNS = names("b strong i em u s strike del ins mark small big font tt code q cite dfn kbd var samp abbr")
RAISED = frozenset(("sub", "sup"))
RUN_ATTRIBUTES = frozenset(("style", "lang", "dir", "class"))
# Classes that Word, Word on the web, Google Docs and converters of PDFs give to runs.
RUN_CLASS = re.compile(
    r"(?:Mso\w{0,40}|SpellE|GramE|(?:Normal)?TextRun|SpellingError\w{0,20}|EOP|SCXW\d{1,12}|BCX\d{1,4}|[a-z]{1,4}\d{1,4}"
    r"|Apple-[\w-]{1,40})"
)
SPACING_STYLE = re.compile(
    r"(?<![\w-])(?:(?:margin|padding)[\w-]{0,20}\s{0,4}:(?:\s{0,4}0(?![.\d])\w{0,4}){0,4}\s{0,4}[1-9.-]|display\s{0,4}:|float\s{0,4}:)"
)
# A colon, or a small letter or digit before a capital: no word goes on like that.
BETWEEN_WORDS = re.compile(r"[a-zæøåé\d)][.!?]?[A-ZÆØÅ]|[^\W\d_][:;,]\w|\d[:;,][^\W\d_]")
# Signs that stand close to the word before them, and those that the word behind them stands close to.
CLOSE_BEFORE = frozenset(",.;:!?)]}%”»’'-–/")
CLOSE_BEHIND = frozenset("([{„“«'-–/§")


class Border(IntEnum):
    """How surely the elements of two texts that meet make them two words."""

    NONE = 0
    PERHAPS = 1
    SURE = 2


def part_of(element: Element) -> str:
    """What an inline element is to a line: ``run``, letters with a look as editors make them; ``raised``, an index; or
    ``own``, a part of the layout."""
    if element.tag in RAISED:
        return "raised"
    return "run" if element.tag in RUNS or _is_plain_span(element) else "own"


def _is_plain_span(element: Element) -> bool:
    if element.tag != "span" or not element.attrib or any(map(_is_telling, element.attrib)):
        return False
    classes = element.get("class", "").split()[:8]
    return all(map(RUN_CLASS.fullmatch, classes)) and not SPACING_STYLE.search(element.get("style", "")[:1000])


def _is_telling(attribute: str) -> bool:
    return attribute not in RUN_ATTRIBUTES and not attribute.startswith(("data-", "xml"))


def border(left: str | None, right: str | None) -> Border:
    """What stands between two texts, each in an element (its part in the line) or, for None, in none of its own.

    Two elements are two words, unless both are runs: those, and a part of the layout beside bare text, may be two.
    """
    parts = [part for part in (left, right) if part]
    if "raised" in parts or parts == ["run"] or not parts:
        return Border.NONE
    return Border.SURE if len(parts) > 1 and "own" in parts else Border.PERHAPS


def takes_space(before: str, after: str, found: Border) -> bool:
    """Whether a space belongs between two texts that meet at a border; where there is perhaps one, a capital or a colon
    must show it. A single letter begins the word behind it."""
    left, right = before[-3:], after[:1]
    if not found or not left or left[-1].isspace() or right.isspace():
        return False
    if right in CLOSE_BEFORE or left[-1] in CLOSE_BEHIND or (_is_initial(before) and right.islower()):
        return False
    return found is Border.SURE or BETWEEN_WORDS.search(left[-2:] + right) is not None


def _is_initial(before: str) -> bool:
    return before[-1:].isalpha() and not before[-2:-1].isalnum()
