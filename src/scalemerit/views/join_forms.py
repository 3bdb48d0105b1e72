"""How the documents of `join` name buyers and write amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.money import Exact, in_currency, number, rounded_to
from scalemerit.views.numbers import Number, money_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PLACES = 6


class Forms(NamedTuple):
    """How buyers are named and amounts are written."""

    buyers: Sequence[str]
    named: Callable[[str], str]
    currency: str

    def money(self, amount: int) -> Number:
        """An amount in full."""
        return money_of(self.currency)(amount)

    def exact(self, amount: Exact) -> Number:
        """An amount that need not be whole, rounded to six places of the currency."""
        return number(rounded_to(in_currency(amount, self.currency), _PLACES))

    def names(self, positions: Iterable[int]) -> list[str]:
        """The buyers at these positions."""
        return [self.named(self.buyers[position]) for position in positions]
