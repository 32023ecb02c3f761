"""The strong verbs of Danish, and what prefixes make of them -> the stems of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.hunspell import Words
from search.analysis.stem import snowball

TABLE = Path(__file__).with_name("strong_verbs.tsv")
PREFIXES = (
    *("af", "an", "be", "bi", "bort", "efter", "for", "frem", "gen", "gennem", "hen", "ind"),
    *("med", "ned", "om", "op", "over", "på", "sammen", "til", "ud", "under", "ved"),
)
"""With these a strong verb makes new ones freely (`nedbringe`), whether the dictionary lists them or not."""
_LEFT = "*"
"""Stands before a form that alone is rather another word."""

Table = dict[str, list[str]]


def listed(words: Words) -> dict[str, str]:
    """Form -> stem of the verbs of the table and of those of the dictionary that are such a verb with a prefix."""
    table = _table()
    alone = {verb: {form for form in forms if form[0] != _LEFT} | _regular(verb) for verb, forms in table.items()}
    known = words.made | words.classes.keys()
    return _stems((alone | dict(_prefixed(words.classes, table, words, known))).items())


def made(words: Words) -> dict[str, str]:
    """Form -> stem of the verbs that the prefixes above make, listed or not."""
    table = _table()
    return _stems(_prefixed({prefix + base for prefix in PREFIXES for base in table}, table, words, None))


def _stems(verbs: Iterable[tuple[str, set[str]]]) -> dict[str, str]:
    return {form: snowball(verb) for verb, forms in verbs for form in forms}


def _prefixed(
    verbs: Iterable[str], table: Table, words: Words, known: frozenset[str] | set[str] | None
) -> Iterator[tuple[str, set[str]]]:
    """The verbs among these that are one of the table behind a prefix (shown by one of their forms, if `known` is
    given) with their forms; those that are a noun too (`angreb`) are left to the noun."""
    for verb in verbs:
        base = next((verb[start:] for start in range(2, len(verb) - 1) if verb[start:] in table), "")
        prefix = verb.removesuffix(base) if base else ""
        irregular = {prefix + form.removeprefix(_LEFT) for form in table.get(base, ())}
        if base and (known is None or not irregular.isdisjoint(known)):
            nouns = {form for noun in irregular if words.is_noun(noun) for form in words.near[noun]}
            yield verb, irregular - nouns | _regular(verb)


def _table() -> Table:
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {verb: forms.split(" ") for verb, forms in (line.split("\t") for line in lines)}


def _regular(verb: str) -> set[str]:
    """Infinitive, present tense and participle, and the passive."""
    return {verb, f"{verb}r", f"{verb}s", f"{verb}nde" if verb[-1] == "e" and len(verb) > 2 else f"{verb}ende"}
