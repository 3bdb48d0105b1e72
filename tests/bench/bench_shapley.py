"""The Shapley value, against coopgame-py, and how long and how much memory the largest games take.

Run as `python tests/bench/bench_shapley.py`. Aims: for 23 buyers, exactly and from their pooled
quantities, at most a fifth of coopgame's time for its doubles; 62 buyers of 143,650 licenses within
3 s; any game of 23 buyers within 2 s and 500 MiB beyond its table.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from time import perf_counter

import coopgame
import numpy as np
from timing import interleaved

from scalemerit.game import Game, Pooled
from scalemerit.shapley import shapley

MIB = 2**20


class Priced(Game):
    """Buyers of unequal quantities, priced in volume tiers, with a fee a buyer if `by_size`."""

    has_table = False

    def __init__(self, buyers: int, total: int, *, by_size: bool = False) -> None:
        super().__init__(buyers)
        weights = [(rank + 1) ** -0.8 for rank in range(buyers)]
        needs = [max(1, int(total * weight / sum(weights))) for weight in weights]
        needs[0] += total - sum(needs)
        self.needs = tuple(needs)
        self.by_size = by_size
        units = np.arange(total + 1)
        self.curve = units * np.where(units < total // 5, 5000, np.where(units < total, 4400, 3900))

    def joint(self, size: int) -> np.ndarray:
        """What so many buyers pay, by their total."""
        return self.curve + 10_000 * size if self.by_size else self.curve

    def cost(self, coalition: int) -> int:
        """What a coalition pays."""
        chosen = [need for buyer, need in enumerate(self.needs) if coalition >> buyer & 1]
        return int(self.joint(len(chosen))[sum(chosen)])

    @property
    def pooled(self) -> Pooled:
        """The same in short."""
        return Pooled(self.needs, 1, self.joint, self.by_size, (), 0)


class Listed(Priced):
    """The same, by the cost of every coalition."""

    has_table = True
    pooled = None

    def __init__(self, buyers: int, total: int) -> None:
        super().__init__(buyers, total)
        totals = np.zeros(1, np.int64)
        for need in self.needs:
            totals = np.concatenate((totals, totals + need))
        self.table = self.curve[totals]


def seconds(call: Callable[[], object]) -> float:
    """The quickest of three calls."""
    times = []
    for _ in range(3):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def memory(call: Callable[[], object]) -> float:
    """What a call takes at most, in MiB, beyond what there is."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MIB


def main() -> None:
    """Print times, ratios and memory."""
    print(f"{'23 buyers':24} {'ms':>8} {'coopgame ms':>12} {'ratio':>7}")
    for total in (20_000, 60_000, 143_650):
        counted, listed = Priced(23, total), Listed(23, total)
        theirs = coopgame.Game(listed.table[1:].astype(float))
        for name, game in (("counted", counted), ("listed", listed)):
            timing = interleaved(partial(shapley, game), partial(coopgame.shapley, theirs))
            shown = f"{timing.new * 1000:8.1f} {timing.old * 1000:12.1f} {timing.ratio:7.3f}"
            print(f"{name + f', {total} licenses':24} {shown}")
    print(f"\n{'largest games':40} {'s':>8} {'MiB':>8}")
    for name, game in {
        "62 buyers, 143650 licenses": Priced(62, 143_650),
        "62 buyers, 143650 licenses, fee a buyer": Priced(62, 143_650, by_size=True),
        "23 buyers, listed": Listed(23, 20_000),
    }.items():
        shown = f"{seconds(partial(shapley, game)):8.2f}"
        print(f"{name:40} {shown} {memory(partial(shapley, game)):8.0f}")


if __name__ == "__main__":
    main()
