"""The oracle against numbers worked out by hand, and over many random scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
import yaml

import generate
import oracle
from oracle import Data

EXCLUDED = {"rate": "10%", "prices": "excluded"}
TWO_PRODUCTS: Data = {"e3": {}, "e5": {}}


def one_vendor(buyers: Data, price: Data, **more: object) -> Data:
    """A scenario of one vendor and one product."""
    return {"buyers": buyers, "vendors": {"甲社": {"price": price}}, **more}


def volume(*, each: int | str, **more: object) -> Data:
    """A price that is the same for every license."""
    return {"model": "volume", "tiers": {1: each}, **more}


def joint(data: Data, **arrangement: object) -> Data:
    """The only arrangement of a scenario."""
    result: Data = oracle.compare({**data, "arrangements": {"joint": arrangement}})
    first: Data = result["arrangements"][0]
    return first


def costs(data: Data) -> list[Fraction]:
    """What each buyer pays separately."""
    return [entry["cost"] for entry in oracle.compare(data)["separate"]["buyers"]]


def shares(result: Data) -> list[Fraction]:
    """What each buyer pays of the joint bill."""
    return [entry["share"] for entry in result["allocation"]["shares"]]


def suppliers(result: Data) -> list[str]:
    """The vendor of each product."""
    return [entry["vendor"] for entry in result["award"]]


# ---- the worked example ----

FIVE_WARDS: Data = {
    "tax": EXCLUDED,
    "buyers": {"江戸川区": 700, "A区": 450, "B区": 400, "C区": 350, "D区": 300},
    "vendors": {
        "甲社": {
            "price": {"model": "volume", "tiers": {1: 4800, 500: 4400, 1000: 4100, 2000: 3900}},
            "fees": {"per_contract": 75_000, "per_buyer": 20_000},
        },
        "乙社": {"price": {"model": "graduated", "tiers": {1: 5200, 300: 4700, 1000: 4200}}},
    },
}


@pytest.mark.parametrize(
    ("buyer", "separate", "share", "saving"),
    [
        ("江戸川区", 3_492_500, 3_064_250, 428_250),
        ("A区", 2_480_500, 1_969_875, 510_625),
        ("B区", 2_216_500, 1_751_000, 465_500),
        ("C区", 1_952_500, 1_532_125, 420_375),
        ("D区", 1_688_500, 1_313_250, 375_250),
    ],
)
def test_five_wards_pay_what_the_worked_example_says(
    buyer: str, separate: int, share: int, saving: int
) -> None:
    entries = joint(FIVE_WARDS)["allocation"]["shares"]
    entry = next(entry for entry in entries if entry["buyer"] == buyer)
    assert (entry["separate"], entry["share"], entry["saving"]) == (separate, share, saving)


def test_five_wards_save_2_200_thousand_yen() -> None:
    comparison = oracle.compare(FIVE_WARDS)
    result = comparison["arrangements"][0]
    assert comparison["separate"]["total"] == 11_830_500
    assert (comparison["best"], result["joint"], result["saving"]) == (
        "joint",
        9_630_500,
        2_200_000,
    )
    assert list(result["causes"].values()) == [0, 1_870_000, 330_000, 0, 0]
    assert result["worse_off"] == []
    assert {entry["vendors"][0] for entry in comparison["separate"]["buyers"]} == {"甲社"}
    assert result["award"] == [
        {
            "product": "license",
            "vendor": "甲社",
            "needed": 2200,
            "bought": 2200,
            "tier_from": 2000,
            "amount": 8_580_000,
        }
    ]


# ---- numbers and price models ----


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        (4800, 4800),
        ("4,800", 4800),
        ("4_800", 4800),
        ("４，８００円", 4800),
        ("2,200千円", 2_200_000),
        ("220万円", 2_200_000),
        ("12.5", Fraction(25, 2)),
        ("0.5千円", 500),
    ],
)
def test_an_amount_is_read_in_every_form(written: int | str, yen: Fraction) -> None:
    assert oracle.amount(written) == yen


STEPS: Data = {"model": "volume", "tiers": {1: 100, 10: 80}}
FROM_FIVE: Data = {"model": "volume", "tiers": {5: 10}, "buy_up": False}
WITH_FLATS: Data = {"model": "graduated", "tiers": {3: {"unit": 10, "flat": 5}, 6: 8}}
PACKS: Data = {"model": "package", "size": 10, "tiers": {1: 100, 3: 60}}
LISTED: Data = {"model": "volume", "list_price": "99.9", "tiers": {1: "0%", 4: "12.5%"}}
LEAST: Data = {"model": "volume", "tiers": {1: 100, 10: 80}, "minimum_amount": 850}
MOST: Data = {"model": "volume", "tiers": {1: 100, 10: 80}, "maximum_amount": 750}


@pytest.mark.parametrize(
    ("price", "needed", "bought", "amount", "tier_from"),
    [
        (STEPS, 7, 7, 700, 1),  # 10 x 80 = 800 is dearer
        (STEPS, 8, 8, 800, 1),  # 800 either way: the smaller quantity
        (STEPS, 9, 10, 800, 10),  # 9 x 100 = 900 is dearer
        ({**STEPS, "buy_up": False}, 9, 9, 900, 1),
        (FROM_FIVE, 3, 5, 50, 5),  # who needs fewer buys the first `from`
        ({"model": "volume", "tiers": {1: {"unit": 7, "flat": 30}}}, 4, 4, 58, 1),  # 4 x 7 + 30
        (WITH_FLATS, 1, 3, 35, 3),  # 5 + 3 x 10
        (WITH_FLATS, 7, 7, 71, 6),  # 5 + 5 x 10 + 2 x 8
        (PACKS, 11, 30, 180, 3),  # 2 packs at 100 = 200, 3 packs at 60 = 180
        (PACKS, 9, 10, 100, 1),
        ({"model": "package", "size": 10, "price": 100}, 11, 20, 200, None),
        (LISTED, 2, 2, "199.8", 1),  # 2 x 99.9; 4 would be 349.65
        (LISTED, 4, 4, "349.65", 4),  # 4 x 99.9 x 7/8 = 4 x 87.4125
        (LEAST, 7, 7, 850, 1),  # P(7) = P(8) = 850, P(9) = 900, P(10) = 850: the smallest
        (LEAST, 9, 10, 850, 10),  # P(9) = 900
        (MOST, 9, 9, 750, 1),  # never more than 750
        ({"model": "flat", "amount": 500}, 9, 9, 500, None),
        (STEPS, 0, 0, 0, None),
    ],
)
def test_a_purchase_is_the_cheapest_that_covers_the_need(
    price: Data, needed: int, bought: int, amount: int | str, tier_from: int | None
) -> None:
    expected = oracle.Purchase(bought, Fraction(amount), tier_from)
    assert oracle.purchase(oracle.read_price(price), needed, 0) == expected


def test_a_tier_is_chosen_by_all_the_products_that_it_counts() -> None:
    prices = {
        "e3": {"model": "volume", "tiers": {1: 10, 8: 6}, "counts": ["e3", "e5"]},
        "e5": volume(each=20),
    }
    data = {
        "products": TWO_PRODUCTS,
        "buyers": {"A区": {"e3": 5, "e5": 2}, "B区": {"e3": 1}},
        "vendors": {"甲社": {"prices": prices}},
    }
    assert costs(data) == [5 * 10 + 2 * 20, 10]  # 7 and 1 licenses: below 8
    assert joint(data)["joint"] == 6 * 6 + 2 * 20  # 8 licenses
    assert joint(data)["award"][0]["tier_from"] == 8


def test_only_products_of_the_same_contract_are_counted() -> None:
    counting = {"model": "volume", "tiers": {1: 10, 8: 6}, "counts": ["e3", "e5"]}
    data = {
        "products": {"e3": {}, "e5": {}, "addon": {}},
        "buyers": {"A区": {"e3": 5, "e5": 4, "addon": 9}},
        "vendors": {
            "甲社": {"prices": {"e3": counting, "addon": volume(each=1)}},
            "乙社": {"prices": {"e5": volume(each=1)}},
        },
    }
    # 甲社 supplies 5 e3 and 9 addons, which do not count; the 4 e5 are in another contract
    assert costs(data) == [5 * 10 + 9 + 4]


# ---- from price to bill ----


@pytest.mark.parametrize(
    ("written", "years"),
    [("R5", 1), ("令和5", 1), (2023, 1), ("R5-R7", 3), ("2023-2024", 2)],
)
def test_fiscal_years_of_an_era_and_of_the_calendar_are_the_same(
    written: int | str, years: int
) -> None:
    assert oracle.number_of_years({"fiscal_years": written}) == years
    assert oracle.fiscal_year("R5") == oracle.fiscal_year("令和5") == 2023


@pytest.mark.parametrize(
    ("more", "cost"),
    [
        ({}, 37),  # 3 x 12.5 = 37.5
        ({"rounding": "half_up"}, 38),
        ({"tax": {"rate": "8%", "prices": "excluded"}}, 37 + 2),  # 37 x 8% = 2.96
        ({"tax": {"rate": "8%", "prices": "excluded"}, "rounding": "half_up"}, 38 + 3),  # 3.04
        ({"tax": {"rate": "8%", "prices": "excluded"}, "rounding": "up"}, 38 + 4),
        ({"tax": {"rate": "8%", "prices": "included"}, "rounding": "up"}, 38),
        ({"tax": {"rate": "7.25%", "prices": "excluded"}, "currency": "USD"}, "40.21"),  # + 2.71875
        ({"fiscal_years": "R5-R7"}, 3 * 37),  # each invoice is rounded
        ({"fiscal_years": "2023-2024"}, 2 * 37),
        ({"fiscal_years": 2023}, 37),
    ],
)
def test_an_invoice_is_rounded_once_and_its_tax_once(more: Data, cost: int | str) -> None:
    assert costs(one_vendor({"A区": 3}, volume(each="12.5"), **more)) == [Fraction(cost)]


@pytest.mark.parametrize(
    ("billed", "licenses"), [("yearly", 2 * 30), ("monthly", 24 * 30), ("once", 30)]
)
def test_two_years_bill_a_product_as_declared_and_one_time_fees_once(
    billed: str, licenses: int
) -> None:
    fees = {"per_contract": 1, "per_contract_yearly": 100, "per_buyer": 2, "per_buyer_yearly": 200}
    vendor = {"price": volume(each=10), "fees": fees}
    data = {
        "fiscal_years": "R5-R6",
        "products": {"e3": {"billed": billed}},
        "buyers": {"A区": 3, "B区": {"e3": 3}},
        "vendors": {"甲社": vendor},
    }
    assert costs(data) == [licenses + 1 + 2 + 2 * 300] * 2
    assert joint(data)["joint"] == 2 * licenses + 1 + 2 * 2 + 2 * (100 + 2 * 200)
    assert joint(data)["award"][0]["amount"] == 2 * licenses


@pytest.mark.parametrize(
    ("current", "cost"),
    [
        ({"amount": "1千円"}, 2 * 1100),  # two years, 10% tax
        ({"unit_price": "33.3"}, 2 * (99 + 9)),  # 99.9
        ({"unit_prices": {"license": 40}}, 2 * 132),
    ],
)
def test_a_contract_of_today_is_invoiced_every_year(current: Data, cost: int) -> None:
    buyer = {"quantities": {"license": 3}, "current": current}
    data = one_vendor({"A区": buyer}, volume(each=10), tax=EXCLUDED, fiscal_years="R5-R6")
    assert costs(data) == [cost]
    assert oracle.compare(data)["separate"]["buyers"][0]["basis"] == "current"
    assert costs({**data, "separate": {"baseline": "quotes"}}) == [2 * 33]


def test_a_buyer_that_needs_nothing_takes_no_part() -> None:
    data = one_vendor({"A区": 3, "B区": 0}, volume(each=10))
    result = joint(data, allocation="equal", coordination={"per_buyer": 7})
    assert costs(data) == [30, 0]
    assert (result["buyers"], result["coordination"]) == (["A区"], 7)
    assert shares(result) == [37]


def test_with_outside_quantity_the_contract_pays_its_part() -> None:
    price = {"model": "volume", "tiers": {1: 100, 10: 80}}
    result = joint(one_vendor({"A区": 3, "B区": 3}, price), outside_quantity={"license": 3})
    assert result["joint"] == 533  # 9 are bought up to 10 for 800; 6/9 of it is 533.33
    assert (result["award"][0]["needed"], result["award"][0]["bought"]) == (6, 10)
    assert result["award"][0]["amount"] == 533


def test_coordination_is_rounded_each_year_and_not_taxed() -> None:
    coordination = {
        "per_contract": 100,
        "yearly": "10.5",
        "per_buyer": 3,
        "per_buyer_yearly": "0.7",
    }
    data = one_vendor({"A区": 1, "B区": 1}, volume(each=10), tax=EXCLUDED, fiscal_years="R5-R7")
    result = joint(data, coordination=coordination)
    # first year 100 + 10.5 + 2 x 3 + 2 x 0.7 = 117.9, later years 11.9
    assert result["coordination"] == 117 + 11 + 11
    assert (result["joint"], result["saving"]) == (66, -139)


def test_coordination_per_contract_is_paid_for_each_vendor_of_the_award() -> None:
    both = two_vendors(3, fee=25)  # e3 from 乙社, e5 from 甲社
    assert joint(both, coordination={"per_contract": 100})["coordination"] == 200
    assert joint(both, coordination={"per_contract": 100}, award="single")["coordination"] == 100


# ---- awards ----


def two_vendors(quantity: int, *, fee: int) -> Data:
    """e3 is cheaper at 乙社 by 10 a license, which asks a fee for every contract."""
    return {
        "products": TWO_PRODUCTS,
        "buyers": {"A区": {"e3": quantity, "e5": 1}},
        "vendors": {
            "甲社": {"prices": {"e3": volume(each=100), "e5": volume(each=50)}},
            "乙社": {
                "prices": {"e3": volume(each=90), "e5": volume(each=60)},
                "fees": {"per_contract": fee},
            },
        },
    }


@pytest.mark.parametrize(
    ("data", "award", "expected"),
    [
        # 甲甲 350, 甲乙 300 + 60 + 25, 乙甲 270 + 50 + 25 = 345, 乙乙 355
        (two_vendors(3, fee=25), "per_product", ["乙社", "甲社"]),
        # 甲甲 250, 乙甲 180 + 50 + 25 = 255: the fee is more than is saved
        (two_vendors(2, fee=25), "per_product", ["甲社", "甲社"]),
        # 甲甲 350, 乙甲 270 + 50 + 30 = 350: a tie goes to the vendor written first
        (two_vendors(3, fee=30), "per_product", ["甲社", "甲社"]),
        # one vendor for all: 甲 350, 乙 270 + 60 + 25 = 355, or with 5 licenses 550 and 535
        (two_vendors(3, fee=25), "single", ["甲社", "甲社"]),
        (two_vendors(5, fee=25), "single", ["乙社", "乙社"]),
    ],
)
def test_the_award_is_the_cheapest_with_fees(data: Data, award: str, expected: list[str]) -> None:
    assert suppliers(joint(data, award=award)) == expected


def test_a_vendor_sells_only_where_it_is_offered_and_admitted() -> None:
    data = {
        "buyers": {"A区": 1},
        "vendors": {
            "甲社": {"price": volume(each=30)},
            "乙社": {"price": volume(each=20), "offered": "joint"},
            "丙社": {"price": volume(each=10), "offered": "separate"},
        },
    }
    assert oracle.compare(data)["separate"]["buyers"][0]["vendors"] == ["丙社"]
    assert suppliers(joint(data)) == ["乙社"]
    assert suppliers(joint(data, vendors=["甲社"])) == ["甲社"]


# ---- causes ----


def test_five_causes_lie_between_six_totals() -> None:
    data = {
        "tax": EXCLUDED,
        "buyers": {"A区": 6, "B区": 2},
        "vendors": {
            "甲社": {
                "price": {"model": "volume", "tiers": {1: 100, 8: 70}},
                "fees": {"per_contract": 50, "per_buyer": 5},
            },
            "乙社": {"price": volume(each=90), "offered": "separate"},
        },
    }
    result = joint(data, discount="10%", coordination={"yearly": 40})
    # T0 乙社 540 and 180, with tax 594 + 198 = 792 (甲社 would ask 560 + 55 of A区: 8 x 70)
    # T1 甲社 alone: A区 buys up to 8 for 560, + 55 = 615, 676; B区 200 + 55 = 255, 280; 956
    # T2 pooled 8 x 70 = 560: A区 420 + 55 = 475, 522; B区 140 + 55 = 195, 214; 736
    # T3 560 + 50 + 10 = 620, 682    T4 504 + 60 = 564, 620    T5 660
    assert list(result["causes"].values()) == [-164, 220, 54, 62, -40]
    assert (result["separate"], result["joint"], result["saving"]) == (792, 620, 132)


# ---- who pays what ----

THREE_BUYERS: Data = {
    "A区": {"quantities": {"license": 1}, "population": 100},
    "B区": {"quantities": {"license": 2}, "population": 100},
    "C区": {"quantities": {"license": 4}, "population": 300},
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [  # alone 10, 20 and 40; together 70 and coordination 30 make 100
        ("quantity", [14, 29, 57]),  # 14.29, 28.57, 57.14: the missing yen goes to .57
        ("equal", [34, 33, 33]),  # 33.33 each: a tie goes to the first
        ("population", [20, 20, 60]),
        ("separate_cost", [14, 29, 57]),
        ("equal_saving", [20, 30, 50]),  # everyone saves -10
        ({"equal": "30%", "population": "70%"}, [24, 24, 52]),  # 10 + 14, 10 + 14, 10 + 42
        ({"equal": "50%", "quantity": "50%"}, [24, 31, 45]),  # 23.81, 30.95, 45.24
    ],
)
def test_each_rule_divides_the_bill(rule: str | Data, expected: list[int]) -> None:
    data = one_vendor(THREE_BUYERS, volume(each=10))
    assert shares(joint(data, allocation=rule, coordination={"yearly": 30})) == expected


def test_shares_below_zero_are_rounded_so_that_they_add_up() -> None:
    current = {"quantities": {"license": 1}, "current": {"amount": 1}}
    data = one_vendor({"A区": current, "B区": 2, "C区": 40}, {"model": "flat", "amount": 20})
    # alone 1 + 20 + 20 = 41, together 20: everyone saves 7
    assert shares(joint(data, allocation="equal_saving")) == [-6, 13, 13]
    # with 1 yen of coordination everyone saves 6.67: -5.67, 13.33 and 13.33 are first rounded down
    # to -6, 13 and 13; one yen is missing, all fractions are a third, and the first gets it
    result = joint(data, allocation="equal_saving", coordination={"yearly": 1})
    assert shares(result) == [-5, 13, 13]


def test_a_share_below_zero_is_rounded_down_away_from_zero() -> None:
    exact = {"A区": Fraction(-4, 5), "B区": Fraction(27, 5), "C区": Fraction(27, 5)}
    # rounded down -1, 5 and 5 make 9 of 10; the fractions are .2, .4 and .4
    assert list(oracle.largest_remainder(oracle.read(FIVE_WARDS), exact).values()) == [-1, 6, 5]


def test_who_pays_the_same_as_alone_neither_saves_nor_is_worse_off() -> None:
    result = joint(one_vendor({"A区": 1}, volume(each=10)), expect={"every_buyer_saves": True})
    assert (result["worse_off"], result["expectations"][0]["met"]) == ([], False)


def test_who_pays_more_than_alone_is_named() -> None:
    data = one_vendor({"A区": 1, "B区": 5}, volume(each=10))
    result = joint(data, allocation="equal")
    assert shares(result) == [30, 30]
    assert result["worse_off"] == ["A区"]


# ---- effort, expectations, the best ----


@pytest.mark.parametrize(
    ("lead", "hours", "value"),
    [
        ({"lead": "A区"}, 60 - 50, 45),  # 3 x 20 - (30 + 2 x 10), at 4.5 an hour
        ({}, 60 - 30, 135),  # nobody leads: 3 x 10
    ],
)
def test_effort_is_the_hours_saved_and_their_value(lead: Data, hours: int, value: int) -> None:
    effort = {"separate": {"hours": 20}, "effort": {"hourly_cost": "4.5"}}
    data = one_vendor({"A区": 1, "B区": 1, "C区": 1}, volume(each=10), **effort)
    result = joint(data, hours={"lead": 30, "other": 10}, **lead)["effort"]
    assert (result["hours_saved"], result["value"]) == (hours, value)
    assert joint(data)["effort"] is None


@pytest.mark.parametrize(("rounding", "value"), [("down", -4), ("half_up", -5), ("up", -5)])
def test_a_loss_is_rounded_like_a_gain(rounding: str, value: int) -> None:
    effort = {"separate": {"hours": 20}, "effort": {"hourly_cost": "4.5"}, "rounding": rounding}
    data = one_vendor({"A区": 1}, volume(each=10), **effort)
    assert joint(data, hours={"lead": 0, "other": 21})["effort"]["value"] == value


def test_expectations_are_met_or_not() -> None:
    data = one_vendor({"A区": 5, "B区": 5}, {"model": "volume", "tiers": {1: 10, 10: 9}})
    expect = {
        "saving": 10,
        "saving_at_least": 11,
        "saving_rate_at_least": "10%",
        "every_buyer_saves": True,
    }
    results = joint(data, expect=expect)["expectations"]  # 100 alone, 90 together, 45 each
    assert [entry["met"] for entry in results] == [True, False, True, True]


def test_the_best_arrangement_saves_most_and_a_tie_goes_to_the_first() -> None:
    data = one_vendor({"A区": 5, "B区": 5}, {"model": "volume", "tiers": {1: 10, 10: 9}})
    discounts = {"none": {}, "first": {"discount": "10%"}, "second": {"discount": "10%"}}
    assert oracle.compare({**data, "arrangements": discounts})["best"] == "first"
    alone = {"alone": {"buyers": ["A区"]}}
    assert oracle.compare({**data, "arrangements": alone})["best"] is None  # saves 0


# ---- random scenarios ----


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_causes_and_shares_of_random_scenarios_add_up(first: int) -> None:
    for seed in range(first, first + 50):
        for result in oracle.compare(generate.scenario(seed))["arrangements"]:
            assert sum(result["causes"].values()) == result["saving"], seed
            bill = result["joint"] + result["coordination"]
            assert sum(shares(result)) == bill, seed
            assert result["saving"] == result["separate"] - bill, seed


def test_a_scenario_is_the_same_from_the_same_seed_and_from_its_yaml() -> None:
    for seed in range(50):
        data = generate.scenario(seed)
        assert generate.scenario(seed) == data
        assert yaml.safe_load(generate.to_yaml(data)) == data


FEATURES = [
    *('"volume"', '"graduated"', '"package"', '"flat"', '"flat":', '"list_price":', '"price":'),
    *('"prices":', '"minimum_amount":', '"maximum_amount":', '"buy_up": false', '"counts":'),
    *('"per_contract":', '"per_contract_yearly":', '"per_buyer":', '"per_buyer_yearly":'),
    *('"offered": "both"', '"offered": "separate"', '"offered": "joint"', '"丁社":'),
    *('"yearly"', '"monthly"', '"once"', '"R5"', '"R5-R7"', '"2023"', ": 2023", '"2023-2024"'),
    *('"8%"', '"10%"', '"7.25%"', '"included"', '"excluded"', '"down"', '"half_up"', '"up"'),
    *('"USD"', '"JPY"', '"current":', '"unit_price":', '"unit_prices":', '"baseline": "quotes"'),
    *('"baseline": "current"', '"population":', '"quantities":', '"lead": "', '"vendors":\n      '),
    *('"buyers": "all"', '"buyers":\n      -', '"single"', '"per_product"', '"discount":'),
    *('"outside_quantity":', '"coordination":', '"hours": ', '"hours":\n', '"hourly_cost":'),
    *('"allocation": "quantity"', '"allocation": "equal"', '"allocation": "equal_saving"'),
    *('"allocation": "separate_cost"', '"allocation": "population"', '"allocation":\n', '.5"'),
    *('"saving":', '"saving_at_least":', '"saving_rate_at_least":', '"every_buyer_saves": true'),
    *('": 0\n', "千円", "万円", "円", "江戸川区", "A区", '"e3":', '"addon":'),
]


def test_every_feature_occurs_in_random_scenarios() -> None:
    texts = [generate.to_yaml(generate.scenario(seed)) for seed in range(500)]
    found = {feature: sum(feature in text for text in texts) for feature in FEATURES}
    assert {feature: count for feature, count in found.items() if count < 8} == {}
    assert sum('"products":' not in text for text in texts) >= 8
    assert sum('"arrangements":' not in text for text in texts) >= 8


OUTCOMES: dict[str, Callable[[Data], bool]] = {
    "bought up": lambda result: any(e["bought"] > e["needed"] for e in result["award"]),
    "first from above 1": lambda result: any((e["tier_from"] or 0) > 1 for e in result["award"]),
    "split award": lambda result: len(set(suppliers(result))) > 1,
    "saves": lambda result: result["saving"] > 0,
    "loses": lambda result: result["saving"] < 0,
    "worse off": lambda result: bool(result["worse_off"]),
    "share below zero": lambda result: min(shares(result)) < 0,
    "fees save": lambda result: result["causes"]["fees"] > 0,
    "volume saves": lambda result: result["causes"]["volume"] > 0,
    "vendor saves": lambda result: result["causes"]["vendor"] > 0,
    "somebody pays nothing alone": lambda result: result["saving_rate"] is None,
    "five buyers": lambda result: len(result["buyers"]) == 5,
    "expectation met": lambda result: any(e["met"] for e in result["expectations"]),
    "expectation missed": lambda result: not all(e["met"] for e in result["expectations"]),
    "fewer hours": lambda result: bool(result["effort"]) and result["effort"]["hours_saved"] > 0,
}


def test_every_kind_of_outcome_occurs_in_random_scenarios() -> None:
    found: Counter[str] = Counter()
    for seed in range(500):
        for result in oracle.compare(generate.scenario(seed))["arrangements"]:
            found.update(name for name, occurs in OUTCOMES.items() if occurs(result))
    assert {name for name in OUTCOMES if found[name] < 3} == set()
