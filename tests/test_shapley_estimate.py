"""The Shapley value where it is estimated from random coalitions, and how sure it says it is."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from pooled_game import CurveGame, UntoldGame, curve, curve_game
from scalemerit.comparison import compare
from scalemerit.game import Game, Pooled
from scalemerit.scenario import from_data
from scalemerit.shapley import shapley
from scalemerit.solution import Search, Solution
from test_shapley import shares


def untold(game: CurveGame, search: Search | None = None) -> UntoldGame:
    """The same game, of which it is not told that costs follow from pooled quantities."""
    return UntoldGame(game.quantities, game.curves, game.singles, search)


def helped(game: CurveGame, *surrogates: Pooled | None) -> UntoldGame:
    """A game of which costs that add up to nearly its own are known."""
    untold_game = untold(game)
    untold_game.surrogates = surrogates
    return untold_game


def drawn(game: CurveGame, samples: int, seed: int = 0) -> Solution:
    """An estimate of a game's value."""
    return shapley(untold(game, Search(seed=seed)), samples)


def estimated(solution: Solution) -> tuple[Fraction, ...]:
    """The shares of an estimate."""
    assert solution.certainty == "estimated"
    return tuple(Fraction(part, solution.denominator) for part in solution.parts)


def margins(solution: Solution) -> tuple[Fraction, ...]:
    """Half of each share's interval."""
    assert solution.estimate is not None
    return solution.estimate.margins


def volume(buyers: int) -> CurveGame:
    """A price in volume tiers for buyers of many sizes, a fee included."""
    chance = Random(buyers)
    quantities = [chance.randint(1, 40) ** 2 for _ in range(buyers)]
    total = np.arange(sum(quantities) + 1)
    price = np.where(total < 2000, 5000, np.where(total < 9000, 4400, 3900))
    return CurveGame(quantities, [100_000 + price * total], [6000 * one for one in quantities])


GAMES = {
    "volume": volume(30),
    "without rule": curve_game(Random(1), 12, by_size=True),
    "odd number": curve_game(Random(2), 13),
    "few buyers": curve_game(Random(3), 6, by_size=True),
    "beyond 64 bits": curve_game(Random(4), 10, largest=10**30),
}
each_game = pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)


@each_game
def test_an_estimate_adds_up_to_the_bill(game: CurveGame) -> None:
    solution = drawn(game, 300)
    assert sum(solution.parts) == solution.denominator * game.total


