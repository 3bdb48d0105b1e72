"""How buyers are named that are known by their positions in a game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.views.coalitions import coalition_cell, coalition_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalemerit.join import Joined
    from scalemerit.views.report import Text
    from scalemerit.views.words import Teller


def buyers_named(tell: Teller, one: Joined, positions: Iterable[int]) -> str:
    """All of the buyers at these positions, one after another."""
    buyers = one.outcome.pool.buyers
    return tell.listed(tell.scenario.name_of(buyers[position]) for position in positions)


def some_named(tell: Teller, one: Joined, positions: Sequence[int], **most: int) -> str:
    """The buyers at these positions, or those that are left out, or the first of many."""
    buyers = one.outcome.pool.buyers
    return coalition_name(tell, [buyers[position] for position in positions], buyers, **most)


def some_cell(tell: Teller, one: Joined, positions: Sequence[int]) -> Text:
    """The buyers at these positions, all of them but in a terminal."""
    buyers = one.outcome.pool.buyers
    return coalition_cell(tell, [buyers[position] for position in positions], buyers)
