"""Headings over groups of items: ``B. Sager til afgørelse i byrådet``, ``Lukkede punkter``."""

from __future__ import annotations

import re

from indexer.segment.labels import bare
from indexer.segment.sheet import Sheet

MAX_HEADING = 100
_LETTERED = re.compile(r"[A-ZÆØÅ][.)]\s[A-ZÆØÅ].{2,100}[^.]$")
_ACCESS = re.compile(
    r"(?:(?:(?P<open>åbne|åben|offentlige?)|(?P<closed>lukkede|lukket|fortrolige))"
    r"(?:\s(?:(?:dagsordens)?punkter|sager|dagsorden|møde|del)|(?<=åbne|kede))|tillægsdagsorden|tillægspunkter)$",
    re.IGNORECASE,
)


def is_group(text: str) -> bool:
    """Whether a line in front of an item heads a group of items."""
    line = bare(text)
    return len(line) <= MAX_HEADING and bool(_LETTERED.match(line) or _ACCESS.match(line))


def before_group(sheet: Sheet, start: int) -> int:
    """The line where the item in front of the start ends: a group's heading belongs to neither."""
    return start - 1 if _is_headed(sheet, start) else start


def group_access(sheet: Sheet, start: int) -> str | None:
    """``open`` or ``closed`` where the line in front of the start opens such a group, ``""`` where it opens another;
    None where it opens none."""
    match = _ACCESS.match(bare(sheet.lines[start - 1].text)) if _is_headed(sheet, start) else None
    return None if match is None else "open" if match["open"] else "closed" if match["closed"] else ""


def _is_headed(sheet: Sheet, start: int) -> bool:
    if not start:
        return False
    above, line = sheet.lines[start - 1], sheet.lines[start]
    if sheet.kind(start - 1):
        return sheet.kind(start - 1) == "access" and is_group(above.text)
    return is_group(above.text) or above.rank > max(1, line.rank)
