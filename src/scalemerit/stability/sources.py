"""Which way to find coalitions serves which game."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.stability.curves import exact_curves, offered_curves
from scalemerit.stability.local import LocalSeparation, LocalSource
from scalemerit.stability.pooled import PooledSource
from scalemerit.stability.pooled_search import PooledSeparation
from scalemerit.stability.table import TableSeparation, TableSource

if TYPE_CHECKING:
    from scalemerit.game.base import Game
    from scalemerit.stability.curves import Curves
    from scalemerit.stability.leaving import Source
    from scalemerit.stability.level import Separation


# Dynamic programming keeps a sum for each buyer and total: of so many up to a gigabyte in all.
_MOST_SUMS = 2**27


class _Pooled(NamedTuple):
    """The curves of a pooled game: the most exact ones, and those that vendors offer."""

    exact: Curves
    offered: Curves


def goes_through_all(game: Game) -> bool:
    """Whether every coalition is gone through, so that none with a large excess is overlooked."""
    return game.has_table or _pooled(game) is not None


def source_of(game: Game) -> Source:
    """The way to the coalition with the largest excess."""
    pooled = _pooled(game)
    if pooled:
        return PooledSource(game, pooled.exact)
    return TableSource(game) if game.has_table else LocalSource(game)


def separation_of(game: Game) -> Separation:
    """The search for coalitions that a linear program should list."""
    pooled = _pooled(game)
    if pooled:
        return PooledSeparation(game, pooled.exact, pooled.offered)
    return TableSeparation(game) if game.has_table else LocalSeparation(game)


def _pooled(game: Game) -> _Pooled | None:
    """The curves, unless they are none or too large, or a table is exact where they are not."""
    pooled = game.pooled
    if pooled is None or game.buyers * sum(pooled.quantities) > _MOST_SUMS:
        return None
    exact, offered = exact_curves(pooled), offered_curves(pooled)
    if offered is None or (exact is None and game.has_table):
        return None
    return _Pooled(exact or offered, offered)
