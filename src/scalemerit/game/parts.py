"""Buying in parts: what coalitions pay that may divide into several purchases.

The least over all partitions is the subadditive cover of the cost of buying as a whole.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from scalemerit.game.base import Costs, Pooled


def sums(amounts: Sequence[int], dtype: npt.DTypeLike) -> Costs:
    """The sum of the amounts of every coalition's buyers, by its number."""
    found: Costs = np.zeros(1 << len(amounts), dtype=dtype)
    for buyer, amount in enumerate(amounts):
        bit = 1 << buyer
        np.add(found[:bit], amount, out=found[bit : 2 * bit])
    return found


def cheapest_partition(whole: Costs) -> Costs:
    """What each coalition pays by the cheapest of its partitions; 3ⁿ steps for n buyers.

    A coalition of highest buyer b is the part that holds b, bought as a whole, and the rest, which
    is known.
    """
    found = whole.copy()
    for highest in range(1, len(whole).bit_length() - 1):
        bit = 1 << highest
        numbers = np.arange(bit)
        for part in range(bit - 1):
            rest = numbers[(numbers & part) == 0][1:]
            joined = rest | part | bit
            found[joined] = np.minimum(found[joined], whole[part | bit] + found[rest])
    return found


def one_joint_purchase(whole: Costs, alone: Sequence[int], leavers: Iterable[int]) -> Costs:
    """What each coalition pays if any of the leavers, buyers by position, may buy alone instead."""
    separate = sums(alone, whole.dtype)
    found = whole - separate
    for buyer in leavers:
        halves = found.reshape(-1, 2, 1 << buyer)
        np.minimum(halves[:, 1], halves[:, 0], out=halves[:, 1])
    found += separate
    return found


def paid_once(pooled: Pooled) -> int | None:
    """What two joint purchases pay more than one of all their buyers at least, in parts of offers.

    The costs are then F + φ(total), beside what each buyer adds, for an F that is paid once and an
    average price φ(x) / x that never rises: φ(x + y) ≤ φ(x) + φ(y); the largest such F. None
    where there is none, or where it does not outweigh what the rounding of invoices can make good.
    """
    if len({(offer.each, offer.scale) for offer in pooled.offers}) > 1:
        return None
    costs = _least(pooled)
    totals = np.arange(1, len(costs))
    if int(np.abs(costs).max()) * len(costs) >= np.iinfo(np.int64).max:
        costs, totals = costs.astype(object), totals.astype(object)
    once = int((costs[1:-1] * totals[1:] - costs[2:] * totals[:-1]).min())
    once = min(once, int(costs[1:].min()))
    return once if once >= 3 * pooled.slack * pooled.offers[0].scale else None


def possible_leavers(pooled: Pooled, once: int, alone: Sequence[int]) -> tuple[int, ...]:
    """The buyers, by position, that may pay less alone than they add to a joint purchase.

    All others are known to add no more, whatever joint purchase or single buyer they join. `once`
    is what `paid_once` gives.
    """
    least, (each, scale) = _least(pooled), pooled.offers[0][1:]
    pairs = pooled.joint(2).tolist()
    buyers = list(zip(pooled.quantities, alone, strict=True))

    def adds_little(quantity: int, cost: int) -> bool:
        limit = (cost - 2 * pooled.slack) * scale - each
        if int(least[quantity]) - once <= limit:
            return True
        return int((least[1 + quantity :] - least[1:-quantity]).max()) <= limit

    def is_paired_cheaply(buyer: int) -> bool:
        quantity, cost = buyers[buyer]
        others = buyers[:buyer] + buyers[buyer + 1 :]
        return all(pairs[quantity + other] <= cost + other_cost for other, other_cost in others)

    return tuple(
        buyer
        for buyer, (quantity, cost) in enumerate(buyers)
        if not (adds_little(quantity, cost) and is_paired_cheaply(buyer))
    )


def _least(pooled: Pooled) -> Costs:
    """What the cheapest vendor asks for each total, beside what it asks for each buyer."""
    return reduce(np.minimum, [offer.licenses for offer in pooled.offers])
