"""Taking out for privacy: nothing of it is found, no byte of it is left, and it does not come back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from line_files import index_lines, write_files

from indexer import forget as forgetting
from indexer.build import build_index
from indexer.errors import NothingToForget
from indexer.naming import Bodies
from indexer.report import Report
from indexer.status import status
from indexer.task import How
from indexer.verify import verify
from search.errors import IndexMissing, StoreError, WatchError
from search.find import open_index
from search.saved import watch, watchlist
from search.store.writer import StoreWriter

SECRET = "Hemmelighedsen"
REASON = "aktindsigt trukket tilbage"
MINUTES = """{kind}
Byrådet
Mødedato: 9. marts 2021

1. Skolen i Aså
Sagsnr. 17.01.00-P05-1-21

Sagsfremstilling
{first}

2. Broen
Sagsnr. 05.01.00-P05-2-21

Sagsfremstilling
{second}
{decision}"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """An item and a file to be forgotten, of both of which the index holds an older version too."""
    files = {"a.txt": f"1 skolen\n2 broen ved {SECRET}\n", "b.txt": f"3 hallen hos {SECRET}\n"}
    return write_files(tmp_path / "docs", files)


@pytest.fixture(params=["tantivy", "whoosh"])
def index(tmp_path: Path, docs: Path, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path / "index"
    index_lines([docs], folder, request.param)
    (docs / "a.txt").write_text(f"1 skolen\n2 broen nær {SECRET}\n", encoding="utf-8")
    index_lines([docs], folder, request.param)
    return folder


@pytest.fixture
def swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run sweeps what died, however lately."""
    monkeypatch.setattr("indexer.build.SWEEP_DAYS", -1)


def run_again(index: Path, docs: Path, **how: Any) -> Report:
    return index_lines([docs], index, status(index).manifest.engine, **how)


def told_again(index: Path, file: Path, text: str | None) -> None:
    """A night in which a file says something else, or is gone (None), and the saved searches tell it."""
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    run_again(index, file.parent)
    watch.run(index, lambda reports: None, feeds=index / "feeds")


def found(index: Path, query: str) -> set[str]:
    with open_index(index) as opened:
        return {hit.document.id for hit in opened.find(query).hits}


def holders(folder: Path, word: str) -> list[str]:
    """The files below a folder with the word in their bytes, in any case."""
    wanted = word.casefold().encode()
    return [str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes().lower()]


def test_the_index_holds_the_words_that_are_to_be_forgotten(index: Path) -> None:
    assert holders(index, SECRET)


def test_no_byte_of_a_forgotten_item_and_file_is_left(index: Path, docs: Path) -> None:
    forgetting.forget("by/udvalg/-/2", REASON, index)
    forgetting.forget(str(docs / "b.txt"), REASON, index)
    assert holders(index, SECRET) == []
    assert list(verify(index)) == []


def test_a_forgotten_item_is_not_found_and_the_others_of_its_file_are(index: Path) -> None:
    forgetting.forget("by/udvalg/-/2", REASON, index)
    assert found(index, "broen") == set()
    assert found(index, "skolen") == {"by/udvalg/-/1"}
    assert found(index, "hallen") == {"by/udvalg/-/3"}


def test_an_index_opened_before_shows_the_others_and_tells_that_one_was_forgotten(index: Path) -> None:
    with open_index(index) as opened:
        before = opened.find("skolen ELLER broen")
        forgetting.forget("by/udvalg/-/2", REASON, index)
        after = opened.find("skolen ELLER broen")
    assert (before.total, before.warnings) == (2, ())
    assert [hit.document.id for hit in after.hits] == ["by/udvalg/-/1"]
    assert (after.total, after.warnings) == (1, ("left out, because forgotten a moment ago: 1",))


def test_a_forgotten_item_stays_out_when_its_file_is_read_again(index: Path, docs: Path) -> None:
    forgetting.forget("by/udvalg/-/2", REASON, index)
    (docs / "a.txt").write_text(f"1 skolen\n2 broen bag {SECRET}\n4 vejen\n", encoding="utf-8")
    report = run_again(index, docs, reread=True)
    assert (report.items, found(index, "broen"), found(index, "vejen")) == (3, set(), {"by/udvalg/-/4"})
    assert holders(index, SECRET) != []  # b.txt was not forgotten


@pytest.mark.parametrize("what", ["as it was", "under another name", "with other bytes"])
def test_a_forgotten_file_stays_out(what: str, index: Path, docs: Path) -> None:
    forgetting.forget(str(docs / "b.txt"), REASON, index)
    if what == "under another name":
        (docs / "b.txt").rename(docs / "c.txt")
    elif what == "with other bytes":
        (docs / "b.txt").write_text(f"3 hallen bag {SECRET}\n", encoding="utf-8")
    report = run_again(index, docs)
    assert (report.new, report.items, holders(index, "hallen")) == (0, 2, [])


