"""Which way to find coalitions serves which game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.stability.curves import exact_curves, offered_curves
from scalemerit.stability.local import LocalSearch, LocalSource
from scalemerit.stability.pooled import PooledSource
from scalemerit.stability.pooled_search import PooledSearch
from scalemerit.stability.table import TableSearch, TableSource

if TYPE_CHECKING:
    from scalemerit.game.base import Game, Pooled
    from scalemerit.stability.leaving import Source
    from scalemerit.stability.level import Search


def source_of(game: Game) -> Source:
    """The way to the coalition with the largest excess."""
    pooled = _pooled(game)
    if pooled:
        return PooledSource(game, exact_curves(pooled) or offered_curves(pooled))
    return TableSource(game) if game.has_table else LocalSource(game)


def search_of(game: Game) -> Search:
    """The search for coalitions that a linear program should list."""
    pooled = _pooled(game)
    if pooled:
        return PooledSearch(game, pooled)
    return TableSearch(game) if game.has_table else LocalSearch(game)


def _pooled(game: Game) -> Pooled | None:
    """Pooled quantities, unless a table is exact where these are not."""
    pooled = game.pooled
    if pooled and game.has_table and exact_curves(pooled) is None:
        return None
    return pooled
