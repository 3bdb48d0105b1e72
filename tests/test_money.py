"""Rounding, tax, shares that add up, and exact amounts as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scalemerit import money
from scalemerit.money import Exact, Terms, apportion, decimals, in_full, plain, round_exact, times

laws = settings(derandomize=True, deadline=None, max_examples=150)


def in_proportion(total: int, weights: Sequence[Exact]) -> tuple[int, ...]:
    """Whole shares of a total in proportion to weights."""
    everything = sum(weights, Fraction())
    return apportioned([Fraction(total) * weight / everything for weight in weights])


def apportioned(shares: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole shares for exact ones."""
    denominator = lcm(*(share.denominator for share in shares))
    return apportion([int(share * denominator) for share in shares], denominator)


# ---- rounding ----


@pytest.mark.parametrize(
    ("amount", "down", "half_up", "up"),
    [
        (0, 0, 0, 0),
        (7, 7, 7, 7),
        (-7, -7, -7, -7),
        (Fraction(4), 4, 4, 4),
        (Fraction(-4), -4, -4, -4),
        (Fraction(7, 3), 2, 2, 3),
        (Fraction(8, 3), 2, 3, 3),
        (Fraction(5, 2), 2, 3, 3),  # a half, between an even and an odd number
        (Fraction(7, 2), 3, 4, 4),
        (Fraction(1, 2), 0, 1, 1),
        (Fraction(-1, 2), 0, -1, -1),
        (Fraction(-5, 2), -2, -3, -3),
        (Fraction(-7, 3), -2, -2, -3),
        (Fraction(-8, 3), -2, -3, -3),
        (Fraction(1, 10**30), 0, 0, 1),
        (Fraction(-1, 10**30), 0, 0, -1),
        (Fraction(10**20 - 1, 2 * 10**20), 0, 0, 1),  # just below a half
        (Fraction(10**30 + 1, 10**15), 10**15, 10**15, 10**15 + 1),  # a float has no place for it
    ],
)
def test_down_is_toward_zero_up_away_from_it_and_halves_go_away(
    amount: Exact, down: int, half_up: int, up: int
) -> None:
    assert round_exact(amount, "down") == down
    assert round_exact(amount, "half_up") == half_up
    assert round_exact(amount, "up") == up


@laws
@given(st.fractions(max_denominator=1000))
def test_rounding_treats_gains_and_losses_alike(amount: Fraction) -> None:
    assert round_exact(-amount, "down") == -round_exact(amount, "down")
    assert round_exact(-amount, "half_up") == -round_exact(amount, "half_up")
    assert round_exact(-amount, "up") == -round_exact(amount, "up")


@laws
@given(st.fractions(max_denominator=1000))
def test_rounding_moves_by_less_than_one_and_half_up_by_at_most_a_half(amount: Fraction) -> None:
    assert 0 <= abs(amount) - abs(round_exact(amount, "down")) < 1
    assert 0 <= abs(round_exact(amount, "up")) - abs(amount) < 1
    assert abs(round_exact(amount, "half_up") - amount) <= Fraction(1, 2)


# ---- currencies ----


@pytest.mark.parametrize(
    ("currency", "places"),
    [
        *[(code, 0) for code in ("JPY", "KRW", "VND", "ISK", "CLP", "XPF")],
        *[(code, 2) for code in ("USD", "EUR", "GBP", "CNY", "TWD")],
        *[(code, 3) for code in ("KWD", "BHD", "TND")],
    ],
)
def test_a_currency_has_the_decimals_of_its_smallest_unit(currency: str, places: int) -> None:
    assert decimals(currency) == places


def test_every_currency_without_cents_is_a_currency() -> None:
    unusual = money._NO_DECIMALS | money._THREE_DECIMALS
    assert unusual <= money.CURRENCIES
    assert all(len(code) == 3 and code.isupper() for code in money.CURRENCIES)


def test_terms_are_final_prices_in_yen_rounded_down_unless_said_otherwise() -> None:
    assert Terms() == Terms("JPY", "down", None, "excluded")


