"""Transcripts that print each page on one line are cut into lines again: at labels, headings, boxes, words on access.

A list of contents stays on its line; where a title stands in it too, the title ends where they part.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from indexer.cases import box_labels
from indexer.model import Line
from indexer.segment.contents import list_in
from indexer.segment.fields import fields_in, split_field
from indexer.segment.labels import find_label, vocabulary
from indexer.segment.wording import like_decision

MIN_LENGTH, MOST = 160, 0.7
"""Letters of a line that is a page, on average; the share of all letters that the longest lines of the pages hold."""
MANY = 4
"""So many headings that count on are no list within an item."""
FEW = 2
"""Where pages have no numbers, so many lines at least hold so many labels each."""
MIN_TITLE, MAX_TITLE = 8, 200
_MAIN = frozenset({"summary", "recommendation", "case", "decision", "attachments", "assessment", "economy", "absent"})
"""Sections whose labels may stand behind a word without a full stop."""

_HEADING = re.compile(
    r"(?<!\S)(?:"
    r"(?:PKT\.?|Pkt\.?|PUNKT|Punkt|SAG|Sag)\s(?:(?:NR|nr)\.\s)?\d{1,4}[.:]?"
    r"|\d{1,4}\.|\d{1,4}(?=\s\())\s(?:\((?:Åbent?|Lukket)\)\s)?(?=[A-ZÆØÅ\"”])"
)
"""How a heading with a number begins."""
_SHOUT = re.compile(r"\s[A-ZÆØÅ]{2}")
_STOP = re.compile(r"[.!?:)\]…\"”]\s{0,3}(?:[ivx\d]{1,5}\s{0,3})?$")
_ABBREVIATED = re.compile(r"(?<!\w)[a-zæøå]{1,4}\.\s{0,3}$")
_OF_NAME = re.compile(r"(?<!\w)[A-ZÆØÅ][a-zæøå]{1,2}\.\s{0,3}$")
"""``Chr. 4. Vej``"""
_SHOUTED = re.compile(r"(?<!\S)[A-ZÆØÅ-]{1,40}\.?\s{0,3}$")
_LOUD = re.compile(
    r"(?=[A-ZÆØÅ]{1,3}\s[A-ZÆØÅ]{4}|[A-ZÆØÅ]{4})[A-ZÆØÅ][A-ZÆØÅ\W\d]{3,300}(?=(?:\s[–-])?\s(?:[A-ZÆØÅ]?[a-zæøå]|$))"
)
"""Words in capitals up to the first that is not."""
_RUNS_INTO = re.compile(
    r"(?:^|[\s(])(?:og|eller|samt|af|i|til|for|ved|om|på|en|et|den|det|de|med|fra|under|se|jf\.|vedr\.|som|er|denne|dette"
    r"|&|-)\s{0,3}$|,\s{0,3}$"
)
"""How a sentence goes on in the word behind."""
_TEXT = re.compile(r"\s{0,3}(?:[A-ZÆØÅ\"”•-]|[Aa]t\s|1[.)]\s|$)")
_DECISION_OF = re.compile(
    r"(?<!\S)(?:Beslutning(?:er)?|BESLUTNING)\s(?:(?i:i|fra|for)\s)?[A-ZÆØÅ][^.:]{2,80}?\s(?i:den|d\.)"
    r"(?:\s\d{1,2}[.-]\s?(?:\d{1,2}[.-]|[a-z]{3,9})\s?\d{2,4}:?(?=\s|$)|(?=\s[A-ZÆØÅ]|$))"
)
"""A decision's label with body and day, or without the digits of the day."""
_ACCESS = re.compile(r"(?<!\S)(?:Åbent?|Lukket|ÅBENT?|LUKKET)\s(?i:sag|punkt)(?=\s|$)")
_FIELD = rf"(?:(?!Bilag\b)(?i:{box_labels()})\.?\s?:\.?)"
_BOX = (
    rf"(?!Bilag\b)(?=(?i:{box_labels('case', 'document')})\.?\s?:)"
    rf"(?:{_FIELD}\s(?:[^:]{{0,50}}?\s)??(?={_FIELD})){{0,6}}{_FIELD}"
    r"(?:\s(?:[^\s:]{0,20}\d[^\s:]{0,20}|[a-zæøå]{2,6}(?:\.[a-zæøå]{2,3})?|[A-ZÆØÅ]{2,4})(?=\s|$))?"
)
"""Fields with their values, which may be lost."""
_LOUD_LABEL = r"[A-ZÆØÅ]{2,40}(?:\s[A-ZÆØÅ]{2,40}){1,6}"
_VERDICT = re.compile(
    r"(?<=[\w.:)] )(?="
    r"[A-ZÆØÅ][a-zæøå]{5,30}(?:en|et|ne)\s(?:(?:blev|er)\s)?(?P<verb>[a-zæøå]{4,20})(?:[\s.,]|$)"
    r"|(?P<alone>[A-ZÆØÅ][a-zæøå]{3,20})(?:[\s.,]|$))"
)
_SENTENCES = re.compile(
    r"(?<=[.:]\s)(?:[A-ZÆØÅ][^.:]{3,90}\sindstiller(?=[,:]|\sat\b)|Mødet\s(?:blev\s)?(?:sluttede?|hævet|slut)\b)"
)
"""Who recommends; that the meeting is over."""
_LEADER = re.compile(r"[.…]{2,200}(?:[ivx]{1,6}\b|\d{1,4})?")
_SENTENCE = re.compile(r"(?<=[^\W\d_]\.)\s(?=[A-ZÆØÅ])")


