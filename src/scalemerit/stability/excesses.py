"""The excess of every coalition of a table, exact and quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from scalemerit.stability.arrays import sums, zeros

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from scalemerit.game.base import Costs
    from scalemerit.stability.arrays import Numbers

# Coalitions are gone through in pieces of 2^15, which stay in the processor's cache.
PIECE = 15
# Whole numbers of int64 keep to so many bits, Python integers to as many as serve.
_BITS, _MANY_BITS = 61, 256
# So many bits have to be left for fractions of the smallest unit.
_LEAST_ROOM = 8


class Piece(NamedTuple):
    """The coalitions from number `first` on, with their excesses in parts of `Excesses.scale`."""

    first: int
    excess: Costs

    def above(self, bound: Costs | int) -> Numbers:
        """The numbers of coalitions whose excess is above a bound."""
        return np.flatnonzero(self.excess > bound) + self.first


class Excesses:
    """x(S) − c(S) for the coalitions S of a table, where shares x are parts of a denominator.

    They come in pieces, counted in 1/scale, and are at most `error` too small: exact where the
    numbers fit int64, else in fixed point. `exactly` gives single ones.
    """

    def __init__(self, costs: Costs, parts: Sequence[int], denominator: int) -> None:
        self.costs, self.parts, self.denominator = costs, parts, denominator
        self.buyers = len(parts)
        largest = 1 + max(sum(map(abs, parts)) // denominator, int(np.abs(costs).max()))
        taken = 2 + largest.bit_length() + self.buyers.bit_length()
        if costs.dtype == np.int64 and taken + _LEAST_ROOM > _BITS:
            self.costs = costs = costs.astype(object)
        room = (_BITS if costs.dtype == np.int64 else _MANY_BITS) - taken
        is_exact = denominator.bit_length() <= room
        self.scale = denominator if is_exact else 1 << room
        self.error = 0 if is_exact else self.buyers
        shares = [part * self.scale // denominator for part in parts]
        self._shares = zeros(costs, len(shares))
        self._shares[:] = shares

    def pieces(self) -> Iterator[Piece]:
        """The excesses of all coalitions, no buyers and all of them included."""
        inner = min(self.buyers, PIECE)
        low, high = sums(self._shares[:inner]), sums(self._shares[inner:])
        costs = self.costs.reshape(len(high), len(low))
        for row, share in enumerate(high):
            excess = low - costs[row] * self.scale
            excess += share
            yield Piece(row << inner, excess)

    def scaled(self, amount: Fraction) -> int:
        """An amount in 1/scale, rounded down."""
        return amount.numerator * self.scale // amount.denominator

    def exactly(self, coalitions: Numbers) -> Costs:
        """The excesses of single coalitions, in parts of the denominator, as Python integers."""
        paid = -self.costs[coalitions].astype(object) * self.denominator
        for buyer, part in enumerate(self.parts):
            paid[(coalitions >> buyer & 1).astype(bool)] += part
        return paid


def largest(excesses: Excesses, counted: range) -> tuple[int, int]:
    """The coalition with the largest excess, and that in parts of the denominator.

    Only coalitions count whose numbers are in the range. Of several it is the smallest coalition,
    then that of the first buyers.
    """
    numbers, values = _close_to_largest(excesses, counted)
    if excesses.scale != excesses.denominator:
        values = excesses.exactly(numbers)
    top = values.max()
    return _first(numbers[values == top]), int(top)


def _close_to_largest(excesses: Excesses, counted: range) -> tuple[Numbers, Costs]:
    found: list[tuple[Numbers, Costs]] = []
    bound = -(1 << _MANY_BITS)
    for piece in excesses.pieces():
        skipped = max(0, counted.start - piece.first)
        values = piece.excess[skipped : counted.stop - piece.first]
        if not len(values) or values.max() < bound:
            continue
        bound = max(bound, int(values.max()) - excesses.error)
        places = np.flatnonzero(values >= bound)
        found.append((places + piece.first + skipped, values[places]))
    numbers = np.concatenate([numbers for numbers, _ in found])
    values = cast("Costs", np.concatenate([values for _, values in found]))
    return numbers[values >= bound], values[values >= bound]


def _first(coalitions: Numbers) -> int:
    sizes = np.bitwise_count(coalitions)
    coalitions = coalitions[sizes == sizes.min()]
    buyer = 0
    while len(coalitions) > 1:
        holding = (coalitions >> buyer & 1).astype(bool)
        coalitions = coalitions[holding] if holding.any() else coalitions
        buyer += 1
    return int(coalitions[0])
