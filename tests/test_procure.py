"""Contracts and invoices: lines, rounding, tax, years, fees, outside quantities, discounts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from scalemerit.procure import (
    Contract,
    Line,
    Market,
    Pool,
    coordination_bills,
    coordination_total,
    current_contract,
)
from scalemerit.scenario import Scenario, from_data

Data = dict[str, Any]
EXCLUDED: Data = {"rate": "10%", "prices": "excluded"}
TIERS: Data = {"model": "volume", "tiers": {1: 100, 10: 80}}


def scenario(**more: object) -> Scenario:
    """Two buyers of 3 licenses, and one vendor at 12.5 each, where nothing else is said."""
    data = {
        "scalemerit": 1,
        "title": "procure",
        "buyers": {"A区": 3, "B区": 3},
        "vendors": {"甲社": {"price": each("12.5")}},
        **more,
    }
    return from_data(data)


def each(unit: int | str) -> Data:
    """A price that is the same for every license."""
    return {"model": "volume", "tiers": {1: unit}}


def pool_of(whole: Scenario, *buyers: str, **conditions: Any) -> Pool:
    """Some buyers, or all, on the conditions."""
    terms = {"outside": {}, **conditions}
    return Pool(Market(whole), buyers or tuple(whole.buyers), tuple(whole.vendors), **terms)


def one_contract(whole: Scenario, *buyers: str, **conditions: Any) -> Contract:
    """The contract of the buyers with the only vendor."""
    pool = pool_of(whole, *buyers, **conditions)
    (contract,) = pool.bill(dict.fromkeys(whole.products, "甲社"))
    return contract


# ---- one invoice ----


@pytest.mark.parametrize(
    ("more", "net", "tax"),
    [
        ({}, 37, 0),  # 3 x 12.5 = 37.5
        ({"rounding": "half_up"}, 38, 0),
        ({"rounding": "up"}, 38, 0),
        ({"tax": EXCLUDED}, 37, 3),  # 3.7
        ({"tax": EXCLUDED, "rounding": "half_up"}, 38, 4),  # 3.8
        ({"tax": {"rate": "8%"}, "rounding": "up"}, 38, 4),  # 3.04
        ({"tax": {"rate": "10%", "prices": "included"}, "rounding": "up"}, 38, 0),
        ({"tax": {"rate": "7.25%"}, "currency": "USD"}, 3750, 271),  # 2.71875 dollars
        ({"tax": {"rate": "7.25%"}, "currency": "USD", "rounding": "up"}, 3750, 272),
        ({"currency": "KWD"}, 37_500, 0),
    ],
)
def test_the_sum_of_an_invoice_is_rounded_once_and_so_is_its_tax(
    more: Data, net: int, tax: int
) -> None:
    (invoice,) = one_contract(scenario(**more), "A区").invoices
    assert (invoice.net, invoice.tax, invoice.total) == (net, tax, net + tax)


def test_lines_are_summed_exactly_before_they_are_rounded() -> None:
    products = {"e3": {}, "e5": {}}
    vendor = {"prices": {"e3": each("0.5"), "e5": each("0.5")}, "fees": {"per_contract": "0.9"}}
    buyers = {"A区": {"e3": 1, "e5": 3}}
    contract = one_contract(scenario(products=products, buyers=buyers, vendors={"甲社": vendor}))
    (invoice,) = contract.invoices
    assert invoice.exact == Fraction(29, 10)  # 0.5 + 1.5 + 0.9
    assert contract.cost == 2


# ---- lines, fees and years ----

FEES = {"per_contract": 1, "per_contract_yearly": 100, "per_buyer": 2, "per_buyer_yearly": 200}


def billed(how: str, years: str) -> Contract:
    """The joint contract of two buyers of 3 licenses at 10, with all fees."""
    vendor = {"prices": {"e3": each(10)}, "fees": FEES}
    buyers = {"A区": {"e3": 3}, "B区": {"e3": 3}}
    products = {"e3": {"billed": how}}
    more = {"products": products, "buyers": buyers, "vendors": {"甲社": vendor}}
    return one_contract(scenario(fiscal_years=years, **more))


@pytest.mark.parametrize(
    ("how", "first", "later"),
    [  # fees: 1 + 2 x 2 once, 100 + 2 x 200 each year
        ("yearly", 60 + 5 + 500, 60 + 500),
        ("monthly", 720 + 5 + 500, 720 + 500),
        ("once", 60 + 5 + 500, 500),
    ],
)
def test_each_year_has_an_invoice_and_the_first_one_holds_what_is_paid_once(
    how: str, first: int, later: int
) -> None:
    contract = billed(how, "R5-R7")
    assert [invoice.total for invoice in contract.invoices] == [first, later, later]
    assert [invoice.year for invoice in contract.invoices] == [2023, 2024, 2025]
    assert contract.cost == first + 2 * later


def test_an_invoice_lists_what_it_is_over() -> None:
    first, later = billed("monthly", "R5-R6").invoices
    yearly = (Line("per_contract_yearly", 1, 100), Line("per_buyer_yearly", 2, 200))
    once = (Line("per_contract", 1, 1), Line("per_buyer", 2, 2))
    licenses = Line("license", 12, 60, "e3")
    assert first.lines == (licenses, *once, *yearly)
    assert later.lines == (licenses, *yearly)


def test_a_line_comes_to_times_unit() -> None:
    assert Line("license", 12, Fraction(5, 2), "e3").amount == 30


def test_without_fiscal_years_there_is_one_invoice_of_no_year() -> None:
    (invoice,) = one_contract(scenario()).invoices
    assert invoice.year is None


def test_fees_of_nothing_are_no_lines_but_licenses_for_nothing_are() -> None:
    (invoice,) = one_contract(scenario(vendors={"甲社": {"price": each(0)}})).invoices
    assert invoice.lines == (Line("license", 1, 0, "license"),)


def test_each_year_is_rounded_for_itself() -> None:
    contract = one_contract(scenario(fiscal_years="R5-R7", tax=EXCLUDED), "A区")
    assert contract.cost == 3 * (37 + 3)  # 3 x 37.5 would be 112.5, its tax 11.25


# ---- several products and vendors ----

BOTH: Data = {"prices": {"e3": each(10), "e5": each(20)}, "fees": {"per_buyer": 1}}
TWO: Data = {
    "products": {"e3": {}, "e5": {}},
    "buyers": {"A区": {"e3": 2, "e5": 1}, "B区": {"e3": 3}, "C区": {"e5": 4}, "D区": {"e3": 0}},
    "vendors": {"甲社": BOTH, "乙社": BOTH},
}


def test_a_pool_needs_the_sum_of_its_buyers_and_only_what_is_needed_at_all() -> None:
    whole = scenario(**TWO)
    assert pool_of(whole).needed == {"e3": 5, "e5": 5}
    assert pool_of(whole, "B区", "D区").needed == {"e3": 3}


def test_a_vendor_charges_for_the_buyers_with_a_quantity_of_what_it_supplies() -> None:
    contracts = pool_of(scenario(**TWO)).bill({"e3": "乙社", "e5": "甲社"})
    assert [(one.vendor, one.buyers, one.cost) for one in contracts] == [
        ("甲社", ("A区", "C区"), 100 + 2),  # in the order of the vendors
        ("乙社", ("A区", "B区"), 50 + 2),
    ]


def test_a_buyer_of_two_products_is_charged_for_once() -> None:
    (contract,) = pool_of(scenario(**TWO)).bill({"e3": "甲社", "e5": "甲社"})
    assert (contract.buyers, contract.cost) == (("A区", "B区", "C区"), 50 + 100 + 3)
    assert [one.product for one in contract.licenses] == ["e3", "e5"]


def test_a_tier_is_chosen_by_the_quantities_of_the_contract_that_count() -> None:
    counting = {**TIERS, "counts": ["e3", "e5"]}
    second = {"prices": {"e5": each(20)}}
    vendors = {"甲社": {"prices": {"e3": counting, "e5": each(20)}}, "乙社": second}
    pool = pool_of(scenario(**{**TWO, "vendors": vendors}))
    (together,) = pool.bill({"e3": "甲社", "e5": "甲社"})
    assert (together.licenses[0].counted, together.licenses[0].amount) == (10, 5 * 80)
    assert together.licenses[1].counted is None
    apart, _ = pool.bill({"e3": "甲社", "e5": "乙社"})
    assert (apart.licenses[0].counted, apart.licenses[0].amount) == (5, 5 * 100)
    assert (apart.licenses[0].tier_from, together.licenses[0].tier_from) == (1, 10)


# ---- outside quantities and discounts ----


@pytest.mark.parametrize(
    ("outside", "discount", "bought", "asked", "amount"),
    [
        (0, 0, 6, 600, 600),
        (3, 0, 10, 800, Fraction(1600, 3)),  # 9 are bought up to 10; 6/9 of 800
        (6, 0, 12, 960, 480),  # half of it
        (0, Fraction(1, 10), 6, 600, 540),
        (6, Fraction(1, 10), 12, 960, 432),
        (0, 1, 6, 600, 0),
    ],
)
def test_a_pool_pays_its_part_of_what_is_asked_for_all_less_the_discount(
    outside: int, discount: Fraction, bought: int, asked: int, amount: Fraction
) -> None:
    whole = scenario(vendors={"甲社": {"price": TIERS}})
    quantities = {"license": outside} if outside else {}
    (one,) = one_contract(whole, outside=quantities, discount=discount).licenses
    assert (one.needed, one.outside, one.bought) == (6, outside, bought)
    assert (one.asked, one.amount) == (asked, amount)


def test_outside_quantities_count_towards_a_tier_chosen_by_several_products() -> None:
    counting = {**TIERS, "counts": ["e3", "e5"]}
    whole = scenario(**{**TWO, "vendors": {"甲社": {"prices": {"e3": counting, "e5": counting}}}})
    contract = one_contract(whole, "A区", outside={"e5": 7})
    e3, e5 = contract.licenses
    assert (e3.counted, e3.amount, e5.amount) == (10, 2 * 80, 80)  # 2 + 1 + 7; 1/8 of 8 x 80


def test_a_discount_is_not_taken_off_fees() -> None:
    vendor = {"price": each(100), "fees": {"per_contract": 50, "per_buyer": 5}}
    contract = one_contract(scenario(vendors={"甲社": vendor}), discount=Fraction(1, 2))
    assert contract.cost == 300 + 50 + 2 * 5


def test_what_an_award_lists_is_the_amount_of_all_years_rounded_once() -> None:
    whole = scenario(fiscal_years="R5-R7", tax=EXCLUDED)
    (one,) = one_contract(whole, "A区").licenses
    assert one.total(whole) == 112  # 3 x 37.5 = 112.5, without tax


# ---- today's contracts ----


def today(current: Data, **more: object) -> Contract:
    """Today's contract of a buyer of 3 e3 and no e5."""
    buyer = {"quantities": {"e3": 3, "e5": 0}, "current": current}
    vendors = {"甲社": {"prices": {"e3": each(10), "e5": each(10)}}}
    products = more.pop("products", {"e3": {}, "e5": {}})
    whole = scenario(buyers={"A区": buyer}, vendors=vendors, products=products, **more)
    return current_contract(whole, "A区")


