"""Readings: where an item may start, with which number and title. Choosing among them is the chain's part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.cases import find_case_numbers
from indexer.clean import join_lines
from indexer.dates import parse_date
from indexer.segment.contents import title_key
from indexer.segment.labels import bare
from indexer.segment.marks import access_of
from indexer.segment.sheet import UNFINISHED, Sheet
from indexer.segment.wording import like_decision

MAX_TITLE = 300
MAX_TITLE_LINES = 6
MAX_HEAD = 8
"""Lines in front of the title on a page of one item at most."""
BOX_LINES, BOX_WIDTH = 12, 40
"""Of a box between a heading and the same heading again, with its number: lines at most, and letters of one. No number
that stands behind its title is longer."""
MANY_UNMARKED = 4
"""Fewer titles that nothing marks are none."""

NUMBER_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        (
            "punkt",
            r"(?i:(?:dagsordens)?punkt|pkt\.?|sag):?\s?(?i:nr\.?\s?)?(?P<n>\d{1,4})\s?[.:–-]?(?:\s(?P<t>.{0,400}))?$",
        ),
        (
            "nr",
            r"(?i:nr\.)\s?(?P<n>\d{1,4})\s?[-–.:]?\s(?:(?P<c>[A-ZÆØÅ]{2,3}\s\d{1,4}/\d{2,4})\.?\s)?(?P<t>.{0,400})$",
        ),
        ("dot", r"(?P<n>\d{1,4})\s?[.:)]\s?(?:(?P=n)\s?[.:]\s?(?![\sa-zæøå]))?(?P<t>[^\d\s].{0,400})?$"),
        ("dot", r"(?P<n>\d{1,4})\s?[.:)]\s(?:(?P=n)\s?[.:]\s(?=\d))?(?P<t>\d.{0,400})$"),
        ("sub", r"(?P<n>\d{1,2}\.\d{1,2})\.?\s(?P<t>[A-ZÆØÅ§\"”].{0,400})$"),
        ("alone", r"(?P<n>\d{1,4})(?P<t>)$"),
        (
            "space",
            r"(?P<n>\d{1,4})\s[-–]?\s?(?P<t>(?:\d{1,4}\s|\([A-ZÆØÅ][a-zæøå]{3,8}\)\s)?[A-ZÆØÅ§\"”'].{0,400})$",
        ),
        ("space", r"(?P<n>\d{1,4})\s(?P<t>\d{1,4}(?:\.?\s|[-–])[a-zæøå]{2}.{0,400})$"),
        ("ad", r"(?i:ad)\s(?P<n>\d{1,4})\s?[.:)]?\s(?P<t>[A-ZÆØÅ\d].{0,400})$"),
        ("glued", r"(?P<n>\d{1,4})(?P<t>[A-ZÆØÅ][a-zæøå].{0,400})$"),
    )
)
_LEAD = re.compile(r"[\d•·]|dagsorden|punkt|pkt|sag|nr\.|ad\s", re.IGNORECASE)
"""How every form begins: most lines do not."""
_GLUED_DIGIT = tuple(
    re.compile(rf"(?P<n>\d{{{digits}}})(?P<t>(?:\d\.|[1-9]\d{{{4 - digits},3}})\s[a-zæøå].{{0,400}})$")
    for digits in (1, 2, 3)
)
"""The title begins with a count, or with a number: of five digits together at least, which text parts by a point."""
_CASE_FIRST = re.compile(
    r"(?P<c>(?!(?:19|20)\d{2}\D(?:19|20)\d{2}\b)\d[\w./-]{4,24}?\d)\s?[-–:]?\s?(?P<t>[A-ZÆØÅ][a-zæøå].{0,400})$"
)
_BEHIND = re.compile(r"^\(?(?:sag|punkt|pkt\.?|nr\.)\s(?:nr\.?\s?)?(?P<n>\d{1,4})[.:)]?$", re.IGNORECASE)
_COUNT_BEHIND = re.compile(r"(?P<n>\d{1,3})[.:)]$")
"""With four digits it is more often a year that ends a sentence."""
_ACCESS_WORD = r"(?:lukke(?:t|de)|åbe(?:nt?|ne)|closed(?:\sitem)?|for lukkede døre|fortrolig)(?:\s(?:punkt|sag))?"
_ACCESS_FIRST = re.compile(rf"^\(?(?P<a>{_ACCESS_WORD})(?:\)\s|\s?[:–-]\s?)(?=\S)", re.IGNORECASE)
_ACCESS_LAST = re.compile(rf"\s?(?:[-–:]\s?|\()(?P<a>{_ACCESS_WORD})\)?\.?$", re.IGNORECASE)
_ACCESS_BADGE = re.compile(rf"(?<=\w)\s(?=[A-ZÅ])(?P<a>(?i:{_ACCESS_WORD}))$")
"""In a place of its own behind the title: the capital tells."""
_ACCESS_FORMS = (_ACCESS_FIRST, _ACCESS_LAST, _ACCESS_BADGE)
_ACCESS_SIGNS = ("lukke", "åb", "closed", "fortrolig")
_OPEN_END = re.compile(r"\s[-–]$")
"""The word on access that it leads to stands on a line of its own."""
_YEARS = re.compile(r"(?:19|20)\d{2}(?:\s?[-–/]\s?(?:19|20)?\d{2})?")
"""All that a title may have on its last line without a letter."""
_MAY_OPEN = frozenset({"label", "treatment", "case"})
_NEVER_FIRST = frozenset({"", "decision", "absent", "attachments", "route"})
_DECISION = re.compile(r"(?:beslutning|afgørelse)\b", re.IGNORECASE)
_TAILS = re.compile(r"\s?(?:klik her for at folde ud.{0,400}|kopier link.{0,80}|åbn/luk punkt|\(\s?\))$", re.IGNORECASE)
_TAIL_SIGNS = ("folde ud", "kopier link", "/luk punkt", "()", "( )")
"""One of these is in each: most titles have none."""


class Start(NamedTuple):
    """One reading of an item's heading: lines ``first`` up to ``after`` (not included), their number and title.

    ``form`` names how the number is printed (``""`` for none); with the line's look it makes the style. ``case`` is a
    case number printed between number and title. ``stretched``: the title goes on where its lines do not show it.
    """

    first: int
    after: int
    number: str | None
    title: str
    form: str
    look: str
    access: str | None = None
    doubled: bool = False
    case: str | None = None
    stretched: bool = False


def find_starts(sheet: Sheet) -> tuple[Start, ...]:
    """All readings in printed order."""
    ends = _title_ends(sheet)
    single = [start for at in range(len(sheet.lines)) for start in _readings(sheet, ends, at)]
    numbered = {start.first for start in single if start.number}
    unmarked = [start for start in _behind_decisions(sheet, ends) if start.first not in numbered]
    lost = unmarked if len(unmarked) >= MANY_UNMARKED else _anew(sheet)
    found = [*single, *_doubled(sheet, single), *lost]
    return tuple(sorted(found, key=lambda start: (start.first, start.after)))


def _readings(sheet: Sheet, ends: Sequence[int], at: int) -> Iterator[Start]:
    kind = sheet.kinds[at]
    if kind in ("furniture", "treatment", "field"):
        return
    leads = _LEAD.match(text := bare(sheet.lines[at].text))
    if leads and parse_date(text):
        return
    numbered = [*_numbered(sheet, ends, at), *_run_together(sheet, ends, at)] if leads else []
    yield from numbered
    if not kind and all(start.title[:1].islower() for start in numbered):
        yield from _titled(sheet, ends, at)
    if kind in ("case", "access", "label"):
        yield from _untitled(sheet, at)


def _numbered(sheet: Sheet, ends: Sequence[int], at: int) -> Iterator[Start]:
    text = bare(sheet.lines[at].text)
    for form, pattern in NUMBER_FORMS:
        match = pattern.match(text)
        title = bare(match["t"] or "") if match else ""
        if not match or (title and not _title_like(title)):
            continue
        access = access_of(title) if title else None
        if access and not sheet.kind(at + 1):
            below = _with_title(sheet, ends, (at, at + 1), (form + "/", match["n"], bare(sheet.lines[at + 1].text)))
            yield from (start._replace(access=access) for start in below)
        elif title:
            case, title = _without_case(title) if match.groupdict().get("c") is None else (match["c"], title)
            yield from (
                start._replace(case=case) for start in _with_title(sheet, ends, (at, at), (form, match["n"], title))
            )
        elif not sheet.kind(at + 1):
            yield from _with_title(sheet, ends, (at, at + 1), (form + "/", match["n"], bare(sheet.lines[at + 1].text)))
        elif form == "punkt" and sheet.kind(at + 1) in ("case", "access", "label"):
            yield _start(sheet, at, at + 1, (form + "/", match["n"], ""))
        return


def _without_case(title: str) -> tuple[str | None, str]:
    """``12/3456Køb af jord`` -> (``12/3456``, ``Køb af jord``)."""
    match = _CASE_FIRST.match(title)
    return (match["c"], match["t"]) if match and find_case_numbers(f"Sagsnr. {match['c']}") else (None, title)


def _run_together(sheet: Sheet, ends: Sequence[int], at: int) -> Iterator[Start]:
    """``472. behandling af ...`` may be number 47 and the title ``2. behandling af ...``; ``13280 boliger`` number 132
    and the title ``80 boliger``."""
    text = bare(sheet.lines[at].text)
    for match in filter(None, (pattern.match(text) for pattern in _GLUED_DIGIT)):
        yield from _with_title(sheet, ends, (at, at), ("glued", match["n"], match["t"]))


def _with_title(
    sheet: Sheet, ends: Sequence[int], lines: tuple[int, int], reading: tuple[str, str, str]
) -> Iterator[Start]:
    """A numbered start on the lines (first, that of the title), which is perhaps printed again below; a case number may
    lead it."""
    (first, at), title = lines, reading[2]
    again = at + 1 < len(sheet.lines) and title_key(sheet.lines[at + 1].text) == title_key(title)
    at += again
    end = ends[at]
    further = _stretched(sheet, end)
    yield from _titled_up_to(sheet, (first, at, end), reading, again)
    for start in _titled_up_to(sheet, (first, at, further), reading, again) if further > end else ():
        yield start._replace(stretched=True)


def _titled_up_to(
    sheet: Sheet, lines: tuple[int, int, int], reading: tuple[str, str, str], again: bool
) -> Iterator[Start]:
    """The start on the lines (first, that of the title, behind the title), unless the title is too long."""
    (first, at, after), (form, number, title) = lines, reading
    texts = [title, *(bare(line.text) for line in sheet.lines[at + 1 : after])]
    half = len(texts) // 2
    if half and len(texts) == 2 * half and title_key(join_lines(texts[:half])) == title_key(join_lines(texts[half:])):
        again, texts = True, texts[:half]
    whole = join_lines(texts)
    if len(whole) > MAX_TITLE:
        return
    if after < len(sheet.lines) and title_key(sheet.lines[after].text) == title_key(whole):
        again, after = True, after + 1
    start = _start(sheet, _led(sheet, first, after), after, (form, number, whole))
    yield start._replace(doubled=again)


def _led(sheet: Sheet, first: int, after: int) -> int:
    """The first line of a heading with the case number, or the word on access, that stands in front of it."""
    above = first - 1
    while above > 0 and sheet.kind(above) == "furniture":
        above -= 1
    kind = sheet.kind(above) if first and above >= 0 else ""
    if kind == "access":
        return above if sheet.access_leads and sheet.kind(after) != "access" else first
    leads = kind == "case" and above == first - 1 and sheet.cases_lead and sheet.kind(after) != "case"
    return above if leads and _is_apart(sheet, above) else first


def _is_apart(sheet: Sheet, at: int) -> bool:
    """Whether a case number in front of a title stands by itself: one below a name is a document's."""
    mark = sheet.marks[at]
    return at == 0 or sheet.lines[at].gap or bool(mark and mark.treatment)


