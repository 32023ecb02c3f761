"""What an index holds: the fields, and the version that says whether an index fits this program.

Text fields are searched by bare words; name fields only when asked for by name (`udvalg:teknisk`). Both hold the
forms of FORMS, each an engine field of its own (`title_stem`). Keywords hold whole values, case-folded.
"""

from __future__ import annotations

SCHEMA_VERSION = 3

TEXT_FIELDS = ("title", "text", "decision")
NAME_FIELDS = ("body", "municipality", "topic")
FORMS = ("exact", "stem", "parts")
"""exact: surface forms in lower case, stop words kept. stem: stemmed words. parts: each word replaced by the stems
of its compound parts (itself when simple), so that every stem of a simple word stands in parts too."""

WORD_FIELDS = tuple(f"{field}_{form}" for field in (*TEXT_FIELDS, *NAME_FIELDS) for form in FORMS)
KEYWORDS = ("municipality", "body", "topic", "outcome", "case", "kind", "access", "followed", "quality")
LOW_CONFIDENCE = 0.6
"""An item read less surely than this has the quality `low`, all others `high`."""

NUMBERS = ("day", "newest", "oldest")
"""day: the date as yyyymmdd (0 when unknown). newest, oldest: sort keys that put unknown dates last both ways."""

_SEQ_SPAN = 10**9


def keyword(value: str) -> str:
    """A keyword as indexed and as asked for: case-folded, white space folded."""
    return " ".join(value.casefold().split())


def case_key(number: str) -> str:
    """A case number as indexed and as asked for: case-folded, without white space."""
    return "".join(number.casefold().split())


def day_of(date: str) -> int:
    """yyyymmdd of an ISO date; 0 for `""`."""
    return int(date.replace("-", "")) if date else 0


def sort_keys(day: int, seq: int) -> tuple[int, int]:
    """(newest, oldest): sort `newest` downwards, `oldest` upwards; equal days keep the order of `seq`.

    Raises ValueError for a `seq` of a thousand million and more, which would spill into the day.
    """
    if not 0 <= seq < _SEQ_SPAN:
        raise ValueError(f"item version {seq} is beyond what can be sorted; index the files into a new folder")
    return day * _SEQ_SPAN + (_SEQ_SPAN - 1 - seq), (day or 99_999_999) * _SEQ_SPAN + seq
