"""Which rules keep everybody in at which prices: what the page on allocation rules says of them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from scalemerit.comparison import Outcome, compare
from scalemerit.scenario import from_data
from scalemerit.shapley import shapley
from scalemerit.stability import core_is_empty, is_in_core

Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data, as a reader of YAML gives it
SEEDS = range(60)


def falling_tiers(random: Random) -> dict[int, int]:
    """One to four unit prices, each below the one before."""
    starts = [1, *sorted(random.sample(range(2, 60), random.randint(0, 3)))]
    units = sorted(random.sample(range(5, 60), len(starts)), reverse=True)
    return dict(zip(starts, units, strict=True))


def purchase(random: Random, model: str, vendors: str, **fees: int) -> Outcome:
    """A joint purchase of three to seven buyers at final prices."""
    data: Data = {
        "scalemerit": 1,
        "title": "-",
        "buyers": {
            f"{name}区": random.randint(1, 30) for name in "ABCDEFG"[: random.randint(3, 7)]
        },
        "vendors": {
            f"{vendor}社": {
                "price": {"model": model, "tiers": falling_tiers(random)},
                "fees": {"per_contract": random.randint(0, 200), **fees},
            }
            for vendor in vendors
        },
    }
    (outcome,) = compare(from_data(data)).arrangements
    return outcome


def keeps_all_in_by_quantity(outcome: Outcome) -> bool | None:
    bill = outcome.bill
    parts = [bill.total * quantity for quantity in bill.quantities]
    return is_in_core(outcome.game, parts, sum(bill.quantities))


@pytest.mark.parametrize("model", ["volume", "graduated"])
def test_where_the_average_price_falls_sharing_by_quantity_keeps_all_in(model: str) -> None:
    outcomes = [purchase(Random(seed), model, "甲") for seed in SEEDS]
    assert all(keeps_all_in_by_quantity(outcome) for outcome in outcomes)


def test_with_a_fee_for_each_buyer_sharing_by_quantity_may_not_keep_all_in() -> None:
    outcomes = [purchase(Random(seed), "graduated", "甲", per_buyer=300) for seed in SEEDS]
    assert not all(keeps_all_in_by_quantity(outcome) for outcome in outcomes)


def test_at_graduated_prices_that_fall_the_shapley_value_keeps_all_in() -> None:
    games = [purchase(Random(seed), "graduated", "甲乙丙").game for seed in SEEDS]
    assert all(is_in_core(game, *shapley(game)[:2]) for game in games)


def test_at_volume_prices_the_shapley_value_often_does_not_keep_all_in() -> None:
    games = [purchase(Random(seed), "volume", "甲").game for seed in SEEDS]
    assert sum(not is_in_core(game, *shapley(game)[:2]) for game in games) > len(games) // 4


def test_where_packs_are_sold_whole_the_core_may_be_empty() -> None:
    """Three buyers of 5, packs of 10 at 100: two share a pack, three need two."""
    data: Data = {
        "scalemerit": 1,
        "title": "-",
        "buyers": {"A区": 5, "B区": 5, "C区": 5},
        "vendors": {"甲社": {"price": {"model": "package", "size": 10, "price": 100}}},
    }
    (outcome,) = compare(from_data(data)).arrangements
    assert core_is_empty(outcome.game)
