"""The cheapest award: which vendor supplies which product, fees included."""

from __future__ import annotations

from itertools import compress
from itertools import product as every
from math import prod
from typing import TYPE_CHECKING

from scalemerit.money import NO_OFFER
from scalemerit.procure.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scalemerit.money import Exact
    from scalemerit.procure.market import Offer
    from scalemerit.procure.opening import Award

# So few awards are compared one by one.
_FEW = 40


def cheapest_award(pool: Pool) -> dict[str, str]:
    """The vendor of each product in the cheapest award, fees included, before rounding and tax.

    Among equally cheap awards, the one that for the products in order has the vendors written
    first.
    """
    if not pool.needed:
        return {}
    if len(pool.needed) == 1:
        (product,) = pool.needed
        return {product: _cheapest_vendor(pool, product)}
    best = _tied(pool) if _is_tied(pool) else _opened(pool)
    return {
        product: pool.vendors[vendor] for product, vendor in zip(pool.needed, best, strict=True)
    }


def cheapest_single(pool: Pool) -> dict[str, str]:
    """The one vendor that supplies all products at the least cost, as an award."""
    offers, products = pool.market.offers, tuple(pool.needed)
    sellers = [one for one in pool.vendors if offers[one].prices.keys() >= pool.needed.keys()]
    cheapest = min(sellers, key=lambda vendor: pool.contract_cost(vendor, products))
    return dict.fromkeys(products, cheapest)


def _is_tied(pool: Pool) -> bool:
    """Whether the cost of a product at a vendor depends on what else the vendor supplies.

    So it is where a tier counts several products, and where a fee for each buyer served meets
    products that different buyers need.
    """
    offers = [pool.market.offers[vendor] for vendor in pool.vendors]
    if any(offer.counts for offer in offers):
        return True
    if len(pool.buyers) == 1 or not any(offer.buyer_fees for offer in offers):
        return False
    return len({pool.served([product]) for product in pool.needed}) > 1


def _cheapest_vendor(pool: Pool, product: str) -> str:
    """The vendor that supplies the only product at the least cost, the first written of equals."""
    offers, periods = pool.market.offers, pool.market.periods[product]
    least: Exact = NO_OFFER
    cheapest = ""
    for vendor in pool.vendors:
        offer = offers[vendor]
        if product in offer.prices:
            cost = periods * pool.amount(vendor, product) + offer.fees(pool.all_served)
            if cost < least:
                least, cheapest = cost, vendor
    return cheapest


def _tied(pool: Pool) -> Award:
    offers = [pool.market.offers[vendor] for vendor in pool.vendors]
    sellers = [
        [vendor for vendor, offer in enumerate(offers) if product in offer.prices]
        for product in pool.needed
    ]
    if prod(map(len, sellers)) <= _FEW:
        return _first_of_cheapest(pool, every(*sellers))
    from scalemerit.procure.tied import TiedAward  # few scenarios need it

    return TiedAward(pool).best()


def _first_of_cheapest(pool: Pool, awards: Iterable[Award]) -> Award:
    """The first of the cheapest awards; each contract that they share is priced once."""
    known: dict[tuple[int, tuple[str, ...]], Exact] = {}
    products = tuple(pool.needed)

    def cost(award: Award) -> Exact:
        total: Exact = 0
        for vendor in set(award):
            contract = vendor, tuple(compress(products, [one == vendor for one in award]))
            if contract not in known:
                known[contract] = pool.contract_cost(pool.vendors[vendor], contract[1])
            total += known[contract]
        return total

    return min(awards, key=cost)


def _opened(pool: Pool) -> Award:
    from scalemerit.procure.opening import cheapest_opening  # only where there are several products

    offers = [pool.market.offers[vendor] for vendor in pool.vendors]
    fees = [offer.fees(pool.all_served) for offer in offers]
    return cheapest_opening([_license_costs(pool, offer) for offer in offers], fees)


def _license_costs(pool: Pool, offer: Offer) -> list[Exact]:
    """What a vendor's licenses of each product cost over all fiscal years."""
    prices, periods = offer.prices, pool.market.periods
    return [
        periods[product] * pool.part(product, prices[product].cost(covered))
        if product in prices
        else NO_OFFER
        for product, covered in pool.covered.items()
    ]
