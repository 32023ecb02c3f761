"""Why a document was read as it was: the evidence behind each heading, decision and line left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.model import Item, Transcript
from indexer.segment.chain import Candidate
from indexer.segment.confidence import doubts
from indexer.segment.evidence import of_pair, weights
from indexer.segment.items import own_of
from indexer.segment.minutes import Reading, readings

WIDTH = 72


def why(transcript: Transcript, name: str) -> Iterator[str]:
    """Lines for people: per meeting what tells its heading, per item its evidence with weights, the rule that chose its
    decision and what casts doubt on it, then the lines taken for furniture. For the whole file what the reader left
    out, each different line once with its count, and where its characters went. ``name`` as for ``segment``."""
    found = readings(transcript, name)
    for reading in found:
        yield from _heading(reading)
        for at in range(len(reading.chain)):
            yield from _item(reading, at)
        yield from _left_out(reading)
    for line, count in Counter(transcript.furniture).items():
        yield f"left out by the reader: {_cut(line)}" + (f" ({count} times)" if count > 1 else "")
    yield "account: " + ", ".join(f"{place} {share:.1%}" for place, share in _shares(transcript, found))


def _heading(reading: Reading) -> Iterator[str]:
    yield "meeting"
    for vote in reading.head:
        yield f"  {vote.key} {vote.weight:+.1f}  {_cut(vote.value)}"
    if reading.contents.lines:
        yield f"  contents: {len(reading.contents.lines)} lines"


def _item(reading: Reading, at: int) -> Iterator[str]:
    candidate, item = reading.chain[at], reading.minutes.items[at]
    before = reading.chain[at - 1] if at else None
    yield f"item {item.number or '-'}  {_cut(item.title)}"
    yield f"  margin {candidate.margin:+.1f}, confidence {item.confidence:.2f}"
    yield "  start: " + ", ".join(_evidence(candidate, before))
    yield f"  decision: {_rule(reading, at, item)}"
    odd = doubts(item, candidate, reading.minutes.items[at - 1] if at else None, reading.minutes.meeting)
    if odd:
        yield "  doubts: " + ", ".join(odd)


def _evidence(candidate: Candidate, before: Candidate | None) -> Iterator[str]:
    for name in candidate.evidence:
        yield f"{name} {weights()['start'][name]:+.1f}"
    for name in of_pair(before.face, candidate.face) if before else ():
        yield f"{name} {weights()['pair'][name]:+.1f}"


def _rule(reading: Reading, at: int, item: Item) -> str:
    own = own_of(reading.drafts[at], reading.frame)
    if own is None or item.decision is None:
        return f"none, outcome {item.outcome}"
    heading = f" under {own.block.heading!r}" if own.block.heading else ""
    return f"{own.rule}{heading}, outcome {item.outcome} by {item.decision.verdict.rule}"


def _left_out(reading: Reading) -> Iterator[str]:
    """Furniture within the items, and lines that stand outside them and are found with one all the same."""
    inside = {at for item in reading.drafts for at in item.lines}
    first = reading.drafts[0].lines.start if reading.drafts else len(reading.sheet.lines)
    for at, line in enumerate(reading.sheet.lines):
        if at > first and reading.sheet.kind(at) == "furniture":
            yield f"left out: {_cut(line.text)}"
        elif at > first and at not in inside:
            yield f"outside the items: {_cut(line.text)}"
    yield from (f"outside the items: {_cut(part.text)}" for part in reading.minutes.outside if part.kind == "opening")


def _shares(transcript: Transcript, found: Sequence[Reading]) -> Iterator[tuple[str, float]]:
    """Each place where text can be, and its share of all characters that the file prints."""
    length: Counter[str] = Counter(reader=sum(map(len, transcript.furniture)))
    for reading in found:
        inside = {at: "items" for draft in reading.drafts for at in draft.lines}
        first = min(inside, default=len(reading.sheet.lines))
        for at, line in enumerate(reading.sheet.lines):
            length[inside.get(at, "headings" if at < first else "outside")] += len(line.text)
    names = {"headings": "headings", "items": "items", "outside": "outside items", "reader": "left out by the reader"}
    yield from ((name, length[place] / max(length.total(), 1)) for place, name in names.items())


def _cut(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= WIDTH else folded[: WIDTH - 1] + "…"
