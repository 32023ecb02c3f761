"""Minutes as a plain transcript: `Punkt N: title`, case number, labels on lines of their own, the decision last."""

from __future__ import annotations

from collections.abc import Iterator

from sample.calendar_da import long_date, short_date, weekday
from sample.records import Earlier, Item, Meeting

HEADS = {"minutes": "REFERAT", "agenda": "DAGSORDEN"}
FIRST_ITEM_PAGE = 3


def render(meeting: Meeting) -> str:
    """The whole file; paragraphs are unwrapped lines with an empty line between them."""
    blocks = [*_head(meeting), *_contents(meeting)]
    for item in meeting.items:
        blocks += _item(item, meeting.kind)
    return "\n\n".join(blocks) + "\n"


def _head(meeting: Meeting) -> list[str]:
    day = meeting.day
    people = [str(member) for member in meeting.present] + [f"{member} (Afbud)" for member in meeting.absent]
    return [
        meeting.municipality,
        f"{HEADS[meeting.kind]} {meeting.body} d. {short_date(day)}",
        f"Mødedato {weekday(day).capitalize()} d. {long_date(day)} kl. {meeting.start}",
        f"Mødested {meeting.place}",
        f"Mødedeltagere {', '.join((*people, *meeting.officials))}",
    ]


def _contents(meeting: Meeting) -> list[str]:
    lines = [f"{_marked(item)}.....\t{FIRST_ITEM_PAGE + at}" for at, item in enumerate(meeting.items)]
    return ["Indholdsfortegnelse", "\n".join(lines)]


def _marked(item: Item) -> str:
    return f"Lukket: {item.title}" if item.closed else item.title


def _item(item: Item, kind: str) -> Iterator[str]:
    yield f"Punkt {item.number}: {_marked(item)}"
    yield item.case_number
    yield from _section("Sammendrag", item.summary)
    yield from _section("Sagsfremstilling", item.text)
    if item.table:
        yield _table(item.table)
    yield from _section("Økonomi", item.economy)
    yield from _section("Indstilling", item.recommendation)
    if item.earlier:
        yield "Sagsforløb"
        yield from (_entry(entry) for entry in item.earlier)
    if kind == "minutes" and item.decision is not None:
        yield "Beslutning"
        yield from (part for part in (item.decision, item.absence) if part)
    yield from _section("Bilag", "\n\n".join(item.attachments))


def _section(label: str, text: str) -> list[str]:
    return [label, text] if text else []


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = ("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in padded)


def _entry(entry: Earlier) -> str:
    head = f"Udvalg: {entry.body}\n\nDato: {short_date(entry.day)}\n\nPunktnummer: {entry.item}"
    return f"{head}\n\n{entry.decision}"
