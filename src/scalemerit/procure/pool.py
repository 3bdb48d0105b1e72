"""Buyers that buy together: what they need, and what an award of it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from scalemerit.money import Exact
from scalemerit.procure.contract import (
    Contract,
    License,
    Line,
    billing_periods,
    buyer_fees,
    contract_fees,
    invoices,
    own_part,
)

if TYPE_CHECKING:
    from scalemerit.pricing import Price, Purchase
    from scalemerit.scenario import Scenario


class Pool:
    """Buyers that buy together, and on what conditions; one buyer alone is a pool as well.

    `outside` are quantities that others take under the same contract, `discount` is a fraction
    off the license amounts.
    """

    def __init__(
        self,
        scenario: Scenario,
        buyers: tuple[str, ...],
        vendors: tuple[str, ...],
        outside: Mapping[str, int],
        discount: Exact = 0,
    ) -> None:
        self.scenario = scenario
        self.buyers = buyers
        self.vendors = vendors
        self.outside = outside
        self.discount = discount

    @cached_property
    def needed(self) -> dict[str, int]:
        """The quantity of each product that is needed at all, in the order of the products."""
        totals = dict.fromkeys(self.scenario.products, 0)
        for buyer in self.buyers:
            for product, quantity in self.scenario.buyers[buyer].quantities.items():
                totals[product] += quantity
        return {product: total for product, total in totals.items() if total}

    @cached_property
    def periods(self) -> dict[str, int]:
        """How often each product that is needed is billed over all fiscal years."""
        return {product: billing_periods(self.scenario, product) for product in self.needed}

    def served(self, products: Iterable[str]) -> tuple[str, ...]:
        """The buyers with a quantity of any of the products."""
        wanted = tuple(products)
        return tuple(
            buyer
            for buyer in self.buyers
            if any(self.scenario.buyers[buyer].quantities.get(product) for product in wanted)
        )

    @cached_property
    def covered(self) -> dict[str, int]:
        """The quantity that each product's price is taken at, outside quantity included."""
        return {name: needed + self.outside.get(name, 0) for name, needed in self.needed.items()}

    def amount(self, vendor: str, product: str, counted: int | None = None) -> Exact:
        """What the licenses of a product cost in one billing period, outside part and discount off.

        `counted` is the quantity that chooses the tier where several products count.
        """
        price = self.scenario.prices[vendor][product]
        return self._part(product, price.cost(self.covered[product], counted))

    def amounts(self, award: Mapping[str, str]) -> dict[str, Exact]:
        """What each product costs in one billing period under an award."""
        return {
            product: self.amount(
                vendor, product, self.counted(self.scenario.prices[vendor][product], products)
            )
            for vendor, products in self.contracts_of(award).items()
            for product in products
        }

    def total(self, award: Mapping[str, str]) -> int:
        """What the contracts of an award cost, without their lines: the sum of `bill`."""
        return self.total_at(award, self.amounts(award))

    def total_at(
        self, award: Mapping[str, str], amounts: Mapping[str, Exact], scale: int = 1
    ) -> int:
        """As `total`, with license amounts a billing period in parts of 1/`scale` of the currency.

        Whole numbers of such parts are far quicker to add than fractions.
        """
        return sum(
            self._invoiced(vendor, products, amounts, scale)
            for vendor, products in self.contracts_of(award).items()
        )

    def exact_cost(self, award: Mapping[str, str]) -> Exact:
        """What an award costs over all fiscal years, fees included, before rounding and tax."""
        years = self.scenario.years
        cost: Exact = 0
        for vendor, products in self.contracts_of(award).items():
            seller = self.scenario.vendors[vendor]
            cost += contract_fees(seller, years)
            cost += len(self.served(products)) * buyer_fees(seller, years)
        for product, amount in self.amounts(award).items():
            cost += self.periods[product] * amount
        return cost

    def contracts_of(self, award: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The products under each vendor's contract, vendors and products in file order."""
        products_of: dict[str, list[str]] = {vendor: [] for vendor in self.scenario.vendors}
        for product in self.needed:
            products_of[award[product]].append(product)
        return {vendor: tuple(found) for vendor, found in products_of.items() if found}

    def bill(self, award: Mapping[str, str]) -> tuple[Contract, ...]:
        """The contracts that an award of products to vendors leads to, in the vendors' order."""
        return tuple(
            self.contract(vendor, tuple(self.licenses(vendor, products)))
            for vendor, products in self.contracts_of(award).items()
        )

    def licenses(self, vendor: str, products: tuple[str, ...]) -> Iterator[License]:
        """The licenses of the products under one contract with a vendor."""
        prices = self.scenario.prices[vendor]
        for product in products:
            covered = self.covered[product]
            counted = self.counted(prices[product], products)
            purchase = prices[product].purchase(covered, counted)
            yield self._license(product, purchase, counted)

    def counted(self, price: Price, together: Iterable[str]) -> int | None:
        """What a price that counts several products counts in a contract over these; else None."""
        if not price.counted_products:
            return None
        return sum(self.covered[one] for one in together if one in price.counted_products)

    def contract(self, vendor: str, licenses: tuple[License, ...]) -> Contract:
        """The contract over these licenses with a vendor's fees, and its invoices."""
        buyers = self.served(one.product for one in licenses)
        fees = self.scenario.vendors[vendor].fees
        first: list[Line] = []
        later: list[Line] = []
        for one in licenses:
            in_first, in_later = self.scenario.billed[one.product]
            first.append(Line("license", in_first, one.amount, one.product))
            if in_later:
                later.append(Line("license", in_later, one.amount, one.product))
        yearly = [
            Line("per_contract_yearly", 1, fees.per_contract_yearly),
            Line("per_buyer_yearly", len(buyers), fees.per_buyer_yearly),
        ]
        once = [
            Line("per_contract", 1, fees.per_contract),
            Line("per_buyer", len(buyers), fees.per_buyer),
        ]
        bills = invoices(self.scenario, (*first, *once, *yearly), (*later, *yearly))
        return Contract(vendor, buyers, licenses, bills)

    def _invoiced(
        self, vendor: str, products: tuple[str, ...], amounts: Mapping[str, Exact], scale: int
    ) -> int:
        """What a contract costs over all fiscal years: the first one's invoice, then equal ones."""
        first: Exact = 0
        later: Exact = 0
        for product in products:
            in_first, in_later = self.scenario.billed[product]
            first += in_first * amounts[product]
            later += in_later * amounts[product]
        fees = self.scenario.vendors[vendor].fees
        buyers = len(self.served(products))
        yearly = fees.per_contract_yearly + buyers * fees.per_buyer_yearly
        once = fees.per_contract + buyers * fees.per_buyer
        if scale != 1:
            first, later = Fraction(first, scale), Fraction(later, scale)
        taxed = self.scenario.terms.taxed
        others = (self.scenario.years - 1) * taxed(later + yearly)
        return taxed(first + yearly + once) + others

    def _license(self, product: str, purchase: Purchase, counted: int | None) -> License:
        return License(
            product=product,
            needed=self.needed[product],
            outside=self.outside.get(product, 0),
            bought=purchase.bought,
            tier_from=purchase.tier_from,
            counted=counted,
            asked=purchase.amount,
            amount=self._part(product, purchase.amount),
        )

    def _part(self, product: str, asked: Exact) -> Exact:
        """The part of what is asked that this pool pays: its quantity's, after the discount."""
        part = own_part(asked, self.needed[product], self.outside.get(product, 0))
        return part * (1 - self.discount) if self.discount else part
