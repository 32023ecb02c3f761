"""What an item says, as a short mark that stays when only its file was moved or its pages were counted anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from search.document import Document


class Said(NamedTuple):
    """8 hex digits each of the title, of the decision, and of all other text; equal for equal words, whatever the white
    space between them."""

    title: str
    decision: str
    text: str

    def __str__(self) -> str:
        return "-".join(self)

    def changed(self, now: Said) -> tuple[str, ...]:
        """Which of title, decision and text are others now."""
        return tuple(name for name, was, is_ in zip(self._fields, self, now, strict=True) if was != is_)


def said(document: Document) -> Said:
    """What the document says."""
    decision = (passage.text for passage in document.passages if passage.field == "decision")
    text = (passage.text for passage in document.passages if passage.field != "decision")
    return Said(_mark([document.title]), _mark([document.decision, *decision]), _mark(text))


def _mark(texts: Iterable[str]) -> str:
    words = (" ".join(text.split()) for text in texts)
    return hashlib.blake2b("\n".join(words).encode("utf-8", "replace"), digest_size=4).hexdigest()