@pytest.mark.parametrize(
    ("current", "cost"),
    [
        ({"amount": "1千円"}, 1100),
        ({"amount": "99.9"}, 99 + 9),
        ({"amount": 0}, 0),
        ({"unit_prices": {"e3": "33.3"}}, 99 + 9),  # 99.9
        ({"unit_prices": {"e3": 40, "e5": 7}}, 120 + 12),
    ],
)
def test_todays_contract_is_invoiced_like_any_other(current: Data, cost: int) -> None:
    assert today(current, tax=EXCLUDED).cost == cost


def test_todays_contract_is_paid_each_fiscal_year() -> None:
    contract = today({"amount": "99.9"}, tax=EXCLUDED, fiscal_years="R5-R6")
    assert [(one.year, one.total) for one in contract.invoices] == [(2023, 108), (2024, 108)]
    assert (contract.vendor, contract.buyers, contract.licenses) == (None, ("A区",), ())


@pytest.mark.parametrize(
    ("written", "unit", "cost"), [("33.3", Fraction(333, 10), 99), (0, 0, 0), (1, 1, 3)]
)
def test_one_unit_price_is_that_of_the_only_product(
    written: int | str, unit: Fraction, cost: int
) -> None:
    buyer = {"quantities": 3, "current": {"unit_price": written}}
    contract = current_contract(scenario(buyers={"A区": buyer}), "A区")
    assert contract.invoices[0].lines == (Line("current", 3, unit, "license"),)
    assert contract.cost == cost


