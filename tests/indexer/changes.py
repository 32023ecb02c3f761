"""Sixteen ways to print known minutes differently, so that the right answer stays the same."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape

from indexer.model import Line, Page, Transcript
from indexer.readers.html import read_html
from indexer.readers.text import read_text
from indexer.segment.minutes import Reading

Change = Callable[[Transcript, Reading], Transcript]

_NUMBER = re.compile(
    r"^\W{0,4}(?:(?:Punkt|Pkt\.?|Nr\.?|Sag)\s?(?:nr\.?\s?)?)?(?P<n>\d{1,4})\s?[.:)–-]?\s{0,9}", re.IGNORECASE
)
RENAMED = {
    "sagsfremstilling": "Redegørelse", "resume": "I korte træk", "resumé": "I korte træk",
    "baggrund": "Hvorfor sagen rejses", "økonomi": "Hvad koster det", "bilag": "Vedhæftede filer",
    "beslutning": "Afgørelse", "indstilling": "Administrationen indstiller",
}  # fmt: skip
BEFORE_TEXT = ("decision", "recommendation", "summary", "case", "economy")
ABOVE = ("Spring til indhold", "Forside", "Politik", "Byråd og udvalg", "Dagsordener og referater", "Søg på siden")
BELOW = ("Tilmeld dig nyhedsbrevet", "Telefon 70 00 00 00", "post@kommune.example", "Om hjemmesiden")


def relaid(transcript: Transcript, lines: Sequence[Line]) -> Transcript:
    """The transcript with other lines, their offsets counted anew; pages stay where they were."""
    placed: list[Line] = []
    for line in lines:
        gap = line.gap and bool(placed)
        placed.append(replace(line, start=(placed[-1].end + 1 + gap) if placed else 0, gap=gap))
    return Transcript((Page(None, tuple(placed)),), transcript.title)


def headings(reading: Reading) -> Iterator[range]:
    """The lines of each item's heading."""
    for candidate in reading.chain:
        yield range(candidate.start.first, candidate.start.after)


def _changed(transcript: Transcript, lines: Sequence[Sequence[Line]]) -> Transcript:
    return relaid(transcript, [line for group in lines for line in group])


def without_style(transcript: Transcript, _: Reading) -> Transcript:
    return relaid(transcript, [replace(line, look="", rank=0, cell=None) for line in transcript.lines])


def without_contents(transcript: Transcript, reading: Reading) -> Transcript:
    kept = [line for at, line in enumerate(transcript.lines) if at not in reading.contents.lines]
    return relaid(transcript, kept)


def _with_headings(
    transcript: Transcript, reading: Reading, change: Callable[[Line, str], Sequence[Line]]
) -> Transcript:
    """The transcript with the heading lines that hold an item's number made into others."""
    groups: list[Sequence[Line]] = [[line] for line in transcript.lines]
    for rows, candidate in zip(headings(reading), reading.chain, strict=True):
        for at in rows:
            match = _NUMBER.match(transcript.lines[at].text)
            if match and match["n"] == candidate.start.number:
                groups[at] = change(transcript.lines[at], match[0])
                break
    return _changed(transcript, groups)


def without_numbers(transcript: Transcript, reading: Reading) -> Transcript:
    def change(line: Line, number: str) -> Sequence[Line]:
        rest = line.text[len(number) :]
        return [replace(line, text=rest)] if rest else []

    return _with_headings(transcript, reading, change)


def number_glued(transcript: Transcript, reading: Reading) -> Transcript:
    def change(line: Line, number: str) -> Sequence[Line]:
        digits = re.sub(r"\D", "", number)
        return [replace(line, text=digits + line.text[len(number) :])]

    return _with_headings(transcript, reading, change)


def number_above(transcript: Transcript, reading: Reading) -> Transcript:
    def change(line: Line, number: str) -> Sequence[Line]:
        rest = line.text[len(number) :]
        digits = re.sub(r"\D", "", number)
        return [replace(line, text=digits), replace(line, text=rest, gap=False)] if rest else [line]

    return _with_headings(transcript, reading, change)


