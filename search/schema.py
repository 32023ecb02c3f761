"""What an index holds: the fields, and the version that says whether an index fits this program.

Text fields are searched by bare words; name fields (names, whole in quotes) and part fields (running text) only when
asked for by name (`udvalg:teknisk`). All three hold the forms of FORMS, each an engine field of its own (`title_stem`).
Keywords hold whole values, case-folded.
"""

from __future__ import annotations

import re
from zlib import crc32

SCHEMA_VERSION = 5

TEXT_FIELDS = ("title", "text", "decision")
NAME_FIELDS = ("body", "municipality", "topic", "member", "reservation")
PART_FIELDS = ("recommendation", "attachment", "place", "source")
FORMS = ("exact", "stem", "parts")
"""exact: surface forms in lower case, stop words kept. stem: stemmed words. parts: each word replaced by the stems
of its compound parts (itself when simple), so that every stem of a simple word stands in parts too."""

SCORED = tuple(f"{field}_{form}" for field in TEXT_FIELDS for form in FORMS)
"""The word fields by which hits are ordered."""
WORD_FIELDS = tuple(f"{field}_{form}" for field in (*TEXT_FIELDS, *NAME_FIELDS, *PART_FIELDS) for form in FORMS)
PARTY_FIELDS = ("party", "party_for", "party_against", "party_abstaining")
"""Parties by all their names: those that took a stand, those that voted so."""

KEYWORDS = (*NAME_FIELDS, *PARTY_FIELDS, "outcome", "case", "kind", "access", "followed", "quality")
LOW_CONFIDENCE = 0.6
"""An item read less surely than this has the quality `low`, all others `high`."""

NUMBERS = ("day", "newest", "oldest")
"""day: the date as yyyymmdd (0 when unknown). newest, oldest: sort keys that put unknown dates last both ways."""
FIGURES = ("page", "amount", "votes_for", "votes_against", "votes_abstaining")
"""Whole numbers from 0 on of which an item may have several: the pages on which it stands, amounts in kroner, votes."""

FACETS = ("municipality", "body", "year", "month", "outcome", "followed", "topic", "party", "kind")
"""What items are counted by. Each holds whole values as people are shown them; an item may have several of one."""

_PLACES = 10**10
_PATH_SIGNS = re.compile(r"[/\\_.-]")
_NUMBER = re.compile(r"\d{1,9}")


def facet_field(facet: str) -> str:
    """The field of an engine that holds a facet's values: the keyword of that name is case-folded."""
    return f"facet_{facet}"


def keyword(value: str) -> str:
    """A keyword as indexed and as asked for: case-folded, white space folded."""
    return " ".join(value.casefold().split())


def case_key(number: str) -> str:
    """A case number as indexed and as asked for: case-folded, without white space."""
    return "".join(number.casefold().split())


def pasted_key(number: str) -> str:
    """The key of a case number that may have been pasted from the end of a sentence."""
    return case_key(number).rstrip(".,;:")


def path_words(path: str) -> str:
    """A file's path as indexed and as asked for: its folders, and what hyphens and the like part in a name."""
    return " ".join(_PATH_SIGNS.sub(" ", path).split())


def day_of(date: str) -> int:
    """yyyymmdd of an ISO date; 0 for `""`."""
    return int(date.replace("-", "")) if date else 0


def sort_keys(day: int, place: int) -> tuple[int, int]:
    """(newest, oldest): sort `newest` downwards, `oldest` upwards; equal days keep the order of `place`.

    Raises ValueError for a `place` of ten thousand million and more, which would spill into the day.
    """
    if not 0 <= place < _PLACES:
        raise ValueError(f"the place {place} does not lie between 0 and {_PLACES - 1}")
    return day * _PLACES + (_PLACES - 1 - place), (day or 99_999_999) * _PLACES + place


def place_of(item_id: str) -> int:
    """Where an item stands among those of its day, by its id alone, so that no order of files can matter: those of one
    meeting together, by their number in it."""
    meeting, _, number = item_id.rpartition("/")
    leading = _NUMBER.match(number)
    return (
        _digest(meeting, 100_000) * 100_000 + min(int(leading[0]) if leading else 0, 999) * 100 + _digest(item_id, 100)
    )


def _digest(text: str, limit: int) -> int:
    """A number below the limit that is the same for equal texts."""
    return crc32(text.encode()) % limit
