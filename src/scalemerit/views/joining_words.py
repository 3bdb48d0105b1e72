"""How buyers are named that are known by their positions in a game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.views.coalitions import coalition_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalemerit.join import Joined
    from scalemerit.views.words import Teller

_FEW = 6


def buyers_named(tell: Teller, one: Joined, positions: Iterable[int]) -> str:
    """All of the buyers at these positions, one after another."""
    buyers = one.outcome.pool.buyers
    return tell.listed(tell.scenario.name_of(buyers[position]) for position in positions)


def some_named(tell: Teller, one: Joined, positions: Sequence[int], few: int = _FEW) -> str:
    """The buyers at these positions, or those that are left out, or the first of many."""
    buyers = one.outcome.pool.buyers
    if len(positions) == len(buyers):
        return tell.say("all", "全団体")
    return coalition_name(tell, [buyers[position] for position in positions], buyers, few)
