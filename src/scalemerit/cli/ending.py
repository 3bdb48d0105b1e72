"""Runs that are ended from outside: nothing is left half-done, and they tell how far they came."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

from scalemerit.cli.emit import tell
from scalemerit.cli.options import HUNG_UP, INTERRUPTED, TERMINATED

if TYPE_CHECKING:
    from scalemerit.wording import Language

# The signals by which a system or a terminal that is closed ends a run, and their exit codes.
_ENDINGS = {
    getattr(signal, name): code
    for name, code in (("SIGTERM", TERMINATED), ("SIGHUP", HUNG_UP))
    if hasattr(signal, name)  # Windows has no terminals that hang up
}


class _EndedError(BaseException):
    """The process is asked to end, with this exit code."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


@contextmanager
def told_when_ended(tell_how_far: Callable[[], None]) -> Iterator[None]:
    """Leave the block in order where a person or the system ends the run.

    A signal that is ignored, as `nohup` has it, goes on being ignored.
    """
    before = {number: signal.getsignal(number) for number in _ENDINGS}
    heeded = [number for number in _ENDINGS if before[number] != signal.SIG_IGN]
    try:
        for number in heeded:
            signal.signal(number, _end)
        yield
    except KeyboardInterrupt:
        tell_how_far()
        raise typer.Exit(INTERRUPTED) from None
    except _EndedError as error:
        tell_how_far()
        raise typer.Exit(error.code) from None
    finally:
        for number in heeded:
            signal.signal(number, before[number])


@contextmanager
def put_off() -> Iterator[None]:
    """Let a signal that ends the run wait until the block is done; a second one does not wait."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *_ENDINGS)}
    heeded = {number: handler for number, handler in before.items() if callable(handler)}
    came: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        del frame
        came.append(number)
        restore()

    def restore() -> None:
        for number, handler in heeded.items():
            signal.signal(number, handler)

    try:
        for number in heeded:
            signal.signal(number, wait)
        yield
    finally:
        if not came:
            restore()
    if came:
        signal.raise_signal(came[0])


def tell_how_far(done: int, total: int, language: Language) -> None:
    """Tell how many files were done when a run ended early."""
    en = f"ended early: {done:,} of {total:,} files done\n"
    ja = f"途中で終了しました: {total:,} ファイル中 {done:,} 件を処理済み\n"
    tell(ja if language == "ja" else en)


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    for other in _ENDINGS:  # a second one must not disturb what is put in order
        signal.signal(other, signal.SIG_IGN)
    raise _EndedError(_ENDINGS[number])
