"""Who has most reason to leave, the core and the least core: by their definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

import coopgame
import numpy as np
import pytest

from pooled_game import CurveGame, ListableGame, UntoldGame, curve_game, listed
from random_games import excess, members, proper, savings, table_game
from scalemerit.game import Game, PooledOffer
from scalemerit.game.tabled import TableGame
from scalemerit.nucleolus import nucleolus
from scalemerit.stability import (
    Between,
    LargestExcess,
    core_is_empty,
    goes_through_all,
    is_in_core,
    least_core,
    most_reason_to_leave,
    proof_of_empty_core,
    sources,
)
from scalemerit.stability.leaving import Shares
from test_nucleolus import OfferGame, offer_game

if TYPE_CHECKING:
    from scalemerit.game.base import Costs

SHARED_COSTS = [0, 60, 60, 80, 60, 80, 80, 140]  # two save by leaving the third


def division(chance: Random, game: Game, denominator: int) -> list[int]:
    """Shares that add up to the bill, and may be far from fair."""
    weights = [chance.randint(1, 9) for _ in range(game.buyers)]
    parts = [game.total * denominator * weight // sum(weights) for weight in weights]
    parts[-1] += game.total * denominator - sum(parts)
    return parts


def first(coalition: int) -> tuple[int, list[int]]:
    """The smallest coalition comes first, then that of the first buyers."""
    return coalition.bit_count(), members(coalition)


def leaving_by_definition(
    game: Game, parts: list[int], denominator: int, between: Between | None
) -> tuple[int, Fraction]:
    shares = [Fraction(part, denominator) for part in parts]
    gains = {
        one: excess(game, shares, one)
        for one in proper(game)
        if between is None
        or (
            one >> between.holding & 1
            and (between.lacking is None or not one >> between.lacking & 1)
        )
    }
    best = min(gains, key=lambda one: (-gains[one], *first(one)))
    return best, gains[best]


def check(game: Game, chance: Random) -> None:
    """Hold what is said of a random division to the definition."""
    denominator = chance.choice((1, 3, 7 * 10**11 + 1))
    parts = division(chance, game, denominator)
    last = game.buyers - 1
    for between in (None, Between(0), Between(last, 0), Between(0, last)):
        found = sources.source_of(game).largest(Shares(tuple(parts), denominator), between)
        expected = leaving_by_definition(game, parts, denominator, between)
        assert found == LargestExcess(*expected)
    assert most_reason_to_leave(game, parts, denominator) == LargestExcess(
        *leaving_by_definition(game, parts, denominator, None)
    )


# ---- who has most reason to leave ----


def test_the_coalition_that_pays_most_above_its_cost_has_most_reason_to_leave() -> None:
    game = TableGame(SHARED_COSTS)
    assert most_reason_to_leave(game, [50, 50, 40]) == LargestExcess(0b011, Fraction(20))


def test_of_several_it_is_the_one_of_the_first_buyers() -> None:
    found = most_reason_to_leave(TableGame(SHARED_COSTS), [140, 140, 140], 3)
    assert found == LargestExcess(0b011, Fraction(40, 3))


def test_a_loss_is_a_gain_below_0() -> None:
    assert most_reason_to_leave(TableGame([0, 60, 60, 80]), [40, 40]) == LargestExcess(
        1, Fraction(-20)
    )


def test_one_buyer_cannot_leave_the_others() -> None:
    assert most_reason_to_leave(TableGame([0, 60]), [60]) is None


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_definition_says_in_a_table(seed: int) -> None:
    check(table_game(seed, 6, times=10**15 if seed % 5 == 0 else 1), Random(seed))


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_definition_says_of_pooled_quantities(seed: int) -> None:
    check(offer_game(seed, 6), Random(seed))
    check(curve_game(Random(seed), 5), Random(seed))


def test_it_is_the_same_in_a_table_of_many_pieces() -> None:
    chance = Random(7)
    game = curve_game(chance, 17)
    table = ListableGame(game.quantities, game.curves, game.singles)
    parts = division(chance, game, 1)
    by_table = most_reason_to_leave(TableGame(table.table.tolist()), parts)
    assert by_table == most_reason_to_leave(game, parts)


def linear(total: int) -> Costs:
    return 4800 * np.arange(total + 1)


def test_gains_are_within_a_slack_where_many_totals_meet_shares_of_many_digits() -> None:
    quantities = [700 + buyer for buyer in range(40)]
    alone = [4900 * quantity for quantity in quantities]
    game = CurveGame(quantities, [linear(sum(quantities))], alone)
    found = most_reason_to_leave(game, division(Random(3), game, 10**30 + 57), 10**30 + 57)
    assert found is not None
    assert 0 < found.slack < 1
    assert found.is_certain


@pytest.mark.parametrize("seed", range(10))
def test_gains_that_differ_by_less_than_int64_tells_are_told_apart(seed: int) -> None:
    # the second and the third together pay 10^-40 more than the first, and nobody has a cost
    part = Random(seed).randrange(10**40)
    game = TableGame([0, 0, 0, 10, 0, 10, 0, 1])
    found = most_reason_to_leave(game, [2 * part - 1, part, part], 10**40)
    assert found == LargestExcess(0b110, Fraction(2 * part, 10**40))


def test_a_search_does_not_claim_to_be_certain() -> None:
    chance = Random(2)
    quantities = list(range(1, 27))
    curve = linear(sum(quantities))
    game = UntoldGame(quantities, [curve], [5000 * quantity for quantity in quantities])
    found = most_reason_to_leave(game, division(chance, game, 1))
    told = most_reason_to_leave(
        CurveGame(quantities, [curve], game.singles), division(Random(2), game, 1)
    )
    assert found is not None
    assert told is not None
    assert not found.is_certain
    assert found.gain <= told.gain


def test_a_search_prefers_the_coalition_of_the_first_buyers_as_going_through_all_does() -> None:
    # 4 licenses cost 10 less, and two pairs of buyers need as many.
    costs = np.array([0, 10, 20, 30, 30, 50, 60, 70, 80])
    game = UntoldGame([1, 2, 2, 3], [costs], [10, 20, 20, 30])
    found = most_reason_to_leave(game, [10, 20, 20, 30])
    assert found == LargestExcess(0b1001, Fraction(10), is_certain=False)
    assert found._replace(is_certain=True) == most_reason_to_leave(listed(game), [10, 20, 20, 30])


def test_totals_that_would_take_too_much_memory_are_searched_not_gone_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quantities = list(range(1, 27))
    game = CurveGame(quantities, [linear(351)], [5000 * quantity for quantity in quantities])
    paid = [4800 * quantity for quantity in quantities]
    assert goes_through_all(game)
    assert is_in_core(game, paid)
    monkeypatch.setattr(sources, "_MOST_SUMS", 26 * 351 - 1)
    assert not goes_through_all(game)
    assert is_in_core(game, paid) is None
    assert nucleolus(game).certainty == "searched"


# ---- the core ----


def test_a_division_that_no_coalition_gains_from_leaving_is_in_the_core() -> None:
    game = TableGame([0, 60, 60, 80])
    assert is_in_core(game, [20, 60])
    assert not is_in_core(game, [19, 61])
    assert is_in_core(game, [60, 100], 2)


def test_the_bill_of_one_buyer_is_in_the_core() -> None:
    assert is_in_core(TableGame([0, 60]), [60])


def test_it_is_not_known_to_be_in_the_core_where_the_search_may_overlook_who_leaves() -> None:
    quantities = list(range(1, 27))
    curve = linear(sum(quantities))
    game = UntoldGame(quantities, [curve], [5000 * quantity for quantity in quantities])
    assert is_in_core(game, [4800 * quantity for quantity in quantities]) is None


def test_it_is_not_known_to_be_in_the_core_where_the_rounding_of_invoices_may_hide_who_leaves() -> (
    None
):
    # 1.5 a license and 1 a buyer: two pay 5, all three 7.5, of which 0.5 is not charged
    offer = PooledOffer(np.array([0, 15, 30, 45]), each=10, scale=10)
    game = OfferGame([1, 1, 1], [offer], [9, 9, 9])
    assert (game.cost(0b011), game.total) == (5, 7)
    found = most_reason_to_leave(game, [3, 2, 2])
    assert found is not None
    assert (found.gain, found.slack) == (0, 1)
    assert is_in_core(game, [3, 2, 2]) is None


def test_an_empty_core_is_proven_by_coalitions_that_are_cheaper_together() -> None:
    proof = proof_of_empty_core(TableGame(SHARED_COSTS))
    assert proof is not None
    assert sorted(proof.coalitions) == [0b011, 0b101, 0b110]
    assert proof.weights == (Fraction(1, 2),) * 3
    assert proof.cost == 120


def test_a_core_that_is_not_empty_needs_no_proof() -> None:
    assert proof_of_empty_core(TableGame([0, 60, 60, 80])) is None
    assert not core_is_empty(TableGame([0, 60]))


def games() -> list[Game]:
    return [
        *(table_game(seed, 8) for seed in range(90)),
        *(offer_game(seed, 7) for seed in range(60)),
    ]


def test_proofs_hold_and_coopgame_agrees_when_there_is_one() -> None:
    for game in games():
        proof = proof_of_empty_core(game)
        assert (proof is None) == coopgame.Game(savings(game)).has_nonempty_core()
        if proof is not None:
            for buyer in range(game.buyers):
                weights = zip(proof.coalitions, proof.weights, strict=True)
                assert sum(weight for one, weight in weights if one >> buyer & 1) == 1
            costs = map(game.cost, proof.coalitions)
            weighted = zip(costs, proof.weights, strict=True)
            assert proof.cost == sum(cost * weight for cost, weight in weighted) < game.total
            assert min(proof.weights) > 0
            assert len(proof.coalitions) <= game.buyers


# ---- the least core ----


def test_the_least_core_charges_all_coalitions_as_little_as_can_be() -> None:
    found = least_core(TableGame(SHARED_COSTS))
    assert found.excess == Fraction(40, 3)
    assert [Fraction(part, found.denominator) for part in found.parts] == [Fraction(140, 3)] * 3


def test_its_excess_is_that_of_its_division_and_coopgame_agrees() -> None:
    for game in games():
        found = least_core(game)
        other = coopgame.least_core(coopgame.Game(savings(game)), domain="preimputation")
        assert float(found.excess) == pytest.approx(other["epsilon"], abs=1e-6 * game.total)
        leaving = most_reason_to_leave(game, found.parts, found.denominator)
        assert leaving is not None
        assert sum(found.parts) == game.total * found.denominator
        assert abs(leaving.gain - found.excess) < Fraction(1, 1000)


def test_one_buyer_has_the_bill_as_its_least_core() -> None:
    found = least_core(TableGame([0, 60]))
    assert (found.excess, found.parts, found.denominator) == (0, (60,), 1)


def test_pooled_quantities_lead_to_the_same_least_excess_as_a_table() -> None:
    for game in chain((offer_game(seed, 7) for seed in range(60)), [curve_game(Random(1), 7)]):
        assert least_core(game).excess == least_core(listed(game)).excess


def test_an_empty_core_is_proven_by_coalitions_as_small_as_can_be() -> None:
    # packs of 10 for 10,000, five buyers of 5: any two need one pack, all five three
    packs = [-(-5 * coalition.bit_count() // 10) * 10_000 for coalition in range(32)]
    proof = proof_of_empty_core(TableGame(packs))
    assert proof is not None
    assert {one.bit_count() for one in proof.coalitions} == {2}
    assert proof.cost == 25_000  # against 30,000
    for buyer in range(5):
        held = zip(proof.coalitions, proof.weights, strict=True)
        assert sum(weight for one, weight in held if one >> buyer & 1) == 1


def test_without_a_table_an_empty_core_is_proven_by_the_smallest_coalitions_that_were_met() -> None:
    # packs of 10 for 10,000, 31 buyers of 5: any two need one pack, all 31 need 16
    curve = -(-np.arange(156) // 10) * 10_000
    proof = proof_of_empty_core(CurveGame([5] * 31, [curve], [10_000] * 31))
    assert proof is not None
    assert proof.largest == 2
    assert proof.cost == 155_000
    for buyer in range(31):
        held = zip(proof.coalitions, proof.weights, strict=True)
        assert sum(weight for one, weight in held if one >> buyer & 1) == 1


def test_no_coalition_of_a_proof_can_be_spared() -> None:
    proofs = [(game, proof_of_empty_core(game)) for game in games()]
    for game, proof in proofs:
        if proof is not None:
            held = [[one >> buyer & 1 for buyer in range(game.buyers)] for one in proof.coalitions]
            # independent coalitions: with one weight 0 no others add up to 1 for each buyer
            assert np.linalg.matrix_rank(np.array(held)) == len(held)


def test_a_bill_above_all_separate_costs_is_proven_too_high_by_single_buyers() -> None:
    proof = proof_of_empty_core(TableGame([0, 5, 6, 10, 7, 11, 12, 20]))
    assert proof is not None
    assert set(proof.coalitions) == {0b001, 0b010, 0b100}
    assert proof.cost == 18


def test_the_least_core_may_ask_more_of_somebody_than_it_pays_alone() -> None:
    # A pays 60 alone, B and C 100; two pay 140 and all three 210: A 65, B and C 72.5
    found = least_core(TableGame([0, 60, 100, 140, 100, 140, 140, 210]))
    assert found.excess == 5
