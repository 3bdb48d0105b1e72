"""What is known of buying in parts from the curve of a price alone, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scalemerit.game import Pooled, PooledOffer
from scalemerit.game.parts import cheapest_partition, paid_once, possible_leavers, sums


def pooled(
    quantities: Sequence[int], licenses: Sequence[int], each: int = 0, slack: int = 0
) -> Pooled:
    """One vendor that asks so much for each total, and for each buyer."""
    column = np.array(licenses)
    return Pooled(
        tuple(quantities),
        1,
        lambda size: column + size * each,
        bool(each),
        (PooledOffer(column, each, 1),),
        slack,
    )


def fixed_and_each(totals: int) -> list[int]:
    """100 once, and 10 a license."""
    return [0, *(100 + 10 * total for total in range(1, totals + 1))]


# ---- what is paid once ----


def test_a_fee_beside_one_price_is_paid_once() -> None:
    assert paid_once(pooled([1, 2, 3], fixed_and_each(6))) == 100


def test_nothing_is_paid_once_where_each_license_costs_the_same() -> None:
    assert paid_once(pooled([1, 2], [0, 10, 20, 30])) == 0


def test_where_an_average_price_rises_two_purchases_may_pay_less() -> None:
    assert paid_once(pooled([1, 2], [0, 10, 20, 31])) is None  # 10, 10, 10.33


def test_no_more_is_paid_once_than_the_least_purchase_costs() -> None:
    assert paid_once(pooled([1, 2], [0, 10, 5, 3])) == 3


def test_what_is_paid_once_has_to_outweigh_three_roundings() -> None:
    assert paid_once(pooled([1, 2, 3], fixed_and_each(6), slack=33)) == 100
    assert paid_once(pooled([1, 2, 3], fixed_and_each(6), slack=34)) is None


def test_vendors_that_ask_for_each_buyer_otherwise_are_not_compared() -> None:
    one = pooled([1, 2], [0, 10, 20, 30])
    other = PooledOffer(one.offers[0].licenses, 7, 1)
    assert paid_once(one._replace(offers=(*one.offers, other))) is None


def test_costs_beyond_64_bits_are_compared_all_the_same() -> None:
    most = 2**62
    assert paid_once(pooled([1, 2], [0, most, most, most])) == most
    assert paid_once(pooled([1, 2], [0, most - 2, most - 1, most])) == most - 3


# ---- who may be better alone ----


def leavers(alone: Sequence[int], each: int = 0, slack: int = 0) -> tuple[int, ...]:
    """Of buyers of 1, 2 and 3 licenses at 100 once, 10 a license and so much each."""
    found = pooled([1, 2, 3], fixed_and_each(6), each, slack)
    once = paid_once(found)
    assert once is not None
    return possible_leavers(found, once, alone)


def test_who_pays_more_alone_than_a_license_costs_more_stays() -> None:
    assert leavers([110, 120, 130]) == ()


def test_who_pays_less_alone_than_it_adds_may_leave() -> None:
    assert leavers([200, 19, 300]) == (1,)
    assert leavers([110, 20, 300]) == ()


def test_a_fee_for_each_buyer_is_part_of_what_it_adds() -> None:
    assert leavers([200, 24, 300], each=5) == (1,)
    assert leavers([115, 25, 300], each=5) == ()


def test_rounding_may_make_staying_dearer_by_two_roundings() -> None:
    assert leavers([200, 21, 300], slack=1) == (1,)
    assert leavers([110, 22, 300], slack=1) == ()


def test_two_that_pay_less_alone_than_as_a_pair_may_leave_both() -> None:
    assert leavers([65, 64, 300]) == (0, 1)  # the pair pays 130
    assert leavers([65, 65, 300]) == ()


def test_a_jump_between_tiers_can_be_more_than_a_purchase_alone_suggests() -> None:
    # average prices fall: 100, 50, 34, 34, 34, 34; from 3 licenses to 5 is 68
    licenses = [0, 100, 100, 102, 136, 170, 204]
    found = pooled([1, 2, 3], licenses)
    once = paid_once(found)
    assert once == 0
    assert possible_leavers(found, once, [110, 67, 300]) == (1,)
    assert possible_leavers(found, once, [110, 68, 300]) == ()


# ---- partitions ----


def test_the_cheapest_partition_may_have_three_parts() -> None:
    # single buyers 1 each; any two 5, any three 3 or more
    whole = np.array([0, 1, 1, 5, 1, 5, 5, 9])
    assert cheapest_partition(whole).tolist() == [0, 1, 1, 2, 1, 2, 2, 3]


def test_sums_are_those_of_each_coalitions_buyers() -> None:
    assert sums([1, 20, 300], np.dtype(np.int64)).tolist() == [0, 1, 20, 21, 300, 301, 320, 321]
