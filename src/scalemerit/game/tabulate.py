"""What joint purchases of many coalitions cost, worked out for all of them at once.

The same figures as `Pool.total` and `coordination_total` give for one coalition, in columns with
an entry a coalition. Amounts are whole numbers of parts of the smallest unit, of int64 where all
of them are sure to fit, else Python integers, so that none is ever rounded but where an invoice is.
"""

from __future__ import annotations

from functools import reduce
from itertools import product as every
from math import lcm, prod
from operator import add, mul
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.game.asked import FITS, asked_for, denominator, largest_amount, never, rounded
from scalemerit.procure import coordination_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scalemerit.game.base import Costs
    from scalemerit.money import Exact
    from scalemerit.pricing import Curve
    from scalemerit.procure import Market, Pool
    from scalemerit.procure.market import Offer
    from scalemerit.scenario import Arrangement, Coordination

    # The products under the contract with each vendor, which is known by its position.
    Contracts = Sequence[tuple[int, tuple[str, ...]]]


class Demand(NamedTuple):
    """What many coalitions need: of each product how much, and how many buyers need any of it.

    `served` has a column for each set of products that any contract may be over; `buyers` is how
    many take part.
    """

    quantities: Mapping[str, Costs]
    served: Mapping[frozenset[str], Costs]
    buyers: Costs


class Tabulation:
    """The conditions that the buyers of a pool buy on, for any coalition of them.

    `awards` are all combinations of vendors that the arrangement allows, in the order in which one
    is preferred to another that costs the same.
    """

    def __init__(
        self, pool: Pool, arrangement: Arrangement, coordination: Coordination | None
    ) -> None:
        self.market: Market = pool.market
        self.pool = pool
        self.coordination = coordination
        self.products = tuple(pool.needed)
        self.offers = [self.market.offers[vendor] for vendor in pool.vendors]
        self.awards = _awards(self.offers, self.products, single=arrangement.award == "single")
        self.contracts = [_contracts(award, self.products) for award in self.awards]
        self.scale = pool.kept.denominator * lcm(*map(denominator, self.offers))
        self.dtype = np.dtype(np.int64 if self._largest() < FITS else object)

    @property
    def added_tax(self) -> Exact:
        """The rate of tax that is added to invoices; 0 where prices hold it, or there is none."""
        terms = self.pool.scenario.terms
        return (terms.tax_rate or 0) if terms.tax_basis == "excluded" else 0

    @property
    def product_sets(self) -> frozenset[frozenset[str]]:
        """The products that some contract of some award is over together."""
        return frozenset(
            frozenset(products) for contracts in self.contracts for _, products in contracts
        )

    def costs(self, demand: Demand) -> Costs:
        """What each coalition pays for its joint contracts and for coordination."""
        priced = Priced(self, demand)
        cheapest, totals = priced.cost(self.contracts[0]), priced.total(self.contracts[0])
        for contracts in self.contracts[1:]:
            cost = priced.cost(contracts)
            better = cost < cheapest
            if better.any():
                cheapest = np.where(better, cost, cheapest)
                totals = np.where(better, priced.total(contracts), totals)
        return totals

    def _largest(self) -> int:
        """More than any number that can come up on the way to a cost."""
        pool, market = self.pool, self.market
        outside = prod(
            pool.covered[product] for product in self.products if pool.outside.get(product)
        )
        amounts = [
            largest_amount(curve, pool.covered[product]) * market.periods[product]
            for offer in self.offers
            for product, curve in offer.prices.items()
            if product in pool.covered
        ]
        fees = sum(offer.fees(len(pool.buyers)) for offer in self.offers)
        tax = pool.scenario.terms.tax_rate or 0
        factor = self.scale * outside * pool.scenario.terms.units * 4
        return int((sum(amounts) + fees + 1) * factor) * (tax.numerator + tax.denominator)


