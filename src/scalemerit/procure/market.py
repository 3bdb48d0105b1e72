"""What the buyers of a scenario need and its vendors ask, worked out once for a comparison."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scalemerit.money import Exact
    from scalemerit.pricing import Curve, Price
    from scalemerit.scenario import Arrangement, Scenario, Vendor

    # From what the licenses of some contracts cost in the first fiscal year, and in each later
    # one, to what each contract costs over all years: fees and tax included, in the smallest unit.
    Invoicing = Callable[[Sequence[Exact], Sequence[Exact]], Sequence[int]]


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

    `quantities` has a column a product, with each buyer's quantity of it in the order of `buyers`,
    `wanted` the products that each buyer needs at all, `positions` where each buyer stands.
    `billed` is how often a product is billed in the first fiscal year and in each later one,
    `periods` how often over all of them. `separate` and `joint` are the vendors that quote in each
    kind of procurement.
    """

    __slots__ = (
        *("scenario", "years", "billed", "periods", "taxed"),
        *("buyers", "positions", "quantities", "wanted"),
        *("offers", "separate", "joint", "has_counting"),
    )

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.years = years = scenario.years
        self.billed = billed = scenario.billed
        self.taxed = scenario.terms.taxing()
        self.periods = {
            product: first + later * (years - 1) for product, (first, later) in billed.items()
        }
        self.buyers = tuple(scenario.buyers)
        self.positions = dict(zip(self.buyers, range(len(self.buyers)), strict=True))
        needs = [buyer.quantities for buyer in scenario.buyers.values()]
        self.quantities = {
            product: [needed.get(product, 0) for needed in needs] for product in billed
        }
        self.wanted = [
            tuple(compress(billed, row)) for row in zip(*self.quantities.values(), strict=True)
        ]
        prices = scenario.prices
        self.offers = {
            name: _offer(vendor, prices[name], years) for name, vendor in scenario.vendors.items()
        }
        self.separate, self.joint = scenario.quoting("separate"), scenario.quoting("joint")
        self.has_counting = True in [offer.counts for offer in self.offers.values()]

    def taking_part(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that need anything, in file order."""
        named = arrangement.buyers
        if named is None:
            return tuple(compress(self.buyers, self.wanted))
        invited = set(named)
        return tuple([buyer for buyer in compress(self.buyers, self.wanted) if buyer in invited])

    def contracts_of(self, award: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The products under each vendor's contract, vendors and products in file order."""
        vendors = set(award.values())
        if len(vendors) == 1:
            return dict.fromkeys(vendors, tuple(award))
        return {
            vendor: tuple([product for product, found in award.items() if found == vendor])
            for vendor in self.offers
            if vendor in vendors
        }

    def own_bills(
        self,
        vendor: str,
        asked: Mapping[str, Sequence[Exact]],
        quantities: Mapping[str, Sequence[int]],
        scale: int = 1,
    ) -> Sequence[int]:
        """What each buyer pays under a contract of its own with a vendor over some products.

        `asked` has a column a product with what each buyer's licenses cost in one billing period,
        in parts of 1/`scale` of the currency. Who needs none of the products pays nothing.
        """
        bills = self.invoicing(vendor, 1, scale)(*self.yearly(asked))
        if any(0 not in quantities[product] for product in asked):
            return bills  # as each of them needs something
        needs = zip(*[quantities[product] for product in asked], strict=True)
        return [bill if any(needed) else 0 for bill, needed in zip(bills, needs, strict=True)]

    def yearly(
        self, asked: Mapping[str, Sequence[Exact]]
    ) -> tuple[Sequence[Exact], Sequence[Exact]]:
        """What columns of products come to in the first fiscal year, and in each later one.

        `asked` has a column a product with what is asked in one billing period.
        """
        first = [(self.billed[product][0], column) for product, column in asked.items()]
        later = [(self.billed[product][1], column) for product, column in asked.items()]
        return _sum_of_columns(first), _sum_of_columns(later) if self.years > 1 else ()

    def invoicing(self, vendor: str, buyers: int, scale: int = 1) -> Invoicing:
        """How contracts of a vendor that serve so many buyers each are invoiced.

        What licenses cost is given in parts of 1/`scale` of the currency, as whole numbers of
        such parts are far quicker to add than fractions.
        """
        offer, taxed, others = self.offers[vendor], self.taxed, self.years - 1
        yearly = (offer.yearly_contract_fees + buyers * offer.yearly_buyer_fees) * scale
        first_fees = (offer.contract_fees + buyers * offer.buyer_fees) * scale - others * yearly

        def invoiced(first: Sequence[Exact], later: Sequence[Exact]) -> Sequence[int]:
            totals = taxed([licenses + first_fees for licenses in first], scale)
            if not others:
                return totals
            years = taxed([licenses + yearly for licenses in later], scale)
            return [total + others * year for total, year in zip(totals, years, strict=True)]

        return invoiced


def _sum_of_columns(columns: Iterable[tuple[int, Sequence[Exact]]]) -> Sequence[Exact]:
    """The sum of columns, entry by entry, each column as many times as said."""
    multiples = [
        column if times == 1 else [times * amount for amount in column] for times, column in columns
    ]
    return multiples[0] if len(multiples) == 1 else list(map(sum, zip(*multiples, strict=True)))


def _offer(vendor: Vendor, prices: Mapping[str, Price], years: int) -> Offer:
    fees = vendor.fees
    yearly, yearly_each = fees.per_contract_yearly, fees.per_buyer_yearly
    of_contract, of_buyer = fees.per_contract + years * yearly, fees.per_buyer + years * yearly_each
    curves = {product: price.curve for product, price in prices.items()}
    counts = any(curve.counted_products for curve in curves.values())
    return Offer(curves, of_contract, of_buyer, yearly, yearly_each, counts)
