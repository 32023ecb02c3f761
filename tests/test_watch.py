"""Saved searches: what is told is what became of the items, once, whatever is killed."""

from __future__ import annotations

import email
import email.policy
import fcntl
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from rights import no_right_to_write, reachable_folder

import cli
from indexer.publish import Job, Recipe, publish
from search import layout, notices, watch, watchlist
from search.analysis.chain import fingerprint
from search.changes import Report
from search.document import Document, Passage
from search.engines import registry
from search.errors import AddressRefused, IndexMissing, NameRefused, QueryError, WatchError
from search.postings import engine_document
from search.source import Source
from search.store_writer import StoreWriter

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = """<script>alert("x")</script> & 'skole'\x07 \x1b[31m"""


class Killed(BaseException):
    """Stands for the end of the process."""


@dataclass(frozen=True)
class Fact:
    """What a planted item says: `words` it holds, an `edition` of its text, its outcome, and a page it stands on."""

    words: frozenset[str] = frozenset()
    edition: int = 1
    outcome: str = "none"
    page: int = 1
    title: str = "Sag"

    def document(self, item_id: str) -> Document:
        text = f"Udgave{self.edition} om {' '.join(sorted(self.words))}."
        passage = Passage("case", "", text, self.page, 0, len(text))
        decision = "Godkendt." if self.outcome == "approved" else ""
        facts = {"date": "2024-05-28", "kind": "agenda", "source": "a.pdf", "page": self.page, "decision": decision}
        outcomes = {"outcome": self.outcome, "outcomes": (self.outcome,)}
        return Document(item_id, self.title, (passage,), **facts, **outcomes)

    def says(self) -> Fact:
        return replace(self, page=0)


SEARCHES = {
    "skole": lambda fact: "skole" in fact.words,
    "vej-havn": lambda fact: bool(fact.words & {"vej", "havn"}),
    "vedtaget": lambda fact: fact.outcome == "approved",
    "resten": lambda fact: "skole" not in fact.words,
}
QUERIES = {"skole": "skole", "vej-havn": "vej ELLER havn", "vedtaget": "udfald:godkendt", "resten": "sag -skole"}


