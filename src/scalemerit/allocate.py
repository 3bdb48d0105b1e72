"""Who pays what: the rules by which a joint bill is divided among its buyers.

To add a rule, write a function from a `Bill` to exact shares and a line in `RULES` that names what
it promises; tests hold every rule to its promises on random bills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, apportion

if TYPE_CHECKING:
    from scalemerit.scenario import RuleName

Promise = Literal["equal_treatment", "nobody_worse_off", "never_negative"]


class Bill(NamedTuple):
    """A joint bill, coordination included, and what is known of each buyer, in one order.

    Amounts are in the smallest unit; a population may be unknown where no rule asks for it.
    """

    total: int
    quantities: tuple[int, ...]
    populations: tuple[int | None, ...]
    separate: tuple[int, ...]


class Rule(NamedTuple):
    """A way to divide a bill, and what it promises.

    `weights` gives what each buyer's share is in proportion to; a rule that is no proportion has
    `shares` instead, which gives exact shares that add up to the bill.

    `equal_treatment`: equal buyers pay the same, up to one smallest unit. `nobody_worse_off`: where
    the bill is not above all separate costs together, no share is above its buyer's separate cost.
    `never_negative`: no buyer is paid for taking part.
    """

    promises: frozenset[Promise]
    weights: Callable[[Bill], Sequence[int]] | None = None
    shares: Callable[[Bill], Sequence[Exact]] | None = None


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


def _equal_saving(bill: Bill) -> Sequence[Exact]:
    part = Fraction(sum(bill.separate) - bill.total, len(bill.separate))
    return [cost - part for cost in bill.separate]


_FAIR: frozenset[Promise] = frozenset({"equal_treatment", "never_negative"})

RULES: Mapping[RuleName, Rule] = {
    "quantity": Rule(_FAIR, weights=_quantity),
    "equal": Rule(_FAIR, weights=_equal),
    "population": Rule(_FAIR, weights=_population),
    "separate_cost": Rule(_FAIR | {"nobody_worse_off"}, weights=_separate_cost),
    "equal_saving": Rule(frozenset({"equal_treatment", "nobody_worse_off"}), shares=_equal_saving),
}


def rule_parts(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[RulePart, ...]:
    """What each rule of a mix adds to the shares; rules whose rate is 0 have no part.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
    """
    return tuple(_part(bill, rule, rate) for rule, rate in mix.items() if rate)


def _part(bill: Bill, name: RuleName, rate: Exact) -> RulePart:
    rule = RULES[name]
    if rule.weights is None:
        shares = rule.shares(bill) if rule.shares else ()
        return RulePart(name, rate, tuple(rate * share for share in shares), None)
    weights = tuple(rule.weights(bill))
    if bill.total == 0:
        return RulePart(name, rate, (0,) * len(weights), weights)
    unit = Fraction(rate) * bill.total / sum(weights)
    return RulePart(name, rate, tuple(unit * weight for weight in weights), weights)


def exact_shares(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[Exact, ...]:
    """Each buyer's exact share: the parts of a mix of rules, whose rates add up to 1.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
    """
    parts = rule_parts(bill, mix)
    return tuple(map(sum, zip(*(part.shares for part in parts), strict=True)))


def allocate(
    bill: Bill, mix: Mapping[RuleName, Exact], path: KeyPath = ("allocation",)
) -> tuple[int, ...]:
    """Each buyer's share in the smallest unit, adding up to the bill, rounded by largest remainder.

    Raises ScalemeritError, naming `path`, where a rule's weights are all 0.
    """
    try:
        return apportion(exact_shares(bill, mix))
    except ZeroDivisionError:
        problem = Problem("allocation-undefined", path, {"rule": ", ".join(mix)})
        raise ScalemeritError([problem]) from None
