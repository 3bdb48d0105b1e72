"""The Shapley value where it is exact: by counting coalitions, and by listing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import comb
from random import Random

import coopgame
import numpy as np
import pytest

from pooled_game import CurveGame, ListableGame, curve, curve_game, listed
from scalemerit.game import Game
from scalemerit.game.tabled import TableGame
from scalemerit.shapley import Counts, Row, Weighable, shapley

Shares = tuple[Fraction, ...]


def shares(game: Game) -> Shares:
    """The exact shares of a game whose value is exact."""
    solution = shapley(game)
    assert (solution.certainty, solution.estimate) == ("exact", None)
    return tuple(Fraction(part, solution.denominator) for part in solution.parts)


def average_over_orders(game: Game) -> Shares:
    """What each buyer adds to the cost, averaged over all orders of joining: the definition."""
    sums = [0] * game.buyers
    orders = list(permutations(range(game.buyers)))
    for order in orders:
        present = 0
        for buyer in order:
            sums[buyer] -= game.cost(present)
            present |= 1 << buyer
            sums[buyer] += game.cost(present)
    return tuple(Fraction(one, len(orders)) for one in sums)


def random_table(chance: Random, buyers: int, largest: int = 1000) -> TableGame:
    """Costs without any rule."""
    return TableGame([0, *(chance.randrange(largest) for _ in range(2**buyers - 1))])


# ---- the definition ----


@pytest.mark.parametrize("buyers", range(1, 8))
@pytest.mark.parametrize("largest", [1000, 10**30])
def test_listing_gives_the_average_over_all_orders(buyers: int, largest: int) -> None:
    game = random_table(Random(buyers), buyers, largest)
    assert shares(game) == average_over_orders(game)


@pytest.mark.parametrize("buyers", range(1, 8))
@pytest.mark.parametrize("by_size", [False, True])
@pytest.mark.parametrize("largest", [10**7, 2**63 - 1, 10**30])
def test_counting_gives_the_average_over_all_orders(
    buyers: int, by_size: bool, largest: int
) -> None:
    game = curve_game(Random(buyers), buyers, by_size=by_size, largest=largest)
    assert shares(game) == average_over_orders(game)


@pytest.mark.parametrize("seed", range(100))
def test_counting_gives_what_listing_gives(seed: int) -> None:
    chance = Random(seed)
    game = curve_game(chance, chance.randint(8, 10), by_size=seed % 2 == 0)
    assert shares(game) == shares(listed(game))


def test_what_is_less_is_done_of_counting_totals_and_listing_coalitions() -> None:
    chance = Random(1)
    large = ListableGame([90_001, 70_000, 50_000], [curve(chance, 210_001)], [5, 6, 7])
    small = ListableGame([1, 2, 3] * 3, [curve(chance, 18)], [5, 6, 7] * 3)
    assert shares(large) == average_over_orders(large)
    assert shares(small) == shares(listed(small))
    assert ("table" in vars(large), "table" in vars(small)) == (True, False)


# ---- another implementation ----

# Costs by the total that is needed and by how many need it.
KINDS: Mapping[str, Callable[[int, int], int]] = {
    "additive": lambda total, _: 40 * total,
    "graduated": lambda total, _: sum(
        50 if unit < 20 else 44 - unit // 10 for unit in range(total)
    ),
    "volume": lambda total, _: total * (50 if total < 20 else 44 if total < 45 else 39),
    "packs": lambda total, _: -(-total // 25) * 900,
    "fee": lambda total, size: (500 + 30 * total) if size else 0,
    "fee a buyer": lambda total, size: 40 * total + 7 * size**2,
    "flat": lambda _, size: 777 if size else 0,
}


def structured(kind: str, chance: Random, buyers: int) -> TableGame:
    """A random game of one kind, or of none."""
    if kind not in KINDS:
        return random_table(chance, buyers, 5000)
    needs = [chance.randint(1, 10) for _ in range(buyers)]
    sums = [0]
    for need in needs:
        sums += [one + need for one in sums]
    return TableGame([KINDS[kind](total, number.bit_count()) for number, total in enumerate(sums)])


@pytest.mark.parametrize("kind", [*KINDS, "without rule"])
@pytest.mark.parametrize("buyers", [2, 3, 5, 8, 12])
def test_it_agrees_with_another_implementation(kind: str, buyers: int) -> None:
    chance = Random(f"{kind} {buyers}")
    for _ in range(10 if buyers < 12 else 2):
        game = structured(kind, chance, buyers)
        costs = [float(cost) for cost in game.table.tolist()]
        assert shares(game) == pytest.approx(coopgame.shapley(coopgame.Game(costs[1:])))


# ---- what characterizes it ----


def random_games(buyers: int) -> list[Game]:
    """One of each way to compute the value."""
    chance = Random(buyers)
    return [
        random_table(chance, buyers),
        random_table(chance, buyers, 10**30),
        curve_game(chance, buyers),
        curve_game(chance, buyers, by_size=True),
    ]


@pytest.mark.parametrize("game", [game for buyers in (1, 2, 6, 9) for game in random_games(buyers)])
def test_shares_add_up_to_the_bill(game: Game) -> None:
    assert sum(shares(game)) == game.total


@pytest.mark.parametrize("buyers", [23, 40, 62, 66, 67, 70])
@pytest.mark.parametrize("by_size", [False, True])
def test_many_buyers_add_up_to_the_bill(buyers: int, by_size: bool) -> None:
    game = curve_game(Random(buyers), buyers, by_size=by_size, largest=2**39)
    assert sum(shares(game)) == game.total


def test_equal_buyers_pay_equally_and_those_that_pay_more_alone_pay_more() -> None:
    quantities, alone = [3, 5, 3, 4, 3], [70, 80, 70, 90, 71]
    first, _, third, _, fifth = shares(CurveGame(quantities, [curve(Random(1), 18)], alone))
    # 1 more alone is 1/5 more where it buys first, and 1/20 less where it would have been second
    assert first == third
    assert fifth - first == Fraction(1, 5) + Fraction(1, 20)


def test_who_always_adds_the_same_pays_just_that() -> None:
    game = random_table(Random(3), 6)
    costs = [cost + 17 * high for high in (0, 1) for cost in game.table.tolist()]
    assert shares(TableGame(costs)) == (*shares(game), 17)


def test_who_adds_nothing_pays_nothing() -> None:
    game = random_table(Random(4), 7)
    assert shares(TableGame(game.table.tolist() * 2)) == (*shares(game), 0)


@pytest.mark.parametrize("seed", range(10))
def test_shares_of_two_bills_add_up_to_those_of_both(seed: int) -> None:
    chance = Random(seed)
    first, second = random_table(chance, 8), random_table(chance, 8, 10**20)
    both = TableGame([one + other for one, other in zip(first._costs, second._costs, strict=True)])
    expected = [one + other for one, other in zip(shares(first), shares(second), strict=True)]
    assert list(shares(both)) == expected


def test_buyers_in_another_order_pay_the_same() -> None:
    game = curve_game(Random(5), 9, by_size=True)
    turned = CurveGame(game.quantities[::-1], game.curves, game.singles[::-1])
    assert shares(turned) == shares(game)[::-1]


# ---- known solutions ----


def test_two_buyers_share_the_saving_equally() -> None:
    # alone 100 and 60, together 130: each saves 15
    assert shares(TableGame([0, 100, 60, 130])) == (85, 45)


@pytest.mark.parametrize("seed", range(20))
def test_of_a_runway_each_stretch_is_shared_by_who_needs_it(seed: int) -> None:
    """Littlechild and Owen (1973), A simple expression for the Shapley value, Man. Science 20."""
    chance = Random(seed)
    lengths = sorted(chance.randint(0, 1000) for _ in range(9))
    costs = [
        max((length for place, length in enumerate(lengths) if number >> place & 1), default=0)
        for number in range(1 << 9)
    ]
    expected, paid, before = [], Fraction(0), 0
    for place, length in enumerate(lengths):
        paid += Fraction(length - before, 9 - place)
        expected.append(paid)
        before = length
    assert list(shares(TableGame(costs))) == expected


@pytest.mark.parametrize("buyers", [(31, 31), (1, 61), (23, 43), (30, 37)])
def test_of_two_kinds_of_buyers_the_value_is_a_sum_over_their_numbers(
    buyers: tuple[int, int],
) -> None:
    """62 buyers and more, with costs near 2³⁹: the sums take up to 100 bits."""
    small, large = buyers
    everyone, total = small + large, 3 * small + 700 * large
    costs = curve(Random(everyone), total, largest=2**39)

    def cost(smalls: int, larges: int) -> int:
        number = smalls + larges
        if number < 2:
            return 11 * smalls + 13 * larges
        return int(costs[3 * smalls + 700 * larges])

    value = sum(
        Fraction(comb(small - 1, smalls) * comb(large, larges), comb(everyone - 1, smalls + larges))
        * (cost(smalls + 1, larges) - cost(smalls, larges))
        for smalls in range(small)
        for larges in range(large + 1)
    )
    game = CurveGame([3] * small + [700] * large, [costs], [11] * small + [13] * large)
    found = shares(game)
    assert found[:small] == (value / everyone,) * small
    assert sum(found) == game.total


# ---- counting ----


def totals(quantities: Sequence[int], size: int) -> list[int]:
    """How many coalitions of a size have each total, one by one."""
    counted = [0] * (sum(quantities) + 1)
    for chosen in combinations(quantities, size):
        counted[sum(chosen)] += 1
    return counted


@pytest.mark.parametrize("quantities", [(1,), (2, 2), (1, 5, 3), (4, 1, 1, 7, 3, 2), (2, 0, 3, 1)])
def test_every_coalition_is_counted_by_size_and_total(quantities: tuple[int, ...]) -> None:
    counts = Counts(quantities)
    for size in range(len(quantities) + 1):
        assert counts.of(size).tolist() == totals(quantities, size)


@pytest.mark.parametrize("quantities", [(1,), (2, 2), (1, 5, 3), (4, 1, 1, 7, 3, 2), (2, 0, 3, 1)])
def test_a_buyer_can_be_taken_out_of_what_is_counted(quantities: tuple[int, ...]) -> None:
    for left, quantity in enumerate(quantities):
        others = quantities[:left] + quantities[left + 1 :]
        for row in Counts(quantities).without(quantity):
            expected = totals(others, row.size)[row.start :][: len(row.numbers)]
            assert row.numbers.tolist() == expected
            assert sum(expected) == row.coalitions == comb(len(others), row.size)


@pytest.mark.parametrize("buyers", [66, 67, 80])
def test_coalitions_of_many_buyers_are_counted_exactly(buyers: int) -> None:
    counts = Counts([1] * buyers)
    assert [int(counts.of(size)[size]) for size in range(buyers + 1)] == [
        comb(buyers, size) for size in range(buyers + 1)
    ]


def test_sums_over_all_coalitions_of_a_size_are_those_of_their_costs() -> None:
    game = curve_game(Random(6), 7)
    counts, values = Counts(game.quantities), Weighable(game.curves[0])
    for size in range(2, 8):
        coalitions = [one for one in range(1 << 7) if one.bit_count() == size]
        row = counts.row(size)
        assert values.over(row) == sum(map(game.cost, coalitions))
        assert row.coalitions == len(coalitions)


@pytest.mark.parametrize("largest", [10, 2**31, 2**33, 2**62, 10**40])
@pytest.mark.parametrize("most", [10, 2**20, 2**50, 2**57])
def test_sums_over_coalitions_are_exact(largest: int, most: int) -> None:
    chance = Random(largest + most)
    for terms in (1, 2, 60):
        numbers = [chance.randrange(most) for _ in range(terms)]
        costs = [chance.randint(-largest, largest) for _ in range(terms + 3)]
        row = Row(1, 2, np.array(numbers, np.int64), sum(numbers))
        values = Weighable(np.array(costs, np.int64 if largest < 2**63 else np.object_))
        expected = sum(one * cost for one, cost in zip(numbers, costs[3:], strict=True))
        assert values.over(row, shift=1) == expected