def _titled(sheet: Sheet, ends: Sequence[int], at: int) -> Iterator[Start]:
    """A title without a number, directly above a label, case number or Åbent; the number may stand behind it."""
    after = ends[at]
    behind = _behind(sheet, after)
    marked = sheet.opens(after) or sheet.kind(after) in ("case", "access", "field") or sheet.lines[at].rank > 1
    marked = marked or _heads_page(sheet, at, after)
    title = join_lines([bare(line.text) for line in sheet.lines[at:after]]) if behind or marked else ""
    if not title or len(title) > MAX_TITLE or not _title_like(title):
        return
    if behind:
        yield _start(sheet, _led(sheet, at, after + 1), after + 1, ("behind", behind["n"], title))
    else:
        twice = at > 0 and title_key(sheet.lines[at - 1].text) == title_key(title)
        start = _start(sheet, _led(sheet, at, after), after, ("", None, title))
        yield start._replace(first=at - 1, doubled=True) if twice else start


def _heads_page(sheet: Sheet, at: int, after: int) -> bool:
    """Whether a title heads a page of one item: fields above, a sentence that sums it up and the first label below."""
    if at > MAX_HEAD or after >= len(sheet.lines) or sheet.kind(after) or not sheet.opens(after + 1):
        return False
    return sheet.lines[after].text.endswith(".") and any(sheet.kind(line) == "field" for line in range(at))


