"""Random cost games of many kinds, and what defines their solutions, gone through one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from random import Random

from scalemerit.game import Game
from scalemerit.game.tabled import TableGame
from scalemerit.solution import Solution

Costs = Callable[[Random, Sequence[int], int], int]


def _volume(chance: Random, quantities: Sequence[int], total: int) -> int:
    return total * (100 if total < 30 else 90 if total < 60 else 75)


def _graduated(chance: Random, quantities: Sequence[int], total: int) -> int:
    return min(100 * total, 90 * total + 200, 70 * total + 1100)


def _packages(chance: Random, quantities: Sequence[int], total: int) -> int:
    return -(-total // 25) * 1000 + 300


def _runway(chance: Random, quantities: Sequence[int], total: int) -> int:
    return max(quantities)


def _anything(chance: Random, quantities: Sequence[int], total: int) -> int:
    return chance.randint(1, 100)


def _by_head(chance: Random, quantities: Sequence[int], total: int) -> int:
    return chance.randint(50, 100) * len(quantities)


KINDS: tuple[Costs, ...] = (_volume, _graduated, _packages, _runway, _anything, _by_head)


def members(coalition: int) -> list[int]:
    return [buyer for buyer in range(coalition.bit_length()) if coalition >> buyer & 1]


def table_game(seed: int, most: int, *, times: int = 1) -> TableGame:
    """A game of a kind that the seed chooses, with 2 buyers at least."""
    chance = Random(seed)
    quantities = [chance.randint(1, 12) for _ in range(chance.randint(2, most))]
    kind = KINDS[seed % len(KINDS)]
    costs = [0]
    for coalition in range(1, 1 << len(quantities)):
        chosen = [quantities[buyer] for buyer in members(coalition)]
        costs.append(kind(chance, chosen, sum(chosen)) * times)
    return TableGame(costs)


def proper(game: Game) -> range:
    """All coalitions but that of all buyers."""
    return range(1, game.everyone)


def excess(game: Game, shares: Sequence[Fraction], coalition: int) -> Fraction:
    paid = sum((shares[buyer] for buyer in members(coalition)), start=Fraction(0))
    return paid - game.cost(coalition)


def shares_of(solution: Solution) -> list[Fraction]:
    return [Fraction(part, solution.denominator) for part in solution.parts]


def caps(game: Game) -> Sequence[int] | None:
    """What nobody is to pay more than; None where the bill does not allow that."""
    return game.alone if sum(game.alone) >= game.total else None


def savings(game: Game) -> list[int]:
    """What each coalition saves, from the first on, as other programs take games."""
    return [
        sum(game.alone[buyer] for buyer in members(one)) - game.cost(one)
        for one in range(1, game.everyone + 1)
    ]


def is_nucleolus(game: Game, shares: Sequence[Fraction], *, per_head: bool = False) -> bool:
    """Kohlberg's criterion: every set of coalitions with the largest excesses is balanced.

    The weights of the buyers at their caps may help, and may be 0 (Kohlberg 1971).
    """
    most = caps(game)
    capped = [1 << i for i in range(game.buyers) if most and shares[i] == most[i]]
    return all(
        _is_balanced(game, worst, capped) for worst in levels(game, shares, per_head=per_head)
    )


def _is_balanced(game: Game, coalitions: Sequence[int], helping: Sequence[int]) -> bool:
    """Whether weights above 0, and of those that help from 0 on, give each buyer the same.

    That is 1 + λ of each coalition, λ ≥ 0, and ν ≥ 0: Σ (1 + λ)·1_S + Σ ν·1_i = μ·1_N.
    """
    buyers = range(game.buyers)
    columns = [[-(one >> buyer & 1) for buyer in buyers] for one in [*coalitions, *helping]]
    columns.append([1 for _ in buyers])
    wanted = [sum(one >> buyer & 1 for one in coalitions) for buyer in buyers]
    return _is_feasible(columns, wanted)


def _is_feasible(columns: Sequence[Sequence[int]], wanted: Sequence[int]) -> bool:
    """Whether amounts from 0 on of the columns add up to what is wanted: the simplex method."""
    rows = [
        [*(Fraction(column[place]) for column in columns), Fraction(amount)]
        for place, amount in enumerate(wanted)
    ]
    basis = [-1] * len(rows)
    while True:
        missing = [row for row, column in zip(rows, basis, strict=True) if column < 0]
        gains = [sum(row[place] for row in missing) for place in range(len(columns))]
        entering = next((place for place, gain in enumerate(gains) if gain > 0), None)
        if entering is None:
            return not any(row[-1] for row in missing)
        ratios = [
            (row[-1] / row[entering], basis[place], place)
            for place, row in enumerate(rows)
            if row[entering] > 0
        ]
        _, _, leaving = min(ratios)
        pivot = [entry / rows[leaving][entering] for entry in rows[leaving]]
        rows = [
            [entry - row[entering] * other for entry, other in zip(row, pivot, strict=True)]
            for row in rows
        ]
        rows[leaving], basis[leaving] = pivot, entering


def levels(game: Game, shares: Sequence[Fraction], *, per_head: bool) -> Iterator[list[int]]:
    """The coalitions whose excess is not below a bound, for every bound that changes them."""
    value = {
        one: excess(game, shares, one) / (one.bit_count() if per_head else 1)
        for one in proper(game)
    }
    for bound in sorted(set(value.values()), reverse=True):
        yield [one for one in value if value[one] >= bound]
