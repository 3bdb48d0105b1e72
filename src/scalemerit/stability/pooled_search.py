"""A search of pooled games for the coalitions that a program lists next."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.stability.balancing import Balancing
from scalemerit.stability.curves import weighed_exactly
from scalemerit.stability.prefixes import Prefixes
from scalemerit.stability.settled import Settled
from scalemerit.stability.unions import Unions
from scalemerit.stability.ways import ByRank, ByTotal, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.curves import Curves, Weighed
    from scalemerit.stability.leaving import Shares
    from scalemerit.stability.level import Likely

# Dynamic programming over so many totals of buyers takes milliseconds.
_QUICK = 2**21


class PooledSeparation:
    """A search among the coalitions with a total quantity.

    Where curves are concave those gain most who pay most for a license. That is certain up to the
    slack of the curves; it serves alone where there is none, or too many totals for dynamic
    programming.
    """

    def __init__(self, game: Game, exact: Curves, offered: Curves) -> None:
        self._game = game
        self.certainty: Certainty = "certified"
        self._by_rank = ByRank(offered) if offered.are_concave else None
        self._ways: list[Way] = [self._by_rank] if self._by_rank else []
        is_quick = game.buyers * sum(exact.quantities) <= _QUICK
        if not self._ways or (offered.slack and is_quick):
            self._ways.append(ByTotal(exact))
        self._spaces = [Settled(game.buyers, game.total)]

    def likely(self) -> Likely | None:
        """The division at which neighbors in quantity balance, where curves are concave."""
        if self._by_rank is None or self._game.buyers == 1:
            return None
        return Balancing(self._game, self._by_rank).likely()

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """Coalitions, none settled, whose values exceed the cost by more than `above`."""
        settled, last = self._spaces[-1], self._ways[-1]
        for way in self._ways:
            for amounts in way.floating(values):
                ranked = Prefixes(way.curves.quantities, amounts).above(above)
                yield _unsettled(settled, ranked)
        for way in self._ways:
            for amounts in way.floating(values):
                yield way.split(amounts, settled, above)
        for amounts in last.floating(values):
            yield Unions(settled, last.curves.quantities, amounts).above(above)

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""
        self._spaces.append(settled.copy())

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """The coalitions found whose exact excess is above the level at which they were settled."""
        way = self._ways[-1]
        missed: list[int] = []
        is_exact = way.curves.slack == 0
        for level, settled in zip(levels, self._spaces[:-1], strict=True):
            charged, bound = (shares.charged(level), Fraction(0)) if per_head else (shares, level)
            found = _unsettled(settled, [1 << buyer for buyer in range(self._game.buyers)])
            for curve in way.curves.curves:
                amounts = weighed_exactly(curve, charged)
                is_exact = is_exact and amounts is not None
                amounts = amounts or curve.floating.weighed(np.array(charged.amounts))
                above = _in_parts(bound, amounts)
                found += way.split(amounts, settled, above)
                found += Unions(settled, way.curves.quantities, amounts).above(above)
            missed += [one for one in found if charged.excess(self._game, one) > bound]
        self.certainty = "exact" if is_exact else "certified"
        return missed


def _in_parts(bound: Fraction, amounts: Weighed) -> float:
    if amounts.scale is None:
        return bound.numerator / bound.denominator
    return bound.numerator * amounts.scale // bound.denominator


def _unsettled(settled: Settled, coalitions: list[int]) -> list[int]:
    follows = settled.settle_which(coalitions) if coalitions else []
    return [one for one, is_settled in zip(coalitions, follows, strict=True) if not is_settled]
