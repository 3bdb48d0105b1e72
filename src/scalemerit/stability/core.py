"""The core of a game: whether it is empty, why, and the divisions that come closest to it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.stability.descent import Descent
from scalemerit.stability.sources import search_of

if TYPE_CHECKING:
    from scalemerit.game.base import Game
    from scalemerit.stability.level import Level


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

    Where the bill allows that, it is one in which nobody pays more than alone.
    """
    if game.buyers == 1:
        return LeastCore(Fraction(0), (game.total,), 1)
    descent = Descent(game, search_of(game))
    level = descent.step()
    return LeastCore(level.excess, *descent.least)


def core_is_empty(game: Game) -> bool:
    """Whether every division of the bill makes some coalition pay more than its own cost."""
    return proof_of_empty_core(game) is not None


def proof_of_empty_core(game: Game) -> BalancedFamily | None:
    """Why the core is empty; None where it is not."""
    if game.buyers == 1:
        return None
    level = Descent(game, search_of(game)).step()
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
