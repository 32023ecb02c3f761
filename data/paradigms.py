"""Words and their forms -> the stems that Snowball must be told, because it would part forms of one word."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from data import strong_verbs
from data.hunspell import ADJECTIVE, OTHER, Words
from search.analysis.compounds import cut
from search.analysis.lexicon import Lexicon
from search.analysis.stem import snowball

APART = frozenset(tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8"))["apart"].split())
_OF_VERBS = ("er", "ede", "te", "et")
"""Endings with which a form that is a verb's and a noun's (`vurderer`, `mente`, `øget`) is nearly always the verb's."""


def exceptions(words: Words, lexicon: Lexicon) -> dict[str, str]:
    """Form -> stem, for each form whose Snowball stem is not the one of its word.

    Compounds are left out: their last part is looked up instead. So are forms that words with different stems share
    (unless one reading is far likelier), and forms in -s, which are looked up without it.
    """
    stems = _stems(words, lexicon)
    meant: dict[str, dict[str, str]] = defaultdict(dict)
    for word, stem in stems.items():
        for form in words.near[word]:
            meant[form][word] = stem
    chosen = {form: _likely(form, readings, words) for form, readings in meant.items() if form.isalpha()}
    certain = {form: min(options) for form, options in chosen.items() if len(options) == 1}
    told = strong_verbs.made(words) | certain | strong_verbs.listed(words)
    found = {form: stem for form, stem in told.items() if snowball(form) != stem}
    return {form: stem for form, stem in found.items() if form[-1] != "s" or found.get(form[:-1]) != stem}


def _likely(form: str, readings: dict[str, str], words: Words) -> set[str]:
    """The stems of the readings (word -> stem) that are left without the rare ones: imperatives, genitives and
    passives, and nouns where the ending is a verb's."""
    kept = [word for word in readings if not _is_rare(form, word, words)] or list(readings)
    verbs = [word for word in kept if words.is_verb(word) and word != form] if form.endswith(_OF_VERBS) else []
    return {readings[word] for word in verbs or kept}


def _is_rare(form: str, word: str, words: Words) -> bool:
    imperative = words.is_verb(word) and word.startswith(form) and form != word
    return imperative or (form[-1] == "s" and form != word and form[:-1] in words.near[word])


def _stems(words: Words, lexicon: Lexicon) -> dict[str, str]:
    """Each word's stem; one that is listed by itself though it is a form of another has that one's: the participle of a
    verb (`besluttet`), the superlative of an adjective (`højest`), an English plural without forms (`hyperlinks`)."""
    simple = [word for word, found in words.classes.items() if found != OTHER and len(cut(word, lexicon)) == 1]
    stems = {word: _stem(word, words.near[word]) for word in simple}
    for base in simple:
        plural = f"{base}s"
        if plural in stems and words.is_noun(base) and words.near[plural] == {plural}:
            stems[plural] = stems[base]
        listed = (form for form in words.near[base] if form != base and _is_adjective(form, words) and form in stems)
        if words.is_verb(base):
            stems |= dict.fromkeys(listed, stems[base])
        elif "adjective" in words.classes[base]:
            stems |= {form: stems[base] for form in listed if form.endswith("est")}
    return stems | _of_ations(stems)


def _of_ations(stems: dict[str, str]) -> dict[str, str]:
    """Nouns in -ation with the stem of their verb in -ere (`ekspropriation`, `ekspropriere`)."""
    verbs = {word: f"{word.removesuffix('ation')}ere" for word in stems if word.endswith("ation") and word not in APART}
    return {noun: stems[verb] for noun, verb in verbs.items() if verb in stems}


def _is_adjective(word: str, words: Words) -> bool:
    """Whether the word is an adjective, and neither noun nor verb."""
    found = words.classes.get(word, OTHER)
    return ADJECTIVE <= found <= ADJECTIVE | OTHER


def _stem(word: str, forms: set[str]) -> str:
    """The stem that most forms have; the word's own where none has more than half."""
    stem, count = min(Counter(map(snowball, forms)).items(), key=lambda item: (-item[1], item[0]))
    return stem if 2 * count > len(forms) else snowball(word)
