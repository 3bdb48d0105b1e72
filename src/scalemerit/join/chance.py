"""What a joint purchase saves where it is uncertain who takes part."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.game.coalitions import savings_over
from scalemerit.join.distribution import told
from scalemerit.join.merging import expected_saving, few_taking_part, merged
from scalemerit.join.outcomes import Listed
from scalemerit.join.sampling import sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game
    from scalemerit.game.base import Costs
    from scalemerit.join.distribution import Distribution
    from scalemerit.join.outcomes import Outcomes
    from scalemerit.join.sampling import Margins
    from scalemerit.money import Exact


class Chance(NamedTuple):
    """The saving where each buyer takes part with its own probability, whatever the others do.

    `none` is the chance that fewer than two do: then there is no joint purchase, no coordination
    cost, and no saving. `loss` is the chance of a negative saving, `covered` that of a joint
    purchase whose saving covers its coordination cost; the three add up to 1. `quantiles` are the
    smallest savings that are not exceeded with a chance of 10%, 50% and 90%, `distribution` the
    chances of all savings, 0 where there is no joint purchase. All of it is exact where `margins`
    is None, else estimated from samples.
    """

    expected: Exact
    none: Exact
    loss: Exact
    covered: Exact
    quantiles: tuple[int, ...]
    distribution: Distribution
    margins: Margins | None = None


def chance_of(game: Game, probabilities: Sequence[Exact], seed: int = 0) -> Chance:
    """The distribution of the saving, exact where coalitions can be listed or are of few kinds.

    Else it is estimated from coalitions that are drawn from `seed`.
    """
    nobody, single = few_taking_part(probabilities)
    none = nobody + sum(single)
    if game.has_table:
        return _chance(Listed(*_of_uncertain(savings_over(game), probabilities)), none)
    kinds = game.pooled and merged(game.alone, game.pooled, probabilities)
    if kinds is not None:
        return _chance(kinds, none)
    found = sample(game, probabilities, seed)
    estimated, margins = _chance(found, none), found.margins()
    known = game.pooled and expected_saving(game.alone, game.pooled, probabilities)
    if known is None:
        return estimated._replace(margins=margins)
    return estimated._replace(expected=known, margins=margins._replace(expected=Fraction(0)))


def _chance(found: Outcomes, none: Exact) -> Chance:
    """What is told of outcomes; in a sample too it is known how likely fewer than two take part."""
    expected, (loss, quantiles, distribution) = found.expected(), told(found)
    loss = min(loss, Fraction(1 - none))
    return Chance(expected, none, loss, 1 - none - loss, quantiles, distribution)


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
