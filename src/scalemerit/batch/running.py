"""Files evaluated one after another or on an executor: in order, each once, whatever dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from scalemerit.batch.evaluating import File, Task, Told, evaluate, evaluate_all
from scalemerit.errors import Place, Problem
from scalemerit.themes import Evaluated

_FILES_AT_ONCE = 32  # few enough that none waits long for others to be told
_FILES_A_PIECE = 64
_PIECES_A_WORKER = 3  # under way at once: no worker waits, and results do not pile up

Files = tuple[File, ...]
# What comes of files, in their order, a few at a time as they are done.
Results = Generator[list[Told], None, None]


class Workers(NamedTuple):
    """Where files are evaluated: how many workers, and how to open an executor with so many.

    `lost` are the errors by which it tells that a worker is gone, besides those of the library.
    """

    size: int
    opened: Callable[[int], AbstractContextManager[Executor]]
    lost: tuple[type[Exception], ...] = ()

    @property
    def losses(self) -> tuple[type[Exception], ...]:
        """All errors by which a worker that is gone is told."""
        return (BrokenExecutor, CancelledError, *self.lost)


def in_turn(files: Iterable[File], task: Task) -> Results:
    """The files evaluated in this process, a few at once."""
    left = iter(files)
    while some := tuple(islice(left, _FILES_AT_ONCE)):
        yield evaluate_all(some, task)


def on_workers(files: Iterable[File], task: Task, workers: Workers) -> Results:
    """The files evaluated on an executor, in their order.

    A worker that is gone may take all that is under way with it. What has no result is evaluated
    again, each file alone; one that loses its worker again is the cause, and is told as a problem.
    So no file is left out and none is counted twice.
    """
    left = iter(files)
    while True:
        work = _Work(left, task)
        try:
            with workers.opened(workers.size) as executor:
                yield from work.results(executor, workers.size * _PIECES_A_WORKER)
                return
        except workers.losses:
            yield from _each_alone(work.without_result(), task, workers)


class _Piece(NamedTuple):
    """Some files that are handed over, and the future of what comes of them."""

    files: Files
    future: Future[list[Told]]


class _Work:
    """Files on their way through an executor, in pieces."""

    def __init__(self, files: Iterator[File], task: Task) -> None:
        self._files = files
        self._task = task
        self._next: Files = ()
        self._under_way: deque[_Piece] = deque()

    def results(self, executor: Executor, ahead: int) -> Results:
        """The results in order, with at most so many pieces `ahead` of what is taken."""
        for _ in range(ahead):
            self._hand_over(executor)
        while self._under_way:
            found = self._under_way[0].future.result()
            self._under_way.popleft()
            yield found
            self._hand_over(executor)

    def without_result(self) -> deque[File]:
        """The files handed over, or about to be, whose results have not been taken."""
        return deque(chain(*(piece.files for piece in self._under_way), self._next))

    def _hand_over(self, executor: Executor) -> None:
        """Hand over the next piece; where that fails, its files are still the next."""
        self._next = tuple(islice(self._files, _FILES_A_PIECE))
        if self._next:
            # without arguments, which some executors would look into and take apart
            future = executor.submit(partial(evaluate_all, self._next, self._task))
            self._under_way.append(_Piece(self._next, future))
            self._next = ()


def _each_alone(files: deque[File], task: Task, workers: Workers) -> Results:
    """The files evaluated by one worker that is replaced whenever it is lost."""
    while files:
        try:
            with workers.opened(1) as executor:
                while files:
                    yield [executor.submit(partial(evaluate, files[0], task)).result()]
                    files.popleft()
        except workers.losses:
            yield [_worker_lost(files.popleft().path)]


def _worker_lost(path: str) -> Told:
    problem = Problem("worker-lost", values={"file": path}, place=Place(path, 1, 1))
    return Told(Evaluated(path, (problem,)))
