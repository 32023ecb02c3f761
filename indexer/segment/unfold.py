"""Labels that stand on one line with text, in mid-line or in a column of their own, are set on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from indexer.cases import ACCESS
from indexer.model import Line
from indexer.segment.labels import bare, find_label, vocabulary
from indexer.segment.paged import by_lines
from indexer.treatments import parse_heading

MANY = 6
"""A document with so many labels in mid-line, and more there than at the start of lines, is unfolded."""
FEW = 2
"""So many decisions beside their label, and none below it, make a column of labels."""

_END = 4
"""No label is shorter: so many letters tell most lines from those that end in one."""
_NUMBERED = re.compile(r"\d[.:)]\s[A-ZÆØÅ]")
"""What a title's number and the label behind it have in them."""
_RUN_INTO = re.compile(r"\d(?<=[a-zæøå]{3}\d)\d{0,2}\.\s?[A-ZÆØÅ][^.]{4,200}$")
"""A numbered heading behind a word, with no white space: a page has lost the break of a line."""
_TAIL = re.compile(
    r"^(?!(?i:bilag|tabel|figur|afsnit)\s)[^\W_].{3,300}?\s"
    r"(?P<number>\(?(?i:(?:punkt|pkt\.?|sag|nr\.)\s)?(?P<n>\d{1,4})[.:)])$"
)
"""A title with its number behind it."""
_POINT = re.compile(r"\.(?<=[^\s(]\d\.)\s?[A-ZÆØÅ]")
"""What a numbered heading in mid-line has in it: most lines have none. Begins with its sign, which is found fast."""
_AGAIN = re.compile(r"(?<=[^\s(])(?=\d{1,3}\.\s[A-ZÆØÅ])")

_LAST_CAPITAL = re.compile(r"(?<=[a-zæøå])[A-ZÆØÅ][^A-ZÆØÅ]{1,60}$")

# Built here, and so once for all the workers that are forked from a process: they are large.
_NAMES, _ACCESS = (
    "|".join(re.escape(word.capitalize()) for word in sorted(words, key=len, reverse=True))
    for words in (vocabulary().words, ACCESS)
)
_COLUMNS = re.compile(rf"(?P<label>{_NAMES})\s{{1,9}}(?=[A-ZÆØÅ])")
_LAST = re.compile(rf"(?<=\d[.:)]\s)(?:{_NAMES}|{_ACCESS}):?$")
"""A label or a word on access at the end of a line, behind a number."""
_LABELS = re.compile(rf"(?<=\s)(?<!:\s)(?:(?:{_NAMES})\s?:|Beslutning\s[^:.]{{1,90}}:|(?:Sagsnr|Sagsid|J\.nr)\.?\s?:)")
"""A label with its colon in mid-line, but not in a row of labels; a decision's may have body and date behind it."""


