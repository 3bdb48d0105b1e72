"""Unions of blocks: the coalitions that no settled coalition separates, but may be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scalemerit.stability.knapsack import Knapsack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Costs
    from scalemerit.stability.curves import Weighed
    from scalemerit.stability.settled import Settled

# So many unions are given at once.
_ENOUGH = 8


class _Choice(NamedTuple):
    """Which of the first blocks are taken, and how their payment moves along what is free."""

    blocks: int
    coalition: int
    total: int
    value: int | float
    moved: Costs


class Unions:
    """The unions of blocks whose payments are not settled, by branch and bound.

    Blocks come first whose payments are free; where those that are taken do not move, neither does
    a union with others. What a choice can gain at most is known for every total quantity.
    """

    def __init__(self, settled: Settled, quantities: Sequence[int], amounts: Weighed) -> None:
        moves = [(block, settled.free[:, block].sum(axis=1)) for block in settled.blocks]
        moves.sort(key=lambda move: not np.any(move[1]))
        self._moves = [move for _, move in moves]
        self._free = sum(1 for move in self._moves if np.any(move))
        blocks = [block for block, _ in moves]
        self._coalitions = [sum(1 << buyer for buyer in block) for block in blocks]
        self._quantities = [sum(quantities[buyer] for buyer in block) for block in blocks]
        self._values = np.add.reduceat(
            amounts.values[[buyer for block in blocks for buyer in block]],
            np.cumsum([0, *map(len, blocks)])[:-1],
        )
        self._costs = amounts.costs

    def above(self, bound: float) -> list[int]:
        """Some unions of several buyers with a larger excess; none where there is none."""
        if not self._free:
            return []
        knapsack = Knapsack(self._quantities, self._values)
        found: list[int] = []
        waiting = [_Choice(0, 0, 0, 0, self._moves[0] * 0)]
        while waiting and len(found) < _ENOUGH:
            choice = waiting.pop()
            if choice.blocks >= self._free and not np.any(choice.moved):
                continue
            sums = knapsack.row(choice.blocks)
            excess = sums - self._costs[choice.total : choice.total + len(sums)] + choice.value
            total = int(excess.argmax())
            if excess[total] <= bound:
                continue
            best = choice.coalition
            if choice.blocks >= self._free:
                others = knapsack.traced(choice.blocks, total)
                best += sum(self._coalitions[block] for block in others)
            if choice.blocks >= self._free and best.bit_count() > 1:
                found.append(best)
            else:
                waiting += self._decided(choice)
        return found

    def _decided(self, choice: _Choice) -> Iterator[_Choice]:
        """The choice with its next block left out, and with it taken."""
        block = choice.blocks
        if block < len(self._coalitions):
            yield choice._replace(blocks=block + 1)
            yield _Choice(
                block + 1,
                choice.coalition + self._coalitions[block],
                choice.total + self._quantities[block],
                choice.value + self._values[block],
                choice.moved + self._moves[block],
            )
