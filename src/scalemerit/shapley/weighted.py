"""Exact sums of costs over so many coalitions that they do not fit into 64 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from scalemerit.game.base import Costs
    from scalemerit.shapley.counts import Row

_WORD = 1 << 64
_LIMB = 32  # bits
_DOUBLE = 53  # bits of a double's significand


class Weighable:
    """Costs by total, of which exact sums over coalitions are taken.

    They are kept in limbs of int64, the lowest first, so that each limb is exact as a double too.
    """

    def __init__(self, values: Costs) -> None:
        self._limbs = tuple(_Limb.of(limb) for limb in _limbs(values))

    def over(self, row: Row, shift: int = 0) -> int:
        """The sum over a row's coalitions of the value at `shift` more than their total."""
        start = row.start + shift
        end = start + len(row.numbers)
        return sum(
            limb.over(row, start, end) << (place * _LIMB) for place, limb in enumerate(self._limbs)
        )


class _Limb(NamedTuple):
    values: npt.NDArray[np.int64]
    doubles: npt.NDArray[np.float64]
    largest: int

    @classmethod
    def of(cls, values: npt.NDArray[np.int64]) -> _Limb:
        return cls(values, values.astype(np.float64), int(np.abs(values).max(initial=0)))

    def over(self, row: Row, start: int, end: int) -> int:
        """The sum of this limb over a row.

        Where it does not fit into 64 bits, they still hold its remainder by 2⁶⁴; which multiple of
        2⁶⁴ is missing is told by the sum in doubles, which is not as far off as half of that:
        however it is added up, not by more than (terms + 2) / 2⁵³ of the sum of all magnitudes.
        """
        values = self.values[start:end]
        if row.numbers.dtype == object:
            return int(np.dot(row.numbers, values))
        largest = row.coalitions * self.largest
        remainder = int(np.dot(row.numbers.view(np.uint64), values.view(np.uint64)))
        if largest < _WORD // 2:
            return _nearest(remainder, 0)
        if largest * (len(values) + 4) >> _DOUBLE < _WORD // 4:
            near = np.einsum("i,i", row.numbers, self.doubles[start:end])
            return _nearest(remainder, int(near))
        return int(np.dot(row.numbers.astype(object), values))


def _nearest(remainder: int, near: int) -> int:
    """The number with this remainder by 2⁶⁴ that is nearest to another."""
    half = _WORD // 2
    return near + (remainder - near + half) % _WORD - half


def _limbs(values: Costs) -> list[npt.NDArray[np.int64]]:
    """The values in parts of 32 bits, the highest with the sign; a single one where they fit."""
    limbs: list[npt.NDArray[np.int64]] = []
    rest = values
    while int(abs(rest).max(initial=0)) >> _LIMB:
        limbs.append((rest & ((1 << _LIMB) - 1)).astype(np.int64))
        rest = rest >> _LIMB
    return [*limbs, rest.astype(np.int64)]
