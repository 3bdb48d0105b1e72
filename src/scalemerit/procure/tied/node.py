"""Parts of the search: which vendor may supply what, and at which levels of its totals."""

from __future__ import annotations

from typing import NamedTuple

from scalemerit.procure.tied.costs import Costs
from scalemerit.procure.tied.part import Part, Prices, parted

Levels = tuple[int, ...]
KnownParts = dict[tuple[int, int, int, Levels], Part | None]


class Node(NamedTuple):
    """For each vendor the products it may supply and the levels of each group, as sets of bits.

    `must` are the vendors that surely supply something; `prices` those that gave the best bound
    so far, `bound` what the awards of this part cost at the least.
    """

    allowed: tuple[int, ...]
    levels: tuple[Levels, ...]
    must: int
    prices: Prices
    bound: int

    def allowing(self, vendor: int, products: int) -> Node:
        """With only these products at a vendor."""
        return self._replace(
            allowed=(*self.allowed[:vendor], products, *self.allowed[vendor + 1 :])
        )

    def at(self, vendor: int, levels: Levels) -> Node:
        """With only these levels at a vendor."""
        return self._replace(levels=(*self.levels[:vendor], levels, *self.levels[vendor + 1 :]))

    def awarding(self, product: int, vendor: int) -> Node:
        """With the product at no other vendor."""
        bit = 1 << product
        kept = (found if one == vendor else found & ~bit for one, found in enumerate(self.allowed))
        return self._replace(allowed=tuple(kept))

    def bounded(self, prices: Prices, bound: int) -> Node:
        """With the prices that give a bound, and it if it is better."""
        return self._replace(prices=prices, bound=max(bound, self.bound))

    def choices(self) -> int:
        """How many vendors there are for all products together."""
        return sum(products.bit_count() for products in self.allowed)

    def vendors(self) -> list[list[int]]:
        """The vendors that each product may come from."""
        return [
            [vendor for vendor, products in enumerate(self.allowed) if products >> one & 1]
            for one in range(len(self.prices))
        ]

    def forced(self) -> list[int] | None:
        """For each vendor the products that no other may supply; None if one has no vendor."""
        once = several = 0
        for products in self.allowed:
            several |= once & products
            once |= products
        if once + 1 != 1 << len(self.prices):
            return None
        return [products & ~several for products in self.allowed]


def whole_problem(costs: Costs, prices: Prices) -> Node:
    """All awards."""
    sellers = costs.sellers
    levels = tuple(
        tuple((1 << len(group.floors)) - 1 for group in seller.groups) for seller in sellers
    )
    return Node(tuple(seller.sold for seller in sellers), levels, 0, prices, 0)


def parts_of(costs: Costs, node: Node, known: KnownParts) -> list[Part] | None:
    """What each vendor may do in a part of the search; None if that holds no award.

    `known` keeps what was found, as most nodes differ from others by a few vendors.
    """
    forced = node.forced()
    if forced is None:
        return None
    parts = []
    for vendor, seller in enumerate(costs.sellers):
        state = (node.allowed[vendor], forced[vendor], node.levels[vendor])
        if (vendor, *state) not in known:
            known[vendor, *state] = parted(seller, *state)
        part = known[vendor, *state]
        if part is None:
            return None
        parts.append(part._replace(must=True) if node.must >> vendor & 1 else part)
    return parts
