"""Ways through the coalitions of a pooled game that hold a buyer of a block, and not another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.stability.knapsack import Knapsack
from scalemerit.stability.prefixes import Prefixes

if TYPE_CHECKING:
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.curves import Curves, Weighed
    from scalemerit.stability.settled import Settled


class Way(ABC):
    """A way to find the coalitions with the largest excess, by curves."""

    def __init__(self, curves: Curves) -> None:
        self.curves = curves
        self._floating = [curve.floating for curve in curves.curves]

    def floating(self, values: Floats) -> list[Weighed]:
        """Values and costs in floating point, for each curve."""
        return [curve.weighed(values) for curve in self._floating]

    @abstractmethod
    def split(self, amounts: Weighed, settled: Settled, above: float) -> list[int]:
        """Coalitions that split a block, and have an excess above a bound, if there are any."""


class ByTotal(Way):
    """By dynamic programming over the total quantity."""

    def split(self, amounts: Weighed, settled: Settled, above: float) -> list[int]:
        """The best coalition for each buyer that it may hold first."""
        blocks = settled.blocks
        order = [buyer for block in blocks for buyer in block]
        is_one = len(blocks) == 1
        lengths = None if is_one else [len(block) for block in blocks]
        quantities = [self.curves.quantities[buyer] for buyer in order]
        knapsack = Knapsack(quantities, amounts.values[order], lengths)
        return [
            sum(1 << order[item] for item in choice.items)
            for choice in knapsack.best(amounts.costs, proper=is_one)
            if choice.excess > above
        ]


class ByRank(Way):
    """By what buyers pay for a license, where curves are concave."""

    def split(self, amounts: Weighed, settled: Settled, above: float) -> list[int]:
        """The best coalition with one of two neighbors in a block, and not the other."""
        pairs = np.array([pair for block in settled.blocks for pair in pairwise(block)])
        if not len(pairs):
            return []
        first, second = pairs.T
        holding, lacking = np.concatenate([first, second]), np.concatenate([second, first])
        best = Prefixes(self.curves.quantities, amounts).between(holding, lacking)
        return [best.coalitions[pair] for pair in np.flatnonzero(best.excess > above)]
