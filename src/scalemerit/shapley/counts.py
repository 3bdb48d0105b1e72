"""How many coalitions there are of each size and pooled total, with or without one buyer."""

from __future__ import annotations

from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Costs

# So many buyers have less than 2⁶³ coalitions of any size.
INT64_BUYERS = 66


class Row(NamedTuple):
    """How many coalitions of one size there are by total, `numbers` from the total `start` on.

    All of them have a total there, and `coalitions` is how many they are.
    """

    size: int
    start: int
    numbers: Costs
    coalitions: int


class Counts:
    """The number of coalitions by size and total, exactly; totals are in steps, from 0 to `total`.

    Of int64 for up to 66 buyers, else of Python integers. Adding buyers one by one costs about
    buyers² × total / 4 additions. Only sizes up to half of all buyers are kept: the others of a
    coalition have the size and the total that is missing to all.
    """

    def __init__(self, quantities: Sequence[int]) -> None:
        self.quantities = tuple(quantities)
        self.buyers = len(self.quantities)
        self.total = sum(self.quantities)
        self._half = self.buyers // 2
        self._rows = self._counted(sorted(self.quantities))

    def _counted(self, ascending: Sequence[int]) -> tuple[Costs, ...]:
        dtype = np.int64 if self.buyers <= INT64_BUYERS else np.object_
        rows = np.zeros((self._half + 1, self.total + 1), dtype)
        rows[0, 0] = 1
        sums = (0, *accumulate(ascending))
        for known, quantity in enumerate(ascending):
            for size in range(min(known, self._half - 1), -1, -1):
                least, most = sums[size], sums[known] - sums[known - size]
                moved = rows[size + 1, least + quantity : most + quantity + 1]
                np.add(moved, rows[size, least : most + 1], out=moved)
        return tuple(rows)

    def of(self, size: int) -> Costs:
        """How many coalitions of a size have each total from 0 on; not to be written to."""
        if size <= self._half:
            return self._rows[size]
        return self._rows[self.buyers - size][::-1]

    def row(self, size: int) -> Row:
        """How many coalitions of a size have each total that any of them has."""
        least, most = _bounds(sorted(self.quantities))[size]
        return Row(size, least, self.of(size)[least : most + 1], comb(self.buyers, size))

    def without(self, quantity: int) -> Iterator[Row]:
        """The same of all buyers but one of this quantity, for each size below half of all.

        Taken out by D[s][x] = C[s][x] − D[s − 1][x − q].
        """
        others = sorted(self.quantities)
        others.remove(quantity)
        before, begins = self._rows[0][:0], 0
        for size, (least, most) in enumerate(_bounds(others)[: (self.buyers + 1) // 2]):
            numbers = self._rows[size][least : most + 1].copy()
            start = max(least, begins + quantity)
            end = max(start, min(most + 1, begins + len(before) + quantity))
            joined = before[start - quantity - begins : end - quantity - begins]
            kept = numbers[start - least : end - least]
            np.subtract(kept, joined, out=kept)
            yield Row(size, least, numbers, comb(len(others), size))
            before, begins = numbers, least


def _bounds(ascending: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The smallest and the largest total of so many buyers, for each size."""
    sums = (0, *accumulate(ascending))
    return tuple((least, sums[-1] - sums[-1 - size]) for size, least in enumerate(sums))
