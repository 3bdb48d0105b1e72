"""What vendors ask: each price model at the edges of its tiers, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from scalemerit.annotations import Names
from scalemerit.pricing import Flat, Graduated, Package, Price, Purchase, Term, Volume

Data = dict[str, Any]
AnyPrice = Volume | Graduated | Package | Flat
prices = TypeAdapter[AnyPrice](Price)


def price(data: Data) -> AnyPrice:
    """A price as it would be read from a file."""
    return prices.validate_python(data)


WARDS: Data = {"model": "volume", "tiers": {1: 4800, 500: 4400, 1000: 4100, 2000: 3900}}
STEPS: Data = {"model": "volume", "tiers": {1: 100, 10: 80}}
ENTRY_TIERS: Data = {1: {"unit": 10, "flat": 50}, 20: {"unit": 5, "flat": 90}}
ENTRY: Data = {"model": "volume", "tiers": ENTRY_TIERS}
FROM_5: Data = {"model": "volume", "tiers": {5: 10, 8: 6}}
GRADED: Data = {"model": "graduated", "tiers": {1: 5200, 300: 4700, 1000: 4200}}
FLAT_TIERS: Data = {3: {"unit": 10, "flat": 5}, 6: {"unit": 8, "flat": 7}}
GRADED_FLAT: Data = {"model": "graduated", "tiers": FLAT_TIERS}
PACKS: Data = {"model": "package", "size": 10, "price": 100}
PACK_TIERS: Data = {"model": "package", "size": 10, "tiers": {1: 100, 3: 60}}
PACKS_FROM_2: Data = {"model": "package", "size": 5, "tiers": {2: {"unit": 40, "flat": 3}}}
LISTED: Data = {"model": "volume", "list_price": "99.9", "tiers": {1: "0%", 4: "12.5%"}}
LISTED_FLAT: Data = {"model": "volume", "list_price": 50, "tiers": {1: {"unit": "8%", "flat": 10}}}
FLAT: Data = {"model": "flat", "amount": "12.5千円"}
UNSOLD: Data = {"model": "volume", "tiers": {10: 7}, "buy_up": False}


@pytest.mark.parametrize(
    ("data", "quantity", "asked"),
    [
        (WARDS, 0, 0),
        (WARDS, 1, 4800),
        (WARDS, 499, 2_395_200),
        (WARDS, 500, 2_200_000),
        (WARDS, 999, 4_395_600),
        (WARDS, 1000, 4_100_000),
        (WARDS, 1999, 8_195_900),
        (WARDS, 2000, 7_800_000),
        (WARDS, 2200, 8_580_000),
        (ENTRY, 1, 60),
        (ENTRY, 19, 240),
        (ENTRY, 20, 190),
        (FROM_5, 1, 50),  # 5 is the smallest quantity sold
        (FROM_5, 5, 50),
        (FROM_5, 7, 70),
        (FROM_5, 8, 48),
        (GRADED, 1, 5200),
        (GRADED, 299, 1_554_800),
        (GRADED, 300, 1_559_500),  # 299 x 5200 + 4700
        (GRADED, 450, 2_264_500),
        (GRADED, 999, 4_844_800),  # 1,554,800 + 700 x 4700
        (GRADED, 1000, 4_849_000),
        (GRADED_FLAT, 1, 35),  # 5 + 3 x 10
        (GRADED_FLAT, 5, 55),
        (GRADED_FLAT, 6, 70),  # 5 + 5 x 10 + 7 + 8
        (GRADED_FLAT, 7, 78),
        (PACKS, 1, 100),
        (PACKS, 10, 100),
        (PACKS, 11, 200),
        (PACK_TIERS, 20, 200),
        (PACK_TIERS, 21, 180),
        (PACKS_FROM_2, 1, 83),  # 2 packs of 5
        (PACKS_FROM_2, 10, 83),
        (PACKS_FROM_2, 11, 123),
        (LISTED, 3, "299.7"),
        (LISTED, 4, "349.65"),  # 4 x 87.4125
        (LISTED_FLAT, 2, 102),  # 2 x 46 + 10
        (FLAT, 1, 12_500),
        (FLAT, 10**9, 12_500),
        (FLAT, 0, 0),
        (PACKS, 0, 0),
        (GRADED, 0, 0),
        (UNSOLD, 3, 70),
    ],
)
def test_a_price_asks_what_its_model_says(data: Data, quantity: int, asked: int | str) -> None:
    assert price(data).asked(quantity) == Fraction(asked)


@pytest.mark.parametrize(
    ("data", "needed", "bought", "amount", "tier_from"),
    [
        (WARDS, 450, 450, 2_160_000, 1),  # 500 would be 2,200,000
        (WARDS, 458, 458, 2_198_400, 1),
        (WARDS, 459, 500, 2_200_000, 500),  # 2,203,200
        (WARDS, 1950, 2000, 7_800_000, 2000),  # 7,995,000
        (WARDS, 2500, 2500, 9_750_000, 2000),
        (STEPS, 8, 8, 800, 1),  # 10 cost 800 as well: the smallest quantity
        (STEPS, 9, 10, 800, 10),
        ({**STEPS, "buy_up": False}, 9, 9, 900, 1),
        (ENTRY, 14, 14, 190, 1),  # 20 cost 190 as well
        (ENTRY, 15, 20, 190, 20),
        (FROM_5, 2, 8, 48, 8),  # 5 cost 50
        ({**FROM_5, "buy_up": False}, 2, 5, 50, 5),
        (UNSOLD, 3, 10, 70, 10),
        (GRADED, 450, 450, 2_264_500, 300),  # a graduated price never pays to buy up
        ({**GRADED, "buy_up": False}, 299, 299, 1_554_800, 1),
        (GRADED_FLAT, 1, 3, 35, 3),
        (PACKS, 11, 20, 200, None),  # one price: no tier
        (PACK_TIERS, 11, 30, 180, 3),  # 2 packs cost 200
        (PACK_TIERS, 10, 10, 100, 1),
        ({**PACK_TIERS, "buy_up": False}, 11, 20, 200, 1),
        (PACKS_FROM_2, 1, 10, 83, 2),
        (FLAT, 7, 7, 12_500, None),
        *[(data, 0, 0, 0, None) for data in (WARDS, GRADED, PACK_TIERS, FLAT, UNSOLD)],
    ],
)
def test_a_purchase_is_bought_up_where_the_bill_is_then_smaller(
    data: Data, needed: int, bought: int, amount: int, tier_from: int | None
) -> None:
    assert price(data).purchase(needed) == Purchase(bought, amount, tier_from)
    assert price(data).cost(needed) == amount


def test_a_price_off_the_list_is_whole_where_it_can_be() -> None:
    listed = price({"model": "volume", "list_price": 5000, "tiers": {1: "0%", 10: "8%"}})
    assert [type(listed.cost(quantity)) for quantity in (1, 10)] == [int, int]


def test_450_licenses_are_not_bought_up_to_500() -> None:
    assert price(WARDS).purchase(450).bought == 450


def test_two_higher_tiers_that_cost_the_same_are_bought_up_to_the_lower_one() -> None:
    # 9 x 100 = 900; 10 x 60 and 12 x 50 are 600
    three = price({"model": "volume", "tiers": {1: 100, 10: 60, 12: 50}})
    assert three.purchase(9) == Purchase(10, 600, 10)


def test_buying_up_may_pass_over_a_tier_that_is_dearer() -> None:
    # 9 x 100 = 900; 10 x 95 = 950; 12 x 70 = 840
    three = price({"model": "volume", "tiers": {1: 100, 10: 95, 12: 70}})
    assert three.purchase(9) == Purchase(12, 840, 12)
    assert three.purchase(10) == Purchase(12, 840, 12)


@pytest.mark.parametrize(
    ("limits", "quantity", "amount"),
    [
        ({"minimum_amount": 850}, 1, 850),
        ({"minimum_amount": 850}, 7, 850),
        ({"minimum_amount": 800}, 8, 800),  # just met
        ({"minimum_amount": 850}, 11, 880),
        ({"maximum_amount": 750}, 8, 750),
        ({"maximum_amount": 700}, 7, 700),  # just met
        ({"maximum_amount": 750}, 7, 700),
        ({"maximum_amount": 750}, 500, 750),
        ({"minimum_amount": 300, "maximum_amount": 300}, 5, 300),
        ({"maximum_amount": 0}, 5, 0),
        ({"minimum_amount": 850}, 0, 0),
    ],
)
def test_an_amount_is_at_least_the_minimum_and_at_most_the_maximum(
    limits: Data, quantity: int, amount: int
) -> None:
    assert price({**STEPS, **limits, "buy_up": False}).cost(quantity) == amount


def test_limits_hold_before_buying_up_is_considered() -> None:
    # P(9) = 900 and P(10) = 800, raised to 850
    assert price({**STEPS, "minimum_amount": 850}).purchase(9) == Purchase(10, 850, 10)
    # P(9) = 900 and P(10) = 800, both cut to 750: the smallest quantity
    assert price({**STEPS, "maximum_amount": 750}).purchase(9) == Purchase(9, 750, 1)


@pytest.mark.parametrize("data", [GRADED, PACK_TIERS])
def test_graduated_and_package_prices_have_limits_too(data: Data) -> None:
    limited = price({**data, "minimum_amount": 150, "maximum_amount": 170})
    assert {limited.asked(quantity) for quantity in range(1, 50)} <= {150, 170}


# ---- counting several products ----

COUNTING: Data = {"model": "volume", "tiers": {1: 10, 8: 6}, "counts": ["e3", "e5"]}


@pytest.mark.parametrize(
    ("quantity", "counted", "purchase"),
    [
        (5, 7, Purchase(5, 50, 1)),
        (5, 8, Purchase(5, 30, 8)),
        (7, 7, Purchase(7, 70, 1)),  # not bought up, though 8 would cost 48
        (0, 8, Purchase(0, 0, None)),
        (9, 9, Purchase(9, 54, 8)),
    ],
)
def test_the_total_that_is_counted_chooses_the_tier_and_nothing_is_bought_up(
    quantity: int, counted: int, purchase: Purchase
) -> None:
    counting = price(COUNTING)
    assert counting.purchase(quantity, counted) == purchase
    assert counting.asked(quantity, counted) == purchase.amount
    assert counting.counted_products == ("e3", "e5")


@pytest.mark.parametrize("data", [WARDS, GRADED, PACKS, FLAT])
def test_no_other_price_counts_products(data: Data) -> None:
    assert price(data).counted_products == ()


# ---- the arithmetic shown ----


@pytest.mark.parametrize(
    ("data", "quantity", "terms"),
    [
        (WARDS, 2200, [Term("licenses", 2200, 3900, 2000)]),
        (FROM_5, 1, [Term("licenses", 5, 10, 5)]),
        (ENTRY, 2, [Term("licenses", 2, 10, 1), Term("tier_flat", 1, 50, 1)]),
        (LISTED, 4, [Term("licenses", 4, Fraction("87.4125"), 4, Fraction(1, 8))]),
        (GRADED, 450, [Term("licenses", 299, 5200, 1), Term("licenses", 151, 4700, 300)]),
        (
            GRADED_FLAT,
            6,
            [
                *[Term("licenses", 5, 10, 3), Term("tier_flat", 1, 5, 3)],
                *[Term("licenses", 1, 8, 6), Term("tier_flat", 1, 7, 6)],
            ],
        ),
        (PACK_TIERS, 21, [Term("packs", 3, 60, 3)]),
        (PACKS_FROM_2, 1, [Term("packs", 2, 40, 2), Term("tier_flat", 1, 3, 2)]),
        (FLAT, 9, [Term("flat", 1, 12_500)]),
        (FLAT, 0, []),
    ],
)
def test_a_price_names_the_terms_of_its_arithmetic(
    data: Data, quantity: int, terms: list[Term]
) -> None:
    assert list(price(data).terms(quantity)) == terms


def test_the_terms_of_a_price_that_counts_are_those_of_the_tier_reached_together() -> None:
    assert price(COUNTING).terms(5, 8) == (Term("licenses", 5, 6, 8),)
    assert price(COUNTING).terms(5, 7) == (Term("licenses", 5, 10, 1),)


# ---- how a price is written ----


@pytest.mark.parametrize(
    "bounds", [(1, 500), ("1", "500"), ("1", "5_00"), ("１", "５００"), ("01", "0500")]
)
def test_a_lower_bound_is_a_number_or_its_text(bounds: tuple[int | str, int | str]) -> None:
    read = price({"model": "volume", "tiers": dict(zip(bounds, (9, 8), strict=True))})
    assert read.starts == (1, 500)


def test_tiers_may_be_written_in_any_order() -> None:
    assert price({"model": "volume", "tiers": {10: 80, 1: 100}}).starts == (1, 10)


@pytest.mark.parametrize("bound", [0, "0", -1, "1.5", "", "x", True, None, "٣", "½", "-5", 1.0])
def test_a_lower_bound_is_a_whole_number_from_1_on(bound: object) -> None:
    assert codes({"model": "volume", "tiers": {bound: 5}}) & {"tier-from", "bad-quantity"}
    assert codes({"model": "package", "size": bound, "price": 5}) & {"tier-from", "bad-quantity"}


@pytest.mark.parametrize("twice", [(1, "1"), ("1", "１"), ("1_000", "1,000"), (1, "01")])
def test_two_tiers_do_not_start_at_the_same_quantity(twice: tuple[int | str, str]) -> None:
    assert codes({"model": "volume", "tiers": dict.fromkeys(twice, 5)}) == {"tier-twice"}


def test_the_bound_that_stands_twice_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        prices.validate_python({"model": "volume", "tiers": {900: 5, 10: 6, "010": 7}})
    assert caught.value.errors()[0]["ctx"]["found"] == "10"


def test_two_bounds_that_are_none_are_not_the_same_bound() -> None:
    assert codes({"model": "volume", "tiers": {"": 5, True: 5}}) == {"tier-from"}


def codes(data: Data) -> set[str]:
    """The codes of what is wrong with a price, before its parts are looked at together."""
    try:
        prices.validate_python(data, context=Names("JPY", ("license",), (), ()))
    except ValidationError as error:
        return {details["type"] for details in error.errors()}
    return set()
