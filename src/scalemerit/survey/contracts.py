"""Today's contract of a buyer, as a survey has it and as it is written into a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scalemerit.file_forms import exact_number
from scalemerit.money import Exact
from scalemerit.scenario.parts import Current
from scalemerit.source.editing import Editor, yaml_text


class Contract(NamedTuple):
    """What today's contract costs: a yearly amount, or unit prices by product, of all that count.

    `only` tells that there is one product, which then needs no name.
    """

    amount: Exact | None
    unit_prices: Mapping[str, Exact]
    only: bool

    @property
    def text(self) -> str:
        """How it stands in a file."""
        if self.amount is not None:
            return f"{{amount: {digits(self.amount)}}}"
        if self.only:
            (price,) = self.unit_prices.values()
            return f"{{unit_price: {digits(price)}}}"
        prices = (f"{yaml_text(key)}: {digits(one)}" for key, one in self.unit_prices.items())
        return f"{{unit_prices: {{{', '.join(prices)}}}}}"

    def over(self, old: Current | None) -> Current:
        """What the scenario should hold where it held another contract, or none."""
        if self.amount is not None:
            return Current.model_construct(amount=_whole(self.amount))
        prices = {key: _whole(one) for key, one in self.unit_prices.items()}
        if old is not None and old.unit_prices is not None:
            return Current.model_construct(unit_prices={**old.unit_prices, **prices})
        if self.only:
            return Current.model_construct(unit_price=next(iter(prices.values())))
        return Current.model_construct(unit_prices=prices)


def set_contract(editor: Editor, buyer: str, old: Current | None, new: Contract) -> None:
    """Write a contract in the place of the one that a buyer has."""
    where = ("buyers", buyer, "current")
    if old is None:
        editor.add(("buyers", buyer), [("current", new.text)])
    elif new.amount is not None and old.amount is not None:
        editor.replace((*where, "amount"), digits(new.amount))
    elif new.amount is None and old.unit_prices is not None:
        known = old.unit_prices
        for key, price in new.unit_prices.items():
            if key in known:
                editor.replace((*where, "unit_prices", key), digits(price))
        more = [(yaml_text(k), digits(one)) for k, one in new.unit_prices.items() if k not in known]
        if more:
            editor.add((*where, "unit_prices"), more)
    else:
        editor.replace(where, new.text)


def digits(number: Exact) -> str:
    """A number in a file, with `_` between thousands."""
    return f"{number.numerator:_}" if number.denominator == 1 else str(exact_number(number))


def _whole(number: Exact) -> Exact:
    return number.numerator if number.denominator == 1 else number
