"""The game of an arrangement whose coalitions never buy in parts: what a joint purchase costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.game.purchase import PurchaseGame
from scalemerit.once import once

if TYPE_CHECKING:
    from scalemerit.game.base import Costs, Parts, Pooled


class WholeGame(PurchaseGame):
    """As `PurchaseGame`, but two buyers or more pay what `compare` says, parts cheaper or not.

    Who asks what a joint purchase of some buyers saves or loses asks this game: in parts nobody
    would ever lose.
    """

    @property
    def has_table(self) -> bool:
        """Whether the cost of every coalition can be listed."""
        return self._may_be_listed

    @property
    def parts(self) -> Parts:
        """None: every coalition buys as a whole."""
        return "whole"

    @once
    def whole_is_cheapest(self) -> bool | None:
        """Not asked here."""
        return None

    def cost(self, coalition: int) -> int:
        """What a coalition pays that buys as a whole; 0 for no buyer."""
        listed = self.__dict__.get("table")
        return self.whole(coalition) if listed is None else int(listed[coalition])

    @once
    def table(self) -> Costs:
        """The cost of every coalition, by its number; only of a game that `has_table`."""
        return self._summable()

    @property
    def pooled(self) -> Pooled | None:
        """How costs follow from pooled quantities, where all but those of single buyers do."""
        return self._pooled
