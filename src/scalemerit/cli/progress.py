"""A bar on standard error while work takes long enough to notice."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sized
from contextlib import ExitStack
from time import monotonic
from typing import TypeVar

import typer

Some = TypeVar("Some", bound=Sized)

_SECONDS_UNTIL_SHOWN = 0.5
_SECONDS_BETWEEN = 0.1


def with_progress(results: Iterator[Some], total: int, words: str) -> Iterator[Some]:
    """Results a few at a time; a terminal's standard error shows how many there have been."""
    if not sys.stderr.isatty():
        yield from results
        return
    with ExitStack() as stack:
        bar = None
        unshown, next_update = 0, monotonic() + _SECONDS_UNTIL_SHOWN
        for some in results:
            unshown += len(some)
            if monotonic() >= next_update:
                bar = bar or stack.enter_context(
                    typer.progressbar(length=total, label=words, show_pos=True, file=sys.stderr)
                )
                bar.update(unshown)
                unshown, next_update = 0, monotonic() + _SECONDS_BETWEEN
            yield some
        if bar:
            bar.update(unshown)
