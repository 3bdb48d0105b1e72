"""A game that is given by the cost of every coalition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.base import TABLE_LIMIT, Game
from scalemerit.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Costs

# Sums over the coalitions of the largest table stay within int64 where each cost does here.
_LARGEST = 2 ** (62 - TABLE_LIMIT)


class TableGame(Game):
    """A game whose costs are listed by coalition: the games of the literature, and small ones.

    The costs are taken as they are given, whatever the coalitions may save in parts.
    """

    def __init__(self, costs: Sequence[int]) -> None:
        super().__init__(len(costs).bit_length() - 1)
        self._costs = costs

    def cost(self, coalition: int) -> int:
        """What a coalition pays, as listed."""
        return int(self._costs[coalition])

    @once
    def table(self) -> Costs:
        """The costs as listed."""
        largest = max(map(abs, self._costs))
        return np.array(self._costs, dtype=np.int64 if largest < _LARGEST else object)
