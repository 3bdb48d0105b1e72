"""What coalitions pay: equal to what a comparison of just these buyers comes to."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

import generate
from comparing import compared, each
from scalemerit.charging import game_of
from scalemerit.comparison import Outcome, compare
from scalemerit.game import PurchaseGame
from scalemerit.game.listing import listed_by_total, listed_in_blocks
from scalemerit.game.parts import cheapest_partition, one_joint_purchase
from scalemerit.game.whole import WholeGame
from scalemerit.join import spread_by_size
from scalemerit.scenario import from_data
from scalemerit.shapley.table import table_parts
from scalemerit.shapley.weights import denominator
from scalemerit.solution import Search

Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data, as a reader of YAML gives it
SEEDS = range(120)


def members(outcome: Outcome, coalition: int) -> list[str]:
    """The buyers of a coalition."""
    buyers = outcome.pool.buyers
    return [buyer for place, buyer in enumerate(buyers) if coalition >> place & 1]


def compared_cost(data: Data, outcome: Outcome, coalition: int) -> int:
    """What a comparison of an arrangement of the coalition's buyers says that they pay."""
    written = dict(data.get("arrangements", {}).get(outcome.name, {}))
    written.pop("lead", None)
    written.pop("expect", None)
    written |= {"buyers": members(outcome, coalition), "allocation": "equal"}
    (only,) = compare(from_data({**data, "arrangements": {"part": written}})).arrangements
    return only.joint + only.coordination


def partitions(members: list[int]) -> list[list[int]]:
    """Every division of the members into coalitions, as their numbers."""
    if not members:
        return [[]]
    first, *rest = members
    found = []
    for chosen in range(1 << len(rest)):
        together = [one for place, one in enumerate(rest) if chosen >> place & 1]
        others = [one for one in rest if one not in together]
        part = sum(1 << one for one in [first, *together])
        found += [[part, *more] for more in partitions(others)]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_coalition_pays_what_a_comparison_of_its_buyers_says_or_less_in_parts(seed: int) -> None:
    data = generate.scenario(seed)
    for outcome in compare(from_data(data)).arrangements:
        game = outcome.game
        whole = [0] * (1 << game.buyers)
        for coalition in range(1, 1 << game.buyers):
            is_single = coalition.bit_count() == 1
            whole[coalition] = (
                outcome.bill.separate[coalition.bit_length() - 1]
                if is_single
                else compared_cost(data, outcome, coalition)
            )
        least = [
            min(
                sum(whole[part] for part in division)
                for division in partitions([i for i in range(game.buyers) if coalition >> i & 1])
            )
            for coalition in range(1 << game.buyers)
        ]
        assert game.whole_is_cheapest == (least == whole)
        assert game.parts == "every"
        least[-1] = outcome.bill.total
        assert game.table.tolist() == least


# ---- several ways to the same costs ----


def simple(seed: int) -> Outcome:
    """Few buyers of one product, some with a cheap contract today, and one to three vendors."""
    rng = Random(seed)
    fees = {"per_contract": rng.choice([0, 50, 400]), "per_buyer": rng.choice([0, 0, 7])}
    models = [
        {"model": "volume", "tiers": {1: 100, 30: 90, 60: 70}},
        {"model": "graduated", "tiers": {1: 95, 20: 80}},
        {"model": "package", "size": 10, "price": 850},
        {"model": "volume", "tiers": {1: 100, 30: "88.5"}, "buy_up": False},
        {"model": "flat", "amount": 5000},
    ]
    buyers: Data = {}
    for name in "ABCDEF":
        buyers[name] = {"quantities": rng.randint(1, 30)}
        if rng.random() < 0.2:
            buyers[name]["current"] = {"amount": rng.randint(50, 2500)}
    vendors = {
        name: {"price": rng.choice(models), "fees": fees if rng.random() < 0.7 else {}}
        for name in ["甲社", "乙社", "丙社"][: rng.randint(1, 3)]
    }
    tax: Data = {"tax": {"rate": "10%"}} if rng.random() < 0.7 else {}
    coordination = {"per_contract": rng.choice([0, 300]), "per_buyer": rng.choice([0, 0, 11])}
    joint = {"coordination": coordination}
    (only,) = compared(
        buyers=buyers, vendors=vendors, arrangements={"joint": joint}, **tax
    ).arrangements
    return only


