"""Runs that are ended from outside: nothing is left half-done, and they tell how far they came."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from scalemerit.cli.options import INTERRUPTED, TERMINATED


class _TerminatedError(BaseException):
    """The system asks the process to end."""


@contextmanager
def told_when_ended(tell_how_far: Callable[[], None]) -> Iterator[None]:
    """Leave the block in order where a person or the system ends the run."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt:
        tell_how_far()
        raise typer.Exit(INTERRUPTED) from None
    except _TerminatedError:
        tell_how_far()
        raise typer.Exit(TERMINATED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _TerminatedError