def test_a_copy_of_a_forgotten_file_is_forgotten_with_it(index: Path, docs: Path) -> None:
    shutil.copy(docs / "b.txt", docs / "copy.txt")
    run_again(index, docs)
    gone = forgetting.forget(str(docs / "b.txt"), REASON, index).gone
    assert [Path(one.what).name for one in gone] == ["b.txt", "copy.txt"]
    assert holders(index, "hallen") == []


def test_other_files_that_tell_of_a_forgotten_item_are_named(index: Path, docs: Path) -> None:
    (docs / "c.txt").write_text("3 hallen\n4 vejen\n", encoding="utf-8")
    run_again(index, docs)

    done = forgetting.forget(str(docs / "b.txt"), REASON, index)

    assert list(done.lines()) == [
        f"{docs}/b.txt is forgotten",
        f"{docs}/c.txt still tells of 1 such item: if that must go too, forget it as well",
    ]


def test_forgetting_one_of_two_items_of_an_id_names_the_file_of_the_other(index: Path, docs: Path) -> None:
    (docs / "c.txt").write_text("3 hallen\n", encoding="utf-8")
    run_again(index, docs)
    item = next(found_id for found_id in found(index, "hemmelighedsen") if found_id.startswith("by/udvalg/-/3-"))

    assert forgetting.forget(item, REASON, index).elsewhere == [(f"{docs}/c.txt", 1)]


def test_an_id_that_several_files_made_longer_is_told(index: Path, docs: Path) -> None:
    (docs / "c.txt").write_text("3 hallen\n", encoding="utf-8")
    run_again(index, docs)
    with pytest.raises(NothingToForget, match=r"there are by/udvalg/-/3-[0-9a-f]{6}, by/udvalg/-/3-[0-9a-f]{6}"):
        forgetting.forget("by/udvalg/-/3", REASON, index)


