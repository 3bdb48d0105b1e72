"""Who pays what: the rules that play no game by hand, and what they promise on random bills."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scalemerit.allocate import Charge, RulePart, allocate, exact_shares, rule_parts
from scalemerit.errors import ScalemeritError
from scalemerit.money import Exact
from scalemerit.rules import RULES, Bill, Promise
from scalemerit.scenario import RuleName

laws = settings(derandomize=True, deadline=None, max_examples=150)
HALF, THREE_TENTHS = Fraction(1, 2), Fraction(3, 10)
PLAIN = [name for name, rule in RULES.items() if rule.solution is None]

THREE = Bill(total=100, quantities=(1, 2, 4), populations=(100, 100, 300), separate=(10, 20, 40))


# ---- by hand ----


@pytest.mark.parametrize(
    ("mix", "shares"),
    [
        ({"quantity": 1}, (14, 29, 57)),  # 14.29, 28.57, 57.14: the missing unit goes to .57
        ({"equal": 1}, (34, 33, 33)),  # 33.33 each: a tie goes to the first
        ({"population": 1}, (20, 20, 60)),
        ({"separate_cost": 1}, (14, 29, 57)),
        ({"equal_saving": 1}, (20, 30, 50)),  # everyone saves -10
        ({"equal": THREE_TENTHS, "population": 1 - THREE_TENTHS}, (24, 24, 52)),  # 10 + 14, 10 + 42
        ({"equal": HALF, "quantity": HALF}, (24, 31, 45)),  # 23.81, 30.95, 45.24
        (
            {"equal_saving": HALF, "equal": HALF},
            (27, 32, 41),
        ),  # 26.67, 31.67, 41.67: two units left
    ],
)
def test_each_rule_divides_the_bill(mix: dict[RuleName, Exact], shares: tuple[int, ...]) -> None:
    assert allocate([Charge(THREE, mix)]) == shares


def test_parts_of_a_mix_are_added_exactly_and_rounded_once() -> None:
    mix: dict[RuleName, Exact] = {"equal": Fraction(1, 3), "quantity": Fraction(2, 3)}
    assert exact_shares([Charge(THREE, mix)]) == (
        Fraction(100, 9) + Fraction(200, 21),
        Fraction(100, 9) + Fraction(400, 21),
        Fraction(100, 9) + Fraction(800, 21),
    )


def test_each_rule_of_a_mix_has_its_part_but_those_of_nothing() -> None:
    mix: dict[RuleName, Exact] = {"equal_saving": HALF, "population": 0, "quantity": HALF}
    assert rule_parts(THREE, mix) == (
        RulePart("equal_saving", HALF, (10, 15, 25), None),  # half of 20, 30, 50
        RulePart(
            "quantity", HALF, (Fraction(50, 7), Fraction(100, 7), Fraction(200, 7)), (1, 2, 4)
        ),
    )


def test_who_saves_more_than_its_separate_cost_is_paid_for_taking_part() -> None:
    bill = Bill(20, (1, 2, 40), (None, None, None), (1, 20, 20))  # 41 alone: everyone saves 7
    assert allocate([Charge(bill, {"equal_saving": 1})]) == (-6, 13, 13)
    # with 21 everyone saves 6.67: -5.67, 13.33, 13.33; fractions .33 all, one unit to the first
    odd = Bill(21, (1, 2, 40), (None, None, None), (1, 20, 20))
    assert allocate([Charge(odd, {"equal_saving": 1})]) == (-5, 13, 13)


def test_the_shares_of_the_worked_example() -> None:
    bill = Bill(
        9_630_500,
        (700, 450, 400, 350, 300),
        (None,) * 5,
        (3_492_500, 2_480_500, 2_216_500, 1_952_500, 1_688_500),
    )
    assert allocate([Charge(bill, {"quantity": 1})]) == (
        *(3_064_250, 1_969_875, 1_751_000),
        *(1_532_125, 1_313_250),
    )


def test_a_buyer_alone_pays_the_bill_by_every_rule() -> None:
    bill = Bill(77, (3,), (5,), (90,))
    assert {allocate([Charge(bill, {rule: 1})]) for rule in PLAIN} == {(77,)}


# ---- rules that are not defined ----


@pytest.mark.parametrize("rule", ["quantity", "population", "separate_cost"])
def test_a_bill_cannot_be_divided_in_proportion_to_nothing(rule: RuleName) -> None:
    bill = Bill(10, (0, 0), (None, 0), (0, 0))
    with pytest.raises(ScalemeritError) as caught:
        allocate(
            [Charge(bill, {rule: HALF, "equal": HALF}, ("arrangements", "joint", "allocation"))]
        )
    (problem,) = caught.value.problems
    assert problem.code == "allocation-undefined"
    assert problem.path == ("arrangements", "joint", "allocation")
    assert problem.values == {"rule": rule}  # not the whole mix: the other part can be divided


def test_without_a_path_the_problem_names_the_allocation() -> None:
    with pytest.raises(ScalemeritError) as caught:
        allocate([Charge(Bill(10, (0,), (None,), (0,)), {"quantity": 1})])
    assert caught.value.problems[0].path == ("allocation",)


@pytest.mark.parametrize("rule", PLAIN)
def test_a_bill_of_nothing_is_divided_by_every_rule(rule: RuleName) -> None:
    assert allocate([Charge(Bill(0, (0, 0), (None, None), (0, 0)), {rule: 1})]) == (0, 0)


def test_a_rule_that_has_no_part_in_a_mix_need_not_be_defined() -> None:
    bill = Bill(10, (1, 1), (None, None), (0, 0))
    mix: dict[RuleName, Exact] = {"quantity": 1, "population": 0, "separate_cost": 0}
    assert allocate([Charge(bill, mix)]) == (5, 5)


# ---- laws ----


def test_there_is_a_rule_for_each_name_in_a_scenario() -> None:
    assert list(RULES) == list(get_args(RuleName))


def test_a_rule_promises_what_tests_know() -> None:
    known = set(get_args(Promise))
    assert all(rule.promises <= known for rule in RULES.values())


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    """One to six buyers, some alike, with weights above 0, and a bill that may exceed them all."""
    buyer = st.tuples(st.integers(1, 30), st.integers(1, 500), st.integers(1, 2000))
    few = draw(st.lists(buyer, min_size=1, max_size=4))
    buyers = draw(st.lists(st.sampled_from(few), min_size=1, max_size=6))
    quantities, populations, separate = zip(*buyers, strict=True)
    return Bill(draw(st.integers(0, 2 * sum(separate))), quantities, populations, separate)


mixes = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4, unique=True).flatmap(
    lambda rules: st.lists(
        st.integers(1, 9), min_size=len(rules), max_size=len(rules)
    ).map(
        lambda parts: {
            rule: Fraction(part, sum(parts)) for rule, part in zip(rules, parts, strict=True)
        }
    )
)  # fmt: skip
every_rule = pytest.mark.parametrize("rule", PLAIN)


@laws
@given(bill=bills(), mix=mixes)
def test_shares_add_up_to_the_bill_and_are_off_by_less_than_a_unit(
    bill: Bill, mix: dict[RuleName, Exact]
) -> None:
    shares = allocate([Charge(bill, mix)])
    assert sum(shares) == bill.total == sum(exact_shares([Charge(bill, mix)]))
    for share, exact in zip(shares, exact_shares([Charge(bill, mix)]), strict=True):
        assert abs(share - exact) < 1


@laws
@given(bill=bills(), mix=mixes, unit=st.integers(1, 300), place=st.none() | st.integers(0, 5))
def test_shares_in_units_leave_what_is_beyond_to_one_buyer(
    bill: Bill, mix: dict[RuleName, Exact], unit: int, place: int | None
) -> None:
    charges = [Charge(bill, mix)]
    exact = exact_shares(charges)
    last = None if place is None else place % len(exact)
    bearer = exact.index(max(exact)) if last is None else last
    shares = allocate(charges, unit, last)
    assert sum(shares) == bill.total
    for buyer, (share, one) in enumerate(zip(shares, exact, strict=True)):
        assert share % unit == (bill.total % unit if buyer == bearer else 0)
        assert abs(share - one) < unit


@every_rule
@laws
@given(bill=bills())
def test_equal_buyers_pay_the_same_up_to_one_unit(rule: RuleName, bill: Bill) -> None:
    if "equal_treatment" not in RULES[rule].promises:
        return
    shares = allocate([Charge(bill, {rule: 1})])
    seen: dict[tuple[int | None, ...], int] = {}
    buyers = zip(bill.quantities, bill.populations, bill.separate, strict=True)
    for buyer, share in zip(buyers, shares, strict=True):
        assert abs(seen.setdefault(buyer, share) - share) <= 1


@every_rule
@laws
@given(bill=bills())
def test_where_the_bill_saves_nobody_pays_more_than_alone(rule: RuleName, bill: Bill) -> None:
    if "nobody_worse_off" in RULES[rule].promises and bill.total <= sum(bill.separate):
        shares = allocate([Charge(bill, {rule: 1})])
        assert all(share <= alone for share, alone in zip(shares, bill.separate, strict=True))


@every_rule
@laws
@given(bill=bills())
def test_nobody_is_paid_for_taking_part(rule: RuleName, bill: Bill) -> None:
    if "never_negative" in RULES[rule].promises:
        assert min(allocate([Charge(bill, {rule: 1})])) >= 0
