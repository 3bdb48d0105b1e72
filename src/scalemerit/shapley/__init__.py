"""The Shapley value: what each buyer adds to the cost, on the average over all orders of joining.

Shapley, L. S. (1953), A value for n-person games, Annals of Mathematics Studies 28, 307-317. With
costs c, buyer i of n pays

    φᵢ = Σ over coalitions S without i of |S|! (n − 1 − |S|)! / n! × (c(S and i) − c(S)).

To be in this average in full is what every buyer can check; the value is the only division of the
bill that charges equals equally, charges nothing to who never adds a cost, and adds up over bills.
It need not be in the core, except where adding a buyer costs the less the more buy already
(Shapley 1971, Cores of convex games, International Journal of Game Theory 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.shapley.counts import Counts, Row
from scalemerit.shapley.estimate import estimated
from scalemerit.shapley.pooled import can_count, counting_work, pooled_parts
from scalemerit.shapley.table import table_parts
from scalemerit.shapley.weighted import Weighable
from scalemerit.shapley.weights import denominator
from scalemerit.solution import Solution

if TYPE_CHECKING:
    from scalemerit.game import Game, Pooled

__all__ = ["Counts", "Row", "Weighable", "shapley"]

_SAMPLES = 16_000
_TO_LIST = 32  # additions that would take as long as listing one coalition


def shapley(game: Game, samples: int = _SAMPLES) -> Solution:
    """Each buyer's Shapley value: exact where it can be, else an estimate that says so.

    Exact by counting where costs follow from pooled quantities, or else from the table of a game
    that has one. An estimate prices about so many coalitions as `samples`, drawn from the seed of
    the game's `search`, and makes use of the game's `surrogates`.
    """
    pooled, listed = game.pooled, game.has_table
    if pooled is not None and can_count(pooled) and not (listed and _listing_is_quicker(pooled)):
        return Solution(pooled_parts(pooled, game.alone), denominator(game.buyers))
    if listed:
        return Solution(table_parts(game.table), denominator(game.buyers))
    surrogates = game.surrogates if can_count(*game.surrogates) else ()
    return estimated(game, samples, surrogates)


def _listing_is_quicker(pooled: Pooled) -> bool:
    """Whether pricing and adding up all coalitions takes less than counting them by total."""
    return _TO_LIST << len(pooled.quantities) < counting_work(pooled)