def headings_doubled(transcript: Transcript, reading: Reading) -> Transcript:
    groups: list[Sequence[Line]] = [[line] for line in transcript.lines]
    for rows in headings(reading):
        if rows:
            again = [replace(transcript.lines[at], gap=False) for at in rows]
            groups[rows[-1]] = [transcript.lines[rows[-1]], *again]
    return _changed(transcript, groups)


def labels_renamed(transcript: Transcript, reading: Reading) -> Transcript:
    renamed = [
        replace(line, text=RENAMED.get(line.text.strip(": ").casefold(), line.text)) if mark and mark.label else line
        for line, mark in zip(transcript.lines, reading.sheet.marks, strict=True)
    ]
    return relaid(transcript, renamed)


def decision_first(transcript: Transcript, reading: Reading) -> Transcript:
    """The labelled decision of each item moved right behind its heading, where its text is a block by itself."""
    order = list(range(len(transcript.lines)))
    for draft in reversed(reading.drafts):
        block = next((b for b in draft.blocks if b.kind == "decision" and b.mark and b.pieces), None)
        if block and block.mark and block is not draft.blocks[0]:
            moved = list(range(block.mark.first, block.pieces[-1].line + 1))
            order = [at for at in order if at not in moved]
            first = next((b.mark.first for b in draft.blocks if b.mark), None)
            if first is not None:
                place = order.index(first)
                order[place:place] = moved
    return relaid(transcript, [transcript.lines[at] for at in order])


def _wrapped(transcript: Transcript) -> Iterator[Line]:
    for line in transcript.lines:
        texts = textwrap.wrap(line.text, 78, break_long_words=False, break_on_hyphens=False) or [line.text]
        yield from (replace(line, text=text, gap=line.gap and at == 0) for at, text in enumerate(texts))


def wrapped(transcript: Transcript, _: Reading) -> Transcript:
    return relaid(transcript, list(_wrapped(transcript)))


def wrapped_without_blank_lines(transcript: Transcript, _: Reading) -> Transcript:
    return relaid(transcript, [replace(line, gap=False) for line in _wrapped(transcript)])


def contents_in_one_line(transcript: Transcript, reading: Reading) -> Transcript:
    listed = sorted(reading.contents.lines)
    if not listed:
        return transcript
    whole = replace(transcript.lines[listed[0]], text=" ".join(transcript.lines[at].text for at in listed))
    rest = [line for at, line in enumerate(transcript.lines) if at not in reading.contents.lines]
    before = sum(1 for at in range(listed[0]) if at not in reading.contents.lines)
    return relaid(transcript, [*rest[:before], whole, *rest[before:]])


def navigation_around(transcript: Transcript, _: Reading) -> Transcript:
    first, last = transcript.lines[0], transcript.lines[-1]
    above = [replace(first, text=text, look="nav", rank=0, gap=False) for text in ABOVE]
    below = [replace(last, text=text, look="foot", rank=0, gap=at == 0) for at, text in enumerate(BELOW)]
    return relaid(transcript, [*above, *transcript.lines, *below])


def text_behind_labels(transcript: Transcript, reading: Reading) -> Transcript:
    joined: list[Line] = []
    taken = {at for rows in headings(reading) for at in rows}
    for at, line in enumerate(transcript.lines):
        above = reading.sheet.marks[at - 1] if at else None
        alone = above and above.label and not above.rest and above.section in BEFORE_TEXT
        if alone and reading.sheet.kind(at) == "" and at not in taken:
            joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(": ") + ": " + line.text)
        else:
            joined.append(line)
    return relaid(transcript, joined)


def as_plain_text(transcript: Transcript, _: Reading) -> Transcript:
    return read_text(transcript.text.encode(), "prøve.txt")


def as_flat_html(transcript: Transcript, _: Reading) -> Transcript:
    body = "".join(f"<div>{escape(line.text)}</div>" for line in transcript.lines)
    title = f"<title>{escape(transcript.title)}</title>" if transcript.title else ""
    return read_html(f"<html><head>{title}</head><body>{body}</body></html>".encode(), "prøve.html")


CHANGES: tuple[Change, ...] = (
    without_style, without_contents, without_numbers, labels_renamed, number_glued, number_above, headings_doubled,
    decision_first, wrapped, wrapped_without_blank_lines, contents_in_one_line, navigation_around, text_behind_labels,
    as_plain_text, as_flat_html,
)  # fmt: skip
