"""What a meeting prints outside its items: in front of the first one, over groups of them, behind the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.clean import join_lines
from indexer.model import Section
from indexer.segment.contents import Contents, is_heading, title_key
from indexer.segment.items import Draft
from indexer.segment.meeting import unheld
from indexer.segment.sheet import Sheet


def outside(sheet: Sheet, contents: Contents, drafts: Sequence[Draft]) -> tuple[Section, ...]:
    """A section a place: of the kind ``opening`` (but for what the meeting's fields hold and for the titles in its list
    of contents), ``group`` or ``foot``. Furniture is left out. Without items there is none."""
    if not drafts:
        return ()
    between = (range(before.lines.stop, item.lines.start) for before, item in pairwise(drafts))
    places = [
        ("opening", _opening(sheet, contents, drafts)),
        *(("group", lines) for lines in between),
        ("foot", range(drafts[-1].lines.stop, len(sheet.lines))),
    ]
    return tuple(section for place in places for section in _section(sheet, place))


def _opening(sheet: Sheet, contents: Contents, drafts: Sequence[Draft]) -> list[int]:
    """Lines in front of the first item that nothing else holds."""
    front = range(drafts[0].lines.start)
    titles = "\n".join(_letters(item.start.title) for item in drafts)
    head = [at for at in front if at not in contents.lines]
    said = {head[at] for at in unheld([sheet.lines[at] for at in head])}
    listed = ((at, sheet.lines[at].text) for at in front if at in contents.lines)
    return sorted(said.union(at for at, text in listed if not is_heading(text) and _letters(text) not in titles))


def _letters(text: str) -> str:
    """A title's letters, so that neither numbers of items and pages nor a break in it matter."""
    return "".join(filter(str.isalpha, title_key(text)))


def _section(sheet: Sheet, place: tuple[str, Sequence[int]]) -> Iterator[Section]:
    kind, lines = place
    kept = [at for at in lines if sheet.kind(at) != "furniture"]
    cuts = [at for at in range(1, len(kept)) if kept[at] != kept[at - 1] + 1 or sheet.lines[kept[at]].gap]
    runs = [[sheet.lines[at] for at in kept[begin:end]] for begin, end in pairwise((0, *cuts, len(kept)))]
    text = "\n".join(join_lines([line.text for line in run]) for run in runs)
    if any(map(str.isalnum, text)):
        first, last = runs[0][0], runs[-1][-1]
        yield Section(kind, "", text, first.page, first.start, last.end)
