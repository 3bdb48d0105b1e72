"""The cheapest award: by hand, and against every assignment."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest

from scalemerit.money import Exact
from scalemerit.procure import Market, Pool, cheapest_award, cheapest_single
from scalemerit.scenario import Scenario, from_data

Data = dict[str, Any]


def scenario(buyers: Data, vendors: Data, products: Data, **more: object) -> Scenario:
    """A scenario in plain data."""
    head = {"scalemerit": 1, "title": "award", "products": products}
    return from_data({**head, "buyers": buyers, "vendors": vendors, **more})


def pool_of(whole: Scenario, **terms: Any) -> Pool:
    """All buyers of a scenario with all its vendors."""
    conditions = {"outside": {}, "discount": 0, **terms}
    return Pool(Market(whole), tuple(whole.buyers), tuple(whole.vendors), **conditions)


def volume(tiers: Data | int, **more: object) -> Data:
    """A volume price, or the same price for every license."""
    return {"model": "volume", "tiers": tiers if isinstance(tiers, dict) else {1: tiers}, **more}


# ---- by hand ----


def two_vendors(quantity: int, fees: Data) -> Pool:
    """乙社 sells e3 for 10 a license less than 甲社, and asks fees."""
    cheap = {"prices": {"e3": volume(90), "e5": volume(60)}, "fees": fees}
    dear = {"prices": {"e3": volume(100), "e5": volume(50)}}
    buyers = {"A区": {"e3": quantity, "e5": 1}}
    return pool_of(scenario(buyers, {"甲社": dear, "乙社": cheap}, {"e3": {}, "e5": {}}))


@pytest.mark.parametrize(
    ("quantity", "fees", "vendor_of_e3"),
    [
        (3, {}, "乙社"),
        (3, {"per_contract": 29}, "乙社"),  # saves 30
        (3, {"per_contract": 30}, "甲社"),  # a tie goes to the vendor written first
        (3, {"per_contract": 31}, "甲社"),
        (3, {"per_buyer": 29}, "乙社"),
        (3, {"per_buyer": 31}, "甲社"),
        (3, {"per_contract_yearly": 20, "per_buyer_yearly": 9}, "乙社"),
        (3, {"per_contract_yearly": 20, "per_buyer_yearly": 11}, "甲社"),
    ],
)
def test_a_vendor_must_win_back_its_fees(quantity: int, fees: Data, vendor_of_e3: str) -> None:
    assert cheapest_award(two_vendors(quantity, fees)) == {"e3": vendor_of_e3, "e5": "甲社"}


@pytest.mark.parametrize(
    ("quantity", "vendor"),
    [
        (1, "甲社"),  # 甲 150, 乙 150: a tie
        (2, "乙社"),  # 甲 250, 乙 240
    ],
)
def test_a_single_award_goes_to_the_vendor_that_is_cheapest_for_everything(
    quantity: int, vendor: str
) -> None:
    assert cheapest_single(two_vendors(quantity, {})) == {"e3": vendor, "e5": vendor}


def test_a_single_award_goes_only_to_a_vendor_that_sells_everything() -> None:
    partial = {"prices": {"e3": volume(1)}}
    whole = {"prices": {"e3": volume(9), "e5": volume(9)}}
    buyers = {"A区": {"e3": 1, "e5": 1}}
    pool = pool_of(scenario(buyers, {"甲社": partial, "乙社": whole}, {"e3": {}, "e5": {}}))
    assert set(cheapest_single(pool).values()) == {"乙社"}
    assert cheapest_award(pool) == {"e3": "甲社", "e5": "乙社"}


def test_fees_of_all_years_and_every_billing_period_count() -> None:
    # over three years: 甲 36 x 10 = 360; 乙 36 x 9 = 324, and 3 x 12 = 36 or 3 x 11 = 33 of fees
    def vendor_with(fee: int) -> str:
        dear = {"prices": {"e3": volume(10)}}
        cheap = {"prices": {"e3": volume(9)}, "fees": {"per_contract_yearly": fee}}
        products = {"e3": {"billed": "monthly"}}
        vendors = {"甲社": dear, "乙社": cheap}
        whole = scenario({"A区": {"e3": 1}}, vendors, products, fiscal_years="R5-R7")
        return cheapest_award(pool_of(whole))["e3"]

    assert (vendor_with(11), vendor_with(12)) == ("乙社", "甲社")


def test_two_products_together_reach_a_tier_that_neither_reaches_alone() -> None:
    counting = volume({1: 10, 8: 6}, counts=["e3", "e5"])
    first = {"prices": {"e3": volume(8), "e5": volume(8)}}
    second = {"prices": {"e3": counting, "e5": counting}}
    buyers = {"A区": {"e3": 5, "e5": 4}}
    pool = pool_of(scenario(buyers, {"甲社": first, "乙社": second}, {"e3": {}, "e5": {}}))
    assert set(cheapest_award(pool).values()) == {"乙社"}  # 9 x 6 = 54, at 甲社 72


# ---- against every assignment ----


def every_assignment(pool: Pool) -> list[tuple[Exact, tuple[int, ...]]]:
    """Each assignment of vendors to products with the exact sum of its contracts' invoices."""

    @cache
    def contract(vendor: str, products: tuple[str, ...]) -> Exact:
        licenses = tuple(pool.licenses(vendor, products))
        return sum(invoice.exact for invoice in pool.contract(vendor, licenses).invoices)

    def cost(award: tuple[int, ...]) -> Exact:
        by_vendor = {
            vendor: tuple(one for one, v in zip(pool.needed, award, strict=True) if v == vendor)
            for vendor in award
        }
        return sum(contract(pool.vendors[v], products) for v, products in by_vendor.items())

    sellers = [
        [position for position, v in enumerate(pool.vendors) if one in pool.scenario.prices[v]]
        for one in pool.needed
    ]
    return [(cost(award), award) for award in product(*sellers)]


