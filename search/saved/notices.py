"""Reports of saved searches as text, JSON, a web page and a mail."""

from __future__ import annotations

import html
import json
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from search.clock import danish_date
from search.errors import AddressRefused
from search.facets import label
from search.quantity import counted
from search.saved.changes import CHANGED, GAINED, GONE, LOST, Entry, Event, Report
from search.telling.listing import Mark, dressed

KINDS = {GAINED: "Ny", CHANGED: "Ændret", LOST: "Passer ikke mere", GONE: "Ikke mere i indekset"}

_PAGE = """<!DOCTYPE html>
<html lang="da">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body style="font-family: sans-serif; font-size: 15px; line-height: 1.4; color: #222; max-width: 44em">
{body}
</body>
</html>"""
_HEAD = '<h2 style="font-size: 17px; border-bottom: 1px solid #bbb">{}</h2>'
_ENTRY = '<div style="margin: 0 0 1.4em 0">\n{}\n</div>'
_LINES = {
    "title": '<div style="font-weight: bold">{}</div>',
    "kinds": '<div style="color: #7a3b00">{}</div>',
    "facts": '<div style="color: #555">{}</div>',
    "snippet": '<div style="margin-top: 0.3em">{}</div>',
    "source": '<div style="color: #888; font-size: 13px">{}</div>',
}


def as_text(reports: Iterable[Report], mark: Mark) -> Iterator[str]:
    """The reports as lines: a head each, then a block an item. `mark` dresses a match."""
    for report in reports:
        yield head(report)
        for entry in report.entries:
            shown = entry.shown
            yield f"\n{shown.title}"
            yield from (f"  {line}" for line in (kinds(entry), facts(shown)))
            yield from (f"  {line}" for line in (dressed(shown.snippet, shown.marks, mark), source(shown)) if line)
        yield ""


def as_json(reports: Iterable[Report]) -> str:
    """`{reports: [{number, time, entries: [...]}]}`, under the names that the README documents."""
    found = [
        {"number": report.number, "time": report.time, "entries": [_entry(entry) for entry in report.entries]}
        for report in reports
    ]
    return json.dumps({"reports": found}, ensure_ascii=False, indent=2)


def as_html(reports: Sequence[Report]) -> str:
    """A web page that needs nothing beside it: styles stand in the elements, for programs that read mail."""
    body = "\n".join(line for report in reports for line in _html(report))
    return _PAGE.format(subject=_escaped(subject(reports)), body=body)


def as_mail(reports: Sequence[Report], to: Sequence[str], sender: str = "") -> str:
    """A whole mail, as text and as a web page, for `sendmail -t`. The message's id is that of the reports: a mail that
    is sent again is known as the same. Raises AddressRefused."""
    host = socket.gethostname()
    mail = addressed(to, sender)
    mail["Subject"] = subject(reports)
    mail["Date"] = datetime.fromisoformat(reports[-1].time)
    numbers = ".".join(str(report.number) for report in reports)
    stamp = "".join(filter(str.isdecimal, reports[0].time))
    mail["Message-ID"] = f"<referat.{numbers}.{stamp}@{host}>"
    mail.set_content("\n".join(as_text(reports, "»{}«".format)), cte="quoted-printable")
    mail.add_alternative(as_html(reports), subtype="html", cte="quoted-printable")
    return mail.as_string()


def addressed(to: Sequence[str], sender: str = "") -> EmailMessage:
    """A mail of which only sender and receivers are known yet. Raises AddressRefused for an address that can be none,
    such as one with a line end, behind which other headers could hide."""
    mail = EmailMessage(policy=SMTP.clone(linesep="\n"))
    for header, addresses in ("From", (sender or f"Referat <referat@{socket.gethostname()}>",)), ("To", to):
        try:
            mail[header] = ", ".join(addresses)
            wrong = [str(one) for one in mail[header].addresses if not _is_address(one)]
        except (ValueError, IndexError) as error:
            raise AddressRefused(f"No mail can be made for {', '.join(map(repr, addresses))}: {error}.") from error
        if wrong or (addresses and not mail[header].addresses):
            raise AddressRefused(f"{', '.join(wrong or addresses)} is no address: write a user's name or NAME@HOST.")
    return mail


def _is_address(one: Address) -> bool:
    """A user here (`root`), or one at a host; mail servers take no other letters than ASCII's without being asked."""
    return one.addr_spec.isascii() and bool(one.username) and (bool(one.domain) or "@" not in one.addr_spec)


def head(report: Report) -> str:
    items = counted(len(report.entries), "punkt", "er")
    return f"Rapport {report.number} · {danish_date(report.time[:10])} · {items}"


def subject(reports: Sequence[Report]) -> str:
    """What the reports are about, in a line."""
    items = counted(sum(len(report.entries) for report in reports), "punkt", "er")
    names = dict.fromkeys(event.watch for report in reports for entry in report.entries for event in entry.events)
    return f"Referat: {items} i {', '.join(names)}"


def kinds(entry: Entry) -> str:
    """What became of the item, and for which saved searches."""
    by_kind: dict[str, list[str]] = {}
    for event in entry.events:
        by_kind.setdefault(event.kind, []).append(event.watch)
    told = [f"{KINDS[kind]}: {', '.join(names)}" for kind, names in by_kind.items()]
    changed = dict.fromkeys(f"{event.before} → {event.outcome}" for event in entry.events if decided(event))
    return " · ".join((*told, *changed))


def decided(event: Event) -> bool:
    """Whether the outcome is another than before."""
    return event.kind == CHANGED and event.before != event.outcome


def facts(event: Event) -> str:
    return " · ".join((event.outcome, label("body", event.body), danish_date(event.date)))


def source(event: Event) -> str:
    return " · ".join(filter(None, (event.source, event.id)))


def snippet_html(event: Event) -> str:
    """The snippet with its matches bold."""
    return dressed(event.snippet, event.marks, lambda text: f"<b>{_escaped(text)}</b>", _escaped)


def _html(report: Report) -> Iterator[str]:
    yield _HEAD.format(_escaped(head(report)))
    for entry in report.entries:
        shown = entry.shown
        lines = {
            "title": _escaped(shown.title),
            "kinds": _escaped(kinds(entry)),
            "facts": _escaped(facts(shown)),
            "snippet": snippet_html(shown),
            "source": _escaped(source(shown)),
        }
        yield _ENTRY.format("\n".join(_LINES[name].format(line) for name, line in lines.items() if line))


def _entry(entry: Entry) -> dict[str, object]:
    shown = asdict(entry.shown)
    told = {name: shown[name] for name in ("id", "title", "body", "date", "outcome")}
    told["snippet"] = {"text": shown["snippet"], "marks": shown["marks"]}
    told["source"] = shown["source"]
    told["changes"] = [
        {"watch": event.watch, "kind": event.kind, "outcome_before": event.before} for event in entry.events
    ]
    return told


def _escaped(text: str) -> str:
    return html.escape(readable(text))


def readable(text: str) -> str:
    """The text with a sign in the place of each that neither a web page nor XML may hold."""
    return "".join(sign if _is_allowed(ord(sign)) else "\ufffd" for sign in text)


def _is_allowed(code: int) -> bool:
    """Char of XML 1.0, without the control characters that HTML forbids."""
    return code in (9, 10, 13) or 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or (
        0x10000 <= code <= 0x10FFFF and code & 0xFFFE != 0xFFFE
    )  # fmt: skip
