"""Levels of excesses, one after the other, until one division is left."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scalemerit.stability.leaving import Shares
from scalemerit.stability.level import Level, Search, begun, proposed, proven
from scalemerit.stability.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.game.base import Game


def never() -> bool:
    """There is no time limit."""
    return False


class Descent:
    """The levels found so far, and what they settle.

    Nobody pays more than alone where the bill allows that.
    """

    def __init__(
        self, game: Game, search: Search, known: Sequence[int] = (), *, per_head: bool = False
    ) -> None:
        self.game, self.search, self.per_head = game, search, per_head
        self.settled = Settled(game.buyers, game.total)
        self.levels: list[Level] = []
        self._least = self.shares
        capped = sum(game.alone) >= game.total
        self.program = begun(game, known, capped=capped, per_head=per_head)

    @property
    def shares(self) -> Shares:
        """A division that has what is settled."""
        return Shares(tuple(self.settled.parts), self.settled.denominator)

    @property
    def least(self) -> Shares:
        """A division of the least core."""
        return self._least

    @property
    def excesses(self) -> list[Fraction]:
        """The excess of each level."""
        return [level.excess for level in self.levels]

    def step(self, is_over: Callable[[], bool] = never) -> None:
        """Find and settle the next level; raises `TimeIsUp`, but always finds the first."""
        limit = is_over if self.levels else never
        proposal = proposed(self.game, self.program, self.search, limit)
        level = proven(self.game, self.settled, proposal, per_head=self.per_head)
        self.levels.append(level)
        for coalition in level.coalitions:
            self._settle(coalition, level.excess)
        for buyer in level.capped:
            self.settled.settle(1 << buyer, Fraction(self.game.alone[buyer]))
            self.program.fix_share(buyer, self.game.alone[buyer])
        self.program.release(self.settled)
        self.search.settle(self.settled)
        if len(self.levels) == 1:
            self._least = self.settled.near(proposal.shares)

    def _settle(self, coalition: int, excess: Fraction) -> None:
        if self.settled.settles(coalition):
            return
        heads = coalition.bit_count() if self.per_head else 1
        amount = self.game.cost(coalition) + excess * heads
        self.settled.settle(coalition, amount)
        self.program.fix(coalition, amount)
