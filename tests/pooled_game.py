"""Games whose costs follow from pooled quantities, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game import Game, Pooled
from scalemerit.game.tabled import TableGame
from scalemerit.once import once
from scalemerit.solution import Search

if TYPE_CHECKING:
    from scalemerit.game.base import Costs


class CurveGame(Game):
    """What buyers of these quantities pay by a curve for each size, and what each pays alone."""

    has_table = False

    def __init__(
        self,
        quantities: Sequence[int],
        curves: Sequence[Costs],
        alone: Sequence[int],
        search: Search | None = None,
    ) -> None:
        super().__init__(len(quantities), search)
        self.quantities = tuple(quantities)
        self.curves = tuple(curves)
        self.singles = tuple(alone)

    def cost(self, coalition: int) -> int:
        """The curve at the total of the coalition, for two buyers or more."""
        buyers = [buyer for buyer in range(self.buyers) if coalition >> buyer & 1]
        if len(buyers) < 2:
            return sum(self.singles[buyer] for buyer in buyers)
        return int(self._joint(len(buyers))[sum(self.quantities[buyer] for buyer in buyers)])

    def _joint(self, size: int) -> Costs:
        return self.curves[size % len(self.curves)]

    @property
    def pooled(self) -> Pooled | None:
        """The same in short."""
        return Pooled(self.quantities, 1, self._joint, len(self.curves) > 1, (), 0)


class UntoldGame(CurveGame):
    """A game of which it is not told that costs follow from pooled quantities."""

    pooled = None
    surrogates = ()


class ListableGame(CurveGame):
    """A game whose coalitions can be listed as well."""

    has_table = True

    @once
    def table(self) -> Costs:
        """The cost of every coalition, by its number."""
        return listed(self).table


def listed(game: Game) -> TableGame:
    """The game by the cost of every coalition."""
    return TableGame([game.cost(coalition) for coalition in range(game.everyone + 1)])


def curve(chance: Random, total: int, *, largest: int = 10**7) -> Costs:
    """Costs by total, without any rule."""
    costs = [chance.randrange(largest) for _ in range(total + 1)]
    return np.array(costs, np.int64 if largest < 2**62 else np.object_)


def curve_game(
    chance: Random, buyers: int, *, by_size: bool = False, largest: int = 10**7
) -> CurveGame:
    """Few different quantities, so that some are equal; costs without any rule."""
    quantities = [chance.randint(1, 6) for _ in range(buyers)]
    curves = [
        curve(chance, sum(quantities), largest=largest) for _ in range(buyers + 1 if by_size else 1)
    ]
    return CurveGame(quantities, curves, [chance.randrange(largest) for _ in range(buyers)])
