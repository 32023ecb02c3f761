"""Minutes as a page of a publication portal: one table row per item, sections as `h3` and `span.resume`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sample.calendar_da import long_date, short_date, weekday
from sample.records import Earlier, Item, Meeting

HEADS = {"minutes": "Referat", "agenda": "Dagsorden"}
STYLE = "body{font-family:sans-serif;max-width:60em;margin:auto}.label{font-weight:bold}td{vertical-align:top}"


def render(meeting: Meeting) -> str:
    """The whole page as one HTML document."""
    return "\n".join([*_head(meeting), *_facts(meeting), *_items(meeting), "</body>", "</html>", ""])


def _when(meeting: Meeting) -> str:
    return f"{long_date(meeting.day)} kl. {meeting.start.replace(':', '.')}"


def _head(meeting: Meeting) -> list[str]:
    title = escape(f"{meeting.municipality} - {meeting.body}")
    place = f'<span class="sted-divider"> - </span><span class="sted sted-container">{escape(meeting.place)}</span>'
    return [
        "<!DOCTYPE html>",
        '<html lang="da">',
        f'<head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head>',
        "<body>",
        f'<nav><a href="/">{escape(meeting.municipality)}</a> <a href="/dagsordener">Tilbage til forsiden</a></nav>',
        f'<h1 class="dato">{HEADS[meeting.kind]} {_when(meeting)}</h1>',
        f'<h2><span class="udvalg">{escape(meeting.body)}</span>{place}</h2>',
    ]


def _facts(meeting: Meeting) -> list[str]:
    people = [str(member) for member in meeting.present] + [f"{member} (Afbud)" for member in meeting.absent]
    rows = (
        ("Udvalg:", "udvalg", meeting.body),
        ("Mødedato:", "dato", f"{weekday(meeting.day)} den {_when(meeting)}"),
        ("Mødested:", "sted", meeting.place),
        ("Mødedeltagere:", "deltagere", ", ".join((*people, *meeting.officials))),
    )
    return ['<table class="dagsordeninfo"><tbody>', *(_fact(*row) for row in rows), "</tbody></table>"]


def _fact(label: str, name: str, text: str) -> str:
    return f'<tr><td>{label}</td><td><span class="{name}">{escape(text)}</span></td></tr>'


def _items(meeting: Meeting) -> Iterator[str]:
    yield '<table id="dagsordenDetaljer" class="table dagsorden">'
    yield "<thead><tr><th>Punkt</th><th>Titel</th></tr></thead>"
    yield "<tbody>"
    for item in meeting.items:
        yield from _item(item, meeting)
    yield "</tbody></table>"


def _item(item: Item, meeting: Meeting) -> Iterator[str]:
    title = escape(f"Lukket: {item.title}" if item.closed else item.title)
    yield f'<tr class="punktrow" id="punktrow_{meeting.code}-{meeting.day:%y%m%d}-{item.number}">'
    yield f'<td class="punkt-tabel"><span class="label label-default">{item.number}</span></td>'
    yield f'<td class="punkt-tabel"><h2 class="overskrift">{title}</h2><div class="details">'
    yield f'<span class="sagsnummer">{item.case_number}</span><div class="punkt">'
    yield from _sections(item, meeting.kind)
    yield "</div>"
    yield from _attachments(item)
    yield "</div></td></tr>"


def _sections(item: Item, kind: str) -> Iterator[str]:
    if kind == "minutes" and item.decision is not None:
        yield from _section("Beslutning", "\n".join(part for part in (item.decision, item.absence) if part), keep=True)
    yield from _section("Resume", item.summary)
    yield from _section("Indstilling", item.recommendation)
    yield from _section("Sagsfremstilling", item.text)
    if item.table:
        yield _table(item.table)
    yield from _section("Økonomi", item.economy)
    yield from _section("Sagsforløb", "\n".join(_entry(entry) for entry in item.earlier))


def _section(label: str, text: str, keep: bool = False) -> list[str]:
    if not text and not keep:
        return []
    lines = "".join(f"<div>{escape(line, quote=False)}</div>" for line in text.splitlines() if line)
    return [f"<h3>{label}</h3>", f'<span class="resume">{lines}</span>']


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    return f'<table border="1">{"".join(_row(row) for row in rows)}</table>'


def _row(row: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"


def _entry(entry: Earlier) -> str:
    head = f"Udvalg: {entry.body}\nDato: {short_date(entry.day)}\nPunktnummer: {entry.item}"
    return f"{head}\n{entry.decision}"


def _attachments(item: Item) -> Iterator[str]:
    if item.attachments:
        yield '<h3>Bilag</h3><ul class="list-unstyled">'
        for at, name in enumerate(item.attachments, 1):
            yield f'<li><a class="bilag-link" href="#bilag-{item.number}-{at}">{escape(name, quote=False)}</a></li>'
        yield "</ul>"
