"""Who pays what: exact shares of a bill by its rules, and how they are rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact, apportion
from scalemerit.rules import RULES
from scalemerit.solution import LEAST_SURE_FIRST, Undefined

if TYPE_CHECKING:
    from scalemerit.rules import Bill, Parts
    from scalemerit.scenario import RuleName
    from scalemerit.solution import Certainty, Solution


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
    return [_charged_by(charge, rule, rate) for rule, rate in charge.mix.items() if rate]


def _charged_by(charge: Charge, rule: RuleName, rate: Exact) -> Parts:
    try:
        return _parts(charge.bill, rule, rate)
    except ZeroDivisionError:
        code = "allocation-undefined"
    except Undefined as undefined:
        code = undefined.reason
    raise ScalemeritError([Problem(code, charge.path, {"rule": rule})])


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
