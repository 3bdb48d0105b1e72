"""A likely nucleolus where costs are concave: buyers whose objections to each other balance.

s_ij(x) is the largest excess of the coalitions with i and without j. Where s_ij = s_ji for all
pairs the division is in the prekernel, which in a convex game of savings is the nucleolus alone
(Maschler, Peleg, Shapley 1972, International Journal of Game Theory 1). It is found by Newton's
method with line search: each s is the excess of one coalition for a while, so that the equations
are linear. Only buyers next to each other in quantity are balanced, which mostly is enough, and
what comes out is to be proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.stability.arrays import indicators
from scalemerit.stability.level import Likely
from scalemerit.stability.prefixes import Prefixes

if TYPE_CHECKING:
    from scalemerit.game.base import Game
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.ways import ByRank

_MOST_STEPS, _MOST_HALVINGS = 30, 6
# Excesses this close to each other, as a part of the bill, are the same.
_SAME = 10**-12


class _Objections(NamedTuple):
    """The coalitions with which neighbors object to each other: forth, then back."""

    shares: Floats
    coalitions: list[int]
    excess: Floats

    @property
    def imbalance(self) -> Floats:
        """By how much the one of two neighbors can object more than the other."""
        one, other = np.split(self.excess, 2)
        return one - other


class Balancing:
    """The search for shares at which neighbors in quantity balance each other."""

    def __init__(self, game: Game, way: ByRank) -> None:
        self._way, self._buyers, self._total = way, game.buyers, game.total
        self._alone = np.array(game.alone, dtype=np.float64)
        order = np.argsort(np.array(way.curves.quantities), kind="stable")
        self._holding = np.concatenate([order[:-1], order[1:]])
        self._lacking = np.concatenate([order[1:], order[:-1]])

    def likely(self) -> Likely:
        """The shares that were found, and the coalitions that neighbors object with."""
        found = self._objections(self._alone + (self._total - self._alone.sum()) / self._buyers)
        for _ in range(_MOST_STEPS):
            if np.abs(found.imbalance).max() <= self._same:
                break
            found = self._better(found)
        return Likely(found.shares, self._grouped(found))

    @property
    def _same(self) -> float:
        return _SAME * abs(self._total)

    def _better(self, found: _Objections) -> _Objections:
        """What Newton's step leads to, halved until it helps, or so small that it may not."""
        one, other = np.split(indicators(found.coalitions, self._buyers), 2)
        equations = np.vstack([one - other, np.ones(self._buyers)])
        wanted = np.append(-found.imbalance, 0)
        step, *_ = np.linalg.lstsq(equations, wanted, rcond=None)
        before = np.linalg.norm(found.imbalance)
        for halvings in range(_MOST_HALVINGS):
            better = self._objections(found.shares + step / 2**halvings)
            if np.linalg.norm(better.imbalance) < before * (1 - 2 ** -(halvings + 2)):
                break
        return better

    def _objections(self, shares: Floats) -> _Objections:
        """Of each buyer alone, or of the best coalition by a curve."""
        coalitions = [1 << buyer for buyer in self._holding.tolist()]
        excess = (shares - self._alone)[self._holding]
        for amounts in self._way.floating(shares):
            ranked = Prefixes(self._way.curves.quantities, amounts)
            best = ranked.between(self._holding, self._lacking)
            for pair in np.flatnonzero(best.excess > excess):
                coalitions[pair] = best.coalitions[pair]
            excess = np.maximum(excess, best.excess)
        return _Objections(shares, coalitions, excess)

    def _grouped(self, found: _Objections) -> list[list[int]]:
        groups: list[list[int]] = []
        last = np.inf
        for pair in np.argsort(-found.excess, kind="stable"):
            if found.excess[pair] < last - 100 * self._same:
                groups.append([])
            last = found.excess[pair]
            groups[-1].append(found.coalitions[pair])
        return groups
