"""The chain of starts: the best of all, and found in a time that grows as the document does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.readers.text import read_text
from indexer.reading import read_file
from indexer.segment import chain
from indexer.segment.contents import find_contents
from indexer.segment.context import in_context
from indexer.segment.evidence import among, of_start
from indexer.segment.marks import mark_lines
from indexer.segment.sheet import make_sheet
from indexer.segment.starts import find_starts
from indexer.segment.unfold import unfold

MINUTES = sorted((Path(__file__).parents[2] / "data" / "minutes").glob("*.txt"))


@pytest.mark.parametrize("path", MINUTES, ids=lambda path: path.stem)
def test_no_other_chain_explains_a_document_better(path: Path) -> None:
    lines = unfold(read_file(path).lines)
    sheet = make_sheet(lines, in_context(lines, mark_lines(lines)))
    starts, contents = find_starts(sheet), find_contents(lines, sheet.marks)
    labels = chain._labels(sheet, contents)
    evidence = [
        (*of_start(sheet, start, contents), *others) for start, others in zip(starts, among(sheet, starts), strict=True)
    ]
    candidates = chain._strongest(chain._candidates(starts, evidence, labels))
    courses = [
        chain._course(one, labels, lambda first, closed: chain._run(labels, first, closed)) for one in candidates
    ]

    best: list[float] = []
    for one in candidates:
        before = [
            best[at] + chain._link((candidates[at], courses[at]), one, labels)
            for at in range(len(best))
            if candidates[at].start.after <= one.start.first
        ]
        best.append(max([chain._link(None, one, labels), *before]))
    whole = max(weight + course.totals[-1] for weight, course in zip(best, courses, strict=True))

    found = chain.choose(sheet, starts, contents)
    met = [None, *((one, courses[candidates.index(one._replace(margin=0.0))]) for one in found)]
    assert len(candidates) > len(found) > 0
    assert sum(chain._link(a, b, labels) for a, b in zip(met, (*found, None), strict=True)) == pytest.approx(whole)
    assert min(one.margin for one in found) >= 0


def test_thousands_of_lines_that_count_on_do_not_take_long() -> None:
    text = "".join(f"{number}. Overskrift {number * 7919 % 10007}\n" for number in range(1, 6000))
    lines = read_text(text.encode(), "prøve.txt").lines
    marks = in_context(lines, mark_lines(lines))
    began = time.process_time()
    assert not find_contents(lines, marks).lines
    assert time.process_time() - began < 2
