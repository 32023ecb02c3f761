"""The other eleven ways to print minutes, 12 to 22; each prints what its record holds, in its own words and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from textwrap import wrap

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from . import web
from .layouts_a import (
    CRUMBS,
    FEET,
    NBSP,
    NO_PEOPLE,
    always_decided,
    closed_title,
    dashed,
    did_not_take_part,
    dotted,
    names,
    section,
)
from .meeting import Decision, Habits, Item, Layout, Meeting, Person, Print, Treatment, full_date, long_date
from .paper import BOLD, TEXT, Paper
from .plain import lines_of

ACCESS = {"open": "Åbent", "closed": "Lukket"}


def labelled(label: str, body: str, tag: str = "h3") -> str:
    """A label and what it announces; neither where there is nothing."""
    return web.element(tag, label) + body if body else ""


def sections(item: Item, labels: dict[str, str], tag: str = "h3") -> str:
    """An item's running texts in the order of their labels."""
    return "".join(labelled(label, web.blocks(section(item, kind)), tag) for kind, label in labels.items())


def without_parties(meeting: Meeting) -> Meeting:
    present, absent = (
        tuple(Person(person.name, None) for person in some) for some in (meeting.present, meeting.absent)
    )
    return replace(meeting, present=present, absent=absent)


# 12. Thisted

BEFORE_12 = {
    "summary": "Sagstema", "case": "Redegørelse", "legal": "Retsgrundlag", "economy": "Økonomiske konsekvenser",
    "assessment": "Andre konsekvenser", "next": "Høring og sagsgang",
}  # fmt: skip


def themes(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body) + web.element("h2", long_date(meeting.day)) + web.element("h3", "Deltagere")
    if meeting.variant % 2:
        head += web.paragraphs(person.name for person in meeting.present)
    else:
        head += web.element("p", names(meeting.present))
    body = head + "".join(_theme_item(item, meeting) for item in meeting.items)
    return Print(web.page(f"{meeting.body} - referat", body, before=CRUMBS, after=FEET))


def _theme_item(item: Item, meeting: Meeting) -> str:
    shown = web.element("h2", f"{item.number}. {closed_title(item)}") + sections(item, BEFORE_12)
    shown += labelled("Indstilling", web.paragraphs(item.recommendation))
    shown += web.element("h3", "Beslutning") + web.paragraphs(item.decision.lines)
    if item.decision.absent:
        count = f"({len(item.decision.absent)})" if meeting.variant % 2 else ""
        shown += web.element("p", f"Fraværende i {meeting.body}{count}, {dashed(meeting.day)}:")
        shown += web.element("p", names(item.decision.absent))
    return shown


# 13. Ringkøbing-Skjern


def agenda_id(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body)
    head += web.element("h2", f"Referat: {long_date(meeting.day)} kl. {meeting.start}")
    body = head + "".join(_agenda_id_item(item, meeting) for item in meeting.items)
    menu = '<nav><ul><li><a href="/">Forside</a></li><li><a href="/p">Politik</a></li><li><a>Søg</a></li></ul></nav>'
    return Print(web.page("Dagsordener og referater", f'<div id="main">{body}</div>', before=menu, after=FEET))


def _agenda_id_item(item: Item, meeting: Meeting) -> str:
    title = f"{item.title} (Lukket)" if item.access == "closed" else item.title
    shown = web.element("h3", f"{item.number}{' ' * (meeting.variant % 2)}: {title}")
    shown += f'<div><a href="#p">Kopier link til punktet</a>{NBSP} - {NBSP} <a href="#u">Print</a></div>\n'
    labels = {"case": "Sagsfremstilling", "economy": "Økonomi", "assessment": "Effektvurdering"}
    shown += sections(item, labels, "h4") + labelled("Indstilling", web.paragraphs(item.recommendation), "h4")
    if item.sections:
        annexes = web.listed(item.attachments) if item.attachments else web.element("p", "Ingen bilag.")
        shown += labelled("Bilag", annexes, "h4")
    shown += web.element("h4", "Beslutning") + web.paragraphs(item.decision.lines)
    return shown + labelled("Fraværende", web.paragraphs(f"{person.name} ()" for person in item.decision.absent), "h4")


