"""Buyers that buy together: what they need, and what an award of it costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import lcm
from typing import TYPE_CHECKING, TypeVar

from scalemerit.money import Exact, times
from scalemerit.procure.contract import Contract, License, Line, invoices, own_part

if TYPE_CHECKING:
    from scalemerit.pricing import Curve
    from scalemerit.procure.market import Contracts, Market
    from scalemerit.scenario import Scenario

T = TypeVar("T")


class Pool:
    """Buyers that buy together, and on what conditions; one buyer alone is a pool as well.

    `outside` are quantities that others take under the same contract, `discount` is a fraction
    off the license amounts, `kept` what it leaves. `quantities` has a column a product, with each
    buyer's quantity, `wanted` the products that each buyer needs, `all_served` how many need any.
    `needed` is the quantity of each product that is needed at all, in the order of the products;
    `covered` the one its price is taken at, outside quantity included.
    """

    __slots__ = (
        *("market", "buyers", "vendors", "outside", "discount", "kept"),
        *("quantities", "wanted", "all_served", "needed", "covered"),
    )

    def __init__(
        self,
        market: Market,
        buyers: tuple[str, ...],
        vendors: tuple[str, ...],
        outside: Mapping[str, int],
        discount: Exact = 0,
    ) -> None:
        self.market = market
        self.buyers = buyers
        self.vendors = vendors
        self.outside = outside
        self.discount = discount
        self.kept = 1 - discount
        self.quantities: Mapping[str, Sequence[int]] = market.quantities
        self.wanted: Sequence[tuple[str, ...]] = market.wanted
        if buyers != market.buyers:
            self.quantities = {
                product: self.of_buyers(column) for product, column in market.quantities.items()
            }
            self.wanted = self.of_buyers(market.wanted)
        self.all_served = len(buyers) - self.wanted.count(())
        self.needed = {
            product: total for product, column in self.quantities.items() if (total := sum(column))
        }
        self.covered = self._covered() if outside else self.needed

    @property
    def scenario(self) -> Scenario:
        """The scenario of the buyers and vendors."""
        return self.market.scenario

    def of_buyers(self, column: Sequence[T]) -> Sequence[T]:
        """The entries of the pool's buyers in a column that has one for each of the market's."""
        if self.buyers == self.market.buyers:
            return column
        return [column[position] for position in self.market.positions(self.buyers)]

    def undiscounted(self) -> Pool:
        """The same buyers, vendors and quantities, without the discount."""
        if not self.discount:
            return self
        return Pool(self.market, self.buyers, self.vendors, self.outside)

    def among(self, buyers: tuple[str, ...]) -> Pool:
        """Some of its buyers on the same conditions."""
        return Pool(self.market, buyers, self.vendors, self.outside, self.discount)

    def served(self, products: Iterable[str]) -> tuple[str, ...]:
        """The buyers with a quantity of any of the products."""
        wanted = set(products)
        return tuple(
            [
                buyer
                for buyer, needed in zip(self.buyers, self.wanted, strict=True)
                if not wanted.isdisjoint(needed)
            ]
        )

    def count_served(self, products: Collection[str]) -> int:
        """How many buyers have a quantity of any of the products, all of them needed."""
        if len(products) == len(self.needed):
            return self.all_served
        columns = [self.quantities[product] for product in products]
        return sum(map(any, zip(*columns, strict=True)))

    def amount(self, vendor: str, product: str, counted: int | None = None) -> Exact:
        """What the licenses of a product cost in one billing period, outside part and discount off.

        `counted` is the quantity that chooses the tier where several products count.
        """
        asked = self.market.offers[vendor].prices[product].cost(self.covered[product], counted)
        return self.part(product, asked) if self.outside or self.discount else asked

    def part(self, product: str, asked: Exact) -> Exact:
        """The part of what is asked that this pool pays: its quantity's, after the discount."""
        if self.outside:
            asked = own_part(asked, self.needed[product], self.outside.get(product, 0))
        return times(asked, self.kept) if self.discount else asked

    def amounts(self, award: Mapping[str, str]) -> dict[str, Exact]:
        """What each product costs in one billing period under an award."""
        if not self.market.has_counting:
            return {product: self.amount(award[product], product) for product in self.needed}
        offers = self.market.offers
        return {
            product: self.amount(
                vendor, product, self.counted(offers[vendor].prices[product], products)
            )
            for vendor, products in self.contracts_of(award).items()
            for product in products
        }

    def total(self, award: Mapping[str, str]) -> int:
        """What the contracts of an award cost, without their lines: the sum of `bill`."""
        return self.total_at(self.contracts_of(award), self.amounts(award))

    def total_at(self, contracts: Contracts, amounts: Mapping[str, Exact]) -> int:
        """As `total`, of these contracts, where what each product costs in a period is known."""
        total = 0
        for vendor, products in contracts.items():
            asked = {product: amounts[product] for product in products}
            total += self.market.bill(vendor, self.count_served(products), asked)
        return total

    def total_alone(self, contracts: Contracts, amounts: Mapping[str, Exact]) -> int:
        """As `total_at`, with contracts of each buyer's own over its part of the amounts."""
        total = 0
        for vendor, products in contracts.items():
            units, scale = self._units(products, amounts)
            asked = {
                product: [unit * quantity for quantity in self.quantities[product]]
                for product, unit in units.items()
            }
            total += sum(self.market.own_bills(vendor, asked, self.quantities, scale))
        return total

    def exact_cost(self, award: Mapping[str, str]) -> Exact:
        """What an award costs over all fiscal years, fees included, before rounding and tax."""
        contracts = self.contracts_of(award).items()
        return sum([self.contract_cost(vendor, products) for vendor, products in contracts])

    def contract_cost(self, vendor: str, products: Collection[str]) -> Exact:
        """As `exact_cost`, of one vendor's contract over these products."""
        offer = self.market.offers[vendor]
        cost = offer.fees(self.count_served(products))
        for product in products:
            counted = self.counted(offer.prices[product], products)
            cost += self.market.periods[product] * self.amount(vendor, product, counted)
        return cost

    def contracts_of(self, award: Mapping[str, str]) -> Contracts:
        """The products under each vendor's contract, vendors and products in file order."""
        if len(self.needed) == 1:
            (product,) = self.needed
            return {award[product]: (product,)}
        return self.market.contracts_of({product: award[product] for product in self.needed})

    def bill(self, award: Mapping[str, str]) -> tuple[Contract, ...]:
        """The contracts that an award of products to vendors leads to, in the vendors' order."""
        return tuple(
            self.contract(vendor, self.licenses(vendor, products))
            for vendor, products in self.contracts_of(award).items()
        )

    def licenses(self, vendor: str, products: Collection[str]) -> tuple[License, ...]:
        """The licenses of the products under one contract with a vendor."""
        prices = self.market.offers[vendor].prices
        return tuple([self._license(product, prices[product], products) for product in products])

    def counted(self, price: Curve, together: Iterable[str]) -> int | None:
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

    def _covered(self) -> dict[str, int]:
        outside = self.outside
        return {
            product: needed + outside.get(product, 0) for product, needed in self.needed.items()
        }

    def _units(
        self, products: Iterable[str], amounts: Mapping[str, Exact]
    ) -> tuple[dict[str, int], int]:
        """What a license of each product costs as a whole number of parts of the currency.

        How many such parts the currency has comes last.
        """
        parts = {one: amounts[one].denominator * self.needed[one] for one in products}
        scale = lcm(*parts.values())
        units = {one: amounts[one].numerator * (scale // part) for one, part in parts.items()}
        return units, scale

    def _license(self, product: str, price: Curve, together: Iterable[str]) -> License:
        counted = self.counted(price, together)
        bought, asked, tier_from = price.purchase(self.covered[product], counted)
        outside = self.outside.get(product, 0)
        amount = self.part(product, asked) if outside or self.discount else asked
        needed = self.needed[product]
        return License(product, needed, outside, bought, tier_from, counted, asked, amount)
