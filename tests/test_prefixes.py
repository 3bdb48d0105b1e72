"""The best coalitions at concave costs, against going through all of them."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from scalemerit.stability.curves import Weighed
from scalemerit.stability.prefixes import Prefixes


@pytest.mark.parametrize("scale", [1, 10**30])
@pytest.mark.parametrize("seed", range(20))
def test_the_best_coalition_with_one_buyer_and_without_another(seed: int, scale: int) -> None:
    chance = Random(seed)
    quantities = [chance.randint(1, 5) for _ in range(chance.randint(3, 6))]
    falling = sorted((chance.randint(1, 100) for _ in range(sum(quantities))), reverse=True)
    start = chance.randint(0, 300)
    costs = [scale * cost for cost in (0, *(start + np.cumsum(falling)).tolist())]
    values = [scale * chance.randint(1, 200) for _ in quantities]
    kind = np.int64 if scale == 1 else np.object_
    amounts = Weighed(np.array(values, kind), np.array(costs, kind), scale)

    def excess(coalition: tuple[int, ...]) -> int:
        paid = sum(values[buyer] for buyer in coalition)
        return paid - costs[sum(quantities[buyer] for buyer in coalition)]

    best = Prefixes(quantities, amounts).between(np.array([0, 1]), np.array([1, 0]))

    everyone = range(len(quantities))
    sizes = [chosen for size in everyone[2:] for chosen in combinations(everyone, size)]
    for holding, lacking, found, most in zip(
        (0, 1), (1, 0), best.coalitions, best.excess, strict=True
    ):
        ones = [one for one in sizes if holding in one and lacking not in one]
        members = tuple(buyer for buyer in everyone if found >> buyer & 1)
        assert members in ones
        assert excess(members) == most == max(map(excess, ones))
