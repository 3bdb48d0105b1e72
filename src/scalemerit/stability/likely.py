"""Levels of what is likely to be the nucleolus, without linear programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.stability.arrays import indicators
from scalemerit.stability.level import Levels
from scalemerit.stability.settled import null_space

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Game
    from scalemerit.stability.leaving import Shares
    from scalemerit.stability.level import Level, Separation


def likely_levels(game: Game, search: Separation, groups: Sequence[list[int]]) -> Levels | None:
    """The levels of groups of coalitions with the same excess, the largest first.

    None where they do not have weights that leave one division, with nobody worse off than alone.
    That no coalition exceeds a level is to be shown besides.
    """
    levels = Levels(game, search, per_head=False)
    for group in groups:
        for level in _proven(levels, group):
            levels.settle(level)
    shares = levels.shares
    if not levels.settled.is_complete or _is_anybody_worse_off(game, shares):
        return None
    return levels


def _proven(levels: Levels, group: list[int]) -> Iterator[Level]:
    """The levels that coalitions with the same excess prove, which may be several at once."""
    settled = levels.settled
    while True:
        follows = settled.settle_which(group)
        group = [one for one, is_settled in zip(group, follows, strict=True) if not is_settled]
        if not group:
            return
        vectors = null_space(settled.free @ indicators(group, settled.buyers).T)
        proofs = [one for one in vectors if min(one) >= 0 or max(one) <= 0]
        if not proofs:
            return
        for weights in proofs:
            yield levels.weighed(group, (), weights)


def _is_anybody_worse_off(game: Game, shares: Shares) -> bool:
    costs = [cost * shares.denominator for cost in game.alone]
    return any(part > cost for part, cost in zip(shares.parts, costs, strict=True))
