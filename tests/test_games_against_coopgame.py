"""Solutions of random purchases agree with those of coopgame, which shares no code with ours.

coopgame computes in floating point, and here with games of savings: what the buyers of a coalition
pay alone less what they pay together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import NamedTuple

import coopgame

import generate
from scalemerit.comparison import compare
from scalemerit.game import Game
from scalemerit.nucleolus import nucleolus, per_capita_nucleolus
from scalemerit.scenario import from_data
from scalemerit.shapley import shapley
from scalemerit.solution import Solution, Undefined
from scalemerit.solutions import tau_value
from scalemerit.stability import core_is_empty, is_in_core, least_core

SMALL, LARGE = range(300), range(1000, 1080)


class Played(NamedTuple):
    """The game of a random purchase, and the same to coopgame."""

    game: Game
    savings: coopgame.Game

    @property
    def leeway(self) -> float:
        """How far apart equal amounts may be in floating point."""
        return 1e-7 * max(1, self.game.total, *self.game.alone)

    @property
    def domain(self) -> str:
        """Nobody pays more than alone, where the bill allows that."""
        return "imputation" if sum(self.game.alone) >= self.game.total else "preimputation"

    def agrees(self, solution: Solution, gains: Sequence[float]) -> bool:
        """Whether each share is what its buyer pays alone less what it gains."""
        rows = zip(solution.parts, self.game.alone, gains, strict=True)
        return all(
            abs(part / solution.denominator - (alone - gain)) <= self.leeway
            for part, alone, gain in rows
        )


def scenarios() -> Iterator[generate.Data]:
    """Of all price models and options, with up to 5 buyers, and with 6 to 12."""
    yield from map(generate.scenario, SMALL)
    for seed in LARGE:
        draw = generate.Draw(seed)
        draw.buyers = [f"{name}区" for name in "ABCDEFGHIJKL"[: Random(seed).randint(6, 12)]]
        yield draw.scenario()


@cache
def games() -> list[Played]:
    """The games of all their arrangements of at least three buyers."""
    outcomes = [one for data in scenarios() for one in compare(from_data(data)).arrangements]
    return [played(outcome.game) for outcome in outcomes if outcome.game.buyers > 2]


def played(game: Game) -> Played:
    alone = [0]
    for cost in game.alone:
        alone += [together + cost for together in alone]
    savings = [float(apart - cost) for apart, cost in zip(alone, game.table.tolist(), strict=True)]
    return Played(game, coopgame.Game(savings[1:]))


def disagreeing(
    ours: Callable[[Game], Solution], theirs: Callable[[Played], Sequence[float]]
) -> list[int]:
    """The numbers of games in which the shares are not the same."""
    return [
        number for number, one in enumerate(games()) if not one.agrees(ours(one.game), theirs(one))
    ]


def test_the_games_are_many_and_differ() -> None:
    sizes = {one.game.buyers for one in games()}
    empty = sum(not one.savings.has_nonempty_core() for one in games())
    assert (len(games()) > 300, min(sizes), max(sizes)) == (True, 3, 12)
    assert 100 < empty < len(games()) - 100


def test_shapley_values_agree() -> None:
    assert disagreeing(shapley, lambda one: coopgame.shapley(one.savings)) == []


def test_nucleoli_agree() -> None:
    assert disagreeing(nucleolus, nucleolus_of) == []


def nucleolus_of(one: Played) -> Sequence[float]:
    return coopgame.nucleolus(one.savings, one.domain)["allocation"]


def test_per_capita_nucleoli_agree() -> None:
    assert disagreeing(per_capita_nucleolus, per_capita_of) == []


def per_capita_of(one: Played) -> Sequence[float]:
    return coopgame.per_capita_nucleolus(one.savings, one.domain)["allocation"]


def test_tau_values_agree_and_so_do_the_games_that_have_none() -> None:
    wrong = [number for number, one in enumerate(games()) if not tau_agrees(one)]
    assert wrong == []


def tau_agrees(one: Played) -> bool:
    gains = tau_of(one)
    try:
        solution = tau_value(one.game)
    except Undefined:
        return gains is None
    return gains is not None and one.agrees(solution, gains)


def tau_of(one: Played) -> Sequence[float] | None:
    try:
        return coopgame.tau_value(one.savings)
    except ValueError:
        return None


def test_empty_cores_agree() -> None:
    wrong = [one for one in games() if core_is_empty(one.game) == one.savings.has_nonempty_core()]
    assert wrong == []


def test_the_least_excesses_agree() -> None:
    apart = [abs(float(least_core(one.game).excess) - least_excess_of(one)) for one in games()]
    assert all(gap <= one.leeway for gap, one in zip(apart, games(), strict=True))


def least_excess_of(one: Played) -> float:
    return coopgame.least_core(one.savings, "preimputation")["epsilon"]


def test_what_is_in_the_core_agrees() -> None:
    """Of the Shapley value, which is in it in some games and not in others."""
    found = [(in_core(one, shapley(one.game)), in_core_of(one)) for one in games()]
    assert [pair for pair in found if pair[0] != pair[1]] == []


def in_core(one: Played, solution: Solution) -> bool | None:
    return is_in_core(one.game, solution.parts, solution.denominator)


def in_core_of(one: Played) -> bool:
    return one.savings.is_in_core(coopgame.shapley(one.savings), one.leeway)
