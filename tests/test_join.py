"""Who adds what, what is saved by how many, how it grows, what is likely: held to definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb, prod
from random import Random

import numpy as np
import pytest

from pooled_games import CurveGame, random_game
from scalemerit.game import Game
from scalemerit.game.tabled import TableGame
from scalemerit.join import (
    Addition,
    Participants,
    additions,
    analyze,
    chance_of,
    grow,
    sampling,
    spread_by_size,
)
from scalemerit.join.pooled_sizes import PooledSizes, exact_dot

SEEDS = range(25)


def games(seed: int) -> Game:
    chance = Random(seed)
    return random_game(chance, chance.randint(2, 7))


def mask(buyers: tuple[int, ...]) -> int:
    return sum(1 << buyer for buyer in buyers)


def saving(game: Game, buyers: tuple[int, ...]) -> int:
    return sum(game.cost(1 << buyer) for buyer in buyers) - game.cost(mask(buyers))


def quantities_of(game: Game) -> tuple[int, ...]:
    assert game.pooled is not None
    return tuple(quantity * game.pooled.step for quantity in game.pooled.quantities)


# Three buyers that pay 10, 8 and 6 alone; together 15, 13 and 14 in pairs, and 18 all three.
# Savings: 3 (0 and 1), 3 (0 and 2), 0 (1 and 2), 6 of all.
THREE = TableGame([0, 10, 8, 15, 6, 13, 14, 18])


def test_a_buyer_adds_what_the_others_would_save_less_and_keeps_what_it_pays_less() -> None:
    found = additions(THREE, (7, 6, 5))
    # Without buyer 0 the others save 0 of 6, without 1 and without 2 they save 3.
    assert found == (Addition(0, 6, 3), Addition(1, 3, 2), Addition(2, 3, 1))
    assert [one.to_others for one in found] == [3, 1, 2]


def test_savings_by_size_are_the_smallest_the_average_and_the_largest() -> None:
    found = spread_by_size(THREE, (5, 4, 3))
    assert found is not None
    pairs, everyone = found.sizes
    assert pairs == (2, 0, Fraction(2), 3, (0, 1))
    assert everyone == (3, 6, Fraction(6), 6, (0, 1, 2))


def test_a_buyer_alone_has_no_joint_purchase_of_any_size() -> None:
    game = TableGame([0, 10])
    assert spread_by_size(game, (5,)) == ((), None, None)
    assert grow(game) == (((0,), (0,), 0, 0),)


def by_definition(game: Game) -> list[tuple[int, int, Fraction, int]]:
    found = []
    for size in range(2, game.buyers + 1):
        savings = [saving(game, one) for one in combinations(range(game.buyers), size)]
        average = Fraction(sum(savings), len(savings))
        found.append((size, min(savings), average, max(savings)))
    return found


@pytest.mark.parametrize("listed", [True, False], ids=["table", "pooled"])
@pytest.mark.parametrize("seed", SEEDS)
def test_savings_by_size_are_those_of_all_coalitions(
    seed: int, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = games(seed)
    monkeypatch.setattr(type(game), "has_table", listed)
    found = spread_by_size(game, quantities_of(game))
    assert found is not None
    assert [one[:4] for one in found.sizes] == by_definition(game)
    for one in found.sizes:
        assert len(set(one.best)) == one.size
        assert saving(game, one.best) == one.largest


@pytest.mark.parametrize("listed", [True, False], ids=["table", "pooled"])
@pytest.mark.parametrize("seed", SEEDS)
def test_licenses_that_may_and_that_certainly_cover_are_those_of_all_coalitions(
    seed: int, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = games(seed)
    monkeypatch.setattr(type(game), "has_table", listed)
    quantities = quantities_of(game)
    savings: dict[int, list[int]] = {}
    for size in range(2, game.buyers + 1):
        for one in combinations(range(game.buyers), size):
            total = sum(quantities[buyer] for buyer in one)
            savings.setdefault(total, []).append(saving(game, one))
    possible = [total for total, found in savings.items() if max(found) >= 0]
    certain = [
        total
        for total in savings
        if all(min(found) >= 0 for above, found in savings.items() if above >= total)
    ]
    found = spread_by_size(game, quantities)
    assert found is not None
    assert found.possible_from == min(possible, default=None)
    assert found.certain_from == min(certain, default=None)


def test_the_saving_is_covered_from_the_size_after_the_last_loss() -> None:
    # Pairs save 1, -1 and -4, all three save 2.
    game = TableGame([0, 10, 10, 19, 10, 21, 24, 28])
    found = spread_by_size(game, (1, 1, 1))
    assert found is not None
    assert found.covered_from("smallest") == 3
    assert found.covered_from("average") == 3
    assert found.covered_from("largest") == 2


def test_where_all_together_lose_nothing_is_covered() -> None:
    found = spread_by_size(TableGame([0, 10, 10, 25]), (1, 1))
    assert found is not None
    assert [found.covered_from(one) for one in ("smallest", "average", "largest")] == [None] * 3
    assert (found.possible_from, found.certain_from) == (None, None)


def test_many_buyers_without_pooled_costs_have_no_figures_by_size() -> None:
    class Many(Game):
        def cost(self, coalition: int) -> int:
            return coalition.bit_count()

    assert spread_by_size(Many(24), (1,) * 24) is None


def test_quantities_in_steps_are_told_in_licenses() -> None:
    # Two need 100, one 300; alone 10 a license, together 8 and 1,500 for the contract.
    game = CurveGame([1, 1, 3], [1000, 1000, 3000], lambda total: 1500 + 8 * total, step=100)
    chosen = PooledSizes(game.alone, game.pooled)
    # 200 save 400 - 1,500; 400 save 800 - 1,500; 500 save 1,000 - 1,500: never.
    assert chosen.break_even() == (None, None)
    game = CurveGame([1, 1, 3], [1000, 1000, 3000], lambda total: 700 + 8 * total, step=100)
    # 200 lose 300, 400 save 100.
    assert PooledSizes(game.alone, game.pooled).break_even() == (400, 400)


def test_averages_over_62_buyers_are_exact() -> None:
    chance = Random(62)
    quantities = [chance.randint(1, 40) for _ in range(62)]
    each, unit = 100, 7
    alone = [quantity * 9 for quantity in quantities]
    game = CurveGame(quantities, alone, lambda total: 500 + unit * total, each)
    found = spread_by_size(game, quantities)
    assert found is not None
    total = sum(quantities)
    for one in found.sizes:
        # Each buyer is in s of 62 coalitions of size s: (9 - 7) × its part of all licenses.
        expected = Fraction(2 * total * one.size, 62) - 500 - each * one.size
        assert one.average == expected
        largest = sorted(quantities)[-one.size :]
        assert one.largest == 2 * sum(largest) - 500 - each * one.size
        smallest = sorted(quantities)[: one.size]
        assert one.smallest == 2 * sum(smallest) - 500 - each * one.size


@pytest.mark.parametrize("seed", SEEDS)
def test_products_are_summed_exactly_whatever_their_size(seed: int) -> None:
    chance = Random(seed)
    counts = [chance.randrange(2**62) for _ in range(500)]
    costs = [chance.randrange(-(2**39), 2**39) for _ in range(500)]
    expected = sum(count * cost for count, cost in zip(counts, costs, strict=True))
    assert exact_dot(np.array(counts), np.array(costs)) == expected
    assert exact_dot(np.array(counts, dtype=object), np.array(costs)) == expected


def test_amounts_beyond_int64_stay_exact() -> None:
    large = 10**30
    game = TableGame([cost * large for cost in (0, 10, 8, 15, 6, 13, 14, 18)])
    found = spread_by_size(game, (5, 4, 3))
    assert found is not None
    assert found.sizes[0] == (2, 0, Fraction(2 * large), 3 * large, (0, 1))
    chance = chance_of(game, (1, 1, Fraction(1, 3)))
    assert chance.expected == 3 * large + Fraction(1, 3) * 3 * large


# ---- growth ----


def test_a_purchase_grows_from_the_best_pair() -> None:
    assert grow(THREE) == (((0, 1), (0, 1), 3, 3), ((2,), (0, 1, 2), 6, 3))


def test_a_purchase_grows_from_the_buyers_that_start_it() -> None:
    assert grow(THREE, [2]) == (
        ((2,), (2,), 0, 0),
        ((0,), (0, 2), 3, 3),
        ((1,), (0, 1, 2), 6, 3),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_each_step_adds_the_buyer_with_which_most_is_saved(seed: int) -> None:
    game = games(seed)
    before = grow(game)[0]
    assert before.saving == max(saving(game, one) for one in combinations(range(game.buyers), 2))
    for step in grow(game)[1:]:
        others = [one for one in range(game.buyers) if one not in before.buyers]
        assert step.saving == max(saving(game, (*before.buyers, one)) for one in others)
        assert step.buyers == tuple(sorted((*before.buyers, *step.joined)))
        assert step.added == step.saving - before.saving
        before = step
    assert before.buyers == tuple(range(game.buyers))


# ---- chance ----


def test_the_saving_by_chance_is_worked_out_by_hand() -> None:
    # 0 and 1 are certain, 2 joins with 60%: 3 is saved with 40%, 6 with 60%.
    found = chance_of(THREE, (1, 1, Fraction(3, 5)))
    assert found.expected == Fraction(24, 5)
    assert (found.none, found.loss, found.covered) == (0, 0, 1)
    assert found.quantiles == (3, 6, 6)
    assert found.margins is None


def test_where_one_or_none_takes_part_nothing_is_saved_nor_lost() -> None:
    game = TableGame([0, 10, 10, 25])
    half = Fraction(1, 2)
    found = chance_of(game, (half, half))
    assert (found.none, found.loss, found.covered) == (Fraction(3, 4), Fraction(1, 4), 0)
    assert found.expected == Fraction(-5, 4)
    assert found.quantiles == (-5, 0, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_are_those_of_all_coalitions(seed: int) -> None:
    game, chance = games(seed), Random(seed)
    joins = [Fraction(chance.choice((0, 5, 37, 60, 95, 100)), 100) for _ in range(game.buyers)]
    found = chance_of(game, joins)
    weights: dict[int, Fraction] = {}
    none = covered = Fraction(0)
    for here in product((0, 1), repeat=game.buyers):
        weight = prod(
            (one if taking else 1 - one for one, taking in zip(joins, here, strict=True)),
            start=Fraction(1),
        )
        members = tuple(buyer for buyer, taking in enumerate(here) if taking)
        saved = saving(game, members) if len(members) > 1 else 0
        weights[saved] = weights.get(saved, Fraction(0)) + weight
        none += weight if len(members) < 2 else 0
        covered += weight if len(members) > 1 and saved >= 0 else 0
    assert found.expected == sum(saved * weight for saved, weight in weights.items())
    assert found.none == none
    assert found.covered == covered
    assert found.loss == sum(weight for saved, weight in weights.items() if saved < 0)
    for level, quantile in zip((10, 50, 90), found.quantiles, strict=True):
        reached = Fraction(0)
        for saved in sorted(weights):
            reached += weights[saved]
            if reached >= Fraction(level, 100):
                assert quantile == saved
                break


def test_probabilities_with_many_digits_stay_exact() -> None:
    digits = Fraction(123456789, 10**9)
    found = chance_of(THREE, (digits, 1 - digits, digits))
    a, b, c = digits, 1 - digits, digits
    expected = a * b * (1 - c) * 3 + a * (1 - b) * c * 3 + a * b * c * 6
    assert found.expected == expected


def test_a_wrong_guess_of_where_a_quantile_lies_is_put_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = games(3)
    joins = [Fraction(1, 3)] * game.buyers
    expected = chance_of(game, joins).quantiles
    for guess in (np.zeros, np.ones):
        monkeypatch.setattr(
            "scalemerit.join.quantiles._weights", lambda p, guess=guess: guess(1 << len(p))
        )
        assert chance_of(game, joins).quantiles == expected


def test_many_buyers_are_estimated_within_margins_that_are_told() -> None:
    # 30 buyers that each save 2 but for 20 once: the saving of k is 2k - 20.
    game = CurveGame([1] * 30, [9] * 30, lambda total: 20 + 7 * total)
    half = Fraction(1, 2)
    found = chance_of(game, [half] * 30, seed=1)
    assert found.margins is not None
    assert (found.margins.samples, found.margins.seed) == (sampling.SAMPLES, 1)
    # Without the 31 coalitions of fewer than two, whose saving would be -20 and -18.
    expected = 10 + Fraction(20 + 30 * 18, 2**30)
    assert abs(found.expected - expected) <= found.margins.expected
    loss = Fraction(sum(comb(30, k) for k in range(2, 10)), 2**30)
    assert abs(found.loss - loss) <= found.margins.chance
    assert found.none == Fraction(31, 2**30)
    assert found.none + found.loss + found.covered == 1
    assert found == chance_of(game, [half] * 30, seed=1)
    assert found != chance_of(game, [half] * 30, seed=2)


# ---- all of it ----


def test_an_analysis_has_no_chance_where_everybody_is_certain() -> None:
    known = Participants(shares=(7, 6, 5), quantities=(5, 4, 3), probabilities=(1, 1, 1))
    found = analyze(THREE, known)
    assert found.chance is None
    assert found.additions == additions(THREE, (7, 6, 5))
    assert found.by_size == spread_by_size(THREE, (5, 4, 3))
    assert found.growth == grow(THREE)


def test_an_analysis_tells_chances_where_somebody_may_stay_out() -> None:
    joins = (1, 1, Fraction(3, 5))
    found = analyze(THREE, Participants((7, 6, 5), (5, 4, 3), joins), start=(2,))
    assert found.chance == chance_of(THREE, joins)
    assert found.growth == grow(THREE, (2,))
