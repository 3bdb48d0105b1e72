"""What a comparison says besides its sums: effort, expectations, and the best arrangement."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comparing import TIERS, Data, compared, each, joint
from scalemerit.comparison import Effort

# ---- effort ----

EFFORT: Data = {"separate": {"hours": 20}, "effort": {"hourly_cost": "4.5"}}
THREE: Data = {"A区": 1, "B区": 1, "C区": 1, "D区": 0}


@pytest.mark.parametrize(
    ("lead", "effort"),
    [
        ({"lead": "A区"}, Effort(60, 50, 45)),  # 30 + 2 x 10; 10 hours at 4.5
        ({}, Effort(60, 30, 135)),  # nobody leads
        ({"lead": "A区", "buyers": ["A区"]}, Effort(20, 30, -45)),
    ],
)
def test_effort_is_the_hours_of_all_that_take_part(lead: Data, effort: Effort) -> None:
    outcome = joint(THREE, each(10), {"hours": {"lead": 30, "other": 10}, **lead}, **EFFORT)
    assert outcome.effort == effort
    assert effort.hours_saved == effort.separate_hours - effort.joint_hours


@pytest.mark.parametrize(("rounding", "value"), [("down", -4), ("half_up", -5), ("up", -5)])
def test_hours_lost_are_rounded_like_hours_saved(rounding: str, value: int) -> None:
    outcome = joint({"A区": 1}, each(10), {"hours": {"other": 21}}, rounding=rounding, **EFFORT)
    assert outcome.effort == Effort(20, 21, value)  # -4.5


def test_hours_may_have_decimals_and_need_no_value() -> None:
    more = {"separate": {"hours": "1.5"}}
    outcome = joint({"A区": 1}, each(10), {"hours": {"other": "0.25"}}, **more)
    assert outcome.effort == Effort(Fraction(3, 2), Fraction(1, 4), None)
    assert outcome.effort.hours_saved == Fraction(5, 4)


@pytest.mark.parametrize(("more", "hours"), [({}, {"hours": {"other": 1}}), (EFFORT, {})])
def test_effort_needs_the_hours_of_both_kinds_of_procurement(more: Data, hours: Data) -> None:
    assert joint({"A区": 1}, each(10), hours, **more).effort is None


# ---- expectations and the best ----


def discount(rate: str) -> Data:
    """An arrangement with a discount."""
    return {"discount": rate}


@pytest.mark.parametrize(
    ("expect", "met"),
    [  # 100 alone, 90 together, 45 each
        *[({"saving": 10}, True), ({"saving": 9}, False), ({"saving": 11}, False)],
        *[({"saving": "10.5"}, False), ({"saving_at_least": "10.5"}, False)],
        *[({"saving_at_least": 10}, True), ({"saving_at_least": 11}, False)],
        *[({"saving_at_least": 9}, True), ({"saving_at_least": "-5"}, True)],
        *[({"saving_rate_at_least": "10%"}, True), ({"saving_rate_at_least": "10.1%"}, False)],
        *[({"saving_rate_at_least": "9%"}, True), ({"every_buyer_saves": True}, True)],
    ],
)
def test_an_expectation_is_met_or_not(expect: Data, met: bool) -> None:
    outcome = joint({"A区": 5, "B区": 5}, TIERS, {"expect": expect})
    (expectation,) = outcome.expectations
    assert (expectation.name, expectation.met) == (next(iter(expect)), met)


def test_every_buyer_saves_only_if_each_pays_less_than_alone() -> None:
    expect = {"every_buyer_saves": True}
    same = joint({"A区": 5}, each(10), {"expect": expect}).expectations[0]
    assert (same.expected, same.actual, same.met) == (True, False, False)


def test_a_rate_is_not_reached_where_there_is_none() -> None:
    buyers = {"A区": {"quantities": 1, "current": {"amount": 0}}}
    outcome = joint(buyers, each(0), {"expect": {"saving_rate_at_least": "0%"}})
    assert (outcome.expectations[0].actual, outcome.expectations[0].met) == (None, False)


def test_expectations_in_dollars_are_compared_in_cents() -> None:
    expect = {"saving": "1.25", "saving_at_least": "1.26"}
    price = {"model": "volume", "tiers": {1: 1, 10: "0.875"}}
    outcome = joint({"A区": 5, "B区": 5}, price, {"expect": expect}, currency="USD")
    found = [(one.expected, one.actual, one.met) for one in outcome.expectations]
    assert found == [(125, 125, True), (126, 125, False)]


@pytest.mark.parametrize(("saving", "all_met"), [(10, True), (11, False)])
def test_all_expectations_are_met_or_not_all(saving: int, all_met: bool) -> None:
    comparison = compared(
        buyers={"A区": 5, "B区": 5},
        vendors={"甲社": {"price": TIERS}},
        arrangements={
            "a": {"expect": {"saving": saving}},
            "b": {},
            "c": {"expect": {"saving": 10}},
        },
    )
    assert comparison.all_met is all_met


@pytest.mark.parametrize(
    ("arrangements", "best"),
    [
        ({"none": {}, "first": discount("10%"), "second": discount("10%")}, "first"),
        ({"less": discount("5%"), "more": discount("20%"), "some": discount("10%")}, "more"),
        ({"alone": {"buyers": ["A区"]}}, None),  # saves nothing
        ({"dear": {"coordination": {"yearly": 11}}}, None),
        ({"dear": {"coordination": {"yearly": 9}}}, "dear"),
    ],
)
def test_the_best_arrangement_saves_most_and_a_tie_goes_to_the_first(
    arrangements: Data, best: str | None
) -> None:
    comparison = compared(
        buyers={"A区": 5, "B区": 5}, vendors={"甲社": {"price": TIERS}}, arrangements=arrangements
    )
    assert (comparison.best and comparison.best.name) == best
