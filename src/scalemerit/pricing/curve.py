"""A price worked out: what is asked for any quantity, and where buying up makes it less."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scalemerit.money import NO_OFFER, Exact

# The price of n units in a tier: offset, and slope a unit.
Line = tuple[Exact, Exact]
# A tier's line, then the cheapest amount at the lower bound of any higher tier, and that bound.
Level = tuple[Exact, Exact, Exact, int]


class Purchase(NamedTuple):
    """What buying a quantity comes to: how many are bought, for how much, and at which tier."""

    bought: int
    amount: Exact
    tier_from: int | None


NOTHING = Purchase(0, 0, None)


class Limits(NamedTuple):
    """The smallest and the largest amount of a price, where it has them."""

    minimum: Exact | None
    maximum: Exact | None

    def within(self, amount: Exact) -> Exact:
        """The amount, raised to the minimum or cut to the maximum."""
        if self.minimum is not None and amount < self.minimum:
            return self.minimum
        if self.maximum is not None and amount > self.maximum:
            return self.maximum
        return amount


class Curve(NamedTuple):
    """A price over quantities of licenses, sold in units of `size`; all amounts are exact.

    `starts` are the tiers' lower bounds in units, ascending, `levels` what holds from each on.
    `counted_products` are those whose total chooses the tier; none where the quantity alone does.
    Where there is one price for all, `names_tiers` is False and a purchase names no tier.
    """

    starts: tuple[int, ...]
    levels: list[Level]
    size: int = 1
    limits: Limits | None = None
    counted_products: tuple[str, ...] = ()
    names_tiers: bool = True

    def sold(self, quantity: int) -> int:
        """The units sold to cover a quantity, not fewer than the first tier's lower bound."""
        return max(-(-quantity // self.size), self.starts[0])

    def asked(self, quantity: int, counted: int | None = None) -> Exact:
        """P(q) on the line of the tier that the units sold reach, or what is counted."""
        if not quantity:
            return 0
        sold = self.sold(quantity)
        offset, unit, _, _ = self.levels[self.reached(sold, counted)]
        amount = offset + sold * unit
        return amount if self.limits is None else self.limits.within(amount)

    def cost(self, quantity: int, counted: int | None = None) -> Exact:
        """What covering a quantity costs, buying up where the bill is then smaller.

        The same as `purchase(…).amount`, without finding out how many are bought.
        """
        if not quantity:
            return 0
        starts, levels, size, limits, _, _ = self
        sold = quantity if size == 1 else -(-quantity // size)
        tier = bisect_right(starts, sold if counted is None else counted)
        if not tier:
            sold, tier = starts[0], 1
        offset, unit, cheaper, _ = levels[tier - 1]
        amount = offset + sold * unit
        if limits is not None:
            amount = limits.within(amount)
        if cheaper < amount:
            return cheaper
        return amount

    def costs(self, quantities: Iterable[int]) -> list[Exact]:
        """The cost of each quantity by itself, where no other products choose the tier."""
        starts, levels, size, limits, _, _ = self
        found: list[Exact] = []
        for quantity in quantities:
            if not quantity:
                found.append(0)
                continue
            sold = quantity if size == 1 else -(-quantity // size)
            tier = bisect_right(starts, sold)
            if not tier:
                sold, tier = starts[0], 1
            offset, unit, cheaper, _ = levels[tier - 1]
            amount = offset + sold * unit
            if limits is not None:
                amount = limits.within(amount)
            found.append(cheaper if cheaper < amount else amount)  # noqa: FURB136 - a call would cost more
        return found

    def purchase(self, quantity: int, counted: int | None = None) -> Purchase:
        """The cheapest way to cover a quantity, buying up where the bill is then smaller.

        Of equally cheap quantities the smallest is bought.
        """
        if not quantity:
            return NOTHING
        sold = self.sold(quantity)
        tier = self.reached(sold, counted)
        offset, unit, cheaper, bound = self.levels[tier]
        amount = offset + sold * unit
        if self.limits is not None:
            amount = self.limits.within(amount)
        if cheaper < amount:
            sold, amount, tier = bound, cheaper, self.reached(bound, counted)
        return Purchase(sold * self.size, amount, self.starts[tier] if self.names_tiers else None)

    def reached(self, sold: int, counted: int | None = None) -> int:
        """The position of the tier that the units sold reach, or what is counted."""
        return max(bisect_right(self.starts, sold if counted is None else counted) - 1, 0)


def bought_as_needed(lines: Iterable[Line]) -> list[Level]:
    """The levels of tiers where buying up never pays or is not possible."""
    return [(offset, unit, NO_OFFER, 0) for offset, unit in lines]


def bought_up(starts: Sequence[int], lines: Sequence[Line], limits: Limits | None) -> list[Level]:
    """The levels of tiers where more may be bought to reach a higher one."""
    levels: list[Level] = []
    cheapest: Exact = NO_OFFER
    bound = 0
    for start, (offset, unit) in zip(reversed(starts), reversed(lines), strict=True):
        levels.append((offset, unit, cheapest, bound))
        amount = offset + start * unit
        if limits is not None:
            amount = limits.within(amount)
        if amount <= cheapest:
            cheapest, bound = amount, start
    levels.reverse()
    return levels
