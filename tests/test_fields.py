"""How the text of an amount, a rate, a quantity, hours or a name is read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from scalemerit.annotations import Names
from scalemerit.fields import (
    Amount,
    BuyerName,
    Currency,
    FiscalYears,
    Hours,
    ProductName,
    Quantity,
    Rate,
    SignedAmount,
    VendorName,
)
from scalemerit.money import Exact
from scalemerit.pricing.tier import Bound, Tiers

NAMES = Names(
    currency="JPY",
    products=("e3", "e5"),
    vendors=("甲社", "乙社"),
    buyers=("江戸川区", "A区"),
)
DOLLARS = Names("USD", (), (), ())

amount = TypeAdapter[Exact](Amount)
signed_amount = TypeAdapter[Exact](SignedAmount)
quantity = TypeAdapter[int](Quantity)
rate = TypeAdapter[Exact](Rate)
hours = TypeAdapter[Exact](Hours)
currency = TypeAdapter[str](Currency)
fiscal_years = TypeAdapter[tuple[int, ...]](FiscalYears)
product = TypeAdapter[str](ProductName)
vendor = TypeAdapter[str](VendorName)
buyer = TypeAdapter[str](BuyerName)
bound = TypeAdapter[int](Bound)


def problem(field: TypeAdapter[Exact], written: object, names: Names | None = NAMES) -> str:
    """The code of the problem that a value has; empty where it has none."""
    try:
        field.validate_python(written, context=names)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return ""


NO_NUMBERS = [
    *("", " ", "-", "_", ",", ".", "円", "千", "four", "1e3", "1E3", "0x1F", "0o17", "12:30"),
    *("inf", ".inf", "-.inf", "nan", ".nan", "NaN", "Infinity", "1__2", "_12", "12_", "1,,000"),
    *("1,00", "1,0000", ",100", "1_000,000", "1000,000", "1 000", "1 2", "++1", "+1", "1/2", "½"),
    *(".5", "5.", "1.2.3", "1,000.5,0", "¥100", "100 yen", "約100", "4800-", "٣", "१२", "四千"),
    *("4800¹", "10²", "①", "㉑", "12\n34", "\x00", "\u202e1", "12\u200b"),
    *(True, False, None, 1.5, 12.0, float("inf"), float("nan"), [], {}, [1], {"a": 1}),
]


# ---- whole numbers ----


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *[(1, 1), (700, 700), ("1", 1), ("700", 700), ("7", 7), ("0700", 700), ("001", 1)],
        *[("７００", 700), ("１", 1), ("７0０", 700), ("1_200", 1200), ("1,200", 1200)],
        *[("１，２００", 1200), (" 5 ", 5), ("\t5", 5), ("𝟓", 5), ("999999999", 999_999_999)],
        *[("1000000000", 10**9), (10**9, 10**9), ("0000000000700", 700)],
    ],
)
def test_however_it_is_written_a_whole_number_is_the_same(written: int | str, number: int) -> None:
    assert quantity.validate_python(written) == bound.validate_python(written) == number
    assert amount.validate_python(written) == hours.validate_python(written) == number
    for field in (quantity, bound, amount, hours):
        assert type(field.validate_python(written)) is int


@pytest.mark.parametrize("written", [True, False, -1, "-1", "²", "٣", "1.5", 1.0, "", None, "x"])
def test_what_is_no_whole_number_is_no_bound_and_no_quantity(written: object) -> None:
    assert problem(quantity, written) == "bad-quantity"
    assert problem(bound, written) in {"tier-from", "bad-quantity"}


@pytest.mark.parametrize("written", [10**9 + 1, 10**30, "1000000001", "1" + "0" * 30])
def test_no_bound_is_above_the_largest_quantity(written: int | str) -> None:
    assert problem(bound, written) == problem(quantity, written) == "quantity-too-large"


@pytest.mark.parametrize("written", [0, "0", "00", "０", "000000000", "0_0"])
def test_a_bound_is_at_least_1(written: int | str) -> None:
    assert problem(bound, written) == "tier-from"
    assert quantity.validate_python(written) == 0


@pytest.mark.parametrize(
    ("bounds", "twice"),
    [
        (["1", "01"], True),
        (["1", "１"], True),
        (["1000", "1,000"], True),
        (["500", "1_000", "1000"], True),
        (["1", "10", "100"], False),
        (["1", "1１"], False),
    ],
)
def test_a_bound_written_twice_is_seen_in_any_writing(bounds: list[str], twice: bool) -> None:
    tiers = TypeAdapter[object](Tiers)
    assert problem(tiers, dict.fromkeys(bounds, 5)) == ("tier-twice" if twice else "")


@pytest.mark.parametrize(("written", "number"), [("100%", 1), ("0%", 0), ("１００％", 1)])
def test_a_rate_that_is_whole_is_an_int(written: str, number: int) -> None:
    assert rate.validate_python(written) == number
    assert type(rate.validate_python(written)) is int


# ---- amounts ----


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        *[(4800, 4800), (0, 0), ("0", 0), (10**15, 10**15), ("4800", 4800), (" 4800 ", 4800)],
        *[("4,800", 4800), ("4_800", 4800), ("1_2_3", 123), ("1,234,567", 1_234_567)],
        *[("４８００", 4800), ("４，８００", 4800), ("４，８００円", 4800), ("　４８００　", 4800)],
        *[("4,800円", 4800), ("4800 円", 4800), ("2,200千円", 2_200_000), ("220万円", 2_200_000)],
        *[("3百万円", 3_000_000), ("2億円", 200_000_000), ("2.5億", 250_000_000), ("7千", 7000)],
        *[
            ("1.5千円", 1500),
            ("0.5円", Fraction(1, 2)),
            ("12.5", Fraction(25, 2)),
            ("12.50", Fraction(25, 2)),
        ],
        *[("１２．５", Fraction(25, 2)), ("12.0", 12), ("0.1", Fraction(1, 10)), ("0.001千円", 1)],
        *[
            ("013", 13),
            ("0700", 700),
            ("1000兆", None),
            ("1億円", 10**8),
            ("1,000.25", Fraction(4001, 4)),
        ],
        *[("10000000億", 10**15), ("1,000,000,000,000,000", 10**15)],
        ("0.12345678901234567890123456789", Fraction(12345678901234567890123456789, 10**29)),
    ],
)
def test_an_amount_is_read_exactly(written: int | str, exact: Exact | None) -> None:
    if exact is None:
        assert problem(amount, written) == "bad-amount"
    else:
        assert amount.validate_python(written, context=NAMES) == exact


def test_an_amount_that_is_whole_is_an_int_and_any_other_a_fraction() -> None:
    assert type(amount.validate_python("12.0")) is int
    assert type(amount.validate_python("12.5")) is Fraction


@pytest.mark.parametrize("written", [*NO_NUMBERS, "10%", "5円円", "5千万円", "5円千", "5 0円"])
def test_what_is_no_amount_is_a_problem(written: object) -> None:
    assert problem(amount, written) == "bad-amount"


@pytest.mark.parametrize(
    "written",
    [10**15 + 1, 10**61, "1000000000000001", "10000001億", "1" * 61, "1_" * 99 + "1", "9" * 5000],
)
def test_an_amount_is_at_most_10_to_the_15th(written: int | str) -> None:
    assert problem(amount, written) == "amount-too-large"
    assert problem(signed_amount, written) == "amount-too-large"


def test_an_integer_too_long_to_be_written_out_is_a_problem_too() -> None:
    assert problem(amount, 10**5000) == "amount-too-large"
    assert problem(quantity, 10**5000) == "quantity-too-large"
    assert problem(hours, 10**5000) == "bad-hours"


def test_a_huge_text_that_is_no_number_is_no_amount() -> None:
    assert problem(amount, "x" * 10_000) == "bad-amount"
    assert problem(amount, "1" * 61 + ".5") == "bad-amount"


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        *[(-5, -5), ("-5", -5), ("−5", -5), ("▲5", -5), ("△ 5", -5), ("－５", -5)],
        *[
            ("▲2,200千円", -2_200_000),
            ("-0", 0),
            ("-0.5", Fraction(-1, 2)),
            (-(10**15), -(10**15)),
            ("5", 5),
        ],
    ],
)
def test_an_expected_saving_may_be_negative(written: int | str, exact: Exact) -> None:
    assert signed_amount.validate_python(written, context=NAMES) == exact


@pytest.mark.parametrize("written", [-1, "-1", "▲1", "△1", "−0.01", "-2千円", -(10**15)])
def test_no_other_amount_may_be_negative(written: int | str) -> None:
    assert problem(amount, written) == "amount-negative"


def test_a_negative_amount_has_the_same_bound() -> None:
    assert problem(signed_amount, -(10**15) - 1) == "amount-too-large"


def test_yen_stand_only_in_a_scenario_in_yen() -> None:
    assert problem(amount, "5円", DOLLARS) == "amount-unit"
    assert problem(amount, "5千円", DOLLARS) == "amount-unit"
    assert problem(amount, "5千", DOLLARS) == ""
    assert problem(amount, "5円", None) == ""


# ---- quantities ----


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        *[(0, 0), (700, 700), ("700", 700), ("1_200", 1200), ("1,200", 1200), ("１２００", 1200)],
        *[("１，２００", 1200), (" 7 ", 7), ("013", 13), ("0", 0), (10**9, 10**9)],
        ("1,000,000,000", 10**9),
    ],
)
def test_a_quantity_is_a_whole_number_from_0_on(written: int | str, whole: int) -> None:
    read = quantity.validate_python(written)
    assert (read, type(read)) == (whole, int)


@pytest.mark.parametrize(
    "written", [*NO_NUMBERS, -1, "-1", "1.5", "1.0", "10%", "2千", "7人", "x" * 999]
)
def test_what_is_no_quantity_is_a_problem(written: object) -> None:
    assert problem(quantity, written) == "bad-quantity"


@pytest.mark.parametrize("written", [10**9 + 1, "1000000001", "1" * 61, 10**61, "9" * 5000])
def test_a_quantity_is_at_most_a_billion(written: int | str) -> None:
    assert problem(quantity, written) == "quantity-too-large"


# ---- rates ----


@pytest.mark.parametrize(
    ("written", "fraction"),
    [
        *[("10%", "1/10"), ("7.5%", "3/40"), ("0%", 0), ("100%", 1), ("１０％", "1/10")],
        *[(" 5 % ", "1/20"), ("33.3%", "333/1000"), ("0.001%", "1/100000"), ("-0%", 0)],
    ],
)
def test_a_rate_is_written_in_per_cent(written: str, fraction: str) -> None:
    assert rate.validate_python(written) == Fraction(fraction)


@pytest.mark.parametrize(
    "written", [*NO_NUMBERS, 10, "10", "0.1", "%", "10%%", "% 10", "1,000%", "10割", "1" * 99 + "%"]
)
def test_what_is_no_rate_is_a_problem(written: object) -> None:
    assert problem(rate, written) == "bad-rate"


@pytest.mark.parametrize("written", ["-1%", "100.01%", "101%", "-0.5%", "1000%"])
def test_a_rate_lies_between_0_and_100_per_cent(written: str) -> None:
    assert problem(rate, written) == "rate-range"


# ---- hours ----


@pytest.mark.parametrize(
    ("written", "exact"),
    [(80, 80), ("1.5", Fraction(3, 2)), ("1,200", 1200), ("８０", 80), (0, 0), (10**9, 10**9)],
)
def test_hours_are_a_number_from_0_on(written: int | str, exact: Exact) -> None:
    assert hours.validate_python(written) == exact


@pytest.mark.parametrize("written", [*NO_NUMBERS, -1, "-1", "8時間", "1:30", 10**9 + 1, "1" * 61])
def test_what_is_no_hours_is_a_problem(written: object) -> None:
    assert problem(hours, written) == "bad-hours"


# ---- fiscal years and currencies ----


@pytest.mark.parametrize("written", ["R5", "令和5", "2023", 2023, "２０２３", "R５年度"])
def test_a_fiscal_year_is_a_text_or_a_number(written: int | str) -> None:
    assert fiscal_years.validate_python(written) == (2023,)


@pytest.mark.parametrize("written", ["R7-R5", "S63", 5, 20230, True, None, "", "R5" * 99, 2023.0])
def test_what_is_no_fiscal_year_is_a_problem(written: object) -> None:
    assert problem(fiscal_years, written) == "bad-fiscal-years"


@pytest.mark.parametrize("written", ["JPY", "USD", "KWD"])
def test_a_currency_is_a_code_of_iso_4217(written: str) -> None:
    assert currency.validate_python(written) == written


@pytest.mark.parametrize("written", ["jpy", "円", "Yen", "XXX", "", " JPY", 392, None, True])
def test_any_other_currency_is_a_problem(written: object) -> None:
    assert problem(currency, written) == "bad-currency"


# ---- names ----


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        *[(product, "e3", ""), (product, "e4", "unknown-product"), (product, 3, "unknown-product")],
        *[(vendor, "甲社", ""), (vendor, "丙社", "unknown-vendor"), (vendor, 3, "unknown-vendor")],
        *[(buyer, "A区", ""), (buyer, "B区", "unknown-buyer"), (buyer, True, "unknown-buyer")],
    ],
)
def test_a_name_is_one_that_the_scenario_declares(
    field: TypeAdapter[str], written: object, code: str
) -> None:
    assert problem(field, written) == code


@pytest.mark.parametrize("written", ["江戸川区", "131237", 131237, "Edogawa", "edogawa"])
def test_a_buyer_may_be_meant_by_its_code_or_its_other_names(written: int | str) -> None:
    assert buyer.validate_python(written, context=NAMES) == "江戸川区"


def test_where_no_names_are_declared_any_text_is_a_name() -> None:
    assert [field.validate_python("x") for field in (product, vendor, buyer)] == ["x", "x", "x"]
    assert [problem(field, 7, None) for field in (product, vendor, buyer)] == [
        *("unknown-product", "unknown-vendor", "unknown-buyer")
    ]


@pytest.mark.parametrize(
    ("field", "written", "hint"),
    [
        (product, "e33", "did you mean `e3`?"),
        (vendor, "甲社様", "did you mean `甲社`?"),
        (vendor, "zzz", "known: 甲社, 乙社"),
        (buyer, "江戸河区", "did you mean `江戸川区`?"),
        (buyer, "zzz", "known: 江戸川区, A区"),
    ],
)
def test_an_unknown_name_is_answered_by_the_one_meant_or_by_all(
    field: TypeAdapter[str], written: str, hint: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        field.validate_python(written, context=NAMES)
    assert caught.value.errors()[0]["ctx"]["hint"].en == hint


def test_a_long_list_of_known_names_is_cut_after_eight() -> None:
    names = Names("JPY", tuple(f"product {number}" for number in range(9)), (), ())
    with pytest.raises(ValidationError) as caught:
        product.validate_python("zzz", context=names)
    hint = caught.value.errors()[0]["ctx"]["hint"].en
    assert hint.endswith("product 7, …")


def test_a_long_value_is_shown_cut() -> None:
    with pytest.raises(ValidationError) as caught:
        quantity.validate_python("x" * 100)
    assert caught.value.errors()[0]["ctx"]["found"] == "x" * 60 + "…"
