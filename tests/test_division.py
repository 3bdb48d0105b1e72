"""Rules side by side: who would leave, how unequal savings are, and whether the core is empty."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from comparing import compared, each
from running import ROOT
from scalemerit.comparison import Outcome, Share, compare
from scalemerit.division import Division, Divisions, Gain, Leaving, NoDivision, divide, gini
from scalemerit.rules import RULES
from scalemerit.scenario import RuleName, read_scenario
from scalemerit.solution import Search

Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data
# Packs of 100 at 1,000: two of three buyers of 50 need one pack, all three need two.
PACKS: Data = {
    "buyers": {"A": 50, "B": 50, "C": 50},
    "vendors": {"甲社": {"price": {"model": "package", "size": 100, "price": 1000}}},
}


def elearning() -> Outcome:
    """The five wards of the worked example."""
    (only,) = compare(read_scenario(str(ROOT / "scenarios/elearning.yaml")).scenario).arrangements
    return only


def outcome(**data: object) -> Outcome:
    """The only arrangement of a scenario in plain data."""
    (only,) = compared(**data).arrangements
    return only


def by(found: Divisions, rule: RuleName | None) -> Division:
    """The division by a rule."""
    (one,) = (one for one in found.divisions if one.rule == rule)
    assert isinstance(one, Division)
    return one


# ---- who would leave ----


def test_small_wards_would_leave_equal_shares() -> None:
    one = by(divide(elearning(), ["equal"], Search()), "equal")
    # 3 × 1,926,100 against (1,050 × 4,100 + 75,000 + 3 × 20,000) × 1.1 = 4,884,000
    assert one.leaving == Leaving(("B区", "C区", "D区"), 894_300, is_certain=True)
    assert one.in_core == "no"
    assert not one.everyone_saves
    assert one.worse_off == ("D区",)


def test_all_stay_where_they_share_by_quantity() -> None:
    one = by(divide(elearning(), [], Search()), "quantity")
    # 3,064,250 + 1,313,250 against (1,000 × 4,100 + 115,000) × 1.1 = 4,636,500
    assert one.leaving == Leaving(("江戸川区", "D区"), -259_000, is_certain=True)
    assert one.in_core == "yes"
    assert one.everyone_saves
    assert one.gini == gini(one.shares) is not None


def test_the_rule_of_the_scenario_stands_first_and_once() -> None:
    found = divide(elearning(), ["equal", "quantity", "equal"], Search())
    assert [one.rule for one in found.divisions] == ["quantity", "equal"]


def test_a_mix_of_the_scenario_stands_beside_the_rules() -> None:
    mix = {"equal": "50%", "quantity": "50%"}
    found = divide(
        outcome(**PACKS, arrangements={"joint": {"allocation": mix}}), ["equal"], Search()
    )
    assert [one.rule for one in found.divisions] == [None, "equal"]


def test_where_only_the_rounding_of_shares_is_outside_the_core_this_is_told() -> None:
    # 2.5 each are 3 alone, 5 for two, 8 for three, 10 for four; shares 3, 3, 2, 2
    data: Data = {"rounding": "up", "buyers": dict.fromkeys("ABCD", 1)}
    found = divide(outcome(**data, vendors={"甲社": {"price": each("2.5")}}), ["equal"], Search())
    one = by(found, "equal")
    assert [share.share for share in one.shares] == [3, 3, 2, 2]
    assert one.in_core == "rounded"
    assert one.leaving == Leaving(("A", "B"), 1, is_certain=True)


def test_a_buyer_alone_has_nobody_to_leave() -> None:
    found = divide(outcome(buyers={"A": 1}, vendors={"甲社": {"price": each(10)}}), [], Search())
    assert by(found, "quantity").leaving is None
    assert by(found, "quantity").in_core == "yes"
    assert found.core is None


# ---- the core ----


def test_packs_can_leave_the_core_empty_and_three_pairs_prove_it() -> None:
    found = divide(outcome(**PACKS), ["equal"], Search())
    core = found.core
    assert core is not None
    assert core.least.excess == Fraction(1000, 3)  # 2 × 666.67 − 1,000
    assert core.proof is not None
    assert set(core.proof.coalitions) == {0b011, 0b101, 0b110}
    assert core.proof.weights == (Fraction(1, 2),) * 3
    assert core.proof.cost == 1500
    assert not core.is_by_rounding
    assert by(found, "equal").in_core == "no"


def test_the_core_of_the_worked_example_is_not_empty() -> None:
    core = divide(elearning(), [], Search()).core
    assert core is not None
    assert core.proof is None
    assert core.least.excess == -283_250
    assert sum(share.share for share in core.shares) == 9_630_500


def test_a_core_that_only_rounding_makes_empty_is_told_so() -> None:
    # alone 1,005 and tax of 100.5, rounded down: 1,105; both 2,010 and 201
    data: Data = {
        "tax": {"rate": "10%", "prices": "excluded"},
        "buyers": {"A": 1, "B": 1},
        "vendors": {"甲社": {"price": each(1005)}},
    }
    found = divide(outcome(**data), ["equal"], Search())
    assert found.core is not None
    assert found.core.proof is not None
    assert found.core.is_by_rounding
    assert found.game.whole_is_cheapest is False


# ---- how unequal savings are ----


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        ((10, 30), Fraction(1, 4)),  # 2 × 20 ÷ (2 × 4 × 20)
        ((20, 20, 20), 0),
        ((0, 0, 30), Fraction(2, 3)),  # 4 × 30 ÷ (2 × 9 × 10)
        ((-10, 30), 1),  # 2 × 40 ÷ (2 × 4 × 10)
        ((-20, 20), None),
    ],
)
def test_the_gini_coefficient_by_hand(saved: tuple[int, ...], expected: Fraction | None) -> None:
    shares = [Share(f"{place}", 100, 100 - one) for place, one in enumerate(saved)]
    assert gini(shares) == expected


def test_who_pays_nothing_alone_has_no_rate() -> None:
    assert gini([Share("A", 0, 0), Share("B", 100, 90), Share("C", 100, 70)]) == Fraction(1, 4)


# ---- rules that give no shares ----


def test_without_populations_that_rule_is_left_out_and_says_why() -> None:
    (_, found) = divide(outcome(**PACKS), ["population"], Search()).divisions
    assert isinstance(found, NoDivision)
    assert found.rule == "population"
    assert found.problem.code == "population-missing"
    assert found.problem.values == {"buyers": "A, B, C"}


def test_a_rule_that_is_undefined_is_left_out_and_says_why() -> None:
    (_, found) = divide(outcome(**PACKS), ["separable"], Search()).divisions
    # 2,000 less 1,000 for two is what each pays alone: nothing remains, and −1,000 to divide
    assert isinstance(found, NoDivision)
    assert found.rule == "separable"
    assert found.problem.code == "no-remaining-benefit"


def test_every_rule_divides_the_worked_example() -> None:
    rules = [rule for rule in RULES if rule != "population"]  # A区 to D区 have none
    found = divide(elearning(), rules, Search())
    for one in found.divisions:
        assert isinstance(one, Division)
        assert sum(share.share for share in one.shares) == 9_630_500


# ---- units of shares ----


def test_the_lead_pays_what_is_beyond_whole_thousands() -> None:
    arrangement = {"share_unit": 1000, "lead": "B", "allocation": "equal"}
    data: Data = {"buyers": {"A": 1, "B": 1}, "vendors": {"甲社": {"price": each(2345)}}}
    shares = outcome(**data, arrangements={"joint": arrangement}).shares
    # 4,690 is 4 thousands and 690, of which half each: 2,000 and 2,690
    assert [share.share for share in shares] == [2000, 2690]


def test_without_a_lead_the_largest_share_has_what_is_beyond() -> None:
    data: Data = {"buyers": {"A": 1, "B": 3}, "vendors": {"甲社": {"price": each(2345)}}}
    shares = outcome(**data, arrangements={"joint": {"share_unit": 1000}}).shares
    # 9,380: 2,345 and 7,035; less 380 for B: 2,345 and 6,655, so 2 and 7 thousands, and 380
    assert [share.share for share in shares] == [2000, 7380]


def test_whole_units_go_to_the_largest_fractions_after_what_is_beyond_is_taken_off() -> None:
    buyers = {
        "A": {"quantities": 26},
        "B": {"quantities": 31},
    }
    data: Data = {"buyers": buyers, "vendors": {"甲社": {"price": each(100)}}}
    shares = outcome(**data, arrangements={"joint": {"share_unit": 1000}}).shares
    # 2,600 and 3,100, of which 700 are beyond: 2.6 and 2.4 thousands are 3 and 2
    assert [share.share for share in shares] == [3000, 2700]


def test_a_unit_counts_in_the_currency_and_not_in_its_cents() -> None:
    data: Data = {"currency": "USD", "buyers": {"A": 1, "B": 1}}
    vendors = {"甲社": {"price": each("2.75")}}
    arrangements = {"joint": {"share_unit": "0.5"}}
    shares = outcome(**data, vendors=vendors, arrangements=arrangements).shares
    # 5.50: half dollars, of which one more for A
    assert [share.share for share in shares] == [300, 250]


def test_rules_are_rounded_to_the_unit_as_the_scenario_is() -> None:
    data: Data = {"buyers": {"A": 1, "B": 3}, "vendors": {"甲社": {"price": each(2345)}}}
    found = divide(
        outcome(**data, arrangements={"joint": {"share_unit": 1000}}), ["equal"], Search()
    )
    # 4,690 each, less 380 for the first of equals: 4.31 and 4.69
    assert [share.share for share in by(found, "equal").shares] == [4380, 5000]


# ---- many buyers ----


def test_of_too_many_coalitions_the_core_is_not_known_and_shares_are_estimated() -> None:
    data: Data = {
        "products": {"e3": {}, "e5": {}},
        "buyers": {f"B{place}": {"e3": 10 + place, "e5": 30 - place} for place in range(24)},
        "vendors": {
            "甲社": {
                "prices": {
                    "e3": {"model": "volume", "tiers": {1: 100, 300: 90}},
                    "e5": {"model": "volume", "tiers": {1: 200, 300: 150}},
                },
                "fees": {"per_contract": 1000, "per_buyer": 7},
            }
        },
    }
    found = divide(outcome(**data), ["shapley"], Search(seed=1))
    assert found.core is None
    one = by(found, "shapley")
    assert one.certainty == "estimated"
    estimate = one.solutions["shapley"].estimate
    assert estimate is not None
    assert estimate.seed == 1
    assert sum(share.share for share in one.shares) == found.outcome.bill.total


def test_of_too_many_coalitions_it_is_not_certain_who_would_leave() -> None:
    # licenses cost the same in any number, so that nobody gains or loses by leaving
    data: Data = {
        "products": {"e3": {}, "e5": {}},
        "buyers": {f"B{place}": {"e3": 10 + place, "e5": 30 - place} for place in range(24)},
        "vendors": {"甲社": {"prices": {"e3": each(100), "e5": each(200)}}},
    }
    one = by(divide(outcome(**data), ["separate_cost"], Search()), "separate_cost")
    assert one.leaving is not None
    assert (one.leaving.gain, one.leaving.is_certain) == (0, False)
    assert one.in_core == "unknown"


def test_a_core_is_not_empty_by_rounding_where_a_large_coalition_has_much_reason_to_leave() -> None:
    # alone 300,000 + 59,998, all together 360,000: 2 more; but A, B and C would pay 270,000
    data: Data = {
        "buyers": {
            **dict.fromkeys("ABC", 100),
            "D": {"quantities": 100, "current": {"amount": 59_998}},
        },
        "vendors": {"甲社": {"price": {"model": "volume", "tiers": {1: 1000, 300: 900}}}},
    }
    found = divide(outcome(**data), [], Search())
    assert found.core is not None
    # 360,000 − 270,000 − 59,998, half of which is in the share of D and half in that of the others
    assert found.core.least.excess == 15_001
    assert not found.core.is_by_rounding


def test_who_gains_most_and_who_least_is_told_by_the_part_of_what_each_pays_alone() -> None:
    one = by(divide(elearning(), [], Search()), "quantity")
    assert one.gains == (
        Gain(("D区",), Fraction(1_688_500 - 1_313_250, 1_688_500)),
        Gain(("江戸川区",), Fraction(3_492_500 - 3_064_250, 3_492_500)),
    )


def test_buyers_that_only_rounding_tells_apart_gain_alike() -> None:
    # 100 for three that pay 50 alone: 33 1/3 each, of which one pays 34
    data: Data = {
        "buyers": {"A": 10, "B": 10, "C": 10},
        "vendors": {"甲社": {"price": {"model": "package", "size": 30, "price": 100}}},
        "arrangements": {"joint": {"allocation": "equal"}},
    }
    one = by(divide(outcome(**data), [], Search()), "equal")
    assert [share.share for share in one.shares] == [34, 33, 33]
    assert one.gains == (
        Gain(("A", "B", "C"), Fraction(67, 100)),
        Gain(("A", "B", "C"), Fraction(66, 100)),
    )


def test_who_gains_most_is_told_by_what_is_paid_where_a_share_unit_tells_buyers_apart() -> None:
    # by quantity 9,000, 9,000 and 90: in thousands 9, 9 and 0, and the lead pays the 90
    data: Data = {
        "buyers": {"A": 100, "B": 100, "C": 1},
        "vendors": {"甲社": {"price": {"model": "volume", "tiers": {1: 100, 201: 90}}}},
        "arrangements": {"joint": {"lead": "A", "share_unit": 1000}},
    }
    one = by(divide(outcome(**data), [], Search()), "quantity")
    assert [share.share for share in one.shares] == [9090, 9000, 0]
    # the exact rates are 10% each; as paid they are 9.1%, 10% and 100%
    assert one.gains == (
        Gain(("C",), Fraction(1)),
        Gain(("A",), Fraction(910, 10_000)),
    )


def test_a_buyer_that_pays_nothing_alone_has_no_rate_to_gain_by() -> None:
    data: Data = {
        "buyers": {"A": {"quantities": 10, "current": {"amount": 0}}, "B": 10},
        "vendors": {"甲社": {"price": each(10)}},
        "arrangements": {"joint": {"allocation": "equal"}},
    }
    one = by(divide(outcome(**data), [], Search()), "equal")
    # A pays half of 200, B alone 100
    assert one.gains == (Gain(("B",), Fraction(0)), Gain(("B",), Fraction(0)))