def _behind_decisions(sheet: Sheet, ends: Sequence[int]) -> Iterator[Start]:
    """Titles that nothing marks: the first line between white space behind each decision and in front of the first
    label that is no sentence and no decision."""
    texts: int | None = 1
    for at, line in enumerate(sheet.lines):
        mark = sheet.marks[at]
        if mark and mark.kind in ("label", "treatment"):
            texts = int(bool(mark.rest)) if mark.section == "decision" or mark.treatment else None
        elif not mark and texts is not None:
            after = ends[at]
            if texts and _stands_alone(sheet, at, after) and not like_decision(line.text):
                title = join_lines([bare(part.text) for part in sheet.lines[at:after]])
                yield _start(sheet, at, after, ("behind decision", None, title))
                texts = None
            else:
                texts += 1


def _stands_alone(sheet: Sheet, at: int, after: int) -> bool:
    ends = [sheet.lines[line].gap for line in (at, after) if line < len(sheet.lines)]
    return len(ends) > 1 and all(ends) and sheet.lines[after - 1].text[-1:] not in ".:;,"


def _behind(sheet: Sheet, at: int) -> re.Match[str] | None:
    """The number on the line below a title; below white space only where the item's first mark follows."""
    if at >= len(sheet.lines) or len(sheet.lines[at].text) > BOX_WIDTH:
        return None
    if sheet.lines[at].gap and not sheet.kind(at + 1):
        return None
    text, marked = bare(sheet.lines[at].text), sheet.opens(at + 1) or sheet.kind(at + 1) == "access"
    return _BEHIND.match(text) or (_COUNT_BEHIND.match(text) if marked else None)


