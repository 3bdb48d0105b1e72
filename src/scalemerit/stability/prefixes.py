"""The coalitions that gain most where costs are concave.

A concave curve is the least of lines a + b·q, and by a line a coalition gains most that holds each
buyer who pays more than b for a license: those who pay most for a license. So do two buyers,
where fewer pay more than b.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from scalemerit.stability.knapsack import no_sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Costs
    from scalemerit.stability.arrays import Floats, Numbers
    from scalemerit.stability.curves import Weighed


class Best(NamedTuple):
    """A coalition for each pair of buyers, and its excess."""

    coalitions: list[int]
    excess: Costs | Floats


class Prefixes:
    """The buyers in the order of what they pay for a license, and sums over the first of them."""

    def __init__(self, quantities: Sequence[int], amounts: Weighed) -> None:
        self._quantities = np.array(quantities, dtype=np.int64)
        self._values, self._costs = amounts.values, amounts.costs
        self._none = no_sum(amounts.values)
        order = np.array(_ranked(self._quantities, amounts), dtype=np.int64)
        self._place = np.empty_like(order)
        self._place[order] = np.arange(len(order))
        self._sums = np.concatenate([self._values[:1] * 0, np.cumsum(self._values[order])])
        self._totals = np.concatenate([[0], np.cumsum(self._quantities[order])])
        self._coalitions = [*accumulate((1 << int(buyer) for buyer in order), or_, initial=0)]

    def above(self, bound: float) -> list[int]:
        """The first two buyers, the first three and so on, but not all, whose excess is larger."""
        excess = (self._sums - self._costs[self._totals])[2:-1]
        return [self._coalitions[size + 2] for size in np.flatnonzero(excess > bound)]

    def between(self, holding: Numbers, lacking: Numbers) -> Best:
        """For pairs of buyers the coalition with one and not the other that gains most.

        Of two buyers or more; where there is none its excess is far below any.
        """
        sizes = np.arange(len(self._sums))
        adds = sizes <= self._place[holding][:, None]
        drops = sizes > self._place[lacking][:, None]
        totals = self._totals + adds * self._quantities[holding][:, None]
        totals -= drops * self._quantities[lacking][:, None]
        excess = self._sums - self._costs[totals] + adds * self._values[holding][:, None]
        excess -= drops * self._values[lacking][:, None]
        excess[sizes + adds - drops == 1] = self._none
        size, twos = excess.argmax(axis=1), self._twos(holding, lacking)
        pairs = np.arange(len(size))
        better = twos.max(axis=1) > excess[pairs, size]
        chosen = zip(size.tolist(), twos.argmax(axis=1).tolist(), better.tolist(), strict=True)
        coalitions = [
            1 << one | (1 << two if is_better else self._coalitions[most] & ~(1 << other))
            for (most, two, is_better), one, other in zip(
                chosen, holding.tolist(), lacking.tolist(), strict=True
            )
        ]
        return Best(coalitions, np.where(better, twos.max(axis=1), excess[pairs, size]))

    def _twos(self, holding: Numbers, lacking: Numbers) -> Costs | Floats:
        """The excess of the one buyer of a pair with each of the others."""
        totals = self._quantities[holding][:, None] + self._quantities
        totals = np.minimum(totals, len(self._costs) - 1)  # of a buyer with itself, left out below
        excess = self._values[holding][:, None] + self._values - self._costs[totals]
        pairs = np.arange(len(holding))
        excess[pairs, holding] = excess[pairs, lacking] = self._none
        return cast("Costs | Floats", excess)


def _ranked(quantities: Numbers, amounts: Weighed) -> list[int]:
    """The buyers by what they pay for a license, exactly where amounts are."""
    if amounts.scale is None:
        order: list[int] = np.argsort(-(amounts.values / quantities), kind="stable").tolist()
        return order
    pairs = zip(amounts.values.tolist(), quantities.tolist(), strict=True)
    prices = [Fraction(value, quantity) for value, quantity in pairs]
    return sorted(range(len(prices)), key=prices.__getitem__, reverse=True)
