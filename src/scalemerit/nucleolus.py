"""The nucleolus of a game: the division whose largest excesses are as small as can be.

Excesses x(S) − c(S), what a coalition S would save by leaving, are minimized from the largest on
(Schmeidler 1969, SIAM Journal on Applied Mathematics 17), over the divisions in which nobody pays
more than alone where the bill allows that, else over all divisions of the bill. Level after level
is found by linear programs in floating point, and then proven in whole numbers.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from scalemerit.solution import Solution, TimeIsUp, UnprovenError
from scalemerit.stability.descent import Descent, never
from scalemerit.stability.likely import likely_levels
from scalemerit.stability.sources import separation_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalemerit.game.base import Game
    from scalemerit.stability.level import Levels


def nucleolus(game: Game, is_over: Callable[[], bool] = never) -> Solution:
    """The nucleolus; where time runs out, or it cannot be proven, what its certainty says.

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
    search = separation_of(game)
    likely, known = None if per_head else search.likely(), []
    if likely:
        levels = likely_levels(game, search, likely.groups)
        if levels and not levels.exceeded():
            return _solution(levels)
        known, search = list(dict.fromkeys(chain.from_iterable(likely.groups))), separation_of(game)
    while True:
        descent = Descent(game, search, known, per_head=per_head)
        if likely:
            descent.program.look_near(likely.shares)
        try:
            levels = descent.finished(is_over)
        except (TimeIsUp, UnprovenError):
            return _least(descent)
        missed = levels.exceeded()
        if not missed:
            return _solution(levels)
        if descent.program.row_of.keys() >= set(missed):
            return _least(descent)  # nothing new: floating point cannot tell these apart
        known, search = [*descent.program.row_of, *missed], separation_of(game)


def _least(descent: Descent) -> Solution:
    least, certainty = descent.least, descent.levels.search.certainty
    if not descent.has_least:
        certainty = "unfinished"
    elif certainty != "searched":
        certainty = "least_core"
    return Solution(least.parts, least.denominator, certainty)


def _solution(levels: Levels) -> Solution:
    shares = levels.shares
    return Solution(shares.parts, shares.denominator, levels.search.certainty)