class Priced:
    """What the vendors ask of the coalitions of one demand, each worked out once."""

    def __init__(self, tabulation: Tabulation, demand: Demand) -> None:
        self.of = tabulation
        self.demand = demand
        self._amounts: dict[tuple[int, str, tuple[str, ...]], Costs] = {}
        pool = tabulation.pool
        dtype = tabulation.dtype
        self.needed = {one: demand.quantities[one].astype(dtype) for one in tabulation.products}
        self.covered = {
            one: np.where(needed > 0, needed + pool.outside.get(one, 0), 0)
            for one, needed in self.needed.items()
        }
        self.shared = {
            one: np.maximum(self.covered[one], 1)
            for one in tabulation.products
            if pool.outside.get(one)
        }

    def cost(self, contracts: Contracts) -> Costs:
        """What an award costs before rounding and tax; more than anything where it is no offer."""
        periods = self.of.market.periods
        total = np.zeros_like(self.demand.buyers, dtype=self.of.dtype)
        for vendor, products in contracts:
            offer = self.of.offers[vendor]
            total = total + self._fees(products, offer.contract_fees, offer.buyer_fees)
            for product in products:
                total = total + periods[product] * self.amount(vendor, product, products)
        for vendor, products in contracts:
            for product in products:
                if product not in self.of.offers[vendor].prices:
                    total = np.where(self.needed[product] > 0, never(self.of.dtype), total)
        return total

    def total(self, contracts: Contracts) -> Costs:
        """What the invoices of an award's contracts come to, and coordination with them."""
        total = np.zeros_like(self.demand.buyers, dtype=self.of.dtype)
        signed = np.zeros_like(total)
        for vendor, products in contracts:
            total = total + self._invoiced(vendor, products)
            signed = signed + self._is_signed(products)
        if self.of.coordination is None:
            return total
        for number in range(1, len(contracts) + 1):
            costs = self._coordination(self.of.coordination, number)
            total = total + np.where(signed == number, costs, 0)
        return total

    def _coordination(self, coordination: Coordination, contracts: int) -> Costs:
        """What coordination costs each coalition if it signs so many contracts."""
        scenario, buyers = self.of.pool.scenario, self.demand.buyers
        by_size = [
            coordination_total(scenario, coordination, size, contracts)
            for size in range(int(buyers.max()) + 1)
        ]
        return np.array(by_size, dtype=self.of.dtype)[buyers]

    def amount(self, vendor: int, product: str, together: tuple[str, ...]) -> Costs:
        """What licenses of a product under a contract over others cost in one billing period."""
        curve = self.of.offers[vendor].prices.get(product)
        if curve is None:
            return np.zeros_like(self.needed[product])
        counted = tuple(one for one in together if one in curve.counted_products)
        known = self._amounts.get((vendor, product, counted))
        if known is None:
            known = self._amounts[vendor, product, counted] = self._paid(curve, product, counted)
        return known

    def _paid(self, curve: Curve, product: str, counted: tuple[str, ...]) -> Costs:
        """The part of what is asked that the coalitions pay, in parts of the smallest unit."""
        kept, covered = self.of.pool.kept, self.covered[product]
        chosen_by = reduce(add, [self.covered[one] for one in counted]) if counted else None
        asked = asked_for(curve, self.of.scale // kept.denominator, covered, chosen_by)
        asked = np.where(covered > 0, asked, 0) * kept.numerator
        if product in self.shared:
            asked = asked * self.needed[product]
        others = [shared for one, shared in self.shared.items() if one != product]
        return reduce(mul, others, asked)

    def _fees(self, products: tuple[str, ...], of_contract: Exact, of_buyer: Exact) -> Costs:
        """Fees a contract and a buyer served, where the contract is signed at all."""
        scale = self.of.scale
        served = self.demand.served[frozenset(products)].astype(self.of.dtype)
        amount = int(of_contract * scale) * self._is_signed(products)
        return self._spread(amount + int(of_buyer * scale) * served)

    def _spread(self, amount: Costs) -> Costs:
        """An amount in the parts that those shared with buyers outside are counted in."""
        return reduce(mul, self.shared.values(), amount)

    def _is_signed(self, products: Iterable[str]) -> Costs:
        """1 where any of the products is needed, else 0."""
        needed = reduce(add, [self.needed[one] for one in products])
        return (needed > 0).astype(self.of.dtype)

    def yearly(self, vendor: int, products: tuple[str, ...]) -> tuple[Costs, Costs]:
        """The sums of a contract's invoices of the first and of each later fiscal year."""
        market, offer = self.of.market, self.of.offers[vendor]
        others = market.years - 1
        yearly, yearly_each = offer.yearly_contract_fees, offer.yearly_buyer_fees
        first = self._fees(
            products, offer.contract_fees - others * yearly, offer.buyer_fees - others * yearly_each
        )
        later = self._fees(products, yearly, yearly_each)
        for product in products:
            in_first, in_later = market.billed[product]
            amount = self.amount(vendor, product, products)
            first = first + in_first * amount
            later = later + in_later * amount
        return first, later

    def parts(self) -> Costs:
        """How many parts one of the currency has in each coalition's amounts."""
        return self._spread(np.full_like(self.demand.buyers, self.of.scale, dtype=self.of.dtype))

    def _invoiced(self, vendor: int, products: tuple[str, ...]) -> Costs:
        """What the invoices of a contract come to over all fiscal years."""
        first, later = self.yearly(vendor, products)
        others = self.of.market.years - 1
        total = self._taxed(first)
        return total + others * self._taxed(later) if others else total

    def _taxed(self, amount: Costs) -> Costs:
        """As `Terms.taxed`: the sum of an invoice rounded once, then its tax added."""
        terms, rate = self.of.pool.scenario.terms, self.of.added_tax
        net = rounded(amount * terms.units, self.parts(), terms.rounding)
        if not rate:
            return net
        return net + rounded(net * rate.numerator, rate.denominator, terms.rounding)


def _awards(
    offers: Sequence[Offer], products: Sequence[str], *, single: bool
) -> list[tuple[int, ...]]:
    """The vendors of all products, in each award that is allowed."""
    if single:
        return [(vendor,) * len(products) for vendor in range(len(offers))]
    sellers = [
        [vendor for vendor, offer in enumerate(offers) if product in offer.prices]
        for product in products
    ]
    return list(every(*sellers))


def _contracts(award: Sequence[int], products: Sequence[str]) -> Contracts:
    """The products under the contract with each vendor of an award."""
    return tuple(
        (vendor, tuple(one for one, by in zip(products, award, strict=True) if by == vendor))
        for vendor in sorted(set(award))
    )
