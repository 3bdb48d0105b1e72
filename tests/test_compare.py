"""Separate against joint procurement: the worked example, causes, awards, shares."""

from __future__ import annotations

import gc
from fractions import Fraction

import pytest

import generate
from comparing import TIERS, Data, compared, each, joint
from scalemerit.comparison import compare, joint_pool
from scalemerit.errors import ScalemeritError
from scalemerit.procure import Contract, License, Market
from scalemerit.scenario import from_data

EXCLUDED: Data = {"rate": "10%", "prices": "excluded"}


# ---- the worked example ----

FIVE_WARDS: Data = {
    "tax": EXCLUDED,
    "buyers": {"江戸川区": 700, "A区": 450, "B区": 400, "C区": 350, "D区": 300},
    "vendors": {
        "甲社": {
            "price": {"model": "volume", "tiers": {1: 4800, 500: 4400, 1000: 4100, 2000: 3900}},
            "fees": {"per_contract": "75,000", "per_buyer": 20_000},
        },
        "乙社": {"price": {"model": "graduated", "tiers": {1: 5200, 300: 4700, 1000: 4200}}},
    },
}
WARDS = ["江戸川区", "A区", "B区", "C区", "D区"]


@pytest.mark.parametrize(
    ("buyer", "without_tax", "separate", "share", "saving"),
    [
        ("江戸川区", 3_175_000, 3_492_500, 3_064_250, 428_250),
        ("A区", 2_255_000, 2_480_500, 1_969_875, 510_625),
        ("B区", 2_015_000, 2_216_500, 1_751_000, 465_500),
        ("C区", 1_775_000, 1_952_500, 1_532_125, 420_375),
        ("D区", 1_535_000, 1_688_500, 1_313_250, 375_250),
    ],
)
def test_each_ward_pays_what_the_worked_example_says(
    buyer: str, without_tax: int, separate: int, share: int, saving: int
) -> None:
    comparison = compared(**FIVE_WARDS)
    alone = next(one for one in comparison.separate if one.buyer == buyer)
    assert (alone.cost, alone.basis, alone.vendors) == (separate, "quote", ("甲社",))
    assert sum(invoice.net for one in alone.contracts for invoice in one.invoices) == without_tax
    entry = next(one for one in comparison.arrangements[0].shares if one.buyer == buyer)
    assert (entry.separate, entry.share, entry.saving) == (separate, share, saving)


def test_five_wards_save_2_200_thousand_yen() -> None:
    comparison = compared(**FIVE_WARDS)
    (outcome,) = comparison.arrangements
    assert comparison.separate_total == outcome.separate == 11_830_500
    assert (outcome.joint, outcome.coordination, outcome.saving) == (9_630_500, 0, 2_200_000)
    assert outcome.saving_rate == Fraction(2_200_000, 11_830_500)
    assert comparison.best is outcome
    assert (outcome.name, outcome.worse_off, outcome.effort) == ("joint", (), None)


def test_five_wards_save_by_volume_and_by_sharing_fees() -> None:
    causes = compared(**FIVE_WARDS).arrangements[0].causes
    assert (causes.vendor, causes.volume, causes.fees) == (0, 1_870_000, 330_000)
    assert (causes.discount, causes.coordination) == (0, 0)


def test_five_wards_buy_2200_licenses_of_one_vendor() -> None:
    (contract,) = compared(**FIVE_WARDS).arrangements[0].contracts
    (one,) = contract.licenses
    assert (contract.vendor, contract.buyers) == ("甲社", tuple(WARDS))
    assert (one.needed, one.bought, one.tier_from, one.amount) == (2200, 2200, 2000, 8_580_000)
    assert contract.invoices[0].net == 8_755_000


# ---- causes ----


def test_five_causes_lie_between_six_totals() -> None:
    vendors = {
        "甲社": {
            "price": {"model": "volume", "tiers": {1: 100, 8: 70}},
            "fees": {"per_contract": 50, "per_buyer": 5},
        },
        "乙社": {"price": each(90), "offered": "separate"},
    }
    arrangement = {"discount": "10%", "coordination": {"yearly": 40}}
    (outcome,) = compared(
        tax=EXCLUDED,
        buyers={"A区": 6, "B区": 2},
        vendors=vendors,
        arrangements={"joint": arrangement},
    ).arrangements
    # T0 乙社 540 and 180, with tax 594 + 198 = 792 (甲社 would ask 560 + 55 of A区: 8 x 70)
    # T1 甲社 alone: A区 buys up to 8 for 560, + 55 = 615, 676; B区 200 + 55 = 255, 280; 956
    # T2 pooled 8 x 70 = 560: A区 420 + 55 = 475, 522; B区 140 + 55 = 195, 214; 736
    # T3 560 + 50 + 10 = 620, 682    T4 504 + 60 = 564, 620    T5 660
    causes = outcome.causes
    assert (causes.vendor, causes.volume, causes.fees) == (-164, 220, 54)
    assert (causes.discount, causes.coordination) == (62, -40)
    assert (outcome.separate, outcome.joint, outcome.saving) == (792, 620, 132)


