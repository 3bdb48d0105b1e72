"""Coalitions found in the table of all costs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scalemerit.stability.arrays import sums, zeros
from scalemerit.stability.excesses import PIECE, Excesses, largest
from scalemerit.stability.leaving import LargestExcess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Costs, Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats, Numbers
    from scalemerit.stability.leaving import Between, Shares
    from scalemerit.stability.settled import Settled


class TableSource:
    """The coalition whose excess is largest, among all."""

    def __init__(self, game: Game) -> None:
        self._table = game.table

    def largest(self, shares: Shares, between: Between | None = None) -> LargestExcess:
        """That coalition: of several the smallest, then that of the first buyers."""
        if between:
            return self._between(shares, between)
        excesses = Excesses(self._table, shares.parts, shares.denominator)
        coalition, top = largest(excesses, range(1, len(self._table) - 1))
        return LargestExcess(coalition, Fraction(top, shares.denominator))

    def _between(self, shares: Shares, between: Between) -> LargestExcess:
        costs, parts = self._table, list(shares.parts)
        decided = sorted((one for one in between if one is not None), reverse=True)
        for buyer in decided:
            halves = costs.reshape(-1, 2, 1 << buyer)
            costs = halves[:, int(buyer == between.holding)].reshape(-1)
            del parts[buyer]
        excesses = Excesses(costs, parts, shares.denominator)
        counted = range(len(costs) - (between.lacking is None))
        coalition, top = largest(excesses, counted)
        for buyer in reversed(decided):
            below = coalition & ((1 << buyer) - 1)
            coalition = (coalition - below) << 1 | below
        coalition |= 1 << between.holding
        top += shares.parts[between.holding]
        return LargestExcess(coalition, Fraction(top, shares.denominator))


class TableSeparation:
    """A search through the cost of every coalition, and the level at which each was settled."""

    certainty: Certainty = "exact"

    def __init__(self, game: Game) -> None:
        self._table = game.table
        self._buyers = game.buyers
        self._low = min(game.buyers, PIECE - 3)
        self._costs = self._table.astype(np.float64)
        self._costs[[0, -1]] = np.inf
        self._levels = 0
        self._level_of = np.zeros(len(self._costs), dtype=np.uint8)

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """One coalition at most for each way in which the last buyers take part."""
        low, high = sums(values[: self._low]), sums(values[self._low :])
        costs = self._costs.reshape(len(high), len(low))
        step = max(1, (1 << PIECE) // len(low))
        best = np.empty(len(high), dtype=np.int64)
        for first in range(0, len(high), step):
            np.argmin(costs[first : first + step] - low, axis=1, out=best[first : first + step])
        excess = high + low[best] - costs[np.arange(len(high)), best]
        places = np.flatnonzero(excess > above)
        chosen = places[np.argsort(-excess[places], kind="stable")][: 3 * self._buyers]
        yield [int(place) << self._low | int(best[place]) for place in chosen]

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""
        self._levels += 1
        if settled.is_complete:
            self._level_of[self._level_of == 0] = self._levels
            return
        follow = settled_unions(settled)
        new = follow[self._level_of[follow] == 0]
        self._level_of[new] = self._levels
        self._costs[new] = np.inf

    def likely(self) -> None:
        """Nothing: every one is gone through quickly enough."""

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """The coalitions whose exact excess is above the level at which they were settled."""
        excesses = Excesses(self._table, shares.parts, shares.denominator)
        bound_of = zeros(self._table, len(levels) + 1)
        bound_of[1:] = [excesses.scaled(level) for level in levels]
        found: list[Numbers] = []
        for piece in excesses.pieces():
            numbers = np.arange(piece.first, piece.first + len(piece.excess))
            bound = bound_of[self._level_of[numbers]] * _heads(numbers, per_head=per_head)
            found.append(piece.above(bound - excesses.error))
        return self._confirmed(np.concatenate(found), excesses, levels, per_head=per_head)

    def _confirmed(
        self, doubtful: Numbers, excesses: Excesses, levels: Sequence[Fraction], *, per_head: bool
    ) -> list[int]:
        doubtful = doubtful[(doubtful > 0) & (doubtful < len(self._table) - 1)]
        heads = _heads(doubtful, per_head=per_head)
        level_of = self._level_of[doubtful] - 1
        over = np.array([one.numerator for one in levels], dtype=object)[level_of]
        under = np.array([one.denominator for one in levels], dtype=object)[level_of]
        bound = over * heads.astype(object) * excesses.denominator
        above = excesses.exactly(doubtful) * under > bound
        return [int(coalition) for coalition in doubtful[above.astype(bool)]]


def _heads(coalitions: Numbers, *, per_head: bool) -> Numbers:
    if per_head:
        return np.bitwise_count(coalitions).astype(np.int64)
    return np.ones(len(coalitions), dtype=np.int64)


def settled_unions(settled: Settled) -> Numbers:
    """The numbers of all coalitions whose payments follow from what is settled."""
    blocks = settled.blocks
    numbers = sums(np.array([sum(1 << buyer for buyer in block) for block in blocks]))
    moves = np.array([settled.free[:, block].sum(axis=1) for block in blocks]).T
    moves = moves[np.any(moves != 0, axis=1)]
    return numbers if not len(moves) else _unmoved(numbers, moves)


def _unmoved(numbers: Numbers, moves: Costs) -> Numbers:
    """Those of all unions of blocks whose payments no free direction moves."""
    unions = np.flatnonzero(sums(moves[0]) == 0)
    for move in moves[1:]:
        moved = np.zeros(len(unions), dtype=move.dtype)
        for block, step in enumerate(move):
            moved[(unions >> block & 1).astype(bool)] += step
        unions = unions[moved == 0]
    return numbers[unions]
