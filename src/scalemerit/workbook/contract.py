"""What a contract comes to for a need, in formulas: its license lines, its fees, its invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.workbook.formula import Formula, added, constant, positive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.inputs import Inputs
    from scalemerit.workbook.offers import Contract
    from scalemerit.workbook.tiers import PriceTable

# A vendor, a product, and the products that choose its tier in a contract.
AmountKey = tuple[str, str, tuple[str, ...]]


class Need(NamedTuple):
    """What a row buys: by product the quantity its own, and the one its price is taken at.

    `own` turns what is asked for a product into what is paid, `served` says how many buyers a
    contract over some products serves.
    """

    name: str
    quantities: Mapping[str, Formula]
    covered: Mapping[str, Formula]
    own: Callable[[str, Formula], Formula]
    served: Callable[[tuple[str, ...]], Formula]


class Asking(NamedTuple):
    """What vendors ask: prices by vendor and product, and the fees and terms of the inputs."""

    basis: Basis
    inputs: Inputs
    prices: Mapping[tuple[str, str], PriceTable]

    def keys(self, contracts: tuple[Contract, ...]) -> list[AmountKey]:
        """The amounts for licenses of which contracts consist, each once."""
        every = (
            self.key(vendor, product, together)
            for vendor, together in contracts
            for product in together
        )
        return list(dict.fromkeys(every))

    def key(self, vendor: str, product: str, together: tuple[str, ...]) -> AmountKey:
        """The amount for a product in a contract over some products."""
        counted = self.prices[vendor, product].counted
        return vendor, product, tuple(one for one in together if one in counted)

    def amount(self, key: AmountKey, need: Need) -> Formula:
        """What a need pays for the licenses of a product in one billing period."""
        vendor, product, counted = key
        total = added([need.covered[one] for one in counted]) if counted else None
        asked = self.prices[vendor, product].cost(need.covered[product], total)
        return need.own(product, asked)

    def lines(
        self, contract: Contract, amounts: Mapping[AmountKey, Formula], served: Formula
    ) -> tuple[Formula, Formula]:
        """The lines of the first year's invoice and of a later one's, added up."""
        vendor, together = contract
        fees, billed = self.inputs.fees[vendor], self.inputs.billed
        asked = [(one, amounts[self.key(vendor, one, together)]) for one in together]
        later = added(
            [
                *(billed[product][1] * amount for product, amount in asked),
                positive(served) * fees["per_contract_yearly"],
                served * fees["per_buyer_yearly"],
            ]
        )
        first = added(
            [
                *(billed[product][0] * amount for product, amount in asked),
                positive(served) * (fees["per_contract"] + fees["per_contract_yearly"]),
                served * (fees["per_buyer"] + fees["per_buyer_yearly"]),
            ]
        )
        return first, later

    def bill(self, first: Formula, later: Formula) -> Formula:
        """What the invoices of all years come to, each rounded and taxed."""
        tax, taxed = self.inputs.tax, self.basis.taxed
        return self.basis.whole(taxed(first, tax) + self.later_years * taxed(later, tax))

    def cost(self, first: Formula, later: Formula) -> Formula:
        """The same before rounding and tax, by which awards are compared."""
        return self.basis.exact(first + self.later_years * later)

    @property
    def later_years(self) -> Formula:
        """The fiscal years after the first."""
        return self.inputs.years - constant(1)
