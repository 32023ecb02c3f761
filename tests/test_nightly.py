"""The recipes of docs/nightly.md do what the page says. Its places are put into a folder of the test's own."""

from __future__ import annotations

import configparser
import email
import email.policy
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from page import ROOT, blocks, examples, files, missing, run

from indexer.build import build_index
from indexer.lock import locked
from indexer.verify import verify
from search import layout, place
from search.saved import watch

PAGE = (ROOT / "docs" / "nightly.md").read_text(encoding="utf-8")
EARLIER = 3
LATE = "2023-03-21-oekonomiudvalget.pdf"
FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


@dataclass(frozen=True)
class Host:
    """A machine whose `/srv` is the folder `top`: with documents, Referat, and a sendmail that keeps what it gets."""

    top: Path

    @property
    def index(self) -> Path:
        return self.top / "referat" / "index"

    def placed(self, text: str) -> str:
        return text.replace("/srv/", f"{self.top}/").replace("/usr/sbin:", f"{self.top}/sbin:")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return run(list(command), self.top, f"{self.top}/referat/venv/bin:{self.top}/sbin:/usr/bin:/bin")

    def script(self, name: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable if name.endswith(".py") else "sh", str(self.top / "referat" / name))

    def mails(self) -> list[EmailMessage]:
        sent = sorted((self.top / "sent").iterdir())
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in sent]

    def program(self, file: str, text: str) -> None:
        path = self.top / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def sends(self, works: bool) -> None:
        keep = f'cat > "{self.top}/sent/$(ls "{self.top}/sent" | wc -l)"'
        self.program("sbin/sendmail", f'[ "$*" = -t ] && {keep if works else "exit 75"}')

    def publish_late(self) -> None:
        shutil.copy(ROOT / "data" / "minutes" / LATE, self.top / "minutes")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """With an index in which a search is saved; a document that it will find is still to come."""
    made = Host(tmp_path_factory.mktemp("host") / "srv")
    for folder in ("referat", "sent", "backup", "minutes"):
        (made.top / folder).mkdir(parents=True)
    for file in sorted((ROOT / "data" / "minutes").glob("*.txt"))[:EARLIER]:
        shutil.copy(file, made.top / "minutes")
    made.program("referat/venv/bin/referat", f'exec {sys.executable} -m cli "$@"')
    made.sends(works=True)
    for name, text in files(PAGE).items():
        (made.top / "referat" / name).write_text(made.placed(text), encoding="utf-8")
    build_index(made.top / "minutes", made.index, workers=1)
    watch.add(made.index, "veje", "cykelsti")
    shutil.copytree(made.top, made.top.with_name("kept"))
    return made


@pytest.fixture
def host(untouched: Host) -> Host:
    """The same at the same place for each test: an index knows the paths of its documents."""
    for folder in untouched.top.iterdir():
        folder.unlink() if folder.is_symlink() else shutil.rmtree(folder)
    shutil.copytree(untouched.top.with_name("kept"), untouched.top, dirs_exist_ok=True)
    return untouched


@pytest.mark.parametrize("script", ["nightly.sh", "nightly.py"])
def test_the_script_mails_what_is_new_and_nothing_twice(host: Host, script: str):
    assert (host.script(script).returncode, host.mails()) == (0, [])
    host.publish_late()
    done = host.script(script)
    (mail,) = host.mails()

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 new" in done.stdout
    assert (mail["To"], mail["Subject"]) == ("analysts@council.example", "Referat: 1 punkt i veje")
    assert (host.script(script).returncode, len(host.mails())) == (0, 1)


@pytest.mark.parametrize("script", ["nightly.sh", "nightly.py"])
def test_a_mail_that_could_not_be_sent_is_sent_the_next_night(host: Host, script: str):
    host.publish_late()
    host.sends(works=False)
    refused = host.script(script)
    host.sends(works=True)
    sent = host.script(script)

    assert (refused.returncode, "Traceback" in refused.stderr, sent.returncode) == (4, False, 0)
    assert [mail["Subject"] for mail in host.mails()] == ["Referat: 1 punkt i veje"]


def test_mails_that_are_kept_in_one_second_are_all_sent(host: Host):
    """The mail of a run that was stopped, and that of this one."""
    host.program("sbin/date", "echo 2026-11-27-021500")
    host.publish_late()
    host.sends(works=False)
    host.script("nightly.sh")
    (kept,) = (host.top / "referat" / "mails").iterdir()
    shutil.copy(kept, host.top / "referat" / "mail.new")
    watch.add(host.index, "mere", "spildevandsplan")
    (host.top / "minutes" / LATE).unlink()
    host.sends(works=True)

    assert host.script("nightly.sh").returncode == 0
    assert len(host.mails()) == 3
    assert len({mail["Message-ID"] for mail in host.mails()}) == 2


