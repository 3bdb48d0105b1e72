"""The nucleolus, the core check and the least core, in milliseconds and against coopgame.

Run as `python tests/bench/bench_nucleolus.py`. At 23 buyers with pooled quantities the nucleolus
should take a hundredth at most of what coopgame takes, which computes in floating point and does so
once here, because that takes a while; at 62 buyers with graduated tiers 0.2 s and the core check
50 ms; and at 23 buyers of whom only a table is known 4 s.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import coopgame
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from pooled_game import CurveGame
from scalemerit.game import Game
from scalemerit.nucleolus import nucleolus, per_capita_nucleolus
from scalemerit.once import once
from scalemerit.stability import is_in_core, least_core

if TYPE_CHECKING:
    from scalemerit.game.base import Costs

LICENSES = 143_650
UNITS = (4800, 4500, 4200, 3900, 3500)


class Listed(Game):
    """A game of which only a table is known."""

    def __init__(self, table: Costs) -> None:
        super().__init__(len(table).bit_length() - 1)
        self.listed = table

    def cost(self, coalition: int) -> int:
        """What is listed."""
        return int(self.listed[coalition])

    @once
    def table(self) -> Costs:
        """The costs as listed."""
        return self.listed


def quantities(buyers: int, seed: int) -> list[int]:
    """Few large buyers and many small ones."""
    chance = Random(seed)
    drawn = [chance.lognormvariate(7.2, 0.9) for _ in range(buyers)]
    needed = [max(1, int(one * LICENSES / sum(drawn))) for one in drawn]
    needed[0] += LICENSES - sum(needed)
    return needed


def purchase(buyers: int, model: str, seed: int) -> CurveGame:
    """Falling unit prices, of all licenses or of each tier's; alone up to 30% more is paid."""
    needed, chance = quantities(buyers, seed), Random(seed)
    totals = np.arange(LICENSES + 1)
    bounds = [0, LICENSES // 100, LICENSES // 30, LICENSES // 10, LICENSES // 3]
    if model == "volume":
        curve = totals * np.array(UNITS)[np.searchsorted(bounds, totals, "right") - 1]
    else:
        widths = np.clip(totals[:, None] - bounds, 0, np.diff([*bounds, LICENSES]))
        curve = widths @ np.array(UNITS)
    alone = [int(curve[quantity]) * chance.randint(100, 130) // 100 for quantity in needed]
    return CurveGame(needed, [curve], alone)


def table_of(game: CurveGame) -> Costs:
    """The cost of every coalition."""
    totals = np.zeros(1 << game.buyers, dtype=np.int64)
    for buyer, quantity in enumerate(game.quantities):
        totals[1 << buyer : 2 << buyer] = totals[: 1 << buyer] + quantity
    costs = game.curves[0][totals]
    costs[1 << np.arange(game.buyers)] = game.singles
    return costs


def savings_of(game: CurveGame) -> coopgame.Game:
    """The game as coopgame takes it."""
    alone = np.zeros(1 << game.buyers, dtype=np.int64)
    for buyer, cost in enumerate(game.singles):
        alone[1 << buyer : 2 << buyer] = alone[: 1 << buyer] + cost
    return coopgame.Game((alone - table_of(game))[1:].astype(float).tolist())


def seconds(call: Callable[[], object], times: int = 5) -> float:
    """The median of a few calls."""
    return median(_once(call) for _ in range(times))


def _once(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def against_coopgame() -> Iterator[str]:
    """23 buyers with pooled quantities."""
    for model in ("graduated", "volume"):
        game = purchase(23, model, 1)
        old = seconds(partial(coopgame.nucleolus, savings_of(game)), 1)
        new, certainty = seconds(partial(nucleolus, game)), nucleolus(game).certainty
        yield f"23 pooled, {model}: {new * 1000:.1f} ms, {certainty}; coopgame × {old / new:.0f}"


def of_62() -> Iterator[str]:
    """62 buyers, in steps of one license."""
    for model in ("graduated", "volume"):
        for seed in range(8):
            game = purchase(62, model, seed)
            paid = [game.total * one // LICENSES for one in game.quantities]
            paid[0] += game.total - sum(paid)
            took = [
                seconds(partial(nucleolus, game)),
                seconds(partial(per_capita_nucleolus, game)),
                seconds(partial(is_in_core, game, paid)),
            ]
            shown = ", ".join(f"{one * 1000:.1f}" for one in took)
            yield f"62, {model} {seed}: nucleolus, per capita, core check {shown} ms"


def of_tables() -> Iterator[str]:
    """23 buyers of whom only a table is known: as purchased, or disturbed at random."""
    listed = table_of(purchase(23, "graduated", 1))
    disturbed = listed + np.random.default_rng(1).integers(0, 10**6, len(listed))
    disturbed[0] = 0
    for name, table in (("graduated", listed), ("disturbed", disturbed)):
        game = Listed(table)
        paid = [*game.alone[1:], game.total - sum(game.alone[1:])]
        calls = partial(nucleolus, game), partial(least_core, game), partial(is_in_core, game, paid)
        shown = ", ".join(f"{seconds(call, 3):.3f}" for call in calls)
        yield f"23 listed, {name}: nucleolus, least core, core check {shown} s"


if __name__ == "__main__":
    for lines in (of_62, of_tables, against_coopgame):
        for line in lines():
            print(line, flush=True)
