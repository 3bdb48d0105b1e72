"""The Shapley value of any game whose costs are listed by coalition, in one pass over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scalemerit.shapley.weights import weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from scalemerit.game.base import Costs

    Members = npt.NDArray[np.intp]


def table_parts(table: Costs) -> tuple[int, ...]:
    """Each buyer's Shapley value, in parts of 1/denominator of the number of buyers.

    A value is the sum, over coalitions with the buyer, of weight(size − 1) × cost, less the sum,
    over those without it, of weight(size) × cost; so that sums by size suffice. The sums fit where
    the table's do.
    """
    buyers = len(table).bit_length() - 1
    sums = _sums_with(table, buyers)
    totals = [sum(column) // size for size, column in enumerate(zip(*sums, strict=True), 1)]
    return tuple(_value(row, totals) for row in sums)


def _value(sums: list[int], totals: list[int]) -> int:
    """A buyer's value from the sums of costs with it, and of all, for each size from 1."""
    parts = weights(len(sums))
    joining = sum(weight * cost for weight, cost in zip(parts, sums, strict=True))
    without = [total - cost for total, cost in zip(totals, sums, strict=True)]
    return joining - sum(
        weight * cost for weight, cost in zip(parts[1:], without[:-1], strict=True)
    )


def _sums_with(table: Costs, buyers: int) -> list[list[int]]:
    """The sum of costs over the coalitions with each buyer, of each size from 1.

    The buyers are halved: a coalition is a row, of its members in the upper half, and a column.
    Rows of one size are added up, which is all that the lower buyers need; columns of one size
    likewise.
    """
    lower = buyers // 2
    rows = table.reshape(-1, 1 << lower)
    order, begins = _by_size(lower)
    upper_sizes = np.empty_like(table, shape=(buyers - lower + 1, 1 << lower))
    upper_sizes[:] = 0
    lower_sizes = np.empty_like(table, shape=(lower + 1, len(rows)))
    for members, costs in enumerate(rows):
        upper_sizes[members.bit_count()] += costs
        lower_sizes[:, members] = np.add.reduceat(costs[order], begins)
    return _sums_of_half(upper_sizes, buyers) + _sums_of_half(lower_sizes, buyers)


def _by_size(buyers: int) -> tuple[Members, Members]:
    """All coalitions of so many buyers by size, and at which place each size begins."""
    sizes = np.bitwise_count(np.arange(1 << buyers))
    order = np.argsort(sizes, kind="stable")
    return order, np.searchsorted(sizes[order], np.arange(buyers + 1))


def _sums_of_half(costs: Costs, buyers: int) -> list[list[int]]:
    """The sums with each buyer of a half, by size, from costs by others' number and its members."""
    coalitions = costs.shape[1]
    members = np.arange(coalitions)
    sizes = np.bitwise_count(members)
    found = []
    for buyer in range(coalitions.bit_length() - 1):
        sums = [0] * (buyers + 1)
        for size in range(1, coalitions.bit_length()):
            chosen = costs[:, (members >> buyer & 1 == 1) & (sizes == size)]
            for others, cost in enumerate(chosen.sum(axis=1).tolist()):
                sums[size + others] += cost
        found.append(sums[1:])
    return found
