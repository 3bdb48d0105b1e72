"""Coalitions of large games that nothing is known of but their costs, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.game.coalitions import members
from scalemerit.stability.leaving import LargestExcess
from scalemerit.stability.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from scalemerit.game.base import Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.leaving import Between, Shares

# So many of the coalitions that look best are improved buyer by buyer.
_STARTS = 3


class _Climb:
    """Coalitions, each of which no buyer that joins or leaves gives a larger excess.

    Once the game's time is over, buyers join or leave no more.
    """

    def __init__(self, game: Game) -> None:
        self._game = game

    def tops(self, values: Sequence[float], between: Between | None) -> list[int]:
        """Coalitions that are best among their neighbors, from those who pay most of their cost."""
        fixed = [] if between is None else [one for one in between if one is not None]
        held = 0 if between is None else 1 << between.holding
        free = [buyer for buyer in range(self._game.buyers) if buyer not in fixed]
        alone = self._game.alone
        free.sort(key=lambda buyer: values[buyer] / max(1, alone[buyer]), reverse=True)
        starts = [held] if held else []
        for buyer in free:
            held |= 1 << buyer
            starts.append(held)
        starts += [1 << buyer for buyer in free] if between is None else []
        starts = [one for one in starts if one != self._game.everyone]
        starts.sort(key=lambda one: self.excess(one, values), reverse=True)
        return [self._top(one, free, values) for one in starts[:_STARTS]]

    def _top(self, coalition: int, free: Sequence[int], values: Sequence[float]) -> int:
        excess = self.excess(coalition, values)
        while not self._game.search.is_over():
            changed = [coalition ^ 1 << buyer for buyer in free]
            proper = [one for one in changed if 0 < one < self._game.everyone]
            best = max(proper, key=lambda one: self.excess(one, values), default=coalition)
            if self.excess(best, values) <= excess:
                return coalition
            coalition, excess = best, self.excess(best, values)
        return coalition

    def excess(self, coalition: int, values: Sequence[float]) -> float:
        """By how much values exceed what a coalition pays."""
        paid = sum(value for buyer, value in enumerate(values) if coalition >> buyer & 1)
        return paid - self._game.cost(coalition)


class LocalSource:
    """A coalition with a large excess; one with a larger may be overlooked."""

    def __init__(self, game: Game) -> None:
        self._game, self._climb = game, _Climb(game)

    def largest(self, shares: Shares, between: Between | None = None) -> LargestExcess:
        """The best coalition found: of several the smallest, then that of the first buyers."""
        tops = self._climb.tops(shares.amounts, between)
        gains = {one: shares.excess(self._game, one) for one in tops}
        best = min(gains, key=lambda one: (-gains[one], one.bit_count(), members(one)))
        return LargestExcess(best, gains[best], is_certain=False)


class LocalSeparation:
    """A search for a program's next coalitions that may overlook some."""

    certainty: Certainty = "searched"

    def __init__(self, game: Game) -> None:
        self._climb = _Climb(game)
        self._settled = Settled(game.buyers, game.total)

    def likely(self) -> None:
        """Nothing: what they cost has no form."""

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """The best coalitions found, none settled, whose values exceed the cost by more."""
        amounts: list[float] = values.tolist()
        yield [
            one
            for one in self._climb.tops(amounts, None)
            if self._climb.excess(one, amounts) > above and not self._settled.settles(one)
        ]

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""
        self._settled = settled.copy()

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """No coalitions: what was overlooked stays so, as the certainty tells."""
        del shares, levels, per_head
        return []
