"""Separate procurement: what each buyer pays alone, which savings are measured by."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.procure import Alone, Contract, Market, Pool, current_contract, current_cost

if TYPE_CHECKING:
    from collections.abc import Mapping


class BuyerCost(NamedTuple):
    """What one buyer pays in separate procurement, by today's best quote or today's contract.

    `cost` is over all fiscal years, in the smallest unit. `vendor_of` is the vendor of each
    product needed; nothing under a contract of today, or where nothing is needed.
    """

    market: Market
    buyer: str
    basis: Literal["quote", "current"]
    vendor_of: Mapping[str, str]
    cost: int

    @property
    def pool(self) -> Pool:
        """The buyer on the conditions it buys on alone."""
        return Pool(self.market, (self.buyer,), self.market.separate, {})

    @property
    def takes_part(self) -> bool:
        """Whether the buyer needs anything."""
        return bool(self.vendor_of) or self.basis == "current"

    @property
    def vendors(self) -> tuple[str, ...]:
        """The vendors it would buy from, in file order."""
        vendors = tuple(self.vendor_of.values())
        return tuple(self.market.contracts_of(self.vendor_of)) if len(vendors) > 1 else vendors

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Its contracts with their invoices; they come to `cost`."""
        if self.basis == "current":
            return (current_contract(self.market.scenario, self.buyer),)
        return self.pool.bill(self.vendor_of) if self.vendor_of else ()


class Separate(NamedTuple):
    """Separate procurement: what all buyers of a market pay, and what they would pay elsewhere."""

    alone: Alone
    costs: tuple[BuyerCost, ...]


def separately(market: Market) -> Separate:
    """What each buyer pays: today's contract where it is the baseline, else the best quote."""
    scenario, alone = market.scenario, Alone(market)
    from_today = scenario.separate.baseline == "current"
    found = []
    for position, (name, buyer) in enumerate(scenario.buyers.items()):
        if from_today and buyer.current is not None and market.wanted[position]:
            cost = current_cost(scenario, name)
            found.append(BuyerCost(market, name, "current", {}, cost))
        else:
            found.append(BuyerCost(market, name, "quote", *alone.quote(position)))
    return Separate(alone, tuple(found))


def saving_rate(saving: int, separate: int) -> Fraction | None:
    """A saving as a part of the separate cost; None where there is no cost to save on."""
    return Fraction(saving, separate) if separate else None
