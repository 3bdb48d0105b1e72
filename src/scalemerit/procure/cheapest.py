"""The cheapest award: which vendor supplies which product, fees included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.money import NO_OFFER
from scalemerit.procure.contract import buyer_fees, contract_fees
from scalemerit.procure.opening import Award, cheapest_opening
from scalemerit.procure.pool import Pool

if TYPE_CHECKING:
    from scalemerit.money import Exact


def cheapest_award(pool: Pool) -> dict[str, str]:
    """The vendor of each product in the cheapest award, fees included, before rounding and tax.

    Among equally cheap awards, the one that for the products in order has the vendors written
    first.
    """
    if not pool.needed:
        return {}
    best = _tied(pool) if _is_tied(pool) else _opened(pool)
    return dict(zip(pool.needed, (pool.vendors[vendor] for vendor in best), strict=True))


def cheapest_single(pool: Pool) -> dict[str, str]:
    """The one vendor that supplies all products at the least cost, as an award."""
    prices = pool.scenario.prices
    awards = [
        dict.fromkeys(pool.needed, vendor)
        for vendor in pool.vendors
        if prices[vendor].keys() >= pool.needed.keys()
    ]
    return min(awards, key=pool.exact_cost)


def _is_tied(pool: Pool) -> bool:
    """Whether the cost of a product at a vendor depends on what else the vendor supplies.

    So it is where a tier counts several products, and where a fee for each buyer served meets
    products that different buyers need.
    """
    scenario = pool.scenario
    if any(
        price.counted_products for one in pool.vendors for price in scenario.prices[one].values()
    ):
        return True
    if not any(buyer_fees(scenario.vendors[vendor], scenario.years) for vendor in pool.vendors):
        return False
    return len({pool.served([product]) for product in pool.needed}) > 1


def _tied(pool: Pool) -> Award:
    from scalemerit.procure.tied import TiedAward  # few scenarios need it

    return TiedAward(pool).best()


def _opened(pool: Pool) -> Award:
    scenario = pool.scenario
    buyers = len(pool.served(pool.needed))
    sellers = [scenario.vendors[vendor] for vendor in pool.vendors]
    fees = [
        contract_fees(seller, scenario.years) + buyers * buyer_fees(seller, scenario.years)
        for seller in sellers
    ]
    return cheapest_opening([_license_costs(pool, vendor) for vendor in pool.vendors], fees)


def _license_costs(pool: Pool, vendor: str) -> list[Exact]:
    """What a vendor's licenses of each product cost over all fiscal years."""
    prices = pool.scenario.prices[vendor]
    return [
        periods * pool.amount(vendor, product) if product in prices else NO_OFFER
        for product, periods in pool.periods.items()
    ]
