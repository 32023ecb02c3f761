"""A build in a process of its own, and what it took, that process and all that it started.

python build_alone.py INDEX FOLDER WORKERS     prints the seconds of the whole and of each stage as JSON
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from indexer.build import build_index

LOOK_SECONDS = 0.05
TICK = os.sysconf("SC_CLK_TCK")
SESSION, USER, SYSTEM = 3, 11, 12
"""Places in what `/proc/PID/stat` says behind the name."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of processors, seconds of each stage as the report tells them, and the most memory that
    was resident (MB) in the process itself, in its largest worker, and in all of them at one time."""

    seconds: float
    cpu: float
    stages: dict[str, float]
    own: float
    worker: float
    together: float


def build(index: Path, folder: Path, workers: int = 2, *, memory: bool = False) -> Cost:
    """Runs the build in a new process and looks at all of its session until it ends. Raises CalledProcessError where it
    fails. Who reaps a worker does not matter then, but what one did after the last look is not seen. What all hold
    together is looked at only if `memory` is asked for: that takes time."""
    command = [sys.executable, __file__, str(index), str(folder), str(workers)]
    cpu: dict[int, float] = {}
    peak: dict[int, float] = {}
    together = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        while process.poll() is None:
            now = 0.0
            for pid in (int(found.name) for found in Path("/proc").glob("[0-9]*")):
                with suppress(OSError, KeyError):
                    if _look(pid, process.pid, cpu, peak) and memory:
                        now += _megabytes(f"/proc/{pid}/smaps_rollup", "Pss")
            together = max(together, now)
            time.sleep(LOOK_SECONDS)
        told = process.stdout.read() if process.stdout else b""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    own = peak.pop(process.pid)
    worker = max(peak.values(), default=0.0)
    return Cost(cpu=sum(cpu.values()), own=own, worker=worker, together=together, **json.loads(told))


def _look(pid: int, session: int, cpu: dict[int, float], peak: dict[int, float]) -> bool:
    """Notes what a process of the session has used so far; whether it is one."""
    facts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    if int(facts[SESSION]) != session:
        return False
    cpu[pid] = (int(facts[USER]) + int(facts[SYSTEM])) / TICK
    peak[pid] = _megabytes(f"/proc/{pid}/status", "VmHWM")
    return True


def _megabytes(file: str, name: str) -> float:
    """A value that the system tells in kB; what several processes share counts for each by its share (Pss). Raises
    KeyError for a process that has ended."""
    lines = (line.split() for line in Path(file).read_text(encoding="utf-8").splitlines())
    return int({line[0]: line[1] for line in lines if len(line) > 1}[f"{name}:"]) / 1024


def main(index: str, folder: str, workers: str) -> None:
    start = time.perf_counter()
    report = build_index(folder, index, workers=int(workers))
    assert not report.failed, report.failed[:3]
    print(json.dumps({"seconds": time.perf_counter() - start, "stages": dict(report.seconds)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
