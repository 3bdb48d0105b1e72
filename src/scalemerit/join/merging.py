"""Coalitions of many buyers that save the same, taken together: exact where these are few."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import prod
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.join.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scalemerit.game.base import Costs, Pooled
    from scalemerit.join.outcomes import Places
    from scalemerit.money import Exact

    Parts = npt.NDArray[np.object_]

# So many different coalitions at most are told apart by size, total and what they pay alone.
_MOST_KINDS = 2**16
_WITHIN_INT64 = 2**62


class Merged(Outcomes):
    """The savings of kinds of coalitions, and the parts of all coalitions of each kind."""

    def __init__(self, savings: Costs, parts: Parts, whole: int) -> None:
        self.savings = savings
        self.whole = whole
        self._parts = parts

    def tally(self, places: Places, count: int) -> Sequence[int]:
        """The parts of all kinds that have each place."""
        total = np.zeros(count, dtype=object)
        np.add.at(total, places, self._parts)
        return tuple(total)

    def parts(self, cases: Places) -> Sequence[int]:
        """The parts of these kinds."""
        return tuple(self._parts[cases])

    def expected(self) -> Fraction:
        """The mean over all coalitions."""
        products = self.savings.astype(object) * self._parts
        return Fraction(int(products.sum()), self.whole)


def merged(alone: Sequence[int], pooled: Pooled, probabilities: Sequence[Exact]) -> Merged | None:
    """What coalitions of buyers save whose joint cost follows from size and pooled total.

    Those of the same size and total that pay the same alone are one kind. None where there are too
    many kinds, or amounts are too large.
    """
    sizes, totals = len(alone) + 1, sum(pooled.quantities) + 1
    largest = (sum(alone) + 1) * totals * sizes
    if min(alone) < 0 or largest >= _WITHIN_INT64 or pooled.joint(2).dtype == object:
        return None
    # A kind is one number, so that a buyer joins by one addition.
    buyers = [
        (cost * totals + quantity) * sizes + 1
        for cost, quantity in zip(alone, pooled.quantities, strict=True)
    ]
    found = _kinds(buyers, probabilities)
    if found is None:
        return None
    kinds, parts = found
    size, total, cost = kinds % sizes, kinds // sizes % totals, kinds // (sizes * totals)
    savings = np.zeros_like(kinds)
    for one in range(2, sizes):
        of_size = np.flatnonzero(size == one)
        savings[of_size] = cost[of_size] - pooled.joint(one)[total[of_size]]
    return Merged(savings, parts, prod(one.denominator for one in probabilities))


def _kinds(buyers: Sequence[int], probabilities: Sequence[Exact]) -> tuple[Costs, Parts] | None:
    """The kinds of coalitions, and the parts of each; None where they are too many."""
    kinds, parts = np.zeros(1, dtype=np.int64), np.ones(1, dtype=object)
    for buyer, one in zip(buyers, probabilities, strict=True):
        joins, stays = one.numerator, one.denominator - one.numerator
        both = [(kinds, stays), (kinds + buyer, joins)]
        several = np.concatenate([some for some, times in both if times])
        weighed = np.concatenate([parts * times for _, times in both if times])
        order = several.argsort(kind="stable")
        kinds, firsts = np.unique(several[order], return_index=True)
        if len(kinds) > _MOST_KINDS:
            return None
        parts = np.add.reduceat(weighed[order], firsts)
    return kinds, parts


def expected_saving(
    alone: Sequence[int], pooled: Pooled, probabilities: Sequence[Exact]
) -> Fraction | None:
    """The mean saving, for which it is enough to know how likely each pooled total is.

    What buyers pay alone is counted for each by itself. None where too many totals can occur.
    """
    sizes = len(alone) + 1 if pooled.depends_on_size else 1
    buyers = [quantity * sizes + pooled.depends_on_size for quantity in pooled.quantities]
    found = _kinds(buyers, probabilities)
    if found is None:
        return None
    kinds, parts = found

    def joint(kind: int) -> int:
        return int(pooled.joint(max(kind % sizes, 2))[kind // sizes])

    whole = prod(one.denominator for one in probabilities)
    costs = sum(joint(kind) * part for kind, part in zip(kinds.tolist(), parts, strict=True))
    separate = sum(cost * one for cost, one in zip(alone, probabilities, strict=True))
    nobody, single = few_taking_part(probabilities)
    # Nobody and single buyers make no joint purchase: neither cost has a part in the saving.
    few = sum(
        chance * (cost - joint(buyer))
        for chance, cost, buyer in zip(single, alone, buyers, strict=True)
    )
    return Fraction(separate - few + nobody * joint(0)) - Fraction(costs, whole)


def few_taking_part(probabilities: Sequence[Exact]) -> tuple[Exact, list[Exact]]:
    """The chance that nobody takes part, and that of each buyer that it alone does."""
    stays = [1 - one for one in probabilities]
    *before, nobody = accumulate(stays, mul, initial=1)
    after = [*accumulate(reversed(stays), mul, initial=1)][-2::-1]
    return nobody, [
        earlier * one * later
        for earlier, one, later in zip(before, probabilities, after, strict=True)
    ]