@pytest.mark.parametrize("seed", range(150))
def test_what_is_known_of_parts_without_trying_them_is_what_trying_shows(seed: int) -> None:
    game = simple(seed).game
    whole = np.array([game.whole(coalition) for coalition in range(1 << game.buyers)])
    least = cheapest_partition(whole)
    assert game.whole_is_cheapest == bool((least == whole).all())
    least[-1] = game.total
    assert game.table.tolist() == least.tolist()
    assert game.parts == "every"
    if game.pooled is not None:
        assert game.whole_is_cheapest


def test_of_many_buyers_not_all_ways_to_buy_in_parts_are_tried_and_this_is_told() -> None:
    # half a pack each: nobody is cheaper alone, but two joint purchases may be cheaper than one
    packs = {"model": "package", "size": 10, "price": 1000}
    buyers = {f"B{place}": 5 for place in range(15)}
    (only,) = compared(buyers=buyers, vendors={"甲社": {"price": packs}}).arrangements
    assert only.game.parts == "one_joint"
    assert only.game.whole_is_cheapest is None


def test_a_buyer_that_only_rounding_makes_cheaper_alone_may_leave() -> None:
    # A and B 73.9, invoiced as 74 and 7 of tax; C 23 and 2; all three 96.5, as 97 and 10
    (only,) = compared(
        buyers={"A": 1, "B": 2, "C": {"quantities": 2, "current": {"amount": 23}}},
        vendors={"甲社": {"price": each("11.3"), "fees": {"per_contract": 40}}},
        tax={"rate": "10%"},
        rounding="half_up",
    ).arrangements
    assert [only.game.cost(one) for one in (0b011, 0b100, 0b111)] == [81, 25, 107]
    assert only.game.whole_is_cheapest is False


def test_among_random_games_some_are_known_and_some_are_cheaper_in_parts() -> None:
    games = [simple(seed).game for seed in range(150)]
    assert sum(game.pooled is not None for game in games) > 10
    assert sum(game.whole_is_cheapest is False for game in games) > 20


@pytest.mark.parametrize("seed", range(60))
def test_offers_are_what_a_joint_purchase_costs_up_to_the_rounding_of_invoices(seed: int) -> None:
    game = simple(seed).game
    pooled = game._pooled
    assert pooled is not None
    for size in range(2, game.buyers + 1):
        asked = [(one.licenses + size * one.each) / one.scale for one in pooled.offers]
        off = np.abs(np.min(asked, axis=0) - pooled.joint(size))[1:]
        assert off.max() <= pooled.slack + 1e-6


@pytest.mark.parametrize("seed", range(40))
def test_a_table_by_totals_is_the_one_in_blocks(seed: int) -> None:
    game = simple(seed).game
    assert game._pooled is not None
    by_total = listed_by_total(game._pooled, game.buyers)
    in_blocks = listed_in_blocks(game._tabulation, game.pool)
    several = [one for one in range(1 << game.buyers) if one.bit_count() > 1]
    assert by_total[several].tolist() == in_blocks[several].tolist()


def test_one_joint_purchase_beside_buyers_alone_is_found_for_each_coalition() -> None:
    # together 7, 8 and 9 for two, 20 for all; C alone pays 1
    whole = np.array([0, 5, 5, 7, 1, 8, 9, 20])
    assert one_joint_purchase(whole, (5, 5, 1), range(3)).tolist() == [0, 5, 5, 7, 1, 6, 6, 8]


def test_amounts_too_large_for_64_bits_are_priced_all_the_same() -> None:
    price = {"model": "volume", "tiers": {1: "123456789.123456", 20: "123456788.000001"}}
    buyers = {f"B{place}": 10**6 + place for place in range(4)}
    outside = {"license": 999_983}
    (only,) = compared(
        buyers=buyers,
        vendors={"甲社": {"price": price, "fees": {"per_contract": 7}}},
        arrangements={"joint": {"outside_quantity": outside, "discount": "3.3%"}},
        tax={"rate": "7.25%"},
    ).arrangements
    game = only.game
    assert game._tabulation.dtype == object
    in_blocks = listed_in_blocks(game._tabulation, game.pool)
    for coalition in range(1 << game.buyers):
        if coalition.bit_count() > 1:
            assert in_blocks[coalition] == game.whole(coalition)


