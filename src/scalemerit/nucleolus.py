"""The nucleolus of a game: the division whose largest excesses are as small as can be.

Excesses x(S) − c(S), what a coalition S would save by leaving, are minimized from the largest on
(Schmeidler 1969, SIAM Journal on Applied Mathematics 17), over the divisions in which nobody pays
more than alone where the bill allows that, else over all divisions of the bill. Level after level
is found by linear programs in floating point, and then proven in whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.solution import Solution
from scalemerit.stability.descent import Descent, TimeIsUp, never
from scalemerit.stability.sources import search_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalemerit.game.base import Game


def nucleolus(game: Game, is_over: Callable[[], bool] = never) -> Solution:
    """The nucleolus; a division of the least core where `is_over` tells that time has run out.

    minimize lexicographically, from the largest on, the excesses x(S) − c(S) of all coalitions S
    (Schmeidler 1969, SIAM Journal on Applied Mathematics 17).
    """
    return _lowest(game, is_over, per_head=False)


def per_capita_nucleolus(game: Game, is_over: Callable[[], bool] = never) -> Solution:
    """As `nucleolus`, of excesses per head, (x(S) − c(S)) ÷ |S|.

    Grotte 1970, Computation of and Observations on the Nucleolus; Young, Okada, Hashimoto 1982,
    Water Resources Research 18.
    """
    return _lowest(game, is_over, per_head=True)


def _lowest(game: Game, is_over: Callable[[], bool], *, per_head: bool) -> Solution:
    known: list[int] = []
    while True:
        search = search_of(game)
        descent = Descent(game, search, known, per_head=per_head)
        try:
            while not descent.levels.settled.is_complete:
                descent.step(is_over)
        except TimeIsUp:
            return Solution(descent.least.parts, descent.least.denominator, "least_core")
        levels = descent.levels
        missed = search.exceeding(levels.shares, levels.excesses, per_head=per_head)
        if not missed:
            return Solution(levels.shares.parts, levels.shares.denominator, search.certainty)
        known = [*descent.program.row_of, *missed]