def _untitled(sheet: Sheet, at: int) -> Iterator[Start]:
    """An item whose title is lost: it starts with the first of its marks."""
    mark, above = sheet.marks[at], sheet.marks[at - 1] if at else None
    if mark and mark.section == "absent":
        return
    ended = above is None or above.kind in ("furniture", "treatment") or above.section in ("absent", "attachments")
    if ended or sheet.kind(at) != "label":
        yield _start(sheet, at, at, ("untitled:" + sheet.kind(at), None, ""))


def _anew(sheet: Sheet) -> Iterator[Start]:
    """Items whose titles are lost: one begins with the first label behind the text of a decision of the last day that
    is decided on; and with a decision that is the first mark of all."""
    marks = [mark for at, mark in enumerate(sheet.marks) if mark and mark.first == at and mark.kind in _MAY_OPEN]
    last = max((mark.treatment.date or "" for mark in marks if mark.treatment), default="")
    found = [mark.first for mark in marks[:1] if _DECISION.match(sheet.lines[mark.first].text)]
    for above, mark in pairwise(marks):
        decides = above.treatment.date == last if above.treatment else above.section == "decision"
        if decides and mark.section not in _NEVER_FIRST and mark.first > above.last + (not above.rest):
            found.append(mark.first)
    yield from (_start(sheet, at, at, ("untitled:anew", None, "")) for at in found)


def _start(sheet: Sheet, first: int, after: int, reading: tuple[str, str | None, str]) -> Start:
    form, number, title = reading
    title = _OPEN_END.sub("", title) if sheet.kind(after) == "access" else title
    title, access = _without_access(_without_tail(title)) if title else ("", None)
    at = min(after - 1, len(sheet.lines) - 1) if after > first else first
    look = sheet.lines[at].look
    return Start(first, after, number, title, form, look, access)


def _without_tail(title: str) -> str:
    return _TAILS.sub("", title) if any(map(title.casefold().__contains__, _TAIL_SIGNS)) else title


