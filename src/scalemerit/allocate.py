"""Who pays what: the rules by which a joint bill is divided among its buyers.

To add a rule, write a function from a `Bill` to exact shares and a line in `RULES` that names what
it promises; tests hold every rule to its promises on random bills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, apportion

if TYPE_CHECKING:
    from scalemerit.scenario import RuleName

Promise = Literal["equal_treatment", "nobody_worse_off", "never_negative"]
# Exact shares as parts of one denominator; whole numbers are far quicker than fractions.
Parts = tuple[Sequence[int], int]


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
    `parts` instead, which gives exact shares that add up to the bill.

    `equal_treatment`: equal buyers pay the same, up to one smallest unit. `nobody_worse_off`: where
    the bill is not above all separate costs together, no share is above its buyer's separate cost.
    `never_negative`: no buyer is paid for taking part.
    """

    promises: frozenset[Promise]
    weights: Callable[[Bill], Sequence[int]] | None = None
    parts: Callable[[Bill], Parts] | None = None


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


_FAIR: frozenset[Promise] = frozenset({"equal_treatment", "never_negative"})

RULES: Mapping[RuleName, Rule] = {
    "quantity": Rule(_FAIR, weights=_quantity),
    "equal": Rule(_FAIR, weights=_equal),
    "population": Rule(_FAIR, weights=_population),
    "separate_cost": Rule(_FAIR | {"nobody_worse_off"}, weights=_separate_cost),
    "equal_saving": Rule(frozenset({"equal_treatment", "nobody_worse_off"}), parts=_equal_saving),
}


_NEVER_ALL_ZERO = frozenset({"quantity", "equal"})  # weights of buyers that need something


def may_be_undefined(mix: Mapping[RuleName, Exact]) -> bool:
    """Whether there are bills that a mix cannot divide, because a rule's weights are all 0."""
    return any(RULES[rule].weights and rule not in _NEVER_ALL_ZERO for rule in mix)


def rule_parts(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[RulePart, ...]:
    """What each rule of a mix adds to the shares; rules whose rate is 0 have no part.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
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
    if rule.parts is not None:
        parts, denominator = rule.parts(bill)
        times = rate.numerator
    else:
        parts = rule.weights(bill) if rule.weights else ()
        denominator = sum(parts) if bill.total else 1
        times = rate.numerator * bill.total
    return [part * times for part in parts], denominator * rate.denominator


def _exact(parts: Parts) -> tuple[Exact, ...]:
    shares, denominator = parts
    return tuple(Fraction(share, denominator) for share in shares)


def _all_parts(bill: Bill, mix: Mapping[RuleName, Exact]) -> Parts:
    """Each buyer's exact share over all rules of a mix."""
    found = [_parts(bill, rule, rate) for rule, rate in mix.items() if rate]
    if len(found) == 1:
        return found[0]
    common = lcm(*(denominator for _, denominator in found))
    scaled = [
        [share * (common // denominator) for share in shares] for shares, denominator in found
    ]
    return list(map(sum, zip(*scaled, strict=True))), common


def exact_shares(bill: Bill, mix: Mapping[RuleName, Exact]) -> tuple[Exact, ...]:
    """Each buyer's exact share: the parts of a mix of rules, whose rates add up to 1.

    Raises ZeroDivisionError where a rule's weights are all 0 and the bill is not.
    """
    return _exact(_all_parts(bill, mix))


def allocate(
    bill: Bill, mix: Mapping[RuleName, Exact], path: KeyPath = ("allocation",)
) -> tuple[int, ...]:
    """Each buyer's share in the smallest unit, adding up to the bill, rounded by largest remainder.

    Raises ScalemeritError, naming `path`, where a rule's weights are all 0.
    """
    try:
        return apportion(*_all_parts(bill, mix))
    except ZeroDivisionError:
        problem = Problem("allocation-undefined", path, {"rule": ", ".join(mix)})
        raise ScalemeritError([problem]) from None
