"""What a vendor is worth at given prices: the lower bound of a part of the search, by vendor.

Each product is given a price, what the buyers would pay for it. A vendor then takes the products
that it sells below, as far as that wins back its fees, at the level of totals that suits it best.
The prices of all products and what the vendors add to them are together never more than the
cheapest award, whatever the prices (Lagrangian relaxation of "each product from one vendor").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from scalemerit.procure.tied.costs import Asked, Fee, Group, Seller, product_set

Prices = Sequence[int]

# Of more products the sets that reach a total are not listed.
_MOST_COVERED = 7


class Taken(NamedTuple):
    """What a vendor or a level adds to the bound, and the products it takes.

    `rate` is what a unit of the demanded total costs beyond the products' own worth, and `loose`
    what is added at the least if only that rate is known.
    """

    value: int
    products: tuple[int, ...]
    rate: int
    loose: int


class Offer(NamedTuple):
    """A product at a level: what it costs there, and its quantity in the total."""

    product: int
    cost: int
    size: int


class Level(NamedTuple):
    """A level of a group: what is surely supplied, what may be, and the total still demanded.

    `covers` are the smallest sets of products that reach that total, where these are few.
    """

    number: int
    sure: tuple[Offer, ...]
    free: tuple[Offer, ...]
    demanded: int
    covers: tuple[tuple[Offer, ...], ...] = ()

    def taken(self, prices: Prices) -> Taken:
        """What the level adds at the least: its worthwhile products, and what the total lacks."""
        value, lacking = 0, self.demanded
        taken = [offer.product for offer in self.sure]
        others: list[_Cover] = []
        for product, cost, _ in self.sure:
            value += cost - prices[product]
        for product, cost, size in self.free:
            worth = cost - prices[product]
            if worth < 0:
                value += worth
                lacking -= size
                taken.append(product)
            elif size:
                others.append(_Cover(worth // size, size, worth, product))
        worthwhile = Taken(value, tuple(taken), 0, value)
        if lacking <= 0:
            return worthwhile
        covered = _covered(worthwhile, lacking, sorted(others))
        return self._exactly(worthwhile, covered, prices) if self.covers else covered

    def _exactly(self, worthwhile: Taken, covered: Taken, prices: Prices) -> Taken:
        """What is taken with the cheapest of the covers besides what is worthwhile."""
        lacking = (
            [offer for offer in cover if offer.cost >= prices[offer.product]]
            for cover in self.covers
        )
        more, cover = min(
            (sum([offer.cost - prices[offer.product] for offer in dear]), dear) for dear in lacking
        )
        products = (*worthwhile.products, *(offer.product for offer in cover))
        return covered._replace(value=worthwhile.value + more, products=products)


class _Cover(NamedTuple):
    """A product that costs more than it is worth: a unit of it, its quantity, the whole of it."""

    unit: int
    size: int
    worth: int
    product: int


def _covered(taken: Taken, lacking: int, others: list[_Cover]) -> Taken:
    """With the dearer products that the demanded total needs, the last of them in part.

    Exact whatever the order: at any rate a unit, a total is worth the rate times what it lacks, and
    products that cost less than their quantity at that rate are taken.
    """
    rate, more, left = 0, list[int](), lacking
    for other in others:
        rate = other.unit
        more.append(other.product)
        left -= other.size
        if left <= 0:
            break
    saved = sum(min(0, other.worth - rate * other.size) for other in others)
    value = taken.value + rate * lacking + saved
    return Taken(value, (*taken.products, *more), rate, value)


class Part(NamedTuple):
    """One vendor in a part of the search: its levels by group, the fees it charges at the least.

    `spread` are the fees that only some products lead to; `must` says that it surely supplies.
    """

    groups: tuple[tuple[Level, ...], ...]
    fee: int
    spread: tuple[Fee, ...]
    least: Asked
    must: bool

    def shared(self, prices: Prices) -> Prices:
        """The prices less what each product carries of the fees that it leads to."""
        if not self.spread:
            return prices
        slack = {one: prices[one] - cost for one, cost in self.least.items() if cost < prices[one]}
        left = list(prices)
        for fee in self.spread:
            rest = fee.amount
            for product in [one for one in slack if fee.products >> one & 1]:
                share = min(rest, slack[product])
                slack[product] -= share
                left[product] -= share
                rest -= share
        return left

    def levels_taken(self, prices: Prices) -> list[list[Taken]]:
        """What each level of each group adds; the prices are those after `shared`."""
        return [[level.taken(prices) for level in group] for group in self.groups]


def parted(seller: Seller, allowed: int, forced: int, levels: tuple[int, ...]) -> Part | None:
    """A vendor that may supply some products and surely some of these; None if it cannot so.

    `levels` are for each group the levels allowed, as a set of bits.
    """
    groups = []
    for group, permitted in zip(seller.groups, levels, strict=True):
        found = _levels(group, allowed, forced, permitted)
        if not found:
            return None
        groups.append(found)
    sure = [fee for fee in seller.fees if fee.products & forced or not allowed & ~fee.products]
    spread = [fee for fee in seller.fees if fee not in sure and fee.products & allowed]
    must = bool(forced) or any(
        group.floors[found[0].number] for group, found in zip(seller.groups, groups, strict=True)
    )
    fee = sum(one.amount for one in sure)
    return Part(tuple(groups), fee, tuple(spread), _least(groups), must)


def _least(groups: Iterable[tuple[Level, ...]]) -> Asked:
    least: Asked = {}
    for group in groups:
        for level in group:
            for product, cost, _ in level.free:
                least[product] = min(cost, least.get(product, cost))
    return least


def _levels(group: Group, allowed: int, forced: int, permitted: int) -> tuple[Level, ...]:
    """The levels that totals of such a supply can have."""
    sure = sum(size for product, size in group.counted.items() if forced >> product & 1)
    most = sum(size for product, size in group.counted.items() if allowed >> product & 1)
    own = product_set(group.products)
    besides = sum(
        size
        for product, size in group.counted.items()
        if (allowed & (forced | ~own)) >> product & 1
    )
    found = (
        _level(group, number, (allowed, forced, besides))
        for number in range(bisect_right(group.floors, sure) - 1, bisect_right(group.floors, most))
        if permitted >> number & 1
    )
    return tuple(
        level for level in found if level.demanded <= sum(offer.size for offer in level.free)
    )


def _level(group: Group, number: int, supply: tuple[int, int, int]) -> Level:
    allowed, forced, besides = supply
    offers = [
        Offer(product, cost, group.counted.get(product, 0))
        for product, cost in group.asked[number].items()
        if allowed >> product & 1
    ]
    sure = tuple(offer for offer in offers if forced >> offer.product & 1)
    free = tuple(offer for offer in offers if not forced >> offer.product & 1)
    return _tightened(Level(number, sure, free, group.floors[number] - besides))


def _tightened(level: Level) -> Level:
    """The level with its demand in steps that whole products can cover.

    Quantities rounded up to such steps cover the demand, also rounded up, wherever the quantities
    themselves do. The steps are those that require most of all that is offered.
    """
    if level.demanded <= 0 or not level.free:
        return level
    sizes = [min(offer.size, level.demanded) for offer in level.free]
    step = max((1, *sorted(set(sizes))), key=lambda one: _required(level.demanded, sizes, one))
    free = tuple(
        offer._replace(size=-(-size // step)) for offer, size in zip(level.free, sizes, strict=True)
    )
    demanded = -(-level.demanded // step)
    return level._replace(free=free, demanded=demanded, covers=_covers(level))


def _required(demanded: int, sizes: list[int], step: int) -> int:
    """The part of all that is offered that such steps require, in millionths."""
    return -(-demanded // step) * 10**6 // sum([-(-size // step) for size in sizes])


def _covers(level: Level) -> tuple[tuple[Offer, ...], ...]:
    """The sets of products that reach the demanded total, but with none of them left out."""
    if len(level.free) > _MOST_COVERED:
        return ()
    return tuple(
        cover
        for size in range(1, len(level.free) + 1)
        for cover in combinations(level.free, size)
        if 0
        <= sum(offer.size for offer in cover) - level.demanded
        < min(offer.size for offer in cover)
    )
