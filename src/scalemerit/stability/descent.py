"""Levels found by linear programs, one after the other, until one division is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.money import apportion
from scalemerit.stability.arrays import memberships
from scalemerit.stability.level import Levels
from scalemerit.stability.program import Program, Scale
from scalemerit.stability.settled import null_space

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.game.base import Game
    from scalemerit.stability.leaving import Shares
    from scalemerit.stability.level import Level, Search
    from scalemerit.stability.program import Proposal

# The largest distance in a program, in its units.
_LARGEST = 10**4


class TimeIsUp(Exception):  # noqa: N818  # no error
    """The time limit came before a level was found."""


class UnprovenError(ArithmeticError):
    """The weights that floating point proposes prove nothing."""


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
        search: Search,
        known: Sequence[int] = (),
        *,
        per_head: bool = False,
        is_capped: bool = True,
    ) -> None:
        self.levels = Levels(game, search, per_head=per_head)
        self.program = _begun(game, known, per_head=per_head, is_capped=is_capped)
        self._game = game
        self._least = self.levels.shares

    @property
    def least(self) -> Shares:
        """A division of the least core, once the first level is found."""
        return self._least

    def finished(self, is_over: Callable[[], bool]) -> Levels:
        """All levels; raises `TimeIsUp`."""
        while not self.levels.settled.is_complete:
            self.step(is_over)
        return self.levels

    def step(self, is_over: Callable[[], bool] = never) -> Level:
        """Find and settle the next level; raises `TimeIsUp`, but always finds the first."""
        is_first = not self.levels.excesses
        proposal = self._proposed(never if is_first else is_over)
        level = self._proven(proposal)
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
        program, search = self.program, self.levels.search
        while not is_over():
            proposal = program.solve()
            values, bound = proposal.shares, proposal.excess
            if program.per_head:
                values, bound = values - bound, 0
            batches = search.worst(values, bound + program.tolerance)
            new = next(filter(None, map(program.unlisted, batches)), None)
            if new is None:
                return proposal
            program.drop()
            program.add(new, [self._game.cost(coalition) for coalition in new])
        raise TimeIsUp

    def _proven(self, proposal: Proposal) -> Level:
        """The level that a solution proposes, with exact weights; raises `UnprovenError`."""
        settled = self.levels.settled
        capped = [buyer for buyer in proposal.capped if not settled.settles(1 << buyer)]
        held = [*proposal.coalitions, *(1 << buyer for buyer in capped)]
        weights = null_space(settled.free @ memberships(held, self._game.buyers).T) if held else []
        if len(weights) != 1 or min(weights[0]) < 0 < max(weights[0]):
            raise UnprovenError
        return self.levels.weighed(proposal.coalitions, capped, weights[0])


def _begun(game: Game, known: Sequence[int], *, per_head: bool, is_capped: bool) -> Program:
    """The program of the first level, listing what is known and what bounds it."""
    separate = game.alone
    weights = [max(1, cost) for cost in separate]
    start = apportion([game.total * weight for weight in weights], sum(weights))
    coalitions = _beginning(game) + [one for one in known if one not in set(_beginning(game))]
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
    return list(dict.fromkeys(single + [game.everyone ^ one for one in single]))
