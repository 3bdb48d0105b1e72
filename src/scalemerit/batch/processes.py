"""Processes on this machine as an executor, and how many of them pay off.

The standard library's pool has all processes write into one pipe: one that is killed in the middle
of a result leaves its reader waiting forever. Here each has a pipe of its own, whose end tells.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import ParamSpec, TypeVar, cast

from scalemerit.endings import ENDING_SIGNALS

_BYTES_THAT_PAY = 2_000_000  # of scenarios for each process: less is done before it has started
_MOST = 8
MOST_EVER = 64  # more gain nothing anywhere, and each takes handles of the system
_ENDED_BY_AN_ERROR = 1  # the exit code that multiprocessing gives after it has shown a traceback
_ENDED_FOR_WANT_OF_MEMORY = 2  # any other

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@contextmanager
def process_pool(size: int) -> Iterator[Executor]:
    """An executor of so many processes, which end with the block.

    A process that is gone is told by BrokenExecutor, by the future of what it was working on.
    """
    workers = _begun(size)  # before there are threads, which do not like forks
    executor = _Pool(workers)
    try:
        yield executor
    finally:
        for worker in workers:
            worker.end()
        executor.shutdown(cancel_futures=True)


def _begun(size: int) -> list[_Worker]:
    """So many workers, or as many as the system allows, but one at the least."""
    workers = [_Worker()]
    with suppress(OSError):
        while len(workers) < size:
            workers.append(_Worker())
    return workers


def paying_jobs(files: Iterable[str]) -> int:
    """How many processes pay off for these files: one, unless there is much to read."""
    processors = min(_processors(), _MOST)
    if processors == 1:
        return 1
    enough = processors * _BYTES_THAT_PAY
    size = 0
    for file in files:
        with suppress(OSError):  # a file that is not there is told when it is read
            size += os.stat(file).st_size  # noqa: PTH116 - a path object a file would cost more
        if size >= enough:
            break
    return max(min(processors, size // _BYTES_THAT_PAY), 1)


class WorkerFailedError(Exception):
    """A bug has ended a worker, whose traceback stands on standard error."""


class _Pool(ThreadPoolExecutor):
    """A thread for each process, which hands it work and waits for the answer."""

    def __init__(self, workers: list[_Worker]) -> None:
        super().__init__(len(workers))
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in workers:
            self._idle.put(worker)

    def submit(
        self,
        fn: Callable[Arguments, Answer],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Answer]:
        """Have a process call a function."""
        return super().submit(self._elsewhere, partial(fn, *args, **kwargs))

    def _elsewhere(self, work: Callable[[], Answer]) -> Answer:
        worker = self._idle.get()
        try:
            return worker.answer(work)
        finally:
            self._idle.put(worker)


class _Worker:
    """A process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()  # so that the pipe ends with the process

    def answer(self, work: Callable[[], Answer]) -> Answer:
        """What the process answers.

        Raises BrokenExecutor where it is gone, WorkerFailedError where a bug has ended it.
        """
        try:
            self._pipe.send(work)
            return cast("Answer", self._pipe.recv())
        except (EOFError, OSError):
            self._process.join()
            if self._process.exitcode == _ENDED_BY_AN_ERROR:
                raise WorkerFailedError from None
            raise BrokenExecutor from None

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection[object, Callable[[], object]]) -> None:
    """Answer what is asked until nobody asks any more. An interrupt is for the parent."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _forget_handlers()
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        while True:
            pipe.send(pipe.recv()())
    except (EOFError, OSError):
        return
    except MemoryError:  # there is none even for the answer, as if the process were killed
        os._exit(_ENDED_FOR_WANT_OF_MEMORY)


def _forget_handlers() -> None:
    """Let signals end the process at once that, by inheritance, are handled as in the parent."""
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
