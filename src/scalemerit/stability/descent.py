"""Levels found by linear programs, one after the other, until one division is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.money import apportion
from scalemerit.solution import TimeIsUp, UnprovenError
from scalemerit.stability.arrays import indicator, indicators
from scalemerit.stability.level import Levels
from scalemerit.stability.program import Program, Scale
from scalemerit.stability.settled import null_space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalemerit.game.base import Game
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.leaving import Shares
    from scalemerit.stability.level import Level, Separation
    from scalemerit.stability.program import Proposal

# The largest distance in a program, in its units.
_LARGEST = 10**4
# So many programs are solved for the first level whatever the time: most games take no more.
_AT_LEAST = 30


class _Met(NamedTuple):
    """Shares that were met, and an excess that is not smaller than that of any coalition."""

    shares: Floats
    excess: float


def never() -> bool:
    """There is no time limit."""
    return False


class Descent:
    """Levels by linear programs.

    Where it `is_capped`, nobody pays more than alone if the bill allows that.
    """

    def __init__(
        self,
        game: Game,
        search: Separation,
        known: Sequence[int] = (),
        *,
        per_head: bool = False,
        is_capped: bool = True,
    ) -> None:
        self.levels = Levels(game, search, per_head=per_head)
        self.program = _begun(game, known, per_head=per_head, is_capped=is_capped)
        self._game = game
        self._least = self.levels.shares
        self._met = self._first_met()

    @property
    def has_least(self) -> bool:
        """Whether the first level is found."""
        return bool(self.levels.excesses)

    @property
    def least(self) -> Shares:
        """A division of the least core, or the closest to it so far where there is none yet."""
        return self._least if self.has_least else self.levels.settled.near(self._met.shares)

    def finished(self, is_over: Callable[[], bool]) -> Levels:
        """All levels; raises `TimeIsUp` and `UnprovenError`."""
        while not self.levels.settled.is_complete:
            self.step(is_over)
        return self.levels

    def step(self, is_over: Callable[[], bool] = never) -> Level:
        """Find and settle the next level; raises `TimeIsUp` and `UnprovenError`."""
        is_first = not self.has_least
        proposal = self._proposed(is_over)
        level = self._proven(proposal)
        self._met = _Met(proposal.shares, proposal.excess)
        for coalition, amount in self.levels.settle(level):
            self.program.fix(coalition, amount)
        for buyer in level.capped:
            self.program.fix_share(buyer, self._game.alone[buyer])
        self.program.release(self.levels.settled)
        self.program.follow(proposal.shares)
        if is_first:
            self._least = self.levels.settled.near(proposal.shares)
        return level

    def _proposed(self, is_over: Callable[[], bool]) -> Proposal:
        """The solution over all coalitions that the search can find; raises `TimeIsUp`."""
        program = self.program
        programs = 0 if self.has_least or self.levels.search.certainty == "searched" else _AT_LEAST
        while programs > 0 or not is_over():
            proposal = program.solve()
            programs -= 1
            if self._met.excess <= proposal.excess + program.tolerance:
                return proposal._replace(shares=self._met.shares)
            new = self._between(proposal) or self._new(proposal.shares, proposal.excess)
            if not new:
                return proposal
            program.drop()
            program.add(new, [self._game.cost(coalition) for coalition in new])
        raise TimeIsUp

    def _between(self, proposal: Proposal) -> list[int]:
        """Coalitions with too large an excess halfway between what was met and a solution.

        Where there are none, what was met comes halfway closer. What is found there excludes the
        solution as well, and by more (Ben-Ameur, Neto 2007, Acceleration of cutting-plane and
        column generation algorithms, Networks 49).
        """
        if self.program.looks_near:
            return []
        shares = (self._met.shares + proposal.shares) / 2
        excess = (self._met.excess + proposal.excess) / 2
        new = self._new(shares, excess)
        if not new:
            self._met = _Met(shares, excess)
        return new

    def _new(self, shares: Floats, excess: float) -> list[int]:
        """Coalitions that are not listed and have a larger excess, if there are any."""
        batches = self._exceeding(shares, excess)
        return next(filter(None, map(self.program.unlisted, batches)), [])

    def _exceeding(self, shares: Floats, excess: float) -> Iterator[list[int]]:
        """Batches of coalitions with a larger excess, as `Separation.worst` gives them."""
        values, bound = (shares - excess, 0) if self.program.per_head else (shares, excess)
        return self.levels.search.worst(values, bound + self.program.tolerance)

    def _first_met(self) -> _Met:
        """Simple shares, and the largest excess that any coalition has at them.

        Of amounts with more digits than floating point holds, the search may find coalitions that
        have no larger one after all.
        """
        shares, found = _proportional(self._game), [*self.program.row_of]
        excess = -np.inf
        while found and (highest := self._highest(shares, found)) > excess:
            excess = highest
            found = next(filter(None, self._exceeding(shares, excess)), [])
        return _Met(shares, excess)

    def _highest(self, shares: Floats, coalitions: Sequence[int]) -> float:
        """The largest excess of these coalitions.

        The search adds up in another order, so that what exceeds by it may not do so here.
        """
        return max(self._excess(shares, coalition) for coalition in coalitions)

    def _excess(self, shares: Floats, coalition: int) -> float:
        paid: float = (shares @ indicator(coalition, self._game.buyers)).item()
        return (paid - self._game.cost(coalition)) / self.levels.heads(coalition)

    def _proven(self, proposal: Proposal) -> Level:
        """The level that a solution proposes, with exact weights; raises `UnprovenError`."""
        settled = self.levels.settled
        capped = [buyer for buyer in proposal.capped if not settled.settles(1 << buyer)]
        held = [*proposal.coalitions, *(1 << buyer for buyer in capped)]
        weights = null_space(settled.free @ indicators(held, self._game.buyers).T) if held else []
        if len(weights) != 1 or min(weights[0]) < 0 < max(weights[0]):
            raise UnprovenError
        return self.levels.weighed(proposal.coalitions, capped, weights[0])


def _proportional(game: Game) -> Floats:
    """Shares by quantity if nobody then pays more than alone; else by what is paid alone."""
    alone = np.array(game.alone, dtype=np.float64)
    if game.pooled:
        shares = _divided(game.total, np.array(game.pooled.quantities, dtype=np.float64))
        if np.all(shares <= alone):
            return shares
    return _divided(game.total, alone if alone.sum() >= game.total else np.maximum(alone, 1))


def _divided(total: int, weights: Floats) -> Floats:
    return weights * np.float64(total / max(1, weights.sum()))


def _begun(game: Game, known: Sequence[int], *, per_head: bool, is_capped: bool) -> Program:
    """The program of the first level, listing what is known and what bounds it."""
    separate = game.alone
    weights = [max(1, cost) for cost in separate]
    start = apportion([game.total * weight for weight in weights], sum(weights))
    coalitions = list(dict.fromkeys([*_beginning(game), *known]))
    costs = [game.cost(coalition) for coalition in coalitions]
    plain = Scale(start, 1)
    distances = map(plain.from_start, coalitions, costs)
    unit = max(1, *map(abs, distances)) / _LARGEST
    caps = separate if is_capped and sum(separate) >= game.total else None
    program = Program(Scale(start, unit), caps, per_head=per_head)
    program.add(coalitions, costs)
    program.keep(coalitions)
    return program


def _beginning(game: Game) -> list[int]:
    """The coalitions of one buyer, and of all but one."""
    single = [1 << buyer for buyer in range(game.buyers)]
    return single + [game.everyone ^ one for one in single]
