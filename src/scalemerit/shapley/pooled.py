"""The Shapley value of costs that follow from pooled quantities, by counting coalitions.

That numbers of coalitions by size and total suffice is due to Mann and Shapley (1962), Values of
large games VI, RAND RM-3158; that one buyer can be taken out of them again, to Uno (2012),
Efficient computation of power indices for weighted majority games, ISAAC.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.shapley.counts import INT64_BUYERS, Counts
from scalemerit.shapley.weighted import Weighable
from scalemerit.shapley.weights import weights

_LARGEST = 1 << 62
_MOST_WORK = 1 << 33
_INTEGERS = 16  # so much slower are Python integers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.game import Pooled
    from scalemerit.game.base import Costs


def counting_work(pooled: Pooled) -> int:
    """About how many additions the exact value takes."""
    buyers, different = len(pooled.quantities), len(set(pooled.quantities))
    return buyers * (buyers + 3 * different) // 2 * sum(pooled.quantities)


def can_count(*costs: Pooled) -> bool:
    """Whether the exact values take seconds, and less than half a gigabyte."""
    return sum(counting_work(pooled) * _slowness(pooled) for pooled in costs) <= _MOST_WORK


def _slowness(pooled: Pooled) -> int:
    if len(pooled.quantities) > INT64_BUYERS:
        return _INTEGERS
    return 2 if pooled.depends_on_size else 1  # costs of each size are kept as well


def pooled_parts(pooled: Pooled, alone: Sequence[int]) -> tuple[int, ...]:
    """Each buyer's Shapley value, in parts of 1/denominator of the number of buyers.

    Equal quantities are taken out once. What buyers pay alone has no part in the pooled costs and
    is put in place of them at the end.
    """
    if len(alone) == 1:
        return tuple(alone)
    counting = _counting(pooled)
    found = {quantity: counting.value(quantity) for quantity in set(pooled.quantities)}
    values = [found[quantity] for quantity in pooled.quantities]
    return tuple(map(sum, zip(values, _changes(pooled, alone), strict=True)))


class _Counting(NamedTuple):
    """What all buyers have in common.

    `dual(s)` is u(s), which holds for each total x what those of size n − s pay that miss x to the
    total of all, less what those of size s and total x pay; `own` its sum over all of size s.
    """

    counts: Counts
    dual: Callable[[int], Weighable]
    own: tuple[int, ...]

    def value(self, quantity: int) -> int:
        """The value of a buyer of this quantity, as if single buyers paid the pooled costs.

        It is the sum of weight(s) × (u(s, x) − u(s + 1, x + quantity)) over all coalitions of s
        others with total x, for s below half of the n buyers: joining s others and joining all
        that are missing to s others have one weight, and are counted together. The sum of
        u(s, x) over coalitions without the buyer is that over all less that over those with it.
        """
        value = joined = 0
        middle = self.counts.buyers - 1
        parts = weights(self.counts.buyers)
        for row in self.counts.without(quantity):
            before, joined = joined, self.dual(row.size + 1).over(row, quantity)
            twice = self.own[row.size] - before - joined
            # where as many others join as are missing, each pair has been counted twice
            value += parts[row.size] * (twice // 2 if 2 * row.size == middle else twice)
        return value


def _counting(pooled: Pooled) -> _Counting:
    counts = Counts(pooled.quantities)
    dual = _duals(pooled)
    rows = map(counts.row, range((counts.buyers + 1) // 2))
    return _Counting(counts, dual, tuple(dual(row.size).over(row, 0) for row in rows))


def _duals(pooled: Pooled) -> Callable[[int], Weighable]:
    buyers = len(pooled.quantities)

    def dual(size: int) -> Weighable:
        missing, present = _joint(pooled, buyers - size), _joint(pooled, size)
        return Weighable(missing[::-1] - present)

    if pooled.depends_on_size:
        return cache(dual)
    always = dual(0)
    return lambda _: always


def _joint(pooled: Pooled, size: int) -> Costs:
    """The pooled costs of a size, for less than two buyers those of two; of int64 if sums fit."""
    costs = pooled.joint(max(size, 2))
    fits = int(abs(costs).max()) < _LARGEST
    return costs.astype(np.int64) if fits else costs.astype(np.object_)


def _changes(pooled: Pooled, alone: Sequence[int]) -> list[int]:
    """What it adds to each value that single buyers pay `alone`, and nobody nothing."""
    none, one, *_ = weights(len(alone))
    costs = pooled.joint(2)
    less = [
        cost - int(costs[quantity]) for cost, quantity in zip(alone, pooled.quantities, strict=True)
    ]
    return [none * (int(costs[0]) + change) - one * (sum(less) - change) for change in less]
