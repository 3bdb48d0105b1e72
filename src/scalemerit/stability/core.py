"""The core of a game: whether it is empty, why, and the divisions that come closest to it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.game.base import Game
from scalemerit.game.coalitions import coalition_of, sizes_of
from scalemerit.once import once
from scalemerit.solution import TimeIsUp, UnprovenError
from scalemerit.stability.descent import Descent, never
from scalemerit.stability.level import NoSeparation
from scalemerit.stability.sources import separation_of
from scalemerit.stability.table import TableSeparation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalemerit.game.base import Costs
    from scalemerit.stability.level import Level, Separation


# Sums over so few coalitions' costs stay within int64.
_WITHIN_INT64 = 2**40


class LeastCore(NamedTuple):
    """The least excess that some coalition has in every division, and one in which none has more.

    Below 0 no coalition gains, and `excess` is what each loses at least.
    """

    excess: Fraction
    parts: tuple[int, ...]
    denominator: int


class BalancedFamily(NamedTuple):
    """Coalitions with weights in which every buyer has weight 1, together cheaper than the bill.

    They prove that the core is empty: what no coalition may pay more than would not add up to the
    bill (Bondareva 1963, Problemy Kibernetiki 10; Shapley 1967, Naval Research Logistics
    Quarterly 14).
    """

    coalitions: tuple[int, ...]
    weights: tuple[Fraction, ...]
    cost: Fraction

    @property
    def largest(self) -> int:
        """How many buyers the largest of the coalitions has."""
        return max(one.bit_count() for one in self.coalitions)


def least_core(game: Game, is_over: Callable[[], bool] = never) -> LeastCore:
    """The least core (Maschler, Peleg, Shapley 1979, Mathematics of Operations Research 4).

    Its divisions are all those of the bill; in the one given somebody may pay more than alone where
    every division makes some coalition pay more than its own cost. Raises `TimeIsUp` and
    `UnprovenError`.
    """
    return _first_level(game, is_over)[0]


def core_is_empty(game: Game) -> bool:
    """Whether every division of the bill makes some coalition pay more than its own cost."""
    return least_core(game).excess > 0


def proof_of_empty_core(game: Game) -> BalancedFamily | None:
    """Why the core is empty; None where it is not. See `least_core_and_proof`."""
    return least_core_and_proof(game)[1]


def least_core_and_proof(
    game: Game, is_over: Callable[[], bool] = never
) -> tuple[LeastCore, BalancedFamily | None]:
    """The least core, and why the core is empty where it is; raises `TimeIsUp` and `UnprovenError`.

    No coalition of the proof can be spared. Its largest ones are as small as in any proof of a game
    that `has_table`, else as in any of the coalitions that were met and of neighbors by cost;
    unless time runs out.
    """
    least, proof, met = _first_level(game, is_over)
    if proof is None:
        return least, None
    met = [] if game.has_table else list(dict.fromkeys([*met, *_neighbors(game)]))
    return least, _smallest(game, proof, met, is_over)


class _FirstLevel(NamedTuple):
    least: LeastCore
    proof: BalancedFamily | None
    met: Sequence[int]


def _first_level(game: Game, is_over: Callable[[], bool]) -> _FirstLevel:
    """The least core, any proof that the core is empty, and the coalitions that were met."""
    if game.buyers == 1:
        return _FirstLevel(LeastCore(Fraction(0), (game.total,), 1), None, ())
    descent = Descent(game, separation_of(game), is_capped=False)
    level = descent.step(is_over)
    proof = _family(game, level) if level.excess > 0 else None
    return _FirstLevel(LeastCore(level.excess, *descent.least), proof, [*descent.program.row_of])


def _smallest(
    game: Game, proof: BalancedFamily, met: Sequence[int], is_over: Callable[[], bool]
) -> BalancedFamily:
    """A proof whose largest coalitions are as small as they are found, by bisection."""
    proves, fails = proof.largest, 0
    while proves - fails > 1:
        size = (proves + fails) // 2
        try:
            smaller = _up_to(game, size, met, is_over)
        except (TimeIsUp, UnprovenError):
            break
        if smaller is not None and smaller.largest <= size:
            proof, proves = smaller, smaller.largest
        else:
            fails = size
    return proof


def _neighbors(game: Game) -> Iterator[int]:
    """Coalitions of neighbors by cost, in a ring, of 1, 2, 3, 4, 6, 8, 12, … buyers.

    With the same weight all of one size are balanced.
    """
    ring = sorted(range(game.buyers), key=game.alone.__getitem__)
    doubled = [1 << count for count in range(game.buyers.bit_length())]
    for size in (one for two in doubled for one in (two, two * 3 // 2)):
        if size < game.buyers:
            for first in range(game.buyers):
                yield coalition_of({*(ring + ring)[first : first + size]})


def _up_to(
    game: Game, size: int, met: Sequence[int], is_over: Callable[[], bool]
) -> BalancedFamily | None:
    """A proof by coalitions of so many buyers at most, of all or of those that were met."""
    limited = _UpTo(game, size)
    known = [] if game.has_table else [one for one in met if one.bit_count() <= size]
    search: Separation = TableSeparation(limited) if game.has_table else NoSeparation()
    level = Descent(limited, search, known, is_capped=False).step(is_over)
    return _family(limited, level) if level.excess > 0 else None


class _UpTo(Game):
    """A game in which only the coalitions of so many buyers at most are worth looking at.

    What a larger one pays is above all that it could ever be asked, so that it proves nothing.
    """

    def __init__(self, game: Game, most: int) -> None:
        super().__init__(game.buyers)
        self._game, self._most = game, most
        self._never = (game.buyers + 1) * (abs(game.total) + sum(map(abs, game.alone)) + 1)

    def cost(self, coalition: int) -> int:
        """What a coalition pays."""
        is_large = coalition.bit_count() > self._most and coalition != self.everyone
        return self._never if is_large else self._game.cost(coalition)

    @once
    def table(self) -> Costs:
        """What every coalition pays."""
        costs = self._game.table.astype(np.int64 if self._never < _WITHIN_INT64 else object)
        costs[sizes_of(self.buyers) > self._most] = self._never
        costs[-1] = self.total
        return costs


def _family(game: Game, level: Level) -> BalancedFamily:
    coalitions = (*level.coalitions, *(1 << buyer for buyer in level.capped))
    weight_of_one = sum(
        weight for one, weight in zip(coalitions, level.weights, strict=True) if one & 1
    )
    weights = tuple(Fraction(weight, weight_of_one) for weight in level.weights)
    cost = sum(
        (weight * game.cost(one) for one, weight in zip(coalitions, weights, strict=True)),
        start=Fraction(0),
    )
    return BalancedFamily(coalitions, weights, cost)
