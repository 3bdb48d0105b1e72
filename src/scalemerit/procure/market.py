"""What the buyers of a scenario need and its vendors ask, worked out once for a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scalemerit.money import Exact
    from scalemerit.pricing import Curve, Price
    from scalemerit.scenario import Arrangement, Scenario, Vendor

    # From what licenses cost in the first fiscal year, and in each later one, to what a contract
    # over them costs over all fiscal years: fees and tax included, in the smallest unit.
    Invoicing = Callable[[Exact, Exact], int]


class Offer(NamedTuple):
    """One vendor: what it asks for each product, and its fees whatever the quantity.

    Fees are over all fiscal years, `yearly` ones a year's. `counts` tells whether the total over
    several products chooses any tier.
    """

    prices: Mapping[str, Curve]
    contract_fees: Exact
    buyer_fees: Exact
    yearly_contract_fees: Exact
    yearly_buyer_fees: Exact
    counts: bool

    def fees(self, buyers: int) -> Exact:
        """What serving so many buyers costs, whatever they buy."""
        return self.contract_fees + buyers * self.buyer_fees


class Market:
    """The buyers and vendors of a scenario in plain values.

    `needed` are each buyer's quantities but for those of 0, in the order of the products, `billed`
    how often a product is billed in the first fiscal year and in each later one, `periods` how
    often over all of them. `separate` and `joint` are the vendors that quote in each kind of
    procurement, `alone` invoices what one buyer has under a vendor's contract.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.years = scenario.years
        self.billed = scenario.billed
        self.taxed = scenario.terms.taxing()
        self.periods = {
            product: first + later * (self.years - 1)
            for product, (first, later) in self.billed.items()
        }
        self.needed = {
            name: _but_nothing(buyer.quantities, self.billed)
            for name, buyer in scenario.buyers.items()
        }
        self.offers = {
            name: _offer(vendor, scenario.prices[name], self.years)
            for name, vendor in scenario.vendors.items()
        }
        self.separate, self.joint = scenario.quoting("separate"), scenario.quoting("joint")
        self.alone = {name: self.invoicing(offer, 1) for name, offer in self.offers.items()}
        self.has_counting = any(offer.counts for offer in self.offers.values())

    def taking_part(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that need anything, in file order."""
        named = arrangement.buyers
        buyers = self.needed if named is None else set(named)
        return tuple([buyer for buyer, needed in self.needed.items() if needed and buyer in buyers])

    def invoicing(self, offer: Offer, buyers: int, scale: int = 1) -> Invoicing:
        """How a vendor's contract that serves so many buyers is invoiced.

        What licenses cost is given in parts of 1/`scale` of the currency, as whole numbers of
        such parts are far quicker to add than fractions.
        """
        taxed, others = self.taxed, self.years - 1
        yearly = (offer.yearly_contract_fees + buyers * offer.yearly_buyer_fees) * scale
        first_fees = (offer.contract_fees + buyers * offer.buyer_fees) * scale - others * yearly

        def invoiced(first: Exact, later: Exact) -> int:
            total = taxed(first + first_fees, scale)
            return total + others * taxed(later + yearly, scale) if others else total

        return invoiced


def _but_nothing(quantities: Mapping[str, int], products: Iterable[str]) -> dict[str, int]:
    return {product: quantities[product] for product in products if quantities.get(product)}


def _offer(vendor: Vendor, prices: Mapping[str, Price], years: int) -> Offer:
    fees = vendor.fees
    yearly, yearly_each = fees.per_contract_yearly, fees.per_buyer_yearly
    of_contract, of_buyer = fees.per_contract + years * yearly, fees.per_buyer + years * yearly_each
    curves = {product: price.curve for product, price in prices.items()}
    counts = any(curve.counted_products for curve in curves.values())
    return Offer(curves, of_contract, of_buyer, yearly, yearly_each, counts)
