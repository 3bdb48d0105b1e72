"""Prices that bound what the awards of a part of the search cost, from below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scalemerit.procure.tied.part import Part, Prices, Taken

_PATIENCE = 3


class Answer(NamedTuple):
    """What one vendor does at given prices: what each level of each group takes, and the best.

    `value` is what it adds to the bound, `opened` what it would if it had to supply.
    """

    value: int
    opened: int
    levels: list[list[Taken]]
    best: list[Taken]

    @property
    def supplies(self) -> bool:
        """Whether it takes anything."""
        return self.value == self.opened


def answer(part: Part, prices: Prices) -> Answer:
    """What a vendor does at these prices."""
    levels = part.levels_taken(part.shared(prices))
    best = [min(group) for group in levels]
    opened = part.fee + sum(taken.value for taken in best)
    return Answer(opened if part.must else min(opened, 0), opened, levels, best)


class _Step(NamedTuple):
    """Prices, the bound they give, and by product how many vendors more should take it."""

    prices: Prices
    bound: int
    slopes: list[int]

    def next(self, below: int, halvings: int) -> Prices:
        """Prices towards a bound, less far the more halvings."""
        norm = sum(slope * slope for slope in self.slopes)
        length = (below - self.bound) // (norm << halvings)
        return [
            price + length * slope for price, slope in zip(self.prices, self.slopes, strict=True)
        ]


@dataclass
class Ascent:
    """The search for prices that give a high bound (subgradient method).

    Where no vendor takes a product its price rises, where several do it falls. Counted over all
    rounds: for each vendor how often it took anything (`opened`) and each product (`chosen`), and
    how often each of its groups was at each level (`reached`).
    """

    parts: Sequence[Part]
    prices: Prices
    bound: int = 0
    answers: list[Answer] = field(default_factory=list)
    rounds: int = 0

    def __post_init__(self) -> None:
        self.opened = [0 for _ in self.parts]
        self.chosen = [Counter[int]() for _ in self.parts]
        self.reached = [[Counter[int]() for _ in part.groups] for part in self.parts]

    def climb(self, below: int, rounds: int) -> None:
        """Looks for better prices until the bound is not below an amount, or for some rounds."""
        best = self._step(self.prices)
        halvings = failed = 0
        current = best
        for _ in range(rounds):
            if best.bound >= below or not any(current.slopes):
                return
            current = self._step(current.next(below, halvings), best)
            failed += 1
            if current.bound > best.bound:
                best, failed = current, 0
            elif failed == _PATIENCE:
                current, failed, halvings = best, 0, halvings + 1

    def _step(self, prices: Prices, best: _Step | None = None) -> _Step:
        answers = [answer(part, prices) for part in self.parts]
        bound = sum(prices) + sum(one.value for one in answers)
        if best is None or bound > best.bound:
            self.bound, self.prices, self.answers = bound, prices, answers
        slopes = [1] * len(prices)
        self.rounds += 1
        for vendor, one in enumerate(answers):
            if one.supplies:
                self._count(vendor, one, slopes)
        return _Step(prices, bound, slopes)

    def _count(self, vendor: int, one: Answer, slopes: list[int]) -> None:
        self.opened[vendor] += 1
        for group, taken in enumerate(one.best):
            level = self.parts[vendor].groups[group][one.levels[group].index(taken)]
            self.reached[vendor][group][level.number] += 1
            for product in taken.products:
                slopes[product] -= 1
                self.chosen[vendor][product] += 1