@pytest.mark.parametrize("script", ["nightly.sh", "nightly.py"])
def test_the_script_ends_with_the_exit_code_of_the_build(host: Host, script: str):
    (host.top / "minutes" / "bad.pdf").write_bytes(b"%PDF-1.4 damaged")
    host.publish_late()
    assert (host.script(script).returncode, len(host.mails())) == (3, 1)
    with locked(host.index):
        refused = host.script(script)
    assert (refused.returncode, "is being written by" in refused.stderr) == (4, True)


def test_the_crontab_says_when_and_runs_the_script(host: Host):
    (crontab,) = blocks(PAGE, "crontab")
    setting, line = crontab.splitlines()
    *when, command = line.split(maxsplit=5)

    assert re.fullmatch(r"[A-Z]+=\S+", setting)
    for value, (least, most) in zip(when, FIELDS.values(), strict=True):
        assert value == "*" or least <= int(value) <= most
    assert host.run(*shlex.split(host.placed(command))).returncode == 0


def test_systemd_takes_the_units_and_the_service_runs_the_script(host: Host):
    unit, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for parser, name in (unit, "referat.service"), (timer, "referat.timer"):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read(host.top / "referat" / name, encoding="utf-8")

    assert unit["Service"]["Type"] == "oneshot"
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d", timer["Timer"]["OnCalendar"])
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert host.run(*shlex.split(unit["Service"]["ExecStart"])).returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze to check units with")
def test_systemd_itself_finds_no_fault_in_the_units(host: Host):
    units = [str(host.top / "referat" / name) for name in ("referat.service", "referat.timer")]
    done = host.run("systemd-analyze", "verify", "--recursive-errors=no", *units)

    assert [
        line for line in (done.stdout + done.stderr).splitlines() if str(host.top) in line or "referat" in line
    ] == []


def test_a_backup_is_the_index_and_is_taken_again_over_the_last(host: Host):
    for _ in range(2):
        done = host.script("backup.sh")
        assert done.returncode == 0, done.stderr

    assert same_items(host.top / "backup" / "index", host.index)
    assert [file.name for file in (host.top / "backup").iterdir()] == ["index"]
    assert [one.name for one in watch.watches(host.top / "backup" / "index")] == ["veje"]


def test_a_backup_waits_for_a_run_to_end_and_a_run_is_refused_meanwhile(host: Host):
    command = ["sh", str(host.top / "referat" / "backup.sh")]
    with locked(host.index):
        waiting = subprocess.Popen(command, env={"PATH": f"{host.top}/referat/venv/bin:/usr/bin:/bin"})
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.0)
        assert not (host.top / "backup" / "index.new").exists()
    waiting.wait(60)

    done = host.run("flock", str(host.index / layout.LOCK), "referat", "index", "minutes", "--index", str(host.index))
    assert (done.returncode, "is being written by" in done.stderr) == (4, True)


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="no sqlite3 to take a backup with")
def test_a_backup_of_the_store_needs_no_lock_and_gives_the_index_without_a_document(host: Host):
    with locked(host.index):
        done = host.script("backup-while-writing.sh")
    copy = host.top / "backup" / "store"

    assert done.returncode == 0, done.stderr
    assert same_items(copy, host.index)
    assert [one.name for one in watch.watches(copy)] == ["veje"]


def test_a_backup_that_is_put_back_takes_in_what_has_changed_since(host: Host):
    host.script("backup.sh")
    host.publish_late()
    host.script("nightly.sh")
    shutil.rmtree(host.index)
    shutil.move(host.top / "backup" / "index", host.index)
    done = host.script("nightly.sh")

    assert (done.returncode, "1 new, 0 changed" in done.stdout) == (0, True)
    assert list(verify(host.index)) == []


def test_documents_that_moved_are_found_unchanged_over_a_link(host: Host):
    assert host.script("move-documents.sh").returncode == 0
    assert "0 new, 0 changed, 3 unchanged, 0 gone" in host.script("nightly.sh").stdout


def test_what_is_taken_out_is_gone_and_listed(host: Host):
    host.publish_late()
    host.script("nightly.sh")
    for command, shown in examples(PAGE):
        done = host.run(*shlex.split(host.placed(command)), "--index", str(host.index))
        assert (done.returncode, missing(map(host.placed, shown), done.stdout)) == (0, [])
    assert "0 new" in host.script("nightly.sh").stdout
    shown = host.run("referat", "show", "noerreaa/oekonomiudvalget/2023-03-21/2", "--index", str(host.index))
    assert (shown.returncode, shown.stdout) == (1, "")


def same_items(one: Path, other: Path) -> bool:
    """Both are sound and bear the same fingerprint."""
    assert [*verify(one), *verify(other)] == []
    prints = {place.read_manifest(index, place.current(index)).fingerprint for index in (one, other)}
    return len(prints) == 1
