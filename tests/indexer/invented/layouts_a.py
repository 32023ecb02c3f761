"""The first eleven ways to print minutes; each function prints what its record holds, in its own words and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from textwrap import wrap
from typing import Any

from . import web
from .meeting import Block, Decision, Habits, Item, Layout, Meeting, Person, Print, Section, full_date, long_date
from .paper import BOLD, COVER, TEXT, Paper
from .plain import lines_of

NBSP = "\u00a0"
OFFICIALS = ("Preben Kvist (kommunaldirektør)", "Lis Overby (afdelingschef)")


def dashed(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def dotted(hour: str | None) -> str:
    return str(hour).replace(":", ".")


def names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def with_parties(meeting: Meeting) -> str:
    """Members one behind the other, those who sent word marked."""
    return ", ".join((*map(str, meeting.present), *(f"{person} (Afbud)" for person in meeting.absent)))


def section(item: Item, kind: str) -> tuple[Block, ...]:
    """An item's running text of that kind; none where it has none."""
    return next((section.blocks for section in item.sections if section.kind == kind), ())


NOT_THERE = (
    "deltog ikke i sagens behandling.",
    "var fraværende.",
    "var forhindret i at deltage i udvalgets behandling af sagen.",
)


def did_not_take_part(decision: Decision) -> list[str]:
    """A sentence for each, worded alike throughout a decision."""
    worded = NOT_THERE[len("".join(decision.lines)) % len(NOT_THERE)]
    return [f"{person.name} {worded}" for person in decision.absent]


def initials(item: Item) -> str:
    """Whose case it is, by its number."""
    return ("LKJ", "MBN", "HTO", "ABS")[sum(map(ord, item.case_numbers[0])) % 4]


def closed_title(item: Item) -> str:
    return f"Lukket: {item.title}" if item.access == "closed" else str(item.title)


# 1. FirstAgenda PDF


def firstagenda_pdf(meeting: Meeting) -> Print:
    paper = Paper()
    paper.line(f"REFERAT {meeting.body} d. {dashed(meeting.day)}", COVER)
    day = full_date(meeting.day).capitalize().replace(" den ", " d. ")
    paper.line(f"Mødedato   {day} kl. {meeting.start}")
    paper.line(f"Mødested   {meeting.place}")
    if meeting.present:
        paper.line(f"Mødedeltagere   {', '.join(OFFICIALS)}, {with_parties(meeting)}")
    paper.new_page()
    paper.line("Indholdsfortegnelse", BOLD)
    paper.contents()
    for item in meeting.items:
        paper.new_page()
        paper.heading(f"Punkt {item.number}: {closed_title(item)}", closed_title(item))
        paper.line(*item.case_numbers)
        if item.access != "closed":
            paper.line("Beslutninger", BOLD)
        for line in (*item.decision.lines, *did_not_take_part(item.decision)):
            paper.line(line)
        paper.blocks(section(item, "blurb"))
        _firstagenda_sections(paper, item)
    return paper.printed()


def _firstagenda_sections(paper: Paper, item: Item) -> None:
    labels = {"summary": "Resume", "case": "Sagsfremstilling", "assessment": "Begrundelse", "economy": "Økonomi"}
    for kind, label in labels.items():
        if section(item, kind):
            paper.line(label, BOLD)
            paper.blocks(section(item, kind))
    _labelled(paper, "Beslutningspunkter", item.recommendation)
    if item.earlier:
        paper.line("Sagsforløb", BOLD)
    for entry in item.earlier:
        paper.line(f"Udvalg: {entry.body}")
        paper.line(f"Dato: {dashed(entry.day)}")
        paper.line(f"Punktnummer: {entry.item}")
        for line in entry.decision.lines:
            paper.line(line)
    _labelled(paper, "Bilag", item.attachments)


def _labelled(paper: Paper, label: str, lines: Sequence[str]) -> None:
    if lines:
        paper.line(label, BOLD)
    for line in lines:
        paper.line(line, TEXT)


def some_name_participants(meeting: Meeting) -> Meeting:
    """Every other council lists who took part."""
    return meeting if meeting.variant % 2 else replace(meeting, present=(), absent=())


# 2. FirstAgenda Publication


