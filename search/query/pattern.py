"""Wildcard patterns: `*` stands for any letters, `?` for any one."""

from __future__ import annotations

import re

_LITERALS = re.compile(r"[^*?]+")


def shape_of(pattern: str) -> re.Pattern[str]:
    """What matches a word that the pattern stands for, as a whole."""
    return re.compile("".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern))


def beginning_of(pattern: str) -> str:
    """What each word begins with that the pattern stands for."""
    found = _LITERALS.match(pattern)
    return found[0] if found else ""


def core_of(pattern: str) -> str:
    """The longest run of letters that each such word holds."""
    return max(_LITERALS.findall(pattern), key=len, default="")
