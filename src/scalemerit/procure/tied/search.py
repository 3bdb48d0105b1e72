"""The search: bound a part, settle what is certain, and divide what is left."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import product as every
from math import prod
from typing import TYPE_CHECKING

from scalemerit.procure.tied.ascent import Ascent
from scalemerit.procure.tied.costs import Costs, product_set
from scalemerit.procure.tied.divide import divided
from scalemerit.procure.tied.improve import cost_of, first_awards, improved
from scalemerit.procure.tied.node import KnownParts, Node, parts_of, whole_problem
from scalemerit.procure.tied.settle import settled

if TYPE_CHECKING:
    from scalemerit.procure.opening import Award
    from scalemerit.procure.pool import Pool

# So few awards are compared one by one.
_FEW = 40
# How often prices are changed: for all awards, and for a part of them. The more, the better the
# bounds and the longer they take.
_FIRST_ROUNDS, _ROUNDS = 80, 14


class TiedAward:
    """One award problem; products and vendors are positions in `pool.needed`, `pool.vendors`."""

    def __init__(self, pool: Pool) -> None:
        self.costs = Costs(pool)
        self.award: Award = ()
        self.cost = 0
        self.known: KnownParts = {}

    def best(self) -> Award:
        """The cheapest award as one vendor a product; ties go to the vendors written first."""
        first = min(first_awards(self.costs), key=lambda award: cost_of(self.costs, award))
        self.award = improved(self.costs, first)
        self.cost = cost_of(self.costs, self.award)
        open_nodes = [(0, 0, whole_problem(self.costs, _prices(self.costs, self.award)))]
        found, rounds = 0, _FIRST_ROUNDS
        while open_nodes:
            bound, _, node = heappop(open_nodes)
            if bound >= self.cost:
                break
            for part in self._searched(node, rounds):
                found += 1
                heappush(open_nodes, (part.bound, found, part))
            rounds = _ROUNDS
        return self.award

    def _searched(self, node: Node, rounds: int) -> tuple[Node, ...]:
        """The parts of a node that are still to be searched; keeps the cheapest award found."""
        while (parts := parts_of(self.costs, node, self.known)) is not None:
            vendors = node.vendors()
            if prod(map(len, vendors)) <= _FEW:
                self._keep(min(every(*vendors), key=lambda award: cost_of(self.costs, award)))
                break
            ascent = Ascent(parts, node.prices)
            ascent.climb(self.cost, rounds)
            if ascent.bound >= self.cost:
                break
            self._keep(_likely(ascent, vendors))
            left = settled(node, ascent, self.cost).bounded(ascent.prices, ascent.bound)
            if 5 * left.choices() > 4 * node.choices():
                return divided(self.costs, left, ascent)
            node = left
        return ()

    def _keep(self, award: Award) -> None:
        """Keeps an award, improved, if it is cheaper than the one so far."""
        if cost_of(self.costs, award) < self.cost:
            self.award = improved(self.costs, award)
            self.cost = cost_of(self.costs, self.award)


def _likely(ascent: Ascent, vendors: list[list[int]]) -> Award:
    """Each product at the vendor that took it most often."""
    return tuple(
        max(allowed, key=lambda vendor: (ascent.chosen[vendor].get(product, 0), -vendor))
        for product, allowed in enumerate(vendors)
    )


def _prices(costs: Costs, award: Award) -> list[int]:
    """What each product costs in an award, its part of the vendor's fees included."""
    prices = [0] * len(award)
    for vendor in set(award):
        supplied = product_set(one for one, found in enumerate(award) if found == vendor)
        licenses = costs.sellers[vendor].licenses(supplied)
        whole = sum(licenses.values())
        fees = costs.cost_at(vendor, supplied) - whole
        for product, cost in licenses.items():
            prices[product] = cost + (fees * cost // whole if whole else 0)
    return prices
