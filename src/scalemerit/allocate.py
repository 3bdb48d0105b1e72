"""Who pays what: the rules by which a joint bill is divided among its buyers.

To add a rule, write a function from a `Bill` to exact shares and a line in `RULES` that names what
it promises; tests hold every rule to its promises on random bills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, whole_shares

if TYPE_CHECKING:
    from scalemerit.scenario import RuleName

Promise = Literal["equal_treatment", "nobody_worse_off", "never_negative"]


@dataclass(frozen=True, slots=True)
class Bill:
    """A joint bill, coordination included, and what is known of each buyer, in one order.

    Amounts are in the smallest unit; a population may be unknown where no rule asks for it.
    """

    total: int
    quantities: tuple[int, ...]
    populations: tuple[int | None, ...]
    separate: tuple[int, ...]


class Rule(NamedTuple):
    """A way to divide a bill: exact shares that add up to it, and what they promise.

    `equal_treatment`: equal buyers pay the same, up to one smallest unit. `nobody_worse_off`: where
    the bill is not above all separate costs together, no share is above its buyer's separate cost.
    `never_negative`: no buyer is paid for taking part.
    """

    shares: Callable[[Bill], Sequence[Exact]]
    promises: frozenset[Promise]


def _in_proportion(total: int, weights: Sequence[int]) -> Sequence[Exact]:
    """Parts of a total in proportion to weights; raises ZeroDivisionError where all are 0."""
    if total == 0:
        return [0] * len(weights)
    everything = sum(weights)
    return [Fraction(total * weight, everything) for weight in weights]


def _by_quantity(bill: Bill) -> Sequence[Exact]:
    return _in_proportion(bill.total, bill.quantities)


def _equal(bill: Bill) -> Sequence[Exact]:
    return _in_proportion(bill.total, [1] * len(bill.separate))


def _by_population(bill: Bill) -> Sequence[Exact]:
    return _in_proportion(bill.total, [population or 0 for population in bill.populations])


def _by_separate_cost(bill: Bill) -> Sequence[Exact]:
    return _in_proportion(bill.total, bill.separate)


def _equal_saving(bill: Bill) -> Sequence[Exact]:
    part = Fraction(sum(bill.separate) - bill.total, len(bill.separate))
    return [cost - part for cost in bill.separate]


RULES: Mapping[RuleName, Rule] = {
    "quantity": Rule(_by_quantity, frozenset({"equal_treatment", "never_negative"})),
    "equal": Rule(_equal, frozenset({"equal_treatment", "never_negative"})),
    "population": Rule(_by_population, frozenset({"equal_treatment", "never_negative"})),
    "separate_cost": Rule(
        _by_separate_cost, frozenset({"equal_treatment", "never_negative", "nobody_worse_off"})
    ),
    "equal_saving": Rule(_equal_saving, frozenset({"equal_treatment", "nobody_worse_off"})),
}


def exact_shares(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[Exact, ...]:
    """Each buyer's exact share: the parts of a mix of rules, whose rates add up to 1.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
    """
    totals: list[Exact] = [0] * len(bill.separate)
    for rule, rate in mix.items():
        for position, share in enumerate(RULES[rule].shares(bill)):
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
