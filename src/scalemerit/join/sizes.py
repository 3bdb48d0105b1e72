"""What is saved by the number of buyers that take part: at least, on average, at best."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from scalemerit.game.coalitions import members, savings_over, sizes_of, sums_over
from scalemerit.join.pooled_sizes import PooledSizes, can_be_pooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game import Game
    from scalemerit.game.base import Costs
    from scalemerit.join.outcomes import Places

_FEWEST = 2  # one buyer makes no joint purchase


class OfSize(NamedTuple):
    """What is saved where so many buyers take part, whichever: exact over all such coalitions.

    `best` are the buyers of a coalition that saves the largest amount.
    """

    size: int
    smallest: int
    average: Fraction
    largest: int
    best: tuple[int, ...]


class Spread(NamedTuple):
    """What joint purchases of these buyers save by size, and from how many licenses on.

    `possible_from` is the smallest pooled quantity with which some coalition does not lose,
    `certain_from` the smallest from which on none does, whoever takes part; both None where there
    is none. Coordination cost is covered where nothing is lost, because savings are net of it.
    """

    sizes: tuple[OfSize, ...]
    possible_from: int | None
    certain_from: int | None

    @property
    def best(self) -> OfSize | None:
        """The size at which most is saved, the smallest of equals; None where there is none."""
        return max(self.sizes, key=lambda one: one.largest, default=None)

    def covered_from(self, which: Literal["smallest", "average", "largest"]) -> int | None:
        """The number of buyers from which on this saving is never negative; None without one."""
        found = None
        for one in reversed(self.sizes):
            saving: int | Fraction = getattr(one, which)
            if saving < 0:
                break
            found = one.size
        return found


def spread_by_size(game: Game, quantities: Sequence[int]) -> Spread | None:
    """What is saved by size, over all coalitions of two buyers or more.

    `quantities` are the licenses that each buyer needs. None where there are too many coalitions
    to list and costs do not follow from pooled quantities: an estimate would not be exact.
    """
    if game.has_table:
        return _of_table(game, quantities)
    pooled = game.pooled
    if pooled is None or not can_be_pooled(pooled):
        return None
    found = PooledSizes(game.alone, pooled)
    sizes = tuple(
        OfSize(size, *found.extremes(size), found.best(size))
        for size in range(_FEWEST, game.buyers + 1)
    )
    return Spread(sizes, *found.break_even())


def _of_table(game: Game, quantities: Sequence[int]) -> Spread:
    savings, sizes = savings_over(game), sizes_of(game.buyers)
    several, totals = sizes >= _FEWEST, sums_over(quantities)
    covered = several & (savings >= 0)
    possible = int(totals[covered].min()) if covered.any() else None
    certain = _certain_from(totals[several], totals[several & ~covered])
    by_size = np.split(sizes.argsort(kind="stable"), _ends(game.buyers))
    found = tuple(_of_size(game, savings, by_size[size], size) for size in _sizes(game))
    return Spread(found, possible, certain)


def _ends(buyers: int) -> list[int]:
    """How many coalitions are of each size or less, for each size below that of all."""
    return list(accumulate(comb(buyers, size) for size in range(buyers)))


def _sizes(game: Game) -> Iterator[int]:
    yield from range(_FEWEST, game.buyers + 1)


def _certain_from(totals: Costs, losing: Costs) -> int | None:
    """The smallest of the totals above all of those with which some coalition loses."""
    above = totals[totals > losing.max()] if losing.size else totals
    return int(above.min()) if above.size else None


def _of_size(game: Game, savings: Costs, coalitions: Places, size: int) -> OfSize:
    found = savings[coalitions]
    alone = comb(game.buyers - 1, size - 1) * sum(game.alone)
    # Costs are summed, not savings: sums of those are known to fit.
    average = Fraction(alone - int(game.table[coalitions].sum()), len(coalitions))
    best = int(found.argmax())
    return OfSize(size, int(found.min()), average, int(found[best]), members(int(coalitions[best])))
