"""Good awards, quickly: the best so far is what the search has to beat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from scalemerit.procure.opening import Award
from scalemerit.procure.tied.costs import Costs, product_set


def cost_of(costs: Costs, award: Sequence[int]) -> int:
    """What an award costs."""
    supplied: dict[int, int] = {}
    for product, vendor in enumerate(award):
        supplied[vendor] = supplied.get(vendor, 0) | 1 << product
    return sum(costs.cost_at(vendor, products) for vendor, products in supplied.items())


def first_awards(costs: Costs) -> Iterator[Award]:
    """Each product where it may be cheapest; and for each vendor, all that it sells there."""
    least = [_least(costs, vendor) for vendor in range(len(costs.sellers))]
    products = range(len(costs.products))
    cheapest = tuple(
        min((found[product], vendor) for vendor, found in enumerate(least) if product in found)[1]
        for product in products
    )
    yield cheapest
    for vendor, found in enumerate(least):
        yield tuple(vendor if one in found else cheapest[one] for one in products)


def _least(costs: Costs, vendor: int) -> dict[int, int]:
    """What each product costs at the least at a vendor."""
    least: dict[int, int] = {}
    for group in costs.sellers[vendor].groups:
        for asked in group.asked:
            for product, cost in asked.items():
                least[product] = min(cost, least.get(product, cost))
    return least


def improved(costs: Costs, award: Award) -> Award:
    """The award after moving products, single ones or whole contracts, as long as that pays."""
    supplied = [
        product_set(one for one, found in enumerate(award) if found == vendor)
        for vendor in range(len(costs.sellers))
    ]
    pairs = list(permutations(range(len(supplied)), 2))
    while any(_moved(costs, supplied, source, target) for source, target in pairs):
        pass
    return tuple(
        next(vendor for vendor, products in enumerate(supplied) if products >> one & 1)
        for one in range(len(award))
    )


def _moved(costs: Costs, supplied: list[int], source: int, target: int) -> bool:
    """Moves what pays to move from the first vendor to the second."""
    changed = False
    singles = [1 << one for one in range(supplied[source].bit_length())]
    for moving in (supplied[source], *singles):
        there = moving & supplied[source] & costs.sellers[target].sold
        if not there:
            continue
        left, more = supplied[source] & ~there, supplied[target] | there
        now = costs.cost_at(source, supplied[source]) + costs.cost_at(target, supplied[target])
        if costs.cost_at(source, left) + costs.cost_at(target, more) < now:
            supplied[source], supplied[target], changed = left, more, True
    return changed