def test_outside_quantities_save_by_volume() -> None:
    # alone 50 each; pooled with 2 outside 12 x 9 = 108, of which 10/12 is 90
    outcome = joint({"A区": 5, "B区": 5}, {"model": "volume", "tiers": {1: 10, 12: 9}},
                    {"outside_quantity": {"license": 2}})  # fmt: skip
    assert (outcome.joint, outcome.causes.volume, outcome.saving) == (90, 10, 10)


@pytest.mark.parametrize("chunk", range(4))
def test_causes_and_shares_of_random_scenarios_add_up(chunk: int) -> None:
    for seed in range(50 * chunk, 50 * chunk + 50):
        for outcome in compare(from_data(generate.scenario(seed))).arrangements:
            c = outcome.causes
            assert c.vendor + c.volume + c.fees + c.discount + c.coordination == outcome.saving, (
                seed
            )
            bill = outcome.joint + outcome.coordination
            assert sum(share.share for share in outcome.shares) == bill, seed
            assert sum(share.separate for share in outcome.shares) == outcome.separate, seed


@pytest.mark.parametrize("chunk", range(4))
def test_what_is_paid_in_random_scenarios_is_what_is_invoiced(chunk: int) -> None:
    for seed in range(50 * chunk, 50 * chunk + 50):
        scenario = from_data(generate.scenario(seed))
        comparison = compare(scenario)
        for buyer in comparison.separate:
            assert sum(contract.cost for contract in buyer.contracts) == buyer.cost, seed
        for outcome in comparison.arrangements:
            pool = joint_pool(Market(scenario), outcome.arrangement)
            award = {one.product: str(vendor) for vendor, one in licenses(outcome.contracts)}
            invoices = [one for contract in outcome.contracts for one in contract.invoices]
            assert pool.total(award) == outcome.joint, seed
            assert pool.exact_cost(award) == sum(invoice.exact for invoice in invoices), seed
            amounts = {one.product: one.amount for _, one in licenses(outcome.contracts)}
            assert pool.amounts(award) == amounts, seed


@pytest.mark.parametrize("chunk", range(4))
def test_the_lines_of_random_scenarios_come_to_the_totals(chunk: int) -> None:
    for seed in range(200 + 50 * chunk, 250 + 50 * chunk):
        for outcome in compare(from_data(generate.scenario(seed))).arrangements:
            assert sum(one.cost for one in outcome.contracts) == outcome.joint, seed
            running = sum(bill.total for bill in outcome.coordination_bills)
            assert running == outcome.coordination, seed
            assert outcome.bill.total == outcome.joint + outcome.coordination, seed
            assert sorted(outcome.award) == sorted(licenses(outcome.contracts)), seed
            assert tuple(one.product for _, one in outcome.award) == outcome.products, seed


def test_a_comparison_leaves_nothing_to_the_garbage_collector() -> None:
    scenarios = [from_data(generate.scenario(seed)) for seed in range(60)]
    gc.collect()
    gc.disable()
    try:
        for scenario in scenarios:
            for outcome in compare(scenario).arrangements:
                assert outcome.contracts
        assert gc.collect() == 0
    finally:
        gc.enable()


def licenses(contracts: tuple[Contract, ...]) -> list[tuple[str | None, License]]:
    """The licenses under contracts, each with its vendor."""
    return [(contract.vendor, one) for contract in contracts for one in contract.licenses]


# ---- separate procurement ----


@pytest.mark.parametrize(
    ("baseline", "basis", "cost", "vendors"),
    [("current", "current", 22, ()), ("quotes", "quote", 33, ("甲社",)), (None, "current", 22, ())],
)
def test_todays_contract_is_the_baseline_unless_quotes_are(
    baseline: str | None, basis: str, cost: int, vendors: tuple[str, ...]
) -> None:
    comparison = compared(
        tax=EXCLUDED,
        buyers={"A区": {"quantities": 3, "current": {"amount": 20}}},
        vendors={"甲社": {"price": each(10)}},
        **({"separate": {"baseline": baseline}} if baseline else {}),
    )
    (alone,) = comparison.separate
    assert (alone.basis, alone.cost, alone.vendors) == (basis, cost, vendors)


