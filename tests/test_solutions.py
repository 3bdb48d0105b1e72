"""Separable costs and the tau value: by hand, by their definitions, against another program."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import coopgame
import numpy as np
import pytest

from pooled_game import UntoldGame, curve_game, listed
from random_games import members, savings, shares_of, table_game
from scalemerit.game import Game, PooledOffer
from scalemerit.game.tabled import TableGame
from scalemerit.solution import Solution, Undefined
from scalemerit.solutions import separable_costs, tau_value
from test_nucleolus import OfferGame, offer_game

GAMES = [
    *(table_game(seed, 7) for seed in range(120)),
    *(offer_game(seed, 7) for seed in range(90)),
]


def tau_or_none(game: Game) -> Solution | None:
    try:
        return tau_value(game)
    except Undefined:
        return None


# ---- separable costs ----


def test_what_is_left_is_divided_by_remaining_benefits() -> None:
    # Separable costs are 20 and 60; 40 are left; benefits are 40 and 40.
    assert shares_of(separable_costs(TableGame([0, 60, 100, 120]))) == [40, 80]


def test_who_saves_nothing_by_taking_part_pays_its_separable_cost() -> None:
    # Without C the others pay 100, so that it adds 50 but pays 30 alone.
    game = TableGame([0, 60, 80, 100, 30, 75, 90, 150])
    assert shares_of(separable_costs(game))[2] == 50


def test_they_are_undefined_where_nobody_has_a_remaining_benefit() -> None:
    with pytest.raises(Undefined, match="no-remaining-benefit"):
        separable_costs(TableGame([0, 30, 30, 40, 30, 40, 40, 150]))


def test_they_are_what_each_adds_where_nothing_is_left() -> None:
    assert separable_costs(TableGame([0, 30, 50, 80])).parts == (30, 50)


def test_separable_costs_follow_their_definition() -> None:
    for game in GAMES:
        everyone = game.everyone
        own = [game.total - game.cost(everyone ^ 1 << buyer) for buyer in range(game.buyers)]
        benefit = [max(0, game.cost(1 << buyer) - own[buyer]) for buyer in range(game.buyers)]
        left = game.total - sum(own)
        if not sum(benefit):
            continue
        expected = [
            one + Fraction(left * part, sum(benefit))
            for one, part in zip(own, benefit, strict=True)
        ]
        assert shares_of(separable_costs(game)) == expected


# ---- the tau value ----


def test_all_pay_the_same_part_of_the_way_from_least_to_most() -> None:
    # Each adds 20 at least and pays 60 or 100 at most; 40 of 120 are left of the way of 80.
    assert shares_of(tau_value(TableGame([0, 60, 100, 120]))) == [40, 80]


def test_there_is_none_where_what_all_add_is_more_than_the_bill() -> None:
    with pytest.raises(Undefined, match="not-quasi-balanced"):
        tau_value(TableGame([0, 60, 60, 80, 60, 80, 80, 140]))


def test_the_tau_value_follows_its_definition() -> None:
    for game in GAMES:
        everyone, buyers = game.everyone, range(game.buyers)
        least = [game.total - game.cost(everyone ^ 1 << buyer) for buyer in buyers]
        most = [
            min(
                game.cost(one) - sum(least[other] for other in members(one) if other != buyer)
                for one in range(1, everyone + 1)
                if one >> buyer & 1
            )
            for buyer in buyers
        ]
        spans = [high - low for high, low in zip(most, least, strict=True)]
        left = game.total - sum(least)
        found = tau_or_none(game)
        if min(spans) < 0 or not 0 <= left <= sum(spans):
            assert found is None
        elif sum(spans):
            assert found is not None
            assert found.certainty == "exact"
            assert shares_of(found) == [
                low + Fraction(left * span, sum(spans))
                for low, span in zip(least, spans, strict=True)
            ]


def test_coopgame_agrees_on_random_games() -> None:
    undefined = 0
    for game in GAMES:
        found = tau_or_none(game)
        try:
            gains = coopgame.tau_value(coopgame.Game(savings(game)))
        except ValueError:
            assert found is None
            undefined += 1
            continue
        assert found is not None
        paid = [alone - gain for alone, gain in zip(game.alone, gains, strict=True)]
        assert [float(share) for share in shares_of(found)] == pytest.approx(paid, abs=1e-6)
    assert 0 < undefined < len(GAMES)


def test_costs_beyond_int64_are_as_exact() -> None:
    for seed in range(30):
        small, large = (tau_or_none(table_game(seed, 6, times=times)) for times in (1, 10**25))
        if small is None or large is None:
            assert small is large
        else:
            assert shares_of(large) == [share * 10**25 for share in shares_of(small)]


def test_it_is_the_same_by_pooled_quantities_as_by_a_table() -> None:
    for seed in range(40):
        for game in (offer_game(seed, 7), curve_game(Random(seed), 6)):
            assert tau_or_none(game) == tau_or_none(listed(game))


def test_who_may_overlook_coalitions_says_so() -> None:
    quantities = list(range(1, 26))
    curve = np.minimum(100 * np.arange(326), 80 * np.arange(326) + 900)
    game = UntoldGame(quantities, [curve], [100 * quantity for quantity in quantities])
    assert tau_value(game).certainty == "searched"


def test_where_invoices_are_rounded_it_is_proven_up_to_that() -> None:
    # 1.5 a license and 1 a buyer, rounded down: one pays 9, two 5 and all three 7
    offer = PooledOffer(np.array([0, 15, 30, 45]), each=10, scale=10)
    assert tau_value(OfferGame([1, 1, 1], [offer], [9, 9, 9])) == Solution(
        (7, 7, 7), 3, "certified"
    )
