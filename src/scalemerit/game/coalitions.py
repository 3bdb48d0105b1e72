"""All coalitions at once: arrays with an entry for each, by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scalemerit.game.parts import sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from scalemerit.game import Game
    from scalemerit.game.base import Costs

    Flags = npt.NDArray[np.bool_]
    Sizes = npt.NDArray[np.uint8]

_WITHIN_INT64 = 2**62


def members(coalition: int) -> tuple[int, ...]:
    """The buyers of a coalition, in order."""
    return tuple(buyer for buyer in range(coalition.bit_length()) if coalition >> buyer & 1)


def coalition_of(buyers: Iterable[int]) -> int:
    """The coalition of these buyers, each named once."""
    return sum(1 << buyer for buyer in buyers)


def sums_over(values: Sequence[int]) -> Costs:
    """The sum of the buyers' values over each coalition; Python integers where int64 is short."""
    fits = sum(map(abs, values)) < _WITHIN_INT64
    return sums(values, np.int64 if fits else object)


def savings_over(game: Game) -> Costs:
    """What each coalition saves against its buyers alone; nothing for one, which buys alone.

    Only of a game that `has_table`.
    """
    savings: Costs = sums_over(game.alone) - game.table
    for buyer in range(game.buyers):
        savings[1 << buyer] = 0  # where it is all there are, the game has another cost
    return savings


def sizes_of(buyers: int) -> Sizes:
    """How many buyers each coalition of so many has."""
    return np.bitwise_count(np.arange(1 << buyers, dtype=np.uint32))
