"""Workers: whatever a file does to its process, the others are not harmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import IndexerError, SourceError
from indexer.limits import FileLimits
from indexer.workers import work_through

WORK = "hard_work:obey"
LIMITS = FileLimits(seconds=0.5, memory=256 * 2**20)
ROOTS = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(ROOTS)}


def results(tasks: list[str], workers: int = 2, limits: FileLimits = LIMITS) -> dict[str, Any]:
    return dict(work_through(tasks, WORK, workers, limits))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def eventually_gone(pids: list[int], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(is_running, pids))


def test_every_task_comes_back_once_with_its_result() -> None:
    tasks = [f"ok {number}" for number in range(50)]
    assert sorted(work_through(tasks, WORK, 3, LIMITS)) == sorted((task, task) for task in tasks)


def test_no_tasks_need_no_processes() -> None:
    assert results([]) == {}


def test_what_ends_one_file_badly_costs_that_file_alone() -> None:
    bad = {
        "die SIGKILL": "crashed",
        "die SIGSEGV": "crashed",
        "fault": "crashed",
        "exit 0": "crashed",
        "spin": "timeout",
        "sleep 60": "timeout",
        "eat 600": "memory",
        "refuse encrypted": "encrypted",
        "fail": "crashed",
    }
    good = [f"ok {number}" for number in range(10)]
    found = results([*bad, *good])
    assert {task: found[task] for task in good} == {task: task for task in good}
    assert {task: found[task].reason for task in bad} == bad
    assert all(isinstance(found[task], SourceError) and str(found[task]) for task in bad)


def test_one_task_may_take_longer_than_another() -> None:
    def limits(task: str) -> FileLimits:
        return FileLimits(seconds=10 if task == "sleep 1" else 0.2)

    found = dict(work_through(["sleep 1", "sleep 2"], WORK, 2, limits))

    assert found["sleep 1"] == "sleep 1"
    assert found["sleep 2"].reason == "timeout"


def test_a_large_file_may_take_longer_and_an_archive_longest() -> None:
    assert LIMITS.of("a.txt", 2 << 20).seconds == LIMITS.of("a.ZIP", 2 << 20).seconds == LIMITS.seconds + 60
    assert LIMITS.of("a.txt", 1 << 40).seconds < 15 * 60 < LIMITS.of("a.zip", 1 << 40).seconds < 2 * 3600


def test_a_fault_of_ours_is_told_with_its_place() -> None:
    assert "KeyError" in str(results(["fail nøgle"])["fail nøgle"])
    assert "hard_work.py:" in str(results(["fail nøgle"])["fail nøgle"])


def test_memory_within_the_limit_is_allowed() -> None:
    assert results(["eat 100"])["eat 100"] == "eat 100"


def test_a_large_result_arrives_though_nobody_fetches_it_in_time() -> None:
    with closing(work_through(["back 5000000", "ok 1", "back 5000001"], WORK, 2, LIMITS)) as found:
        first = next(found)
        time.sleep(2 * LIMITS.seconds)
        rest = dict([first, *found])
    assert {len(rest["back 5000000"]), len(rest["back 5000001"])} == {5_000_000, 5_000_001}


def test_tasks_are_taken_only_as_workers_are_free() -> None:
    taken = []

    def tasks() -> Any:
        for number in range(20):
            taken.append(number)
            yield f"ok {number}"

    with closing(work_through(tasks(), WORK, 2, LIMITS)) as found:
        next(found)
        assert len(taken) <= 4


def test_leaving_early_ends_all_processes() -> None:
    with closing(work_through([f"pid {number}" for number in range(99)], WORK, 2, LIMITS)) as found:
        pids = [int(pid) for _, pid in (next(found), next(found), next(found))]
    assert eventually_gone(pids, 1)


def test_work_that_cannot_be_imported_is_an_error_of_the_run() -> None:
    with pytest.raises(IndexerError, match="could not be started"):
        list(work_through(["ok 1"], "no_such_module:work", 1, LIMITS))


UNGUARDED = """
from indexer.limits import FileLimits
from indexer.workers import work_through
print(sorted(result for _, result in work_through(["ok 1", "ok 2"], "hard_work:obey", 2, FileLimits())))
"""


def test_a_script_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    run = subprocess.run([sys.executable, script], env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert (run.stdout, run.stderr) == ("['ok 1', 'ok 2']\n", "")


PARENT = """
from contextlib import closing
from indexer.limits import FileLimits
from indexer.workers import work_through
if __name__ == "__main__":
    tasks = ["pid 1", "pid 2", "pid 3", "sleep 60", "sleep 60"]
    with closing(work_through(tasks, "hard_work:obey", 2, FileLimits())) as found:
        for task, result in found:
            print(result, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_do_not_outlive_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.replace("sleep 60", "sleep 0.5") if how != signal.SIGINT else PARENT, encoding="utf-8")
    command = [sys.executable, script]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=-1, stderr=-1, text=True, start_new_session=True) as parent:
        assert parent.stdout and parent.stderr
        pids = [int(parent.stdout.readline()) for _ in range(3)]
        # A terminal sends an interrupt to all of them.
        (os.killpg if how == signal.SIGINT else os.kill)(parent.pid, how)
        parent.wait(10)
        assert parent.stderr.read().count("Traceback") == (how == signal.SIGINT)
    assert eventually_gone(pids, 3)