# 14. Lejre, as its PDF comes out of docplayer

CODES_14 = {
    "Kommunalbestyrelsen": "KB", "Økonomiudvalget": "ØU", "Børne- og Skoleudvalget": "BSU",
    "Teknik- og Miljøudvalget": "TMU",
}  # fmt: skip


def one_line(meeting: Meeting) -> Print:
    lines = [f"{meeting.municipality} Kommune", meeting.body, "Referat"]
    lines += [f"{full_date(meeting.day).capitalize()} kl. {meeting.start}", f"Mødested: {meeting.place}", ""]
    if meeting.variant % 2:
        lines.append("Indholdsfortegnelse")
        lines += [f"{item.number}. {closed_title(item)}...{at + 2}" for at, item in enumerate(meeting.items)]
    return Print("\n".join((*lines, *(" ".join(_one_line_item(item)) for item in meeting.items))).encode())


def _one_line_item(item: Item) -> Iterator[str]:
    yield from (f"{item.number}. {closed_title(item)}", f"Sagsnr.: {item.case_numbers[0]}")
    if section(item, "summary"):
        yield from ("Resumé:", *lines_of(section(item, "summary")))
    if item.recommendation:
        yield from ("Indstilling:", *item.recommendation)
    route, _, _ = str(item.title).partition(" - ")
    yield from (f"Beslutningskompetence: {route.rsplit('/', 1)[-1]}", "Beslutning den :", *item.decision.lines)
    if section(item, "case"):
        yield from ("Sagsfremstilling:", *lines_of(section(item, "case")))


def titles_with_routes(meeting: Meeting) -> Meeting:
    """A title opens with the bodies that treat the item: the own one, often also those above."""
    code = CODES_14[meeting.body]
    above = "/".join(dict.fromkeys((code, "ØU", "KB"))) if code != "KB" else code
    routes = [above if item.sections and len(str(item.title)) % 2 else code for item in meeting.items]
    titled = zip(meeting.items, routes, strict=True)
    return replace(meeting, items=tuple(replace(item, title=f"{route} - {item.title}") for item, route in titled))


# 15. Frederikssund


def glued_numbers(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body) + web.element("p", f"Referat {full_date(meeting.day)} kl. {meeting.start}")
    head += web.element("p", f"Mødested: {meeting.place}")
    body = head + "".join(_glued_item(item, meeting) for item in meeting.items)
    return Print(web.page(f"{meeting.body} {long_date(meeting.day)}", body, before=CRUMBS, after=FEET))


def _glued_item(item: Item, meeting: Meeting) -> str:
    title = closed_title(item)
    heading = web.element("h2", f"{item.number}{title}")
    if meeting.variant % 2:
        spans = web.element("span", item.number).strip() + web.element("span", title).strip()
        heading = f'<h2><a href="#{item.number}">{spans}</a></h2>\n'
    shown = heading + sections(item, {"summary": "Resume"})
    shown += labelled("Indstilling", web.paragraphs(item.recommendation))
    shown += web.element("h3", "Beslutning") + web.paragraphs(item.decision.lines)
    return shown + sections(item, {"case": "Sagsfremstilling"})


# 16. Halsnæs

MENU_16 = "".join(
    f'<li><a href="/{at}">{word}</a></li>'
    for at, word in enumerate(("Borger", "Erhverv", "Politik", "Dagsordener og referater", "Økonomi", "Kontakt os"))
)