def by_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of such a transcript, cut; any other lines as they are. One may stand in front of or behind others."""
    pages = {line.start for run in _runs(lines) for line in _pages(run)}
    if not pages:
        return tuple(lines)
    lists = [line.text[at:] for line in lines if line.start in pages and (at := list_in(line.text)) is not None]
    listed = f" {_folded(' '.join(lists))} "
    counted = {} if lists else _counted([line for line in lines if line.start in pages])
    cuts = (_cuts(line.text, listed, counted.get(line.start, ())) if line.start in pages else () for line in lines)
    return tuple(part for line, at in zip(lines, cuts, strict=True) for part in _parts(line, at))


def _counted(pages: Sequence[Line]) -> dict[int, list[int]]:
    """Where, in pages without a list of contents, headings begin whose numbers count on from 1, by the pages' starts;
    nowhere if they are few."""
    found: list[tuple[int, int]] = []
    for page in pages:
        for match in _HEADING.finditer(page.text):
            number = int("".join(filter(str.isdecimal, match[0])))
            if number == len(found) + 1 and not _OF_NAME.search(page.text[max(match.start() - 40, 0) : match.start()]):
                found.append((page.start, match.start()))
    places: dict[int, list[int]] = {}
    for start, at in found if len(found) >= MANY else ():
        places.setdefault(start, []).append(at)
    return places


def _runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines between labels that stand on lines of their own."""
    labels = [at for at, line in enumerate(lines) if (label := find_label(line.text)) and not label.rest]
    return (lines[first + 1 : end] for first, end in pairwise((-1, *labels, len(lines))))


def _pages(run: Sequence[Line]) -> Sequence[Line]:
    """The lines that are pages: the longest one of each page, or long ones with labels within; none in other texts."""
    longest = {line.page: line for line in sorted(run, key=lambda line: len(line.text))}
    numbered = None not in longest
    found = list(longest.values()) if numbered else [line for line in run if len(line.text) >= MIN_LENGTH]
    held = sum(len(line.text) for line in found)
    if held < max(MOST * sum(len(line.text) for line in run), MIN_LENGTH * len(found)):
        return ()
    if numbered:
        return found
    fields = [len(set(islice(_fields(line.text), 2 * FEW))) for line in run]
    holding = sum(count >= FEW for count in fields) >= FEW
    return [line for line, count in zip(run, fields, strict=True) if count or line in found] if holding else ()


def _parts(line: Line, cuts: Iterable[int]) -> Iterator[Line]:
    for first, end in pairwise(sorted({0, *cuts, len(line.text)})):
        text = line.text[first:end]
        if text.strip():
            start = line.start + first + len(text) - len(text.lstrip())
            yield replace(line, text=text.strip(), start=start, gap=line.gap or first > 0)


def _cuts(page: str, listed: str, counted: Sequence[int]) -> set[int]:
    """Where lines begin in a page: nowhere in a list of contents. ``counted``: where headings are known to begin."""
    begins = list_in(page)
    text = page if begins is None else page[:begins]
    heads = [match for match in _HEADING.finditer(text) if match.start() in counted or _is_heading(text, match, listed)]
    told = fields_in(text)
    front = any(split_field(text[at:])[0] in ("date", "present") for at in told)
    fields = _heading_fields(text) if front else _fields(text)
    cuts = {len(text), *fields, *(match.start() for match in (*heads, *_SENTENCES.finditer(text)))}
    cuts |= {*_behind_absentees(text, cuts), *(at for at in _verdicts(text, 0, len(text)) if text[at - 2] == ".")}
    titles = {*(match.end() for match in heads), *([] if text[:1].isdigit() else [0])}
    edges = sorted(cuts)
    stops = ((at, edges[min(bisect_right(edges, at), len(edges) - 1)]) for at in titles)
    return cuts | {end for at, stop in stops if (end := _title_end(text, (at, stop), listed))}


