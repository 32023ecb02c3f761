"""The tables beside this module, as data: stop words, abbreviations, stems that Snowball gets wrong."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files

FOLDER = files("search.analysis")


PARADIGMS = "paradigms.tsv.gz"
_NAMES = ("stops.txt", "abbreviations.txt", "exceptions.tsv", "lexicon.txt.gz", PARADIGMS)


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
    return derived() | by_hand()


def derived() -> dict[str, str]:
    """Those of the exceptions that come from the dictionary."""
    return _stems(gzip.decompress(FOLDER.joinpath(PARADIGMS).read_bytes()).decode().splitlines())


def by_hand() -> dict[str, str]:
    """Those of the exceptions that are our own."""
    return _stems(_lines("exceptions.tsv"))


def _stems(lines: list[str]) -> dict[str, str]:
    rows = (line.split("\t") for line in lines)
    return {form: stem for stem, forms in rows for form in forms.split(" ")}


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]


def _lines(name: str) -> list[str]:
    """The lines of a table without its comments."""
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
