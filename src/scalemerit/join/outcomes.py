"""What is saved in each of many cases, and exactly how likely each case is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scalemerit.game.base import Costs
    from scalemerit.money import Exact

    Places = npt.NDArray[np.intp]

_WITHIN_INT64 = 2**62
# Coalitions of so many buyers are added up in one step: what comes up stays in the cache.
_LOW_BUYERS = 15
_DOUBLE = 53  # bits of a double's significand: whole numbers below 2⁵³ are exact
_LIMB = _DOUBLE - 1 - _LOW_BUYERS  # bits, so that a sum over all of one step is exact


class Outcomes(ABC):
    """Cases of which exactly one comes true: `savings` has what is saved in each.

    Chances are whole parts of 1/`whole`.
    """

    savings: Costs
    whole: int

    @abstractmethod
    def tally(self, places: Places, count: int) -> Sequence[int]:
        """The parts of all cases that have each place from 0 to below `count`."""

    @abstractmethod
    def parts(self, cases: Places) -> Sequence[int]:
        """The parts of these cases."""

    @abstractmethod
    def expected(self) -> Fraction:
        """The mean saving."""

    def at_most(self, bounds: Sequence[int]) -> list[Fraction]:
        """The chance that no more than each of these savings, in ascending order, is saved."""
        ascending = np.array(bounds, dtype=self.savings.dtype)
        places = np.searchsorted(ascending, self.savings)
        parts = self.tally(places, len(bounds) + 1)
        return [Fraction(reached, self.whole) for reached in accumulate(parts[:-1])]


class Listed(Outcomes):
    """The savings of all coalitions, by their numbers; each buyer joins by its own probability."""

    def __init__(self, savings: Costs, probabilities: Sequence[Exact]) -> None:
        self.savings = savings
        self.whole = prod(one.denominator for one in probabilities)
        self._probabilities = probabilities
        self._low = _parts(probabilities[:_LOW_BUYERS])
        self._high = _parts(probabilities[_LOW_BUYERS:])

    def tally(self, places: Places, count: int) -> Sequence[int]:
        """The parts of all coalitions that have each place.

        A coalition's parts are those of its buyers of low numbers times those of the others. The
        first are added up in doubles, which hold them exactly in limbs.
        """
        total = np.zeros(count, dtype=object)
        rows = places.reshape(len(self._high), -1)
        for bits, limb in _limbs(self._low):
            for row, parts in zip(rows, self._high, strict=True):
                found = np.bincount(row, limb, count).astype(np.int64)
                occurs = np.flatnonzero(found)
                total[occurs] += found[occurs].astype(object) * (parts << bits)
        return tuple(total)

    def parts(self, cases: Places) -> Sequence[int]:
        """The parts of coalitions of these numbers."""
        return tuple(self._low[cases % len(self._low)] * self._high[cases // len(self._low)])

    def expected(self) -> Fraction:
        """The mean over all coalitions: one buyer after another is averaged out.

        With a probability n/d the two halves of the table, without the last buyer and with it,
        become (d - n) × the one + n × the other, in parts of 1/d; Python integers where int64 is
        short.
        """
        values, largest = self.savings, int(abs(self.savings).max())
        for probability in reversed(self._probabilities):
            joins, of = probability.numerator, probability.denominator
            largest *= of
            if largest >= _WITHIN_INT64 and values.dtype != object:
                values = values.astype(object)
            half = len(values) // 2
            values = (of - joins) * values[:half] + joins * values[half:]
        return Fraction(int(values[0]), self.whole)


def _parts(probabilities: Sequence[Exact]) -> npt.NDArray[np.object_]:
    """The parts of each coalition of these buyers: of those in it, and of those who stay out."""
    found = np.ones(1, dtype=object)
    for one in probabilities:
        found = np.concatenate([found * (one.denominator - one.numerator), found * one.numerator])
    return found


def _limbs(parts: npt.NDArray[np.object_]) -> list[tuple[int, npt.NDArray[np.float64]]]:
    """Parts in limbs as doubles, the lowest first, each with the bits that it is shifted by."""
    whole = int(parts.sum())
    if whole >> _DOUBLE == 0:
        return [(0, parts.astype(np.float64))]
    mask = (1 << _LIMB) - 1
    starts = range(0, int(parts.max()).bit_length(), _LIMB)
    return [(bits, ((parts >> bits) & mask).astype(np.float64)) for bits in starts]
