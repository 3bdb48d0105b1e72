"""Contracts and their invoices: what buying under given conditions costs, to the smallest unit.

A contract is one vendor with its buyers. Each fiscal year it gives one invoice; the first one
holds also what is paid once. The lines are summed exactly, the sum is rounded once, and so is
the tax on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.money import Exact, Terms, times

if TYPE_CHECKING:
    from scalemerit.scenario import Coordination, Scenario

LineKind = Literal[
    "license",
    "per_contract",
    "per_contract_yearly",
    "per_buyer",
    "per_buyer_yearly",
    "current",
    "coordination_per_contract",
    "coordination_yearly",
    "coordination_per_buyer",
    "coordination_per_buyer_yearly",
]


class License(NamedTuple):
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

    @property
    def own_part(self) -> Exact:
        """The part of `asked` that this contract pays beside the others', before the discount."""
        return own_part(self.asked, self.needed, self.outside)

    def total(self, scenario: Scenario) -> int:
        """The amount over all fiscal years, before tax and fees, rounded to the smallest unit."""
        return scenario.terms.rounded(self.amount * billing_periods(scenario, self.product))


class Line(NamedTuple):
    """One line of an invoice, or of what coordination costs: `times` × `unit`.

    A license line names its product.
    """

    kind: LineKind
    times: int
    unit: Exact
    product: str | None = None

    @property
    def amount(self) -> Exact:
        """What the line comes to, exactly."""
        return self.times * self.unit


class Invoice(NamedTuple):
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


class Contract(NamedTuple):
    """One vendor (None for a contract of today) with its buyers, licenses and invoices."""

    vendor: str | None
    buyers: tuple[str, ...]
    licenses: tuple[License, ...]
    invoices: tuple[Invoice, ...]

    @property
    def cost(self) -> int:
        """What the contract costs over all fiscal years, tax included, in the smallest unit."""
        return sum(invoice.total for invoice in self.invoices)


def own_part(asked: Exact, needed: int, outside: int) -> Exact:
    """The part of what is asked that falls to the quantity needed beside the one outside."""
    return times(asked, needed, needed + outside) if outside else asked


def billing_periods(scenario: Scenario, product: str) -> int:
    """How often a product is billed over all fiscal years."""
    first, later = scenario.billed[product]
    return first + later * (scenario.years - 1)


def current_contract(scenario: Scenario, buyer: str) -> Contract:
    """What a buyer has today, as a contract; without lines where the scenario gives none."""
    current = scenario.buyers[buyer].current
    quantities = scenario.buyers[buyer].quantities
    if current is None:
        lines = []
    elif current.amount is not None:
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


def current_cost(scenario: Scenario, buyer: str) -> int:
    """What the contract of today costs a buyer over all fiscal years, as its invoices come to."""
    current, quantities = scenario.buyers[buyer].current, scenario.buyers[buyer].quantities
    if current is None:
        return 0
    if current.amount is not None:
        yearly = current.amount
    elif current.unit_prices is not None:
        units = current.unit_prices
        yearly = sum([needed * units[product] for product, needed in quantities.items() if needed])
    else:
        yearly = sum(quantities.values()) * (current.unit_price or 0)
    return scenario.years * scenario.terms.taxed(yearly)


def invoices(
    scenario: Scenario, first: tuple[Line, ...], later: tuple[Line, ...]
) -> tuple[Invoice, ...]:
    """One invoice a fiscal year: the first year's lines, then the same later lines each year."""
    return _each_year(scenario, scenario.terms, first, later)


def _each_year(
    scenario: Scenario, terms: Terms, first: tuple[Line, ...], later: tuple[Line, ...]
) -> tuple[Invoice, ...]:
    year = scenario.fiscal_years[0] if scenario.fiscal_years else None
    rest = scenario.fiscal_years[1:]
    return (_invoice(terms, year, first), *(_invoice(terms, other, later) for other in rest))


def _invoice(terms: Terms, year: int | None, lines: tuple[Line, ...]) -> Invoice:
    shown = tuple(line for line in lines if line.amount or line.kind in {"license", "current"})
    net = terms.rounded(sum((line.amount for line in shown), 0))
    return Invoice(year, shown, net, terms.tax_on(net))


def coordination_total(
    scenario: Scenario, coordination: Coordination, buyers: int, contracts: int
) -> int:
    """What running a joint procurement costs over all fiscal years, as its bills come to."""
    once = contracts * coordination.per_contract + buyers * coordination.per_buyer
    yearly = coordination.yearly + buyers * coordination.per_buyer_yearly
    if not once and not yearly:
        return 0
    rounded = scenario.terms.rounded
    return rounded(once + yearly) + (scenario.years - 1) * rounded(yearly)


def coordination_bills(
    scenario: Scenario, coordination: Coordination, buyers: int, contracts: int
) -> tuple[Invoice, ...]:
    """What running a joint procurement costs in each fiscal year: rounded once, never taxed."""
    once = (
        Line("coordination_per_contract", contracts, coordination.per_contract),
        Line("coordination_per_buyer", buyers, coordination.per_buyer),
    )
    yearly = (
        Line("coordination_yearly", 1, coordination.yearly),
        Line("coordination_per_buyer_yearly", buyers, coordination.per_buyer_yearly),
    )
    untaxed = scenario.terms._replace(tax_rate=None)
    return _each_year(scenario, untaxed, (*once, *yearly), yearly)
