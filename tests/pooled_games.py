"""Small games whose costs follow from pooled quantities, for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game import Game, Pooled
from scalemerit.once import once

if TYPE_CHECKING:
    from scalemerit.game.base import Costs


class CurveGame(Game):
    """Buyers pay `curve(total)` together and `each` for every one; alone what is listed."""

    def __init__(
        self,
        quantities: Sequence[int],
        alone: Sequence[int],
        curve: Callable[[int], int],
        each: int = 0,
        step: int = 1,
    ) -> None:
        super().__init__(len(quantities))
        self._quantities = tuple(quantities)
        self._alone = alone
        self._curve = curve
        self._each = each
        self._step = step

    def cost(self, coalition: int) -> int:
        members = [buyer for buyer in range(self.buyers) if coalition >> buyer & 1]
        if len(members) < 2:
            return sum(self._alone[buyer] for buyer in members)
        total = sum(self._quantities[buyer] for buyer in members)
        return self._curve(total * self._step) + self._each * len(members)

    @once
    def table(self) -> Costs:
        return np.array([self.cost(one) for one in range(1 << self.buyers)], dtype=np.int64)

    @property
    def pooled(self) -> Pooled:
        totals = range(sum(self._quantities) + 1)
        licenses = [self._curve(total * self._step) for total in totals]

        def joint(size: int) -> Costs:
            return np.array(licenses, dtype=np.int64) + size * self._each

        return Pooled(self._quantities, self._step, joint, bool(self._each), (), 0)


def random_game(chance: Random, buyers: int) -> CurveGame:
    """A game with volume tiers, where some coalitions lose."""
    quantities = [chance.randint(1, 9) for _ in range(buyers)]
    units = sorted((chance.randint(50, 99) for _ in range(3)), reverse=True)
    fixed, bounds = chance.randint(0, 400), (1, 12, 25)

    def curve(total: int) -> int:
        reached = max(place for place, bound in enumerate(bounds) if bound <= max(total, 1))
        return fixed + total * units[reached]

    alone = [chance.randint(60, 120) * quantity for quantity in quantities]
    return CurveGame(quantities, alone, curve, each=chance.randint(0, 20))
