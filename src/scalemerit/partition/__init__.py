"""The cheapest way to divide buyers into a few joint contracts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.game.coalitions import members
from scalemerit.partition.bound import lower_bound
from scalemerit.partition.exact import EXACT_LIMIT, cheapest
from scalemerit.partition.search import best_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game

__all__ = ["EXACT_LIMIT", "Group", "Partition", "partition"]


class Group(NamedTuple):
    """The buyers of one joint contract, or one that buys alone, by their positions in the game.

    `separate` is what they pay each alone.
    """

    buyers: tuple[int, ...]
    separate: int
    cost: int


class Partition(NamedTuple):
    """Buyers divided into joint contracts of two or more, and those that buy alone.

    `groups` has both, in the order of their first buyers. `bound` is what no such
    partition costs less than; the same as `cost` where that is proven to be the least, None where
    no bound is known.
    """

    groups: tuple[Group, ...]
    cost: int
    bound: int | None

    @property
    def joint(self) -> tuple[Group, ...]:
        """The joint contracts."""
        return tuple(group for group in self.groups if len(group.buyers) > 1)

    @property
    def separate(self) -> Group:
        """Those that buy alone, taken together; perhaps nobody."""
        return _together([group for group in self.groups if len(group.buyers) == 1])

    @property
    def everyone(self) -> Group:
        """All buyers taken together."""
        return _together(self.groups)

    @property
    def is_cheapest(self) -> bool:
        """Whether it is proven that no partition is cheaper."""
        return self.cost == self.bound

    @property
    def gap(self) -> Fraction | None:
        """How much cheaper a partition might be at most, as a part of this one's cost."""
        if self.bound is None or not self.cost:
            return None
        return Fraction(self.cost - self.bound, self.cost)


def partition(game: Game, most: int, quantities: Sequence[int]) -> Partition:
    """The cheapest division of all buyers into at most so many joint contracts.

    Who is in none of them buys alone. Up to `EXACT_LIMIT` buyers it is the cheapest of all; beyond
    that it is the best that was found by moving, exchanging and merging, with a bound.
    `quantities` are the licenses of each buyer.
    """
    most = min(most, game.buyers // 2)  # a joint contract has two buyers or more
    is_exact = game.has_table and game.buyers <= EXACT_LIMIT
    found = cheapest(game, most) if is_exact else best_found(game, most)
    groups = tuple(_group(game, group) for group in sorted(found, key=lambda one: one & -one))
    cost = sum(group.cost for group in groups)
    return Partition(groups, cost, cost if is_exact else lower_bound(game, quantities))


def _group(game: Game, coalition: int) -> Group:
    buyers = members(coalition)
    separate = sum(game.alone[buyer] for buyer in buyers)
    return Group(buyers, separate, separate if len(buyers) == 1 else game.cost(coalition))


def _together(groups: Sequence[Group]) -> Group:
    buyers = sorted(buyer for group in groups for buyer in group.buyers)
    separate = sum(group.separate for group in groups)
    return Group(tuple(buyers), separate, sum(group.cost for group in groups))
