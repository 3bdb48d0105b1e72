"""The largest sums of values by total quantity: dynamic programming over the total."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.game.base import Costs
    from scalemerit.stability.arrays import Floats, Numbers

A = TypeVar("A", bound="Costs | Floats")

# What is known of a choice where it comes to an item. `free`: any choice of the items left will
# do. `start`: no block was split so far, and the item begins one. `all_in`, `all_out`: of the block
# under way all items were taken so far, or none, and no other block was split.
State = Literal["free", "start", "all_in", "all_out"]
# So little that values may be added to it, and so far from the end of the numbers.
_NO_SUM, _NO_LARGE_SUM = -(1 << 61), -(1 << 400)


class Choice(NamedTuple):
    """Items by their places in a knapsack, and by how much their values exceed the cost."""

    items: tuple[int, ...]
    excess: int | float


class Knapsack(Generic[A]):
    """The largest sums of values of the items from each one on, for each total quantity.

    Where `blocks` gives the lengths of blocks that the items come in, only choices count that split
    one at least: of its items some are taken, and some are not.
    """

    def __init__(
        self, quantities: Sequence[int], values: A, blocks: Sequence[int] | None = None
    ) -> None:
        self.quantities, self.values = quantities, values
        self._places = [(place, size) for size in blocks or () for place in range(size)]
        self._totals = [*accumulate(reversed(quantities), initial=0)][::-1]
        self._none = no_sum(values)
        self._rows: dict[tuple[State, int], A] = {}
        self._fill()

    def _fill(self) -> None:
        last = len(self.quantities)
        self._rows["free", last] = self._empty(1)
        self._rows["free", last][:] = 0
        self._rows["start", last] = self._empty(1)
        self._rows["start", last][:] = self._none
        for item in reversed(range(last)):
            for state in self._states(item):
                self._fill_row(state, item)

    def _empty(self, length: int) -> A:
        return cast("A", np.empty(length, dtype=self.values.dtype))

    def _states(self, item: int) -> tuple[State, ...]:
        if not self._places:
            return ("free",)
        return ("free", "all_in", "all_out") if self._places[item][0] else ("free", "start")

    def _fill_row(self, state: State, item: int) -> None:
        without, with_it = (self._rows[after, item + 1] for after in self._after(state, item))
        quantity = self.quantities[item]
        row = self._rows[state, item] = self._empty(self._totals[item] + 1)
        row[: len(without)] = without
        row[len(without) :] = self._none
        np.maximum(row[quantity:], with_it + self.values[item], out=row[quantity:])

    def _after(self, state: State, item: int) -> tuple[State, State]:
        """What is known after an item is skipped, and after it is taken."""
        if state == "free":
            return "free", "free"
        place, size = self._places[item]
        is_last = place == size - 1
        if state == "start":
            return ("start", "start") if is_last else ("all_out", "all_in")
        if state == "all_in":
            return "free", "start" if is_last else "all_in"
        return "start" if is_last else "all_out", "free"

    def best(self, costs: A, *, proper: bool) -> list[Choice]:
        """The choice of two items or more that exceeds the cost by most, for each first item.

        Costs are those of each total quantity. Not all items are taken where it is to be `proper`.
        """
        choices = []
        for item in range(len(self.quantities) - 1):
            state = self._taken_first(item)
            excess = self._excess(state, item, costs, proper=proper)
            place = int(excess.argmax())
            if excess[place] > self._none // 2:
                others = self._traced(state, item + 1, place + 1)
                choices.append(Choice((item, *others), excess[place]))
        return choices

    def first_best(self, costs: A, *, proper: bool, holds_first: bool) -> Choice | None:
        """The choice of two items or more that exceeds the cost by most, of several the first.

        All choices count, or only those that hold the first item.
        """
        best: Choice | None = None
        for item in range(len(self.quantities) - 1)[: 1 if holds_first else None]:
            excess = self._excess("free", item, costs, proper=proper)
            top = excess.max()
            if top > self._none // 2 and (best is None or top > best.excess):
                totals = np.flatnonzero(excess == top) + 1
                best = Choice((item, *self._traced_first(item + 1, totals)), top)
        return best

    def _excess(self, state: State, item: int, costs: A, *, proper: bool) -> A:
        """By how much an item and those after it exceed the cost, for each total of the latter."""
        row = self._rows[state, item + 1][1:]
        below = self.quantities[item] + 1
        excess = row - costs[below : below + len(row)] + self.values[item]
        if proper and item == 0:
            excess[-1] = self._none
        return cast("A", excess)

    def _traced_first(self, item: int, totals: Numbers) -> Iterator[int]:
        """Of the items that make up one of several sums the first ones."""
        while item < len(self.quantities):
            left = totals - self.quantities[item]
            possible = left >= 0
            sums = self.row(item + 1)[np.where(possible, left, 0)] + self.values[item]
            taken = possible & (sums == self.row(item)[totals])
            if taken.any():
                yield item
                totals = left[taken]
            item += 1

    def _taken_first(self, item: int) -> State:
        """What is known after an item is taken and all before were skipped."""
        if not self._places:
            return "free"
        return self._after("all_out" if self._places[item][0] else "start", item)[1]

    def row(self, item: int) -> A:
        """The largest sums of the items from one on, for each total; anything may be chosen."""
        return self._rows["free", item]

    def traced(self, item: int, total: int) -> Iterator[int]:
        """The items from one on that make up the largest sum for a total."""
        return self._traced("free", item, total)

    def _traced(self, state: State, item: int, total: int) -> Iterator[int]:
        """The items that make up a sum, the first ones where there is a choice."""
        while item < len(self.quantities):
            skipped, taken = self._after(state, item)
            left = total - self.quantities[item]
            wanted = self._rows[state, item][total]
            if left >= 0 and self._rows[taken, item + 1][left] + self.values[item] == wanted:
                yield item
                state, total = taken, left
            else:
                state = skipped
            item += 1


def no_sum(values: Costs | Floats) -> int:
    """A number so far below any sum of such values that it stands for none."""
    return _NO_LARGE_SUM if values.dtype == object else _NO_SUM
