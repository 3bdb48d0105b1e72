"""What every price model can say, and what those with bounds and with tiers share."""

from collections.abc import Iterator
from itertools import pairwise

from scalemerit.errors import KeyPath, Problem
from scalemerit.fields import LARGEST_AMOUNT, Amount, Model
from scalemerit.money import Exact, plain, times
from scalemerit.once import once
from scalemerit.pricing.curve import (
    Curve,
    Level,
    Limits,
    Line,
    Purchase,
    bought_as_needed,
    bought_up,
)
from scalemerit.pricing.tier import PercentOff, Step, Term, Tier


class PriceModel(Model):
    """What every price model can say; all quantities are licenses, all amounts exact."""

    @once
    def curve(self) -> Curve:
        """The price worked out for any quantity."""
        raise NotImplementedError

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """The arithmetic of `asked`, before `minimum_amount` and `maximum_amount`."""
        raise NotImplementedError

    def problems(self, product: str) -> list[Problem]:
        """What makes no sense in this price of a product; paths start at the price."""
        del product
        return []

    @property
    def counted_products(self) -> tuple[str, ...]:
        """The products whose total chooses the tier; none where this one's quantity does alone."""
        return ()

    @property
    def starts(self) -> tuple[int, ...]:
        """The lower bounds of the tiers in units sold, ascending."""
        return self.curve.starts

    def asked(self, quantity: int, counted: int | None = None) -> Exact:
        """P(q): what the vendor asks for this quantity; `counted` is what chooses the tier."""
        return self.curve.asked(quantity, counted)

    def cost(self, quantity: int, counted: int | None = None) -> Exact:
        """What covering a quantity costs, buying up where the bill is then smaller."""
        return self.curve.cost(quantity, counted)

    def purchase(self, quantity: int, counted: int | None = None) -> Purchase:
        """The cheapest way to cover a quantity, buying up where the bill is then smaller."""
        return self.curve.purchase(quantity, counted)

    def sold(self, quantity: int) -> int:
        """The units, licenses or packs, sold to cover a quantity."""
        return self.curve.sold(quantity)

    def least(self, quantity: int) -> int:
        """The smallest quantity on sale that covers this one."""
        return self.curve.sold(quantity) * self.curve.size


class Bounded(PriceModel):
    """A price with a smallest and a largest amount."""

    minimum_amount: Amount | None = None
    maximum_amount: Amount | None = None

    @property
    def limits(self) -> Limits | None:
        """The smallest and the largest amount; None where there is neither."""
        if self.minimum_amount is None and self.maximum_amount is None:
            return None
        return Limits(self.minimum_amount, self.maximum_amount)

    def problems(self, product: str) -> list[Problem]:
        """Bounds that exclude every amount."""
        del product
        minimum, maximum = self.minimum_amount, self.maximum_amount
        if minimum is None or maximum is None or minimum <= maximum:
            return []
        values = {"minimum": plain(minimum), "maximum": plain(maximum)}
        return [Problem("bounds-crossed", ("minimum_amount",), values)]


class Tiered(Bounded):
    """A price whose unit depends on tiers."""

    list_price: Amount | None = None
    buy_up: bool = True

    @property
    def tiering(self) -> dict[int, Tier]:
        """The tiers by their lower bounds, as written."""
        raise NotImplementedError

    @once
    def curve(self) -> Curve:
        """The price worked out for any quantity, in licenses one by one."""
        return self.curve_in(1)

    def curve_in(self, size: int, *, names_tiers: bool = True) -> Curve:
        """The price worked out for any quantity, sold in units of so many licenses."""
        tiering, limits = self.tiering, self.limits
        starts = tuple(sorted(tiering))
        lines = [
            (tier.flat, self._off(tier.unit) if isinstance(tier.unit, PercentOff) else tier.unit)
            for tier in map(tiering.__getitem__, starts)
        ]
        levels = self.levels(starts, lines, limits)
        return Curve(starts, levels, size, limits, self.counted_products, names_tiers)

    def levels(
        self, starts: tuple[int, ...], tiers: list[Line], limits: Limits | None
    ) -> list[Level]:
        """What holds from each tier on; `tiers` gives their flat parts and unit prices.

        Nothing is bought up where other products choose the tier as well.
        """
        if self.buy_up and not self.counted_products:
            return bought_up(starts, tiers, limits)
        return bought_as_needed(tiers)

    @once
    def steps(self) -> tuple[Step, ...]:
        """The tiers in ascending order, with unit prices worked out from the list price."""
        return tuple(self._step(start, tier) for start, tier in sorted(self.tiering.items()))

    def reached(self, quantity: int) -> int:
        """The position of the highest tier that units sold reach; the first for fewer."""
        return self.curve.reached(quantity)

    def problems(self, product: str) -> list[Problem]:
        """Tiers that do not fit the list price, or whose unit price rises."""
        bounds = super().problems(product)
        if self.list_price is None and _never_rise(self.tiering):
            return bounds  # as nearly always, and quick to see
        return [*(tuple(self._misfits()) or self._rises()), *bounds]

    def _off(self, unit: PercentOff) -> Exact:
        """The unit price that a part off the list price leaves."""
        return times(self.list_price or 0, 1 - unit.rate)

    def _step(self, start: int, tier: Tier) -> Step:
        if isinstance(tier.unit, PercentOff):
            return Step(start, self._off(tier.unit), tier.flat, tier.unit.rate)
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


def _never_rise(tiers: dict[int, Tier]) -> bool:
    """Whether tiers as written have amounts that never rise from one to the next."""
    before = 0
    dearest: Exact = LARGEST_AMOUNT
    for start, tier in tiers.items():
        unit = tier.unit
        if isinstance(unit, PercentOff) or start < before or unit > dearest:
            return False
        before, dearest = start, unit
    return True


def _tier_path(start: int) -> KeyPath:
    return ("tiers", str(start))


def _unit_text(unit: Exact | PercentOff) -> str:
    return f"{plain(unit.rate * 100)}%" if isinstance(unit, PercentOff) else plain(unit)
