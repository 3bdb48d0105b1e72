"""One award problem in whole numbers: what each vendor asks for any set of products.

Products and vendors are positions, a set of products is an `int` with one bit a product. An amount
is a whole number so fine that it also orders equally cheap awards: the last digits, to the base of
the number of vendors, are the vendors of the products in order. No two awards cost the same, and
the cheapest is the one that comes first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.pricing import Curve
    from scalemerit.procure.pool import Pool

# What each product costs, by its position.
Asked = dict[int, int]


class Group(NamedTuple):
    """The products of a vendor whose tiers one total chooses, and what each tier asks for them.

    `counted` are the products in the total, with their quantities; `floors` the totals from which
    on the prices of each level hold, the first one 0. A product that alone exceeds a level has no
    cost there. Products whose prices count nothing make a group of one level.
    """

    products: tuple[int, ...]
    counted: Asked
    floors: tuple[int, ...]
    asked: tuple[Asked, ...]

    def licenses(self, supplied: int) -> Asked:
        """What the licenses of this group's products cost where these products are supplied."""
        total = sum(size for product, size in self.counted.items() if supplied >> product & 1)
        asked = self.asked[bisect_right(self.floors, total) - 1]
        return {product: asked[product] for product in self.products if supplied >> product & 1}


class Fee(NamedTuple):
    """What a vendor charges once it supplies any of these products."""

    products: int
    amount: int


class Seller(NamedTuple):
    """A vendor: the products it sells, what it asks for them, and its fees."""

    sold: int
    groups: tuple[Group, ...]
    fees: tuple[Fee, ...]

    def cost(self, supplied: int) -> int:
        """What supplying these products costs, fees included."""
        fees = sum(fee.amount for fee in self.fees if fee.products & supplied)
        return fees + sum(self.licenses(supplied).values())

    def licenses(self, supplied: int) -> Asked:
        """What the licenses of each of these products cost where they are supplied together."""
        found: Asked = {}
        for group in self.groups:
            found |= group.licenses(supplied)
        return found


class Costs:
    """The vendors of one pool; amounts over all years, before rounding and tax."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.products = tuple(pool.needed)
        self.sizes = tuple(pool.covered.values())
        self._known: dict[tuple[int, int], int] = {}

    @cached_property
    def sellers(self) -> tuple[Seller, ...]:
        """The vendors, with whole amounts."""
        raw = [self._raw_groups(vendor) for vendor in self.pool.vendors]
        fees = [list(self._raw_fees(vendor)) for vendor in self.pool.vendors]
        levels = [level for groups in raw for group in groups for level in group.asked]
        amounts = [amount for level in levels for amount in level.values()]
        amounts += [amount for found in fees for _, amount in found]
        order = len(raw) ** len(self.products)
        scale = order * lcm(*{amount.denominator for amount in amounts})
        return tuple(
            Seller(
                product_set(one for group in groups for one in group.prices),
                tuple(group.scaled(scale, self._marks(position)) for group in groups),
                tuple(Fee(served, int(amount * scale)) for served, amount in fees[position]),
            )
            for position, groups in enumerate(raw)
        )

    def cost_at(self, vendor: int, supplied: int) -> int:
        """What a vendor's contract over these products costs; nothing without any."""
        if not supplied:
            return 0
        key = (vendor, supplied)
        if key not in self._known:
            self._known[key] = self.sellers[vendor].cost(supplied)
        return self._known[key]

    def _marks(self, vendor: int) -> list[int]:
        """What puts equally cheap awards in order: for each product, its digit in the cost."""
        base = len(self.pool.vendors)
        last = len(self.products) - 1
        return [vendor * base ** (last - product) for product in range(last + 1)]

    def _raw_groups(self, vendor: str) -> list[_RawGroup]:
        prices = self.pool.market.offers[vendor].prices
        groups: dict[frozenset[int], _RawGroup] = {}
        for product, name in enumerate(self.products):
            if name not in prices:
                continue
            names = prices[name].counted_products
            counted = frozenset(one for one, found in enumerate(self.products) if found in names)
            group = groups.setdefault(counted, _RawGroup(self, vendor, counted, {}))
            group.prices[product] = prices[name]
        return list(groups.values())

    def _raw_fees(self, vendor: str) -> Iterator[tuple[int, Exact]]:
        """The fees with the products that lead to them; buyers that need the same are one."""
        offer = self.pool.market.offers[vendor]
        every_buyer = offer.buyer_fees
        fees: Counter[int] = Counter(self._needs) if every_buyer else Counter()
        whole = product_set(range(len(self.products)))
        fixed = offer.contract_fees + every_buyer * fees.pop(whole, 0)
        if fixed:
            yield whole, fixed
        for products, buyers in fees.items():
            yield products, every_buyer * buyers

    @cached_property
    def _needs(self) -> list[int]:
        """The products that each buyer needs."""
        return [
            product_set(one for one, name in enumerate(self.products) if name in wanted)
            for wanted in self.pool.wanted
            if wanted
        ]


@dataclass(frozen=True)
class _RawGroup:
    """A group before its amounts are made whole."""

    costs: Costs
    vendor: str
    counted: frozenset[int]
    prices: dict[int, Curve]

    @cached_property
    def floors(self) -> tuple[int, ...]:
        if not self.counted:
            return (0,)
        highest = sum(self.costs.sizes[product] for product in self.counted)
        starts = {start for price in self.prices.values() for start in price.starts}
        return (0, *sorted(start for start in starts if 1 < start <= highest))

    @cached_property
    def asked(self) -> list[dict[int, Exact]]:
        """For each level what each product costs that fits into it."""
        sizes = self.costs.sizes
        return [
            {
                product: self._amount(product, max(floor, 1) if self.counted else None)
                for product in self.prices
                if above is None or not self.counted or sizes[product] < above
            }
            for floor, above in zip(self.floors, (*self.floors[1:], None), strict=True)
        ]

    def _amount(self, product: int, total: int | None) -> Exact:
        name = self.costs.products[product]
        pool = self.costs.pool
        return pool.market.periods[name] * pool.amount(self.vendor, name, total)

    def scaled(self, scale: int, marks: list[int]) -> Group:
        asked = tuple(
            {one: int(amount * scale) + marks[one] for one, amount in level.items()}
            for level in self.asked
        )
        sizes = self.costs.sizes
        counted = {product: sizes[product] for product in sorted(self.counted)}
        return Group(tuple(self.prices), counted, self.floors, asked)


def product_set(products: Iterable[int]) -> int:
    """The products, all different, as one number."""
    return sum(1 << product for product in products)
