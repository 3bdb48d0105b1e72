"""One level of a lexicographic minimum: the least largest excess, proven by weights.

Coalitions F with weights λ > 0, and buyers with weights ν > 0 whose shares are at their caps, prove
a level ε where Σ λ_S·1_S + Σ ν_i·1_i is a combination of what is settled. The sum Σ λ_S·x(S) +
Σ ν_i·x_i is then the same for all divisions that are left, so that none has all excesses of F
below ε, and all that have none above it give each of F exactly ε (Kohlberg 1971, SIAM Journal on
Applied Mathematics 20; Maschler, Peleg, Shapley 1979, Mathematics of Operations Research 4).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scalemerit.solution import UnprovenError
from scalemerit.stability.leaving import Shares
from scalemerit.stability.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats


class Likely(NamedTuple):
    """Shares, and coalitions in groups that have the same excess at them, the largest first."""

    shares: Floats
    groups: list[list[int]]


class Separation(Protocol):
    """Where the coalitions come from that a program lists next."""

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """Batches of coalitions, none settled, whose values exceed the cost by more.

        The first is found soonest; where there is no such coalition, none is in any batch.
        """

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""

    def likely(self) -> Likely | None:
        """What is likely to be the nucleolus, or close to it; None where none is quickly found."""

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """The coalitions found whose exact excess is above the level at which they were settled."""

    @property
    def certainty(self) -> Certainty:
        """How sure it is that `exceeding` found all there are."""


class NoSeparation:
    """No coalitions but those that are listed from the start."""

    certainty: Certainty = "searched"

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """None."""
        del values, above
        return iter(())

    def settle(self, settled: Settled) -> None:
        """Nothing to remember."""

    def likely(self) -> None:
        """Nothing is known."""

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """None."""
        del shares, levels, per_head
        return []


class Level(NamedTuple):
    """The excess of a level, the coalitions that prove it, and the buyers at their caps.

    `weights` belong to the coalitions, then to the buyers; they are whole numbers above 0.
    """

    excess: Fraction
    coalitions: tuple[int, ...]
    capped: tuple[int, ...]
    weights: tuple[int, ...]


class Levels:
    """The levels found so far, and what they settle."""

    def __init__(self, game: Game, search: Separation, *, per_head: bool) -> None:
        self.game, self.search, self.per_head = game, search, per_head
        self.settled = Settled(game.buyers, game.total)
        self.excesses: list[Fraction] = []

    @property
    def shares(self) -> Shares:
        """A division that has what is settled: the only one where that is complete."""
        return Shares(tuple(self.settled.parts), self.settled.denominator)

    def exceeded(self) -> list[int]:
        """The coalitions found whose exact excess is above the level that settled them."""
        return self.search.exceeding(self.shares, self.excesses, per_head=self.per_head)

    def heads(self, coalition: int) -> int:
        """How often an excess counts in a coalition: once, or once a head."""
        return coalition.bit_count() if self.per_head else 1

    def settle(self, level: Level) -> list[tuple[int, Fraction]]:
        """Let a level's coalitions and buyers pay what it settles.

        Gives the coalitions, with what they pay, for which that did not follow already.
        """
        new = []
        self.excesses.append(level.excess)
        for coalition in level.coalitions:
            if not self.settled.settles(coalition):
                amount = self.game.cost(coalition) + level.excess * self.heads(coalition)
                self.settled.settle(coalition, amount)
                new.append((coalition, amount))
        for buyer in level.capped:
            self.settled.settle(1 << buyer, Fraction(self.game.alone[buyer]))
        self.search.settle(self.settled)
        return new

    def weighed(
        self, coalitions: Sequence[int], capped: Sequence[int], weights: Sequence[int]
    ) -> Level:
        """The level that weights prove, which are all of one sign, or 0 for what proves nothing.

        They belong to the coalitions, then to the buyers at their caps. Raises `UnprovenError`
        where no coalition has one.
        """
        settled, count = self.settled, len(coalitions)
        held = [*coalitions, *(1 << buyer for buyer in capped)]
        proving = [place for place, weight in enumerate(weights) if weight]
        excess = sum(
            weights[place]
            * (settled.paid(held[place]) - self.game.cost(held[place]) * settled.denominator)
            for place in proving
        )
        heads = sum(weights[place] * self.heads(held[place]) for place in proving if place < count)
        if not heads:
            raise UnprovenError
        return Level(
            Fraction(excess, heads * settled.denominator),
            tuple(held[place] for place in proving if place < count),
            tuple(capped[place - count] for place in proving if place >= count),
            tuple(abs(weights[place]) for place in proving),
        )
