"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from page import ROOT, blocks, examples, missing, run

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An empty folder with the sample data in it."""
    place = tmp_path_factory.mktemp("readme")
    (place / "data").symlink_to(ROOT / "data")
    return place


def test_every_command_prints_what_the_readme_shows(folder: Path):
    """In order, in one folder: the first search is tried after the index has been made."""
    commands = examples(README)
    commands.sort(key=lambda example: not example[0].startswith("referat index"))
    assert len(commands) >= 6
    for command, shown in commands:
        name, *arguments = shlex.split(command)
        assert name == "referat"
        done = run([sys.executable, "-m", "cli", *arguments], folder)
        assert missing(shown, done.stdout + done.stderr) == [], command
        refused = any(set(line.strip()) == {"^"} for line in shown)
        assert done.returncode == (2 if refused else 0), command


def test_the_python_examples_run_one_after_the_other(folder: Path):
    source = "\n".join(blocks(README, "python"))
    script = folder / "example.py"
    script.write_text(
        "def main():\n" + re.sub("^", "    ", source, flags=re.M) + "\nif __name__ == '__main__':\n    main()\n",
        encoding="utf-8",
    )
    done = run([sys.executable, str(script)], folder)

    assert done.returncode == 0, done.stderr
    assert "160 items; 0 files failed" in done.stdout
    assert "Ny cykelsti langs Møllevej" in done.stdout
    assert "0 told, 0 failed of 1" in done.stdout


def test_the_report_shown_is_what_a_run_tells(tmp_path: Path):
    minutes, late = tmp_path / "minutes", "2023-03-21-oekonomiudvalget.pdf"
    shutil.copytree(ROOT / "data" / "minutes", minutes, ignore=shutil.ignore_patterns(late))
    (shown,) = re.findall(r"^<!-- report -->\n```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    (query,) = (shlex.split(command)[4] for command, _ in examples(README) if command.startswith("referat watch add"))
    for command in (["index", "minutes"], ["watch", "add", "veje", query]):
        assert run([sys.executable, "-m", "cli", *command], tmp_path).returncode == 0
    shutil.copy(ROOT / "data" / "minutes" / late, minutes)
    run([sys.executable, "-m", "cli", "index", "minutes"], tmp_path)
    done = run([sys.executable, "-m", "cli", "watch", "run"], tmp_path)

    assert done.returncode == 0
    assert missing([shown], done.stdout) == []


def test_the_keys_of_a_hit_are_all_told(folder: Path):
    from search.answer import Hit
    from search.document import Document
    from search.snippets import Snippet

    keys = Hit(Document("x", "", ()), 1.0, Snippet("", ())).to_dict()
    table = README[README.index("| key of a hit |") : README.index("## Python")]

    assert set(keys) == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))))


def test_every_query_in_the_table_is_understood():
    from search.query.parser import parse

    table = README[README.index("| write |") : README.index("NOT binds before AND")]
    queries = [q for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE) for q in re.findall(r"`([^`]+)`", row)]

    assert len(queries) >= 18
    for query in queries:
        parse(query)


def test_every_outcome_word_is_told():
    from search.outcomes import LABELS, outcome_key

    told = README[README.index("Outcomes: ") + 10 :].split(".")[0].replace("\n", " ").split(", ")

    assert all(outcome_key(word.strip()) for word in told)
    assert {outcome_key(word.strip()) for word in told} == set(LABELS)


def test_the_two_set_up_commands_are_one_line_each():
    commands = blocks(README, "sh")

    assert len(commands) == 2
    assert all(len(command.strip().splitlines()) == 1 for command in commands)
