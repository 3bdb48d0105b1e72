"""The cost of every coalition, listed by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.parts import sums
from scalemerit.game.tabulate import Demand
from scalemerit.solution import TimeIsUp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.game.base import Costs, Pooled
    from scalemerit.game.tabulate import Tabulation
    from scalemerit.procure import Pool

# So many coalitions are priced in one step that what comes up on the way stays in the cache.
_BLOCK_BITS = 15
_WITHIN_INT64 = 2**62
# So many coalitions are priced one by one before time is looked at.
_SOME = 64


def listed_by_total(pooled: Pooled, buyers: int) -> Costs:
    """Costs that follow from size and total: each possible one is priced once."""
    most = sum(pooled.quantities)
    sizes = range(buyers + 1) if pooled.depends_on_size else [buyers]
    prices = np.concatenate([pooled.joint(size) for size in sizes])
    a_buyer = most + 1 if pooled.depends_on_size else 0
    steps = [quantity + a_buyer for quantity in pooled.quantities]
    return prices.take(sums(steps, np.dtype(np.int64)))


def listed_in_blocks(
    tabulation: Tabulation, pool: Pool, is_over: Callable[[], bool] = bool
) -> Costs:
    """Costs of any award: blocks of coalitions that share the buyers of high numbers.

    Raises `TimeIsUp`.
    """
    buyers = len(pool.buyers)
    low = _demand(tabulation, pool, range(min(_BLOCK_BITS, buyers)))
    high = _demand(tabulation, pool, range(_BLOCK_BITS, buyers))
    blocks = []
    for block in range(len(high.buyers)):
        if block and is_over():
            raise TimeIsUp
        blocks.append(tabulation.costs(_joined(low, high, block)))
    return np.concatenate(blocks)


def listed_one_by_one(
    whole: Callable[[int], int], buyers: int, is_over: Callable[[], bool] = bool
) -> Costs:
    """Costs of coalitions that are priced one after the other, single buyers not jointly.

    Raises `TimeIsUp`.
    """
    costs = []
    for coalition in range(1 << buyers):
        if coalition % _SOME == _SOME - 1 and is_over():
            raise TimeIsUp
        costs.append(whole(coalition))
    return np.array(costs, dtype=object)


def summable(costs: Costs, largest: int) -> Costs:
    """The same costs, none above the largest, of int64 if all sums over them fit, else Python's."""
    fits = largest * len(costs) < _WITHIN_INT64
    return costs.astype(np.int64 if fits else object, copy=False)


def _demand(tabulation: Tabulation, pool: Pool, members: range) -> Demand:
    """What the coalitions of a part of the buyers need."""
    quantities = {
        product: _sums([pool.quantities[product][buyer] for buyer in members])
        for product in tabulation.products
    }
    served = {
        products: _sums([int(not products.isdisjoint(pool.wanted[buyer])) for buyer in members])
        for products in tabulation.product_sets
    }
    return Demand(quantities, served, _sums([1] * len(members)))


def _joined(low: Demand, high: Demand, block: int) -> Demand:
    """What the coalitions of low numbers need together with one coalition of high numbers."""
    return Demand(
        {key: column + high.quantities[key][block] for key, column in low.quantities.items()},
        {key: column + high.served[key][block] for key, column in low.served.items()},
        low.buyers + high.buyers[block],
    )


def _sums(column: Sequence[int]) -> Costs:
    return sums(column, np.dtype(np.int64))
