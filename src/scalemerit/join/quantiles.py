"""Exact quantiles of a value over all coalitions, where buyers take part by chance."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from scalemerit.game.base import Costs
    from scalemerit.money import Exact

    Weights = npt.NDArray[np.float64]
    Mean = Callable[[Costs, Sequence[Exact]], Fraction]


class Quantiles:
    """The values of a table in ascending order, with the chance that each is not exceeded.

    Floating point only guesses where a quantile lies; exact chances decide.
    """

    def __init__(self, values: Costs, probabilities: Sequence[Exact], mean: Mean) -> None:
        self._values = values
        self._probabilities = probabilities
        self._mean = mean
        order = values.argsort(kind="stable")
        in_order = values[order]
        is_last = np.append(in_order[1:] != in_order[:-1], True).astype(bool)
        self._distinct: Costs = in_order[is_last]
        self._guesses: Weights = np.cumsum(_weights(probabilities)[order])[is_last]

    def at(self, level: Fraction) -> int:
        """The smallest value that is not exceeded with at least this chance."""
        last = len(self._distinct) - 1
        guess = int(np.searchsorted(self._guesses, level.numerator / level.denominator))
        low, high = self._bracket(min(guess, last), level)
        while high - low > 1:
            middle = (low + high) // 2
            if self._reaches(middle, level):
                high = middle
            else:
                low = middle
        return int(self._distinct[high])

    def _bracket(self, guess: int, level: Fraction) -> tuple[int, int]:
        """Positions around a guess: one that does not reach the level, and one that does."""
        step, last = 1, len(self._distinct) - 1
        if self._reaches(guess, level):
            high, low = guess, guess - 1
            while low >= 0 and self._reaches(low, level):
                step *= 2
                high, low = low, max(low - step, -1)
            return max(low, -1), high
        low, high = guess, guess + 1
        while high < last and not self._reaches(high, level):
            step *= 2
            low, high = high, min(high + step, last)
        return low, high

    def _reaches(self, position: int, level: Fraction) -> bool:
        """Whether the value at a position is not exceeded with at least this chance."""
        within = (self._values <= self._distinct[position]).astype(np.int64)
        return self._mean(within, self._probabilities) >= level


def _weights(probabilities: Sequence[Exact]) -> Weights:
    """The chance of each coalition, about."""
    weights = np.ones(1 << len(probabilities))
    for buyer, probability in enumerate(probabilities):
        joins = probability.numerator / probability.denominator
        before, after = weights[: 1 << buyer], weights[1 << buyer : 2 << buyer]
        np.multiply(before, joins, out=after)
        before *= 1 - joins
    return weights