def unfold(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a document whose labels stand in mid-line or beside their text, cut there; all keep their places."""
    lines = by_lines(_cut(lines, _tails(lines)))
    lines = _without_runs(lines)
    labels = [find_label(line.text) for line in lines]
    inside = {at: found for at, line in enumerate(lines) if ":" in line.text and (found := _inside(line.text))}
    count = sum(map(len, inside.values()))
    if count >= MANY and count > sum(label is not None for label in labels):
        return tuple(_cut(lines, inside))
    if any(label and label.kind == "decision" and not label.weak for label in labels):
        return tuple(lines)
    fronts = _fronts()
    may = ((at, line.text) for at, line in enumerate(lines) if line.text[:_END] in fronts)
    beside = {at: match for at, text in may if (match := _beside(text))}
    decisions = sum(vocabulary().words[match["label"].casefold()] == "decision" for match in beside.values())
    return tuple(_cut(lines, {at: [match.end()] for at, match in beside.items()}) if decisions >= FEW else lines)


def _without_runs(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines cut where one runs into the next; most documents have no line that may do so."""
    texts, ends = [line.text for line in lines], _ends()
    doubtful = [at for at, text in enumerate(texts) if text[-_END:] in ends or _POINT.search(text)]

    @cache
    def printed(first: str) -> AbstractSet[str]:
        return {_letters(text) for text in texts if next(filter(str.isalnum, text), "") == first}

    return _cut(lines, {at: found for at in doubtful if (found := _run_into(texts[at], printed))})


def _run_into(text: str, printed: Callable[[str], AbstractSet[str]]) -> list[int]:
    """Where a line begins in mid-line, its break lost: a numbered heading behind a word, or wherever it is printed on a
    line of its own too; a label behind such a heading. ``printed`` gives the letters of all lines with that first one;
    few ask."""

    def is_printed(heading: str) -> bool:
        letters = _letters(heading)
        return letters in printed(letters[:1])

    label = _LAST_CAPITAL.search(text) if text[-_END:] in _ends() else None
    behind = [label.start()] if label and label[0] in _labels_run_into() and is_printed(text[: label.start()]) else []
    if not _POINT.search(text):
        return behind
    words = (cut.start() for cut in _AGAIN.finditer(text) if any(map(str.isalpha, text[: cut.start()])))
    again = (at for at in words if is_printed(text[at:]))
    return [*(cut.start() for cut in _RUN_INTO.finditer(text)), *islice(again, 1), *behind]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@cache
def _labels_run_into() -> frozenset[str]:
    return frozenset(word.capitalize() for word in (*vocabulary().words, *vocabulary().weak))


@cache
def _ends() -> frozenset[str]:
    """How lines end that end in such a label, or in a word on access."""
    return frozenset(word[-_END:] for word in (*_labels_run_into(), *map(str.capitalize, ACCESS)))


def _tails(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Where numbers and labels begin behind titles, in a document that counts on so: ``Eventuelt 7. Resumé``."""
    cuts: dict[int, list[int]] = {}
    counts: dict[int, int] = {}
    ends = _ends()
    for at, line in enumerate(lines):
        may_end = line.text.rstrip(":")[-_END:] in ends and _NUMBERED.search(line.text)
        label = _LAST.search(line.text) if may_end else None
        tail = _TAIL.match(line.text[: label.start()].rstrip()) if label else None
        if label and tail:
            counts[at], cuts[at] = int(tail["n"]), [tail.start("number"), label.start()]
    first = {count: at for at, count in reversed(counts.items())}
    last = {count: at for at, count in counts.items()}
    counted = {at for at, count in counts.items() if first.get(count - 1, at) < at or last.get(count + 1, at) > at}
    return {at: cut for at, cut in cuts.items() if at in counted}


def _inside(text: str) -> list[int]:
    """Where labels with a colon begin in mid-line."""
    return [match.start() for match in _LABELS.finditer(text, 0, text.rfind(":") + 1)]


def _cut(lines: Sequence[Line], cuts: Mapping[int, Sequence[int]]) -> Sequence[Line]:
    """The lines, some cut at the places given for them: mostly none."""
    if not cuts:
        return lines
    return [part for at, line in enumerate(lines) for part in (_parts(line, cuts[at]) if at in cuts else (line,))]


def _parts(line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    for first, end in pairwise(sorted({0, *cuts, len(line.text)})):
        text = line.text[first:end]
        gap = line.gap and first == 0
        yield replace(line, text=text.strip(), start=line.start + first + len(text) - len(text.lstrip()), gap=gap)


def _beside(text: str) -> re.Match[str] | None:
    """A label at the start of a line with a sentence beside it; no heading of a treatment."""
    match = _COLUMNS.match(text)
    return None if match is None or parse_heading(bare(text)) else match


@cache
def _fronts() -> frozenset[str]:
    """How lines begin that begin with a label: most begin otherwise."""
    return frozenset(word.capitalize()[:_END] for word in vocabulary().words)
