"""The cheapest partition of all, by dynamic programming over coalitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from scalemerit.game import Game
    from scalemerit.game.base import Costs

    Coalitions = npt.NDArray[np.int64]

# So many buyers have few enough pairs of a coalition and a part of it: 3ⁿ.
EXACT_LIMIT = 14


def cheapest(game: Game, most: int) -> tuple[int, ...]:
    """The coalitions of a cheapest partition with at most so many of two buyers or more.

    The first buyer of a coalition either buys alone, or with some of the others under one of the
    contracts; what is left is a smaller coalition, with as many contracts or with one fewer.
    """
    costs, contracts = game.table, min(most, game.buyers // 2)
    dtype = object if costs.dtype == object else np.int64
    least: Costs = np.zeros((contracts + 1, len(costs)), dtype=dtype)
    for coalition in range(1, len(costs)):
        first = coalition & -coalition
        least[:, coalition] = costs[first] + least[:, coalition ^ first]
        if contracts and coalition != first:
            joint = _joint(costs, least[:-1], coalition).min(axis=1)
            least[1:, coalition] = np.minimum(least[1:, coalition], joint)
    return tuple(_groups(costs, least, game.everyone))


def _joint(costs: Costs, least: Costs, coalition: int) -> Costs:
    """What a coalition pays whose first buyer buys with each part of the others."""
    first = coalition & -coalition
    others = coalition ^ first
    parts = _parts(others)
    joint: Costs = costs[parts | first] + least[:, others ^ parts]
    return joint


def _parts(coalition: int) -> Coalitions:
    """All parts of a coalition but the empty one."""
    found = np.zeros(1 << coalition.bit_count(), dtype=np.int64)
    count = 1
    while coalition:
        lowest = coalition & -coalition
        np.bitwise_or(found[:count], lowest, out=found[count : 2 * count])
        coalition ^= lowest
        count *= 2
    return found[1:]


def _groups(costs: Costs, least: Costs, coalition: int) -> Iterator[int]:
    """The partition that the least cost of a coalition comes from."""
    contracts = len(least) - 1
    while coalition:
        group = coalition & -coalition
        if least[contracts, coalition] != costs[group] + least[contracts, coalition ^ group]:
            joint = _joint(costs, least[contracts - 1 : contracts], coalition)[0]
            group |= int(_parts(coalition ^ group)[joint.argmin()])
            contracts -= 1
        yield group
        coalition ^= group
