"""The coalitions that gain most where costs are concave.

A concave curve is the least of lines a + b·q, and by a line a coalition gains most that holds each
buyer who pays more than b for a license: those who pay most for a license. So do two buyers,
where fewer pay more than b.
"""

from __future__ import annotations

from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.stability.arrays import Numbers
    from scalemerit.stability.curves import Weighed

_NO_EXCESS = -(1 << 61)


class Prefixes:
    """The buyers in the order of what they pay for a license, and sums over the first of them."""

    def __init__(self, quantities: Sequence[int], amounts: Weighed) -> None:
        self._quantities = np.array(quantities, dtype=np.int64)
        self._values, self._costs = amounts.values, amounts.costs
        order = np.argsort(-(self._values / self._quantities), kind="stable")
        self._place = np.empty_like(order)
        self._place[order] = np.arange(len(order))
        self._sums = np.concatenate([self._values[:1] * 0, np.cumsum(self._values[order])])
        self._totals = np.concatenate([[0], np.cumsum(self._quantities[order])])
        self._coalitions = [*accumulate((1 << int(buyer) for buyer in order), or_, initial=0)]

    def above(self, bound: float) -> list[int]:
        """The first two buyers, the first three and so on, but not all, whose excess is larger."""
        excess = (self._sums - self._costs[self._totals])[2:-1]
        return [self._coalitions[size + 2] for size in np.flatnonzero(excess > bound)]

    def between(self, holding: Numbers, lacking: Numbers, bound: float) -> list[int]:
        """For pairs of buyers the coalition with one and not the other that gains most.

        Those whose excess is above the bound, of two buyers or more.
        """
        sizes = np.arange(len(self._sums))
        adds = sizes <= self._place[holding][:, None]
        drops = sizes > self._place[lacking][:, None]
        totals = self._totals + adds * self._quantities[holding][:, None]
        totals -= drops * self._quantities[lacking][:, None]
        excess = self._sums - self._costs[totals] + adds * self._values[holding][:, None]
        excess -= drops * self._values[lacking][:, None]
        excess[sizes + adds - drops == 1] = _NO_EXCESS
        best = excess.argmax(axis=1)
        found = [
            (self._coalitions[best[pair]] | 1 << int(one)) & ~(1 << int(other))
            for pair, (one, other) in enumerate(zip(holding, lacking, strict=True))
            if excess[pair, best[pair]] > bound
        ]
        return found + self._twos(holding, lacking, bound)

    def _twos(self, holding: Numbers, lacking: Numbers, bound: float) -> list[int]:
        others = np.arange(len(self._values))
        totals = self._quantities[holding][:, None] + self._quantities
        totals = np.minimum(totals, len(self._costs) - 1)  # of a buyer with itself, left out below
        excess = self._values[holding][:, None] + self._values - self._costs[totals]
        excess[others == holding[:, None]] = _NO_EXCESS
        excess[others == lacking[:, None]] = _NO_EXCESS
        best = excess.argmax(axis=1)
        return [
            1 << int(one) | 1 << int(best[pair])
            for pair, one in enumerate(holding)
            if excess[pair, best[pair]] > bound
        ]