def _without_access(title: str) -> tuple[str, str | None]:
    """``Lukket: Køb af jord`` -> (``Køb af jord``, ``closed``)."""
    for pattern in _ACCESS_FORMS if any(map(title.casefold().__contains__, _ACCESS_SIGNS)) else ():
        match = pattern.search(title)
        if match and len(match[0]) < len(title):
            return pattern.sub("", title).strip(), access_of(match["a"])
    return title, access_of(title)


def _title_ends(sheet: Sheet) -> list[int]:
    """For each line the first one after the title that begins on it."""
    ends = list(range(1, len(sheet.lines) + 1))
    for at in range(len(sheet.lines) - 2, -1, -1):
        if _goes_on(sheet, at + 1):
            ends[at] = min(ends[at + 1], at + MAX_TITLE_LINES)
    return ends


def _stretched(sheet: Sheet, after: int) -> int:
    """The line in front of the item's first mark, if a title broken at a width of its own may go on up to there."""
    end = after
    while end < min(after + MAX_TITLE_LINES - 1, len(sheet.lines)) and not sheet.kind(end):
        above, line = sheet.lines[end - 1], sheet.lines[end]
        if line.gap or line.look != above.look or not _title_like(line.text):
            return after
        if not sheet.is_half_full(end - 1) or above.text[-1:] in ".:;":
            return after
        end += 1
    return end if sheet.kind(end) else after


def _goes_on(sheet: Sheet, at: int) -> bool:
    """Whether line ``at`` continues the title above it."""
    line, above = sheet.lines[at], sheet.lines[at - 1]
    if sheet.kinds[at] or line.gap or line.look != above.look or _BEHIND.match(line.text):
        return False
    if not _title_like(line.text) and not (above.rank > 1 and _YEARS.fullmatch(line.text)):
        return False
    if sheet.is_full(at - 1) or (above.rank > 1 and line.cell == above.cell) or above.text.endswith(UNFINISHED):
        return True
    return line.text[:1].islower() and sheet.is_half_full(at - 1)


def _title_like(title: str) -> bool:
    return any(map(str.isalpha, title))


def _doubled(sheet: Sheet, single: Sequence[Start]) -> Iterator[Start]:
    """Headings printed twice, the second time with the number: title, an empty label, perhaps a box of fields, number
    and title; or both times with it, names of files between."""
    ending: dict[int, list[Start]] = {}
    for start in single:
        if start.title:
            ending.setdefault(start.after, []).append(start)
    for start in (start for start in single if start.number or start.title):
        for first in range(start.first, max(start.first - BOX_LINES, -1), -1):
            for before in ending.get(first, ()):
                if before.number and first > start.first - 3:
                    if before.number == start.number and title_key(before.title) == title_key(start.title):
                        yield start._replace(first=before.first, doubled=True)
                elif not before.number and _same_heading(before.title, start.title) and _is_box(sheet, first, start):
                    whole = _completed(sheet, start, before.title)
                    yield whole._replace(first=before.first, title=before.title, form=start.form + "+", doubled=True)


def _completed(sheet: Sheet, start: Start, title: str) -> Start:
    """The start with the lines below it that complete the title, as it is printed above."""
    for after in range(start.after, min(start.after + MAX_TITLE_LINES, len(sheet.lines))):
        further = (bare(line.text) for line in sheet.lines[start.after : after])
        whole, access = _without_access(join_lines([start.title, *further]))
        if title_key(whole) == title_key(title):
            return start._replace(after=after, access=start.access or access)
    return start


def _is_box(sheet: Sheet, first: int, start: Start) -> bool:
    """Whether nothing but labels, case numbers and short values stands between a title and its heading."""
    return all(
        mark.kind == "case" or not (mark.rest or mark.treatment) if mark else len(line.text) <= BOX_WIDTH
        for mark, line in zip(sheet.marks[first : start.first], sheet.lines[first : start.first], strict=True)
    )


def _same_heading(plain: str, numbered: str) -> bool:
    """Whether both print one title; a numbered line that has its case number glued on is taken for the same."""
    first, second = title_key(plain), title_key(numbered)
    if not first or not second:
        return False
    return first.startswith(second) or second.startswith(first) or bool(find_case_numbers(numbered))
