"""What vendors ask for columns of quantities, in whole numbers, and how columns are rounded."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.money import NO_OFFER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scalemerit.game.base import Costs
    from scalemerit.money import Exact, Rounding
    from scalemerit.pricing import Curve
    from scalemerit.procure.market import Offer

# All that comes up on the way to a cost is below that where it is of int64.
FITS = 2**62


def never(dtype: object) -> int:
    """More than any cost: what is asked where nothing is offered."""
    return FITS if dtype == np.int64 else NO_OFFER**2


def asked_for(curve: Curve, scale: int, covered: Costs, counted: Costs | None) -> Costs:
    """As `Curve.cost` for a column of quantities, in parts of 1/scale of the currency."""
    starts = np.array(curve.starts, dtype=np.int64)
    sold = -(-covered // curve.size)
    chosen_by = sold if counted is None else counted
    tier = np.searchsorted(starts, chosen_by.astype(np.int64), side="right") - 1
    sold = np.where(tier < 0, curve.starts[0], sold)
    tier = np.maximum(tier, 0)
    offsets, units, cheaper = (
        _column([level[part] for level in curve.levels], scale, covered.dtype) for part in range(3)
    )
    amount = offsets[tier] + sold * units[tier]
    if curve.limits is not None:
        minimum, maximum = curve.limits
        if minimum is not None:
            amount = np.maximum(amount, int(minimum * scale))
        if maximum is not None:
            amount = np.minimum(amount, int(maximum * scale))
    return np.minimum(amount, cheaper[tier])


def _column(amounts: Iterable[Exact], scale: int, dtype: np.dtype[np.int64]) -> Costs:
    most = never(dtype)
    scaled = [most if amount == NO_OFFER else int(amount * scale) for amount in amounts]
    return np.array(scaled, dtype=dtype)


def denominator(offer: Offer) -> int:
    """How many parts of the currency all that a vendor asks is a whole number of."""
    fees = offer[1:]
    amounts = [amount for curve in offer.prices.values() for amount in _amounts(curve)]
    return lcm(*(amount.denominator for amount in (*fees, *amounts)))


def _amounts(curve: Curve) -> list[Exact]:
    """All amounts that a price is made of."""
    limits = [] if curve.limits is None else [one for one in curve.limits if one is not None]
    levels = [(offset, unit, cheaper) for offset, unit, cheaper, _ in curve.levels]
    return [*limits, *(amount for level in levels for amount in level)]


def largest_amount(curve: Curve, covered: int) -> int:
    """No less than what a price asks for any quantity up to this one, buying up included."""
    sold = max(-(-covered // curve.size), curve.starts[-1])
    amounts = [amount for amount in _amounts(curve) if amount != NO_OFFER]
    return sold * sum(abs(one.numerator) // one.denominator + 1 for one in amounts)


def rounded(numerators: Costs, denominators: Costs | int, rounding: Rounding) -> Costs:
    """As `round_ratio` for columns; nothing in them is negative."""
    if rounding == "down":
        return numerators // denominators
    if rounding == "up":
        return -(-numerators // denominators)
    return (2 * numerators + denominators) // (2 * denominators)