@dataclass
class Town:
    """An index whose items are set by hand, and what a person would expect to be told."""

    index: Path
    engine: str = "tantivy"
    items: dict[str, Fact] = field(default_factory=dict)
    known: dict[str, dict[str, Fact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index.mkdir()
        self.build()

    def build(self) -> None:
        recipe = Recipe(registry.engine(self.engine), fingerprint(), engine_document)
        documents = [fact.document(item_id) for item_id, fact in self.items.items()]
        with StoreWriter(self.index / layout.STORE) as store:
            run = store.begin()
            store.apply(Source("/arkiv", "a.pdf", 1, 1, 1, "", "1", "indexed"), documents)
            store.settle()
            with closing(store.reader()) as reader:
                publish(Job(self.index, reader, recipe, run))

    def add(self, name: str, query: str | None = None) -> None:
        watch.add(self.index, name, QUERIES[name] if query is None else query)
        self.known[name] = self._matching(name)

    def expected(self) -> set[tuple[str, str, str]]:
        """(search, kind, item) of all that happened since this was last asked."""
        found = set()
        for name, before in self.known.items():
            now = self.known[name] = self._matching(name)
            found |= {(name, "gained", item_id) for item_id in now.keys() - before.keys()}
            found |= {
                (name, "changed", item_id)
                for item_id in now.keys() & before.keys()
                if now[item_id].says() != before[item_id].says()
            }
            found |= {
                (name, "lost" if item_id in self.items else "gone", item_id) for item_id in before.keys() - now.keys()
            }
        return found

    def _matching(self, name: str) -> dict[str, Fact]:
        return {item_id: fact for item_id, fact in self.items.items() if SEARCHES[name](fact)}

    def run(self, **options) -> list[Report]:
        told: list[Report] = []
        watch.run(self.index, told.extend, **options)
        return told


def changes(report: Report) -> set[tuple[str, str, str]]:
    found = [(event.watch, event.kind, event.id) for entry in report.entries for event in entry.events]
    assert len(found) == len(set(found))
    assert len({entry.events[0].id for entry in report.entries}) == len(report.entries)
    return set(found)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path / "index")
    town.items = {"a": Fact(frozenset({"skole"})), "b": Fact(frozenset({"vej", "skole"})), "c": Fact()}
    town.build()
    town.add("skole")
    town.add("vej-havn")
    return town


@contextmanager
def killed_when(due: Callable[[], bool]) -> Iterator[None]:
    """Within the block the process ends in front of a writing of the state when `due` says so."""
    kept = watchlist.write_whole

    def dying(file: Path, text: str) -> None:
        if due():
            raise Killed
        kept(file, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watchlist, "write_whole", dying)
        yield


FACTS = st.builds(
    Fact,
    st.frozensets(st.sampled_from(["skole", "vej", "havn", "museum"])),
    st.integers(1, 2),
    st.sampled_from(["none", "approved"]),
    st.integers(1, 2),
)
BUILDS = st.dictionaries(st.sampled_from("abcdef"), FACTS, max_size=6)
ENDS = st.sampled_from(["told", "told", "no run", "killed first", "killed in telling", "killed before noting"])


def check(town: Town, builds: list[tuple[dict[str, Fact], str]]) -> None:
    """After each build a run that may be killed; each report holds what was planted, and is told until it was noted."""
    due: dict[int, set[tuple[str, str, str]]] = {}
    number = 0
    for items, end in [*builds, (builds[-1][0], "told")]:
        town.items = items
        town.build()
        if end == "no run":
            continue
        if end == "killed first":
            with suppress(Killed), killed_when(lambda: True):
                town.run()
            continue
        if new := town.expected():
            number += 1
            due[number] = new
        told: list[Report] = []
        if end == "killed in telling":
            with suppress(Killed):
                watch.run(town.index, die)
            continue
        if end == "killed before noting":
            with suppress(Killed), killed_when(lambda told=told: bool(told)):
                watch.run(town.index, told.extend)
        else:
            told = town.run()
        assert {report.number: changes(report) for report in told} == due
        if end == "told":
            due = {}
    assert not due
    assert not town.run()


def die(reports: object) -> None:
    raise Killed


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_run_tells_exactly_what_was_planted_whatever_is_killed(engine: str, tmp_path_factory):
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(BUILDS, st.lists(st.tuples(BUILDS, ENDS), min_size=1, max_size=5), st.sets(st.sampled_from(list(QUERIES))))
    def told(first: dict[str, Fact], builds: list[tuple[dict[str, Fact], str]], names: set[str]) -> None:
        town = Town(tmp_path_factory.mktemp("town") / "index", engine, first)
        for name in sorted(names):
            town.add(name)
        check(town, builds)

    told()


def test_items_that_come_change_move_and_go_are_told_apart(town: Town):
    town.items = {
        "a": Fact(frozenset({"skole"}), outcome="approved"),
        "c": Fact(frozenset({"havn", "skole"})),
        "d": Fact(frozenset({"vej"})),
    }
    town.build()
    (report,) = town.run()

    assert changes(report) == {
        ("skole", "changed", "a"),
        ("skole", "gone", "b"),
        ("vej-havn", "gone", "b"),
        ("skole", "gained", "c"),
        ("vej-havn", "gained", "c"),
        ("vej-havn", "gained", "d"),
    }
    decided = next(entry for entry in report.entries if entry.shown.id == "a")
    assert notices.kinds(decided) == "Ændret: skole · Endnu ikke besluttet → Godkendt"
    assert "skole" in decided.shown.snippet
    assert not town.run()


def test_an_item_that_is_still_there_but_matches_no_more_is_lost_and_not_gone(town: Town):
    town.items |= {"a": Fact(frozenset({"museum"}))}
    town.build()

    assert changes(*town.run()) == {("skole", "lost", "a")}


def test_a_file_that_was_only_moved_or_paged_anew_is_no_change(town: Town):
    town.items = {item_id: replace(fact, page=7) for item_id, fact in town.items.items()}
    town.build()

    assert not town.run()


def test_a_search_added_later_knows_what_the_others_are_still_to_be_told(town: Town):
    town.items |= {"d": Fact(frozenset({"skole", "havn"}))}
    town.build()
    watch.add(town.index, "ny", "skole")

    assert changes(*town.run()) == {("skole", "gained", "d"), ("vej-havn", "gained", "d")}


def test_more_items_than_a_page_of_the_engine_are_all_found(town: Town, monkeypatch):
    monkeypatch.setattr("search.find.MAX_PAGE", 3)
    town.items = {f"x{number}": Fact(frozenset({"skole"})) for number in range(10)}
    town.build()

    (report,) = town.run()
    assert {item_id for name, kind, item_id in changes(report) if kind == "gained"} == set(town.items)


def test_a_report_that_could_not_be_told_comes_again_before_the_next_under_its_number(town: Town):
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    with suppress(Killed):
        watch.run(town.index, die)
    town.items |= {"e": Fact(frozenset({"havn"}))}
    town.build()

    first, second = town.run()
    assert (first.number, changes(first)) == (1, {("skole", "gained", "d")})
    assert (second.number, changes(second)) == (2, {("vej-havn", "gained", "e")})
    assert not town.run()


def test_a_search_that_cannot_be_asked_any_more_does_not_stop_the_others(town: Town):
    known = watchlist.read(town.index)
    broken = replace(known.watches[0], query="skole )")
    watchlist.write(town.index, replace(known, watches=(broken, *known.watches[1:])))
    town.items |= {"d": Fact(frozenset({"skole", "havn"}))}
    town.build()
    told: list[Report] = []
    done = watch.run(town.index, told.extend)

    assert list(done.failed) == ["skole"]
    assert changes(*told) == {("vej-havn", "gained", "d")}
    watchlist.write(town.index, replace(watchlist.read(town.index), watches=known.watches))
    assert ("skole", "gained", "d") in changes(*town.run())


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "a/b", "x" * 51, "a.b", "a\n"])
def test_a_name_that_could_be_no_file_is_refused(town: Town, name: str):
    with pytest.raises(NameRefused):
        watch.add(town.index, name, "skole")


