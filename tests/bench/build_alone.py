"""A build in a process of its own, and what it took.

python build_alone.py INDEX FOLDER WORKERS     prints it as JSON
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from indexer.build import build_index

KB_PER_MB = 1024


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of processors, seconds of each stage as the report tells them, and the most memory that
    was resident (MB) in the process itself and in its largest worker."""

    seconds: float
    cpu: float
    stages: dict[str, float]
    own: float
    worker: float


def build(index: Path, folder: Path, workers: int = 2) -> Cost:
    """Runs the build in a new process. Raises CalledProcessError where it fails."""
    command = [sys.executable, __file__, str(index), str(folder), str(workers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Cost(**json.loads(done.stdout))


def measured(index: str, folder: str, workers: int) -> Cost:
    start = time.perf_counter()
    report = build_index(folder, index, workers=workers)
    seconds = time.perf_counter() - start
    assert not report.failed, report.failed[:3]
    own, workers_used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(used.ru_utime + used.ru_stime for used in (own, workers_used))
    return Cost(seconds, cpu, dict(report.seconds), own.ru_maxrss / KB_PER_MB, workers_used.ru_maxrss / KB_PER_MB)


if __name__ == "__main__":
    print(json.dumps(asdict(measured(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
