"""Whether a division of a bill is stable: which coalition would gain by leaving, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.stability.core import (
    BalancedFamily,
    LeastCore,
    core_is_empty,
    least_core,
    least_core_and_proof,
    proof_of_empty_core,
)
from scalemerit.stability.leaving import Between, LargestExcess, Shares
from scalemerit.stability.sources import goes_through_all, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Game

__all__ = [
    "BalancedFamily",
    "Between",
    "LargestExcess",
    "LeastCore",
    "core_is_empty",
    "goes_through_all",
    "is_in_core",
    "least_core",
    "least_core_and_proof",
    "most_reason_to_leave",
    "proof_of_empty_core",
]


def most_reason_to_leave(
    game: Game, parts: Sequence[int], denominator: int = 1
) -> LargestExcess | None:
    """The coalition that gains most by leaving a division; None where there is but one buyer.

    The shares are parts of a denominator, 1 where they are whole. All buyers together are no such
    coalition. Of several it is the smallest, then that of the first buyers. A gain below 0 is what
    it would lose.
    """
    if game.buyers == 1:
        return None
    return source_of(game).largest(Shares(tuple(parts), denominator))


def is_in_core(game: Game, parts: Sequence[int], denominator: int = 1) -> bool | None:
    """Whether no coalition gains by leaving; None where that is not certain.

    The shares are parts of a denominator, and add up to the bill.
    """
    leaving = most_reason_to_leave(game, parts, denominator)
    if leaving is None:
        return True
    if leaving.gain > 0:
        return False
    return True if leaving.is_certain and leaving.gain + leaving.slack <= 0 else None
