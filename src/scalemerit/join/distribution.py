"""How likely each saving is: exact chances of savings, of ranges of them, and quantiles."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scalemerit.game.base import Costs
    from scalemerit.join.outcomes import Outcomes

LEVELS = (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
# So many different savings are told one by one; of more, the chances at that many round amounts.
_MOST_STEPS = 200
_MOST_ROUND = 100
_MOST_RANGES = 15
# A quantile lies between two of so many savings; those between are then looked at by themselves.
_BOUNDS, _LOOKED_AT = 64, 4096
_FEW_CASES = 2**17


class Reached(NamedTuple):
    """A saving, and the chance that no more than it is saved."""

    saving: int
    at_most: Fraction


class Range(NamedTuple):
    """Savings from `least` to `most`, both included, and their chance.

    `at_least` is the chance that `least` or more is saved.
    """

    least: int
    most: int
    chance: Fraction
    at_least: Fraction


class Distribution(NamedTuple):
    """How likely each saving is.

    `steps` are in ascending order, the last the largest saving that can occur, with chance 1. Where
    `is_complete`, every saving that can occur is one of them; else they are the smallest one and
    round amounts, at which the chance is exact as well. `ranges` cover all savings.
    """

    steps: tuple[Reached, ...]
    is_complete: bool
    ranges: tuple[Range, ...]


class Told(NamedTuple):
    """What is told of outcomes: the chance of a loss, `quantiles` by `LEVELS`, all savings."""

    loss: Fraction
    quantiles: tuple[int, ...]
    distribution: Distribution


def told(found: Outcomes) -> Told:
    """What is told of outcomes, all chances but those of quantiles looked up at once."""
    distinct = _distinct(found.savings)
    least, most = int(found.savings.min()), int(found.savings.max())
    savings = distinct or (least, *_round(least, most, _MOST_ROUND), most)
    ranges = _ranges(distinct, least, most)
    bounds = sorted({-1, *savings, *(end for _, end in ranges), *_spread(found.savings)})
    at_most = dict(zip(bounds, found.at_most(bounds), strict=True))
    return Told(
        loss=at_most[-1],
        quantiles=tuple(_quantile(found, level, at_most) for level in LEVELS),
        distribution=Distribution(
            steps=tuple(Reached(saving, at_most[saving]) for saving in savings),
            is_complete=distinct is not None,
            ranges=tuple(_with_chances(ranges, at_most)),
        ),
    )


def _distinct(savings: Costs) -> tuple[int, ...] | None:
    """The different savings, in ascending order; None where there are too many."""
    for some in (_sample(savings), savings):
        found = np.unique(some)
        if len(found) > _MOST_STEPS:
            return None
    return tuple(map(int, found))


def _round(least: int, most: int, number: int) -> Sequence[int]:
    """So many round amounts at most between two savings: multiples of 1, 2 or 5 times 10ᵏ."""
    steps = (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))
    step = next(one for one in steps if most - least <= one * (number - 1))
    return range((least // step + 1) * step, most, step)


def _ranges(distinct: Sequence[int] | None, least: int, most: int) -> list[tuple[int, int]]:
    """The first and the last saving of each range; few savings have each their own."""
    if distinct and len(distinct) <= _MOST_RANGES:
        return [(saving, saving) for saving in distinct]
    starts = (least, *_round(least, most, _MOST_RANGES), most + 1)
    return [(start, after - 1) for start, after in pairwise(starts)]


def _with_chances(
    ranges: Iterable[tuple[int, int]], at_most: Mapping[int, Fraction]
) -> Iterator[Range]:
    below = Fraction(0)
    for least, most in ranges:
        yield Range(least, most, at_most[most] - below, 1 - below)
        below = at_most[most]


def _sample(savings: Costs) -> Costs:
    """Every so many of many savings."""
    sample: Costs = savings[:: -(-len(savings) // _LOOKED_AT)]
    return sample


def _spread(savings: Costs) -> set[int]:
    """Savings between which about as many cases lie, the smallest and the largest among them."""
    sample = np.unique(_sample(savings))
    least, most = int(savings.min()), int(savings.max())
    some = map(int, sample[:: -(-len(sample) // _BOUNDS)])
    return {least, (least + most) // 2, most, *some}


def _quantile(found: Outcomes, level: Fraction, at_most: Mapping[int, Fraction]) -> int:
    """The smallest saving that is not exceeded with at least this chance.

    It is looked for between two savings of which the chances are known, and closer ones as long as
    many cases lie between them.
    """
    bounds = sorted(at_most)
    place = bisect_left(bounds, level, key=at_most.__getitem__)
    high, low = bounds[place], bounds[place - 1] if place else int(found.savings.min()) - 1
    cases = np.flatnonzero((found.savings > low) & (found.savings <= high))
    inside = found.savings[cases]
    if inside.min() == inside.max():
        return int(inside[0])
    if len(cases) > _FEW_CASES:
        closer = sorted(_spread(inside))
        return _quantile(found, level, dict(zip(closer, found.at_most(closer), strict=True)))
    cases = cases[inside.argsort(kind="stable")]
    below = at_most[bounds[place - 1]] * found.whole if place else 0
    reached = list(accumulate(found.parts(cases), initial=int(below)))[1:]
    return int(found.savings[cases[bisect_left(reached, level * found.whole)]])