def test_a_name_is_given_once_unless_it_is_to_be_replaced(town: Town):
    for name in ("skole", "Skole"):
        with pytest.raises(NameRefused, match="--replace"):
            watch.add(town.index, name, "vej")
    replaced = watch.add(town.index, "skole", "vej", anew=True)

    assert set(replaced.seen) == {"b"}
    assert [(one.name, one.query) for one in watch.watches(town.index)] == [
        ("vej-havn", "vej ELLER havn"), ("skole", "vej")
    ]  # fmt: skip
    assert not town.run()


def test_a_query_that_cannot_be_honoured_is_not_saved(town: Town):
    with pytest.raises(QueryError):
        watch.add(town.index, "ny", "udvlg:x")
    assert len(watch.watches(town.index)) == 2


def test_where_there_is_no_index_nothing_is_made(tmp_path: Path):
    for act in (lambda: watch.add(tmp_path, "x", "y"), lambda: watch.run(tmp_path, die)):
        with pytest.raises(IndexMissing):
            act()
    with pytest.raises(NameRefused, match="none yet"):
        watch.remove(tmp_path, "x")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_refused():
    with reachable_folder() as folder:
        town = Town(folder / "index")
        with no_right_to_write(town.index):
            for act in (lambda: watch.add(town.index, "x", "y"), lambda: watch.run(town.index, die)):
                with pytest.raises(WatchError, match="check rights"):
                    act()


def test_one_writer_at_a_time_and_the_lock_of_a_dead_one_is_free(town: Town, monkeypatch):
    monkeypatch.setattr(watchlist, "_WAIT_SECONDS", 0.1)
    with (town.index / watchlist.LOCK).open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WatchError, match="another run"):
            town.run()
    assert not town.run()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 9}', '{"version": 1, "watches": [{}]}', "\0"])
