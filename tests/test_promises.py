"""What each rule promises holds on random games; what it does not promise it breaks somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import get_args

import pytest

from scalemerit.allocate import Charge, exact_shares
from scalemerit.errors import ScalemeritError
from scalemerit.game.tabled import TableGame
from scalemerit.money import Exact
from scalemerit.rules import RULES, Bill, Promise, promises_of
from scalemerit.scenario import RuleName
from scalemerit.stability import core_is_empty

Costs = Sequence[int]
Mix = Mapping[RuleName, Exact]
Check = Callable[[Mix, Bill, Bill], bool]
GAMES = 150


def bill_of(costs: Costs, quantities: Sequence[int] = (), populations: Sequence[int] = ()) -> Bill:
    """The bill of a game; buyers need 1, and have 1 inhabitant, where nothing else is said."""
    game = TableGame(costs)
    ones = (1,) * game.buyers
    return Bill(game.total, tuple(quantities) or ones, tuple(populations) or ones, game.alone, game)


def costs_of(bill: Bill) -> list[int]:
    assert bill.game is not None
    return [int(cost) for cost in bill.game.table]


def shares_of(mix: Mix, bill: Bill) -> tuple[Exact, ...] | None:
    """Exact shares; None where a rule is undefined."""
    try:
        return exact_shares([Charge(bill, mix)])
    except ScalemeritError:
        return None


# ---- what is promised ----


def treats_equals_alike(mix: Mix, bill: Bill, _: Bill) -> bool:
    shares = shares_of(mix, bill) or (0,) * len(bill.separate)
    pairs = combinations(range(len(shares)), 2)
    return all(shares[i] == shares[j] for i, j in pairs if are_alike(bill, i, j))


def are_alike(bill: Bill, i: int, j: int) -> bool:
    """Whether two buyers have the same figures, and change every cost alike."""
    rows = list(zip(bill.quantities, bill.populations, bill.separate, strict=True))
    costs, both = costs_of(bill), 1 << i | 1 << j
    others = [coalition for coalition in range(len(costs)) if not coalition & both]
    same = all(costs[coalition | 1 << i] == costs[coalition | 1 << j] for coalition in others)
    return rows[i] == rows[j] and same


def leaves_nobody_worse_off(mix: Mix, bill: Bill, _: Bill) -> bool:
    shares = shares_of(mix, bill)
    if shares is None or bill.total > sum(bill.separate):
        return True
    return all(share <= alone for share, alone in zip(shares, bill.separate, strict=True))


def pays_nobody(mix: Mix, bill: Bill, _: Bill) -> bool:
    return min(shares_of(mix, bill) or (0,)) >= 0


def is_in_core(mix: Mix, bill: Bill, _: Bill) -> bool:
    shares = shares_of(mix, bill)
    if shares is None or bill.game is None or core_is_empty(bill.game):
        return True
    paid: list[Exact] = [0]
    for share in shares:
        paid += [together + share for together in paid]
    return all(amount <= cost for amount, cost in zip(paid, costs_of(bill), strict=True))


def charges_dummies_their_cost(mix: Mix, bill: Bill, _: Bill) -> bool:
    shares = shares_of(mix, bill) or bill.separate
    rows = enumerate(zip(shares, bill.separate, strict=True))
    return all(share == alone for buyer, (share, alone) in rows if is_dummy(bill, buyer))


def is_dummy(bill: Bill, buyer: int) -> bool:
    costs, bit = costs_of(bill), 1 << buyer
    others = [coalition for coalition in range(len(costs)) if not coalition & bit]
    return all(costs[one | bit] - costs[one] == costs[bit] for one in others)


def is_additive(mix: Mix, bill: Bill, other: Bill) -> bool:
    both = [one + two for one, two in zip(costs_of(bill), costs_of(other), strict=True)]
    of_both = bill_of(both, bill.quantities, [one or 0 for one in bill.populations])
    shares = [shares_of(mix, one) for one in (bill, other, of_both)]
    if None in shares:
        return True
    rows = zip(*filter(None, shares), strict=True)
    return all(one + two == together for one, two, together in rows)


def rises_with_the_bill(mix: Mix, bill: Bill, _: Bill) -> bool:
    costs = costs_of(bill)
    dearer = bill_of(
        [*costs[:-1], costs[-1] + 1], bill.quantities, [one or 0 for one in bill.populations]
    )
    before, after = shares_of(mix, bill), shares_of(mix, dearer)
    if before is None or after is None or dearer.total > sum(bill.separate):
        return True
    return all(old <= new for old, new in zip(before, after, strict=True))


CHECKS: Mapping[Promise, Check] = {
    "equal_treatment": treats_equals_alike,
    "nobody_worse_off": leaves_nobody_worse_off,
    "never_negative": pays_nobody,
    "in_core": is_in_core,
    "alone_if_dummy": charges_dummies_their_cost,
    "additive": is_additive,
    "rises_with_bill": rises_with_the_bill,
}


# ---- on random games ----


def games() -> Iterator[tuple[Bill, Bill]]:
    """Pairs of bills of the same two to five buyers, some alike, some of no use to the others."""
    for seed in range(GAMES):
        random = Random(seed)
        quantities = random.choices((1, 2, 5), k=random.randint(2, 5))
        populations = [quantity * 7 % 4 + 1 for quantity in quantities]
        yield (
            bill_of(random_costs(random, quantities), quantities, populations),
            bill_of(random_costs(random, quantities), quantities, populations),
        )


def random_costs(random: Random, quantities: Sequence[int]) -> list[int]:
    """Volume tiers and a fee, contracts of today, a dummy, a bill that parts may undercut."""
    starts, fee = sorted(random.sample(range(2, 12), 2)), random.randint(0, 9)
    totals = [0]
    for quantity in quantities:
        totals += [total + quantity for total in totals]
    costs = [fee + total * (9 - 2 * sum(total >= one for one in starts)) for total in totals]
    costs[0] = 0
    if random.random() < 0.3:
        costs[1] = random.randint(0, costs[1])
    if random.random() < 0.3:  # the last buyer adds to all what it pays alone
        half = len(costs) // 2
        costs[half:] = [cost + costs[half] for cost in costs[:half]]
    if random.random() < 0.3:
        costs[-1] += random.randint(1, 20)
    return costs


@pytest.mark.parametrize(
    ("rule", "promise"), [(name, one) for name, rule in RULES.items() for one in rule.promises]
)
def test_a_promise_holds_on_random_games(rule: RuleName, promise: Promise) -> None:
    broken = [pair for pair in games() if not CHECKS[promise]({rule: 1}, *pair)]
    assert broken == []


# ---- where it is broken ----

TWO = [0, 10, 30, 20]
# The first two pay 4 together, the third is of no use to them.
PAIR = [0, 10, 10, 4, 10, 20, 20, 14]
# The second lowers the cost of the first: it is worth paying.
HELPER = [0, 10, 1, 1]
# The first two pay 5 together, all three 20: the third adds more than it pays alone.
UNWANTED = [0, 10, 10, 5, 10, 20, 20, 20]
# The same, where the first two pay 11.
COSTLY = [0, 10, 10, 11, 10, 20, 20, 30]
# The first two pay 3 more together than alone, the third is of no use to them.
APART = [0, 10, 10, 23, 10, 20, 20, 33]
# Who buys with the first saves 10, but only one of them.
NEEDED = [0, 10, 10, 10, 10, 10, 20, 20]
# Found by trying.
ONE, OTHER = [0, 8, 2, 2, 10, 2, 4, 4], [0, 4, 10, 14, 4, 6, 2, 6]
LOW, HIGH = [0, 2, 2, 4, 6, 6, 8, 8], [0, 4, 4, 4, 2, 6, 6, 6]
FALLING = [0, 4, 6, 2, 2, 6, 2, 4]
FOUR = [0, 2, 2, 4, 2, 4, 4, 6, 14, 16, 2, 4, 2, 4, 4, 4]
SWAYING = [0, 2, 10, 12, 2, 4, 12, 8, 2, 4, 12, 14, 4, 2, 8, 6]
FAR = [0, 4, 4, 8, 22, 4, 2, 6, 18, 2, 6, 2, 4, 8, 8, 4]

BROKEN: Mapping[tuple[RuleName, Promise], Sequence[Bill]] = {
    ("quantity", "nobody_worse_off"): [bill_of(TWO, (9, 1))],
    ("quantity", "in_core"): [bill_of(TWO, (9, 1))],
    ("quantity", "alone_if_dummy"): [bill_of(PAIR)],
    ("equal", "nobody_worse_off"): [bill_of([0, 5, 30, 20])],
    ("equal", "in_core"): [bill_of(PAIR)],
    ("equal", "alone_if_dummy"): [bill_of(PAIR)],
    ("population", "nobody_worse_off"): [bill_of(TWO, (1, 1), (9, 1))],
    ("population", "in_core"): [bill_of(PAIR)],
    ("population", "alone_if_dummy"): [bill_of(PAIR)],
    ("separate_cost", "in_core"): [bill_of(PAIR)],
    ("separate_cost", "alone_if_dummy"): [bill_of(PAIR)],
    ("separate_cost", "additive"): [bill_of(TWO), bill_of([0, 10, 10, 5])],
    ("equal_saving", "never_negative"): [bill_of(HELPER)],
    ("equal_saving", "in_core"): [bill_of(PAIR)],
    ("equal_saving", "alone_if_dummy"): [bill_of(PAIR)],
    ("shapley", "nobody_worse_off"): [bill_of(COSTLY)],
    ("shapley", "never_negative"): [bill_of(HELPER)],
    ("shapley", "in_core"): [bill_of(NEEDED)],
    ("nucleolus", "never_negative"): [bill_of(HELPER)],
    ("nucleolus", "additive"): [bill_of(ONE), bill_of(OTHER)],
    ("nucleolus", "rises_with_bill"): [bill_of(SWAYING)],
    ("per_capita_nucleolus", "never_negative"): [bill_of(HELPER)],
    ("per_capita_nucleolus", "alone_if_dummy"): [bill_of(APART)],
    ("per_capita_nucleolus", "additive"): [
        bill_of(LOW),
        bill_of(HIGH),
    ],
    ("separable", "nobody_worse_off"): [bill_of(UNWANTED)],
    ("separable", "never_negative"): [bill_of(HELPER)],
    ("separable", "in_core"): [bill_of(FOUR)],
    ("separable", "additive"): [bill_of(ONE), bill_of(OTHER)],
    ("separable", "rises_with_bill"): [bill_of(FALLING)],
    ("tau", "never_negative"): [bill_of(HELPER)],
    ("tau", "in_core"): [bill_of(FAR)],
    ("tau", "additive"): [bill_of(ONE), bill_of(OTHER)],
    ("tau", "rises_with_bill"): [bill_of(FOUR)],
}


def test_a_promise_is_either_made_or_broken_somewhere() -> None:
    made = {(name, promise) for name, rule in RULES.items() for promise in rule.promises}
    every = {(name, promise) for name in RULES for promise in get_args(Promise)}
    assert every - made == set(BROKEN)


@pytest.mark.parametrize(("rule", "promise"), BROKEN)
def test_a_promise_that_a_rule_does_not_make_is_one_that_it_breaks(
    rule: RuleName, promise: Promise
) -> None:
    bills = BROKEN[rule, promise]
    assert not CHECKS[promise]({rule: 1}, bills[0], bills[-1])


# ---- of mixes ----

PAIRS: Sequence[tuple[RuleName, RuleName]] = (
    ("equal", "quantity"),
    ("equal_saving", "shapley"),
    ("nucleolus", "per_capita_nucleolus"),
    ("separate_cost", "nucleolus"),
    ("shapley", "tau"),
)


@pytest.mark.parametrize("rules", PAIRS)
def test_a_mix_keeps_what_both_of_its_rules_promise(rules: tuple[RuleName, RuleName]) -> None:
    mix: Mix = {rules[0]: Fraction(1, 3), rules[1]: Fraction(2, 3)}
    promises = promises_of([mix])
    assert promises == RULES[rules[0]].promises & RULES[rules[1]].promises != frozenset()
    for promise in promises:
        assert [pair for pair in games() if not CHECKS[promise](mix, *pair)] == []


def test_a_rule_that_divides_no_part_takes_no_promise_away() -> None:
    assert promises_of([{"nucleolus": 1, "equal": 0}]) == RULES["nucleolus"].promises


def test_coordination_divided_apart_may_come_on_top_of_what_a_buyer_pays_alone() -> None:
    bill = bill_of(PAIR)
    # the third pays 10 of the 14, as alone, and then 1 of the 3 that coordination costs
    apart = [Charge(bill, {"nucleolus": 1}), Charge(bill._replace(total=3), {"separate_cost": 1})]
    assert exact_shares(apart) == (3, 3, 11)
    assert promises_of(charge.mix for charge in apart) == {"equal_treatment"}
