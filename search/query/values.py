"""The closed sets of values that some fields hold, and the Danish words that a query may use for them."""

from __future__ import annotations

from search.outcomes import outcome_key, outcome_words

_WORDS: dict[str, dict[str, str]] = {
    "followed": {"ja": "as_recommended", "ændret": "amended", "nej": "against", "ukendt": "unknown"},
    "quality": {"lav": "low", "høj": "high"},
    "access": {"åben": "open", "lukket": "closed"},
    "kind": {"referat": "minutes", "dagsorden": "agenda"},
}
"""Field -> word -> key; the outcomes have their own table."""


def value_key(field: str, word: str) -> str | None:
    """The key that a word, or the key itself, stands for in a field; None when none does."""
    if field == "outcome":
        return outcome_key(word)
    words = _WORDS[field]
    folded = word.casefold()
    return words.get(folded) or (folded if folded in words.values() else None)


def value_words(field: str) -> tuple[str, ...]:
    """The word for each value of a field, for messages and for printing."""
    return outcome_words() if field == "outcome" else tuple(_WORDS[field])
