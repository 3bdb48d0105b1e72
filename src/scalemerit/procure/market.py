"""What the buyers of a scenario need and its vendors ask, worked out once for a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.procure.contract import billing_periods, buyer_fees, contract_fees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalemerit.money import Exact
    from scalemerit.pricing import Curve
    from scalemerit.scenario import Arrangement, Scenario
    from scalemerit.scenario.parts import Fees


class Offer(NamedTuple):
    """One vendor: what it asks for each product, and its fees over all fiscal years."""

    prices: Mapping[str, Curve]
    contract_fees: Exact
    buyer_fees: Exact
    fees: Fees

    def fees_for(self, buyers: int) -> Exact:
        """What serving so many buyers costs over all fiscal years, whatever is bought."""
        return self.contract_fees + buyers * self.buyer_fees

    def yearly_fees_for(self, buyers: int) -> Exact:
        """The part of the fees that is paid again each fiscal year."""
        return self.fees.per_contract_yearly + buyers * self.fees.per_buyer_yearly


class Market:
    """What a scenario's buyers need and its vendors ask, in plain values.

    `needed` are each buyer's quantities but for those of 0, in the order of the products.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.years = scenario.years
        self.billed = scenario.billed
        self.taxed = scenario.terms.taxing()
        self.periods = {product: billing_periods(scenario, product) for product in self.billed}
        self.offers = {name: self._offer(name) for name in scenario.vendors}
        self.needed = {name: self._needed(name) for name in scenario.buyers}
        self.has_counting = any(
            curve.counted_products
            for offer in self.offers.values()
            for curve in offer.prices.values()
        )

    def taking_part(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that need anything, in file order."""
        named = arrangement.buyers
        buyers = self.needed if named is None else set(named)
        return tuple([buyer for buyer, needed in self.needed.items() if needed and buyer in buyers])

    def invoiced(
        self, offer: Offer, buyers: int, first: Exact, later: Exact, scale: int = 1
    ) -> int:
        """What a contract costs over all fiscal years, tax included, in the smallest unit.

        `first` and `later` are what its licenses cost in the first fiscal year and in each later
        one, in parts of 1/`scale` of the currency.
        """
        fees = offer.fees_for(buyers)
        if self.years == 1:
            return self.taxed(first + fees * scale, scale)
        others = self.years - 1
        yearly = offer.yearly_fees_for(buyers)
        in_first = first + (fees - others * yearly) * scale
        return self.taxed(in_first, scale) + others * self.taxed(later + yearly * scale, scale)

    def _offer(self, name: str) -> Offer:
        vendor = self.scenario.vendors[name]
        prices = {product: price.curve for product, price in self.scenario.prices[name].items()}
        years = self.years
        return Offer(prices, contract_fees(vendor, years), buyer_fees(vendor, years), vendor.fees)

    def _needed(self, name: str) -> dict[str, int]:
        quantities = self.scenario.buyers[name].quantities
        return {one: quantities[one] for one in self.billed if quantities.get(one)}
