"""What no partition of a game's buyers costs less than."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.coalitions import sums_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game
    from scalemerit.game.base import Costs, Pooled

# Costs a license are rounded down to parts of 1/2²⁰; those of int64 tables stay within int64.
_SHIFT = 20
_LARGEST = 2**42


def lower_bound(game: Game, quantities: Sequence[int]) -> int | None:
    """A bound on what any division of all buyers into coalitions costs; None where none is known.

    Each buyer is charged its quantity at the lowest price a license of any coalition with it, so
    that no coalition is charged more than it pays. The same is tried with what buyers pay alone in
    place of quantities, and the better bound taken.
    """
    if game.has_table:
        return max(_by_weight(game, quantities), _by_weight(game, game.alone))
    pooled = game.pooled
    return None if pooled is None else _of_pooled(game, pooled)


def _by_weight(game: Game, weights: Sequence[int]) -> int:
    sums = sums_over(weights)
    prices = _prices(game.table[1:], sums[1:])
    prices = np.concatenate([prices[:1], prices])  # the empty coalition, which is never looked at
    lowest = [int(prices.reshape(-1, 2, 1 << one)[:, 1].min()) for one in range(game.buyers)]
    return _charged(weights, lowest)


def _prices(costs: Costs, weights: Costs) -> Costs:
    """Costs for each unit of weight, rounded down; what weighs nothing is charged nothing."""
    if costs.dtype != object and int(costs.max()) >= _LARGEST:
        costs = costs.astype(object)
    prices: Costs = (costs << _SHIFT) // np.maximum(weights, 1)
    return prices


def _charged(weights: Sequence[int], prices: Sequence[int]) -> int:
    """What all buyers are charged, rounded up: costs are whole."""
    charged = sum(weight * price for weight, price in zip(weights, prices, strict=True))
    return -(-charged >> _SHIFT)


def _of_pooled(game: Game, pooled: Pooled) -> int:
    """The bound by quantities, over all totals that a coalition of each size could have."""
    quantities = pooled.quantities
    lowest = [
        (alone << _SHIFT) // quantity
        for alone, quantity in zip(game.alone, quantities, strict=True)
    ]
    ascending = sorted(quantities)
    for size in range(2, game.buyers + 1):
        fewest, most = sum(ascending[:size]), sum(ascending[-size:])
        totals = np.arange(fewest, most + 1)
        prices = _prices(pooled.joint(size)[fewest : most + 1], totals)
        # The lowest price at this total or a larger one: a buyer's own quantity is in the total.
        from_total = np.minimum.accumulate(prices[::-1])[::-1]
        for buyer, quantity in enumerate(quantities):
            at = max(quantity - fewest, 0)
            lowest[buyer] = min(lowest[buyer], int(from_total[at]))
    return _charged(quantities, lowest)