def test_a_damaged_state_is_told_and_kept(town: Town, text: str):
    file = town.index / watchlist.STATE
    file.write_text(text)
    with pytest.raises(WatchError, match=re.escape(str(file))):
        town.run()
    assert file.read_text() == text


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


def test_of_a_purged_item_nothing_is_left_and_nothing_is_told(town: Town, tmp_path: Path):
    feeds = tmp_path / "feeds"
    secret = Fact(frozenset({"skole", "vej"}), title="Hemmeligheden")
    town.items |= {"d": secret, "e": Fact(frozenset({"skole"}), title="Offentligheden")}
    town.build()
    with suppress(Killed):
        watch.run(town.index, die, feeds=feeds)
    for left in (town.index / ".watch.json.new", feeds / ".skole.atom.new"):
        left.write_text("Hemmeligheden", encoding="utf-8")
    kept = [*town.index.glob("*watch.json*"), *town.index.glob(".*"), *feeds.iterdir()]
    assert any(b"Hemmeligheden" in file.read_bytes() for file in kept)

    with watch.purged(town.index, ["d", "unknown"]):
        del town.items["d"]
        town.build()

    for file in (*town.index.glob("*watch*"), *feeds.rglob("*")):
        assert b"Hemmeligheden" not in file.read_bytes()
    assert b"Offentligheden" in (feeds / "skole.atom").read_bytes()
    assert [changes(report) for report in town.run()] == [{("skole", "gained", "e")}]


def test_what_an_earlier_version_told_without_its_file_goes_with_any_file(town: Town, tmp_path: Path):
    town.items |= {"d": Fact(frozenset({"skole"}), title="Hemmeligheden")}
    town.build()
    town.run()
    known = watchlist.read(town.index)
    watches = (replace(one, history=tuple(replace(event, files=()) for event in one.history)) for one in known.watches)
    watchlist.write(town.index, replace(known, watches=tuple(watches)))
    with watch.purged(town.index, [], ["/arkiv/other.pdf"]):
        pass

    assert [one.history for one in watch.watches(town.index)] == [(), ()]
    assert "d" in watch.watches(town.index)[0].seen, "what it finds now is known by its id, and is not told anew"
    assert town.run() == []


def test_a_state_without_files_is_completed_by_the_next_run(town: Town):
    known = watchlist.read(town.index)
    old = (replace(one, seen={key: replace(was, files=()) for key, was in one.seen.items()}) for one in known.watches)
    watchlist.write(town.index, replace(known, watches=tuple(old)))

    assert town.run() == []
    assert watchlist.read(town.index).watches == known.watches


def referat(town: Town, *arguments: str, **more):
    return CliRunner().invoke(cli.commands, ["watch", *arguments, "--index", str(town.index)], **more)


def test_the_commands_say_what_they_did_by_words_and_exit_code(town: Town):
    assert "ny: 1 item now" in referat(town, "add", "ny", "skole -vej").stdout
    assert "ny2: 1 item now" in referat(town, "add", "ny2", "-skole").stdout
    assert [line.split(":")[0] for line in referat(town, "list").stdout.splitlines()] == [
        "skole", "vej-havn", "ny", "ny2"
    ]  # fmt: skip
    assert json.loads(referat(town, "list", "--json").stdout.splitlines()[0])["items"] == 2
    assert referat(town, "remove", "ny").exit_code == 0
    nothing = referat(town, "run")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert json.loads(referat(town, "run", "--format", "json").stdout) == {"reports": []}
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    told = referat(town, "run")
    assert told.exit_code == 0
    assert "Ny: skole" in told.stdout and "»skole«" in told.stdout
    assert referat(town, "run", "--to", "a@b.dk").exit_code == 2
    assert referat(town, "run", "--format", "mail").exit_code == 2