def firstagenda_html(meeting: Meeting) -> Print:
    start = dotted(meeting.start)
    when = f"{long_date(meeting.day)} kl. {start}"
    facts = [
        ("Udvalg:", "udvalg", meeting.body),
        ("Mødedato:", "dato", f"{full_date(meeting.day)} kl. {start}"),
        ("Mødested:", "sted", meeting.place),
        ("Mødedeltagere:", "deltagere", with_parties(meeting)),
    ]
    rows = "".join(
        f"<tr><td>{label}</td><td>{web.element('span', value, class_=kind)}</td></tr>\n" for label, kind, value in facts
    )
    head = (
        f'<h1 class="green dato">Referat {when}</h1><h2 class="black"><span class="udvalg">{meeting.body}</span>'
        f'<span class="sted-divider"> - </span><span class="sted">{meeting.place}</span></h2>\n'
        f'<table class="dagsordeninfo"><tbody>{rows}</tbody></table>\n'
        '<input type="button" class="btn" value="Hent hele referatet">\n'
    )
    table = '<table class="table dagsorden"><thead><tr><th>Punkt</th><th>Titel</th><th></th></tr></thead><tbody>\n'
    body = head + table + "".join(map(_punktrow, meeting.items)) + "</tbody></table>"
    back = '<div class="tilbage-wrapper"><a class="btn"><span>Tilbage til forsiden</span></a></div>'
    return Print(web.page(f"{meeting.body} - {meeting.place}", body, before=back))


def _punktrow(item: Item) -> str:
    labels = {"blurb": "", "summary": "Resume", "case": "Sagsfremstilling", "economy": "Økonomi"}
    decided = web.paragraphs((*item.decision.lines, *did_not_take_part(item.decision)), "div")
    parts = [("Beslutning", decided)]
    parts += [(label, web.blocks(section(item, kind), "div")) for kind, label in labels.items()]
    parts.append(("Beslutningspunkter", web.paragraphs(item.recommendation, "div")))
    parts.append(("Sagsforløb:", web.paragraphs(_course(item), "div")))
    shown = "".join(f'<h3>{label}</h3><span class="resume">{body}</span>\n' for label, body in parts if body)
    annexes = "".join(
        f'<li><span class="label label-default pdf-label" role="button">PDF</span>'
        f"{web.element('a', name, class_='bilag-link', href='/vis/pdf/bilag/')}</li>"
        for name in item.attachments
    )
    annexes = f'<h3>Bilag</h3><ul class="list-unstyled">{annexes}</ul>' if annexes else ""
    return (
        f'<tr class="punktrow"><td><span class="label label-default">{item.number}</span></td>'
        f'<td class="punkt-tabel"><button class="overskrift-btn">'
        f"{web.element('h2', closed_title(item), class_='overskrift text-left')}</button>"
        f'<div class="details">{web.element("span", *item.case_numbers, class_="sagsnummer")}'
        f'<div class="punkt"><h3></h3><div>{shown}</div></div>{annexes}</div></td><td><ul class="dropdown-menu"><li>'
        "<a>Hent som PDF</a></li><li><a>Kopier link</a></li></ul></td></tr>\n"
    )


def _course(item: Item) -> Iterator[str]:
    for entry in item.earlier:
        yield from (f"Udvalg: {entry.body}", f"Dato: {dashed(entry.day)}", f"Punktnummer: {entry.item}")
        yield from entry.decision.lines


# 3. eDagsorden


def edagsorden(meeting: Meeting) -> Print:
    start = f"{dashed(meeting.day)} {meeting.start}:00"
    end = f"{dashed(meeting.day)} 21:47:12" if meeting.variant % 2 else ""
    facts = {
        "UDVALG": meeting.body, "MØDE": "Ordinært møde", "STED": meeting.place, "STARTTIDSPUNKT": start,
        "SLUTTIDSPUNKT": end,
    }  # fmt: skip
    head = "".join(web.element("h4", label) + web.element("p", value) for label, value in facts.items())
    titles = web.paragraphs((f"{item.number}. {closed_title(item)}" for item in meeting.items), "li")
    body = f'{head}<h4>PUNKTER</h4>\n<ul class="list-unstyled">{titles}</ul>\n'
    body += "".join(_edagsorden_item(item, meeting) for item in meeting.items)
    top = '<nav><ul><li><a href="/">Forside</a></li><li><a href="/politik">Politik</a></li></ul></nav>'
    return Print(web.page("Dagsordener og referater", body, before=top, after="<footer><p>Til toppen</p></footer>"))