def test_a_file_is_forgotten_by_another_name_of_its_folder(index: Path, docs: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(docs)

    forgetting.forget(str(tmp_path / "link" / "b.txt"), REASON, index)

    assert found(index, SECRET) == {"by/udvalg/-/2"}
    assert forgetting.remember(str(tmp_path / "link" / "b.txt"), index).what == str(docs / "b.txt")


def test_what_is_forgotten_by_mistake_can_come_back(index: Path, docs: Path) -> None:
    for what in ("by/udvalg/-/2", str(docs / "b.txt")):
        forgetting.forget(what, REASON, index)
        forgetting.remember(what, index)
    run_again(index, docs)
    assert found(index, SECRET.lower()) == {"by/udvalg/-/2", "by/udvalg/-/3"}
    assert status(index).forgotten == ()


def test_the_status_lists_what_was_forgotten_and_why_and_nothing_of_its_text(index: Path, docs: Path) -> None:
    forgetting.forget("by/udvalg/-/2", REASON, index)
    (gone,) = status(index).forgotten
    assert (gone.what, gone.reason) == ("by/udvalg/-/2", REASON)


def test_what_the_index_does_not_hold_cannot_be_forgotten(index: Path, docs: Path) -> None:
    for what in ("by/udvalg/-/99", str(docs / "none.txt")):
        with pytest.raises(NothingToForget):
            forgetting.forget(what, REASON, index)
        with pytest.raises(NothingToForget):
            forgetting.remember(what, index)


def test_where_no_index_is_none_is_made(tmp_path: Path) -> None:
    for act in (lambda: forgetting.remember("x/1", tmp_path), lambda: forgetting.forget("x/1", REASON, tmp_path)):
        with pytest.raises(IndexMissing):
            act()
    assert list(tmp_path.iterdir()) == []


def test_what_was_forgotten_with_a_file_comes_back_with_it(index: Path, docs: Path) -> None:
    shutil.copy(docs / "b.txt", docs / "kopi.txt")
    run_again(index, docs)
    forgetting.forget(str(docs / "b.txt"), REASON, index)
    forgetting.remember(str(docs / "b.txt"), index)
    run_again(index, docs)
    assert {hit.partition("-")[0] for hit in found(index, "hallen")} == {"by/udvalg/"}
    assert status(index).forgotten == ()


def test_saved_searches_remember_nothing_of_what_was_forgotten(index: Path, docs: Path) -> None:
    watch.add(index, "alt", "broen ELLER hallen")
    told_again(index, docs / "a.txt", f"1 skolen\n2 broen over {SECRET}\n")
    assert {Path(path).name for path in holders(index, SECRET)} >= {"watch.json", "alt.atom"}
    forgetting.forget("by/udvalg/-/2", REASON, index)
    forgetting.forget(str(docs / "b.txt"), REASON, index)
    assert holders(index, SECRET) == []


@pytest.mark.usefixtures("swept_at_once")
def test_saved_searches_forget_what_a_file_said_long_ago(index: Path, docs: Path) -> None:
    watch.add(index, "alt", "broen ELLER hallen ELLER vejen")
    for line in (f"3 hallen bag {SECRET}", "4 vejen"):
        told_again(index, docs / "b.txt", line)
    forgetting.forget("by/udvalg/-/2", REASON, index)
    assert {Path(path).name for path in holders(index, SECRET)} == {"watch.json", "alt.atom"}
    forgetting.forget(str(docs / "b.txt"), REASON, index)
    assert holders(index, SECRET) == []


@pytest.mark.usefixtures("swept_at_once")
def test_saved_searches_forget_an_item_that_was_called_otherwise_while_two_files_held_it(
    index: Path, docs: Path
) -> None:
    watch.add(index, "alt", "broen")
    for line in (f"2 broen bag {SECRET}\n", None):
        told_again(index, docs / "c.txt", line)
    (docs / "b.txt").write_text("3 hallen\n", encoding="utf-8")
    run_again(index, docs)
    forgetting.forget("by/udvalg/-/2", REASON, index)
    assert holders(index, SECRET) == []


def test_what_saved_searches_know_of_agenda_and_minutes_goes_with_either(pair: tuple[Path, Path]) -> None:
    folder, index = pair
    watch.add(index, "broer", "broen")
    (item,) = watch.watches(index)[0].seen.values()
    assert item.files == (str(folder / "dagsorden.txt"), str(folder / "referat.txt"))


def test_saved_searches_are_not_asked_while_something_is_forgotten(
    index: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.add(index, "alt", "broen ELLER hal*")
    monkeypatch.setattr("search.saved.watchlist._WAIT_SECONDS", 0.1)

    def killed(store: StoreWriter, folder: Path) -> None:
        with pytest.raises(WatchError, match="used by another run"):
            watch.run(folder, lambda reports: None)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("indexer.forget.rebuild_engine", killed)
        forgetting.forget(str(docs / "b.txt"), REASON, index)
    for act in (lambda: watch.run(index, lambda reports: None), lambda: watch.add(index, "mere", "hal*")):
        with pytest.raises(StoreError, match="run `referat index` again"):
            act()
    run_again(index, docs)
    assert watch.run(index, lambda reports: None).reports == ()
    assert holders(index, "hallen") == []


def test_nothing_is_forgotten_while_saved_searches_are_asked(
    index: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.saved.watchlist._WAIT_SECONDS", 0.1)
    with watchlist.locked(index), pytest.raises(WatchError, match="wait"):
        forgetting.forget(str(docs / "b.txt"), REASON, index)
    assert (status(index).forgotten, found(index, "hallen")) == ((), {"by/udvalg/-/3"})


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """(folder, index) of a meeting's agenda and minutes, whose items are one each."""
    agenda = {"second": f"Kun dagsordenen nævner {SECRET} her.", "decision": ""}
    minutes = {"second": f"Referatet nævner {SECRET} anderledes.", "decision": "\nBeslutning\nGodkendt.\n"}
    files = {
        "dagsorden.txt": MINUTES.format(kind="Dagsorden", first="Taget ned.", **agenda),
        "referat.txt": MINUTES.format(kind="Referat", first="Taget ned.", **minutes),
    }
    folder, index = write_files(tmp_path / "pair", files), tmp_path / "pair-index"
    build_index(folder, index)
    return folder, index


def test_forgetting_an_item_takes_out_what_agenda_and_minutes_say_of_it(pair: tuple[Path, Path]) -> None:
    folder, index = pair
    (item,) = found(index, "titel:broen")
    assert forgetting.forget(item, REASON, index).elsewhere == []
    build_index(folder, index, reread=True)
    assert (found(index, "titel:broen"), holders(index, SECRET)) == (set(), [])
    assert len(found(index, "titel:skolen")) == 1


LET_IN_FRONT = """{kind}
Byrådet
Mødedato: 9. marts 2021

1. Godkendelse af dagsorden

Beslutning
Godkendt.

2. Skolen i Aså
Sagsnr. 17.01.00-P05-1-21

Sagsfremstilling
{first}

3. Broen
Sagsnr. 05.01.00-P05-2-21

Sagsfremstilling
{second}
{decision}"""
FILLED = {"kind": "Referat", "first": "Taget ned.", "second": f"Om {SECRET}.", "decision": "\nBeslutning\nGodkendt.\n"}
BODIES = '[[body]]\nname = "Kommunalbestyrelsen"\ncalled = ["Byrådet"]\n'


def renamed_body(folder: Path) -> dict[str, Any]:
    return {"how": How(bodies=Bodies(BODIES))}


def named_municipality(folder: Path) -> dict[str, Any]:
    return {"how": How(municipality="Nørreå"), "reread": True}


def item_put_in_front(folder: Path) -> dict[str, Any]:
    (folder / "referat.txt").write_text(LET_IN_FRONT.format(**FILLED), encoding="utf-8")
    return {}


def renamed_file(folder: Path) -> dict[str, Any]:
    (folder / "referat.txt").rename(folder / "andet.txt")
    return {}


@pytest.mark.parametrize(
    "change", [renamed_body, named_municipality, item_put_in_front, renamed_file], ids=lambda change: change.__name__
)
def test_a_forgotten_item_stays_out_under_another_id(tmp_path: Path, change: Callable[[Path], dict[str, Any]]) -> None:
    folder, index = write_files(tmp_path / "docs", {"referat.txt": MINUTES.format(**FILLED)}), tmp_path / "index"
    build_index(folder, index)
    (item,) = found(index, "titel:broen")
    (other,) = found(index, "titel:skolen")
    forgetting.forget(item, REASON, index)

    report = build_index(folder, index, **change(folder))

    assert (holders(index, SECRET), report.warnings) == ([], ())
    assert len(found(index, "titel:skolen")) == 1
    assert len(found(index, "titel:godkendelse")) == (change is item_put_in_front)
    assert (found(index, "titel:skolen") == {other}) == (change is renamed_file)


def test_one_of_two_items_of_an_id_stays_out_when_its_file_is_renamed(index: Path, docs: Path) -> None:
    (docs / "c.txt").write_text("3 hallen\n", encoding="utf-8")
    run_again(index, docs)
    (item,) = found(index, SECRET) - {"by/udvalg/-/2"}
    forgetting.forget(item, REASON, index)
    (docs / "b.txt").rename(docs / "d.txt")

    run_again(index, docs)

    assert found(index, "hallen") == {"by/udvalg/-/3"}
    assert found(index, SECRET) == {"by/udvalg/-/2"}


def test_what_bears_a_forgotten_id_and_says_something_else_is_left_out_and_named(index: Path, docs: Path) -> None:
    forgetting.forget("by/udvalg/-/2", REASON, index)
    (docs / "a.txt").write_text("1 skolen\n2 hegnet\n", encoding="utf-8")
    (told,) = run_again(index, docs).warnings
    assert "by/udvalg/-/2 is left out" in told and "--undo" in told
    assert found(index, "hegnet") == set()


def test_items_that_say_the_same_as_a_forgotten_one_of_another_day_or_body_stay(tmp_path: Path) -> None:
    closed = MINUTES.format(**FILLED | {"second": "", "decision": ""})
    files = {
        "a.txt": closed,
        "b.txt": closed.replace("9. marts", "10. marts"),
        "c.txt": closed.replace("Byrådet", "Økonomiudvalget").replace("2. Broen", "4. Broen"),
    }
    folder, index = write_files(tmp_path / "docs", files), tmp_path / "index"
    build_index(folder, index)
    (item,) = found(index, "titel:broen udvalg:byrådet dato:2021-03-09")
    before = found(index, "titel:broen")

    forgetting.forget(item, REASON, index)
    build_index(folder, index, reread=True)

    assert (len(before), found(index, "titel:broen")) == (3, before - {item})


def test_forgetting_the_agenda_leaves_the_minutes_alone(pair: tuple[Path, Path]) -> None:
    folder, index = pair
    done = forgetting.forget(str(folder / "dagsorden.txt"), REASON, index)
    assert done.elsewhere == [(str(folder / "referat.txt"), 2)]
    with open_index(index) as opened:
        (hit,) = opened.find("titel:broen").hits
    assert (hit.document.kind, hit.document.also) == ("minutes", ())
    assert holders(index, "Kun dagsordenen") == []


def test_a_reader_that_holds_it_up_is_told_and_the_next_run_ends_it(index: Path, docs: Path) -> None:
    with open_index(index) as opened:
        reading = opened.store._opened._connection
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM items").fetchone()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("search.store.writer.BUSY_SECONDS", 0.1)
            with pytest.raises(StoreError, match="run again"):
                forgetting.forget(str(docs / "b.txt"), REASON, index)
        reading.execute("ROLLBACK")
    run_again(index, docs)
    assert holders(index, "hallen") == []
    with closing(open_index(index)) as opened:
        assert not opened.store.purging()