def _heading_fields(text: str) -> Iterator[int]:
    yield from (at for at in fields_in(text) if split_field(text[at:])[0] != "rest")
    for at in _fields(text):
        label = find_label(text[at:])
        yield from [] if label and label.rest and label.kind not in _MAIN else [at]


def _fields(text: str) -> Iterator[int]:
    """Labels, boxes of case numbers, words on access."""
    for match in _labels().finditer(text):
        if match["label"] and not _is_label(text, match):
            continue
        yield match.start()
        yield from [] if match["colon"] else [match.end()]


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a label without a colon: text begins behind it, and no sentence runs into it."""
    above = text[max(match.start() - 40, 0) : match.start()]
    if not _TEXT.match(text, match.end()):
        return False
    if match[0].isupper() and _SHOUT.match(text, match.end()):
        return False
    if not above.strip() or _STOP.search(above) or not text[match.end() :].strip():
        return True
    label = find_label(match[0])
    return bool(label and label.kind in _MAIN and not _RUNS_INTO.search(above))


def _is_heading(text: str, match: re.Match[str], listed: str) -> bool:
    """Whether a number begins a heading: behind a full stop or shouted words, or with a title that is listed."""
    above = text[max(match.start() - 40, 0) : match.start()]
    if _OF_NAME.search(above):
        return False
    if not above.strip() or _SHOUTED.search(above) or (_STOP.search(above) and not _ABBREVIATED.search(above)):
        return True
    return bool(_listed_end(text, match.end(), listed))


def _title_end(text: str, span: tuple[int, int], listed: str) -> int | None:
    """Where the text below a title begins, if not at a cut: behind what is listed, at a verdict, behind a full stop."""
    first, end = span
    loud = _LOUD.match(text, first, end)
    known = loud.end() if loud and first else _listed_end(text, first, listed)
    if known:
        return known
    verdict = next(_verdicts(text, first, end), None)
    if verdict or end - first < MAX_TITLE or not first:
        return verdict
    stop = _SENTENCE.search(text, first, first + MAX_TITLE)
    return stop and stop.end()


def _verdicts(text: str, first: int, end: int) -> Iterator[int]:
    """Where a sentence begins that is a verdict by its first words: ``Godkendt``, ``Dagsordenen blev godkendt``."""
    for match in _VERDICT.finditer(text, first, end):
        if like_decision(f"{match['verb'] or match['alone']} således"):
            yield match.start()


def _behind_absentees(text: str, cuts: Iterable[int]) -> Iterator[int]:
    """Verdicts behind the names of those who were absent."""
    for first, end in pairwise(sorted(cuts)):
        label = find_label(text[first:end])
        yield from islice(_verdicts(text, first, end), 1) if label and label.kind == "absent" else ()


def _listed_end(text: str, first: int, listed: str) -> int | None:
    """Where a title of the list of contents ends that begins here, if a capital follows."""
    end: int | None = None
    for space in re.finditer(r"\s|$", text[first : first + MAX_TITLE]):
        if f" {_folded(text[first : first + space.start()])} " not in listed:
            break
        end = first + space.start()
    whole = end is not None and end - first >= MIN_TITLE and text[end + 1 : end + 2].isupper()
    return end if whole and not _RUNS_INTO.search(text[first:end].casefold()) else None


def _folded(text: str) -> str:
    return " ".join(word.rstrip(".:,") for word in _LEADER.sub(" ", text.casefold()).split())


@cache
def _labels() -> re.Pattern[str]:
    """A label with its colon, a label without one, or what stands alone."""
    words = sorted(vocabulary().words, key=len, reverse=True)
    names = "|".join(re.escape(form) for word in words for form in (word.capitalize(), word.upper()))
    alone = "|".join(f"(?:{pattern.pattern})" for pattern in (_DECISION_OF, _ACCESS))
    colon, plain = (
        rf"(?P<colon>(?:{names}|{_LOUD_LABEL}|Beslutning\s[^:.]{{1,90}})\s?:)",
        rf"(?P<label>(?:{names})(?=\s|$))",
    )
    return re.compile(rf"(?<!\S)(?:(?P<alone>{alone}|{_BOX})|{colon}|{plain})")
