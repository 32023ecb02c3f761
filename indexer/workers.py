"""Work on files in processes of their own: one that dies, hangs or grows too large costs that file alone."""

from __future__ import annotations

import gc
import importlib
import resource
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from indexer.errors import IndexerError, SourceError
from indexer.limits import FileLimits

T = TypeVar("T")

# After the parent's own limit the kernel ends a worker whose parent was killed and can end nothing any more.
_ORPHAN_SECONDS = 15.0
_START_SECONDS = 120.0
_GARBAGE = (50_000, 20, 100)

_READY, _DONE, _FAILED, _DIED, _LATE = "ready", "done", "failed", "died", "late"
_NONE: Any = object()


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it, and what it works on until `deadline`; before it has `started` it imports."""

    process: ForkServerProcess
    pipe: Connection
    task: Any
    limits: FileLimits
    deadline: float
    started: bool = False


def work_through(
    tasks: Iterable[T], work: str, workers: int, limits: FileLimits | Callable[[T], FileLimits]
) -> Generator[tuple[T, Any], None, None]:
    """Each task with what `work` made of it, as they finish; no more in flight than there are workers.

    `work` names a top-level function of one argument, `package.module:function`; tasks and results are pickled.
    `limits` hold for each task, or tell what holds for one. A task that failed comes with a SourceError: the one that
    `work` raised, or `timeout`, `memory` or `crashed` for what a limit or a death ended. Raises IndexerError when
    processes cannot be started. Closing the iterator ends them all.
    """
    waiting = iter(tasks)
    team = _Team(work, limits)
    try:
        for task in islice(waiting, workers):
            team.start(task)
        while team.members:
            for worker in team.answering():
                kind, value = _answer(worker)
                if kind == _READY:
                    team.give(worker, worker.task)
                    continue
                task, result = worker.task, _result(worker, kind, value)
                team.go_on(worker, next(waiting, _NONE), result)
                yield task, result
    finally:
        team.close()


class _Team:
    """The processes at work, each with a task."""

    def __init__(self, work: str, limits: FileLimits | Callable[[Any], FileLimits]) -> None:
        self.members: list[_Worker] = []
        self._work = work
        self._limits = limits if callable(limits) else lambda task: limits

    def start(self, task: Any) -> None:
        """One more process; it says when it is ready for its task."""
        # Forked from a process that does nothing but import, once for all: this one may have threads and files open.
        context = get_context("forkserver")
        context.set_forkserver_preload([self._work.partition(":")[0]])
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        # Whoever inherits it blocked never hears an interrupt: it is the parent's to handle. Python's helper process
        # must be there already, for starting it unblocks the signal.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        # The program that called us, which each worker would run again as its own main module, is no use to it.
        program, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = program
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self.members.append(_Worker(process, ours, task, self._limits(task), time.monotonic() + _START_SECONDS))

    def give(self, worker: _Worker, task: Any) -> None:
        worker.task, worker.started = task, True
        worker.limits = self._limits(task)
        worker.deadline = time.monotonic() + worker.limits.seconds
        # A worker that has died meanwhile is found out by its answer.
        with suppress(OSError):
            worker.pipe.send((task, worker.limits))

    def go_on(self, worker: _Worker, task: Any, result: Any) -> None:
        """The next task, if any, to the worker, or to a new one where it is dead, late or too large."""
        unfit = isinstance(result, SourceError) and result.reason in ("timeout", "crashed", "memory")
        if task is not _NONE and not unfit:
            self.give(worker, task)
            return
        self.members.remove(worker)
        _end(worker)
        if task is not _NONE:
            self.start(task)

    def answering(self) -> list[_Worker]:
        """Those that have answered, died or run out of time; waits until there is one."""
        left = min(worker.deadline for worker in self.members) - time.monotonic()
        heard = wait([worker.pipe for worker in self.members], max(0.0, left))
        now = time.monotonic()
        return [worker for worker in self.members if worker.pipe in heard or worker.deadline <= now]

    def close(self) -> None:
        for worker in self.members:
            _end(worker)


def _answer(worker: _Worker) -> tuple[str, Any]:
    if not worker.pipe.poll():
        return _LATE, None
    try:
        kind, value = worker.pipe.recv()
    except Exception:  # whatever a half-sent message makes of itself
        return _DIED, None
    return kind, value


def _result(worker: _Worker, kind: str, value: Any) -> Any:
    if kind in (_DONE, _FAILED):
        return value
    if not worker.started:
        raise IndexerError("A worker process could not be started: check memory and the limit of processes.")
    if kind == _LATE:
        return SourceError("timeout", f"Reading took longer than {worker.limits.seconds:g} seconds and was given up.")
    worker.process.join(1.0)
    return SourceError("crashed", f"The process that read it died (exit code {worker.process.exitcode}).")


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join(5.0)
    worker.pipe.close()


def _serve(pipe: Connection, work: str) -> None:
    """The worker's own loop, until the parent closes the pipe or is no more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What was imported stays: looking through it for garbage would only copy it into this process.
    gc.freeze()
    # Little of what reading a file leaves behind refers to itself.
    gc.set_threshold(*_GARBAGE)
    module, name = work.split(":")
    function = getattr(importlib.import_module(module), name)
    with suppress(EOFError, ConnectionError):
        pipe.send((_READY, None))
        while True:
            pipe.send(_outcome(function, *pipe.recv()))


def _outcome(function: Callable[[Any], Any], task: Any, limits: FileLimits) -> tuple[str, Any]:
    _limit_memory(limits.memory)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _ORPHAN_SECONDS)
    try:
        return _DONE, function(task)
    except SourceError as error:
        return _FAILED, error
    except MemoryError:
        return _FAILED, SourceError("memory", f"Reading needed more than {limits.memory // 2**20} MB and was given up.")
    except Exception as error:
        return _FAILED, SourceError("crashed", f"Reading failed in an unforeseen way: {_named(error)}.")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _named(error: Exception) -> str:
    """The error with the line that raised it, for a report about a fault of ours."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"


def _limit_memory(more: int) -> None:
    """Allows `more` bytes of address space above what the process has now."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _address_space() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _address_space() -> int:
    """Bytes of address space in use; where the system does not say, the most that was resident so far."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
