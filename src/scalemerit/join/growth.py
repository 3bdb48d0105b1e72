"""In which order a joint purchase that starts small grows best."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.game.coalitions import members
from scalemerit.join.adding import saving_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scalemerit.game import Game


class Step(NamedTuple):
    """Who has joined so far: those of this step, all of them, and what they save together.

    `added` is how much the saving has grown by this step.
    """

    joined: tuple[int, ...]
    buyers: tuple[int, ...]
    saving: int
    added: int


def grow(game: Game, start: Iterable[int] = ()) -> tuple[Step, ...]:
    """Begin with these buyers, or the pair that saves most, and let the best one join each time.

    The best is the one with which most is saved, the first of equals. This looks one step ahead:
    the best coalition of a size may save more than what has grown to it.
    """
    return tuple(_steps(game, tuple(sorted(set(start))) or _best_pair(game)))


def _steps(game: Game, joined: tuple[int, ...]) -> Iterator[Step]:
    coalition = sum(1 << buyer for buyer in joined)
    saving = saving_of(game, coalition)
    yield Step(joined, joined, saving, saving)
    while coalition != game.everyone:
        found, buyer = max(
            (saving_of(game, coalition | 1 << buyer), -buyer)
            for buyer in range(game.buyers)
            if not coalition >> buyer & 1
        )
        coalition |= 1 << -buyer
        yield Step((-buyer,), members(coalition), found, found - saving)
        saving = found


def _best_pair(game: Game) -> tuple[int, ...]:
    """The two buyers that save most together; the only one where there are no two."""
    pairs: Iterable[tuple[int, ...]] = combinations(range(game.buyers), min(game.buyers, 2))
    return max(pairs, key=lambda pair: saving_of(game, sum(1 << buyer for buyer in pair)))
