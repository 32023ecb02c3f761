"""The numbers that Word prints before paragraphs and that stand nowhere in the text, by the numbering part's rules.

After ECMA-376, part 1, 17.9: a paragraph names an instance (``num``) and a level, the instance an abstract numbering,
which says for each level where it starts and how it is written (``"%1.%2"``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.readers.docx_styles import Element, Styles, W, child, number, value
from indexer.readers.numbering import written

LEVELS = 9
MAX_PATTERN = 100
PLACE = re.compile(r"%([1-9])")
# Word's formats in the terms of HTML's; what is not listed is printed in digits.
FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
UNNUMBERED = frozenset(("bullet", "none"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers and the whole are written, and which style belongs to it."""

    start: int
    form: str
    pattern: str
    style: str


@dataclass(slots=True)
class Numbers:
    """The lists of a document, and how far each has come at the place where one reads."""

    _styles: Styles
    _instances: dict[str, tuple[str, dict[int, int]]]
    _lists: dict[str, dict[int, Level]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, paragraph: Element) -> str:
        """What is printed before the paragraph: ``"3. "``, ``"2.1 "``, or ``""``."""
        instance, level = self._place(paragraph)
        key, starts = self._instances.get(instance, ("", {}))
        levels = self._lists.get(key, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        self._step(instance, level, counts, starts.get(level, levels[level].start))
        return _printed(level, levels, counts)

    def _step(self, instance: str, level: int, counts: dict[int, int], start: int) -> None:
        """One further on the level; deeper ones begin anew. An instance of its own start begins there once."""
        _, starts = self._instances[instance]
        anew = level in starts and (instance, level) not in self._begun
        self._begun.add((instance, level))
        counts[level] = counts[level] + 1 if level in counts and not anew else start
        for deeper in range(level + 1, LEVELS):
            counts.pop(deeper, None)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """(instance, level) of the paragraph: each from the nearest that names it."""
        instance = depth = None
        for found in self._styles.numbering(paragraph):
            instance = instance or value(found, "numId")
            depth = depth if depth is not None else number(value(found, "ilvl"))
        if instance is not None and depth is None:
            depth = self._level_of_style(paragraph, instance)
        return instance or "", depth or 0

    def _level_of_style(self, paragraph: Element, instance: str) -> int:
        key, _ = self._instances.get(instance, ("", {}))
        names = {style.get(f"{W}styleId") for style in self._styles.chain(paragraph)}
        return next((depth for depth, level in self._lists.get(key, {}).items() if level.style in names), 0)


def numbers_of(root: Element | None, styles: Styles) -> Numbers:
    """The lists of a document, from the root of its numbering part (None: it has none)."""
    if root is None:
        return Numbers(styles, {}, {})
    abstract = {found.get(f"{W}abstractNumId", ""): found for found in root.iterchildren(f"{W}abstractNum")}
    instances = {found.get(f"{W}numId", ""): _instance(found) for found in root.iterchildren(f"{W}num")}
    links = {key: linked for key, found in abstract.items() if (linked := value(found, "numStyleLink"))}
    homes = {key: styles.number_of(linked) for key, linked in links.items()}
    for instance, (key, starts) in list(instances.items()):
        if key in homes and homes[key] in instances:
            instances[instance] = (instances[homes[key]][0], starts)
    return Numbers(styles, instances, {key: _levels(found) for key, found in abstract.items()})


def _levels(abstract: Element) -> dict[int, Level]:
    found = ((number(level.get(f"{W}ilvl")), level) for level in abstract.iterchildren(f"{W}lvl"))
    return {depth: _level(level) for depth, level in found if depth is not None and depth < LEVELS}


def _level(level: Element) -> Level:
    start = number(value(level, "start"))
    return Level(
        start=1 if start is None else start,
        form=value(level, "numFmt") or "decimal",
        pattern=(value(level, "lvlText") or "")[:MAX_PATTERN],
        style=value(level, "pStyle") or "",
    )


def _instance(found: Element) -> tuple[str, dict[int, int]]:
    """(abstract list, starts that the instance sets itself)."""
    starts = {}
    for override in found.iterchildren(f"{W}lvlOverride"):
        level, start = number(override.get(f"{W}ilvl")), child(override, "startOverride")
        if level is not None and start is not None:
            starts[level] = number(start.get(f"{W}val")) or 0
    return value(found, "abstractNumId") or "", starts


def _printed(level: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if levels[level].form in UNNUMBERED:
        return ""

    def shown(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        above = levels.get(place)
        if above is None or above.form in UNNUMBERED:
            return ""
        return written(counts.get(place, above.start), FORMATS.get(above.form, "1"))

    text = PLACE.sub(shown, levels[level].pattern).strip()
    return f"{text} " if text else ""
