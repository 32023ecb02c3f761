"""The commands of saved searches, and the forms in which reports are printed."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from town import HOSTILE, Fact, Town, changes

import cli
from search.errors import AddressRefused
from search.saved import notices, watchlist


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


def test_what_may_be_meant_otherwise_is_told_when_a_search_is_saved(town: Town):
    assert "with fewer words: skole (2 items)" in referat(town, "add", "ny", "skole rumskib").stderr
    assert referat(town, "add", "ny2", "skole").stderr == ""


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
