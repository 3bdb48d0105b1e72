"""Contracts and their invoices: what buying under given conditions costs, to the smallest unit.

A contract is one vendor with its buyers. Each fiscal year it gives one invoice; the first one
holds also what is paid once. The lines are summed exactly, the sum is rounded once, and so is
the tax on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from scalemerit.money import Exact, Terms

if TYPE_CHECKING:
    from scalemerit.pricing import Price, Purchase
    from scalemerit.scenario import Coordination, Scenario, Vendor

LineKind = Literal[
    "license", "per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly", "current"
]
_PERIODS = {"yearly": (1, 1), "monthly": (12, 12), "once": (1, 0)}


@dataclass(frozen=True, slots=True)
class License:
    """The licenses of one product under a contract.

    `needed` is this contract's own quantity, `outside` what others take under it, `bought` the
    whole purchase. `asked` is what the vendor asks for all of it in one billing period, `amount`
    the part of it that this contract pays, after the discount. `counted` is the quantity that
    chose the tier where several products count.
    """

    product: str
    needed: int
    outside: int
    bought: int
    tier_from: int | None
    counted: int | None
    asked: Exact
    amount: Exact

    def total(self, scenario: Scenario) -> int:
        """The amount over all fiscal years, before tax and fees, rounded to the smallest unit."""
        return scenario.terms.rounded(self.amount * billing_periods(scenario, self.product))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice: `times` × `unit`; a license line names its product."""

    kind: LineKind
    times: int
    unit: Exact
    product: str | None = None

    @property
    def amount(self) -> Exact:
        """What the line comes to, exactly."""
        return self.times * self.unit


@dataclass(frozen=True, slots=True)
class Invoice:
    """One fiscal year of a contract: `net` is rounded once from the lines, `tax` once from `net`.

    `year` is None where the scenario names no fiscal years. Amounts are in the smallest unit.
    """

    year: int | None
    lines: tuple[Line, ...]
    net: int
    tax: int

    @property
    def total(self) -> int:
        """What is paid for the year."""
        return self.net + self.tax

    @property
    def exact(self) -> Exact:
        """The sum of the lines before rounding and tax, in the currency."""
        return sum((line.amount for line in self.lines), 0)


@dataclass(frozen=True, slots=True)
class Contract:
    """One vendor (None for a contract of today) with its buyers, licenses and invoices."""

    vendor: str | None
    buyers: tuple[str, ...]
    licenses: tuple[License, ...]
    invoices: tuple[Invoice, ...]

    @property
    def cost(self) -> int:
        """What the contract costs over all fiscal years, tax included, in the smallest unit."""
        return sum(invoice.total for invoice in self.invoices)


