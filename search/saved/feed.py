"""A saved search's history as an Atom feed (RFC 4287)."""

from __future__ import annotations

import html
import uuid
from pathlib import Path
from xml.etree import ElementTree

from search.layout import write_whole
from search.saved.changes import Entry, Event
from search.saved.notices import facts, kinds, readable, snippet_html, source
from search.saved.watchlist import Watch, Watchlist, written

FEED = ".atom"
_ATOM = "http://www.w3.org/2005/Atom"


def atom(watch: Watch, identity: str) -> str:
    """The feed, newest first. The ids of feed and entries are made of the index's `identity`, the search's name and
    what is told, so a feed that is written again has the same."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "da"})
    own = uuid.uuid5(uuid.UUID(identity), watch.name)
    _add(feed, "id", own.urn)
    _add(feed, "title", f"{watch.name}: {watch.query}")
    _add(feed, "updated", watch.history[-1].time if watch.history else watch.since)
    _add(ElementTree.SubElement(feed, "author"), "name", "Referat")
    for event in reversed(watch.history):
        _entry(feed, event, own)
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=False) + "\n"


def write_feeds(watchlist: Watchlist, folder: Path) -> None:
    """One feed a search."""
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for watch in watchlist.watches:
        file = folder / (watch.name + FEED)
        with written(file):
            write_whole(file, atom(watch, watchlist.identity))


def _entry(feed: ElementTree.Element, event: Event, own: uuid.UUID) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "id", uuid.uuid5(own, f"{event.report} {event.id}").urn)
    _add(entry, "title", event.title or event.id)
    _add(entry, "updated", event.time)
    lines = (html.escape(kinds(Entry((event,)))), html.escape(facts(event)), snippet_html(event))
    paragraphs = (*lines, html.escape(source(event)))
    _add(entry, "content", "".join(f"<p>{line}</p>" for line in paragraphs if line), type="html")


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = readable(text)
