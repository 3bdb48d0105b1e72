"""The saving over coalitions drawn by chance, where there are too many to list."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.join.adding import saving_of
from scalemerit.join.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game import Game
    from scalemerit.join.outcomes import Places
    from scalemerit.money import Exact

SAMPLES = 10_000
_BITS = 64
# Of a normal distribution 95% lie within so many standard deviations.
_DEVIATIONS = Fraction(196, 100)
# 95% of all samples keep every chance within √(ln 40 / 2m) (Dvoretzky, Kiefer, Wolfowitz 1956;
# with this constant Massart 1990); ln 40 / 2 is less than this.
_HALF_LOGARITHM = Fraction(1_844_440, 1_000_000)
_PLACES = 10**9
_WITHIN_INT64 = 2**62


class Margins(NamedTuple):
    """How sure estimates are: half the width of 95% intervals, of the mean and of each chance.

    `samples` coalitions were drawn from `seed`.
    """

    expected: Fraction
    chance: Fraction
    samples: int
    seed: int


class Sample(Outcomes):
    """The savings of coalitions drawn by chance from `seed`: each is one part of their number."""

    def __init__(self, savings: Sequence[int], seed: int) -> None:
        fits = max(map(abs, savings)) < _WITHIN_INT64
        self.savings = np.array(savings, dtype=np.int64 if fits else object)
        self.whole = len(savings)
        self._seed = seed

    def tally(self, places: Places, count: int) -> Sequence[int]:
        """How many of them have each place."""
        return tuple(map(int, np.bincount(places, minlength=count)))

    def parts(self, cases: Places) -> Sequence[int]:
        """One for each."""
        return (1,) * len(cases)

    def expected(self) -> Fraction:
        """Their mean."""
        return Fraction(sum(self.savings.tolist()), self.whole)

    def margins(self) -> Margins:
        """How far the mean, and any chance, may lie from the true one."""
        count, savings = self.whole, self.savings.tolist()
        total, squares = sum(savings), sum(saving * saving for saving in savings)
        variance = Fraction(squares * count - total * total, count * max(count - 1, 1))
        mean = _DEVIATIONS * _root(variance / count)
        return Margins(mean, _root(_HALF_LOGARITHM / count), count, self._seed)


def sample(game: Game, probabilities: Sequence[Exact], seed: int) -> Sample:
    """The savings of so many coalitions, in which each buyer takes part by its probability."""
    known: dict[int, int] = {}
    savings = []
    for coalition in _coalitions(probabilities, seed):
        if coalition not in known:
            known[coalition] = saving_of(game, coalition)
        savings.append(known[coalition])
    return Sample(savings, seed)


def _coalitions(probabilities: Sequence[Exact], seed: int) -> Iterator[int]:
    """Coalitions from numbers that are the same on every machine and with every numpy.

    A buyer takes part where a number of 64 bits is below its probability × 2⁶⁴.
    """
    below = [(one.numerator << _BITS) // one.denominator for one in probabilities]
    drawn = np.random.PCG64(seed).random_raw(SAMPLES * len(below)).tolist()
    for first in range(0, len(drawn), len(below)):
        numbers = drawn[first : first + len(below)]
        pairs = enumerate(zip(numbers, below, strict=True))
        yield sum(1 << buyer for buyer, (number, bound) in pairs if number < bound)


def _root(square: Fraction) -> Fraction:
    """The square root to nine decimal places, rounded up."""
    scaled = square * _PLACES * _PLACES
    return Fraction(isqrt(-(-scaled.numerator // scaled.denominator)) + 1, _PLACES)
