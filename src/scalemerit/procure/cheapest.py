"""The cheapest award: which vendor supplies which product.

Fees make it more than a minimum per product, and prices whose tier counts several products make
the products depend on each other. The search below is exact: it relaxes both (fees of vendors not
yet decided are left out, a counted total is taken at its best), which gives a lower bound and an
award at once, and divides only where the relaxation and the award's true cost differ. Where
nothing is coupled the first relaxation is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scalemerit.procure.contract import Pool, billing_periods, buyer_fees, contract_fees

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.pricing import Price


def cheapest_award(pool: Pool) -> dict[str, str]:
    """The vendor of each product in the cheapest award, fees included, before rounding and tax.

    Among equally cheap awards, the one that for the products in order has the vendors written
    first.
    """
    search = _Search(pool)
    award = search.best()
    return dict(zip(pool.needed, (pool.vendors[vendor] for vendor in award), strict=True))


def cheapest_single(pool: Pool) -> dict[str, str]:
    """The one vendor that supplies all products at the least cost, as an award."""
    search = _Search(pool)
    able = [
        vendor
        for vendor in range(len(pool.vendors))
        if all(vendor in costs for costs in search.lowest)
    ]
    best = min(able, key=lambda vendor: search.cost((vendor,) * len(search.products)))
    return dict.fromkeys(pool.needed, pool.vendors[best])


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of the search: for each product the vendors allowed, and the vendors surely paid."""

    allowed: tuple[frozenset[int], ...]
    paid: frozenset[int]

    def without(self, vendors: frozenset[int]) -> _Node:
        return _Node(tuple(choices - vendors for choices in self.allowed), self.paid)

    def paying(self, vendor: int) -> _Node:
        return _Node(self.allowed, self.paid | {vendor})

    def choosing(self, product: int, choices: frozenset[int]) -> _Node:
        return _Node(
            (*self.allowed[:product], choices, *self.allowed[product + 1 :]),
            self.paid | choices if len(choices) == 1 else self.paid,
        )

    def possible(self, vendor: int) -> list[int]:
        return [product for product, choices in enumerate(self.allowed) if vendor in choices]

    def forced(self, vendor: int) -> list[int]:
        return [product for product, choices in enumerate(self.allowed) if choices == {vendor}]