def _edagsorden_item(item: Item, meeting: Meeting) -> str:
    title = closed_title(item)
    parts: list[tuple[str, str]] = []
    if item.sections:
        parts = [("Punkttype", web.element("p", "Beslutning")), ("Tema", web.blocks(section(item, "summary")))]
        parts.append(("Kompetence", web.element("p", meeting.body)))
    parts.append(("Sagsbeskrivelse", web.blocks(section(item, "case"))))
    parts += [("Økonomi", web.blocks(section(item, "economy"))), ("Høring", web.blocks(section(item, "next")))]
    parts.append(("Indstilling", web.paragraphs(item.recommendation)))
    decided = web.paragraphs(item.decision.lines)
    if item.decision.absent:
        decided += web.element("p", f"Fraværende: {', '.join(map(str, item.decision.absent))}")
    shown = "".join(f"{web.element('h4', label)}{body}" for label, body in parts if body)
    shown += web.element("h4", "Beslutning") + decided
    if item.attachments:
        shown += web.element("h4", "Bilag") + web.listed(item.attachments)
    heading = web.element("h2", f"{item.number}. {title}") + web.element("h3", title)
    return f"<section>{heading}{shown}</section>\n"


# 4. SBSYS

GROUPS = (
    "A. Sager til afgørelse i udvalget", "B. Sager til udtalelse", "C. Sager til efterretning", "D. Lukkede sager",
)  # fmt: skip


