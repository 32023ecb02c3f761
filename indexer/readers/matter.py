"""Whether a part of a web page holds minutes, whatever its element or class is called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from indexer.segment.labels import bare, find_label, vocabulary

TELLING = ("decision", "recommendation")
"""Kinds of sections that only minutes have; menus and notices about cookies have words like those of the others."""

PRESSED = frozenset(("a", "button", "nav", "script", "style", "template", "option"))
# A link or button around a label is found so many elements up.
DEEP = 12
# Elements looked at to judge one, and letters of a text.
LOOK_AHEAD = 5_000
LABEL = 200


def holds_minutes(element: Any) -> bool:
    """Whether a label of a decision or recommendation stands in it, not counting links that lead to one."""
    return any(_telling(element, LOOK_AHEAD))


def holds_all_minutes(element: Any, body: Any) -> bool:
    """Whether none of the labels in ``body`` stands outside ``element``, which is part of it."""
    return sum(_telling(element, None)) == sum(_telling(body, None))


def _telling(element: Any, most: int | None) -> Iterator[bool]:
    for inner in islice(element.iter(), most):
        yield _is_label(inner.text) and not _is_pressed(inner)
        yield inner is not element and _is_label(inner.tail) and not _is_pressed(inner.getparent())


def _is_label(text: str | None) -> bool:
    if text is None or not (words := bare(text[:LABEL].strip()).casefold().split(maxsplit=1)):
        return False
    label = find_label(text[:LABEL].strip()) if words[0].strip(":") in _first_words() else None
    return label is not None and label.kind in TELLING and not label.weak


def _is_pressed(element: Any) -> bool:
    return element.tag in PRESSED or any(outer.tag in PRESSED for outer in islice(element.iterancestors(), DEEP))


@cache
def _first_words() -> frozenset[str]:
    known = (*vocabulary().words.items(), *vocabulary().opening)
    return frozenset(words.split()[0] for words, kind in known if kind in TELLING)
