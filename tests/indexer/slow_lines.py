"""As `line_files`, but a file named `sleep N` takes N seconds."""

from __future__ import annotations

import time

import line_files

from indexer.task import Intake, Task


def take_in(task: Task) -> Intake:
    order, _, seconds = task.file.place.stem.partition(" ")
    if order == "sleep":
        time.sleep(float(seconds))
    return line_files.take_in(task)