def core_first(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body)
    head += web.element("p", f"Referat {meeting.day:%d.%m.%Y} kl. {dotted(meeting.start)}")
    head += web.element("h3", "Medlemmer") + web.listed(map(str, meeting.present))
    body = head + "".join(_core_item(item, meeting) for item in meeting.items)
    menu = f"<div><ul>{MENU_16}</ul><p>Du er her:</p><ul>{MENU_16}</ul></div>"
    return Print(web.page(f"{meeting.body} - {long_date(meeting.day)}", f"<div>{body}</div>", before=menu, after=FEET))


def _core_item(item: Item, meeting: Meeting) -> str:
    closed = " (FOR LUKKEDE DØRE)" if item.access == "closed" else ""
    shown = web.element("h2", f"{item.number}. {item.title}{closed}") + sections(item, {"summary": "Sagens kerne"})
    if item.sections and meeting.variant % 2:
        shown += labelled("Mødedeltagelse", web.element("p", "Planchef Inge Kolding deltager under punktet."))
    shown += labelled("Indstilling", web.paragraphs(item.recommendation))
    shown += web.element("h3", "Beslutning") + web.paragraphs(item.decision.lines)
    if item.decision.absent:
        shown += web.element("p", f"Fraværende med afbud: {', '.join(map(str, item.decision.absent))}")
    return shown + sections(item, {"case": "Sagsfremstilling"})


# 17. Hvidovre, Høje-Taastrup, Køge, Glostrup


def aspx(meeting: Meeting) -> Print:
    heading = f"Referat - {meeting.body} den {long_date(meeting.day)}"
    head = web.element("h1", heading) + web.element("h2", "Mødefakta")
    head += web.paragraphs((f"Mødested: {meeting.place}", f"Tidspunkt: kl. {meeting.start}"))
    head += web.element("h2", "Medlemmer") + web.paragraphs(map(str, meeting.present))
    absent = [str(person) for person in meeting.absent] or ["Ingen"]
    head += web.element("h2", "Fraværende med afbud") + web.paragraphs(absent)
    head += web.element("h2", "Indholdsfortegnelse")
    head += web.paragraphs(f"{item.number}. {closed_title(item)}" for item in meeting.items)
    body = head + "".join(_aspx_item(item, meeting) for item in meeting.items)
    return Print(web.page(heading, f'<form id="aspnetForm"><div>{body}</div></form>', before=CRUMBS, after=FEET))


def _aspx_item(item: Item, meeting: Meeting) -> str:
    numbered = f" {item.number}. {NBSP}{item.number}." if meeting.variant % 3 == 2 else f"{item.number}."
    shown = web.element("h2", f"{numbered} {closed_title(item)}")
    shown += sections(item, {"summary": "Beslutningstema", "case": "Sagsfremstilling", "economy": "Økonomi"})
    shown += labelled("Indstilling", web.paragraphs(item.recommendation))
    word = "i " * (meeting.variant % 2)
    for entry in item.earlier:
        shown += web.element("h3", f"Beslutning {word}{entry.body} den {dashed(entry.day)}")
        shown += web.paragraphs(entry.decision.lines)
    shown += web.element("h3", f"Beslutning {word}{meeting.body} den {dashed(meeting.day)}")
    return shown + web.paragraphs(item.decision.lines)


# 18. Mariagerfjord, Region Midtjylland


def case_first(meeting: Meeting) -> Print:
    head = web.element("h1", meeting.body)
    head += web.element("p", f"Referat af møde {full_date(meeting.day)} kl. {dotted(meeting.start)}")
    head += web.element("p", f"Mødested: {meeting.place}")
    body = head + "".join(_case_first_item(item, meeting) for item in meeting.items)
    return Print(web.page(f"{meeting.body} - referat", body))


