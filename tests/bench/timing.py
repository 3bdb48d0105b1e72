"""Comparing the speed of two ways to do the same on a machine that also does other things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Timing:
    """The median seconds that one call takes, in the new and in the old way."""

    new: float
    old: float

    @property
    def ratio(self) -> float:
        """What part of the old way's time the new way takes."""
        return self.new / self.old


def interleaved(
    new: Callable[[], object], old: Callable[[], object], *, seconds: float = 2.0
) -> Timing:
    """Both ways by turns, so that what slows the machine down slows both; medians of each."""
    new(), old()
    news: list[float] = []
    olds: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end or len(news) < 5:
        news.append(_seconds(new))
        olds.append(_seconds(old))
    return Timing(median(news), median(olds))


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start
