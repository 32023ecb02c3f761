"""The feeds of saved searches: what reports told, for programs that read news."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html
from town import HOSTILE, Fact, Town, changes

from search.errors import NameRefused, WatchError
from search.saved import watch

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(folder: Path, name: str) -> etree._Element:
    return etree.fromstring((folder / f"{name}.atom").read_bytes())


def ids(root: etree._Element) -> list[str]:
    return [element.text for element in root.iter(f"{ATOM}id")]


def test_feeds_are_atom_and_hold_what_reports_told(town: Town, tmp_path: Path):
    feeds = tmp_path / "feeds"
    town.items |= {"d": Fact(frozenset({"skole"}), title=HOSTILE)}
    town.build()
    town.run(feeds=feeds)
    root = feed(feeds, "skole")

    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    (entry,) = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == HOSTILE.replace("\x07", "\ufffd").replace("\x1b", "\ufffd")
    shown = html.fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>")
    assert not shown.xpath("//script")
    assert [bold.text for bold in shown.iter("b")] == ["skole"]
    assert len(ids(feed(feeds, "vej-havn"))) == 1


def test_entries_of_a_feed_keep_their_ids_and_are_told_apart(town: Town, tmp_path: Path):
    feeds = tmp_path / "feeds"
    seen: list[str] = []
    for edition in (2, 3, 4):
        town.items |= {"a": Fact(frozenset({"skole"}), edition)}
        town.build()
        town.run(feeds=feeds)
        now = ids(feed(feeds, "skole"))
        assert now[2:] == seen[1:]
        assert len(now) == len(set(now)) == edition
        seen = now
    town.run(feeds=feeds)
    assert ids(feed(feeds, "skole")) == seen


def test_a_feed_is_cut_to_the_last_events(town: Town, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(watch, "KEPT", 3)
    town.items |= {f"x{number}": Fact(frozenset({"skole"})) for number in range(5)}
    town.build()
    town.run(feeds=tmp_path)

    assert len(ids(feed(tmp_path, "skole"))) == 1 + 3


def test_feeds_that_cannot_be_written_leave_the_report_to_be_told(town: Town, tmp_path: Path):
    (tmp_path / "feeds").touch()
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    with pytest.raises(WatchError):
        town.run(feeds=tmp_path / "feeds")

    assert changes(*town.run(feeds=tmp_path / "new")) == {("skole", "gained", "d")}


def test_removing_a_search_removes_its_feed_and_no_other(town: Town, tmp_path: Path):
    town.run(feeds=tmp_path / "feeds")
    watch.remove(town.index, "skole")

    assert [path.name for path in (tmp_path / "feeds").iterdir()] == ["vej-havn.atom"]
    assert [one.name for one in watch.watches(town.index)] == ["vej-havn"]
    with pytest.raises(NameRefused, match="there are vej-havn"):
        watch.remove(town.index, "skole")