def test_a_contract_for_nothing_still_has_its_line() -> None:
    assert today({"amount": 0}).invoices[0].lines == (Line("current", 1, 0),)
    assert today({"unit_prices": {"e3": 0}}).invoices[0].lines == (Line("current", 3, 0, "e3"),)


def test_without_a_contract_of_today_nothing_is_paid() -> None:
    contract = current_contract(scenario(fiscal_years="R5-R6"), "A区")
    assert [(one.lines, one.total) for one in contract.invoices] == [((), 0), ((), 0)]


# ---- totals without lines ----


def test_each_buyer_pays_its_part_of_the_pooled_amount_under_a_contract_of_its_own() -> None:
    vendors = {"甲社": {"prices": {"e3": TIERS, "e5": each(7)}, "fees": {"per_contract": "5.5"}}}
    buyers = {"A区": {"e3": 1}, "B区": {"e3": 10, "e5": 1}, "C区": {"e5": 2}, "D区": {"e3": 0}}
    pool = pool_of(scenario(products={"e3": {}, "e5": {}}, buyers=buyers, vendors=vendors))
    award = {"e3": "甲社", "e5": "甲社"}
    # A区 100 + 5.5, B区 1000 + 10 + 5.5, C区 20 + 5.5, each rounded down; D区 has no contract
    assert pool.total_alone(pool.contracts_of(award), {"e3": 1100, "e5": 30}) == 105 + 1015 + 25
    # A区 9.09 + 5.5, B区 90.91 + 33.33 + 5.5, C区 66.67 + 5.5
    assert pool.total_alone(pool.contracts_of(award), {"e3": 100, "e5": 100}) == 14 + 129 + 72
    assert pool.total_alone(pool.contracts_of(award), {"e3": 0, "e5": 0}) == 5 + 5 + 5


