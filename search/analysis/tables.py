"""The tables beside this module, as data: stop words, abbreviations, stems that Snowball gets wrong."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

FOLDER = files("search.analysis")


PARADIGMS = "paradigms.tsv"
_NAMES = ("stops.txt", "abbreviations.txt", "exceptions.tsv", "lexicon.txt", PARADIGMS)


def table_bytes() -> bytes:
    """All tables and the lexicon as they lie on disk, for the fingerprint."""
    return b"".join(FOLDER.joinpath(name).read_bytes() for name in _NAMES)


@cache
def stops() -> frozenset[str]:
    """Words that stem and parts leave out, in lower case."""
    return frozenset(_words("stops.txt"))


@cache
def abbreviations() -> frozenset[str]:
    """Abbreviations without their last full stop, in lower case; left out of stem and parts as well."""
    return frozenset(_words("abbreviations.txt"))


@cache
def exceptions() -> dict[str, str]:
    """Inflected form -> stem, where Snowball says otherwise: from the dictionary's paradigms, and over them our own."""
    found = derived()
    found.update(by_hand())
    return found


def derived() -> dict[str, str]:
    """Those of the exceptions that come from the dictionary."""
    words = FOLDER.joinpath(PARADIGMS).read_text(encoding="utf-8").split()
    return dict(zip(words[::2], words[1::2], strict=True))


def by_hand() -> dict[str, str]:
    """Those of the exceptions that are our own."""
    rows = (line.split("\t") for line in _lines("exceptions.tsv"))
    return {form: stem for stem, forms in rows for form in forms.split(" ")}


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]


def _lines(name: str) -> list[str]:
    """The lines of a table without its comments."""
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
