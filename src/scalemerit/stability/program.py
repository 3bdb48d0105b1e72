"""The linear program of a level: the least excess that no listed coalition needs to exceed.

It is solved in floating point; whoever uses it proves what it proposes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

from scalemerit.solution import UnprovenError
from scalemerit.stability.arrays import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.settled import Settled

_INFINITE = highspy.kHighsInf
# What HiGHS may miss a bound by, in units of the program.
_MISSED = 10**-9
# Weights of a basic solution are ratios of small determinants, and this is far below them.
_NO_WEIGHT = 10**-7
# A program that lists more than so many coalitions a buyer is slow.
_MANY = 8
# How far from where it is looked first, in units of the program, and by how much that grows.
_NEAR, _FARTHER, _FARTHEST = 16, 4, 10**6


class Proposal(NamedTuple):
    """A solution in floating point: shares, their largest excess, and what holds it up.

    `coalitions` and `capped` are those coalitions, and those buyers whose share cannot rise, that
    have a weight in the dual solution.
    """

    shares: Floats
    excess: float
    coalitions: list[int]
    capped: list[int]


class Scale(NamedTuple):
    """What amounts of a program are the distance from, and the unit they are counted in.

    They are then neither large nor tiny, so that floating point holds them well.
    """

    start: tuple[int, ...]
    unit: float

    def from_start(self, coalition: int, amount: Fraction | int) -> float:
        """An amount that a coalition pays, as its distance from what it pays at the start."""
        paid = sum(share for buyer, share in enumerate(self.start) if coalition >> buyer & 1)
        distance = amount - paid
        return distance.numerator / distance.denominator / self.unit


class _Box(NamedTuple):
    """Shares that are no farther than a reach from those in the middle, in units of the program."""

    middle: Floats
    reach: float


class _Bounds(NamedTuple):
    """What each share is not below and not above, in units of the program."""

    lower: Floats
    upper: Floats

    def within(self, box: _Box) -> _Bounds:
        """The part of these bounds that is in a box; next to it where there is none."""
        lower = np.minimum(np.maximum(self.lower, box.middle - box.reach), self.upper)
        return _Bounds(lower, np.maximum(np.minimum(self.upper, box.middle + box.reach), lower))

    def hold(self, closer: _Bounds, weights: Floats) -> bool:
        """Whether nothing but these bounds holds shares within closer ones with these weights."""
        below = (weights > _NO_WEIGHT) & (closer.lower > self.lower)
        above = (weights < -_NO_WEIGHT) & (closer.upper < self.upper)
        return not np.any(below | above)


class Program:
    """min ε such that x(S) − ε·h(S) ≤ c(S) for the coalitions S listed so far.

    h(S) is 1, or |S| where the excess counts per head. No share rises above its cap, if there are
    caps.

    Mostly very many shares have the same least ε. Those at a corner far away give large excesses to
    coalitions that are not listed; of those close to where the search is told to `look_near` most
    have none, and few coalitions need to be listed (Marsten, Hogan, Blankenship 1975, The Boxstep
    method for large-scale optimization, Operations Research 23).
    """

    def __init__(self, scale: Scale, caps: Sequence[int] | None, *, per_head: bool) -> None:
        self.buyers = len(scale.start)
        self.per_head = per_head
        self.row_of: dict[int, int] = {}
        self._scale = scale
        self._open: list[int] = []
        self._kept: set[int] = set()
        self._solver = _Solver()
        free = np.full(self.buyers + 1, _INFINITE)
        self._solver.addVars(self.buyers + 1, -free, free)
        self._box: _Box | None = None
        self._bounds = _Bounds(-free[1:], free[1:])
        for buyer, cap in enumerate(caps or ()):
            self._bounds.upper[buyer] = scale.from_start(1 << buyer, cap)
        self._bind(self._bounds)
        self._solver.changeColCost(self.buyers, 1)
        everyone = np.arange(self.buyers, dtype=np.int32)
        self._solver.addRow(0, 0, self.buyers, everyone, np.ones(self.buyers))

    @property
    def tolerance(self) -> float:
        """An excess that is less above the bound need not be one."""
        return 10 * _MISSED * self._scale.unit

    def unlisted(self, coalitions: Iterable[int]) -> list[int]:
        """Those coalitions that are not listed, each once."""
        return [one for one in dict.fromkeys(coalitions) if one not in self.row_of]

    def add(self, coalitions: Sequence[int], costs: Sequence[int]) -> None:
        """List coalitions, with their costs."""
        if not coalitions:
            return
        rows = indicators(coalitions, self.buyers)
        heads = rows.sum(axis=1) if self.per_head else np.ones(len(rows))
        matrix = np.hstack([rows, -heads[:, None]])
        _, columns = np.nonzero(matrix)
        ends = np.cumsum(np.count_nonzero(matrix, axis=1))
        bounds = [
            self._scale.from_start(coalition, cost)
            for coalition, cost in zip(coalitions, costs, strict=True)
        ]
        self._solver.addRows(
            len(rows),
            np.full(len(rows), -_INFINITE),
            np.array(bounds),
            len(columns),
            np.concatenate([[0], ends[:-1]]).astype(np.int32),
            columns.astype(np.int32),
            matrix[matrix != 0].astype(np.float64),
        )
        for coalition in coalitions:
            self.row_of[coalition] = len(self.row_of) + 1
        self._open += coalitions

    def keep(self, coalitions: Iterable[int]) -> None:
        """Never drop these coalitions."""
        self._kept.update(coalitions)

    def fix(self, coalition: int, amount: Fraction) -> None:
        """Let a listed coalition pay an amount from now on."""
        row, bound = self.row_of[coalition], self._scale.from_start(coalition, amount)
        self._solver.changeCoeff(row, self.buyers, 0)
        self._solver.changeRowBounds(row, bound, bound)
        self._open.remove(coalition)

    def fix_share(self, buyer: int, amount: int) -> None:
        """Let a buyer pay an amount from now on."""
        bound = self._scale.from_start(1 << buyer, amount)
        self._bounds.lower[buyer] = self._bounds.upper[buyer] = bound
        self._bind(self._bounds)

    def look_near(self, shares: Floats) -> None:
        """Prefer solutions close to shares, in which what was fixed is paid."""
        middle = (shares - np.array(self._scale.start, dtype=np.float64)) / self._scale.unit
        self._box = _Box(middle, _NEAR)

    def follow(self, shares: Floats) -> None:
        """Prefer solutions close to these shares from now on, where some were preferred so far."""
        if self.looks_near:
            self.look_near(shares)

    @property
    def looks_near(self) -> bool:
        """Whether solutions close to some shares are preferred."""
        return self._box is not None

    def release(self, settled: Settled) -> None:
        """Drop the coalitions whose payments follow from what is settled."""
        follows = settled.settle_which(self._open)
        for coalition, one in zip(self._open, follows, strict=True):
            if one:
                self._solver.changeRowBounds(self.row_of[coalition], -_INFINITE, _INFINITE)
        self._open = [
            coalition for coalition, one in zip(self._open, follows, strict=True) if not one
        ]

    def solve(self) -> Proposal:
        """The solution for the coalitions that are listed; raises `UnprovenError`."""
        while self._box and self._box.reach < _FARTHEST:
            closer = self._bounds.within(self._box)
            self._bind(closer)
            middle, reach = self._box
            if self._is_solved():
                solution = self._solver.getSolution()
                if self._bounds.hold(closer, np.array(solution.col_dual[:-1])):
                    return self._proposal()
                middle = np.array(solution.col_value[:-1])
            self._box = _Box(middle, reach * _FARTHER)
        self._bind(self._bounds)
        if not self._is_solved():
            raise UnprovenError
        return self._proposal()

    def drop(self) -> None:
        """List no more those coalitions that hold nothing up, if there are many.

        Each is dropped once at most: one that comes back is needed.
        """
        if len(self._open) < _MANY * self.buyers:
            return
        states = self._solver.getBasis().row_status
        idle = [
            one
            for one in self._open
            if one not in self._kept and states[self.row_of[one]] == highspy.HighsBasisStatus.kBasic
        ]
        rows = np.array([self.row_of[one] for one in idle], dtype=np.int32)
        self._solver.deleteRows(len(rows), rows)
        self.keep(idle)
        dropped = set(idle)
        self._open = [one for one in self._open if one not in dropped]
        left = [one for one in self.row_of if one not in dropped]
        self.row_of = {one: row for row, one in enumerate(left, 1)}

    def _bind(self, bounds: _Bounds) -> None:
        buyers = np.arange(self.buyers, dtype=np.int32)
        self._solver.changeColsBounds(self.buyers, buyers, *bounds)

    def _is_solved(self) -> bool:
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _proposal(self) -> Proposal:
        solution = self._solver.getSolution()
        values = np.array(solution.col_value) * self._scale.unit
        weights, held = np.array(solution.row_dual), np.array(solution.col_dual)
        return Proposal(
            values[:-1] + np.array(self._scale.start, dtype=np.float64),
            values[-1],
            [one for one in self._open if abs(weights[self.row_of[one]]) > _NO_WEIGHT],
            [int(buyer) for buyer in np.flatnonzero(np.abs(held[:-1]) > _NO_WEIGHT)],
        )


class _Solver(highspy.Highs):
    """HiGHS that prints nothing: its own beginning prints a heading before it can be silenced."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("presolve", "off")
        self.setOptionValue("solver", "simplex")
        self.setOptionValue("threads", 1)
        self.setOptionValue("primal_feasibility_tolerance", _MISSED)
        self.setOptionValue("dual_feasibility_tolerance", _MISSED)
