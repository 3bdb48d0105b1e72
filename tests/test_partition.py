"""The cheapest way to divide buyers into a few joint contracts, held to trying every partition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

import pytest

import scalemerit.partition
from pooled_games import CurveGame, random_game
from scalemerit.game import Game
from scalemerit.game.tabled import TableGame
from scalemerit.partition import Partition, partition
from scalemerit.partition.bound import lower_bound

SEEDS = range(30)
# Alone 10 each; the pairs {0, 1} and {2, 3} pay 12, other pairs 25, larger coalitions 40.
PAIRS = TableGame(
    [0, 10, 10, 12, 10, 25, 25, 40, 10, 25, 25, 40, 12, 40, 40, 40],
)


def partitions(buyers: tuple[int, ...]) -> Iterator[list[int]]:
    if not buyers:
        yield []
        return
    first, others = buyers[0], buyers[1:]
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            left = tuple(buyer for buyer in others if buyer not in chosen)
            for rest in partitions(left):
                yield [sum(1 << buyer for buyer in (first, *chosen)), *rest]


def least_cost(game: Game, most: int) -> int:
    return min(
        sum(map(game.cost, groups))
        for groups in partitions(tuple(range(game.buyers)))
        if sum(group.bit_count() > 1 for group in groups) <= most
    )


def quantities_of(game: Game) -> tuple[int, ...]:
    assert game.pooled is not None
    return game.pooled.quantities


def test_two_contracts_are_cheaper_than_one() -> None:
    assert partition(PAIRS, 2, (1, 1, 1, 1)) == (
        (((0, 1), 20, 12), ((2, 3), 20, 12)),
        24,
        24,
    )


def test_one_contract_leaves_the_others_alone() -> None:
    found = partition(PAIRS, 1, (1, 1, 1, 1))
    assert found.groups == (((0,), 10, 10), ((1,), 10, 10), ((2, 3), 20, 12))
    assert (found.joint, found.separate) == ((((2, 3), 20, 12),), ((0, 1), 20, 20))
    assert found.everyone == ((0, 1, 2, 3), 40, 32)


def test_without_any_contract_all_buy_alone() -> None:
    found = partition(PAIRS, 0, (1, 1, 1, 1))
    assert [group.buyers for group in found.groups] == [(0,), (1,), (2,), (3,)]
    assert (found.cost, found.bound) == (40, 40)


def test_a_single_buyer_buys_alone() -> None:
    assert partition(TableGame([0, 10]), 3, (5,)) == ((((0,), 10, 10),), 10, 10)


def is_division(game: Game, found: Partition, most: int) -> bool:
    """Whether each buyer is in one group, and groups and costs are what they are said to be."""
    buyers = sorted(buyer for group in found.groups for buyer in group.buyers)
    costs = [game.cost(sum(1 << buyer for buyer in group.buyers)) for group in found.groups]
    return (
        buyers == list(range(game.buyers))
        and len(found.joint) <= most
        and costs == [group.cost for group in found.groups]
        and found.cost == sum(costs)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cheapest_of_all_partitions_is_found(seed: int) -> None:
    chance = Random(seed)
    game = random_game(chance, chance.randint(2, 7))
    for most in range(4):
        found = partition(game, most, quantities_of(game))
        assert is_division(game, found, most)
        assert found.cost == least_cost(game, most)
        assert found.is_cheapest
        assert found.gap == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_partition_that_is_searched_for_lies_between_its_bound_and_buying_as_one(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scalemerit.partition, "EXACT_LIMIT", 0)
    chance = Random(seed)
    game = random_game(chance, chance.randint(2, 7))
    for most in range(4):
        found = partition(game, most, quantities_of(game))
        least = least_cost(game, most)
        assert is_division(game, found, most)
        assert found.bound is not None
        assert found.bound <= least <= found.cost <= sum(game.alone)
        assert not most or found.cost <= game.total


@pytest.mark.parametrize(("most", "cost"), [(0, 40), (1, 32), (2, 24), (3, 24)])
def test_a_search_uses_no_more_contracts_than_there_may_be(
    most: int, cost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scalemerit.partition, "EXACT_LIMIT", 0)
    found = partition(PAIRS, most, (1, 1, 1, 1))
    assert is_division(PAIRS, found, most)
    assert found.cost == cost


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_from_pooled_quantities_is_below_every_partition(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    game = random_game(chance, chance.randint(2, 7))
    monkeypatch.setattr(CurveGame, "has_table", False)
    bound = lower_bound(game, quantities_of(game))
    assert bound is not None
    assert bound <= least_cost(game, game.buyers)


def test_the_bound_is_met_where_the_price_of_all_is_the_lowest() -> None:
    # 20 buyers: 10 alone for one license each, 5 together whatever the number.
    game = CurveGame([1] * 20, [10] * 20, lambda total: 5 * total)
    found = partition(game, 2, (1,) * 20)
    assert (found.cost, found.bound, found.gap) == (100, 100, 0)
    assert found.is_cheapest


def test_large_amounts_are_divided_exactly() -> None:
    large = 10**30
    costs = [cost * large for cost in (0, 10, 8, 15, 6, 13, 14, 18)]
    found = partition(TableGame(costs), 1, (5, 4, 3))
    assert (found.groups[0].buyers, found.cost) == ((0, 1, 2), 18 * large)
    assert lower_bound(TableGame(costs), (5, 4, 3)) is not None
    bound = lower_bound(TableGame(costs), (5, 4, 3))
    assert bound is not None
    assert bound <= 18 * large


def test_the_bound_is_by_what_buyers_pay_alone_where_licenses_tell_less() -> None:
    # By licenses 2 for the first, at 20 / 10, and 10 for the second.
    assert lower_bound(TableGame([0, 10, 10, 20]), (1, 9)) == 20


def test_many_buyers_without_pooled_costs_have_no_bound() -> None:
    class Many(Game):
        def cost(self, coalition: int) -> int:
            return coalition.bit_count()

    found = partition(Many(24), 1, (1,) * 24)
    assert (found.cost, found.bound, found.gap, found.is_cheapest) == (24, None, None, False)
