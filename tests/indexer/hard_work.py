"""What workers are told to do in tests: a task is a word that says how the work is to end."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable

from indexer.errors import SourceError


def _die(value: str) -> None:
    os.kill(os.getpid(), signal.Signals[value])


def _fault(value: str) -> None:
    ctypes.string_at(0)


def _spin(value: str) -> None:
    while True:
        pass


def _sleep(value: str) -> None:
    time.sleep(float(value))


def _eat(value: str) -> None:
    bytes(int(value) * 2**20)


def _refuse(value: str) -> None:
    raise SourceError(value, "It is so.")


def _fail(value: str) -> None:
    raise KeyError(value)


def _hand_back(value: str) -> str:
    return "x" * int(value)


def _pid(value: str) -> str:
    time.sleep(0.05)
    return str(os.getpid())


def _exit(value: str) -> None:
    os._exit(int(value))


def _nothing(value: str) -> None:
    pass


_ORDERS: dict[str, Callable[[str], str | None]] = {
    "die": _die, "fault": _fault, "spin": _spin, "sleep": _sleep, "eat": _eat, "refuse": _refuse, "fail": _fail,
    "back": _hand_back, "pid": _pid, "ok": _nothing, "exit": _exit,
}  # fmt: skip


def obey(task: str) -> str:
    """The task itself, unless it is one that ends badly."""
    order, _, value = task.partition(" ")
    return _ORDERS[order](value) or task
