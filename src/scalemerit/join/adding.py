"""What each buyer adds to a joint purchase, for all and for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game


class Addition(NamedTuple):
    """What a buyer's taking part adds to the saving of all, and what it saves itself by it.

    `to_all` is the saving of all buyers less that of all others without it; negative where the
    others would save more by themselves. `to_itself` is what it pays alone less its share.
    """

    buyer: int
    to_all: int
    to_itself: int

    @property
    def to_others(self) -> int:
        """What the others gain by its taking part, or lose: what it adds and does not keep."""
        return self.to_all - self.to_itself


def saving_of(game: Game, coalition: int) -> int:
    """What the buyers of a coalition save together; nothing for one, which buys alone."""
    if coalition.bit_count() == 1:
        return 0
    alone = sum(cost for buyer, cost in enumerate(game.alone) if coalition >> buyer & 1)
    return alone - game.cost(coalition)


def additions(game: Game, shares: Sequence[int]) -> tuple[Addition, ...]:
    """What each buyer adds, where all pay these shares of the bill."""
    rows = zip(game.alone, game.without, shares, strict=True)
    return tuple(
        Addition(buyer, to_all=alone - (game.total - without), to_itself=alone - share)
        for buyer, (alone, without, share) in enumerate(rows)
    )
