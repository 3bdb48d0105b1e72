"""All that is told of a joint purchase's participants, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.join.adding import Addition, additions
from scalemerit.join.chance import Chance, chance_of
from scalemerit.join.growth import Step, grow
from scalemerit.join.sizes import Spread, spread_by_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import Game
    from scalemerit.money import Exact


class Participants(NamedTuple):
    """What is known of the buyers of a game, in its order, beside their costs.

    `shares` is what each pays of the bill, `quantities` the licenses it needs over all products,
    `probabilities` how likely it takes part: 1 where that is certain.
    """

    shares: tuple[int, ...]
    quantities: tuple[int, ...]
    probabilities: tuple[Exact, ...]


class Join(NamedTuple):
    """Who adds what, what is saved by how many, how it grows, and what is likely to be saved.

    Buyers are known by their positions in the game. `by_size` is None where there are too many
    coalitions to look at, `chance` where everybody is certain to take part.
    """

    additions: tuple[Addition, ...]
    by_size: Spread | None
    growth: tuple[Step, ...]
    chance: Chance | None


def analyze(game: Game, known: Participants, start: Sequence[int] = (), seed: int = 0) -> Join:
    """Look at a joint purchase from all sides; it grows from `start`, or from the best pair."""
    is_certain = all(one == 1 for one in known.probabilities)
    return Join(
        additions(game, known.shares),
        spread_by_size(game, known.quantities),
        grow(game, start),
        None if is_certain else chance_of(game, known.probabilities, seed),
    )
