"""What a joint purchase saves where it is uncertain who takes part."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.game.coalitions import savings_over
from scalemerit.join.quantiles import Quantiles
from scalemerit.join.sampling import sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game
    from scalemerit.game.base import Costs
    from scalemerit.join.sampling import Margins, Sample
    from scalemerit.money import Exact

LEVELS = (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
_WITHIN_INT64 = 2**62


class Chance(NamedTuple):
    """The saving where each buyer takes part with its own probability, whatever the others do.

    `none` is the chance that fewer than two do: then there is no joint purchase, no coordination
    cost, and no saving. `loss` is the chance of a negative saving, `covered` that of a joint
    purchase whose saving covers its coordination cost; the three add up to 1. `quantiles` are the
    smallest savings that are not exceeded with a chance of 10%, 50% and 90%. All of it is exact
    where `margins` is None, else estimated from samples.
    """

    expected: Exact
    none: Exact
    loss: Exact
    covered: Exact
    quantiles: tuple[int, ...]
    margins: Margins | None = None


def chance_of(game: Game, probabilities: Sequence[Exact], seed: int = 0) -> Chance:
    """The distribution of the saving: exact where all coalitions can be listed, else estimated."""
    none = _fewer_than_two(probabilities)
    if not game.has_table:
        return _estimated(sample(game, probabilities, seed), none)
    savings, left = _of_uncertain(savings_over(game), probabilities)
    loss = mean((savings < 0).astype(np.int64), left)
    ordered = Quantiles(savings, left, mean)
    quantiles = tuple(ordered.at(level) for level in LEVELS)
    return Chance(mean(savings, left), none, loss, 1 - none - loss, quantiles)


def _estimated(found: Sample, none: Exact) -> Chance:
    """The distribution in a sample; how likely fewer than two take part is known exactly."""
    loss = min(found.loss(), 1 - none)
    quantiles = tuple(found.quantile(level) for level in LEVELS)
    return Chance(found.expected(), none, loss, 1 - none - loss, quantiles, found.margins())


def mean(values: Costs, probabilities: Sequence[Exact]) -> Fraction:
    """The expected value over all coalitions, exactly: one buyer after another is averaged out.

    With a probability n/d the two halves of the table, without the last buyer and with it, become
    (d - n) × the one + n × the other, in parts of 1/d; Python integers where int64 is short.
    """
    largest = int(abs(values).max())
    for probability in reversed(probabilities):
        joins, of = probability.numerator, probability.denominator
        largest *= of
        if largest >= _WITHIN_INT64 and values.dtype != object:
            values = values.astype(object)
        half = len(values) // 2
        values = (of - joins) * values[:half] + joins * values[half:]
    return Fraction(int(values[0]), prod(one.denominator for one in probabilities))


def _of_uncertain(
    savings: Costs, probabilities: Sequence[Exact]
) -> tuple[Costs, tuple[Exact, ...]]:
    """The savings over the coalitions of those that may or may not take part, and their chances."""
    left = []
    for buyer in range(len(probabilities) - 1, -1, -1):
        probability = probabilities[buyer]
        if probability in {0, 1}:
            halves = savings.reshape(-1, 2, 1 << buyer)
            savings = halves[:, int(probability)].reshape(-1)
        else:
            left.append(probability)
    return savings, tuple(reversed(left))


def _fewer_than_two(probabilities: Sequence[Exact]) -> Exact:
    """The chance that no buyer or a single one takes part."""
    nobody: Exact = 1
    one: Exact = 0
    for probability in probabilities:
        one = one * (1 - probability) + nobody * probability
        nobody *= 1 - probability
    return nobody + one