def test_sums_over_coalitions_that_64_bits_do_not_hold_are_exact() -> None:
    # together a fee of 12 × 10¹² is paid once, which each of 12 buyers pays alone as well
    buyers = {f"B{place}": 10**7 * (1 + place) for place in range(12)}
    fees = {"per_contract": 12 * 10**12}
    vendors = {"甲社": {"price": each(10**9), "fees": fees}}
    (only,) = compared(buyers=buyers, vendors=vendors).arrangements
    assert only.game._tabulation.dtype == np.int64
    parts = table_parts(only.game.table)
    values = [Fraction(part, denominator(12)) for part in parts]
    assert values == [10**16 * (1 + place) + 10**12 for place in range(12)]
    whole = WholeGame(only.pool, only.arrangement, only.bill.separate, None)
    spread = spread_by_size(whole, only.bill.quantities)
    assert spread is not None
    assert [one.average for one in spread.sizes] == [
        12 * 10**12 * (size - 1) for size in range(2, 13)
    ]


def test_more_combinations_of_vendors_than_are_tried_at_once_are_priced_one_by_one() -> None:
    rng = Random(1)
    products = [f"p{place}" for place in range(5)]
    vendors = {
        f"V{place}": {
            "prices": {one: each(rng.randint(5, 9)) for one in products},
            "fees": {"per_contract": rng.randint(1, 20)},
        }
        for place in range(4)
    }
    buyers = {name: {one: rng.randint(0, 9) for one in products} for name in "ABC"}
    (only,) = compared(
        products={one: {} for one in products}, buyers=buyers, vendors=vendors
    ).arrangements
    game = only.game
    assert not game._are_few_awards
    assert game.table[0b011] == min(game.whole(0b011), game.alone[0] + game.alone[1])


def test_a_game_without_coordination_is_that_of_the_vendors_bills() -> None:
    buyers = {"A": 5, "B": 5}
    (only,) = compared(
        buyers=buyers,
        vendors={"甲社": {"price": {"model": "volume", "tiers": {1: 10, 10: 8}}}},
        arrangements={
            "joint": {
                "coordination": {"per_contract": 7},
                "allocation": {"bill": "shapley", "coordination": "equal"},
            }
        },
    ).arrangements
    assert only.game.total == 87
    game = only.charges[0].bill.game
    assert game is not None
    assert game.total == 80
    assert [share.share for share in only.shares] == [44, 43]  # 40 each, and 3.5 each of 7


def test_a_game_without_a_table_asks_for_each_coalition_by_itself() -> None:
    buyers = {f"B{place}": {"e3": 1 + place, "e5": 30 - place} for place in range(24)}
    price = {"model": "volume", "tiers": {1: 10, 100: 9}}
    (only,) = compared(
        products={"e3": {}, "e5": {}},
        buyers=buyers,
        vendors={"甲社": {"prices": {"e3": price, "e5": price}}},
    ).arrangements
    game = only.game
    assert not game.has_table
    assert game.pooled is None
    assert game.parts == "whole"
    assert game.whole_is_cheapest is None
    assert game.cost(0b11) == 10 * (1 + 30 + 2 + 29)
    assert game.cost(0b1) == game.alone[0] == 310


def two_products(buyers: int, vendors: int, search: Search | None = None) -> PurchaseGame:
    """A game of two products of which nothing but prices of coalitions is known."""
    needs = {f"B{place}": {"e3": 1 + place, "e5": 30 - place} for place in range(buyers)}
    price = {"model": "volume", "tiers": {1: 10, 100: 9}}
    outcome = compared(
        products={"e3": {}, "e5": {}},
        buyers=needs,
        vendors={f"V{place}": {"prices": {"e3": price, "e5": price}} for place in range(vendors)},
        arrangements={"joint": {"award": "single"}},
    ).arrangements[0]
    return game_of(outcome.pool, outcome.arrangement, outcome.bill.separate, search)


def test_where_time_runs_out_before_all_coalitions_are_listed_each_is_asked_for_by_itself() -> None:
    for search, is_listed in ((None, True), (Search(lambda: True), False)):
        game = two_products(16, 2, search)
        assert game.has_table == is_listed
        assert game.cost(0b11) == 10 * (1 + 30 + 2 + 29)


def test_few_coalitions_are_listed_however_little_time_there_is() -> None:
    assert two_products(15, 2, Search(lambda: True)).has_table


def test_of_23_buyers_too_many_vendors_are_not_tried_for_every_coalition() -> None:
    assert two_products(23, 20)._may_be_listed
    assert not two_products(23, 60)._may_be_listed
    assert two_products(20, 60)._may_be_listed


def test_of_few_buyers_with_very_many_licenses_only_the_coalitions_are_priced() -> None:
    buyers = {f"B{place}": 300_000_000 + place for place in range(5)}
    (only,) = compared(buyers=buyers, vendors={"甲社": {"price": each(3)}}).arrangements
    assert only.game._pooled is None
    assert only.game.table[0b11] == 3 * 600_000_001
