"""Who adds what, what is saved by how many, how it grows, what is likely: held to definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb, prod
from random import Random

import pytest

import generate
from comparing import compared, joint
from pooled_games import CurveGame, random_game
from scalemerit.comparison import Outcome, compare
from scalemerit.game import Game
from scalemerit.game.tabled import TableGame
from scalemerit.game.whole import WholeGame
from scalemerit.join import (
    Addition,
    Asked,
    Participants,
    TierHold,
    additions,
    analyze,
    chance_of,
    distribution,
    grow,
    joined,
    merging,
    sampling,
    spread_by_size,
    tier_holds,
)
from scalemerit.join.distribution import Range, told
from scalemerit.join.pooled_sizes import PooledSizes
from scalemerit.join.sampling import Sample
from scalemerit.pricing import Curve
from scalemerit.scenario import from_data
from scalemerit.scenario.allocations import with_allocation
from scalemerit.scenario.participants import with_participants

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


@pytest.mark.parametrize("listed", [True, False], ids=["table", "pooled"])
def test_a_saving_of_nothing_covers_what_coordination_costs(
    listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alone 10 a license; together 9, and 2 for each contract: two licenses save nothing, three 1.
    game = CurveGame([1, 1, 1], [10, 10, 10], lambda total: 2 + 9 * total)
    monkeypatch.setattr(CurveGame, "has_table", listed)
    found = spread_by_size(game, (1, 1, 1))
    assert found is not None
    assert [one.average for one in found.sizes] == [0, 1]
    assert [found.covered_from(one) for one in ("smallest", "average", "largest")] == [2] * 3
    assert (found.possible_from, found.certain_from) == (2, 2)


def test_quantiles_of_a_sample_are_savings_not_exceeded_by_that_part_of_it() -> None:
    sample = Sample((20, -1, 0, 2, 7, 2, 8, 9, 10, -5), seed=0)
    found = told(sample)
    assert found.quantiles == (-5, 2, 10)
    assert (sample.expected(), found.loss) == (Fraction(52, 10), Fraction(1, 5))


def test_margins_of_a_sample_follow_from_its_size_and_spread() -> None:
    # 40 off the mean each: a variance of 160,000 / 99, the root of a hundredth of it 4.0202.
    found = Sample((0,) * 50 + (80,) * 50, seed=3).margins()
    assert (found.samples, found.seed) == (100, 3)
    assert round(found.expected, 3) == round(Fraction(196, 100) * Fraction("4.020151"), 3)
    assert round(found.chance, 4) == Fraction("0.1358")  # 1.358 / 10


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


def weights_of(game: Game, joins: list[Fraction]) -> dict[int, Fraction]:
    """The chance of every saving that can occur, coalition by coalition."""
    found: dict[int, Fraction] = {}
    for here in product((0, 1), repeat=game.buyers):
        weight = prod(
            (one if taking else 1 - one for one, taking in zip(joins, here, strict=True)),
            start=Fraction(1),
        )
        members = tuple(buyer for buyer, taking in enumerate(here) if taking)
        saved = saving(game, members) if len(members) > 1 else 0
        found[saved] = found.get(saved, Fraction(0)) + weight
    return {saved: weight for saved, weight in sorted(found.items()) if weight}


def joins_of(game: Game, seed: int) -> list[Fraction]:
    chance = Random(seed)
    return [Fraction(chance.choice((0, 5, 37, 60, 95, 100)), 100) for _ in range(game.buyers)]


def at_most(weights: dict[int, Fraction], bound: int) -> Fraction:
    return sum((one for saved, one in weights.items() if saved <= bound), start=Fraction(0))


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_are_those_of_all_coalitions(seed: int) -> None:
    game = games(seed)
    joins = joins_of(game, seed)
    found, weights = chance_of(game, joins), weights_of(game, joins)
    assert found.expected == sum(saved * weight for saved, weight in weights.items())
    assert found.loss == at_most(weights, -1)
    assert found.none + found.loss + found.covered == 1
    for level, quantile in zip((10, 50, 90), found.quantiles, strict=True):
        assert at_most(weights, quantile) >= Fraction(level, 100) > at_most(weights, quantile - 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_distribution_has_every_saving_that_can_occur(seed: int) -> None:
    game = games(seed)
    joins = joins_of(game, seed)
    found, weights = chance_of(game, joins), weights_of(game, joins)
    steps, is_complete, ranges = found.distribution
    assert is_complete
    assert dict(steps) == {saved: at_most(weights, saved) for saved in weights}
    before = [Fraction(0), *(one.at_most for one in steps)]
    chances = [now - was for was, now in pairwise(before)]
    assert sum(chances) == 1
    assert found.expected == sum(
        step.saving * chance for step, chance in zip(steps, chances, strict=True)
    )
    assert_ranges(ranges, weights)


def assert_ranges(ranges: tuple[Range, ...], weights: dict[int, Fraction]) -> None:
    """Ranges tell the chance of every saving once, in ascending order."""
    assert sum(one.chance for one in ranges) == 1
    assert (ranges[0].least, ranges[-1].most) == (min(weights), max(weights))
    for one in ranges:
        below = at_most(weights, one.least - 1)
        assert one.chance == at_most(weights, one.most) - below
        assert one.at_least == 1 - below
    assert all(one.most < other.least for one, other in pairwise(ranges))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_very_many_savings_chances_are_told_at_round_amounts(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = games(seed)
    joins = joins_of(game, seed)
    weights = weights_of(game, joins)
    small = {"_MOST_STEPS": 2, "_MOST_ROUND": 6, "_MOST_RANGES": 3, "_BOUNDS": 2, "_LOOKED_AT": 2}
    for name, value in {**small, "_FEW_CASES": 1}.items():
        monkeypatch.setattr(distribution, name, value)
    found = chance_of(game, joins)
    steps, is_complete, ranges = found.distribution
    assert is_complete == (len(weights) <= 2)
    assert len(ranges) <= 4
    assert len(steps) <= 7
    assert (steps[0].saving, steps[-1].saving) == (min(weights), max(weights))
    assert all(one.at_most == at_most(weights, one.saving) for one in steps)
    assert_ranges(ranges, weights)
    for level, quantile in zip((10, 50, 90), found.quantiles, strict=True):
        assert at_most(weights, quantile) >= Fraction(level, 100) > at_most(weights, quantile - 1)


def test_round_amounts_are_multiples_of_one_two_or_five_times_a_power_of_ten() -> None:
    chances = [Fraction(1, 2)] * 9
    several = [0 if one.bit_count() < 2 else 7 * one for one in range(512)]
    game = TableGame([9000 * one.bit_count() - saved for one, saved in enumerate(several)])
    found = chance_of(game, chances).distribution
    assert not found.is_complete
    # From 0 to 7 × 511: a hundred at most, every 50, and ten, every 500.
    assert [one.saving for one in found.steps[:3]] == [0, 50, 100]
    assert [one.saving for one in found.steps[-2:]] == [3550, 7 * 511]
    assert [one[:2] for one in found.ranges[:2]] == [(0, 499), (500, 999)]
    assert [one[:2] for one in found.ranges[-1:]] == [(3500, 7 * 511)]


@pytest.mark.parametrize("denominator", [2, 1000])
def test_chances_of_many_coalitions_are_added_up_exactly(denominator: int) -> None:
    """17 buyers are more than are added up in one step; their parts fit into doubles, or not."""
    joins = [Fraction(part % (denominator - 1) + 1, denominator) for part in range(17)]
    game = TableGame([0, *(1000 - one.bit_count() for one in range(1, 1 << 17))])
    steps = chance_of(game, joins).distribution.steps
    counts = [Fraction(1)]
    for one in joins:
        stays, comes = ([*counts, Fraction(0)], [Fraction(0), *counts])
        counts = [a * (1 - one) + b * one for a, b in zip(stays, comes, strict=True)]
    # k buyers pay 999 each alone and 1,000 - k together, and save 1,000 (k - 1) of it.
    expected = {1000 * (size - 1): chance for size, chance in enumerate(counts) if size > 1}
    expected[0] = counts[0] + counts[1]
    assert dict(steps) == {
        saved: sum(one for other, one in expected.items() if other <= saved) for saved in expected
    }


def test_probabilities_with_many_digits_stay_exact() -> None:
    digits = Fraction(123456789, 10**9)
    found = chance_of(THREE, (digits, 1 - digits, digits))
    a, b, c = digits, 1 - digits, digits
    expected = a * b * (1 - c) * 3 + a * (1 - b) * c * 3 + a * b * c * 6
    assert found.expected == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_kinds_of_coalitions_tell_the_same_as_all_of_them(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = games(seed)
    joins = joins_of(game, seed)
    listed = chance_of(game, joins)
    monkeypatch.setattr(type(game), "has_table", False)
    monkeypatch.setattr("scalemerit.join.chance.sample", None)
    assert chance_of(game, joins) == listed


@pytest.mark.parametrize("seed", SEEDS)
def test_the_expected_saving_follows_from_how_likely_each_total_is(seed: int) -> None:
    game = games(seed)
    joins = joins_of(game, seed)
    assert game.pooled is not None
    found = merging.expected_saving(game.alone, game.pooled, joins)
    assert found == chance_of(game, joins).expected


def test_the_saving_of_many_equal_buyers_is_known_exactly() -> None:
    # 30 buyers that each save 2 but for 20 once: the saving of k is 2k - 20.
    game = CurveGame([1] * 30, [9] * 30, lambda total: 20 + 7 * total)
    found = chance_of(game, [Fraction(1, 2)] * 30)
    assert found.margins is None
    assert found.expected == 10 + Fraction(20 + 30 * 18, 2**30)
    chances = [Fraction(comb(30, size), 2**30) for size in range(31)]
    assert found.loss == sum(chances[2:10])
    assert found.none == chances[0] + chances[1]
    reached = {one.saving: one.at_most for one in found.distribution.steps}
    assert reached[2 * 9 - 20] == sum(chances[2:10])
    assert reached[0] == sum(chances[:11])


def test_many_buyers_are_estimated_within_margins_that_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scalemerit.join.chance.merged", lambda *_: None)
    monkeypatch.setattr("scalemerit.join.chance.expected_saving", lambda *_: None)
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


# ---- tiers ----


def outcomes(seed: int) -> list[Outcome]:
    return list(compare(from_data(generate.scenario(seed))).arrangements)


def tier_of(outcome: Outcome, buyers: tuple[str, ...], hold: TierHold) -> int | None:
    """The tier of a product if these buyers bought what they need from the same vendors."""
    pool = outcome.pool.among(buyers)
    products = outcome.pool.contracts_of(outcome.vendor_of)[hold.vendor]
    needed = [one for one in products if one in pool.needed]
    found = {one.product: one.tier_from for one in pool.licenses(hold.vendor, needed)}
    return found.get(hold.product)


@pytest.mark.parametrize("seed", range(60))
def test_the_tier_without_a_buyer_is_the_one_that_the_others_reach(seed: int) -> None:
    for outcome in outcomes(seed):
        if any(curve.counted_products for curve in curves(outcome)):
            continue  # what is counted may choose a tier where nothing of the product is bought
        for hold in tier_holds(outcome.pool, outcome.vendor_of):
            assert tier_of(outcome, outcome.pool.buyers, hold) == hold.tier_from
            for one in hold.without:
                others = tuple(buyer for buyer in outcome.pool.buyers if buyer != one.buyer)
                expected = tier_of(outcome, others, hold) if others else None
                assert one.tier_from == expected
                assert one.is_pivotal == (expected is None or expected < hold.tier_from)


def curves(outcome: Outcome) -> list[Curve]:
    offers = outcome.pool.market.offers
    return [offers[vendor].prices[product] for product, vendor in outcome.vendor_of.items()]


@pytest.mark.parametrize("seed", range(60))
def test_one_license_more_than_may_leave_loses_the_tier(seed: int) -> None:
    for outcome in outcomes(seed):
        for hold in tier_holds(outcome.pool, outcome.vendor_of):
            curve = outcome.pool.market.offers[hold.vendor].prices[hold.product]
            needed = outcome.pool.covered[hold.product]

            def tier(left: int, curve: Curve = curve, needed: int = needed) -> int | None:
                if curve.counted_products:
                    return curve.purchase(needed, left).tier_from
                return curve.purchase(left).tier_from

            reached = [tier(hold.quantity - gone) for gone in range(hold.slack + 1)]
            assert set(reached) == {hold.tier_from}
            own = sum(one.quantity < hold.quantity for one in hold.without)
            assert own == len(hold.without)
            if hold.slack + 1 < hold.quantity and hold.slack < outcome.pool.needed.get(
                hold.product, 0
            ):
                assert (tier(hold.quantity - hold.slack - 1) or 0) < hold.tier_from


def test_what_others_take_under_the_contract_helps_to_hold_the_tier() -> None:
    outcome = joint(
        {"A区": 4, "B区": 5},
        {"model": "volume", "tiers": {1: 10, 12: 9}, "buy_up": False},
        {"outside_quantity": 6},
    )
    (hold,) = tier_holds(outcome.pool, outcome.vendor_of)
    # 15 licenses, 12 of them needed: 3 may leave, and both buyers need more than that.
    assert (hold.quantity, hold.tier_from, hold.slack) == (15, 12, 3)
    assert hold.without == (("A区", 11, 1, True), ("B区", 10, 1, True))
    assert hold.pivotal == ("A区", "B区")


def test_a_tier_that_others_hold_alone_may_lose_all_licenses_but_none_of_theirs() -> None:
    price = {"model": "volume", "tiers": {1: 10, 6: 9}}
    outcome = joint({"A区": 4}, price, {"outside_quantity": 9})
    (hold,) = tier_holds(outcome.pool, outcome.vendor_of)
    assert (hold.quantity, hold.slack) == (13, 4)
    assert hold.without == (("A区", 0, None, True),)


def test_several_products_that_count_hold_their_tier_together() -> None:
    price = {"model": "volume", "tiers": {1: 10, 8: 9}, "counts": ["e3", "e5"]}
    (outcome,) = compared(
        products={"e3": {}, "e5": {}},
        buyers={"A区": {"e3": 3, "e5": 1}, "B区": {"e3": 5}, "C区": {"e5": 1}},
        vendors={"甲社": {"prices": {"e3": price, "e5": price}}},
    ).arrangements
    of_e3, of_e5 = tier_holds(outcome.pool, outcome.vendor_of)
    assert (of_e3.quantity, of_e3.tier_from, of_e3.slack) == (10, 8, 2)
    assert of_e3.without == (("A区", 6, 1, True), ("B区", 5, 1, True), ("C区", 9, 8, False))
    assert of_e5[2:] == of_e3[2:]


def test_a_tier_of_packs_is_held_by_packs_and_left_by_licenses() -> None:
    price = {"model": "package", "size": 100, "tiers": {1: 100_000, 5: 80_000}}
    outcome = joint({"A区": 20, "B区": 230, "C区": 181}, price, {})
    (hold,) = tier_holds(outcome.pool, outcome.vendor_of)
    # 431 licenses are 5 packs; 401 still are, and 400 are 4 packs at 400,000, as much as 5 cost.
    assert (hold.quantity, hold.tier_from, hold.size) == (431, 5, 100)
    assert not hold.is_bought_up
    assert hold.slack == 30


def test_a_flat_price_has_no_tier_to_hold() -> None:
    outcome = joint({"A区": 4, "B区": 5}, {"model": "flat", "amount": 100}, {})
    assert tier_holds(outcome.pool, outcome.vendor_of) == ()


# ---- an arrangement ----


@pytest.mark.parametrize("seed", range(40))
def test_every_coalition_saves_what_a_comparison_of_its_buyers_says(seed: int) -> None:
    data = generate.scenario(seed)
    scenario = from_data(data)
    for outcome in compare(scenario).arrangements:
        found = joined(outcome, Asked())
        assert found.join.by_size is not None
        buyers = outcome.pool.buyers
        for one in found.join.by_size.sizes:
            others = {buyers[position] for position in range(len(buyers))} - {
                buyers[position] for position in one.best
            }
            changed = with_participants(scenario, [outcome.name], others)
            equal = with_allocation(changed, "equal")
            again = {found.name: found for found in compare(equal).arrangements}
            assert again[outcome.name].saving == one.largest


@pytest.mark.parametrize("seed", range(40))
def test_pooled_quantities_of_an_arrangement_tell_the_same_as_all_its_coalitions(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for outcome in outcomes(seed):
        arrangement, separate = outcome.arrangement, outcome.bill.separate
        game = WholeGame(outcome.pool, arrangement, separate, arrangement.coordination)
        if game.pooled is None or game.buyers < 2:
            continue
        listed = spread_by_size(game, outcome.bill.quantities)
        with monkeypatch.context() as patch:
            patch.setattr(WholeGame, "has_table", False)
            pooled = spread_by_size(game, outcome.bill.quantities)
        assert listed is not None
        assert pooled is not None
        assert pooled[1:] == listed[1:]
        assert [one[:4] for one in pooled.sizes] == [one[:4] for one in listed.sizes]


def test_who_leaves_leads_no_more_and_is_expected_nowhere() -> None:
    scenario = from_data(
        {
            "scalemerit": 1,
            "title": "t",
            "buyers": {"A区": 1, "B区": 2},
            "vendors": {"甲社": {"price": {"model": "flat", "amount": 1}}},
            "arrangements": {
                "one": {"lead": "A区", "expect": {"saving": 0}},
                "two": {"lead": "A区"},
            },
        }
    )
    changed = with_participants(scenario, ["one"], ["A区"], new={"C区": {"license": 3}})
    one, two = changed.arrangements.values()
    assert (one.buyers, one.lead, one.expect.saving) == (("B区", "C区"), None, None)
    assert (two.buyers, two.lead) == (None, "A区")
    assert changed.buyers["C区"].quantities == {"license": 3}


def test_other_buyers_change_nothing_of_what_is_noted_of_a_scenario() -> None:
    noted = {"notes": "令和 7 年 4 月現在", "sources": ["見積書"]}
    price = {"model": "flat", "amount": 1}
    buyers, vendors = {"A区": 1, "B区": 2}, {"甲社": {"price": price}}
    data = {"scalemerit": 1, "title": "t", **noted, "buyers": buyers, "vendors": vendors}
    scenario = from_data(data)
    changed = with_participants(scenario, ["joint"], ["A区"])
    assert (changed.notes, changed.sources) == ("令和 7 年 4 月現在", ("見積書",))
    without = from_data({key: value for key, value in data.items() if key not in noted})
    assert with_participants(without, ["joint"], ["A区"]).notes is None


def test_the_probability_of_a_buyer_is_certain_unless_it_is_written() -> None:
    buyers = {"A区": {"quantities": 1, "join": "62.5%"}, "B区": 2}
    outcome = joint(buyers, {"model": "flat", "amount": 1}, {})
    found = outcome.pool.scenario.buyers
    assert (found["A区"].join, found["B区"].join) == (Fraction(5, 8), 1)
