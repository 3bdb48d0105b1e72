"""What the buyers of a scenario need and its vendors ask, worked out once for a comparison."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scalemerit.money import Exact
    from scalemerit.pricing import Curve, Price
    from scalemerit.scenario import Arrangement, Scenario, Vendor

    # An exact amount for each contract.
    Column = Sequence[Exact]
    # The products under the contract with each vendor.
    Contracts = Mapping[str, tuple[str, ...]]


class Offer(NamedTuple):
    """One vendor: what it asks for each product, and its fees whatever the quantity.

    Fees are over all fiscal years, `yearly` ones a year's.
    """

    prices: Mapping[str, Curve]
    contract_fees: Exact
    buyer_fees: Exact
    yearly_contract_fees: Exact
    yearly_buyer_fees: Exact

    @property
    def counts(self) -> bool:
        """Whether the total over several products chooses any tier."""
        return any(curve.counted_products for curve in self.prices.values())

    def fees(self, buyers: int) -> Exact:
        """What serving so many buyers costs, whatever they buy."""
        return self.contract_fees + buyers * self.buyer_fees


class Market:
    """The buyers and vendors of a scenario in plain values.

    `quantities` has a column a product, with each buyer's quantity of it in the order of `buyers`,
    `wanted` the products that each buyer needs at all. `billed` is how often a product is billed
    in the first fiscal year and in each later one, `is_even` whether every year is like the first,
    `periods` how often over all of them. `separate` and `joint` are the vendors that quote in each
    kind of procurement.
    """

    __slots__ = (
        *("scenario", "years", "billed", "is_even", "periods", "taxed"),
        *("buyers", "quantities", "wanted", "_positions"),
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
        self.is_even = years == 1 or all(first == later for first, later in billed.values())
        self.buyers = tuple(scenario.buyers)
        self._positions: dict[str, int] = {}
        needs = [buyer.quantities for buyer in scenario.buyers.values()]
        self.quantities = {
            product: [needed.get(product, 0) for needed in needs] for product in billed
        }
        self.wanted = self._wanted()
        prices = scenario.prices
        self.offers = {
            name: _offer(vendor, prices[name], years) for name, vendor in scenario.vendors.items()
        }
        self.separate, self.joint = scenario.quoting("separate"), scenario.quoting("joint")
        self.has_counting = len(billed) > 1 and any(offer.counts for offer in self.offers.values())

    def _wanted(self) -> list[tuple[str, ...]]:
        """The products that each buyer needs; every one of them, as a rule."""
        products, columns = tuple(self.quantities), self.quantities.values()
        if True not in [0 in column for column in columns]:
            return [products] * len(self.buyers)
        return [tuple(compress(products, row)) for row in zip(*columns, strict=True)]

    def positions(self, buyers: Iterable[str]) -> list[int]:
        """Where buyers stand in the columns."""
        if not self._positions:
            self._positions = {buyer: place for place, buyer in enumerate(self.buyers)}
        return [self._positions[buyer] for buyer in buyers]

    def taking_part(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that need anything, in file order."""
        named = arrangement.buyers
        if named is None:
            return tuple(compress(self.buyers, self.wanted))
        invited = set(named)
        return tuple([buyer for buyer in compress(self.buyers, self.wanted) if buyer in invited])

    def contracts_of(self, award: Mapping[str, str]) -> Contracts:
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
    ) -> list[int]:
        """What each buyer pays under a contract of its own with a vendor over some products.

        `asked` has a column a product with what each buyer's licenses cost in one billing period,
        in parts of 1/`scale` of the currency. Who needs none of the products pays nothing.
        """
        bills = self._invoiced(vendor, 1, *self._licenses(asked), scale)
        for product in asked:
            if 0 not in quantities[product]:
                return bills  # as each buyer needs something
        needs = zip(*[quantities[product] for product in asked], strict=True)
        return [bill if any(needed) else 0 for bill, needed in zip(bills, needs, strict=True)]

    def bill(self, vendor: str, buyers: int, asked: Mapping[str, Exact]) -> int:
        """What one contract of a vendor that serves so many buyers costs over all fiscal years.

        `asked` is what each product under it costs in one billing period.
        """
        columns = {product: (amount,) for product, amount in asked.items()}
        return self._invoiced(vendor, buyers, *self._licenses(columns), 1)[0]

    def _invoiced(
        self, vendor: str, buyers: int, first: Column, later: Column, scale: int
    ) -> list[int]:
        """What contracts of a vendor cost that serve so many buyers each, fees and tax included.

        What licenses cost in the first fiscal year, and in each later one, is given in parts of
        1/`scale` of the currency, as whole numbers of such parts are far quicker to add than
        fractions.
        """
        offer, others = self.offers[vendor], self.years - 1
        fees = offer.contract_fees + buyers * offer.buyer_fees
        if not others:
            return self.taxed(first, fees * scale, scale)
        yearly = offer.yearly_contract_fees + buyers * offer.yearly_buyer_fees
        totals = self.taxed(first, (fees - others * yearly) * scale, scale)
        each = self.taxed(later, yearly * scale, scale)
        return [total + others * bill for total, bill in zip(totals, each, strict=True)]

    def _licenses(self, asked: Mapping[str, Column]) -> tuple[Column, Column]:
        """What columns of products come to in the first fiscal year, and in each later one."""
        if len(asked) == 1:
            ((product, column),) = asked.items()
            if self.billed[product] == (1, 1):
                return column, column  # as most products are the only one, and billed yearly
        first = self._added(asked, 0)
        return first, (first if self.is_even else self._added(asked, 1))

    def _added(self, asked: Mapping[str, Column], year: int) -> Column:
        """What columns of products come to in the first fiscal year (0) or in a later one (1)."""
        columns = [
            [self.billed[product][year] * amount for amount in column]
            for product, column in asked.items()
        ]
        return list(map(sum, zip(*columns, strict=True)))


def _offer(vendor: Vendor, prices: Mapping[str, Price], years: int) -> Offer:
    fees = vendor.fees
    yearly, yearly_each = fees.per_contract_yearly, fees.per_buyer_yearly
    of_contract, of_buyer = fees.per_contract + years * yearly, fees.per_buyer + years * yearly_each
    curves = {product: price.curve for product, price in prices.items()}
    return Offer(curves, of_contract, of_buyer, yearly, yearly_each)
