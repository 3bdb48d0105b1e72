"""A pool of processes on this machine, and how many of them pay off."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from threading import Thread

_BYTES_THAT_PAY = 2_000_000  # of scenarios for each process: less is done before it has started
_MOST = 8


@contextmanager
def process_pool(count: int) -> Iterator[Executor]:
    """An executor of so many processes, which end with the block; at once where it fails."""
    method = "fork" if sys.platform == "linux" else None
    executor = ProcessPoolExecutor(count, multiprocessing.get_context(method), _begin)
    try:
        yield executor
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


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


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin() -> None:
    """Set a worker up: an interrupt is for the parent, and without the parent there is no work."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
