"""How the costs of coalitions follow from pooled quantities, where there is one product."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, reduce
from math import ceil, gcd, lcm
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.base import Pooled, PooledOffer
from scalemerit.game.tabulate import Demand, Priced, Tabulation
from scalemerit.procure import Pool, cheapest_single

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Costs
    from scalemerit.money import Exact
    from scalemerit.scenario import Arrangement, Coordination

# Parts of the smallest unit in offers that no common denominator fits: those of a contract that is
# shared with buyers outside, whose part depends on the total.
_FINE = 1000


def pooled_costs(tabulation: Tabulation, quantities: Sequence[int]) -> Pooled:
    """The costs of coalitions of buyers that need so much each of the only product."""
    step = gcd(*quantities)
    totals = np.arange(0, sum(quantities) + 1, step)

    (product,) = tabulation.products
    sellers = [
        vendor
        for ((vendor, _),) in tabulation.contracts
        if product in tabulation.offers[vendor].prices
    ]
    offers = tuple(_offer(tabulation, vendor, totals) for vendor in sellers)
    slack = _slack(tabulation, sellers, totals)

    @cache
    def joint(size: int) -> Costs:
        if slack:
            return tabulation.costs(_demand(tabulation, totals, size))
        return _unrounded(offers, size)

    is_by_size = depends_on_size(tabulation)
    most = len(quantities)
    return Pooled(
        quantities=tuple(quantity // step for quantity in quantities),
        step=step,
        joint=joint if is_by_size else lambda _: joint(most),
        depends_on_size=is_by_size,
        offers=offers,
        slack=slack,
    )


def _unrounded(offers: Sequence[PooledOffer], size: int) -> Costs:
    """What so many buyers pay at each total, the least that is offered, if nothing is rounded."""
    asked = [(offer.licenses + size * offer.each) // offer.scale for offer in offers]
    found = reduce(np.minimum, asked)
    found[0] = 0
    return found


def product_costs(pool: Pool, arrangement: Arrangement) -> tuple[Pooled, ...]:
    """For each product what coalitions would pay that bought nothing else, without coordination.

    Fees for each buyer are those of all buyers. Where one vendor supplies everything, it is the one
    that supplies all buyers.
    """
    vendors = pool.vendors
    if arrangement.award == "single":
        vendors = tuple(set(cheapest_single(pool).values()))
    return tuple(_product_cost(pool, arrangement, vendors, product) for product in pool.needed)


def _product_cost(
    pool: Pool, arrangement: Arrangement, vendors: tuple[str, ...], product: str
) -> Pooled:
    alone = Pool(pool.market, pool.buyers, vendors, pool.outside, pool.discount)
    alone.needed = {product: pool.needed[product]}
    alone.covered = {product: pool.covered[product]}
    quantities = pool.quantities[product]
    step = gcd(*quantities)
    tabulation = Tabulation(alone, arrangement, coordination=None)
    totals = np.arange(0, sum(quantities) + 1, step)
    costs = tabulation.costs(_demand(tabulation, totals, len(quantities)))
    return Pooled(
        quantities=tuple(quantity // step for quantity in quantities),
        step=step,
        joint=lambda _: costs,
        depends_on_size=False,
        offers=(),
        slack=0,
    )


def depends_on_size(tabulation: Tabulation) -> bool:
    """Whether what a coalition pays depends on how many buyers it has."""
    coordination = tabulation.coordination
    if coordination and (coordination.per_buyer or coordination.per_buyer_yearly):
        return True
    return any(offer.buyer_fees for offer in tabulation.offers)


def _demand(tabulation: Tabulation, totals: Costs, size: int) -> Demand:
    """The demand of coalitions of one size, by what they need of the only product together."""
    (product,) = tabulation.products
    buyers = np.full_like(totals, size)
    return Demand({product: totals}, {frozenset({product}): buyers}, buyers)


def _offer(tabulation: Tabulation, vendor: int, totals: Costs) -> PooledOffer:
    """What a vendor asks, before invoices are rounded, with tax and coordination."""
    priced = Priced(tabulation, _demand(tabulation, totals, 0))
    factor = tabulation.pool.scenario.terms.units * (1 + Fraction(tabulation.added_tax))
    once, each = _coordination(tabulation)
    each += factor * tabulation.offers[vendor].buyer_fees
    scale = _FINE
    if not priced.shared:
        scale = tabulation.scale * lcm(factor.denominator, once.denominator, each.denominator)
    cost, parts = priced.cost(((vendor, tabulation.products),)), priced.parts()
    times = factor.numerator * scale
    besides = once + each * len(tabulation.pool.buyers)
    if int(np.abs(cost).max()) * times + besides * scale >= np.iinfo(np.int64).max:
        cost, parts = cost.astype(object), parts.astype(object)
    licenses = cost * times // (parts * factor.denominator) + round(once * scale)
    return PooledOffer(licenses, round(each * scale), scale)


def _coordination(tabulation: Tabulation) -> tuple[Fraction, Fraction]:
    """What coordination costs once, and for each buyer, over all years, in smallest units."""
    coordination, scenario = tabulation.coordination, tabulation.pool.scenario
    if coordination is None:
        return Fraction(0), Fraction(0)
    years, units = scenario.years, scenario.terms.units
    once = coordination.per_contract + years * coordination.yearly
    each = coordination.per_buyer + years * coordination.per_buyer_yearly
    return Fraction(once * units), Fraction(each * units)


def _slack(tabulation: Tabulation, sellers: Sequence[int], totals: Costs) -> int:
    """By how much rounding may move a cost: nothing where no amount has a fraction to round."""
    if all(_is_whole(tabulation, vendor, totals) for vendor in sellers):
        return 0
    a_year = 3 + ceil(tabulation.added_tax)  # the sum, the tax on it and on what it lost, and cost
    return tabulation.pool.scenario.years * a_year + 1


def _is_whole(tabulation: Tabulation, vendor: int, totals: Costs) -> bool:
    """Whether a vendor's invoices, their tax and coordination are whole without any rounding."""
    terms, coordination = tabulation.pool.scenario.terms, tabulation.coordination
    offer = tabulation.offers[vendor]
    priced = Priced(tabulation, _demand(tabulation, totals, 0))
    if priced.shared:
        return False
    rate = Fraction(tabulation.added_tax)
    taxed = [offer.buyer_fees, offer.yearly_buyer_fees]
    others = [one * (1 + rate) * terms.units for one in taxed]
    amounts = [*taxed, *others, *(cost * terms.units for cost in _final(coordination))]
    if any(Fraction(amount).denominator > 1 for amount in amounts):
        return False
    for invoice in priced.yearly(vendor, tabulation.products):
        if (invoice * terms.units % (tabulation.scale * rate.denominator)).any():
            return False
    return True


def _final(coordination: Coordination | None) -> tuple[Exact, ...]:
    """The amounts that are never taxed."""
    if coordination is None:
        return ()
    return (
        coordination.per_contract,
        coordination.yearly,
        coordination.per_buyer,
        coordination.per_buyer_yearly,
    )