@each_game
def test_19_of_20_intervals_hold_the_exact_share(game: CurveGame) -> None:
    exact, hits, trials = shares(game), 0, 0
    for seed in range(600 // game.buyers):
        solution = drawn(game, 1200, seed)
        for share, margin, right in zip(estimated(solution), margins(solution), exact, strict=True):
            hits += abs(share - right) <= margin
            trials += 1
    assert 0.92 <= hits / trials <= 0.98


@each_game
def test_estimates_are_on_no_side_of_the_exact_shares(game: CurveGame) -> None:
    rounds = 40
    solutions = [drawn(game, 200, seed) for seed in range(rounds)]
    found = zip(*map(estimated, solutions), strict=True)
    widths = zip(*map(margins, solutions), strict=True)
    for right, several, width in zip(shares(game), found, widths, strict=True):
        standard_error = sum((one / 1.96) ** 2 for one in width) ** 0.5 / rounds
        assert abs(sum(several) / rounds - right) < 4 * standard_error


def test_the_same_seed_gives_the_same_shares_and_another_seed_others() -> None:
    first, again, other = (drawn(volume(30), 500, seed) for seed in (1, 1, 2))
    assert first == again
    assert first.parts != other.parts


def test_four_times_the_samples_halve_the_interval() -> None:
    few, many = (drawn(volume(30), samples) for samples in (4000, 16_000))
    assert 1.8 < sum(margins(few)) / sum(margins(many)) < 2.3


def test_it_tells_from_how_many_coalitions_and_which_seed_it_is() -> None:
    estimate = drawn(volume(30), 1000, seed=7).estimate
    assert estimate is not None
    # 14 sizes, 2 to 15; of each 8 coalitions and the 8 of all others in each of 4 rounds
    assert (estimate.samples, estimate.seed) == (14 * 8 * 2 * 4, 7)


def test_once_time_is_over_no_more_is_drawn_than_an_estimate_needs() -> None:
    late = shapley(untold(volume(30), Search(is_over=lambda: True)), 100_000)
    assert late == drawn(volume(30), 1)
    assert late.estimate is not None
    assert late.estimate.samples == 14 * 8 * 2 * 2


def test_nothing_is_uncertain_about_costs_that_are_those_of_a_surrogate() -> None:
    game = volume(30)
    solution = shapley(helped(game, game.pooled), 100)
    assert estimated(solution) == shares(game)
    assert set(margins(solution)) == {0}


def test_costs_that_add_up_are_estimated_almost_exactly() -> None:
    quantities = list(range(1, 31))
    game = CurveGame(
        quantities, [1_000_000 * np.arange(466)], [1_000_000 * one for one in quantities]
    )
    solution = drawn(game, 4000)
    for share, quantity in zip(estimated(solution), quantities, strict=True):
        assert share == pytest.approx(1_000_000 * quantity, rel=1e-4)


def test_a_surrogate_that_is_near_makes_an_estimate_more_certain() -> None:
    game, chance = volume(30), Random(1)
    noise = curve(chance, sum(game.quantities), largest=3000)
    near = CurveGame(game.quantities, [game.curves[0] + noise], game.singles)
    with_it, without = shapley(helped(near, game.pooled), 2000), drawn(near, 2000)
    assert 20 * sum(margins(with_it)) < sum(margins(without))
    for share, margin, right in zip(
        estimated(with_it), margins(with_it), shares(near), strict=True
    ):
        assert abs(share - right) < 2 * margin


def test_several_surrogates_are_taken_off_together() -> None:
    game = volume(25)
    part = game.curves[0] // 3
    first = CurveGame(game.quantities, [part], game.singles)
    second = CurveGame(game.quantities, [game.curves[0] - part], game.singles)
    solution = shapley(helped(game, first.pooled, second.pooled), 100)
    assert estimated(solution) == shares(game)


def scenario_game(*products: str) -> Game:
    """25 cities that need each of these products, from the cheapest of two vendors without fees."""
    chance = Random(1)
    needs = [{"office": chance.randint(1, 99), "mail": chance.randint(1, 99)} for _ in range(25)]
    prices = {
        "甲社": {"office": {1: 4800, 500: 4000}, "mail": {1: 2100}},
        "乙社": {"office": {1: 4500, 900: 3900}, "mail": {1: 2300, 200: 1900}},
    }
    data = {
        "scalemerit": 1,
        "title": "Two products",
        "products": {one: {} for one in products},
        "buyers": {
            f"City {place}": {one: need[one] for one in products}
            for place, need in enumerate(needs)
        },
        "vendors": {
            vendor: {"prices": {one: {"model": "volume", "tiers": tiers[one]} for one in products}}
            for vendor, tiers in prices.items()
        },
        "arrangements": {"joint": {"allocation": "equal"}},
    }
    return compare(from_data(data)).arrangements[0].game


def test_a_bill_over_products_that_are_awarded_apart_is_divided_product_by_product() -> None:
    both = scenario_game("office", "mail")
    assert both.pooled is None
    parts = zip(shares(scenario_game("office")), shares(scenario_game("mail")), strict=True)
    assert estimated(shapley(both, 100)) == tuple(map(sum, parts))


def test_too_many_totals_to_count_are_estimated() -> None:
    quantities = [10**6 + buyer for buyer in range(30)]
    costs = np.arange(sum(quantities) + 1)
    assert shapley(CurveGame(quantities, [costs], quantities), 100).certainty == "estimated"


def test_random_numbers_are_the_same_on_every_machine_and_with_every_numpy() -> None:
    assert np.random.PCG64(0).random_raw(3).tolist() == [
        11749869230777074271,
        4976686463289251617,
        755828109848996024,
    ]


class Recording(UntoldGame):
    """A game that counts how often each coalition is priced."""

    def cost(self, coalition: int) -> int:
        """The cost, counted."""
        self.priced[coalition] += 1
        return super().cost(coalition)


def test_coalitions_of_a_size_are_priced_equally_often() -> None:
    game = Recording([1, 2, 3, 4], [curve(Random(1), 10)], [1, 2, 3, 4])
    game.priced = Counter()
    shapley(game, 12_000)
    pairs = [game.priced[one] for one in range(16) if one.bit_count() == 2]
    assert sum(pairs) == 12_000
    assert all(abs(times - 2000) < 150 for times in pairs)