def test_nothing_is_asked_for_a_buyer_that_needs_nothing() -> None:
    vendors = {"甲社": {"price": each(10), "fees": {"per_buyer": 4}}}
    pool = pool_of(scenario(buyers={"A区": 3, "B区": 0, "C区": 1}, vendors=vendors))
    assert pool.total({"license": "甲社"}) == 40 + 2 * 4


@pytest.mark.parametrize(
    ("conditions", "total"),
    [({}, 30 + 4), ({"outside": {"license": 1}, "discount": Fraction(1, 10)}, 27 + 4)],
)
def test_one_buyer_of_one_product_has_one_contract(conditions: Data, total: int) -> None:
    vendors = {"甲社": {"price": each(10), "fees": {"per_buyer": 3, "per_contract_yearly": 1}}}
    pool = pool_of(scenario(vendors=vendors), "A区", **conditions)
    assert pool.total({"license": "甲社"}) == total


# ---- coordination ----

COORDINATION = {"per_contract": 100, "yearly": "10.5", "per_buyer": 3, "per_buyer_yearly": "0.7"}


@pytest.mark.parametrize(
    ("more", "bills"),
    [  # first year 2 x 100 + 10.5 + 3 x 3 + 3 x 0.7 = 221.6, later years 12.6
        ({}, (221,)),
        ({"fiscal_years": "R5-R7"}, (221, 12, 12)),
        ({"fiscal_years": "R5-R6", "rounding": "half_up"}, (222, 13)),
        ({"tax": EXCLUDED}, (221,)),  # a final amount
        ({"currency": "USD"}, (22160,)),
    ],
)
def test_coordination_is_rounded_once_a_year_and_never_taxed(
    more: Data, bills: tuple[int, ...]
) -> None:
    whole = scenario(arrangements={"joint": {"coordination": COORDINATION}}, **more)
    coordination = whole.arrangements["joint"].coordination
    found = coordination_bills(whole, coordination, buyers=3, contracts=2)
    assert tuple(bill.total for bill in found) == bills
    assert {bill.tax for bill in found} == {0}
    assert coordination_total(whole, coordination, buyers=3, contracts=2) == sum(bills)


def test_what_coordination_costs_once_is_a_line_of_the_first_year_alone() -> None:
    whole = scenario(fiscal_years="R5-R6", arrangements={"joint": {"coordination": COORDINATION}})
    coordination = whole.arrangements["joint"].coordination
    first, later = coordination_bills(whole, coordination, buyers=3, contracts=2)
    yearly = (
        Line("coordination_yearly", 1, Fraction("10.5")),
        Line("coordination_per_buyer_yearly", 3, Fraction("0.7")),
    )
    once = (Line("coordination_per_contract", 2, 100), Line("coordination_per_buyer", 3, 3))
    assert (first.year, first.lines) == (2023, (*once, *yearly))
    assert (later.year, later.lines) == (2024, yearly)


def test_coordination_that_costs_nothing_has_no_lines() -> None:
    whole = scenario(arrangements={"joint": {"coordination": {"yearly": 5}}})
    coordination = whole.arrangements["joint"].coordination
    (bill,) = coordination_bills(whole, coordination, buyers=3, contracts=2)
    assert bill.lines == (Line("coordination_yearly", 1, 5),)