class Draw:
    """Draws award problems with small whole prices, so that many awards cost the same."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.products = [f"p{number}" for number in range(self.rng.choice([1, 2, 3, 4, 5]))]
        self.sparse = self.rng.random() < 0.4
        self.counts = self.rng.random() < 0.5
        self.highest = self.rng.choice([1, 2, 5, 20])  # the lower, the more ties

    def price(self, own: str) -> Data:
        """A price of any model; a volume price may count several products."""
        units = [self.rng.randint(0, self.highest) for _ in range(3)]
        if self.rng.random() < 0.7:  # otherwise a higher tier may be the dearer one
            units.sort(reverse=True)
        models = ["volume", "volume", "graduated", "package", "flat"]
        model = self.rng.choice([*models, "counts"] if self.counts else models)
        if model == "flat":
            return {"model": "flat", "amount": self.rng.randint(0, 4 * self.highest)}
        if model == "package":
            return {"model": "package", "size": self.rng.randint(1, 5), "price": units[0]}
        tiers = dict(zip([1, self.rng.randint(2, 6), self.rng.randint(7, 20)], units, strict=True))
        if model != "counts":
            return {"model": model, "tiers": tiers}
        counts = [one for one in self.products if one == own or self.rng.random() < 0.7]
        return volume(tiers, counts=counts)

    def vendor(self, everything: bool) -> Data:
        """Prices for some products or for all, and any of the fees."""
        sold = [one for one in self.products if everything or self.rng.random() < 0.7]
        sold = sold or self.products[:1]
        kinds = ["per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly"]
        fees = {
            kind: self.rng.randint(0, self.highest) for kind in kinds if self.rng.random() < 0.35
        }
        return {"prices": {one: self.price(one) for one in sold}, "fees": fees}

    def buyer(self) -> Data:
        """A quantity of every product or of some."""
        return {
            one: 0 if self.sparse and self.rng.random() < 0.5 else self.rng.randint(1, 6)
            for one in self.products
        }

    def pool(self) -> Pool:
        """One problem; one of the vendors sells everything."""
        count = self.rng.randint(1, 4)
        complete = self.rng.randrange(count)
        buyers = {f"{letter}区": self.buyer() for letter in "ABCD"[: self.rng.randint(1, 4)]}
        buyers["A区"][self.products[0]] = 3  # somebody needs something
        vendors = {f"v{number}": self.vendor(number == complete) for number in range(count)}
        if self.rng.random() < 0.3:  # all ask the same prices, and their own fees
            vendors = {
                name: {**vendors[f"v{complete}"], "fees": one["fees"]}
                for name, one in vendors.items()
            }
        whole = scenario(
            buyers,
            vendors,
            {one: {"billed": self.rng.choice(["yearly", "once"])} for one in self.products},
            fiscal_years=self.rng.choice(["R5", "R5-R6"]),
        )
        outside = {one: self.rng.randint(0, 9) for one in self.products if self.rng.random() < 0.3}
        discount = self.rng.choice([0, 0, Fraction(1, 10), Fraction(1, 3)])
        return pool_of(whole, outside=outside, discount=discount)


def positions(pool: Pool, award: dict[str, str]) -> tuple[int, ...]:
    """An award as the position of each product's vendor."""
    assert list(award) == list(pool.needed)
    return tuple(pool.vendors.index(vendor) for vendor in award.values())


@pytest.mark.parametrize("chunk", range(20))
def test_no_assignment_is_cheaper_and_of_equal_ones_the_first_written_wins(chunk: int) -> None:
    for seed in range(100 * chunk, 100 * chunk + 100):
        pool = Draw(seed).pool()
        award = cheapest_award(pool)
        assert positions(pool, award) == min(every_assignment(pool))[1], seed


@pytest.mark.parametrize("chunk", range(4))
def test_a_single_award_is_the_cheapest_of_those_to_one_vendor(chunk: int) -> None:
    for seed in range(40 * chunk, 40 * chunk + 40):
        pool = Draw(seed).pool()
        single = [(cost, one) for cost, one in every_assignment(pool) if len(set(one)) == 1]
        assert positions(pool, cheapest_single(pool)) == min(single)[1], seed


def test_the_random_problems_tie_are_divided_and_count() -> None:
    pools = [Draw(seed).pool() for seed in range(200)]
    sums = [sorted(cost for cost, _ in every_assignment(pool)) for pool in pools]
    assert sum(len(costs) > 1 and costs[0] == costs[1] for costs in sums) > 20
    assert sum(len(set(cheapest_award(pool).values())) > 1 for pool in pools) > 30
    assert sum(any(map(counts_products, pool.scenario.prices.values())) for pool in pools) > 30


def counts_products(prices: Data) -> bool:
    """Whether a vendor has a price whose tier several products choose."""
    return any(price.counted_products for price in prices.values())