# ---- tax ----

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("terms", "amount", "cost"),
    [
        (Terms(), Fraction(10999, 10), 1099),  # no tax
        (Terms("JPY", "down", TENTH), Fraction(10999, 10), 1099 + 109),  # 109.9
        (Terms("JPY", "half_up", TENTH), Fraction(10999, 10), 1100 + 110),
        (Terms("JPY", "half_up", TENTH), 1094, 1094 + 109),  # 109.4
        (Terms("JPY", "half_up", TENTH), 1095, 1095 + 110),  # 109.5
        (Terms("JPY", "up", TENTH), 1091, 1091 + 110),  # 109.1
        (Terms("JPY", "down", TENTH, "included"), Fraction(10999, 10), 1099),
        (Terms("JPY", "down", 0), 1000, 1000),
        (Terms("JPY", "down", 1), 1000, 2000),
        (Terms("USD", "down", TENTH), Fraction(10005, 1000), 1000 + 100),  # 10.005 dollars
        (Terms("USD", "half_up", TENTH), Fraction(10005, 1000), 1001 + 100),  # tax 100.1 cents
        (Terms("USD", "up", TENTH), Fraction(10005, 1000), 1001 + 101),
        (Terms("KWD", "down"), Fraction(10005, 10000), 1000),
        (Terms("KWD", "up"), Fraction(10005, 10000), 1001),
        (Terms("JPY", "down", Fraction(29, 400)), 1000, 1072),  # 7.25% is 72.5
    ],
)
def test_an_invoice_is_rounded_once_and_its_tax_once(
    terms: Terms, amount: Exact, cost: int
) -> None:
    assert terms.taxed(amount) == cost


@pytest.mark.parametrize(
    ("amount", "scale", "cost"),
    [
        (1095, 1, 1095 + 110),
        (Fraction(2191, 2), 1, 1096 + 110),  # 1095.5
        (10955, 10, 1096 + 110),
        (Fraction(21905, 2), 10, 1095 + 110),  # 1095.25
        (0, 7, 0),
    ],
)
def test_a_sum_may_be_given_in_parts_of_the_currency(amount: Exact, scale: int, cost: int) -> None:
    assert Terms("JPY", "half_up", TENTH).taxing()([amount], 0, scale) == [cost]


@pytest.mark.parametrize(
    ("terms", "total", "tax"),
    [
        (Terms("JPY", "down", TENTH, "included"), 1100, 100),
        (Terms("JPY", "down", TENTH, "included"), 1000, 90),  # 90.909
        (Terms("JPY", "half_up", TENTH, "included"), 1000, 91),
        (Terms("JPY", "up", TENTH, "included"), 1001, 91),  # exactly 91
        (Terms("JPY", "up", TENTH, "included"), 1002, 92),  # 91.09
        (Terms("JPY", "down", Fraction(2, 25), "included"), 1080, 80),
        (Terms("JPY", "down", 1, "included"), 1000, 500),  # a rate of 100%
        (Terms("JPY", "down", TENTH, "excluded"), 1100, 0),
        (Terms("JPY", "down", None, "included"), 1100, 0),
    ],
)
def test_a_total_holds_tax_where_prices_include_it(terms: Terms, total: int, tax: int) -> None:
    assert terms.tax_within(total) == tax


def test_tax_is_added_only_where_prices_exclude_it() -> None:
    assert Terms("JPY", "down", TENTH).tax_on(1000) == 100
    assert Terms("JPY", "down", TENTH, "included").tax_on(1000) == 0
    assert Terms("JPY", "down").tax_on(1000) == 0


# ---- multiplying ----


@pytest.mark.parametrize(
    ("amount", "factor", "divisor", "product"),
    [
        (5000, Fraction(92, 100), 1, 4600),
        (108, 10, 12, 90),
        (7, Fraction(1, 2), 1, Fraction(7, 2)),
        (Fraction(7, 2), 2, 3, Fraction(7, 3)),
        (-6, Fraction(1, 4), 1, Fraction(-3, 2)),
        (0, Fraction(1, 3), 5, 0),
    ],
)
def test_a_product_is_exact_and_whole_where_it_can_be(
    amount: Exact, factor: Exact, divisor: int, product: Exact
) -> None:
    found = times(amount, factor, divisor)
    assert (found, type(found)) == (product, type(product))


# ---- shares that add up ----


