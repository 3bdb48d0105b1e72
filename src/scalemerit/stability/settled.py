"""What is settled of a division: exact linear algebra in whole numbers.

Coalitions whose shares are settled leave a space of divisions: one of them, and the directions in
which shares can still move without touching what is settled.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.stability.arrays import indicator, indicators
from scalemerit.stability.leaving import Shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Costs
    from scalemerit.stability.arrays import Floats

_FITS = 2**62
_SMALL = 2**24
_FINE = 2**20


def without(basis: Costs, row: Costs) -> Costs:
    """A basis of the vectors of a space that are orthogonal to a row, in whole numbers.

    They are Python integers where they, or sums over some of their entries, may not fit int64.
    """
    entries = basis.shape[1]
    if 2 * _largest(basis) ** 2 * _largest(row) * entries**2 >= _FITS:
        basis, row = basis.astype(object), row.astype(object)
    along = basis @ row
    touched = np.flatnonzero(along)
    if not len(touched):
        return basis
    pivot = touched[np.abs(along[touched]).argmin()]
    others = touched[touched != pivot]
    moved = basis[others] * along[pivot] - np.outer(along[others], basis[pivot])
    basis = basis.copy()
    basis[others] = moved // _row_divisors(moved)
    return _compact(np.delete(basis, pivot, axis=0))


def _largest(values: Costs) -> int:
    return int(np.abs(values).max(initial=0)) + 1


def _row_divisors(rows: Costs) -> Costs:
    divisors: Costs = np.gcd.reduce(rows, axis=1, keepdims=True)
    return np.where(divisors == 0, 1, divisors)


def _compact(basis: Costs) -> Costs:
    if basis.dtype == object and _largest(basis) < _SMALL:
        return basis.astype(np.int64)
    return basis


def null_space(matrix: Costs) -> list[list[int]]:
    """Independent vectors, in whole numbers, that all rows of a matrix are orthogonal to."""
    basis: Costs = np.eye(matrix.shape[1], dtype=np.int64)
    for row in matrix:
        basis = without(basis, row)
    return [[int(value) for value in vector] for vector in basis]


class Settled:
    """The divisions of a bill in which certain coalitions pay certain amounts.

    `parts`/`denominator` is one such division; `free` holds, as rows, the independent directions
    in which shares may move.
    """

    def __init__(self, buyers: int, total: int) -> None:
        self.buyers = buyers
        self.parts = [0] * buyers
        self.parts[0] = total
        self.denominator = 1
        self.coalitions = [(1 << buyers) - 1]
        self.free: Costs = np.eye(buyers, k=0, dtype=np.int64)[:-1]
        self.free = self.free - np.eye(buyers, k=1, dtype=np.int64)[:-1]

    def copy(self) -> Settled:
        """The same settlements, to be added to apart from these."""
        twin = Settled(self.buyers, 0)
        twin.parts, twin.denominator = list(self.parts), self.denominator
        twin.coalitions, twin.free = list(self.coalitions), self.free
        return twin

    @property
    def is_complete(self) -> bool:
        """Whether one division is left."""
        return not len(self.free)

    def settles(self, coalition: int) -> bool:
        """Whether what a coalition pays follows from what is settled."""
        return not np.any(self.free @ indicator(coalition, self.buyers))

    def settle_which(self, coalitions: Sequence[int]) -> list[bool]:
        """`settles` for each coalition."""
        moves = indicators(coalitions, self.buyers) @ self.free.T
        return [bool(one) for one in ~np.any(moves, axis=1)]

    def paid(self, coalition: int) -> int:
        """What a coalition pays in the one division, in parts of the denominator."""
        return sum(part for buyer, part in enumerate(self.parts) if coalition >> buyer & 1)

    def settle(self, coalition: int, amount: Fraction) -> None:
        """Let a coalition pay an amount; nothing changes where that was settled before."""
        row = indicator(coalition, self.buyers)
        along = self.free @ row
        touched = np.flatnonzero(along)
        if not len(touched):
            return
        pivot = touched[np.abs(along[touched]).argmin()]
        self._move(
            self.free[pivot],
            amount - Fraction(self.paid(coalition), self.denominator),
            int(along[pivot]),
        )
        self.free = without(self.free, row)
        self.coalitions.append(coalition)

    def _move(self, direction: Costs, missing: Fraction, step: int) -> None:
        factor = missing / step
        scale = factor.denominator
        parts = [
            part * scale + factor.numerator * self.denominator * int(move)
            for part, move in zip(self.parts, direction, strict=True)
        ]
        denominator = self.denominator * scale
        common = gcd(denominator, *parts)
        self.parts = [part // common for part in parts]
        self.denominator = denominator // common

    def near(self, shares: Floats) -> Shares:
        """The division with what is settled that is next to shares in floating point.

        Its amounts are whole parts of 2^-20 more than the one division has.
        """
        here = np.array([part / self.denominator for part in self.parts])
        free = self.free.astype(np.float64)
        steps, *_ = np.linalg.lstsq(free.T, (shares - here) * _FINE, rcond=None)
        whole = np.array([round(step) for step in steps.tolist()], dtype=object)
        moves = whole @ self.free.astype(object)
        parts = [
            part * _FINE + int(move) * self.denominator
            for part, move in zip(self.parts, moves, strict=True)
        ]
        return Shares(tuple(parts), self.denominator * _FINE)

    @property
    def blocks(self) -> list[list[int]]:
        """The buyers in groups that no settled coalition separates, in their order."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for buyer in range(self.buyers):
            belongs = tuple(coalition >> buyer & 1 for coalition in self.coalitions)
            groups.setdefault(belongs, []).append(buyer)
        return list(groups.values())