def test_a_search_that_cannot_be_asked_is_exit_3(town: Town):
    known = watchlist.read(town.index)
    watchlist.write(town.index, replace(known, watches=(replace(known.watches[0], query="skole )"),)))
    done = referat(town, "run")

    assert done.exit_code == 3
    assert "skole cannot be asked any more" in done.stderr


def json_told(town: Town) -> Mapping:
    return json.loads(referat(town, "run", "--format", "json").stdout)


def test_json_holds_the_promised_keys(town: Town):
    town.items |= {"d": Fact(frozenset({"skole", "vej"}))}
    town.build()
    (report,) = json_told(town)["reports"]
    (entry,) = report["entries"]

    assert list(report) == ["number", "time", "entries"]
    assert list(entry) == ["id", "title", "body", "date", "outcome", "snippet", "source", "changes"]
    text, marks = entry["snippet"]["text"], entry["snippet"]["marks"]
    assert [text[start:end] for start, end in marks] == ["skole"]
    assert entry["changes"] == [
        {"watch": "skole", "kind": "gained", "outcome_before": ""},
        {"watch": "vej-havn", "kind": "gained", "outcome_before": ""},
    ]


def test_a_hostile_title_stays_text_in_html_and_mail(town: Town):
    town.items |= {"d": Fact(frozenset({"skole"}), title=HOSTILE)}
    town.build()
    reports = town.run()
    mail = email.message_from_string(notices.as_mail(reports, ["a@b.dk"]), policy=email.policy.default)

    for page in (notices.as_html(reports), mail.get_body(("html",)).get_content()):
        parsed = html.fromstring(page)
        assert not parsed.xpath("//script")
        assert parsed.xpath("//div[@style='font-weight: bold']")[0].text == HOSTILE.replace("\x07", "\ufffd").replace(
            "\x1b", "\ufffd"
        )


def test_a_mail_is_ready_for_sendmail_and_known_when_it_comes_again(town: Town):
    town.items |= {"d": Fact(frozenset({"skole"}), title="Ærø")}
    town.build()
    reports = town.run()
    text = notices.as_mail(reports, ["a@b.dk", "Å Ø <c@d.dk>"], "e@f.dk")
    mail = email.message_from_string(text, policy=email.policy.default)

    assert text.isascii() and "\r" not in text
    assert (mail["From"], mail["To"]) == ("e@f.dk", "a@b.dk, Å Ø <c@d.dk>")
    assert mail["Subject"] == "Referat: 1 punkt i skole"
    assert mail["MIME-Version"] == "1.0"
    assert "Ærø" in mail.get_body(("plain",)).get_content()
    assert "Ærø" in mail.get_body(("html",)).get_content()
    assert notices.as_mail(reports, ["a@b.dk"]).count(mail["Message-ID"]) == 1


def test_an_address_with_a_second_header_is_refused(town: Town):
    wrong = "a@b.dk\nBcc: x@y.dk"
    for arguments in (["--to", wrong], ["--to", "a@b.dk", "--sender", wrong]):
        with pytest.raises(AddressRefused) as refused:  # also when there is nothing to tell
            referat(town, "run", "--format", "mail", *arguments, catch_exceptions=False)
        assert refused.value.exit_code == 2
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    done = referat(town, "run", "--format", "mail", "--to", wrong)

    assert done.exception and not done.stdout
    assert town.run()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
def test_a_report_that_could_not_be_written_is_told_by_the_next_run(town: Town):
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    command = [sys.executable, "-m", "cli", "watch", "run", "--index", str(town.index)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, cwd=cli.__file__[:-6]
        )

    assert done.returncode == 4, done.stderr
    assert changes(*town.run()) == {("skole", "gained", "d")}


def test_a_report_whose_reader_has_gone_is_told_by_the_next_run(town: Town):
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    command = [sys.executable, "-m", "cli", "watch", "run", "--index", str(town.index)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            command, stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60, cwd=cli.__file__[:-6]
        )

    assert (done.returncode, done.stderr) == (0, ""), "as of any command whose reader has seen enough"
    (report,) = town.run()
    assert (report.number, changes(report)) == (1, {("skole", "gained", "d")})
    assert town.run() == []
