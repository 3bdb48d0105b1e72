"""A search of pooled games for the coalitions that a program lists next."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.stability.curves import (
    exact_curves,
    offered_curves,
    weighed,
    weighed_exactly,
)
from scalemerit.stability.knapsack import Knapsack
from scalemerit.stability.prefixes import Prefixes
from scalemerit.stability.settled import Settled
from scalemerit.stability.unions import Unions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalemerit.game.base import Game, Pooled
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.curves import Curves, Weighed
    from scalemerit.stability.leaving import Shares

    _Split = Callable[[Curves, Weighed, Settled, float], list[int]]

# Dynamic programming over so many totals of buyers takes milliseconds.
_QUICK = 2**21


class PooledSearch:
    """A search among the coalitions with a total quantity.

    Where curves are concave those gain most who pay most for a license, which is certain up to
    their slack, and serves alone where there are too many totals for dynamic programming.
    """

    def __init__(self, game: Game, pooled: Pooled) -> None:
        self._game = game
        self._spaces = [Settled(game.buyers, game.total)]
        offered = offered_curves(pooled)
        self._ways: list[tuple[Curves, _Split]] = []
        if offered.are_concave:
            self._ways.append((offered, _split_by_rank))
        if not self._ways or len(pooled.quantities) * sum(pooled.quantities) <= _QUICK:
            self._ways.append((exact_curves(pooled) or offered, _split))
        self.certainty: Certainty = "certified"

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """Coalitions, none settled, whose values exceed the cost by more than `above`."""
        settled = self._spaces[-1]
        for curves, _ in self._ways:
            for amounts in _floating(curves, values):
                ranked = Prefixes(curves.quantities, amounts).above(above)
                yield _unsettled(settled, ranked)
        for curves, split in self._ways:
            for amounts in _floating(curves, values):
                yield split(curves, amounts, settled, above)
        curves, _ = self._ways[-1]
        for amounts in _floating(curves, values):
            yield Unions(settled, curves.quantities, amounts).above(above)

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""
        self._spaces.append(settled.copy())

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """The coalitions found whose exact excess is above the level at which they were settled."""
        curves, split = self._ways[-1]
        missed = []
        is_exact = curves.slack == 0 and split is _split
        for level, settled in zip(levels, self._spaces[:-1], strict=True):
            charged, bound = (shares.charged(level), Fraction(0)) if per_head else (shares, level)
            for curve in curves.curves:
                amounts = weighed_exactly(curve, charged)
                is_exact = is_exact and amounts is not None
                amounts = amounts or weighed(curve, np.array(charged.amounts))
                above = _in_parts(bound, amounts)
                found = split(curves, amounts, settled, above)
                found += Unions(settled, curves.quantities, amounts).above(above)
                missed += [one for one in found if charged.excess(self._game, one) > bound]
        self.certainty = "exact" if is_exact else "certified"
        return missed


def _floating(curves: Curves, values: Floats) -> Iterator[Weighed]:
    return (weighed(curve, values) for curve in curves.curves)


def _in_parts(bound: Fraction, amounts: Weighed) -> float:
    if amounts.scale is None:
        return bound.numerator / bound.denominator
    return bound.numerator * amounts.scale // bound.denominator


def _unsettled(settled: Settled, coalitions: list[int]) -> list[int]:
    follows = settled.settle_which(coalitions) if coalitions else []
    return [one for one, is_settled in zip(coalitions, follows, strict=True) if not is_settled]


def _split(curves: Curves, amounts: Weighed, settled: Settled, above: float) -> list[int]:
    """Coalitions with buyers of a block, and without others of it, by dynamic programming."""
    blocks = settled.blocks
    order = [buyer for block in blocks for buyer in block]
    is_one = len(blocks) == 1
    lengths = None if is_one else [len(block) for block in blocks]
    quantities = [curves.quantities[buyer] for buyer in order]
    knapsack = Knapsack(quantities, amounts.values[order], lengths)
    return [
        sum(1 << order[item] for item in choice.items)
        for choice in knapsack.best(amounts.costs, proper=is_one)
        if choice.excess > above
    ]


def _split_by_rank(curves: Curves, amounts: Weighed, settled: Settled, above: float) -> list[int]:
    """As `_split`, where curves are concave: of each block two neighbors at least are split."""
    pairs = np.array([pair for block in settled.blocks for pair in pairwise(block)])
    if not len(pairs):
        return []
    first, second = pairs.T
    holding, lacking = np.concatenate([first, second]), np.concatenate([second, first])
    return Prefixes(curves.quantities, amounts).between(holding, lacking, above)
