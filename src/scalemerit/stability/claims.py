"""What each buyer can object to amounts with: the largest excess of its coalitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.stability.excesses import Excesses
from scalemerit.stability.leaving import Between, Shares
from scalemerit.stability.sources import source_of
from scalemerit.stability.table import TableSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.leaving import Source


class Claims(NamedTuple):
    """For each buyer the largest x(S) − c(S) of the coalitions S with it, that of all included."""

    excesses: list[int]
    certainty: Certainty


def largest_with_each(game: Game, amounts: Sequence[int]) -> Claims:
    """The claims against amounts x, which need not add up to the bill."""
    source, shares = source_of(game), Shares(tuple(amounts))
    if isinstance(source, TableSource):
        return Claims(_in_table(game, shares), "exact")
    return _one_by_one(game, source, shares)


def _in_table(game: Game, shares: Shares) -> list[int]:
    found: list[list[int]] = [[] for _ in shares.parts]
    for piece in Excesses(game.table, shares.parts, 1).pieces():
        for buyer, tops in enumerate(found):
            if piece.excess.size >> buyer > 1:
                tops.append(int(piece.excess.reshape(-1, 2, 1 << buyer)[:, 1].max()))
            elif piece.first >> buyer & 1:
                tops.append(int(piece.excess.max()))
    return [max(tops) for tops in found]


def _one_by_one(game: Game, source: Source, shares: Shares) -> Claims:
    """Whoever belongs to the best coalition of all has its excess; the others are gone through."""
    of_all = sum(shares.parts) - game.total
    best = source.largest(shares)
    excesses = []
    for buyer in range(game.buyers):
        leaving = best
        if not best.coalition >> buyer & 1:
            leaving = source.largest(shares, Between(buyer))
        excesses.append(max(of_all, int(leaving.gain)))
    if not best.is_certain:
        return Claims(excesses, "searched")
    return Claims(excesses, "certified" if best.slack else "exact")