def sbsys(meeting: Meeting) -> Print:
    when = f"den {long_date(meeting.day)} kl. {meeting.start}"
    head = ["Referat", "til", f"mødet i {meeting.body}", when, f"i {meeting.place}"]
    contents, body = "", ""
    size = -(-len(meeting.items) // 3)
    for at, item in enumerate(meeting.items):
        if at % size == 0:
            group = web.element("p", GROUPS[at // size])
            contents, body = contents + group, body + f"<h2>{GROUPS[at // size]}</h2>\n"
        contents += web.element("p", f"{item.number}. {item.title}")
        body += _sbsys_item(item)
    heading = web.paragraphs(head) + web.element("p", "Indholdsfortegnelse") + contents
    return Print(web.page("Referat", heading + "<hr>\n" + body))


def _sbsys_item(item: Item) -> str:
    access = {"open": "Åbent", "closed": "Lukket"}[str(item.access)]
    shown = web.element("h3", f"{item.number}. {item.title}")
    shown += web.element("p", f"{access} - {item.case_numbers[0]}")
    decided = [*item.decision.lines]
    if item.decision.absent:
        decided.append(f"Afbud: {names(item.decision.absent)}")
    parts = [
        ("RESUMÉ", web.blocks(section(item, "summary"))),
        ("INDSTILLING", web.paragraphs(item.recommendation)),
        ("BESLUTNING", web.paragraphs(decided) or "<p>&nbsp;</p>"),
        ("SAGSFREMSTILLING", web.blocks(section(item, "case"))),
        ("EFFEKT", web.blocks(section(item, "assessment"))),
        ("ØKONOMI", web.blocks(section(item, "economy"))),
        ("Bilag", web.paragraphs(item.attachments)),
    ]
    return shown + "".join(f"<p><b>{label}</b></p>\n{body}" for label, body in parts if body)


def numbers_out_of_sequence(meeting: Meeting) -> Meeting:
    """Groups gather items from all over the agenda."""
    return replace(meeting, items=(*meeting.items[::2], *meeting.items[1::2]))


# 5. PolWeb


def polweb(meeting: Meeting) -> Print:
    head = [
        f"{meeting.municipality} Kommune", meeting.body,
        f"Referat fra mødet {full_date(meeting.day)} kl. {dotted(meeting.start)}",
        f"Mødested: {meeting.place}", NBSP,
        f"Medlemmer: {', '.join(map(str, (*meeting.present, *meeting.absent)))}",
        f"Fraværende: {', '.join(map(str, meeting.absent)) or 'Ingen'}", NBSP,
    ]  # fmt: skip
    body = web.paragraphs(head, "div") + "".join(_polweb_item(item, meeting) for item in meeting.items)
    body += web.paragraphs(("Mødet sluttede kl. 21.05.", "Næste møde er en måned senere."), "div")
    return Print(web.page(f"{meeting.body} - referat", f"<table><tr><td>{body}</td></tr></table>"))


def _polweb_item(item: Item, meeting: Meeting) -> str:
    case = item.case_numbers[0]
    document = f"{case.rsplit('-', 1)[0]}-{int(case[-4:]) * 7 + 100_000}"
    access = {"open": "Åbent", "closed": "Lukket"}[str(item.access)]
    facts = [f"Sag {case}", f"Dok. {document}", f"Initialer: {initials(item)}", access]
    if meeting.variant % 2:
        facts = ["Sag", case, "Dok.", document, "Initialer:", initials(item), access]
    lines = [f"{item.number}.{NBSP * 6}{item.title}", *facts, NBSP, "Sagen afgøres i", meeting.body, NBSP]
    shown = web.paragraphs(lines, "div")
    labels = {"summary": "Resumé", "case": "Sagsfremstilling", "legal": "Lovgrundlag", "economy": "Økonomi"}
    for kind, label in labels.items():
        if section(item, kind):
            shown += f"<div><b>{label}</b></div>\n{web.blocks(section(item, kind), 'div')}<div>{NBSP}</div>\n"
    if item.recommendation:
        shown += f"<div><b>Indstilling</b></div>\n{web.paragraphs(item.recommendation, 'div')}<div>{NBSP}</div>\n"
    for entry in item.earlier:
        shown += _polweb_decision(entry.body, entry.day, entry.decision)
    shown += _polweb_decision(meeting.body, meeting.day, item.decision)
    if item.attachments:
        shown += f"<div><b>Bilag</b></div>\n{web.paragraphs(item.attachments, 'div')}"
    return shown + f"<div>{NBSP}</div>\n"


def _polweb_decision(body: str, day: date, decision: Decision) -> str:
    absent = ["Fraværende:", names(decision.absent)] if decision.absent else []
    lines = web.paragraphs((*absent, *decision.lines, NBSP), "div")
    return f"<div><b>Beslutning i {body} {long_date(day)}:</b></div>\n{lines}"


# 6. København, a page an item


def copenhagen(meeting: Meeting) -> Print:
    (item,) = meeting.items
    shown = web.element("h1", closed_title(item))
    start = f"{meeting.day:%d.%m.%Y}, kl. {meeting.start}"
    shown += web.element("div", f"Mødedato: {start}") + web.element("div", f"Mødested: {meeting.place}")
    parts = [("Indstilling", _copenhagen_points(item))]
    labels = {
        "summary": "Resumé", "case": "Problemstilling", "assessment": "Løsning", "economy": "Økonomi",
        "next": "Videre proces",
    }  # fmt: skip
    parts += [(label, web.blocks(section(item, kind))) for kind, label in labels.items()]
    genitive = "" if meeting.body.endswith("s") else "s"
    dated = f"{meeting.body}{genitive} beslutning i mødet den {long_date(meeting.day)}"
    decided = web.paragraphs((dated, *item.decision.lines, *did_not_take_part(item.decision)))
    parts.append(("Beslutning", decided))
    parts.append(("Bilag", web.listed(item.attachments) if item.attachments else ""))
    shown += "".join(web.element("h2", label) + body for label, body in parts if body)
    body = f"<main><article>{shown}</article></main>"
    return Print(web.page(f"{item.title} | Politik", body, before=CRUMBS, after=FEET))


def always_decided(meeting: Meeting) -> Meeting:
    """A page without a decision would be an agenda's."""
    return replace(meeting, items=tuple(map(_decided, meeting.items)))


def _decided(item: Item) -> Item:
    return item if item.decision.lines else replace(item, decision=Decision(("Taget til efterretning.",), ("noted",)))


CRUMBS = (
    '<header><nav aria-label="Brødkrumme"><ol><li><a href="/">Forside</a></li><li><a href="/d">Dagsordener og referater'
    "</a></li></ol></nav></header>"
)
FEET = "<footer><p>Kontakt</p><p>Tilgængelighedserklæring</p><p>Cookies</p></footer>"


def _copenhagen_points(item: Item) -> str:
    """Numbered points as a list that the browser numbers."""
    plain = [line for line in item.recommendation if not line[0].isdigit()]
    numbered = [line.split(". ", 1)[1] for line in item.recommendation if line[0].isdigit()]
    return web.paragraphs(plain) + (web.listed(numbered, "ol") if numbered else "")


# 7. København 2007


def copenhagen_2007(meeting: Meeting) -> Print:
    head = web.element("h2", meeting.body)
    head += web.element("h3", f"Møde {full_date(meeting.day)} kl. {dotted(meeting.start)}")
    head += web.element("p", "Beslutningsprotokol")
    return Print(web.page("Beslutningsprotokol", head + "".join(map(_item_2007, meeting.items))))


def _item_2007(item: Item) -> str:
    shown = web.element("h4", f"Nr. {item.number}{NBSP} {item.case_numbers[0]}. {item.title}")
    if item.recommendation:
        shown += web.element("p", "Indstilling om,") + web.paragraphs(item.recommendation) + f"<p>{NBSP}</p>\n"
    return shown + web.paragraphs(item.decision.lines) + '<p><a href="#top">Til top</a></p>\n'


def as_in_2007(meeting: Meeting) -> Meeting:
    """Each recommendation ends in who made it; every item was decided in public."""
    return replace(meeting, items=tuple(map(_item_as_in_2007, meeting.items)))


def _item_as_in_2007(item: Item) -> Item:
    proposed = (*item.recommendation, "(Økonomiudvalget)") if item.recommendation else ()
    return _decided(replace(item, recommendation=proposed, access="open"))


# 8. Acadre, as its PDF comes out of docplayer


def acadre(meeting: Meeting) -> Print:
    lines = [
        f"{meeting.municipality} Kommune", meeting.body, "Referat", "",
        "Dato: Tidspunkt: Mødested: Medlemmer: Fraværende: Afbud:",
        long_date(meeting.day), f"Kl. {meeting.start}", str(meeting.place),
        ", ".join(map(str, meeting.present)), ", ".join(map(str, meeting.absent)) or "Ingen", "", "Indholdsfortegnelse",
        *(f"{item.number}. {item.title}{'.' * 20} {at + 2}" for at, item in enumerate(meeting.items)), "",
    ]  # fmt: skip
    for at, item in enumerate(meeting.items):
        lines += _acadre_item(item, meeting, at + 2)
    lines += ["Mødet blev hævet kl. 20:55", "", "Underskrifter:", *(person.name for person in meeting.present)]
    if meeting.variant % 2:
        lines = [part for line in lines for part in wrap(line, 96, break_on_hyphens=False) or [""]]
    return Print("\n".join(lines).encode())


def _acadre_item(item: Item, meeting: Meeting, page: int) -> Iterator[str]:
    """The last line of every page has the page's number glued to it."""
    access = {"open": "Åben sag", "closed": "Lukket sag"}[str(item.access)]
    yield f"{item.number}. {item.title}"
    yield f"J.nr.: Sagsid.: Initialer: {access}"
    yield f"{item.case_numbers[0]} {item.case_numbers[1]} {initials(item).lower()}"
    labels = {"case": "Sagsfremstilling:", "legal": "Lovgrundlag:", "economy": "Økonomi:", "assessment": "Vurdering:"}
    for kind, label in labels.items():
        if section(item, kind):
            yield from (label, *lines_of(section(item, kind)))
    if item.recommendation:
        yield from ("Indstilling:", *item.recommendation)
    for entry in item.earlier:
        yield from (f"Beslutning {entry.body} den {dashed(entry.day)}:", *entry.decision.lines)
    if item.attachments:
        yield from ("Bilag:", *item.attachments)
    yield f"Beslutning {meeting.body} den {dashed(meeting.day)}:"
    if item.decision.lines:
        yield from item.decision.lines[:-1]
        yield f"{item.decision.lines[-1]}{page}"
    yield f"Fraværende: Afbud: {names(item.decision.absent)}".rstrip()
    yield ""


# 9. Rødovre


def under_case(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body)
    head += web.element("p", f"Referat fra møde {full_date(meeting.day)} kl. {dotted(meeting.start)}")
    head += web.element("h3", "Mødested") + web.element("p", meeting.place)
    body = "".join(_under_case_item(item, meeting) for item in meeting.items)
    menu = '<nav><ul><li><a href="/p">Politik</a></li><li><a href="/u">Udvalg</a></li></ul></nav>'
    return Print(web.page(f"{meeting.body} - Møder", f'<div id="content">{head}{body}</div>', before=menu, after=FEET))


def _under_case_item(item: Item, meeting: Meeting) -> str:
    shown = web.element("h2", closed_title(item)) + web.element("p", f"Sag nr. {item.number}")
    shown += web.element("p", f"Beslutningskompetence: {meeting.body}")
    if section(item, "summary"):
        shown += web.element("h3", "Sagens kerne") + web.blocks(section(item, "summary"))
    if item.recommendation:
        shown += web.element("h3", "Indstilling") + web.paragraphs(item.recommendation)
    for entry in item.earlier:
        shown += web.element("p", f"{entry.body}, {long_date(entry.day)}, pkt. {entry.item}:")
        shown += web.paragraphs(entry.decision.lines)
    shown += web.element("h3", "Beslutning") + web.paragraphs(item.decision.lines)
    if item.decision.absent:
        cases = f"{meeting.items[0].number}-{meeting.items[-1].number}"
        absent = (f"{person.name} (sag {cases})" for person in item.decision.absent)
        shown += web.element("p", f"Fraværende: {', '.join(absent)}")
    labels = {"case": "Sagsfremstilling", "legal": "Lov- og plangrundlag", "economy": "Økonomiske konsekvenser"}
    for kind, label in labels.items():
        if section(item, kind):
            shown += web.element("h3", label) + web.blocks(section(item, kind))
    if item.attachments:
        shown += web.element("h3", "Bilag") + web.listed(item.attachments)
    return f'<div class="case">{shown}</div>\n'


# 10. Faxe, Stevns


def drupal(meeting: Meeting) -> Print:
    weekday, _, number, month, year = full_date(meeting.day).split(" ")
    day = f"{weekday.capitalize()}, {number.rstrip('.')} {month}, {year} - {meeting.start}"
    head = web.element("h1", meeting.body) + '<div class="field"><div class="label">Dato:</div>'
    head += web.element("span", day) + "</div>\n"
    body = "".join(_drupal_item(item, meeting) for item in meeting.items)
    body = f'<div class="node">{head}{body}</div>'
    return Print(web.page(f"{meeting.body} | Referater", body, before=CRUMBS, after=FEET))


def _drupal_item(item: Item, meeting: Meeting) -> str:
    parts = [
        ("Sagsfremstilling", web.blocks(section(item, "case"))),
        ("Økonomi", web.blocks(section(item, "economy"))),
        ("Sagen afgøres af", web.element("p", meeting.body)),
        ("Indstilling", web.paragraphs(item.recommendation)),
    ]
    for entry in item.earlier:
        label = f"Beslutning fra {entry.body}, {long_date(entry.day)}, pkt. {entry.item}:"
        parts.append((label, web.paragraphs(entry.decision.lines)))
    parts.append(("Beslutning", web.paragraphs(item.decision.lines) or "<p></p>"))
    if item.decision.absent:
        parts.append(("Fraværende:", web.element("p", names(item.decision.absent))))
    parts.append(("Bilag", web.listed(item.attachments) if item.attachments else ""))
    shown = web.element("h2", f"{item.number}. {closed_title(item)}")
    return shown + "".join(f"<p><strong>{label}</strong></p>\n{body}" for label, body in parts if body)


def decided_point_by_point(meeting: Meeting) -> Meeting:
    return replace(meeting, items=tuple(map(_by_point, meeting.items)))


def _by_point(item: Item) -> Item:
    """A short verdict on several points says which."""
    points = sum(line[0].isdigit() for line in item.recommendation)
    lines = item.decision.lines
    if points < 2 or len(lines) != 1 or len(lines[0].split()) > 1:
        return item
    split = tuple(f"Ad {at}. {lines[0]}" for at in range(1, points + 1))
    return replace(item, decision=replace(item.decision, lines=split))


# 11. Titles lost


def titles_lost(meeting: Meeting) -> Print:
    day = f"{full_date(meeting.day).capitalize()} kl. {dotted(meeting.start)}"
    lines = [meeting.body, "Referat", day, ""]
    for item in meeting.items:
        lines += _titleless_item(item, meeting)
    return Print("\n".join(lines).encode())


def _titleless_item(item: Item, meeting: Meeting) -> Iterator[str]:
    if item.case_numbers:
        yield from (f"Sagsid.: {item.case_numbers[0]}, Sagsinitialer: {initials(item)}", "")
    if item.access:
        yield {"open": "Åben", "closed": "Lukket"}[item.access]
    yield from ("Sagsfremstilling", *lines_of(section(item, "case")), "")
    for kind, label in {"economy": "Økonomi", "legal": "Retsgrundlag", "next": "Høring"}.items():
        if section(item, kind):
            yield from (label, *lines_of(section(item, kind)), "")
    if item.recommendation:
        yield from ("Indstilling", *item.recommendation, "")
    if item.attachments:
        yield from ("Bilag", *item.attachments, "")
    for entry in item.earlier:
        yield from (f"Beslutning {entry.body} den {dashed(entry.day)}", *entry.decision.lines, "")
    yield from (f"Beslutning {meeting.body} den {dashed(meeting.day)}", *item.decision.lines)
    if item.decision.absent:
        yield from ("", f"Fraværende: {names(item.decision.absent)}")
    yield ""


def first_label_by_council(meeting: Meeting) -> Meeting:
    """An item begins with its case number, or with its access, or with its text, which then has one."""
    kept = ("case_numbers", "access", "")[meeting.variant % 3]
    gone: dict[str, Any] = {"case_numbers": (), "access": None}
    gone.pop(kept, None)
    items = [replace(item, **gone) for item in meeting.items]
    return replace(meeting, items=tuple(_with_text(item) for item in items))


def _with_text(item: Item) -> Item:
    told = Section("case", (Block("text", ("Der gives en mundtlig orientering på mødet.",)),))
    return item if section(item, "case") else replace(item, sections=(told,))


def _hides(*fields: str) -> frozenset[str]:
    return frozenset(fields)


NO_PEOPLE = ("present", "absent")
COPENHAGEN = ("Borgerrepræsentationen", "Økonomiudvalget", "Kultur- og Fritidsudvalget", "Social- og Sundhedsudvalget")
LAYOUTS = (
    Layout(
        "firstagenda-pdf", ".pdf", firstagenda_pdf,
        Habits(("EMN-YYYY-0*####",), "Det indstilles:", "At {n}) {bare}"),
        hides_of_meeting=_hides("municipality"), numbers_earlier=True, arrange=some_name_participants,
    ),
    Layout(
        "firstagenda-html", ".html", firstagenda_html, Habits(opening="Det indstilles:", point="At {n}) {bare}"),
        hides_of_meeting=_hides("municipality"), numbers_earlier=True,
    ),
    Layout(
        "edagsorden", ".html", edagsorden, Habits(opening="Forvaltningen indstiller,"),
        _hides("case_numbers", "earlier"), _hides("municipality", *NO_PEOPLE),
    ),
    Layout(
        "sbsys", ".html", sbsys, hides=_hides("earlier"), hides_of_meeting=_hides("municipality", *NO_PEOPLE),
        says_open=True, arrange=numbers_out_of_sequence,
    ),
    Layout("polweb", ".html", polweb, Habits(("***-YYYY-*###",), first_number=60), says_open=True),
    Layout(
        "copenhagen", ".html", copenhagen,
        Habits(opening="{department} indstiller over for {body},", point="{n}. {point}", bodies=COPENHAGEN),
        _hides("number", "case_numbers", "earlier"), _hides("municipality", *NO_PEOPLE), one_item=True,
        arrange=always_decided,
    ),
    Layout(
        "copenhagen-2007", ".html", copenhagen_2007,
        Habits(("BR *##/YY",), "", "{n}. {point}", bodies=COPENHAGEN[:1], years=(2004, 2008)),
        _hides("attachments", "earlier"), _hides("municipality", "place", *NO_PEOPLE), arrange=as_in_2007,
    ),
    Layout("acadre", ".txt", acadre, Habits(("##.##.##@##", "YYYY/0####"), first_number=60), says_open=True),
    Layout(
        "under-case", ".html", under_case, Habits(first_number=60), _hides("case_numbers"),
        _hides("municipality", *NO_PEOPLE), numbers_earlier=True,
    ),
    Layout(
        "drupal", ".html", drupal, Habits((), "{department} indstiller, at", "{n}. {bare}", "{bare}", first_number=90),
        hides_of_meeting=_hides("municipality", "place", *NO_PEOPLE), numbers_earlier=True,
        arrange=decided_point_by_point,
    ),
    Layout(
        "titles-lost", ".txt", titles_lost, Habits(("YY/*####",)), _hides("number", "title"),
        _hides("municipality", "place", *NO_PEOPLE), says_open=True, arrange=first_label_by_council,
    ),
)  # fmt: skip
"""In the order of the layouts they are."""
