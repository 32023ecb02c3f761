"""Marks that mean something in other search engines: reading them as part of a word would mislead in silence."""

from __future__ import annotations

import re

from search.query.refusal import refusal

_NOT_OURS = (
    (r"^!(?=\w)", "! leaves nothing out here", "To leave a word out, write a minus before it: -word."),
    (
        r"^[‐‑–—−](?=\w)",
        "This is a dash, not a minus",
        "To leave a word out, write a minus (-) before it; else leave the dash out.",
    ),
    (
        r"^:(?=\w)",
        "The colon stands apart from its field",
        "Write it without a space, udvalg:teknik; else leave it out.",
    ),
    (r"^['‘‚‹](?=\w)", "Single quotes make no phrase", 'Use double quotes: "exact phrase".'),
    (
        r"&&",
        "&& is not understood",
        "Leave it out: words side by side must all be found. AND or OG may stand between them.",
    ),
    (r"\|{1,2}", "| is not understood", "Write OR or ELLER between the words."),
    (
        r"^(?:NÆR|NEAR)/[^\s]{0,40}$",
        "NÆR takes a whole number of words that may stand between, up to 99",
        "Write skole NÆR/5 lukning.",
    ),
    (r"^(?:[Nn]ær|[Nn]ear)/[0-9]{1,3}$", "NÆR is written in capitals", "Write skole NÆR/5 lukning."),
    (
        r"(?<=.)[~^]-?[0-9.,]{0,10}$",
        "This number is not understood behind ~ or ^",
        "Write kildedal~1 or ~2 for words spelt so but for so many letters, lokalplan^3 for a word that counts more.",
    ),
)
_ADDRESS = re.compile(r"[a-zA-Z]{2,10}://")


def is_address(raw: str) -> bool:
    """Whether it is one of the web, in which marks are letters like others."""
    return _ADDRESS.match(raw) is not None


def refuse_foreign(text: str, start: int, raw: str) -> None:
    """Raises QueryError for what stands at `start` of the query and means something elsewhere."""
    # each of them is or holds a sign, and most words have none
    if raw.isalnum() or is_address(raw):
        return
    for pattern, message, advice in _NOT_OURS:
        if found := re.search(pattern, raw):
            raise refusal(message, text, (start + found.start(), start + found.end()), advice)
