"""The nucleolus by its definition, against another program, and on every way that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import coopgame
import numpy as np
import pytest

from pooled_game import CurveGame, ListableGame, UntoldGame, listed
from random_games import caps, excess, is_nucleolus, levels, savings, shares_of, table_game
from scalemerit.game import Game, Pooled, PooledOffer
from scalemerit.game.tabled import TableGame
from scalemerit.nucleolus import nucleolus, per_capita_nucleolus
from scalemerit.solution import Solution
from scalemerit.stability import (
    core_is_empty,
    descent,
    is_in_core,
    most_reason_to_leave,
    pooled_search,
    program,
)

if TYPE_CHECKING:
    from scalemerit.game.base import Costs

Rule = Callable[[Game], Solution]
RULES: tuple[Rule, ...] = (nucleolus, per_capita_nucleolus)
each_rule = pytest.mark.parametrize("rule", RULES)


# ---- by hand ----


def test_two_buyers_share_what_they_save() -> None:
    assert nucleolus(TableGame([0, 60, 100, 120])) == Solution((40, 80), 1)


def test_a_buyer_that_saves_nobody_anything_pays_what_it_pays_alone() -> None:
    assert nucleolus(TableGame([0, 60, 100, 120, 7, 67, 107, 127])).parts == (40, 80, 7)


def test_one_buyer_pays_the_bill() -> None:
    assert nucleolus(TableGame([0, 60])) == Solution((60,), 1)


@each_rule
def test_the_shares_are_fractions_of_the_bill(rule: Rule) -> None:
    assert rule(TableGame([0, 10, 10, 10, 10, 10, 10, 10])) == Solution((10, 10, 10), 3)


def test_nobody_pays_more_than_alone_where_the_core_is_empty() -> None:
    # Any two pay 20 together, so that 20 of each would be fair, but alone A pays 5.
    assert nucleolus(TableGame([0, 5, 60, 20, 60, 20, 20, 60])) == Solution((10, 55, 55), 2)


def test_all_are_charged_the_same_more_where_the_bill_is_above_all_separate_costs() -> None:
    assert nucleolus(TableGame([0, 10, 20, 40])) == Solution((15, 25), 1)


# ---- by the definition ----


@each_rule
@pytest.mark.parametrize("seed", range(60))
def test_kohlbergs_criterion_holds(rule: Rule, seed: int) -> None:
    game = table_game(seed, 5)
    shares = shares_of(rule(game))
    assert sum(shares) == game.total
    assert is_nucleolus(game, shares, per_head=rule is per_capita_nucleolus)


# 6 or 7 buyers, each kind of game several times
LARGER = [seed for seed in range(90) if table_game(seed, 7).buyers > 5]


@each_rule
@pytest.mark.parametrize("seed", LARGER)
def test_kohlbergs_criterion_holds_for_6_and_7_buyers(rule: Rule, seed: int) -> None:
    game = table_game(seed, 7)
    assert is_nucleolus(game, shares_of(rule(game)), per_head=rule is per_capita_nucleolus)


@pytest.mark.parametrize("seed", range(30))
def test_kohlbergs_criterion_holds_for_pooled_quantities(seed: int) -> None:
    game = offer_game(seed, 7)
    assert is_nucleolus(game, shares_of(nucleolus(game)))


def test_kohlbergs_criterion_fails_next_to_the_nucleolus() -> None:
    game = table_game(4, 5)
    first, second, *others = shares_of(nucleolus(game))
    assert not is_nucleolus(game, [first - Fraction(1, 100), second + Fraction(1, 100), *others])


@pytest.mark.parametrize("seed", range(12))
def test_costs_beyond_int64_are_as_exact(seed: int) -> None:
    times = 10**25
    small, large = nucleolus(table_game(seed, 6)), nucleolus(table_game(seed, 6, times=times))
    assert large.certainty == "exact"
    assert shares_of(large) == [share * times for share in shares_of(small)]


# ---- against another program ----


@each_rule
def test_coopgame_agrees_on_random_games(rule: Rule) -> None:
    for seed in range(100, 240):
        game = table_game(seed, 9 if seed % 6 else 12)
        domain = "preimputation" if caps(game) is None else "imputation"
        other = getattr(coopgame, rule.__name__)(coopgame.Game(savings(game)), domain=domain)
        gains = other["allocation"]
        solution = rule(game)
        assert solution.certainty == "exact"
        found = [
            alone - share for alone, share in zip(game.alone, shares_of(solution), strict=True)
        ]
        assert [float(gain) for gain in found] == pytest.approx(gains, abs=1e-7 * max(game.alone))


# ---- pooled quantities ----


class OfferGame(CurveGame):
    """What buyers pay by the cheapest of offers, in parts of a unit, that are rounded down."""

    def __init__(self, quantities: list[int], offers: list[PooledOffer], alone: list[int]) -> None:
        super().__init__(quantities, [], alone)
        self.offers = offers

    def _joint(self, size: int) -> Costs:
        asked = [(one.licenses + one.each * size) // one.scale for one in self.offers]
        return np.minimum.reduce(asked)

    @property
    def pooled(self) -> Pooled:
        by_size = any(one.each for one in self.offers)
        slack = int(any(one.scale > 1 for one in self.offers))
        return Pooled(self.quantities, 1, self._joint, by_size, tuple(self.offers), slack)


def licenses(chance: Random, kind: str, total: int) -> Costs:
    totals = np.arange(total + 1)
    if kind == "graduated":
        others = [(100 - 9 * k) * totals + chance.randint(1, 8 * total) for k in range(1, 4)]
        return np.minimum.reduce([100 * totals, *others])
    if kind == "volume":
        bounds = sorted(chance.sample(range(1, total + 1), 2))
        return totals * np.select([totals >= bounds[1], totals >= bounds[0]], [75, 88], 100)
    return -(-totals // 9) * 9 * chance.randint(50, 200)


def offer_game(seed: int, most: int, *, scale: int = 1) -> OfferGame:
    chance = Random(seed)
    quantities = [chance.randint(1, 20) for _ in range(chance.randint(2, most))]
    kind = chance.choice(("graduated", "volume", "packages"))
    offers = [
        PooledOffer(
            licenses(chance, kind, sum(quantities)) * scale + chance.randrange(scale),
            chance.choice((0, 0, chance.randint(1, 300))) * scale,
            scale,
        )
        for _ in range(chance.randint(1, 2))
    ]
    together = [min(int(one.licenses[q]) + one.each for one in offers) // scale for q in quantities]
    alone = [cost + chance.choice((0, 0, cost // 3, -cost // 5)) for cost in together]
    return OfferGame(quantities, offers, alone)


@each_rule
def test_pooled_quantities_lead_to_the_same_as_a_table(rule: Rule) -> None:
    for seed in range(120):
        game = offer_game(seed, 7)
        found, expected = rule(game), rule(listed(game))
        assert (found.parts, found.denominator) == (expected.parts, expected.denominator)
        assert found.certainty == "exact"


@each_rule
def test_rounded_concave_costs_are_certified_where_totals_are_many(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooled_search, "_QUICK", 0)
    certainties = set()
    for seed in range(60):
        game = offer_game(seed, 6, scale=10)
        found = rule(game)
        assert sum(shares_of(found)) == game.total
        certainties.add(found.certainty)
    assert certainties == {"exact", "certified"}


def test_rounding_is_within_what_is_told_of_offers() -> None:
    for seed in range(60):
        game = offer_game(seed, 6, scale=10)
        found = nucleolus(game)
        assert sum(shares_of(found)) == game.total
        expected = shares_of(nucleolus(listed(game)))
        most = game.buyers * game.pooled.slack
        for share, other in zip(shares_of(found), expected, strict=True):
            assert abs(share - other) <= most


def test_a_table_is_asked_where_offers_are_rounded_and_depend_on_the_size() -> None:
    class Listable(OfferGame):
        has_table = True
        table = ListableGame.table

    game = offer_game(3, 6, scale=10)
    offers = [one._replace(each=77) for one in game.offers]
    rounded = Listable(list(game.quantities), offers, list(game.singles))
    assert nucleolus(rounded) == nucleolus(listed(rounded))


def test_more_buyers_than_a_table_has_are_divided_among_exactly() -> None:
    chance = Random(1)
    quantities = [chance.randint(20, 900) for _ in range(40)]
    totals = np.arange(sum(quantities) + 1)
    curve = np.where(totals < 2000, 50 * totals, np.where(totals < 9000, 45 * totals, 40 * totals))
    game = CurveGame(quantities, [curve], [50 * quantity for quantity in quantities])
    found = nucleolus(game)
    assert found.certainty == "exact"
    assert is_in_core(game, found.parts, found.denominator)


def test_a_game_of_which_nothing_is_known_is_searched() -> None:
    quantities = list(range(1, 31))
    curve = np.minimum(100 * np.arange(466), 80 * np.arange(466) + 900)
    arguments = (quantities, [curve], [100 * quantity for quantity in quantities])
    found, told = nucleolus(UntoldGame(*arguments)), nucleolus(CurveGame(*arguments))
    assert found.certainty == "searched"
    assert sum(found.parts) == found.denominator * UntoldGame(*arguments).total
    assert told.certainty != "searched"


# ---- how far is looked, and how much is listed ----


@pytest.mark.parametrize("near", [10**-6, 1.0, 10**6])
def test_it_does_not_matter_how_close_to_a_likely_division_is_looked_first(
    near: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_NEAR", near)
    for seed in range(60):
        game = offer_game(seed, 7)
        assert nucleolus(game) == nucleolus(listed(game))


@each_rule
def test_what_holds_nothing_up_need_not_stay_listed(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    games = [*(table_game(seed, 8) for seed in range(60)), *(offer_game(s, 7) for s in range(60))]
    expected = [rule(game) for game in games]
    monkeypatch.setattr(program, "_MANY", 0)
    assert [rule(game) for game in games] == expected


def marked_up_game(seed: int, buyers: int = 62) -> CurveGame:
    """Graduated tiers, and up to 30% more alone: Newton's method ends beside the nucleolus."""
    chance = Random(seed)
    quantities = [int(chance.lognormvariate(7.2, 0.9)) + 1 for _ in range(buyers)]
    total = sum(quantities)
    bounds = [0, total // 100, total // 30, total // 10, total // 3]
    widths = np.clip(np.arange(total + 1)[:, None] - bounds, 0, np.diff([*bounds, total]))
    curve = widths @ np.array([4800, 4500, 4200, 3900, 3500])
    alone = [int(curve[quantity]) * chance.randint(100, 130) // 100 for quantity in quantities]
    return CurveGame(quantities, [curve], alone)


@pytest.mark.parametrize("seed", range(8))
def test_close_to_a_likely_division_few_coalitions_have_to_be_listed(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    listings: list[int] = []
    add = program.Program.add

    def counted(self: program.Program, coalitions: list[int], costs: list[int]) -> None:
        listings.append(len(coalitions))
        add(self, coalitions, costs)

    monkeypatch.setattr(program.Program, "add", counted)
    game = marked_up_game(seed)
    assert nucleolus(game).certainty == "exact"
    assert sum(listings) <= 4 * game.buyers  # 18 times as many buyers and more without that


@pytest.mark.parametrize("seed", range(12))
def test_the_search_ends_where_excesses_are_closer_than_floating_point_tells(seed: int) -> None:
    # Hardly anything is saved, so that excesses of all coalitions are within 2 yen of 10^10.
    chance, price = Random(seed), 123_456_789
    quantities = [chance.randint(1, 20) for _ in range(14)]
    costs = [total * price - chance.randint(0, 2) for total in range(1, sum(quantities) + 1)]
    alone = [quantity * price for quantity in quantities]
    game = CurveGame(quantities, [np.array([0, *costs])], alone)
    found = nucleolus(game)
    assert found.certainty == "exact"
    assert sum(shares_of(found)) == game.total


# ---- time ----


class UnlikelyGame(ListableGame):
    """A game that is not told to follow from quantities: no division is likely from the start."""

    pooled = None


def over() -> bool:
    return True


@pytest.mark.parametrize("seed", range(24))
def test_the_least_core_is_given_when_time_is_over(seed: int) -> None:
    game = table_game(seed, 7)
    found = nucleolus(game, over)
    assert sum(shares_of(found)) == game.total
    if found.certainty == "least_core":
        leaving = most_reason_to_leave(game, found.parts, found.denominator)
        assert leaving is not None
        domain = "preimputation" if caps(game) is None else "imputation"
        other = coopgame.least_core(coopgame.Game(savings(game)), domain=domain)
        assert float(leaving.gain) == pytest.approx(other["epsilon"], abs=1e-6 * game.total)
    else:
        assert found == nucleolus(game)


def test_some_games_are_not_done_at_the_first_level() -> None:
    found = [nucleolus(table_game(seed, 7), over).certainty for seed in range(24)]
    assert set(found) == {"exact", "least_core"}


@each_rule
def test_where_not_even_the_least_core_is_found_in_time_the_closest_so_far_is_given(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    excesses: dict[int, list[Fraction]] = {}
    for programs in (0, 3, 10):
        monkeypatch.setattr(descent, "_AT_LEAST", programs)
        for seed in range(12):
            game = marked_up_game(seed, 12)
            solve = partial(rule, UnlikelyGame(game.quantities, game.curves, game.singles))
            found = solve(over)
            if programs == 0:
                assert found.certainty == "unfinished"
            shares = shares_of(found)
            assert sum(shares) == game.total
            assert all(share <= cost for share, cost in zip(shares, game.alone, strict=True))
            largest = next(levels(game, shares, per_head=rule is per_capita_nucleolus))[0]
            heads = largest.bit_count() if rule is per_capita_nucleolus else 1
            excesses.setdefault(seed, []).append(excess(game, shares, largest) / heads)
    assert all(gains == sorted(gains, reverse=True) for gains in excesses.values())
    assert any(gains[0] > gains[-1] for gains in excesses.values())


# ---- properties ----


@each_rule
def test_equal_buyers_pay_the_same(rule: Rule) -> None:
    for seed in range(40):
        game = offer_game(seed, 6)
        twins = OfferGame(
            [*game.quantities[:-1], game.quantities[0]],
            [one._replace(licenses=np.append(one.licenses, [10**6] * 20)) for one in game.offers],
            [*game.singles[:-1], game.singles[0]],
        )
        shares = shares_of(rule(twins))
        assert shares[0] == shares[-1]


@each_rule
def test_it_is_in_the_core_where_that_is_not_empty(rule: Rule) -> None:
    for seed in range(60):
        game = table_game(seed, 8)
        solution = rule(game)
        assert is_in_core(game, solution.parts, solution.denominator) != core_is_empty(game)


@each_rule
def test_nobody_is_worse_off_than_alone_where_the_bill_allows_it(rule: Rule) -> None:
    for seed in range(60):
        game = table_game(seed, 8)
        if caps(game) is not None:
            shares = shares_of(rule(game))
            assert all(share <= cost for share, cost in zip(shares, game.alone, strict=True))