class _Search:
    """One award problem; products and vendors are positions in `pool.needed`, `pool.vendors`."""

    def __init__(self, pool: Pool) -> None:
        scenario = pool.scenario
        self.pool = pool
        self.products = tuple(pool.needed)
        self.prices = [scenario.prices[vendor] for vendor in pool.vendors]
        self.periods = [billing_periods(scenario, product) for product in self.products]
        sellers = [scenario.vendors[vendor] for vendor in pool.vendors]
        self.contract_fees = [contract_fees(seller, scenario.years) for seller in sellers]
        self.buyer_fees = [buyer_fees(seller, scenario.years) for seller in sellers]
        self.charging = frozenset(
            vendor
            for vendor in range(len(sellers))
            if self.contract_fees[vendor] or self.buyer_fees[vendor]
        )

    def best(self) -> tuple[int, ...]:
        """The cheapest award as one vendor a product; ties go to the vendors written first."""
        everything = tuple(frozenset(costs) for costs in self.lowest)
        open_nodes = [_Node(everything, frozenset())]
        best: tuple[Exact, tuple[int, ...]] | None = None
        while open_nodes:
            node = self._pruned(open_nodes.pop())
            if not all(node.allowed):
                continue
            bound, award = self._relaxed(node)
            if best is not None and (bound, award) >= best:
                continue
            cost = self.cost(award)
            best = min(best or (cost, award), (cost, award))
            if cost > bound:
                open_nodes += self._divided(node, award)
        return best[1] if best else ()

    def cost(self, award: tuple[int, ...]) -> Exact:
        """What an award costs over all years, before rounding and tax."""
        return sum((self._cost_at(vendor, award) for vendor in set(award)), 0)

    @cached_property
    def lowest(self) -> list[dict[int, Exact]]:
        """For each product and each vendor that sells it, the least its licenses may cost."""
        everything = range(len(self.products))
        return [
            {
                vendor: self._license_cost(vendor, product, everything)
                for vendor in range(len(self.prices))
                if self.products[product] in self.prices[vendor]
            }
            for product in everything
        ]

    @cached_property
    def ranked(self) -> list[list[tuple[Exact, int]]]:
        """For each product the least costs with their vendors, cheapest and first written first."""
        return [sorted((cost, one) for one, cost in costs.items()) for costs in self.lowest]

    @cached_property
    def entry_fees(self) -> list[Exact]:
        """What each vendor charges at the least once it supplies anything."""
        fewest = min(len(buyers) for buyers in self.served)
        return [
            contract + fewest * buyer
            for contract, buyer in zip(self.contract_fees, self.buyer_fees, strict=True)
        ]

    @cached_property
    def counting(self) -> frozenset[int]:
        """The vendors with a price whose tier counts several products."""
        return frozenset(
            vendor
            for vendor, prices in enumerate(self.prices)
            if any(price.counted_products for price in prices.values())
        )

    @cached_property
    def served(self) -> list[frozenset[str]]:
        """The buyers that need each product."""
        return [frozenset(self.pool.served([product])) for product in self.products]

    @cached_property
    def independent(self) -> bool:
        """Whether products are tied by nothing but fees that are the same for any of them."""
        varied = len(set(self.served)) > 1 and any(self.buyer_fees)
        return not varied and not self.counting

    def _fee(self, vendor: int, products: list[int]) -> Exact:
        """The vendor's fees if it supplies these products."""
        if not self.buyer_fees[vendor]:
            return self.contract_fees[vendor]
        buyers = frozenset[str]().union(*(self.served[product] for product in products))
        return self.contract_fees[vendor] + len(buyers) * self.buyer_fees[vendor]

    def _cost_at(self, vendor: int, award: tuple[int, ...]) -> Exact:
        mine = [product for product, awarded in enumerate(award) if awarded == vendor]
        licenses = sum((self._license_cost(vendor, product, mine, mine) for product in mine), 0)
        return licenses + self._fee(vendor, mine)

    def _license_cost(
        self, vendor: int, product: int, possible: Iterable[int], sure: Iterable[int] = ()
    ) -> Exact:
        """The least a product's licenses may cost if the vendor surely supplies some products.

        Only a price that counts several products depends on which; its total lies between that of
        the sure products with this one, and that of all possible ones.
        """
        name = self.products[product]
        price = self.prices[vendor][name]
        if not price.counted_products:
            return self.periods[product] * self.pool.amount(self.pool.vendors[vendor], name)
        least = self._counted(price, {product, *sure})
        most = self._counted(price, {product, *possible})
        totals = [least, *(start for start in price.starts if least < start <= most)]
        return self.periods[product] * min(
            self.pool.amount(self.pool.vendors[vendor], name, total) for total in totals
        )

    def _counted(self, price: Price, products: set[int]) -> int:
        names = (self.products[product] for product in products)
        return self.pool.counted(price, names) or 0

    def _relaxed(self, node: _Node) -> tuple[Exact, tuple[int, ...]]:
        """A lower bound for all awards of a node, and the award that attains its license part."""
        bound = sum((self._least_fee(node, vendor) for vendor in node.paid), 0)
        award = []
        for product, allowed in enumerate(node.allowed):
            if self.counting:
                cost, vendor = min((self._least_cost(node, one, product), one) for one in allowed)
            else:
                cost, vendor = next(pair for pair in self.ranked[product] if pair[1] in allowed)
            award.append(vendor)
            bound += cost
        return bound, tuple(award)

    def _least_cost(self, node: _Node, vendor: int, product: int) -> Exact:
        if vendor not in self.counting:
            return self.lowest[product][vendor]
        return self._license_cost(vendor, product, node.possible(vendor), node.forced(vendor))

    def _least_fee(self, node: _Node, vendor: int) -> Exact:
        """The fees of a vendor that is surely paid, for what it surely supplies."""
        return max(self.entry_fees[vendor], self._fee(vendor, node.forced(vendor)))

    def _divided(self, node: _Node, award: tuple[int, ...]) -> list[_Node]:
        """Two nodes that share out the awards of one whose bound the award does not attain."""
        unpaid = [vendor for vendor in set(award) & self.charging if vendor not in node.paid]
        if unpaid:
            vendor = max(unpaid, key=lambda one: (self.entry_fees[one], -one))
            return [node.without(frozenset({vendor})), node.paying(vendor)]
        vendor = next(one for one in sorted(set(award)) if self._is_loose(node, one, award))
        open_to_it = [one for one in node.possible(vendor) if len(node.allowed[one]) > 1]
        product = min(open_to_it, key=lambda one: (award[one] != vendor, one))
        others = node.allowed[product] - {vendor}
        return [node.choosing(product, others), node.choosing(product, frozenset({vendor}))]

    def _is_loose(self, node: _Node, vendor: int, award: tuple[int, ...]) -> bool:
        """Whether a vendor's part of the bound lies below its part of the award's cost."""
        mine = [product for product, awarded in enumerate(award) if awarded == vendor]
        least = sum((self._least_cost(node, vendor, product) for product in mine), 0)
        if vendor in node.paid:
            least += self._least_fee(node, vendor)
        return least < self._cost_at(vendor, award)

    def _pruned(self, node: _Node) -> _Node:
        """The node without vendors that cannot win back their fees over those already paid.

        A vendor that joins others saves at most what it saves beside the paid and the free ones.
        """
        if not self.independent or not self.charging:
            return node
        at_hand = [self._cheapest_at_hand(node, product) for product in range(len(self.products))]
        undecided = frozenset[int]().union(*node.allowed) & self.charging - node.paid
        hopeless = {one for one in undecided if self._gain(one, at_hand) < self.entry_fees[one]}
        return node.without(frozenset(hopeless)) if hopeless else node

    def _cheapest_at_hand(self, node: _Node, product: int) -> Exact | None:
        ready = node.allowed[product] - (self.charging - node.paid)
        return next((cost for cost, vendor in self.ranked[product] if vendor in ready), None)

    def _gain(self, vendor: int, at_hand: list[Exact | None]) -> Exact:
        """What a vendor saves on licenses; without measure where it alone sells something."""
        gain: Exact = 0
        for costs, other in zip(self.lowest, at_hand, strict=True):
            mine = costs.get(vendor)
            if mine is None:
                continue
            if other is None:
                return self.entry_fees[vendor]
            gain += max(other - mine, 0)
        return gain
