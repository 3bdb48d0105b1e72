"""A Dask cluster that exists already, as a place to work (the extra `cluster`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from scalemerit import __version__
from scalemerit.batch.evaluating import File
from scalemerit.batch.running import Workers
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.source import read_bytes

if TYPE_CHECKING:
    from distributed import Client

_SECONDS_TO_CONNECT = 10
_SECONDS_BETWEEN_LOOKS = 5
_LOOKS = 2  # a worker that is only being replaced is back by then


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the cluster whose scheduler has this address, while the block lasts.

    Raises ScalemeritError where the extra is not installed, or the cluster cannot be reached, has
    no workers, or these not this version of scalemerit.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ScalemeritError([Problem("cluster-extra")]) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost we tell ourselves
    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(address, str(error)) from None
    with client:
        _check_versions(client, address)
        threads = sum(client.nthreads().values())
        with _watched(client):
            yield Workers(threads, _opened(client, address), (KilledWorker,))


def with_content(files: Iterable[str]) -> Iterator[File]:
    """The files with their bytes, or why there are none; workers elsewhere could not read them."""
    for path in files:
        try:
            yield File(path, read_bytes(path))
        except ScalemeritError as error:  # which a worker, that has other files, cannot find
            yield File(path, error.problems)


def _opened(client: Client, address: str) -> Callable[[int], AbstractContextManager[Executor]]:
    @contextmanager
    def opened(_count: int) -> Iterator[Executor]:
        if client.status != "running":
            raise _unreachable(address, client.status)
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except BaseException:
            if client.status == "running":
                executor.shutdown(wait=False)
            raise
        executor.shutdown()

    return opened


@contextmanager
def _watched(client: Client) -> Iterator[None]:
    """Give the cluster up once it has no workers left: it would wait for new ones forever."""
    ended = Event()

    def watch() -> None:
        looks = 0
        while looks < _LOOKS and not ended.wait(_SECONDS_BETWEEN_LOOKS):
            looks = 0 if client.status == "running" and client.nthreads() else looks + 1
        if not ended.is_set():
            client.close()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()


def _check_versions(client: Client, address: str) -> None:
    found = client.run(_version, on_error="return")
    if not found:
        raise _unreachable(address, "no workers")
    others = sorted({str(version) for version in found.values() if version != __version__})
    if others:
        values = {"ours": __version__, "found": ", ".join(others)}
        raise ScalemeritError([Problem("cluster-version", values=values)])


def _version() -> str:
    """The version on a worker, which asks its own package."""
    return __version__


def _unreachable(address: str, reason: str) -> ScalemeritError:
    values = {"address": address, "reason": reason}
    return ScalemeritError([Problem("cluster-unreachable", values=values)])
