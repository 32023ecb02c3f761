"""Words and their forms -> the stems that Snowball must be told, because it would part forms of one word."""

from __future__ import annotations

from collections import Counter, defaultdict

from data.hunspell import ADJECTIVE, OTHER, Words
from search.analysis.compounds import cut
from search.analysis.lexicon import Lexicon
from search.analysis.stem import snowball


def exceptions(words: Words, lexicon: Lexicon) -> dict[str, str]:
    """Form -> stem, for each form whose Snowball stem is not the one of its word.

    Compounds are left out: their last part is looked up instead. So are forms that words with different stems share,
    and forms in -s, which are looked up without it.
    """
    stems = _stems(words, lexicon)
    meant: dict[str, set[str]] = defaultdict(set)
    for word, stem in stems.items():
        for form in words.near[word]:
            meant[form].add(stem)
    found = {
        form: min(options)
        for form, options in meant.items()
        if form.isalpha() and len(options) == 1 and snowball(form) not in options
    }
    return {form: stem for form, stem in found.items() if form[-1] != "s" or found.get(form[:-1]) != stem}


def _stems(words: Words, lexicon: Lexicon) -> dict[str, str]:
    """Each word's stem; a participle that is listed by itself (`besluttet`) has its verb's."""
    simple = [word for word, found in words.classes.items() if found != OTHER and len(cut(word, lexicon)) == 1]
    stems = {word: _stem(word, words.near[word]) for word in simple}
    for verb in filter(words.is_verb, simple):
        participles = (form for form in words.near[verb] if form in stems and words.classes[form] == ADJECTIVE)
        stems |= dict.fromkeys(participles, stems[verb])
    return stems


def _stem(word: str, forms: set[str]) -> str:
    """The stem that most forms have; the word's own where none has more than half."""
    stem, count = min(Counter(map(snowball, forms)).items(), key=lambda item: (-item[1], item[0]))
    return stem if 2 * count > len(forms) else snowball(word)
