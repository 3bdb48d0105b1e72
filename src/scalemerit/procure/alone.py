"""Each buyer buying alone: which vendors are cheapest for it, and what its contracts cost.

What vendors ask is worked out in columns: for all buyers of a market at once, in their order.
"""

from __future__ import annotations

from functools import cache
from itertools import compress
from typing import TYPE_CHECKING

from scalemerit.money import NO_OFFER
from scalemerit.procure.cheapest import cheapest_award
from scalemerit.procure.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scalemerit.money import Exact
    from scalemerit.procure.market import Market
    from scalemerit.procure.opening import Award, Costs


class Alone:
    """The buyers of a market, each on its own; a buyer is known by its position."""

    __slots__ = ("_asked", "_bills", "_cheapest", "_fees", "_offered", "market")

    def __init__(self, market: Market) -> None:
        self.market = market
        self._asked: dict[tuple[str, str], list[Exact]] = {}
        self._bills: dict[tuple[str, tuple[str, ...]], Sequence[int]] = {}
        self._offered: list[list[Costs]] = []
        self._cheapest: dict[str, list[str]] = {}
        self._fees = [market.offers[vendor].fees(1) for vendor in market.separate]

    def quote(self, buyer: int) -> tuple[dict[str, str], int]:
        """A buyer's cheapest award, a vendor for each product it needs, and what that costs."""
        market = self.market
        wanted = market.wanted[buyer]
        if len(wanted) == 1:
            (product,) = wanted
            vendor = (self._cheapest.get(product) or self._cheapest_vendors(product))[buyer]
            return {product: vendor}, self.bills(vendor, wanted)[buyer]
        if not wanted:
            return {}, 0
        if market.has_counting:
            pool = Pool(market, (market.buyers[buyer],), market.separate, {})
            award = cheapest_award(pool)
            return award, pool.total(award)
        award = self._award(buyer)
        return award, self._cost(buyer, award)

    def bills(self, vendor: str, products: tuple[str, ...]) -> Sequence[int]:
        """What each buyer pays under a contract of its own with a vendor over these products.

        A buyer that needs none of them has no such contract, and pays nothing.
        """
        known = self._bills.get((vendor, products))
        if known is None:
            asked = {product: self._asked_for(vendor, product, products) for product in products}
            known = self.market.own_bills(vendor, asked, self.market.quantities)
            self._bills[vendor, products] = known
        return known

    def _cheapest_vendors(self, product: str) -> list[str]:
        """The cheapest vendor for each buyer if it needs this product alone."""
        market = self.market
        alone, periods = (product,), market.periods[product]
        least: list[Exact] = [NO_OFFER] * len(market.buyers)
        found = self._cheapest[product] = [""] * len(least)
        for vendor, fees in zip(market.separate, self._fees, strict=True):
            if product in market.offers[vendor].prices:
                for buyer, asked in enumerate(self._asked_for(vendor, product, alone)):
                    cost = periods * asked + fees
                    if cost < least[buyer]:
                        least[buyer], found[buyer] = cost, vendor
        return found

    def _award(self, buyer: int) -> dict[str, str]:
        """The cheapest award for a buyer of several products."""
        market = self.market
        vendors, wanted = market.separate, market.wanted[buyer]
        best = _opening()(self._costs(buyer), self._fees)
        return {product: vendors[vendor] for product, vendor in zip(wanted, best, strict=True)}

    def _cost(self, buyer: int, award: Mapping[str, str]) -> int:
        """What a buyer's contracts under an award cost, as their invoices come to."""
        total = 0
        for vendor, products in self.market.contracts_of(award).items():
            asked = {one: self._asked_for(vendor, one, products)[buyer] for one in products}
            total += self.market.bill(vendor, 1, asked)
        return total

    def _costs(self, buyer: int) -> list[Costs]:
        """What each vendor's licenses of the products that a buyer needs cost over all years."""
        self._offered = self._offered or [self._offers(vendor) for vendor in self.market.separate]
        rows = [offers[buyer] for offers in self._offered]
        if len(self.market.wanted[buyer]) == len(self.market.periods):
            return rows
        needed = [quantities[buyer] for quantities in self.market.quantities.values()]
        return [list(compress(row, needed)) for row in rows]

    def _offers(self, vendor: str) -> list[Costs]:
        """What a vendor's licenses of every product cost each buyer over all fiscal years."""
        market = self.market
        prices, nothing = market.offers[vendor].prices, [NO_OFFER] * len(market.buyers)
        columns = [
            [periods * asked for asked in self._asked_for(vendor, product, (product,))]
            if product in prices
            else nothing
            for product, periods in market.periods.items()
        ]
        return list(map(list, zip(*columns, strict=True)))

    def _asked_for(self, vendor: str, product: str, together: tuple[str, ...]) -> list[Exact]:
        """What each buyer's licenses of a product cost in one billing period.

        They are bought under a contract over the products `together`, some of which may be counted.
        """
        known = self._asked.get((vendor, product))
        if known is not None:
            return known
        curve, quantities = self.market.offers[vendor].prices[product], self.market.quantities
        if curve.counted_products:
            columns = [quantities[one] for one in together if one in curve.counted_products]
            counted = map(sum, zip(*columns, strict=True))
            return list(map(curve.cost, quantities[product], counted))
        asked = self._asked[vendor, product] = curve.costs(quantities[product])
        return asked


@cache
def _opening() -> Callable[[Sequence[Costs], Sequence[Exact]], Award]:
    """How vendors are chosen, loaded once some buyer needs several products."""
    from scalemerit.procure.opening import cheapest_opening

    return cheapest_opening
