"""Who pays what: the rules by which a joint bill is divided among its buyers.

To add a rule, write a function from a `Bill`, or from its game, to exact shares and a line in
`RULES` that names what it promises; tests hold every rule to it on random bills and games.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, apportion
from scalemerit.solution import LEAST_SURE_FIRST, Undefined

if TYPE_CHECKING:
    from scalemerit.game import Game
    from scalemerit.scenario import RuleName
    from scalemerit.solution import Certainty, Solution

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


class Charge(NamedTuple):
    """A bill, or a part of one, and the mix of rules that divides it, whose rates add up to 1.

    `path` is the route of keys to the mix, for problems.
    """

    bill: Bill
    mix: Mapping[RuleName, Exact]
    path: KeyPath = ("allocation",)


class RulePart(NamedTuple):
    """What one rule of a mix adds to each buyer's share: `rate` of the bill, divided by the rule.

    `shares` are exact, in the smallest unit, and add up to `rate` × the bill. `weights` is what
    they are in proportion to; None for a rule that is no proportion.
    """

    rule: RuleName
    rate: Exact
    shares: tuple[Exact, ...]
    weights: tuple[int, ...] | None


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


def solutions(charges: Sequence[Charge]) -> dict[RuleName, Solution]:
    """The solutions of games that shares are made of, by their rules."""
    return {
        rule: _solution(charge.bill, rule)
        for charge in charges
        for rule, rate in charge.mix.items()
        if rate and RULES[rule].solution
    }


def least_sure(found: Mapping[RuleName, Solution]) -> Certainty:
    """How sure shares are that are made of these solutions; exact where they are made of none."""
    certainties = {solution.certainty for solution in found.values()}
    return next((one for one in LEAST_SURE_FIRST if one in certainties), "exact")


def rule_parts(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[RulePart, ...]:
    """What each rule of a mix adds to the shares; rules whose rate is 0 have no part.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not, Undefined where
    its game has no such solution.
    """
    return tuple(_rule_part(bill, rule, rate) for rule, rate in mix.items() if rate)


def _rule_part(bill: Bill, name: RuleName, rate: Exact) -> RulePart:
    weights = RULES[name].weights
    return RulePart(
        name,
        rate,
        _exact(_parts(bill, name, rate)),
        None if weights is None else tuple(weights(bill)),
    )


def _parts(bill: Bill, name: RuleName, rate: Exact) -> Parts:
    """What a rule adds to each share: `rate` of the bill, divided by the rule."""
    rule = RULES[name]
    if rule.weights is not None:
        parts = rule.weights(bill)
        denominator = sum(parts) if bill.total else 1
        times = rate.numerator * bill.total
    else:
        parts, denominator = rule.parts(bill) if rule.parts else _solution(bill, name)[:2]
        times = rate.numerator
    if not denominator:
        raise ZeroDivisionError(name)
    return [part * times for part in parts], denominator * rate.denominator


def _solution(bill: Bill, name: RuleName) -> Solution:
    """The solution of the bill's game that a rule asks for, which is looked for once."""
    game, solve = bill.game, RULES[name].solution
    if game is None or solve is None:
        raise LookupError(name)
    if name not in game.solutions:
        game.solutions[name] = solve(game)
    return game.solutions[name]


def _exact(parts: Parts) -> tuple[Exact, ...]:
    shares, denominator = parts
    return tuple(Fraction(share, denominator) for share in shares)


def _all_parts(charges: Sequence[Charge]) -> Parts:
    """Each buyer's exact share over all rules of all charges."""
    found = [parts for charge in charges for parts in _charged(charge)]
    if len(found) == 1:
        return found[0]
    common = lcm(*(denominator for _, denominator in found))
    scaled = [
        [share * (common // denominator) for share in shares] for shares, denominator in found
    ]
    return list(map(sum, zip(*scaled, strict=True))), common


def _charged(charge: Charge) -> list[Parts]:
    """What each rule of a charge's mix adds to the shares."""
    mix = charge.mix
    try:
        return [_parts(charge.bill, rule, rate) for rule, rate in mix.items() if rate]
    except ZeroDivisionError:
        code = "allocation-undefined"
    except Undefined as undefined:
        code = undefined.reason
    raise ScalemeritError([Problem(code, charge.path, {"rule": ", ".join(mix)})])


def exact_shares(charges: Sequence[Charge]) -> tuple[Exact, ...]:
    """Each buyer's exact share of all charges.

    Raises ScalemeritError, with the route to the mix, where a rule is undefined for its bill.
    """
    return _exact(_all_parts(charges))


def allocate(charges: Sequence[Charge], unit: int = 1, last: int | None = None) -> tuple[int, ...]:
    """Each buyer's share in the smallest unit, adding up to all charges.

    Shares are rounded by largest remainder to multiples of `unit`. What all charges have beyond
    such a multiple is in the share of the buyer at position `last`, else in the largest.
    Raises ScalemeritError, with the route to the mix, where a rule is undefined for its bill.
    """
    parts, denominator = _all_parts(charges)
    if unit == 1:
        return apportion(parts, denominator)
    beyond = sum(parts) // denominator % unit
    bearer = parts.index(max(parts)) if last is None else last
    even = [part - (place == bearer) * beyond * denominator for place, part in enumerate(parts)]
    units = apportion(even, denominator * unit)
    return tuple(unit * many + (place == bearer) * beyond for place, many in enumerate(units))
