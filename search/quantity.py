"""How many of something, in words."""

from __future__ import annotations


def counted(number: int, what: str, more: str = "s", one: str = "") -> str:
    """`1 file`, `2 files`; `more` is what the word gets where there is not one: `2 punkter`, `one` where there is."""
    return f"{number} {what}{one if number == 1 else more}"
