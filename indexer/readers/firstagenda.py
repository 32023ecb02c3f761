"""JSON of a FirstAgenda portal -> Transcript: one meeting as the portal's `api/agenda/dagsorden/<Id>` gives it.

The lines have the looks that they have on the page which the portal's own software makes of the same JSON, so a meeting
is read alike from both. Names of keys differ between versions of the portal.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.encoding import decode
from indexer.readers.html import read_html
from indexer.readers.lines import RawLine, RawPage, heading_rank, paginate
from search.clock import danish_date

MAX_ITEMS = 5_000
MAX_FIELDS = 20_000
MAX_VALUE = 1_000

ITEMS = "Dagsordenpunkter"
NUMBER, TITLE, CASE = ("Punktnummer", "Number"), ("Navn", "Caption"), ("SagsNummer", "CaseNumber")
BODY, DAY, PLACE = ("Navn",), ("Dato", "MeetingBeginUtc"), ("Sted", "MeetingLocation")
KIND = HEADING = ("Navn",)

MOMENT = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T(\d\d:\d\d)[^Z]{0,20}$)?")
MIDNIGHT = "00:00"


def read_firstagenda(data: bytes, name: str) -> Transcript:
    """Bytes of JSON -> Transcript without page numbers; HTML within it goes through the reader of web pages.

    Raises ``SourceError``: ``damaged``; ``too_large``; ``other`` for JSON that is no meeting of a portal.
    """
    decoded = decode(data, name)
    meeting = _parse(decoded.text, name)
    items = [item for item in _list(meeting.get(ITEMS)) if isinstance(item, dict)]
    if len(items) > MAX_ITEMS or sum(len(_list(item.get("Felter"))) for item in items) > MAX_FIELDS:
        raise SourceError("too_large", f"{name} holds more than {MAX_ITEMS} items or {MAX_FIELDS} fields: split it.")
    lines = [*_head(meeting), *(line for item in items for line in _item(item, name))]
    warnings = (*decoded.warnings, *_missing(items))
    return Transcript(paginate([RawPage(None, list(_with_own_rows(lines)))]), warnings=warnings)


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} is no JSON that can be read ({str(error)[:100]}): fetch it again."
        raise SourceError("damaged", message) from error
    if not isinstance(found, dict) or not isinstance(found.get(ITEMS), list):
        message = f"{name} is neither a meeting of a FirstAgenda portal ({ITEMS}) nor an item of `referat show --json`."
        raise SourceError("other", message)
    return found


def _missing(items: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Some portals keep the text of items as PDFs alone, and name those."""
    fields = [_dict(found) for item in items for found in _list(item.get("Felter"))]
    count = sum(1 for found in fields if found.get("DocumentId") and not (found.get("Html") or found.get("Tekst")))
    told = f"{count} parts of items are PDFs of their own on the portal: their text is not in this file."
    return (told,) if count else ()


def _head(meeting: dict[str, Any]) -> Iterator[RawLine]:
    """The page's heading and its table of facts, as far as the JSON knows them."""
    when, body = _dict(meeting.get("Moede")), _text(_dict(meeting.get("Udvalg")), BODY)
    day = _day(_text(when, DAY))
    yield RawLine(f"{_text(when, KIND)} {day}".strip(), "h1.green.dato", heading_rank(1))
    for label, value, look in (
        ("Udvalg", body, "span.udvalg"),
        ("Mødedato", day, "span.dato"),
        ("Mødested", _text(when, PLACE), "span.sted"),
    ):
        if value:
            yield RawLine(f"{label}: {value}", look)


def _item(item: dict[str, Any], name: str) -> Iterator[RawLine]:
    yield RawLine(_text(item, NUMBER), "span.label.label-default", gap=True)
    yield RawLine(_text(item, TITLE), "h2.overskrift.text-left", heading_rank(2))
    yield RawLine(_text(item, CASE), "span.sagsnummer")
    if item.get("IsOpen") is False:
        yield RawLine("Lukket punkt", "span.lukket")
    for found in _list(item.get("Felter")):
        yield from _field(_dict(found), name)
    attachments = [_text(_dict(found), TITLE) for found in _list(item.get("Bilag"))]
    if any(attachments):
        yield RawLine("Bilag", "h4", heading_rank(4), gap=True)
        yield from (RawLine(title, "a.bilag-link") for title in attachments)


def _field(found: dict[str, Any], name: str) -> Iterator[RawLine]:
    """The heading of a part of an item and its text, which is HTML or plain."""
    lines = _matter(found, name)
    heading = _text(found, HEADING)
    if lines and heading and heading.casefold() != lines[0].text.casefold():
        yield RawLine(heading, "h3", heading_rank(3), gap=True)
    yield from lines


def _matter(found: dict[str, Any], name: str) -> list[RawLine]:
    markup, plain = found.get("Html"), found.get("Tekst")
    if isinstance(markup, str) and markup.strip():
        return _markup(markup, name)
    return [RawLine(line) for line in plain.splitlines()] if isinstance(plain, str) else []


def _markup(markup: str, name: str) -> list[RawLine]:
    data = codecs.BOM_UTF8 + markup.encode("utf-8", "replace")
    lines = read_html(data, name).lines
    return [RawLine(line.text, line.look, line.rank, line.gap, line.cell) for line in lines]


def _with_own_rows(lines: Sequence[RawLine]) -> Iterator[RawLine]:
    """The rows of tables counted through all fields, not anew in each."""
    raised = highest = 0
    before = -1
    for line in lines:
        if line.cell is None:
            yield line
            continue
        if line.cell[0] < before:
            raised = highest + 1
        before = line.cell[0]
        highest = raised + before
        yield line._replace(cell=(highest, line.cell[1]))


def _day(text: str) -> str:
    """``2025-10-08T16:00:00+02:00`` -> ``8. oktober 2025 kl. 16:00``. Midnight stands for no time at all."""
    match = MOMENT.match(text)
    if not match:
        return text
    time = match[2]
    return danish_date(match[1]) + (f" kl. {time}" if time and time != MIDNIGHT else "")


def _text(found: dict[str, Any], keys: Sequence[str]) -> str:
    """The first of the keys that holds something, as text on one line."""
    values = (found.get(key) for key in keys)
    texts = (str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool))
    return next((" ".join(text[:MAX_VALUE].split()) for text in texts if text.strip()), "")


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []
