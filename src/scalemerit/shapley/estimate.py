"""The Shapley value of a game of many buyers, estimated from random coalitions.

By definition buyer i's value is 1/n of the sum, over all sizes, of the mean cost of coalitions of a
size with i less the mean of those of that size without i. These means are known exactly for
sizes 1 and n − 1 and are estimated for the others. What makes the error small:

* Each priced coalition counts for all buyers (Castro, Gómez, Molina and Tejada 2017, Improving
  polynomial estimation of the Shapley value by stratified random sampling, Computers & Operations
  Research 82; Kolpaczki, Bengs, Muschalik and Hüllermeier 2024, Approximating the Shapley value
  without marginal contributions, AAAI).
* A coalition is priced together with the one of all others: only the difference of their costs
  matters (Covert and Lee 2021, Improving KernelSHAP, AISTATS).
* Of a cost that is a sum over members the value is known. Such a sum that fits one half of the
  samples is taken off the other half, and the value of what is left is estimated; so the fit makes
  no error, however bad it is (cross-fitting; Witter, Liu and Musco 2025, Regression-adjusted Monte
  Carlo estimators for Shapley values and probabilistic values).

All sums are exact whole numbers, so that the same seed gives the same shares everywhere, and shares
add up to the bill.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, isqrt, lcm
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.shapley.additive import Stratum, fitted
from scalemerit.shapley.chance import Chance
from scalemerit.shapley.pooled import pooled_parts
from scalemerit.shapley.weights import denominator
from scalemerit.solution import Estimate, Solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game, Pooled
    from scalemerit.shapley.additive import Exacts
    from scalemerit.shapley.chance import Members

_HALVES = 2
_NORMAL = Fraction(196, 100)  # standard errors on either side of 95% of a normal distribution
_PRECISE = 1 << 32


class Sampling(NamedTuple):
    """About how many coalitions are priced for an estimate, and from which seed they are drawn."""

    samples: int = 16_000
    seed: int = 1


def estimated(game: Game, sampling: Sampling, surrogate: Pooled | None = None) -> Solution:
    """The value of a game of at least 4 buyers, each share within its margin in 95 of 100 seeds.

    With a `surrogate`, whose costs are near those of the game, what they differ by is estimated and
    the surrogate's exact value added.
    """
    rest = _Rest(game, surrogate)
    shares = rest.known()
    variances = [Fraction(0)] * game.buyers
    halves = _drawn(rest, sampling)
    for half, other in zip(halves, reversed(halves), strict=True):
        amounts = fitted(other, game.buyers)
        for stratum in half:
            found = _found(stratum, amounts[stratum.size])
            shares = list(map(add, shares, found.values))
            variances = list(map(add, variances, found.variances))
    samples = sum(2 * len(stratum.members) for half in halves for stratum in half)
    margins = tuple(map(_margin, variances))
    return _solution(shares, Estimate(margins, samples, sampling.seed))


class _Rest:
    """A game less its surrogate, for which nothing is taken where there is none."""

    def __init__(self, game: Game, surrogate: Pooled | None) -> None:
        self.game = game
        self.surrogate = surrogate

    def costs(self, members: Members) -> Exacts:
        """What is left of the costs of coalitions of one size, two buyers or more."""
        costs = self._game_costs(members)
        if self.surrogate is not None:
            totals = members @ np.array(self.surrogate.quantities)
            costs -= self.surrogate.joint(int(members[0].sum()))[totals].astype(np.object_)
        return costs

    def _game_costs(self, members: Members) -> Exacts:
        packed = np.packbits(members, axis=1, bitorder="little")
        coalitions = (int.from_bytes(row.tobytes(), "little") for row in packed)
        return np.array([self.game.cost(coalition) for coalition in coalitions], np.object_)

    def known(self) -> list[Fraction]:
        """The surrogate's shares, and what sizes 1, n − 1 and n of the rest add to them."""
        game, surrogate = self.game, self.surrogate
        others = game.buyers - 1
        if surrogate is None:
            exact = [Fraction(0)] * game.buyers
            alone = list(game.alone)
            total, without = game.total, list(game.without)
        else:
            parts = pooled_parts(surrogate, game.alone)
            exact = [Fraction(part, denominator(game.buyers)) for part in parts]
            alone = [0] * game.buyers
            everyone = np.ones((1, game.buyers), np.bool_)
            total = int(self.costs(everyone)[0])
            without = self.costs(~np.eye(game.buyers, dtype=np.bool_)).tolist()
        ends = [one - missing for one, missing in zip(alone, without, strict=True)]
        return [
            share + Fraction(total * others + game.buyers * end - sum(ends), game.buyers * others)
            for share, end in zip(exact, ends, strict=True)
        ]


def _drawn(rest: _Rest, sampling: Sampling) -> tuple[list[Stratum], ...]:
    """Two independent samples of as many coalitions, and their opposites, for each size."""
    buyers = rest.game.buyers
    sizes = range(2, buyers // 2 + 1)
    count = max(sampling.samples // (2 * _HALVES * len(sizes)), 2)
    chance = Chance(sampling.seed)
    return tuple(
        [_stratum(rest, size, chance.coalitions(count, size, buyers)) for size in sizes]
        for _ in range(_HALVES)
    )


def _stratum(rest: _Rest, size: int, members: Members) -> Stratum:
    return Stratum(size, members, rest.costs(members) - rest.costs(~members))


class _Found(NamedTuple):
    values: list[Fraction]
    variances: list[Fraction]


def _found(stratum: Stratum, amounts: Sequence[int]) -> _Found:
    """What one size, and that of all others, adds to each share, and how much it varies.

    With d(S) the difference of the costs of a coalition of s buyers and of all others, it is 1/n of
    the mean d with i less that without i, which is n² / (s(n − s)) times the covariance of d(S)
    and i being in S; half of it where both sizes are the same.
    """
    size, members, differences = stratum
    count, buyers = members.shape
    rest = differences - members @ np.array(amounts, object)
    off = (rest - int(rest.sum()) // count) ** 2
    part = Fraction(1, _HALVES * (2 if 2 * size == buyers else 1))
    slope = part * Fraction(buyers, size * (buyers - size) * count * (count - 1))
    level = Fraction(sum(amounts), buyers)
    values = [
        slope * (count * with_it - times * int(rest.sum())) + part * (amount - level) / (buyers - 1)
        for with_it, times, amount in zip(
            rest @ members, members.sum(axis=0).tolist(), amounts, strict=True
        )
    ]
    variances = [
        part**2
        * (Fraction(with_it, size**2) + Fraction(off.sum() - with_it, (buyers - size) ** 2))
        / (count * (count - 1))
        for with_it in off @ members
    ]
    return _Found(values, variances)


def _margin(variance: Fraction) -> Fraction:
    """Half of the 95% interval, rounded up."""
    squared = variance * _NORMAL**2 * _PRECISE**2
    return Fraction(isqrt(ceil(squared)) + 1, _PRECISE)


def _solution(shares: Sequence[Fraction], estimate: Estimate) -> Solution:
    common = lcm(*(share.denominator for share in shares))
    parts = tuple(int(share * common) for share in shares)
    return Solution(parts, common, "estimated", estimate)