def test_a_vendor_sells_only_where_it_quotes_and_is_admitted() -> None:
    vendors = {
        "甲社": {"price": each(30)},
        "乙社": {"price": each(20), "offered": "joint"},
        "丙社": {"price": each(10), "offered": "separate"},
    }
    arrangements = {"all": {}, "one": {"vendors": ["甲社"]}, "two": {"vendors": ["乙社", "甲社"]}}
    comparison = compared(buyers={"A区": 1}, vendors=vendors, arrangements=arrangements)
    assert comparison.separate[0].vendors == ("丙社",)
    names = [outcome.contracts[0].vendor for outcome in comparison.arrangements]
    assert names == ["乙社", "甲社", "乙社"]


def test_a_buyer_that_needs_nothing_pays_nothing_and_takes_no_part() -> None:
    comparison = compared(
        buyers={"A区": 3, "B区": 0, "C区": 2},
        vendors={"甲社": {"price": each(10), "fees": {"per_buyer": 4}}},
        arrangements={"joint": {"allocation": "equal", "coordination": {"per_buyer": 7}}},
    )
    idle = comparison.separate[1]
    assert (idle.cost, idle.basis, idle.vendors, idle.contracts) == (0, "quote", (), ())
    (outcome,) = comparison.arrangements
    assert (outcome.joint, outcome.coordination) == (58, 14)
    assert [(share.buyer, share.share) for share in outcome.shares] == [("A区", 36), ("C区", 36)]


def test_who_is_left_out_of_an_arrangement_counts_in_neither_of_its_totals() -> None:
    comparison = compared(
        buyers={"A区": 5, "B区": 5, "C区": 7},
        vendors={"甲社": {"price": TIERS}},
        arrangements={"two": {"buyers": ["B区", "A区"]}},
    )
    (outcome,) = comparison.arrangements
    assert (comparison.separate_total, outcome.separate, outcome.joint) == (170, 100, 90)
    assert [share.buyer for share in outcome.shares] == ["A区", "B区"]


# ---- awards and coordination ----


@pytest.mark.parametrize(("award", "coordination"), [("per_product", 200), ("single", 100)])
def test_coordination_is_paid_for_each_contract_of_the_award(award: str, coordination: int) -> None:
    cheap, dear = each(1), each(2)
    comparison = compared(
        products={"e3": {}, "e5": {}},
        buyers={"A区": {"e3": 1, "e5": 1}},
        vendors={
            "甲社": {"prices": {"e3": cheap, "e5": dear}},
            "乙社": {"prices": {"e3": dear, "e5": cheap}},
        },
        arrangements={"joint": {"award": award, "coordination": {"per_contract": 100}}},
    )
    assert comparison.arrangements[0].coordination == coordination


# ---- shares ----


def test_who_pays_more_than_alone_is_named_and_who_pays_the_same_is_not() -> None:
    outcome = joint({"A区": 1, "B区": 5, "C区": 3}, each(10), {"allocation": "equal"})
    assert [share.share for share in outcome.shares] == [30, 30, 30]  # alone 10, 50, 30
    assert outcome.worse_off == ("A区",)
    assert [share.saving_rate for share in outcome.shares] == [-2, Fraction(2, 5), 0]


def test_where_separate_costs_nothing_there_is_no_saving_rate() -> None:
    buyers = {"A区": {"quantities": 1, "current": {"amount": 0}}}
    outcome = joint(buyers, each(10), {})
    assert (outcome.saving, outcome.saving_rate, outcome.shares[0].saving_rate) == (-10, None, None)


def test_a_rule_that_cannot_divide_the_bill_is_a_problem_of_the_arrangement() -> None:
    buyers = {"A区": {"quantities": 1, "current": {"amount": 0}}}
    with pytest.raises(ScalemeritError) as caught:
        joint(buyers, each(10), {"allocation": "separate_cost"})
    (problem,) = caught.value.problems
    assert problem.path == ("arrangements", "joint", "allocation")


def test_populations_are_those_written_or_of_the_census() -> None:
    buyers = {
        "港区": {"quantities": 1, "population": 30},
        "A区": {"quantities": 1, "population": 10},
    }
    outcome = joint(buyers, each(20), {"allocation": "population"})
    assert [share.share for share in outcome.shares] == [30, 10]
    assert outcome.bill.populations == (30, 10)


def test_populations_are_looked_up_only_where_a_rule_asks_for_them() -> None:
    outcome = joint({"港区": 1, "A区": 1}, each(20), {"allocation": "equal"})
    assert outcome.bill.populations == (None, None)
