"""The rules by which a joint bill may be divided among its buyers, and what each promises.

To add a rule, write a function from a `Bill`, or from its game, to exact shares and a line in
`RULES` that names what it promises; tests hold every rule to it on random bills and games.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from scalemerit.game import Game
    from scalemerit.money import Exact
    from scalemerit.scenario import RuleName
    from scalemerit.solution import Solution

Promise = Literal[
    "equal_treatment",
    "nobody_worse_off",
    "never_negative",
    "in_core",
    "alone_if_dummy",
    "additive",
    "rises_with_bill",
]
# Exact shares as parts of one denominator; whole numbers are far quicker than fractions.
Parts = tuple[Sequence[int], int]


class Bill(NamedTuple):
    """A joint bill, coordination included, and what is known of each buyer, in one order.

    Amounts are in the smallest unit; a population may be unknown, and what coalitions would pay be
    missing, where no rule asks for it.
    """

    total: int
    quantities: tuple[int, ...]
    populations: tuple[int | None, ...]
    separate: tuple[int, ...]
    game: Game | None = None


class Rule(NamedTuple):
    """A way to divide a bill, and what it promises.

    `weights` gives what each buyer's share is in proportion to; a rule that is no proportion has
    `parts` instead, which gives exact shares that add up to the bill, or `solution`, which gives
    them for the game of the buyers' coalitions.

    `equal_treatment`: equal buyers pay the same. `nobody_worse_off`: where the bill is not above
    all separate costs together, no share is above its buyer's separate cost. `never_negative`: no
    buyer is paid for taking part. `in_core`: where there are divisions by which no coalition would
    pay less for itself, it is one of them. `alone_if_dummy`: who adds to every coalition what it
    pays alone pays just that. `additive`: the shares of two bills together are those of each, added
    up. `rises_with_bill`: where only the bill of all rises, not above all separate costs together,
    no share falls. Each holds for exact shares; a rounded one is less than one smallest unit, or
    share unit, away.
    """

    promises: frozenset[Promise]
    weights: Callable[[Bill], Sequence[int]] | None = None
    parts: Callable[[Bill], Parts] | None = None
    solution: Callable[[Game], Solution] | None = None


def _quantity(bill: Bill) -> Sequence[int]:
    return bill.quantities


def _equal(bill: Bill) -> Sequence[int]:
    return (1,) * len(bill.separate)


def _population(bill: Bill) -> Sequence[int]:
    return tuple(population or 0 for population in bill.populations)


def _separate_cost(bill: Bill) -> Sequence[int]:
    return bill.separate


def _equal_saving(bill: Bill) -> Parts:
    buyers, saving = len(bill.separate), sum(bill.separate) - bill.total
    return [cost * buyers - saving for cost in bill.separate], buyers


def _shapley(game: Game) -> Solution:
    from scalemerit.shapley import shapley  # what plays games is heavy

    return shapley(game)


def _nucleolus(game: Game) -> Solution:
    from scalemerit.nucleolus import nucleolus

    return nucleolus(game, game.search.is_over)


def _per_capita_nucleolus(game: Game) -> Solution:
    from scalemerit.nucleolus import per_capita_nucleolus

    return per_capita_nucleolus(game, game.search.is_over)


def _separable(game: Game) -> Solution:
    from scalemerit.solutions import separable_costs

    return separable_costs(game)


def _tau(game: Game) -> Solution:
    from scalemerit.solutions import tau_value

    return tau_value(game)


_FAIR: frozenset[Promise] = frozenset({"equal_treatment", "never_negative", "rises_with_bill"})

RULES: Mapping[RuleName, Rule] = {
    "quantity": Rule(_FAIR | {"additive"}, weights=_quantity),
    "equal": Rule(_FAIR | {"additive"}, weights=_equal),
    "population": Rule(_FAIR | {"additive"}, weights=_population),
    "separate_cost": Rule(_FAIR | {"nobody_worse_off"}, weights=_separate_cost),
    "equal_saving": Rule(
        frozenset({"equal_treatment", "nobody_worse_off", "additive", "rises_with_bill"}),
        parts=_equal_saving,
    ),
    "shapley": Rule(
        frozenset({"equal_treatment", "alone_if_dummy", "additive", "rises_with_bill"}),
        solution=_shapley,
    ),
    "nucleolus": Rule(
        frozenset({"equal_treatment", "nobody_worse_off", "in_core", "alone_if_dummy"}),
        solution=_nucleolus,
    ),
    "per_capita_nucleolus": Rule(
        frozenset({"equal_treatment", "nobody_worse_off", "in_core", "rises_with_bill"}),
        solution=_per_capita_nucleolus,
    ),
    "separable": Rule(frozenset({"equal_treatment", "alone_if_dummy"}), solution=_separable),
    "tau": Rule(
        frozenset({"equal_treatment", "nobody_worse_off", "alone_if_dummy"}), solution=_tau
    ),
}


def promises_of(mixes: Iterable[Mapping[RuleName, Exact]]) -> frozenset[Promise]:
    """What shares by a mix promise, or by one for the bill and one for coordination.

    They promise what all of their rules do. Apart, those of the bill may leave some buyer just what
    it pays alone, on which its part of coordination comes.
    """
    asked = [[rule for rule, rate in mix.items() if rate] for mix in mixes]
    kept = frozenset.intersection(*(RULES[rule].promises for mix in asked for rule in mix))
    return kept if len(asked) == 1 else kept - {"nobody_worse_off"}


# By these every bill can be divided: buyers that take part need something, every game has the
# solutions.
_ALWAYS_DEFINED = frozenset(
    {"quantity", "equal", "equal_saving", "shapley", "nucleolus", "per_capita_nucleolus"}
)


def may_be_undefined(mix: Mapping[RuleName, Exact]) -> bool:
    """Whether there are bills that a mix cannot divide."""
    return not _ALWAYS_DEFINED.issuperset(mix)


def plays_game(mix: Mapping[RuleName, Exact]) -> bool:
    """Whether a mix asks what the coalitions of a bill's buyers would pay."""
    return any(RULES[rule].solution for rule, rate in mix.items() if rate)
