"""What every price model can say, and what those with bounds and with tiers share."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from scalemerit.errors import KeyPath, Problem
from scalemerit.fields import Amount, Model
from scalemerit.money import NO_OFFER, Exact, plain
from scalemerit.pricing.tier import PercentOff, Step, Term, Tier


class Purchase(NamedTuple):
    """What buying a quantity comes to: how many are bought, for how much, and at which tier."""

    bought: int
    amount: Exact
    tier_from: int | None


NOTHING = Purchase(0, 0, None)


class PriceModel(Model):
    """What every price model can say; all quantities are licenses, all amounts exact."""

    def asked(self, quantity: int, counted: int | None = None) -> Exact:
        """P(q): what the vendor asks for this quantity; `counted` is what chooses the tier."""
        raise NotImplementedError

    def least(self, quantity: int) -> int:
        """The smallest quantity on sale that covers this one."""
        return quantity

    def tier_from(self, quantity: int, counted: int | None = None) -> int | None:
        """The lower bound of the tier that this quantity reaches; None where there are no tiers."""
        del quantity, counted
        return None

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """The arithmetic of `asked`, before `minimum_amount` and `maximum_amount`."""
        raise NotImplementedError

    def problems(self, product: str) -> Iterator[Problem]:
        """What makes no sense in this price of a product; paths start at the price."""
        del product
        yield from ()

    @property
    def counted_products(self) -> tuple[str, ...]:
        """The products whose total chooses the tier; none where this one's quantity does alone."""
        return ()

    @property
    def starts(self) -> tuple[int, ...]:
        """The lower bounds of the tiers, ascending."""
        return ()

    @property
    def bounds(self) -> tuple[int, ...]:
        """The quantities, ascending, to which buying up may pay."""
        return ()

    def purchase(self, quantity: int, counted: int | None = None) -> Purchase:
        """The cheapest way to cover a quantity, buying up where the bill is then smaller.

        Of equally cheap quantities the smallest is bought.
        """
        if quantity == 0:
            return NOTHING
        bought = self.least(quantity)
        amount = self.asked(bought, counted)
        above = bisect_right(self.bounds, bought)
        if self.bounds and self._cheapest_from[above][0] < amount:
            amount, bought = self._cheapest_from[above]
        return Purchase(bought, amount, self.tier_from(bought, counted))

    def cost(self, quantity: int, counted: int | None = None) -> Exact:
        """What covering a quantity costs, buying up where the bill is then smaller.

        The same as `purchase(…).amount`, without finding out how many are bought.
        """
        amount = self.asked(quantity, counted)
        if not self.bounds or not quantity:
            return amount
        cheaper = self._cheapest_from[bisect_right(self.bounds, quantity)][0]
        return min(amount, cheaper)

    @cached_property
    def _cheapest_from(self) -> tuple[tuple[Exact, int], ...]:
        """For each of the bounds, the cheapest purchase at it or higher; then one that never is."""
        cheapest: list[tuple[Exact, int]] = [(NO_OFFER, 0)]
        for bound in reversed(self.bounds):
            cheapest.append(min((self.asked(bound), bound), cheapest[-1]))
        return tuple(reversed(cheapest))


class Bounded(PriceModel):
    """A price with a smallest and a largest amount."""

    minimum_amount: Amount | None = None
    maximum_amount: Amount | None = None

    @cached_property
    def has_bounds(self) -> bool:
        """Whether there is a smallest or a largest amount."""
        return self.minimum_amount is not None or self.maximum_amount is not None

    def bounded(self, amount: Exact) -> Exact:
        """The amount, raised to the minimum or cut to the maximum."""
        if self.minimum_amount is not None and amount < self.minimum_amount:
            return self.minimum_amount
        if self.maximum_amount is not None and amount > self.maximum_amount:
            return self.maximum_amount
        return amount

    def problems(self, product: str) -> Iterator[Problem]:
        """Bounds that exclude every amount."""
        minimum, maximum = self.minimum_amount, self.maximum_amount
        if minimum is not None and maximum is not None and minimum > maximum:
            values = {"minimum": plain(minimum), "maximum": plain(maximum)}
            yield Problem("bounds-crossed", ("minimum_amount",), values)
        yield from super().problems(product)


class Tiered(Bounded):
    """A price whose unit depends on tiers."""

    list_price: Amount | None = None
    buy_up: bool = True

    @property
    def tiering(self) -> dict[int, Tier]:
        """The tiers by their lower bounds, as written."""
        raise NotImplementedError

    @cached_property
    def lines(self) -> tuple[tuple[Exact, Exact], ...]:
        """For each tier, the price of n units in it as a line: offset, and slope a unit."""
        return tuple((step.flat, step.unit) for step in self.steps)

    def sold(self, quantity: int) -> int:
        """The units sold to cover a quantity, not fewer than the first tier's lower bound."""
        return max(quantity, self.starts[0])

    def least(self, quantity: int) -> int:
        """The licenses in the units sold to cover a quantity."""
        return self.sold(quantity)

    def asked(self, quantity: int, counted: int | None = None) -> Exact:
        """P(q) on the line of the tier that the units sold reach, or what is counted."""
        if quantity == 0:
            return 0
        sold = self.sold(quantity)
        reach = sold if counted is None else counted
        offset, unit = self.lines[bisect_right(self.starts, reach) - 1]
        return self.bounded(offset + sold * unit) if self.has_bounds else offset + sold * unit

    def tier_from(self, quantity: int, counted: int | None = None) -> int | None:
        """The lower bound of the tier that is reached by the units sold, or by what is counted."""
        return self.starts[self.reached(self.sold(quantity) if counted is None else counted)]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The tiers in ascending order, with unit prices worked out from the list price."""
        return tuple(self._step(start, tier) for start, tier in sorted(self.tiering.items()))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The lower bounds of the tiers, ascending."""
        return tuple(step.start for step in self.steps)

    def reached(self, quantity: int) -> int:
        """The position of the highest tier that a quantity reaches; the first for fewer."""
        return max(bisect_right(self.starts, quantity) - 1, 0)

    def problems(self, product: str) -> Iterator[Problem]:
        """Tiers that do not fit the list price, or whose unit price rises."""
        misfits = tuple(self._misfits())
        yield from misfits or self._rises()
        yield from super().problems(product)

    def _step(self, start: int, tier: Tier) -> Step:
        if isinstance(tier.unit, PercentOff):
            unit = (self.list_price or 0) * (1 - tier.unit.rate)
            return Step(start, unit, tier.flat, tier.unit.rate)
        return Step(start, tier.unit, tier.flat, None)

    def _misfits(self) -> Iterator[Problem]:
        code = "tier-needs-amount" if self.list_price is None else "tier-needs-rate"
        for start, tier in self.tiering.items():
            if isinstance(tier.unit, PercentOff) == (self.list_price is None):
                yield Problem(code, _tier_path(start), {"found": _unit_text(tier.unit)})

    def _rises(self) -> Iterator[Problem]:
        for before, step in pairwise(self.steps):
            if step.unit > before.unit:
                units = {"unit": plain(step.unit), "before": plain(before.unit)}
                yield Problem(
                    "tier-rises", _tier_path(step.start), {"from": f"{step.start:,}", **units}
                )


def _tier_path(start: int) -> KeyPath:
    return ("tiers", str(start))


def _unit_text(unit: Exact | PercentOff) -> str:
    return f"{plain(unit.rate * 100)}%" if isinstance(unit, PercentOff) else plain(unit)
