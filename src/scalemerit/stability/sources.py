"""Which way to find coalitions serves which game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.stability.table import TableSearch, TableSource

if TYPE_CHECKING:
    from scalemerit.game.base import Game
    from scalemerit.stability.leaving import Source


def source_of(game: Game) -> Source:
    """The way to the coalition with the largest excess."""
    return TableSource(game)


def search_of(game: Game) -> TableSearch:
    """The search for coalitions that a linear program should list."""
    return TableSearch(game)