@dataclass(frozen=True)
class Pool:
    """Buyers that buy together, and on what conditions; one buyer alone is a pool as well.

    `outside` are quantities that others take under the same contract, `discount` is a fraction
    off the license amounts.
    """

    scenario: Scenario
    buyers: tuple[str, ...]
    vendors: tuple[str, ...]
    outside: Mapping[str, int]
    discount: Exact = 0

    @cached_property
    def needed(self) -> dict[str, int]:
        """The quantity of each product that is needed at all, in the order of the products."""
        totals = dict.fromkeys(self.scenario.products, 0)
        for buyer in self.buyers:
            for product, quantity in self.scenario.buyers[buyer].quantities.items():
                totals[product] += quantity
        return {product: total for product, total in totals.items() if total}

    def served(self, products: Iterable[str]) -> tuple[str, ...]:
        """The buyers with a quantity of any of the products."""
        wanted = tuple(products)
        return tuple(
            buyer
            for buyer in self.buyers
            if any(self.scenario.buyers[buyer].quantities.get(product) for product in wanted)
        )

    def covered(self, product: str) -> int:
        """The quantity that the price of a product is taken at, outside quantity included."""
        return self.needed[product] + self.outside.get(product, 0)

    def amount(self, vendor: str, product: str, counted: int | None = None) -> Exact:
        """What the licenses of a product cost in one billing period, outside part and discount off.

        `counted` is the quantity that chooses the tier where several products count.
        """
        price = self.scenario.prices[vendor][product]
        covered = self.covered(product)
        return self._part(product, price.cost(covered, counted), covered)

    def bill(self, award: Mapping[str, str]) -> tuple[Contract, ...]:
        """The contracts that an award of products to vendors leads to, in the vendors' order."""
        products_of: dict[str, list[str]] = {}
        for product in self.needed:
            products_of.setdefault(award[product], []).append(product)
        return tuple(
            self.contract(vendor, tuple(self.licenses(vendor, products_of[vendor])))
            for vendor in self.scenario.vendors
            if vendor in products_of
        )

    def licenses(self, vendor: str, products: Iterable[str]) -> Iterator[License]:
        """The licenses of the products under one contract with a vendor."""
        together = tuple(products)
        prices = self.scenario.prices[vendor]
        for product in together:
            covered = self.covered(product)
            counted = self.counted(prices[product], together)
            purchase = prices[product].purchase(covered, counted)
            yield self._license(product, purchase, counted)

    def counted(self, price: Price, together: Iterable[str]) -> int | None:
        """What a price that counts several products counts in a contract over these; else None."""
        if not price.counted_products:
            return None
        return sum(self.covered(one) for one in together if one in price.counted_products)

    def contract(self, vendor: str, licenses: tuple[License, ...]) -> Contract:
        """The contract over these licenses with a vendor's fees, and its invoices."""
        buyers = self.served(one.product for one in licenses)
        fees = self.scenario.vendors[vendor].fees
        first: list[Line] = []
        later: list[Line] = []
        for one in licenses:
            in_first, in_later = _PERIODS[self.scenario.products[one.product].billed]
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

    def _license(self, product: str, purchase: Purchase, counted: int | None) -> License:
        covered = self.covered(product)
        return License(
            product=product,
            needed=self.needed[product],
            outside=self.outside.get(product, 0),
            bought=purchase.bought,
            tier_from=purchase.tier_from,
            counted=counted,
            asked=purchase.amount,
            amount=self._part(product, purchase.amount, covered),
        )

    def _part(self, product: str, asked: Exact, covered: int) -> Exact:
        """The part of what is asked that this pool pays: its quantity's, after the discount."""
        needed = self.needed[product]
        part = asked if needed == covered else Fraction(asked) * needed / covered
        return part * (1 - self.discount) if self.discount else part


def billing_periods(scenario: Scenario, product: str) -> int:
    """How often a product is billed over all fiscal years."""
    first, later = _PERIODS[scenario.products[product].billed]
    return first + later * (scenario.years - 1)


def contract_fees(vendor: Vendor, years: int) -> Exact:
    """What a vendor's contract costs over the years whatever is bought."""
    return vendor.fees.per_contract + years * vendor.fees.per_contract_yearly


def buyer_fees(vendor: Vendor, years: int) -> Exact:
    """What each buyer served adds to a vendor's contract over the years."""
    return vendor.fees.per_buyer + years * vendor.fees.per_buyer_yearly


def current_contract(scenario: Scenario, buyer: str) -> Contract | None:
    """A buyer's contract of today as a contract, None where the scenario gives none."""
    current = scenario.buyers[buyer].current
    if current is None:
        return None
    quantities = scenario.buyers[buyer].quantities
    if current.amount is not None:
        lines = [Line("current", 1, current.amount)]
    else:
        only = current.unit_price or 0
        units = current.unit_prices or dict.fromkeys(quantities, only)
        lines = [
            Line("current", quantity, units[product], product)
            for product, quantity in quantities.items()
            if quantity
        ]
    return Contract(None, (buyer,), (), invoices(scenario, tuple(lines), tuple(lines)))


def invoices(
    scenario: Scenario, first: tuple[Line, ...], later: tuple[Line, ...]
) -> tuple[Invoice, ...]:
    """One invoice a fiscal year: the first year's lines, then the same later lines each year."""
    terms = scenario.terms
    year = scenario.fiscal_years[0] if scenario.fiscal_years else None
    rest = scenario.fiscal_years[1:]
    return (_invoice(terms, year, first), *(_invoice(terms, other, later) for other in rest))


def _invoice(terms: Terms, year: int | None, lines: tuple[Line, ...]) -> Invoice:
    shown = tuple(line for line in lines if line.amount or line.kind in {"license", "current"})
    net = terms.rounded(sum((line.amount for line in shown), 0))
    return Invoice(year, shown, net, terms.tax_on(net))


def coordination_bills(
    scenario: Scenario, coordination: Coordination, buyers: int, contracts: int
) -> tuple[int, ...]:
    """What running a joint procurement costs in each fiscal year: rounded once, never taxed."""
    yearly = coordination.yearly + buyers * coordination.per_buyer_yearly
    once = contracts * coordination.per_contract + buyers * coordination.per_buyer
    rounded = scenario.terms.rounded
    return (rounded(once + yearly), *[rounded(yearly)] * (scenario.years - 1))
