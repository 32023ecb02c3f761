"""Minutes as they were read beside their gold: what is right and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

FIELDS = (
    "number", "title", "case_numbers", "access", "decision", "outcome", "recommendation", "attachments", "earlier",
)  # fmt: skip


def folded(value: object, field: str) -> object:
    """A value as it is compared: white space folded, a recommendation by its first 80 characters, empty as None."""
    if isinstance(value, str):
        text = " ".join(value.split())
        return (text[:80].strip() if field == "recommendation" else text) or None
    if field == "earlier" and isinstance(value, list):
        value = [[e["body"], e["date"], e["item"], e["outcome"]] if isinstance(e, dict) else e for e in value]
    return value or None


def right_values(gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """(field, whether it is right) of one meeting; an item out of its place is wrong throughout."""
    for at, item in enumerate(gold["items"]):
        other = found["items"][at] if at < len(found["items"]) else {"number": object()}
        for field in FIELDS:
            yield field, folded(item.get(field), field) == folded(other.get(field), field)
    yield "items", len(gold["items"]) == len(found["items"])
    for key, value in gold["meeting"].items():
        yield "meeting", value == found["meeting"].get(key)


def matched(gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Which item of the gold is which of those found: in order, as many as can be, the most alike."""
    best: list[list[tuple[float, dict[int, int]]]] = [[(0.0, {})] * (len(found) + 1)]
    for i, wanted in enumerate(gold):
        row: list[tuple[float, dict[int, int]]] = [(0.0, {})]
        for j, got in enumerate(found):
            alike = likeness(wanted, got)
            here = best[i][j][0] + alike, best[i][j][1] | ({i: j} if alike else {})
            row.append(max(best[i][j + 1], row[j], here, key=lambda choice: choice[0]))
        best.append(row)
    return best[-1][-1][1]


def likeness(wanted: dict[str, Any], got: dict[str, Any]) -> float:
    """0 where the two cannot be the same item; by title and number, and by the decision where neither is printed."""
    a, b = (str(folded(item.get("title"), "title") or "").casefold() for item in (wanted, got))
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    same = wanted.get("number") is not None and wanted.get("number") == got.get("number")
    decided = folded(wanted.get("decision"), "decision") == folded(got.get("decision"), "decision")
    return ratio + 0.5 * same + 0.1 * decided if ratio >= 0.7 or (same and ratio >= 0.4) else 0.0
