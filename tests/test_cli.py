"""The command line as people and scripts meet it: output, exit codes, messages."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli import TASKS, commands

ROOT = Path(__file__).resolve().parent.parent


def referat(*arguments: str, index: Path, **more) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"REFERAT_INDEX": str(index), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], env=environment, capture_output=True, text=True, timeout=120, **more
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory, data: Path) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    done = referat("index", str(data / "minutes"), index=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_command_stands_in_the_help_once_under_a_task():
    listed = [name for lines in TASKS.values() for name in lines]
    missing, unknown = set(commands.commands) - set(listed), set(listed) - set(commands.commands)

    assert not missing, f"not in cli.TASKS: {', '.join(sorted(missing))}"
    assert not unknown, f"in cli.TASKS but no command: {', '.join(sorted(unknown))}"
    assert len(listed) == len(set(listed))


def test_the_help_gives_each_command_one_line_that_fits_a_narrow_terminal(tmp_path: Path):
    shown = referat("--help", index=tmp_path).stdout.splitlines()

    assert max(map(len, shown)) <= 80
    for task, lines in TASKS.items():
        at = shown.index(f"{task}:") + 1
        assert [line.split(None, 1) for line in shown[at : at + len(lines)]] == [list(line) for line in lines.items()]


def test_indexing_tells_what_it_did(index: Path, data: Path):
    again = referat("index", str(data / "minutes"), index=index)

    assert again.returncode == 0
    assert "20 files: 0 new, 0 changed, 20 unchanged, 0 gone, 0 failed" in again.stdout


def test_hits_show_what_an_analyst_needs(index: Path):
    done = referat("search", "spildevandsplan udfald:godkendt", index=index)

    assert done.returncode == 0
    for shown in ("2 items", "»Spildevandsplan«", "Godkendt · Kommunalbestyrelsen · 28. marts 2023 · punkt 3",
                  "sag 06.00.05-P15-1-22", "2023-03-28-kommunalbestyrelsen.txt"):  # fmt: skip
        assert shown in done.stdout


def test_nothing_found_is_exit_1_and_says_so(index: Path):
    done = referat("search", "rumraket", index=index)

    assert done.returncode == 1
    assert "0 items match rumraket" in done.stdout


def test_json_holds_the_promised_keys(index: Path):
    answer = json.loads(referat("search", "cykelsti", "--format", "json", index=index).stdout)

    assert list(answer) == ["total", "offset", "query", "warnings", "synonyms", "offers", "hits"]
    assert answer["total"] >= len(answer["hits"]) > 0
    hit = answer["hits"][0]
    text, marks = hit["snippet"]["text"], hit["snippet"]["marks"]
    assert {text[a:b].casefold() for a, b in marks} <= {"cykelsti", "cykelstien", "cykelstier"}


def test_jsonl_and_csv_hold_one_line_a_hit_and_nothing_else(index: Path):
    lines = referat("search", "skole", "--format", "jsonl", "--limit", "5", index=index).stdout.splitlines()
    rows = list(
        csv.DictReader(io.StringIO(referat("search", "skole", "--format", "csv", "--limit", "5", index=index).stdout))
    )

    assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in rows]
    assert len(rows) == 5


def test_pages_join_to_one_list_and_the_total_stays(index: Path):
    def page(offset: int, limit: int) -> dict:
        return json.loads(
            referat(
                "search", "kommune", "--format", "json", "--offset", str(offset), "--limit", str(limit), index=index
            ).stdout
        )

    whole = page(0, 12)
    parts = [page(0, 4), page(4, 4), page(8, 4)]

    assert {part["total"] for part in parts} == {whole["total"]}
    assert [hit["id"] for part in parts for hit in part["hits"]] == [hit["id"] for hit in whole["hits"]]


def test_a_page_beyond_the_end_is_empty_but_no_error(index: Path):
    done = referat("search", "cykelsti", "--offset", "1000", index=index)

    assert done.returncode == 0
    assert "none beyond number 1000" in done.stdout


def test_options_filter_like_the_fields_of_a_query(index: Path):
    by_option = referat(
        "search", "skole", "--body", "skole", "--from", "2024", "--outcome", "godkendt", "--format", "json", index=index
    )
    by_query = referat("search", "skole udvalg:skole udfald:godkendt dato:2024..", "--format", "json", index=index)

    first, second = json.loads(by_option.stdout), json.loads(by_query.stdout)
    assert first["total"] == second["total"] > 0
    assert {hit["id"] for hit in first["hits"]} == {hit["id"] for hit in second["hits"]}


def test_cases_are_found_by_what_their_number_says_they_are_about(index: Path):
    whole = json.loads(referat("search", 'emne:"Veje og trafik"', "--format", "json", index=index).stdout)
    word = json.loads(referat("search", "emne:skole", "--format", "json", index=index).stdout)

    assert whole["total"] > 0 and word["total"] > 0
    assert {tuple(hit["topics"]) for hit in whole["hits"]} == {("Veje og trafik",)}
    assert all("skole" in "".join(hit["topics"]) for hit in word["hits"])
    assert "\nEmne: Veje og trafik\n" in referat("show", whole["hits"][0]["id"], index=index).stdout


def test_newest_and_oldest_sort_by_date(index: Path):
    def dates(sort: str) -> list[str]:
        answer = json.loads(
            referat("search", "skole", "--sort", sort, "--limit", "50", "--format", "json", index=index).stdout
        )
        return [hit["date"] for hit in answer["hits"]]

    assert dates("newest") == sorted(dates("newest"), reverse=True)
    assert dates("oldest") == sorted(dates("oldest"))


def test_ignored_stop_words_are_named(index: Path):
    assert "left out as too common: og" in referat("search", "skole og vej", index=index).stdout


def test_what_may_have_been_meant_is_told_in_every_form(index: Path):
    asked, told = "medlem:Anette Rugård skole", 'as one name: medlem:"Anette Rugård" skole ('
    assert told in referat("search", asked, index=index).stdout
    assert told in referat("search", asked, "--group", "case", index=index).stdout
    assert told in referat("search", asked, "--format", "csv", index=index).stderr
    assert told in referat("search", asked, "--all", "--format", "jsonl", index=index).stderr
    assert told in referat("count", asked, index=index).stdout


def test_explain_shows_the_query_its_terms_and_the_score(index: Path):
    done = referat("search", "cykelsti", "--explain", "--limit", "1", index=index)

    assert "query as understood: cykelsti" in done.stdout
    assert "items hold text_stem:cykelsti" in done.stdout
    assert "title_stem:cykelsti" in done.stdout


def test_show_prints_an_item_whole(index: Path):
    hit = json.loads(referat("search", "spildevandsplan", "--format", "json", "--limit", "1", index=index).stdout)[
        "hits"
    ][0]
    done = referat("show", hit["id"], index=index)

    assert done.returncode == 0
    assert hit["title"] in done.stdout and "Beslutning" in done.stdout
    assert referat("show", "ingen/saadan/sag", index=index).returncode == 1


def test_a_case_is_followed_from_body_to_body(index: Path):
    done = referat("case", "17.01.00-P05-1-23", index=index)
    told = json.loads(referat("case", "17.01.00-p05*", "--format", "json", index=index).stdout)
    missing = referat("case", "17.01.00-P05-1-32", index=index)

    assert done.returncode == 0 and "6 behandlinger: Nedlæggelse af Vibekær Skole" in done.stdout
    assert "21. november 2023 · Økonomiudvalget · Anbefalet · ikke i indekset" in done.stdout
    assert len(told["cases"][0]["steps"]) == 6
    assert missing.returncode == 1 and "near it are 17.01.00-P05-1-23" in missing.stderr
    assert referat("case", "*", index=index).returncode == 2


def test_references_are_printed_and_checked(index: Path, tmp_path: Path):
    ids = ["noerreaa/kommunalbestyrelsen/2023-03-28/3", "noerreaa/oekonomiudvalget/2023-03-21/3"]
    paper = tmp_path / "opgave.txt"
    printed = referat("cite", *ids, index=index)
    paper.write_text(printed.stdout, encoding="utf-8")
    stands = referat("cite", "--check", str(paper), index=index)
    paper.write_text(printed.stdout.replace(f"{ids[0]} ", f"{ids[0]}99 "), encoding="utf-8")
    falls = referat("cite", "--check", str(paper), index=index)

    assert printed.returncode == 0 and len(printed.stdout.splitlines()) == 2
    assert (stands.returncode, stands.stdout.splitlines()[-1]) == (0, "2 references: all stand as cited")
    assert falls.returncode == 1 and f"{ids[0]}99: gone; it may be {ids[0]} or" in falls.stdout
    assert referat("cite", "ingen/saadan/sag", index=index).returncode == 1
    assert referat("cite", index=index).returncode == referat("cite", "x", "--check", "y", index=index).returncode == 2
    assert referat("cite", "--check", str(tmp_path / "none"), index=index).returncode == 4
    paper.write_text("", encoding="utf-8")
    assert "no reference" in referat("cite", "--check", str(paper), index=index).stderr


@pytest.mark.parametrize(
    "query",
    [
        *(Path(__file__).parent / "search" / "data" / "malformed.txt").read_text(encoding="utf-8").splitlines(),
        "skole " * 2000,
        "(" * 200 + "skole" + ")" * 200,
        "skole\x07vej",
    ],
    ids=lambda query: query[:12].encode("unicode_escape").decode(),
)
def test_a_malformed_query_gets_a_message_with_a_place(index: Path, query: str):
    done = referat("search", "--", query, index=index)

    assert done.returncode == 2
    assert "^" in done.stderr and "Traceback" not in done.stderr


def test_rebuilding_refuses_what_would_read_documents(index: Path, data: Path):
    done = referat("index", str(data / "minutes"), "--full", "--accept", str(data), index=index)

    assert done.returncode == 2
    assert "leave out the paths and --accept" in done.stderr


def test_an_id_that_begins_with_a_minus_can_be_forgotten(index: Path):
    done = referat("forget", "-/byraadet/2021-05-02/1", "--reason", "prøve", index=index)

    assert done.returncode != 2
    assert "no item and no file called -/byraadet" in done.stderr


def test_a_name_of_a_saved_search_is_never_taken_from_its_query(index: Path):
    done = referat("watch", "add", "-x", "cykelsti", index=index)

    assert done.returncode == 2
    assert "-x can be no name" in done.stderr


def test_a_place_that_cannot_be_used_is_told_without_a_traceback(data: Path, tmp_path: Path):
    done = referat("index", str(data / "minutes"), index=tmp_path / ("x" * 300))

    assert done.returncode == 4
    assert "File name too long" in done.stderr and "Traceback" not in done.stderr


def test_without_an_index_the_message_says_how_to_make_one(tmp_path: Path):
    done = referat("search", "skole", index=tmp_path / "none")

    assert done.returncode == 4
    assert "referat index" in done.stderr


def test_a_missing_root_is_exit_4_and_removes_nothing(index: Path, tmp_path: Path):
    before = referat("search", "skole", "--format", "json", index=index).stdout
    done = referat("index", str(tmp_path / "borte"), index=index)

    assert done.returncode == 4
    assert "Nothing was removed" in done.stderr
    assert referat("search", "skole", "--format", "json", index=index).stdout == before


def test_another_engine_is_refused_with_the_command_that_rebuilds(index: Path, data: Path):
    done = referat("index", str(data / "minutes"), "--engine", "whoosh", index=index)

    assert done.returncode == 4
    assert "--engine whoosh --rebuild" in done.stderr


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(tmp_path: Path, data: Path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    good = data / "minutes" / "2023-03-28-kommunalbestyrelsen.txt"
    (folder / good.name).write_bytes(good.read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    done = referat("index", str(folder), index=tmp_path / "index")

    assert done.returncode == 3
    assert "failed (damaged)" in done.stdout and "broken.pdf" in done.stdout
    assert referat("search", "spildevandsplan", index=tmp_path / "index").returncode == 0
    assert referat("index", str(folder), index=tmp_path / "index").returncode == 3


def test_a_closed_pipe_is_no_error(index: Path):
    environment = os.environ | {"REFERAT_INDEX": str(index), "PYTHONPATH": str(ROOT)}
    asked = f"{sys.executable} -m cli search kommune --limit 1000 --format jsonl"
    command = f"{asked} | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=60)

    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_read_shows_meetings_and_items(data: Path, tmp_path: Path):
    source = data / "minutes" / "2023-03-21-oekonomiudvalget.pdf"
    outline = referat("read", str(source), index=tmp_path)
    found = json.loads(referat("read", str(source), "--json", index=tmp_path).stdout)
    written = referat("read", str(source), "--out", str(tmp_path / "out"), index=tmp_path)

    assert "Referat: " in outline.stdout and "Spildevandsplan 2023-2030" in outline.stdout
    assert list(found) == ["source", "meetings"]
    assert found["meetings"][0]["meeting"]["date"] == "2023-03-21"
    assert written.returncode == 0
    assert json.loads((tmp_path / "out" / f"{source.name}.json").read_text(encoding="utf-8"))["source"] == source.name


def test_a_table_of_bodies_is_read_by_both_commands(tmp_path: Path):
    minutes = "Nørreå Kommune\n\nReferat\nUdvalg: VEJ\nMødedato: 9. marts 2021\n\n1. Ny sti\n\nBeslutning\nGodkendt.\n"
    (tmp_path / "a.txt").write_text(minutes, encoding="utf-8")
    table = tmp_path / "koder.toml"
    table.write_text('[[body]]\nname = "Vejudvalget"\ncalled = ["VEJ"]\n', encoding="utf-8")
    read = referat("read", str(tmp_path / "a.txt"), "--bodies", str(table), index=tmp_path)
    indexed = referat("index", str(tmp_path / "a.txt"), "--bodies", str(table), index=tmp_path / "index")
    found = referat("search", "udvalg:vejudvalget", index=tmp_path / "index")

    assert (read.returncode, indexed.returncode, found.returncode) == (0, 0, 0)
    assert "Nørreå · Vejudvalget (VEJ) · 9. marts 2021" in read.stdout
    assert "Godkendt · Vejudvalget (VEJ) · 9. marts 2021" in found.stdout


@pytest.mark.parametrize("command", ["read", "index"])
def test_a_wrong_table_of_bodies_is_exit_2_with_its_line(command: str, tmp_path: Path, data: Path):
    table = tmp_path / "koder.toml"
    table.write_text('[[body]]\nname = "Vejudvalget"\n', encoding="utf-8")
    done = referat(command, str(data / "minutes"), "--bodies", str(table), index=tmp_path / "index")

    assert done.returncode == 2
    assert f"{table}, line 1: called must be a list" in done.stderr
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("command", ["search", "analyse"])
def test_a_wrong_table_of_synonyms_is_exit_2_with_its_line(command: str, index: Path, tmp_path: Path):
    table = tmp_path / "ord.tsv"
    table.write_text("skole\n", encoding="utf-8")
    done = referat(command, "skole", "--synonyms", str(table), index=index)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{table}, line 1 is no entry" in done.stderr


def test_a_table_of_bodies_can_change_nothing_where_no_document_is_opened(index: Path, tmp_path: Path):
    done = referat("index", "--rebuild", "--bodies", str(tmp_path / "koder.toml"), index=index)

    assert done.returncode == 2
    assert "--rebuild opens no document" in done.stderr


def test_every_command_has_help():
    import click

    import cli

    for name, command in cli.commands.commands.items():
        assert command.help, name
        for option in command.params:
            assert (
                isinstance(option, click.Argument) or option.help or option.is_flag or option.type.name == "choice"
            ), option.name


def piped(command: str, index: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of shell; `$referat` is the program."""
    variables = os.environ | {"REFERAT_INDEX": str(index), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment
    variables["referat"] = f"{sys.executable} -m cli"
    return subprocess.run(
        ["bash", "-c", command], env=variables, capture_output=True, text=True, errors="replace", timeout=60
    )


def test_output_that_cannot_be_written_is_told_and_exit_4(index: Path):
    for form in ("table", "json", "jsonl", "csv"):
        done = piped(f"$referat search skole --format {form} >/dev/full", index)

        assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr
        assert "could not be written (No space left on device)" in done.stderr
        done = piped(f"$referat search skole --format {form} -o /dev/full", index)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
        assert "No space left on device: check the path, its rights and free space" in done.stderr


def test_a_log_for_programs_that_cannot_be_written_stops_no_run_but_is_exit_4(tmp_path: Path, data: Path):
    done = piped(f"$referat index {data / 'minutes'} --log-format json 2>/dev/full", tmp_path / "index")

    assert (done.returncode, "160 items in the index" in done.stdout) == (4, True)


def test_a_run_with_failures_and_a_check_with_findings_end_as_they_do_though_nobody_reads_on(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.txt").write_text("Byrådet\nMødedato: 9. marts 2021\n\n1. Skolen\n\nBeslutning\nGodkendt.\n")
    (tmp_path / "docs/bad.pdf").write_bytes(b"%PDF-1.7 nothing more")
    index = tmp_path / "index"
    assert piped(f"$referat index {tmp_path}/docs | true; exit ${{PIPESTATUS[0]}}", index).returncode == 3
    with (index / "engine-1/settings.json").open("a") as settings:
        settings.write(" ")
    assert piped("$referat verify | true; exit ${PIPESTATUS[0]}", index).returncode == 1


def test_reports_that_nobody_can_be_told_stay_to_be_told(tmp_path: Path, data: Path):
    index = tmp_path / "index"
    for file in ("2023-03-07-teknik-og-miljoeudvalget.txt", "2023-03-28-kommunalbestyrelsen.txt"):
        referat("index", str(data / "minutes" / file), index=index)
        referat("watch", "add", "alt", "dagsorden", index=index)
    closed = piped("$referat watch run >&-", index)
    told = piped("$referat watch run", index)
    assert (closed.returncode, "nothing was told" in closed.stderr) == (4, True)
    assert (told.returncode, "Ny: alt" in told.stdout) == (0, True)


@pytest.mark.parametrize("option", ["--reason", "--municipality"])
def test_an_option_that_is_no_text_is_exit_2(index: Path, option: str):
    wrong = os.fsdecode(b"sk\xe5l")
    command = ("forget", "a/b") if option == "--reason" else ("index", "docs")
    done = referat(*command, option, wrong, index=index)
    assert (done.returncode, "no text in UTF-8" in done.stderr) == (2, True)


@pytest.mark.parametrize("wrong", ["@", "a@", "@b.dk", "a@bør.dk", ""])
def test_an_address_that_can_be_none_is_exit_2(index: Path, wrong: str):
    assert referat("watch", "run", "--format", "mail", "--to", wrong, index=index).returncode == 2


def test_an_interrupted_log_for_programs_is_json_to_its_last_line(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    text = "Byrådet\nMødedato: 9. marts 2021\n\n1. Skolen\n\nBeslutning\nGodkendt.\n" * 2_000
    for number in range(40):
        (tmp_path / f"docs/{number}.txt").write_text(text)
    command = [sys.executable, "-m", "cli", "index", str(tmp_path / "docs"), "--log-format", "json"]
    environment = os.environ | {"REFERAT_INDEX": str(tmp_path / "index"), "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stderr
    events = [json.loads(run.stderr.readline())]
    while not (tmp_path / "index/store.sqlite").exists():
        time.sleep(0.01)
    time.sleep(0.5)
    os.killpg(run.pid, signal.SIGINT)
    events += map(json.loads, run.stderr)
    assert (run.wait(60), events[-1]["event"], events[-1]["exit_code"]) == (130, "error", 130)


def test_saved_searches_of_no_index_are_exit_4(tmp_path: Path):
    for command in (("watch", "list"), ("watch", "remove", "x"), ("forget", "x", "--undo")):
        done = referat(*command, index=tmp_path / "none")
        assert (done.returncode, "There is no index at" in done.stderr) == (4, True), command
    assert not (tmp_path / "none").exists()


def test_a_damaged_table_that_the_index_keeps_is_exit_4(index: Path, tmp_path: Path, data: Path):
    shutil.copytree(index, tmp_path / "index")
    (tmp_path / "index/bodies.toml").write_text("[[")
    done = referat("index", str(data / "minutes"), index=tmp_path / "index")
    assert (done.returncode, "--bodies" in done.stderr) == (4, True)


def test_closed_output_is_no_failure(index: Path):
    for command in ("$referat search skole >&-", "$referat search skole --format csv 2>&- >/dev/null",
                    "$referat search skole --format csv 2>/dev/full >/dev/null",
                    "$referat search '' --limit 1000 --format json | true; exit ${PIPESTATUS[0]}",
                    "$referat search '' --all --format jsonl -o /dev/stdout 2>/dev/null | true; exit ${PIPESTATUS[0]}",
                    "$referat count | true; exit ${PIPESTATUS[0]}",
                    "$referat case '1*' | true; exit ${PIPESTATUS[0]}"):  # fmt: skip
        done = piped(command, index)

        assert (done.returncode, done.stderr) == (0, ""), command


def test_a_terminal_of_another_encoding_gets_escapes_and_no_traceback(index: Path):
    done = piped("$referat search 'Vibekær skole' --limit 1", index, PYTHONIOENCODING="latin-1")

    assert (done.returncode, done.stderr) == (0, "")
    assert "showing 1\\u20131" in done.stdout


def test_empty_paths_are_refused_not_taken_for_the_current_folder(index: Path):
    for arguments in (("index", ""), ("read", ""), ("search", "skole", "--index", "")):
        done = referat(*arguments, index=index)

        assert done.returncode == 2
        assert "the path is empty" in done.stderr


def test_a_query_may_begin_with_a_minus(index: Path):
    def total(*arguments: str) -> int:
        return json.loads(referat("search", *arguments, "--format", "json", index=index).stdout)["total"]

    assert total("-havn skole") == total("skole -havn") == total("--limit", "1", "-havn skole") > 0
    assert referat("search", "--format", "json", "--", "-havn skole", index=index).returncode == 0
    assert total("-havn skole", "--from", "-90å") == total("skole -havn dato:-90å") > 0
    assert "-1 is not in the range" in referat("search", "skole", "--limit", "-1", index=index).stderr
    assert "Usage" in referat("search", "-h", index=index).stdout


def test_an_id_without_a_municipality_can_be_shown_as_every_listing_prints_it(tmp_path: Path):
    (tmp_path / "a.txt").write_text(
        "Byrådet\nMødedato: 9. marts 2021\n\n1. Havnen\n\nBeslutning\nGodkendt.\n", encoding="utf-8"
    )
    index = tmp_path / "index"
    referat("index", str(tmp_path / "a.txt"), index=index)
    table = referat("search", "havnen", "--format", "csv", index=index).stdout
    (hit,) = csv.DictReader(io.StringIO(table))
    assert hit["id"].startswith("-/")
    assert "Havnen" in referat("show", hit["id"], "--json", index=index).stdout


def test_a_query_without_quotes_is_refused_with_what_to_do(index: Path):
    for second in ("ELLER", "-havn"):
        done = referat("search", "skole", second, index=index)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"give one QUERY, in single quotes if it has spaces; {second} is beside it" in done.stderr


def test_no_hits_to_show_is_not_told_as_beyond_the_end(index: Path):
    none = referat("search", "skole", "--limit", "0", index=index).stdout
    assert none.strip().endswith("items")
    assert "none beyond number 500" in referat("search", "skole", "--offset", "500", index=index).stdout


def test_a_file_where_the_index_should_be_is_no_index(tmp_path: Path):
    file = tmp_path / "fil"
    file.touch()
    done = referat("search", "skole", index=file)
    assert (done.returncode, done.stderr.count("There is no index at")) == (4, 1)
    done = referat("index", str(tmp_path), index=file)
    assert (done.returncode, f"{file} is no folder" in done.stderr) == (4, True)


def test_indexing_where_nothing_is_says_so(tmp_path: Path):
    done = referat("index", str(tmp_path), index=tmp_path / "index")
    assert (done.returncode, "warning: no file of a kind that can be read is there" in done.stdout) == (0, True)


def test_reading_where_nothing_is_says_so(tmp_path: Path):
    nothing = referat("read", str(tmp_path), index=tmp_path / "index")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "no file of a kind that can be read" in nothing.stderr


def test_a_place_that_cannot_be_written_is_no_fault_of_the_document(tmp_path: Path, data: Path):
    file = tmp_path / "fil"
    file.touch()
    document = data / "minutes/2024-05-28-kommunalbestyrelsen.txt"
    done = referat("read", str(document), "--out", str(file / "ud"), index=tmp_path / "index")
    assert done.returncode == 4
    assert "cannot be written (Not a directory): check --out" in done.stderr


def test_files_called_the_same_are_told_apart(tmp_path: Path, data: Path):
    text = (data / "minutes/2024-05-28-kommunalbestyrelsen.txt").read_text(encoding="utf-8")
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "referat.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "ud"
    done = referat("read", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out), index=tmp_path / "index")
    assert done.returncode == 0
    assert [path.parent.name for path in sorted(out.rglob("*.json"))] == ["a", "b"]


def test_what_a_meeting_says_before_its_first_item_is_found_with_it(tmp_path: Path):
    opening = "Formanden bød velkommen til den nye stadsgartner."
    items = "1. Havnen\n\nBeslutning\nGodkendt.\n\n2. Vej\n\nBeslutning\nUdsat.\n"
    text = f"Byrådet\nMødedato: 9. marts 2021\n\n{opening}\n\n{items}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index = tmp_path / "index"
    referat("index", str(tmp_path / "a.txt"), index=index)
    found = referat("search", "velkommen", index=index).stdout
    assert "1 item" in found
    assert f"Mødets indledning: {opening.replace('velkommen', '»velkommen«')}" in found
    table = referat("search", "velkommen", "--format", "csv", index=index).stdout
    (hit,) = csv.DictReader(io.StringIO(table))
    assert hit["number"] == "1"
    assert f"Mødets indledning\n{opening}" in referat("show", hit["id"], index=index).stdout


def test_verify_is_exit_0_when_all_is_well_and_1_with_what_to_do(tmp_path: Path, data: Path):
    index = tmp_path / "index"
    referat("index", str(data / "minutes"), index=index)
    assert referat("verify", "--sources", index=index).returncode == 0
    settings = index / "engine-1" / "settings.json"
    settings.write_text(settings.read_text() + " ")
    done = referat("verify", index=index)
    assert (done.returncode, "referat index --rebuild" in done.stdout) == (1, True)


def test_analyse_tells_each_token_for_people_and_for_scripts():
    done = referat("analyse", "Lokalplanen og -havnen", index=Path("none"))
    records = [
        json.loads(line) for line in referat("analyse", "--json", "skolernes", index=Path("none")).stdout.splitlines()
    ]

    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["Lokalplanen", "ord"], ["og", "ord"], ["havnen", "ord"],
    ]  # fmt: skip
    assert "lokal: Snowball, pris 1" in done.stdout
    assert [record["stem"] for record in records] == ["skol"]
    assert referat("analyse", "- ?", index=Path("none")).returncode == 1


def test_eval_measures_an_index_and_compares_two_runs(index: Path, tmp_path: Path):
    (tmp_path / "queries.tsv").write_text("a\tcykelsti\nb\trumraket\n", encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("a 0 noerreaa/kommunalbestyrelsen/2023-03-28/2 2\n", encoding="utf-8")
    asked = ("eval", "--queries", str(tmp_path / "queries.tsv"), "--qrels", str(tmp_path / "qrels.txt"))

    first = referat(*asked, "--run", str(tmp_path / "run"), "--per-query", index=index)
    second = referat(*asked, "--match", "any", "--against", str(tmp_path / "run"), index=index)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "2 queries, 1 of them without a hit" in first.stdout
    assert "\ta\t" not in first.stdout and "\nb\t0\t-" in first.stdout
    assert "+0.0000  p=1.0000" in second.stdout


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--docs", "d.jsonl", "--index", "i"], 2, "not both"),
        (["--engine", "whoosh"], 2, "--engine goes with --docs"),
        (["--docs", "d.jsonl"], 3, "d.jsonl cannot be read"),
        (["--against", "none"], 4, "none cannot be read"),
    ],
)
def test_what_eval_cannot_do_is_told(index: Path, tmp_path: Path, options: list[str], code: int, message: str):
    (tmp_path / "queries.tsv").write_text("a\tcykelsti\n", encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("a 0 x 1\n", encoding="utf-8")
    done = referat("eval", "--queries", "queries.tsv", "--qrels", "qrels.txt", *options, index=index, cwd=tmp_path)

    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


def test_a_run_is_told_as_lines_of_json(tmp_path: Path, data: Path):
    (tmp_path / "docs").mkdir()
    for number in range(100):
        (tmp_path / "docs" / f"{number}.jsonl").write_text(
            json.dumps({"id": f"x/y/2021-01-01/{number}", "title": "Skolen", "passages": [], "body": "Rådet"}) + "\n"
        )
    (tmp_path / "docs/tom.txt").touch()
    done = referat("index", str(tmp_path / "docs"), "--log-format", "json", index=tmp_path / "index")
    events = [json.loads(line) for line in done.stderr.splitlines()]

    assert done.returncode == 3, done.stderr
    assert [event["event"] for event in events] == ["start", "progress", "failed", "report"]
    start, progress, failed, report = events
    assert start["index"] == str(tmp_path / "index")
    assert (progress["done"], progress["total"]) == (100, 101) and progress["per_second"] > 0
    assert failed["path"].endswith("tom.txt") and failed["reason"] == "empty"
    assert (report["files"], report["failed"], report["items"]) == (101, 1, 100)
    assert [(row["body"], row["items"]) for row in report["bodies"]] == [("Rådet", 100)]


def test_a_second_run_is_exit_4_and_names_who_holds_the_index(tmp_path: Path, data: Path):
    from indexer.lock import locked

    (tmp_path / "index").mkdir()
    with locked(tmp_path / "index"):
        told = referat("index", str(data / "minutes"), index=tmp_path / "index")
        logged = referat("index", str(data / "minutes"), "--log-format", "json", index=tmp_path / "index")

    assert (told.returncode, logged.returncode) == (4, 4)
    assert f"process {os.getpid()} on {socket.gethostname()} since 20" in told.stderr
    error = json.loads(logged.stderr.splitlines()[-1])
    assert (error["event"], error["exit_code"]) == ("error", 4) and str(os.getpid()) in error["message"]


def test_a_count_goes_over_all_that_a_search_finds_with_the_same_options(index: Path):
    options = ("skole", "--body", "skole", "--from", "2023", "--to", "2023", "--outcome", "anbefalet", "--match", "any")
    counted = json.loads(referat("count", *options, "--by", "body,year", "--format", "json", index=index).stdout)
    found = json.loads(referat("search", *options, "--facets", "body", "--format", "json", index=index).stdout)

    assert counted["total"] == found["total"] > 0
    assert [row["value"] for row in counted["columns"]] == ["2023"]
    assert counted["rows"] == found["facets"]["body"]


def test_all_items_are_counted_without_a_query(index: Path):
    done = referat("count", index=index)

    assert done.returncode == 0
    assert done.stdout.startswith("160 items, by body\n\nKommunalbestyrelsen ")


def test_a_count_of_nothing_is_exit_1_and_of_what_is_not_understood_exit_2(index: Path, tmp_path: Path):
    (tmp_path / "q").write_text("skole", encoding="utf-8")
    nothing = referat("count", "rumraket", "--format", "csv", index=index)

    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (1, "body,items\n", "0 items match rumraket\n")
    wrong = [
        ("udvlg:x",),
        ("--by", "by"),
        ("--by", "body,year,topic"),
        ("--by", ""),
        ("x", "--queries", str(tmp_path / "q")),
    ]
    for options in wrong:
        assert referat("count", *options, index=index).returncode == 2, options
    for facets in ("by", "year,by", ",", " ", ""):
        assert referat("search", "skole", "--facets", facets, index=index).returncode == 2, facets
        assert referat("count", "skole", "--by", facets, index=index).returncode == 2, facets


def test_a_list_of_queries_is_counted_and_its_hits_are_written(index: Path, tmp_path: Path):
    asked, hits, picture = tmp_path / "emner.csv", tmp_path / "fund.csv", tmp_path / "tal.svg"
    asked.write_text("name;query\nSkoler;skole\nfejl;udvlg:x\nStier;cykelsti\n", encoding="utf-8")
    written = ("--hits", str(hits), "--plot", str(picture))
    done = referat("count", "--queries", str(asked), "--by", "year", "--format", "csv", *written, index=index)
    found = list(csv.DictReader(hits.open(encoding="utf-8")))

    assert done.returncode == 2
    assert f"{asked} line 3, fejl: There is no field called udvlg" in done.stderr
    assert done.stdout == "query,2023,2024,total\nSkoler,31,29,60\nStier,3,5,8\n"
    assert [row["query"] for row in found] == ["Skoler"] * 60 + ["Stier"] * 8
    assert picture.read_text(encoding="utf-8").startswith("<?xml")


def test_facets_stand_below_the_hits(index: Path):
    done = referat("search", "skole", "--limit", "1", "--facets", "body, år", index=index)

    assert done.stdout.endswith("\nby year:\n     31  2023\n     29  2024\n")
    by_case = referat("search", "skole", "--group", "case", "--facets", "year", "--format", "json", index=index)
    assert [row["items"] for row in json.loads(by_case.stdout)["facets"]["year"]] == [31, 29]
    nothing = referat("search", "rumraket", "--facets", "body,party", index=index)
    assert (nothing.returncode, nothing.stdout) == (1, "0 items match rumraket\n")
    refused = referat("search", "skole", "--facets", "year", "--format", "csv", index=index)
    assert (refused.returncode, refused.stdout) == (2, "")
