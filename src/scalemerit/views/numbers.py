"""How amounts and rates are written for other programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import index

from scalemerit.money import (
    RATE_UNIT,
    Digits,
    Exact,
    decimals,
    quotient,
    round_half_up,
    shifted,
)

Number = int | Digits
Ratio = int | float | Digits
# Rates, in millionths, that a float holds in six places and that JSON writes without an exponent.
_SMALLEST_PLAIN, _ABOVE_PLAIN = 100, 10**15


def rate(exact: Exact) -> Ratio:
    """A rate rounded to six places, halves away from zero."""
    return _ratio(exact.numerator, exact.denominator)


def _ratio(numerator: int, denominator: int) -> Ratio:
    """As `rate`, of a ratio with a positive denominator."""
    millionths = round_half_up(numerator * RATE_UNIT, denominator)
    if _SMALLEST_PLAIN <= abs(millionths) < _ABOVE_PLAIN and millionths % RATE_UNIT:
        return millionths / RATE_UNIT
    return quotient(millionths, RATE_UNIT)


def saving_rate(saving: int, separate: int) -> Ratio | None:
    """A saving as a part of the separate cost, as `rate`; None where that is 0."""
    return _ratio(saving, separate) if separate else None


def money_of(currency: str) -> Callable[[int], Number]:
    """What writes amounts in the smallest unit as numbers of the currency."""
    places = decimals(currency)
    return partial(shifted, places=places) if places else index
