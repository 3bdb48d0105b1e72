"""The cheapest award where a product's cost at a vendor depends on what else the vendor supplies.

The search relaxes what ties the products: fees of vendors not yet decided are left out, and a
total that chooses a tier is taken at its best. That gives a lower bound and an award at once. Where
the award costs no more than the bound it is the best of its part of the search; elsewhere that part
is divided, first by vendors, then by products.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scalemerit.procure.contract import buyer_fees, contract_fees
from scalemerit.procure.opening import Award
from scalemerit.procure.pool import Pool

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.pricing import Price


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of the search: for each product the vendors allowed, and the vendors surely paid."""

    allowed: tuple[frozenset[int], ...]
    paid: frozenset[int]

    def without(self, vendor: int) -> _Node:
        return _Node(tuple(choices - {vendor} for choices in self.allowed), self.paid)

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


class TiedAward:
    """One award problem; products and vendors are positions in `pool.needed`, `pool.vendors`."""

    def __init__(self, pool: Pool) -> None:
        scenario = pool.scenario
        self.pool = pool
        self.products = tuple(pool.needed)
        self.prices = [scenario.prices[vendor] for vendor in pool.vendors]
        self.periods = tuple(pool.periods.values())
        sellers = [scenario.vendors[vendor] for vendor in pool.vendors]
        self.contract_fees = [contract_fees(seller, scenario.years) for seller in sellers]
        self.buyer_fees = [buyer_fees(seller, scenario.years) for seller in sellers]

    def best(self) -> Award:
        """The cheapest award as one vendor a product; ties go to the vendors written first."""
        open_nodes = [_Node(tuple(frozenset(costs) for costs in self.lowest), frozenset())]
        best: tuple[Exact, Award] | None = None
        while open_nodes:
            node = open_nodes.pop()
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

    def cost(self, award: Award) -> Exact:
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

    def _fee(self, vendor: int, products: list[int]) -> Exact:
        """The vendor's fees if it supplies these products."""
        if not self.buyer_fees[vendor]:
            return self.contract_fees[vendor]
        buyers = frozenset[str]().union(*(self.served[product] for product in products))
        return self.contract_fees[vendor] + len(buyers) * self.buyer_fees[vendor]

    def _cost_at(self, vendor: int, award: Award) -> Exact:
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

    def _relaxed(self, node: _Node) -> tuple[Exact, Award]:
        """A lower bound for all awards of a node, and the award that attains its license part."""
        bound = sum((self._least_fee(node, vendor) for vendor in node.paid), 0)
        award = []
        for product, allowed in enumerate(node.allowed):
            cost, vendor = min((self._least_cost(node, one, product), one) for one in allowed)
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

    def _divided(self, node: _Node, award: Award) -> list[_Node]:
        """Two nodes that share out the awards of one whose bound the award does not attain."""
        unpaid = [
            vendor for vendor in set(award) if self.entry_fees[vendor] and vendor not in node.paid
        ]
        if unpaid:
            vendor = max(unpaid, key=lambda one: (self.entry_fees[one], -one))
            return [node.without(vendor), node.paying(vendor)]
        vendor = next(one for one in sorted(set(award)) if self._is_loose(node, one, award))
        open_to_it = [one for one in node.possible(vendor) if len(node.allowed[one]) > 1]
        product = min(open_to_it, key=lambda one: (award[one] != vendor, one))
        others = node.allowed[product] - {vendor}
        return [node.choosing(product, others), node.choosing(product, frozenset({vendor}))]

    def _is_loose(self, node: _Node, vendor: int, award: Award) -> bool:
        """Whether a vendor's part of the bound lies below its part of the award's cost."""
        mine = [product for product, awarded in enumerate(award) if awarded == vendor]
        least = sum((self._least_cost(node, vendor, product) for product in mine), 0)
        if vendor in node.paid:
            least += self._least_fee(node, vendor)
        return least < self._cost_at(vendor, award)
