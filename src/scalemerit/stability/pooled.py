"""Coalitions found by what they need together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.coalitions import coalition_of, members
from scalemerit.stability.curves import rounding_error, weighed_exactly
from scalemerit.stability.knapsack import Knapsack
from scalemerit.stability.leaving import LargestExcess

if TYPE_CHECKING:
    from scalemerit.game.base import Game
    from scalemerit.stability.curves import Curve, Curves, Weighed
    from scalemerit.stability.leaving import Between, Shares


class PooledSource:
    """The coalition whose excess is largest, by dynamic programming over the total quantity."""

    def __init__(self, game: Game, curves: Curves) -> None:
        self._game, self._curves = game, curves

    def largest(self, shares: Shares, between: Between | None = None) -> LargestExcess:
        """That coalition: of several the smallest, then that of the first buyers."""
        buyers = [between.holding] if between else range(self._game.buyers)
        found = [1 << buyer for buyer in buyers]
        slack = Fraction(self._curves.slack)
        for curve in self._curves.curves:
            amounts = self._weighed(curve, shares)
            if amounts.scale is None:
                slack = self._curves.slack + rounding_error(self._curves, shares)
            found += self._of_several(amounts, between)
        gains = {coalition: shares.excess(self._game, coalition) for coalition in found}
        best = min(found, key=lambda one: (-gains[one], one.bit_count(), members(one)))
        return LargestExcess(best, gains[best], slack)

    def _weighed(self, curve: Curve, shares: Shares) -> Weighed:
        """Amounts that prefer smaller coalitions where the excess is the same."""
        amounts = weighed_exactly(curve, shares, times=len(shares.parts) + 1)
        if amounts is None:
            return curve.floating.weighed(np.array(shares.amounts))
        return amounts._replace(values=amounts.values - 1)

    def _of_several(self, amounts: Weighed, between: Between | None) -> list[int]:
        """The coalition of two buyers or more with the largest excess, if there is one."""
        order = list(range(self._game.buyers))
        is_proper = between is None or between.lacking is None
        holds_first = between is not None
        if between:
            others = [buyer for buyer in order if buyer not in between]
            order = [between.holding, *others]
        quantities = [self._curves.quantities[buyer] for buyer in order]
        knapsack = Knapsack(quantities, amounts.values[order])
        choice = knapsack.first_best(amounts.costs, proper=is_proper, holds_first=holds_first)
        return [coalition_of(order[item] for item in choice.items)] if choice else []
