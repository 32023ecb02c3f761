"""Saved searches: what is told is what became of the items, once, whatever is killed."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rights import no_right_to_write, reachable_folder
from town import QUERIES, Fact, Killed, Town, changes, die

from search.errors import IndexMissing, NameRefused, QueryError, WatchError
from search.saved import notices, watch, watchlist
from search.saved.changes import Report
from search.saved.forgetting import purged


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


@pytest.mark.parametrize(
    "query", ["skole NÆR/5 vej", "sko* vej", "*kole", "s?ole vej", "skolle~1 vej", '"vej skole"~3', "dato:2024 skole^2"]
)
def test_every_kind_of_query_can_be_saved_and_tells_what_is_new_and_lost(town: Town, query: str):
    watch.add(town.index, "ny", query)
    town.items |= {"d": Fact(frozenset({"vej", "skole"})), "b": Fact(frozenset({"museum"}))}
    town.build()

    told = {(kind, item_id) for name, kind, item_id in changes(*town.run()) if name == "ny"}
    assert told == {("gained", "d"), ("lost", "b")}
    assert not town.run()


def test_what_grows_too_old_for_a_time_told_from_today_is_not_told_but_what_changes_is(town: Town, monkeypatch):
    def on(day: date) -> list[Report]:
        for module in ("search.meaning.expansion", "search.saved.watch"):
            monkeypatch.setattr(f"{module}.today", lambda: day)
        return town.run()

    on(date(2024, 6, 1))
    watch.add(town.index, "nyt", "dato:-30d skole")
    watch.add(town.index, "siden", "dato:2024 skole")
    town.items |= {"d": Fact(frozenset({"skole"}))}
    town.build()
    assert ("nyt", "gained", "d") in changes(*on(date(2024, 6, 2)))
    town.items |= {"d": Fact(frozenset({"museum"}))}
    town.build()
    lost = {change for change in changes(*on(date(2025, 6, 2))) if change[0] in ("nyt", "siden")}
    assert lost == {("nyt", "lost", "d"), ("siden", "lost", "d")}
    del town.items["a"]
    town.build()
    assert ("nyt", "gone", "a") not in changes(*on(date(2025, 6, 3))), "it was let go of when it grew too old"


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


@pytest.mark.parametrize("query", ["", "  "])
def test_a_search_for_everything_is_not_saved_for_want_of_a_query(town: Town, query: str):
    before = watch.watches(town.index)
    with pytest.raises(QueryError) as refused:
        watch.add(town.index, "alt", query)
    assert (refused.value.exit_code, refused.value.advice) == (2, "Say what to look for.")
    assert watch.watches(town.index) == before


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
    for act in (
        lambda: watch.add(tmp_path, "x", "y"),
        lambda: watch.run(tmp_path, die),
        lambda: watch.remove(tmp_path, "x"),
        lambda: watch.watches(tmp_path),
    ):
        with pytest.raises(IndexMissing):
            act()
    assert not list(tmp_path.iterdir())


def test_a_search_is_removed_whichever_letters_its_name_is_given_in(town: Town):
    watch.remove(town.index, "SKOLE")
    assert [one.name for one in watch.watches(town.index)] == ["vej-havn"]
    with pytest.raises(NameRefused, match="there are vej-havn"):
        watch.remove(town.index, "skole")
    watch.remove(town.index, "vej-havn")
    with pytest.raises(NameRefused, match="none yet"):
        watch.remove(town.index, "skole")


@pytest.mark.parametrize("name", ["skole", "Skole"])
def test_the_feed_of_a_search_goes_with_it_when_another_takes_its_place(town: Town, tmp_path: Path, name: str):
    feeds = tmp_path / "feeds"
    town.items |= {"d": Fact(frozenset({"skole"}), title="Hemmelig sag")}
    town.build()
    watch.run(town.index, lambda reports: None, feeds=feeds)
    assert "Hemmelig sag" in (feeds / "skole.atom").read_text(encoding="utf-8")
    watch.add(town.index, name, "vej", anew=True)
    assert [file.name for file in feeds.iterdir()] == ["vej-havn.atom"]
    watch.run(town.index, lambda reports: None, feeds=feeds)
    assert sorted(file.name for file in feeds.iterdir()) == [f"{name}.atom", "vej-havn.atom"]


def test_a_folder_of_feeds_that_cannot_be_written_down_is_refused(town: Town, tmp_path: Path):
    before = (town.index / "watch.json").read_bytes()
    with pytest.raises(WatchError, match="UTF-8"):
        watch.run(town.index, die, feeds=tmp_path / os.fsdecode(b"r\xe5d"))
    assert (town.index / "watch.json").read_bytes() == before


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

    with purged(town.index, ["d", "unknown"]):
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
    with purged(town.index, [], ["/arkiv/other.pdf"]):
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
