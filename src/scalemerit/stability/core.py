"""The core of a game: whether it is empty, why, and the divisions that come closest to it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.game.base import Game
from scalemerit.game.coalitions import sizes_of
from scalemerit.stability.descent import Descent
from scalemerit.stability.sources import search_of

if TYPE_CHECKING:
    from scalemerit.game.base import Costs
    from scalemerit.stability.level import Level


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


def least_core(game: Game) -> LeastCore:
    """The least core (Maschler, Peleg, Shapley 1979, Mathematics of Operations Research 4).

    Its divisions are all those of the bill; in the one given somebody may pay more than alone where
    every division makes some coalition pay more than its own cost.
    """
    if game.buyers == 1:
        return LeastCore(Fraction(0), (game.total,), 1)
    descent = Descent(game, search_of(game), is_capped=False)
    level = descent.step()
    return LeastCore(level.excess, *descent.least)


def core_is_empty(game: Game) -> bool:
    """Whether every division of the bill makes some coalition pay more than its own cost."""
    return proof_of_empty_core(game) is not None


def proof_of_empty_core(game: Game) -> BalancedFamily | None:
    """Why the core is empty; None where it is not.

    Of a game that `has_table`, the largest of the coalitions are as small as in any such proof.
    """
    if game.buyers == 1:
        return None
    proof = _proof(game)
    if proof is None or not game.has_table:
        return proof
    proves, fails = max(one.bit_count() for one in proof.coalitions), 0
    while proves - fails > 1:
        size = (proves + fails) // 2
        smaller = _proof(_UpTo(game, size))
        largest = max((one.bit_count() for one in smaller.coalitions), default=0) if smaller else 0
        if 0 < largest <= size:
            proof, proves = smaller, largest
        else:
            fails = size
    return proof


class _UpTo(Game):
    """A game in which only the coalitions of so many buyers at most are worth looking at.

    What a larger one pays is above all that it could ever be asked, so that it proves nothing.
    """

    has_table = True

    def __init__(self, game: Game, most: int) -> None:
        super().__init__(game.buyers)
        never = (game.buyers + 1) * (abs(game.total) + sum(map(abs, game.alone)) + 1)
        self._costs = game.table.astype(np.int64 if never < _WITHIN_INT64 else object)
        self._costs[sizes_of(game.buyers) > most] = never
        self._costs[-1] = game.total

    def cost(self, coalition: int) -> int:
        """What a coalition pays."""
        return int(self._costs[coalition])

    @property
    def table(self) -> Costs:
        """What every coalition pays."""
        return self._costs


def _proof(game: Game) -> BalancedFamily | None:
    level = Descent(game, search_of(game), is_capped=False).step()
    return _family(game, level) if level.excess > 0 else None


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
