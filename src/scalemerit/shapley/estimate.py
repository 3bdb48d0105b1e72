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
from scalemerit.shapley.pooled import pooled_parts
from scalemerit.shapley.weights import denominator
from scalemerit.solution import Estimate, Solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game, Pooled
    from scalemerit.shapley.additive import Exacts, Members

_HALVES = 2
_ROUND = 8  # coalitions of each size that are drawn before time is looked at
_NORMAL = Fraction(196, 100)  # standard errors on either side of 95% of a normal distribution
_PRECISE = 1 << 32


def estimated(game: Game, samples: int, surrogates: Sequence[Pooled] = ()) -> Solution:
    """The value of a game of at least 4 buyers, each share within its margin in 95 of 100 seeds.

    About so many coalitions are priced, or less if the game's time is over before. What the costs
    of the `surrogates` add up to, nothing where there are none, is taken off those of the game, the
    value of the rest estimated, and the exact values of the surrogates added.
    """
    rest = _Rest(game, surrogates)
    halves = _drawn(rest, samples)
    found = []
    for half, other in zip(halves, reversed(halves), strict=True):
        amounts = fitted(other, game.buyers)
        found += [_found(stratum, amounts[stratum.size]) for stratum in half]
    sampled = _added([one.values for one in found])
    shares = list(map(add, map(add, rest.taken_off(), rest.known()), sampled))
    priced = sum(2 * len(stratum.members) for half in halves for stratum in half)
    margins = tuple(map(_margin, _added([one.variances for one in found])))
    return _solution(shares, Estimate(margins, priced, game.search.seed))


class _Rest(NamedTuple):
    """A game less its surrogates, in which single buyers pay nothing."""

    game: Game
    surrogates: Sequence[Pooled]

    def costs(self, members: Members) -> Exacts:
        """What is left of the costs of coalitions of one size, two buyers or more."""
        packed = np.packbits(members, axis=1, bitorder="little")
        coalitions = (int.from_bytes(row.tobytes(), "little") for row in packed)
        costs = np.array([self.game.cost(coalition) for coalition in coalitions], np.object_)
        for surrogate in self.surrogates:
            totals = members @ np.array(surrogate.quantities)
            costs -= surrogate.joint(int(members[0].sum()))[totals].astype(np.object_)
        return costs

    def taken_off(self) -> list[Fraction]:
        """The shares of the surrogates."""
        buyers, shares = self.game.buyers, [Fraction(0)] * self.game.buyers
        for surrogate in self.surrogates:
            parts = pooled_parts(surrogate, [0] * buyers)
            exact = [Fraction(part, denominator(buyers)) for part in parts]
            shares = list(map(add, shares, exact))
        return shares

    def known(self) -> list[Fraction]:
        """What coalitions of sizes 1, n − 1 and n add to each share."""
        buyers, others = self.game.buyers, self.game.buyers - 1
        everyone = np.ones((1, buyers), np.bool_)
        (total,) = self.costs(everyone)
        without = self.costs(~np.eye(buyers, dtype=np.bool_))
        ends = [alone - left for alone, left in zip(self.game.alone, without, strict=True)]
        return [
            Fraction(total * others + buyers * end - sum(ends), buyers * others) for end in ends
        ]


