"""Which tiers of the awarded vendors a joint purchase reaches, and who is needed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.procure import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scalemerit.pricing import Curve
    from scalemerit.procure import License


class TierWithout(NamedTuple):
    """The tier that the others reach without one buyer, with this quantity.

    None, with a quantity of 0, where nobody else needs the product.
    """

    buyer: str
    quantity: int
    tier_from: int | None
    is_pivotal: bool


class TierHold(NamedTuple):
    """The tier of a product that all buyers reach with its vendor, and what it hangs on.

    `quantity` is what chooses the tier: what is needed of the product with what others take under
    the same contract, or of all products where several count. `slack` is how many of these
    licenses may leave before the tier is lost; what is bought up still reaches it. `without` tells
    of each buyer that needs such licenses, in order. Tiers are counted in packs of `size` licenses,
    quantities always in licenses.
    """

    product: str
    vendor: str
    quantity: int
    tier_from: int
    slack: int
    without: tuple[TierWithout, ...]
    size: int = 1

    @property
    def is_bought_up(self) -> bool:
        """Whether the tier is only reached by buying more than is needed."""
        return -(-self.quantity // self.size) < self.tier_from

    @property
    def pivotal(self) -> tuple[str, ...]:
        """The buyers without each of which the tier is lost."""
        return tuple(one.buyer for one in self.without if one.is_pivotal)


class _Reach(NamedTuple):
    """What a vendor's price reaches for a quantity, or for what is counted in its place."""

    curve: Curve
    needed: int
    counts: bool

    def tier_from(self, quantity: int) -> int | None:
        if self.counts:
            return self.curve.purchase(self.needed, quantity).tier_from
        return self.curve.purchase(quantity).tier_from

    def slack(self, quantity: int, tier_from: int) -> int:
        """How many may leave with the tier still reached: fewer never reach a higher one."""
        kept, lost = 0, quantity
        while lost - kept > 1:
            middle = (kept + lost) // 2
            reached = self.tier_from(quantity - middle)
            if reached is not None and reached >= tier_from:
                kept = middle
            else:
                lost = middle
        return kept


def tier_holds(pool: Pool, award: Mapping[str, str]) -> tuple[TierHold, ...]:
    """The tiers that an award of a pool's products to vendors reaches, where prices have tiers.

    The vendors stay the same when a buyer leaves, whether or not another would then be cheaper.
    """
    contracts = pool.contracts_of(award)
    return tuple(
        hold
        for vendor, products in contracts.items()
        for one in pool.licenses(vendor, products)
        for hold in _holds(pool, vendor, products, one)
    )


def _holds(
    pool: Pool, vendor: str, products: tuple[str, ...], found: License
) -> Iterator[TierHold]:
    """The hold on the tier of one license; none where its price names no tiers."""
    if found.tier_from is None:
        return
    curve = pool.market.offers[vendor].prices[found.product]
    counted = [one for one in curve.counted_products if one in products] or [found.product]
    reach = _Reach(curve, found.needed + found.outside, bool(curve.counted_products))
    quantity = sum(pool.covered[one] for one in counted)
    own = sum(pool.needed[one] for one in counted)
    yield TierHold(
        product=found.product,
        vendor=vendor,
        quantity=quantity,
        tier_from=found.tier_from,
        slack=min(reach.slack(quantity, found.tier_from), own),
        without=tuple(
            _without(reach, buyer, left, found.tier_from)
            for buyer, left in _left(pool, found, counted, quantity)
        ),
        size=curve.size,
    )


def _left(
    pool: Pool, found: License, counted: Sequence[str], quantity: int
) -> Iterator[tuple[str, int]]:
    """What is left of a quantity without each buyer that has a part of it."""
    columns = [pool.quantities[one] for one in counted]
    rows = zip(pool.buyers, pool.quantities[found.product], zip(*columns, strict=True), strict=True)
    for buyer, of_product, of_counted in rows:
        if any(of_counted):
            # What others take under the contract is bought only with licenses of the buyers.
            yield buyer, quantity - sum(of_counted) if of_product < found.needed else 0


def _without(reach: _Reach, buyer: str, left: int, tier_from: int) -> TierWithout:
    reached = reach.tier_from(left) if left else None
    return TierWithout(buyer, left, reached, reached is None or reached < tier_from)