def _case_first_item(item: Item, meeting: Meeting) -> str:
    """The own decision is labelled, or the last of those with body and day."""
    shown = web.element("p", item.case_numbers[0]) + web.element("h2", f"{item.number}. {closed_title(item)}")
    shown += sections(item, {"summary": "Resumé", "case": "Sagsfremstilling", "economy": "Økonomi"})
    shown += labelled("Indstilling", web.paragraphs(item.recommendation))
    own = Treatment(meeting.body, meeting.day, item.number, item.decision)
    course = item.earlier if meeting.variant % 2 else (*item.earlier, own)
    for entry in course:
        shown += web.element("p", f"{entry.body}, {long_date(entry.day)}, pkt. {entry.item}:")
        shown += web.paragraphs(entry.decision.lines)
    if meeting.variant % 2:
        shown += web.element("h3", "Beslutning") + web.paragraphs(item.decision.lines)
    return shown + labelled("Bilag", web.paragraphs(item.attachments))


# 19. Kalundborg, a PDF an item

RIGHT = ParagraphStyle("right", parent=TEXT, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", parent=BOLD, fontSize=12, leading=15)


def decided_last(meeting: Meeting) -> Print:
    (item,) = meeting.items
    paper = Paper()
    paper.line(str(item.title), TITLE)
    paper.line("Sagsfremstilling", TITLE)
    paper.heading(f"{item.number}.{NBSP * 6}{item.title}", style=BOLD)
    paper.line(ACCESS[str(item.access)], RIGHT)
    document = document_number(item, 0)
    gap = NBSP * 7
    paper.line(f"Sagsnr.: {item.case_numbers[0]}{gap}J.nr.: {item.case_numbers[1]}{gap}Dokumentnr.: {document}")
    paper.line(NBSP)
    if section(item, "case") and meeting.variant % 2:
        paper.line("SAGSFREMSTILLING", BOLD)
    paper.blocks(section(item, "case"))
    if item.sections:
        _lines(paper, "BEHANDLING", [", ".join((*(entry.body for entry in item.earlier), meeting.body)) + "."])
    _lines(paper, "INDSTILLING", item.recommendation)
    _sections(paper, item, {"economy": "ØKONOMISKE KONSEKVENSER"})
    for entry in item.earlier:
        _lines(paper, f"{genitive(entry.body)} møde den {long_date(entry.day)}:", entry.decision.lines)
    if item.attachments:
        paper.line("Bilag", BOLD)
    for _ in range(3):
        paper.line(NBSP)
    _lines(paper, f"{genitive(meeting.body)} møde den {long_date(meeting.day)}:", item.decision.lines)
    _annexes(paper, item)
    return paper.printed()


def genitive(body: str) -> str:
    return body if body.endswith("s") else f"{body}s"


def document_number(item: Item, at: int) -> str:
    """Of the item's own document, and of its annexes from 1."""
    case = item.case_numbers[0]
    return f"{case.rsplit('-', 1)[0]}-{sum(map(ord, case)) * 97 % 90_000 + 100_000 + 3 * at}"


def _lines(paper: Paper, label: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        paper.line(label, BOLD)
    for line in told:
        paper.line(line)


def _sections(paper: Paper, item: Item, labels: dict[str, str]) -> None:
    for kind, label in labels.items():
        if section(item, kind):
            paper.line(label, BOLD)
            paper.blocks(section(item, kind))


def _annexes(paper: Paper, item: Item) -> None:
    for at, name in enumerate(item.attachments, 1):
        paper.line(name)
        paper.line(document_number(item, at))


# 20. Favrskov, a PDF an item, and the same as markdown

LABELS_20 = {"case": "SAGENS INDHOLD", "assessment": "VURDERING", "economy": "ØKONOMI"}


def box(meeting: Meeting, item: Item) -> list[str]:
    return [
        meeting.body, long_date(meeting.day), f"Sagsnr. {item.case_numbers[0]}", f"Dok.nr. {document_number(item, 0)}",
        "Sagsbehandler DPMKL",
    ]  # fmt: skip


def facts(meeting: Meeting, item: Item) -> dict[str, str]:
    before = [entry for entry in item.earlier if not entry.decision.lines]
    route = [*(code_20(entry.body) for entry in item.earlier if entry.decision.lines), code_20(meeting.body)]
    return {
        "Tidl. politisk behandling": ", ".join(f"{one.body}, {one.day:%d.%m.%y}, pkt. {one.item}" for one in before),
        "Forventet sagsgang": ", ".join(dict.fromkeys(route)),
        "Lovgrundlag": " ".join(lines_of(section(item, "legal"))),
    }


def code_20(body: str) -> str:
    known = {"Byråd": "BY", "Byrådet": "BY", "Økonomiudvalget": "ØK"}
    return known.get(body) or "".join(letter for letter in body if letter.isupper()) + "-U"


def course_20(meeting: Meeting, item: Item) -> tuple[list[tuple[str, Decision]], tuple[str, Decision]]:
    """The headings and decisions of the others, and the own."""
    others = [(f"{one.body}, {long_date(one.day)}:", one.decision) for one in item.earlier if one.decision.lines]
    return others, (f"{meeting.body}, {long_date(meeting.day)}:", item.decision)


def boxed_pdf(meeting: Meeting) -> Print:
    """The box breaks the case number, and stands below the heading or beside it."""
    (item,) = meeting.items
    paper = Paper()
    paper.line(str(item.title), TITLE)
    paper.line("Sagsfremstilling", TITLE)
    heading = f"{item.number}.{NBSP * 5}{item.title} - {ACCESS[str(item.access)]}"
    told = box(meeting, item)
    told[2:3] = [f"{told[2].rsplit('-', 1)[0]}-", told[2].rsplit("-", 1)[1]]
    if meeting.variant % 2:
        paper.cells([(told, [heading])], (35, 130), heading)
    else:
        paper.heading(heading, style=TEXT)
        paper.cells([[told]], (35,))
    paper.cells([([label], [value]) for label, value in facts(meeting, item).items()], (50, 115))
    _sections(paper, item, LABELS_20)
    _lines(paper, "INDSTILLING", item.recommendation)
    paper.line("BESLUTNING", BOLD)
    others, own = course_20(meeting, item)
    for heading, decision in others:
        _decided_20(paper, heading, decision)
    if item.attachments:
        paper.line("Bilag", BOLD)
        paper.line(NBSP)
    _decided_20(paper, *own)
    _annexes(paper, item)
    return paper.printed()


def _decided_20(paper: Paper, heading: str, decision: Decision) -> None:
    paper.line(heading, BOLD)
    if decision.absent:
        paper.line(f"Fraværende: {names(decision.absent)}")
    for line in decision.lines:
        paper.line(line)


def boxed_markdown(meeting: Meeting) -> Print:
    (item,) = meeting.items
    body, *rest = box(meeting, item)
    heading = f"{item.number}.{' ' * 16}{item.title} - {ACCESS[str(item.access)]}"
    head = f"### | | | | --- | --- | | | | | --- | | **{body}** {' '.join(rest)} | | {heading}"
    rows = [f"| {label} | {value} |" for label, value in facts(meeting, item).items()]
    parts = [head, "###", "\n".join(("|  |  |", "| --- | --- |", *rows)), "###"]
    for kind, label in LABELS_20.items():
        if section(item, kind):
            parts += [f"**{label}**", *wrapped(lines_of(section(item, kind)))]
    if item.recommendation:
        parts += ["**INDSTILLING**", *wrapped(item.recommendation)]
    others, own = course_20(meeting, item)
    parts.append("**BESLUTNING**")
    for heading, decision in others:
        parts += _decided_in_markdown(heading, decision)
    parts += ["**Bilag**"] * bool(item.attachments) + _decided_in_markdown(*own)
    parts += [f"{name}\n{document_number(item, at)}" for at, name in enumerate(item.attachments, 1)]
    return Print("\n\n".join(parts).encode())


def _decided_in_markdown(heading: str, decision: Decision) -> list[str]:
    absent = [f"Fraværende: {names(decision.absent)}"] if decision.absent else []
    return [f"**{heading}**", *wrapped([*absent, *decision.lines])]


def wrapped(lines: Iterable[str]) -> Iterator[str]:
    return ("\n".join(wrap(line, 60, break_on_hyphens=False)) for line in lines)


def as_in_boxes(meeting: Meeting) -> Meeting:
    """The council without its article; who was absent stands in every decision; the first of two treatments is told
    in the box by a code."""
    body = meeting.body.replace("Byrådet", "Byråd")
    meeting = always_decided(meeting)
    return replace(meeting, body=body, items=tuple(_as_in_box(item, meeting) for item in meeting.items))


def _as_in_box(item: Item, meeting: Meeting) -> Item:
    earlier = [replace(one, item=None) for one in item.earlier]
    earlier = [replace(one, decision=replace(one.decision, absent=meeting.absent[:1])) for one in earlier]
    if len(earlier) == 2:
        first = item.earlier[0]
        earlier[0] = replace(first, body=code_20(first.body), decision=Decision((), ()))
    return replace(item, earlier=tuple(earlier))


# 21. Aarhus 2014-15, a PDF an item


def felt(meeting: Meeting) -> Print:
    (item,) = meeting.items
    paper = Paper()
    paper.heading(str(item.title), style=TITLE)
    decided = [*item.decision.lines, *did_not_take_part(item.decision)]
    _lines(paper, "BESLUTNING", decided)
    paper.blocks(section(item, "blurb"))
    _sections(paper, item, {"summary": "RESUMÉ"})
    _lines(paper, "INDSTILLING", item.recommendation)
    paper.line("Sagens forløb", BOLD)
    own = (meeting.day, meeting.body, decided)
    remark = f"{CITY_OFFICE}s påtegning"
    course = [
        (one.day, remark if one.body == CITY_OFFICE else one.body, list(one.decision.lines)) for one in item.earlier
    ]
    for day, body, lines in sorted([own, *course], key=lambda entry: entry[0]):
        paper.line(f"{dashed(day)} {body}")
        for line in lines:
            paper.line(line)
        paper.line(NBSP)
    return paper.printed()


CITY_OFFICE = "Borgmesterens Afdeling"
NOT_RELEASED = Decision(("Beslutning ikke frigivet",), ("withheld",))


def with_a_longer_course(meeting: Meeting) -> Meeting:
    """A matter that was elsewhere has also been at the mayor's office, or goes on to a body whose decision is not
    released."""
    meeting = always_decided(meeting)
    return replace(meeting, items=tuple(_on_its_course(item, meeting) for item in meeting.items))


def _on_its_course(item: Item, meeting: Meeting) -> Item:
    if not item.earlier or len(str(item.title)) % 3 == 0:
        return item
    if len(str(item.title)) % 3 == 1:
        day = min(one.day for one in item.earlier) - timedelta(days=4)
        sent = Decision(("Fremsendes til Magistraten.", f"{CITY_OFFICE} har ingen bemærkninger."), ("referred",))
        return replace(item, earlier=(Treatment(CITY_OFFICE, day, None, sent), *item.earlier))
    later = Treatment("Kulturudvalget", meeting.day + timedelta(days=9), None, NOT_RELEASED)
    return replace(item, earlier=(*item.earlier, later))


# 22. Lyngby-Taarbæk, as its PDF comes out of docplayer

LINES_A_PAGE = 18


def swapped(meeting: Meeting) -> Print:
    there = f"undtagen: {names(meeting.absent)}" if meeting.absent else "uden undtagelse"
    when = f"{full_date(meeting.day)} kl. {meeting.start}"
    head = f"{meeting.body} afholdt møde {when} i {meeting.place}. Samtlige medlemmer var til stede, {there}"
    lines = [line for item in meeting.items for line in _swapped_item(item)]
    pages = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    text = [line for at, page in enumerate(pages, 2) for line in (f"{meeting.body} den , s. {at}", *page)]
    return Print("\n".join([f"{meeting.municipality} Kommune", "Protokol", head, *text]).encode())


def _swapped_item(item: Item) -> Iterator[str]:
    yield {"open": "Åbent punkt", "closed": "Lukket punkt"}[str(item.access)]
    yield f"{item.title} {item.number}. Sagsfremstilling"
    yield from lines_of(section(item, "case"))
    if section(item, "economy"):
        yield from ("Økonomiske konsekvenser", *lines_of(section(item, "economy")))
    if item.recommendation:
        yield from ("Indstilling", *item.recommendation)
    yield from ("Beslutning", *item.decision.lines)


def _hides(*fields: str) -> frozenset[str]:
    return frozenset(fields)


FRAGMENT = _hides("municipality", "start", "place", *NO_PEOPLE)
BYRAAD = ("Byrådet", "Økonomiudvalget", "Teknik- og Miljøudvalget", "Børne- og Skoleudvalget")
CITY = ("Byrådet", "Teknisk Udvalg", "Magistraten")
BOXED = Habits(
    ("***-YYYY-*###",), "{department} indstiller til {upper}:", "{n}. At {bare}", "1. At {bare}", 100, BYRAAD,
)  # fmt: skip
LAYOUTS = (
    Layout(
        "themes", ".html", themes, hides=_hides("case_numbers", "attachments", "earlier"),
        hides_of_meeting=_hides("municipality", "start", "place", "absent"), arrange=without_parties,
    ),
    Layout(
        "agenda-id", ".html", agenda_id, hides=_hides("case_numbers", "earlier"),
        hides_of_meeting=_hides("municipality", "place", *NO_PEOPLE),
    ),
    Layout(
        "one-line", ".txt", one_line, Habits(("YY/*####",), point="{n}. {point}", bodies=tuple(CODES_14)),
        _hides("attachments", "earlier"), _hides(*NO_PEOPLE), arrange=titles_with_routes,
    ),
    Layout(
        "glued-number", ".html", glued_numbers, Habits(first_number=100),
        _hides("case_numbers", "attachments", "earlier"), _hides("municipality", *NO_PEOPLE),
    ),
    Layout(
        "core-first", ".html", core_first, Habits(point="{n}. {point}", first_number=100),
        _hides("case_numbers", "attachments", "earlier"), _hides("municipality", "place", "absent"),
    ),
    Layout("aspx", ".html", aspx, hides=_hides("case_numbers", "attachments"), hides_of_meeting=_hides("municipality")),
    Layout(
        "case-first", ".html", case_first, Habits(("1-**-##-###-YY",), first_number=100),
        hides_of_meeting=_hides("municipality", *NO_PEOPLE), numbers_earlier=True,
    ),
    Layout(
        "decided-last", ".pdf", decided_last, Habits(("***-YYYY-*####", "##.##.##"), "{department} indstiller,"),
        hides_of_meeting=FRAGMENT, one_item=True, fragment=True, says_open=True, arrange=always_decided,
    ),
    Layout(
        "boxed-pdf", ".pdf", boxed_pdf, BOXED, hides_of_meeting=FRAGMENT, one_item=True, fragment=True, says_open=True,
        numbers_earlier=True, arrange=as_in_boxes,
    ),
    Layout(
        "boxed-markdown", ".md", boxed_markdown, BOXED, hides_of_meeting=FRAGMENT, one_item=True, fragment=True,
        says_open=True, numbers_earlier=True, arrange=as_in_boxes,
    ),
    Layout(
        "felt", ".pdf", felt,
        Habits((), "", "At {n}) {bare}", "At 1) {bare}", bodies=CITY, years=(2014, 2015)),
        _hides("number", "case_numbers", "access", "attachments"), FRAGMENT, one_item=True, fragment=True,
        arrange=with_a_longer_course,
    ),
    Layout(
        "swapped", ".txt", swapped, Habits(point="{n}. {point}"), _hides("case_numbers", "attachments", "earlier"),
        _hides("present"), says_open=True, arrange=without_parties,
    ),
)  # fmt: skip
"""In the order of the layouts they are; the one that is printed in two formats twice."""