def _drawn(rest: _Rest, samples: int) -> tuple[list[Stratum], ...]:
    """Two independent samples: for each size, coalitions, and with each the one of all others."""
    buyers, search = rest.game.buyers, rest.game.search
    sizes = range(2, buyers // 2 + 1)
    most = max(samples // (2 * _ROUND * len(sizes)), _HALVES)
    numbers = np.random.PCG64(search.seed)
    rounds: list[list[Stratum]] = []
    while len(rounds) < _HALVES or (len(rounds) < most and not search.is_over()):
        drawn = (_members(numbers, size, buyers) for size in sizes)
        rounds.append([_priced(rest, members) for members in drawn])
    halves = (rounds[half::_HALVES] for half in range(_HALVES))
    return tuple(list(map(_joined, zip(*half, strict=True))) for half in halves)


def _members(numbers: np.random.PCG64, size: int, buyers: int) -> Members:
    """Coalitions of a size, one a row, each as likely as any other.

    They are those whose buyers have the smallest of random numbers, which are the same on every
    machine and with every numpy.
    """
    keys = numbers.random_raw(_ROUND * buyers).reshape(_ROUND, buyers)
    members = np.zeros((_ROUND, buyers), np.bool_)
    chosen = keys.argsort(axis=1, kind="stable")[:, :size]
    np.put_along_axis(members, chosen, values=True, axis=1)
    return members


def _priced(rest: _Rest, members: Members) -> Stratum:
    return Stratum(int(members[0].sum()), members, rest.costs(members) - rest.costs(~members))


def _joined(strata: Sequence[Stratum]) -> Stratum:
    """What was drawn of one size in several rounds."""
    return Stratum(
        strata[0].size,
        np.concatenate([one.members for one in strata]),
        np.concatenate([one.differences for one in strata]),
    )


class _Parts(NamedTuple):
    """An amount for each buyer, in parts of one denominator."""

    parts: list[int]
    denominator: int


def _added(amounts: Sequence[_Parts]) -> list[Fraction]:
    """The sum for each buyer; one denominator for all is far quicker than adding fractions."""
    common = lcm(*(one.denominator for one in amounts))
    sums = [0] * len(amounts[0].parts)
    for parts, whole in amounts:
        times = common // whole
        sums = [known + part * times for known, part in zip(sums, parts, strict=True)]
    return [Fraction(one, common) for one in sums]


class _Found(NamedTuple):
    values: _Parts
    variances: _Parts


def _found(stratum: Stratum, amounts: Sequence[int]) -> _Found:
    """What one size, and that of all others, adds to each share, and how much it varies.

    With d(S) the difference of the costs of a coalition of s buyers and of all others, it is 1/n of
    the mean d with i less that without i, which is n² / (s(n − s)) times the covariance of d(S)
    and i being in S; half of it where both sizes are the same. The additive fit aᵢ that is taken
    off adds (aᵢ − ā) / (n − 1).
    """
    size, members, differences = stratum
    count, buyers = members.shape
    rest = differences - members @ np.array(amounts, np.object_)
    halves = _HALVES * (2 if 2 * size == buyers else 1)
    covered, level, total = size * (buyers - size) * count * (count - 1), sum(amounts), rest.sum()
    values = [
        (buyers * amount - level) * covered
        + buyers**2 * (buyers - 1) * (count * inside - times * int(total))
        for amount, times, inside in zip(
            amounts, members.sum(axis=0).tolist(), (rest @ members).tolist(), strict=True
        )
    ]
    whole = halves * buyers * (buyers - 1) * covered
    return _Found(_Parts(values, whole), _variances(rest - int(total) // count, stratum, halves))


def _variances(off: Exacts, stratum: Stratum, halves: int) -> _Parts:
    """How much what a size adds to each share varies, from how far costs are off their mean."""
    count, buyers = stratum.members.shape
    inside, outside = stratum.size**2, (buyers - stratum.size) ** 2
    squares = off**2
    total = int(squares.sum())
    return _Parts(
        [
            outside * square + inside * (total - square)
            for square in (squares @ stratum.members).tolist()
        ],
        halves**2 * inside * outside * count * (count - 1),
    )


def _margin(variance: Fraction) -> Fraction:
    """Half of the 95% interval, rounded up."""
    squared = ceil(variance * (_NORMAL * _PRECISE) ** 2)
    return Fraction(isqrt(squared - 1) + 1 if squared else 0, _PRECISE)


def _solution(shares: Sequence[Fraction], estimate: Estimate) -> Solution:
    common = lcm(*(share.denominator for share in shares))
    parts = tuple(int(share * common) for share in shares)
    return Solution(parts, common, "estimated", estimate)
