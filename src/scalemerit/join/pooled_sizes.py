"""Savings by size where costs follow from pooled quantities: dynamic programming over totals."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.shapley import Counts, Weighable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from scalemerit.game.base import Costs, Pooled
    from scalemerit.game.coalitions import Flags

    Bits = npt.NDArray[np.uint8]

# Sizes times totals: what two tables of int64 hold in some hundred megabytes.
_MOST_CELLS = 2**24
_WITHIN_INT64 = 2**62


def can_be_pooled(pooled: Pooled) -> bool:
    """Whether the tables of sizes and totals are small enough."""
    return (len(pooled.quantities) + 1) * (sum(pooled.quantities) + 1) <= _MOST_CELLS


class PooledSizes:
    """The coalitions of each size and pooled total: how many, and what they pay alone at most.

    A total of licenses decides the joint cost, so a coalition of that total saves most which pays
    most alone, and least which pays least alone.
    """

    def __init__(self, alone: Sequence[int], pooled: Pooled) -> None:
        self._pooled = pooled
        self._alone = alone
        self._reach = sum(map(abs, alone)) + 1
        self._choices: list[Bits] = []
        self._most = self._largest(alone, self._choices)
        self._least = -self._largest([-cost for cost in alone], None)
        self._counts = Counts(pooled.quantities)

    def extremes(self, size: int) -> tuple[int, Fraction, int]:
        """The smallest, the average and the largest saving over all coalitions of a size."""
        joint, possible = self._pooled.joint(size), self._possible(size)
        smallest = int((self._least[size] - joint)[possible].min())
        largest = int((self._most[size] - joint)[possible].max())
        buyers = len(self._alone)
        alone = comb(buyers - 1, size - 1) * sum(self._alone)
        costs = Weighable(joint).over(self._counts.row(size))
        return smallest, Fraction(alone - costs, comb(buyers, size)), largest

    def best(self, size: int) -> tuple[int, ...]:
        """The buyers of a coalition of a size that saves most."""
        possible = np.flatnonzero(self._possible(size))
        savings = (self._most[size] - self._pooled.joint(size))[possible]
        total = int(possible[savings.argmax()])
        found = []
        for buyer in range(len(self._alone) - 1, -1, -1):
            if self._is_chosen(buyer, size, total):
                found.append(buyer)
                size, total = size - 1, total - self._pooled.quantities[buyer]
        return tuple(reversed(found))

    def break_even(self) -> tuple[int | None, int | None]:
        """The smallest total of licenses at which some coalition, and from which on all cover."""
        occurs, covers, loses = (np.zeros(self._most.shape[1], bool) for _ in range(3))
        for size in range(2, len(self._alone) + 1):
            joint, possible = self._pooled.joint(size), self._possible(size)
            occurs |= possible
            covers |= possible & (self._most[size] >= joint)
            loses |= possible & (self._least[size] < joint)
        losing = np.flatnonzero(loses)
        certain = np.flatnonzero(occurs)
        if losing.size:
            certain = certain[certain > losing[-1]]
        return self._first(np.flatnonzero(covers)), self._first(certain)

    def _first(self, totals: npt.NDArray[np.intp]) -> int | None:
        return int(totals[0]) * self._pooled.step if totals.size else None

    def _possible(self, size: int) -> Flags:
        """The totals that some coalition of a size has."""
        possible: Flags = (self._most[size] >= -self._reach).astype(bool)
        return possible

    def _is_chosen(self, buyer: int, size: int, total: int) -> bool:
        """Whether the best coalition among the buyers up to this one has it."""
        rest = total - self._pooled.quantities[buyer]
        choices = self._choices[buyer]
        if not 0 < size <= len(choices) or not 0 <= rest >> 3 < choices.shape[1]:
            return False
        return bool(choices[size - 1, rest >> 3] >> (7 - (rest & 7)) & 1)

    def _largest(self, values: Sequence[int], choices: list[Bits] | None) -> Costs:
        """The largest sum of values by size and total; below -`_reach` where there is none."""
        fits = 4 * self._reach < _WITHIN_INT64
        best = self._empty(-3 * self._reach, np.int64 if fits else object)
        best[0, 0] = 0

        def put(buyer: int, before: Costs, after: Costs) -> None:
            found = before + values[buyer]
            is_better = (found > after).astype(bool)
            np.copyto(after, found, where=is_better)
            if choices is not None:
                choices.append(np.packbits(is_better, axis=1))

        self._for_each_buyer(best, put)
        return best

    def _empty(self, value: int, dtype: type) -> Costs:
        quantities = self._pooled.quantities
        return np.full((len(quantities) + 1, sum(quantities) + 1), value, dtype=dtype)

    def _for_each_buyer(self, table: Costs, put: Callable[[int, Costs, Costs], None]) -> None:
        """Let each buyer join the coalitions of those before it: from `before` to `after`."""
        reached = 0
        for buyer, quantity in enumerate(self._pooled.quantities):
            before = table[: buyer + 1, : reached + 1]
            reached += quantity
            put(buyer, before, table[1 : buyer + 2, quantity : reached + 1])
