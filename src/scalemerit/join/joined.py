"""An arrangement looked at by who takes part: who adds what, at what size, and who else might."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.game.whole import WholeGame
from scalemerit.join.analysis import Join, Participants, analyze
from scalemerit.join.tiers import TierHold, tier_holds
from scalemerit.partition import Partition, partition

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.game import Game
    from scalemerit.scenario import Scenario

_FEWEST = 2  # one buyer makes no joint purchase


class Asked(NamedTuple):
    """What is asked beside what is always told.

    A purchase grows from the buyers in `start`, by their keys, or from the best pair. `groups` is
    how many joint contracts the buyers may be divided into, None where that is not asked. `seed`
    is for estimates.
    """

    start: tuple[str, ...] = ()
    groups: int | None = None
    seed: int = 0


class Joined(NamedTuple):
    """One arrangement and its game; `before` is the same before its buyers were changed."""

    outcome: Outcome
    before: Outcome | None
    game: Game
    join: Join
    tiers: tuple[TierHold, ...]
    partition: Partition | None

    @property
    def scenario(self) -> Scenario:
        """The scenario of the arrangement, its buyers changed."""
        return self.outcome.pool.scenario

    @property
    def left(self) -> tuple[str, ...]:
        """The buyers that took part before and no longer do."""
        before = self.before.pool.buyers if self.before else ()
        return tuple(buyer for buyer in before if buyer not in self.outcome.pool.buyers)

    @property
    def come(self) -> tuple[str, ...]:
        """The buyers that take part now and did not before."""
        if self.before is None:
            return ()
        before = self.before.pool.buyers
        return tuple(buyer for buyer in self.outcome.pool.buyers if buyer not in before)

    @property
    def growth_covers_from(self) -> tuple[int, int] | None:
        """The buyers and licenses from which on a growing purchase never loses; None if it does."""
        found = None
        quantities = self.outcome.bill.quantities
        for step in reversed(self.join.growth):
            if step.saving < 0 or len(step.buyers) < _FEWEST:
                break
            found = len(step.buyers), sum(quantities[buyer] for buyer in step.buyers)
        return found


def joined(outcome: Outcome, asked: Asked, before: Outcome | None = None) -> Joined:
    """Look at an arrangement; coalitions of its buyers buy as a whole, as `compare` says."""
    pool, quantities = outcome.pool, outcome.bill.quantities
    arrangement = outcome.arrangement
    game = WholeGame(pool, arrangement, outcome.bill.separate, arrangement.coordination)
    known = Participants(
        tuple(share.share for share in outcome.shares),
        quantities,
        tuple(pool.scenario.buyers[buyer].join for buyer in pool.buyers),
    )
    start = tuple(pool.buyers.index(buyer) for buyer in asked.start)
    return Joined(
        outcome,
        before,
        game,
        analyze(game, known, start, asked.seed),
        tier_holds(pool, outcome.vendor_of),
        None if asked.groups is None else partition(game, asked.groups, quantities),
    )
