"""The linear program of a level: the least excess that no listed coalition needs to exceed.

It is solved in floating point; whoever uses it proves what it proposes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

from scalemerit.stability.arrays import memberships

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


class Program:
    """min ε such that x(S) − ε·h(S) ≤ c(S) for the coalitions S listed so far.

    h(S) is 1, or |S| where the excess counts per head. No share rises above its cap, if there are
    caps.
    """

    def __init__(self, scale: Scale, caps: Sequence[int] | None, *, per_head: bool) -> None:
        self.buyers = len(scale.start)
        self.per_head = per_head
        self.row_of: dict[int, int] = {}
        self._scale = scale
        self._open: list[int] = []
        self._solver = _Solver()
        upper = np.full(self.buyers + 1, _INFINITE)
        for buyer, cap in enumerate(caps or ()):
            upper[buyer] = scale.from_start(1 << buyer, cap)
        self._solver.addVars(self.buyers + 1, np.full(self.buyers + 1, -_INFINITE), upper)
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
        rows = memberships(coalitions, self.buyers)
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

    def fix(self, coalition: int, amount: Fraction) -> None:
        """Let a listed coalition pay an amount from now on."""
        row, bound = self.row_of[coalition], self._scale.from_start(coalition, amount)
        self._solver.changeCoeff(row, self.buyers, 0)
        self._solver.changeRowBounds(row, bound, bound)
        self._open.remove(coalition)

    def fix_share(self, buyer: int, amount: int) -> None:
        """Let a buyer pay an amount from now on."""
        bound = self._scale.from_start(1 << buyer, amount)
        self._solver.changeColBounds(buyer, bound, bound)

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
        """The solution for the coalitions that are listed."""
        self._solver.run()
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
