"""Who pays what: the rules by which a joint bill is divided among its buyers.

To add a rule, write a function from a `Bill` to exact shares and a line in `RULES` that names what
it promises; tests hold every rule to its promises on random bills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, whole_shares

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


def rule_shares(bill: Bill, rule: Rule) -> Sequence[Exact]:
    """Each buyer's exact share by one rule.

    Raises ZeroDivisionError where the rule's weights are all 0 and the bill is not.
    """
    if rule.weights is None:
        return rule.shares(bill) if rule.shares else ()
    if bill.total == 0:
        return [0] * len(bill.separate)
    weights = rule.weights(bill)
    everything = sum(weights)
    return [Fraction(bill.total * weight, everything) for weight in weights]


def exact_shares(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[Exact, ...]:
    """Each buyer's exact share: the parts of a mix of rules, whose rates add up to 1.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
    """
    totals: list[Exact] = [0] * len(bill.separate)
    taken = {rule: rate for rule, rate in mix.items() if rate}
    for rule, rate in taken.items():
        for position, share in enumerate(rule_shares(bill, RULES[rule])):
            totals[position] += rate * share
    return tuple(totals)


def allocate(
    bill: Bill, mix: Mapping[RuleName, Exact], path: KeyPath = ("allocation",)
) -> tuple[int, ...]:
    """Each buyer's share in the smallest unit, adding up to the bill, rounded by largest remainder.

    Raises ScalemeritError, naming `path`, where a rule's weights are all 0.
    """
    try:
        return whole_shares(exact_shares(bill, mix))
    except ZeroDivisionError:
        problem = Problem("allocation-undefined", path, {"rule": ", ".join(mix)})
        raise ScalemeritError([problem]) from None
