"""Runs that are ended from outside: nothing is left half-done, and they tell how far they came."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

from scalemerit.cli.emit import tell
from scalemerit.endings import ENDING_SIGNALS, INTERRUPTED, exit_code

if TYPE_CHECKING:
    from scalemerit.wording import Language


class _EndedError(BaseException):
    """The process is asked to end, by this signal."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


@contextmanager
def told_when_ended(tell_how_far: Callable[[], None]) -> Iterator[None]:
    """Leave the block in order where a person or the system ends the run.

    A signal that is ignored, as `nohup` has it, goes on being ignored.
    """
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    heeded = [number for number in ENDING_SIGNALS if before[number] != signal.SIG_IGN]
    try:
        for number in heeded:
            signal.signal(number, _end)
        yield
    except KeyboardInterrupt:
        tell_how_far()
        raise typer.Exit(INTERRUPTED) from None
    except _EndedError as error:
        tell_how_far()
        raise typer.Exit(exit_code(error.number)) from None
    finally:
        for number in heeded:
            signal.signal(number, before[number])


@contextmanager
def put_off() -> Iterator[None]:
    """Let a signal that ends the run wait until the block is done; a second one does not wait."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *ENDING_SIGNALS)}
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
    for other in ENDING_SIGNALS:  # a second one must not disturb what is put in order
        signal.signal(other, signal.SIG_IGN)
    raise _EndedError(number)
