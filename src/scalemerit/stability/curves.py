"""What coalitions of two buyers or more pay in a pooled game, as curves over the total quantity."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scalemerit.game.base import Costs, Pooled
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.leaving import Shares

# Sums of so many bits stay far from the end of int64.
_BITS = 58
# Python integers are used where no more entries than that are gone through.
_FEW = 2**20
# Floating point rounds by less than one part in so many.
_MANTISSA = 2**52


class Weighed(NamedTuple):
    """What each buyer brings into a coalition, and what the coalition pays at each total.

    Both are whole numbers of 1/scale, or floating point where the scale is None.
    """

    values: Costs | Floats
    costs: Costs | Floats
    scale: int | None


class FloatingCurve(NamedTuple):
    """A curve in floating point."""

    costs: Floats
    each: float

    def weighed(self, values: Floats) -> Weighed:
        """Values and costs in floating point."""
        return Weighed(values - self.each, self.costs, None)


class Curve(NamedTuple):
    """What a vendor asks at each total quantity, and for each buyer besides, in 1/scale."""

    costs: Costs
    each: int
    scale: int

    @property
    def floating(self) -> FloatingCurve:
        """The same in floating point."""
        return FloatingCurve((self.costs / self.scale).astype(np.float64), self.each / self.scale)


class Curves(NamedTuple):
    """Curves of which the least is the cost of two buyers or more, but for `slack` units."""

    quantities: tuple[int, ...]
    curves: tuple[Curve, ...]
    slack: int

    @property
    def are_concave(self) -> bool:
        """Whether each further license costs no more than the one before, whoever sells."""
        first = min(self.quantities)
        return all(not np.any(np.diff(curve.costs[first:], n=2) > 0) for curve in self.curves)


def exact_curves(pooled: Pooled) -> Curves | None:
    """The curves that give costs to the smallest unit; None where there are none."""
    if not pooled.depends_on_size:
        return Curves(pooled.quantities, (Curve(pooled.joint(2), 0, 1),), 0)
    return offered_curves(pooled) if pooled.slack == 0 else None


def offered_curves(pooled: Pooled) -> Curves | None:
    """The curves that vendors offer, before rounding; None where there are none."""
    if not pooled.offers:
        return None if pooled.depends_on_size else exact_curves(pooled)
    curves = tuple(Curve(offer.licenses, offer.each, offer.scale) for offer in pooled.offers)
    return Curves(pooled.quantities, curves, pooled.slack)


def weighed_exactly(curve: Curve, shares: Shares, times: int = 1) -> Weighed | None:
    """Shares and costs in whole numbers of 1/scale, a multiple of `times`.

    None where that would take Python integers for very many totals.
    """
    scale = shares.denominator * curve.scale * times
    costs_scale = shares.denominator * times
    each = curve.each * shares.denominator
    values = [(part * curve.scale - each) * times for part in shares.parts]
    highest = int(np.abs(curve.costs).max()) * costs_scale
    if max(highest, sum(map(abs, values))).bit_length() <= _BITS:
        costs = curve.costs.astype(np.int64)
        return Weighed(np.array(values, dtype=np.int64), costs * costs_scale, scale)
    if len(values) * len(curve.costs) > _FEW:
        return None
    costs = curve.costs.astype(object)
    return Weighed(np.array(values, dtype=object), costs * costs_scale, scale)


def rounding_error(curves: Curves, shares: Shares) -> Fraction:
    """What floating point may be off by in the excess of a coalition."""
    asked = max(
        (int(np.abs(curve.costs).max()) + curve.each * len(shares.parts)) // curve.scale + 1
        for curve in curves.curves
    )
    largest = asked + Fraction(sum(map(abs, shares.parts)), shares.denominator)
    return largest * (2 * len(shares.parts) + 4) / _MANTISSA
