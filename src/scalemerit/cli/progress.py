"""A bar on standard error while work takes long enough to notice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic
from typing import TypeVar

import typer

Item = TypeVar("Item")

_SECONDS_UNTIL_SHOWN = 0.5
_SECONDS_BETWEEN = 0.1


def with_progress(items: Iterator[Item], total: int, words: str) -> Iterator[Item]:
    """The items; a terminal's standard error shows how many there have been."""
    if not sys.stderr.isatty():
        yield from items
        return
    with ExitStack() as stack:
        bar = None
        shown, next_update = 0, monotonic() + _SECONDS_UNTIL_SHOWN
        for number, item in enumerate(items, start=1):
            if monotonic() >= next_update:
                bar = bar or stack.enter_context(
                    typer.progressbar(length=total, label=words, show_pos=True, file=sys.stderr)
                )
                bar.update(number - shown)
                shown, next_update = number, monotonic() + _SECONDS_BETWEEN
            yield item