@pytest.mark.parametrize(
    ("exact", "whole"),
    [
        (["1/3", "1/3", "1/3"], (1, 0, 0)),  # a tie goes to the first
        (["1/2", "1/4", "1/4"], (1, 0, 0)),
        (["1/4", "1/2", "1/4"], (0, 1, 0)),
        (["2/3", "2/3", "2/3"], (1, 1, 0)),
        (["1/5", "2/5", "2/5"], (0, 1, 0)),  # a tie among the largest only
        (["-4/5", "27/5", "27/5"], (-1, 6, 5)),  # floors -1, 5, 5; fractions .2, .4, .4
        (["-17/3", "40/3", "40/3"], (-5, 13, 13)),  # floors -6, 13, 13; all fractions a third
        (["3", "4"], (3, 4)),
        (["10"], (10,)),
        ([], ()),
    ],
)
def test_units_left_go_to_the_largest_remainders(exact: list[str], whole: tuple[int, ...]) -> None:
    assert apportioned([Fraction(share) for share in exact]) == whole


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 2, 4], (14, 29, 57)),  # 14.29, 28.57, 57.14
        (100, [1, 1, 1], (34, 33, 33)),
        (1000, [7, 5, 3], (467, 333, 200)),  # 466.67, 333.33, 200
        (10, [0, 1, 0], (0, 10, 0)),
        (0, [1, 2], (0, 0)),
        (-10, [1, 2], (-3, -7)),  # -3.33 and -6.67: floors -4 and -7, the larger fraction is .67
        (7, [Fraction(1, 2), Fraction(1, 3)], (4, 3)),  # 4.2 and 2.8
    ],
)
def test_a_total_is_divided_in_proportion(
    total: int, weights: list[Exact], shares: tuple[int, ...]
) -> None:
    assert in_proportion(total, weights) == shares


totals = st.integers(-(10**13), 10**13)
weight_lists = st.lists(
    st.one_of(st.integers(0, 50), st.fractions(0, 50, max_denominator=60)), min_size=1, max_size=12
).filter(any)


@laws
@given(totals, weight_lists)
def test_shares_add_up_and_none_is_off_by_a_whole_unit(total: int, weights: list[Exact]) -> None:
    shares = in_proportion(total, weights)
    everything = sum(weights, Fraction())
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / everything) < 1


@laws
@given(st.integers(0, 10**6), weight_lists)
def test_a_larger_weight_never_pays_less_and_of_equal_ones_the_first_pays_no_less(
    total: int, weights: list[Exact]
) -> None:
    in_order = sorted(
        zip(weights, in_proportion(total, weights), strict=True), key=lambda pair: -pair[0]
    )  # sorted is stable: equal weights stay in order
    shares = [share for _, share in in_order]
    assert shares == sorted(shares, reverse=True)


# ---- exact amounts as text ----


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (4800, "4,800"),
        (-4800, "-4,800"),
        (999, "999"),
        (10**15, "1,000,000,000,000,000"),
        (Fraction(3), "3"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-25, 2), "-12.5"),
        (Fraction(1, 20), "0.05"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(4938269, 4), "1,234,567.25"),
    ],
)
def test_an_exact_amount_is_written_with_all_its_decimals(amount: Exact, text: str) -> None:
    assert plain(amount) == text


def test_an_amount_without_end_is_cut_after_six_decimals_and_marked() -> None:
    assert plain(Fraction(1, 3)) == "0.333333…"
    assert plain(Fraction(-20000, 3)) == "-6,666.666666…"
    assert plain(Fraction(1, 10**12)) == "0.000000000001"
    assert plain(Fraction(1, 10**13)) == "0.000000…"


def test_an_amount_may_be_written_with_a_given_number_of_decimals() -> None:
    assert plain(Fraction(25, 2), 2) == "12.50"
    assert plain(4800, 2) == "4,800.00"
    assert plain(Fraction(1, 20), 2) == "0.05"
    assert plain(4800, 0) == "4,800"
    assert plain(Fraction(1, 8), 2) == "0.12…"


@laws
@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6))
def test_the_text_of_an_amount_means_the_amount(amount: Decimal) -> None:
    assert Fraction(plain(Fraction(amount)).replace(",", "")) == Fraction(amount)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Fraction(3, 2), "USD", "1.50"),
        (1200, "USD", "1,200.00"),
        (Fraction(1, 8), "USD", "0.125"),  # more than cents is told in full
        (Fraction(3, 2), "KWD", "1.500"),
        (1200, "JPY", "1,200"),
        (Fraction(5, 2), "JPY", "2.5"),
        (Fraction(1, 3), "USD", "0.333333…"),
    ],
)
def test_an_amount_in_full_has_all_its_cents(amount: Exact, currency: str, text: str) -> None:
    assert in_full(amount, currency) == text
