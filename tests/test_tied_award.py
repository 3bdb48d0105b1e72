"""Awards where products are tied, by what counts together or by fees a buyer: every assignment."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from scalemerit.money import Exact
from scalemerit.procure import Market, Pool, cheapest_award
from scalemerit.procure.tied import TiedAward
from scalemerit.scenario import from_data

Data = dict[str, Any]
Award = tuple[int, ...]


def first_of_the_cheapest(pool: Pool) -> Award:
    """The award found by pricing every assignment; of equal ones the vendors written first."""
    prices = pool.scenario.prices
    sellers = [
        [position for position, vendor in enumerate(pool.vendors) if one in prices[vendor]]
        for one in pool.needed
    ]

    def cost(award: Award) -> Exact:
        vendors = (pool.vendors[position] for position in award)
        return pool.exact_cost(dict(zip(pool.needed, vendors, strict=True)))

    return min((cost(award), award) for award in product(*sellers))[1]


class Draw:
    """Draws problems of small whole numbers, so that many awards cost the same."""

    def __init__(self, seed: int, vendors: int, products: int) -> None:
        self.rng = Random(seed)
        self.vendors = [f"v{number}" for number in range(vendors)]
        self.products = [f"p{number}" for number in range(products)]
        self.highest = self.rng.choice([1, 3, 10, 100])
        self.counting = self.rng.choice(["all", "groups", "overlapping", "some", "none"])
        self.rising = self.rng.random() < 0.25
        self.sparse = self.rng.random() < 0.5
        self.alike = self.rng.random() < 0.3

    def counts(self, own: str) -> Data:
        """The products that choose a tier together with this one, in one of several ways."""
        position = self.products.index(own)
        if self.counting == "all":
            return {"counts": self.products}
        if self.counting == "groups":
            return {"counts": self.products[position % 2 :: 2]}
        if self.counting == "none" or (self.counting == "some" and self.rng.random() < 0.5):
            return {}
        return {"counts": [one for one in self.products if one == own or self.rng.random() < 0.5]}

    def tier(self, unit: int) -> Data:
        """A unit price with a flat part or without."""
        return {"unit": unit, **({"flat": self.highest} if self.rng.random() < 0.15 else {})}

    def price(self, own: str) -> Data:
        """A volume price of one to four tiers, with bounds or without."""
        starts = [1, *sorted(self.rng.sample(range(2, 40), self.rng.randint(0, 3)))]
        units = [self.rng.randint(0, self.highest) for _ in starts]
        units = units if self.rising else sorted(units, reverse=True)
        tiers = {start: self.tier(unit) for start, unit in zip(starts, units, strict=True)}
        price = {"model": "volume", "tiers": tiers, **self.counts(own)}
        if self.rng.random() < 0.15:
            price["minimum_amount"] = self.rng.randint(0, 9 * self.highest)
        if self.rng.random() < 0.15:
            price["maximum_amount"] = self.rng.randint(9, 20) * self.highest
        return price

    def vendor(self, everything: bool) -> Data:
        """Prices for some products or for all, and any of the fees."""
        sold = [one for one in self.products if everything or self.rng.random() < 0.8]
        kinds = ["per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly"]
        highest = self.highest * self.rng.choice([1, 4])
        fees = {kind: self.rng.randint(0, highest) for kind in kinds if self.rng.random() < 0.3}
        prices = {one: self.price(one) for one in sold or self.products}
        return {"prices": prices, "fees": fees}

    def quantities(self) -> Data:
        """What a buyer needs of each product, of some nothing."""
        return {
            one: 0 if self.sparse and self.rng.random() < 0.6 else self.rng.randint(1, 6)
            for one in self.products
        }

    def pool(self) -> Pool:
        """One problem; the first vendor or another one sells everything."""
        complete = self.rng.choice(self.vendors)
        vendors = {vendor: self.vendor(vendor == complete) for vendor in self.vendors}
        if self.alike:
            prices = vendors[complete]["prices"]
            vendors = {vendor: {**one, "prices": prices} for vendor, one in vendors.items()}
        buyers = {f"{letter}区": self.quantities() for letter in "ABCD"[: self.rng.randint(1, 4)]}
        buyers["A区"][self.products[0]] = 2
        outside = {one: self.rng.randint(0, 9) for one in self.products if self.rng.random() < 0.2}
        data = {"title": "tied", "products": {one: {} for one in self.products}}
        whole = from_data({"scalemerit": 1, **data, "buyers": buyers, "vendors": vendors})
        return Pool(
            Market(whole),
            tuple(buyers),
            tuple(vendors),
            outside,
            self.rng.choice([0, Fraction(1, 3)]),
        )


def problems(seeds: range) -> Iterator[tuple[int, Pool]]:
    """Problems of two to four vendors and two to six products."""
    for seed in seeds:
        vendors, products = 2 + seed % 3, 2 + seed // 3 % 5
        yield seed, Draw(seed, vendors, min(products, 5 if vendors == 4 else 6)).pool()


@pytest.mark.parametrize("chunk", range(20))
def test_no_assignment_is_cheaper_and_of_equal_ones_the_first_written_wins(chunk: int) -> None:
    for seed, pool in problems(range(100 * chunk, 100 * chunk + 100)):
        assert TiedAward(pool).best() == first_of_the_cheapest(pool), seed


@pytest.mark.parametrize("seed", range(4))
def test_four_vendors_and_seven_products_are_awarded_exactly(seed: int) -> None:
    pool = Draw(seed, 4, 7).pool()
    assert TiedAward(pool).best() == first_of_the_cheapest(pool)


# ---- large ----


def large(seed: int, buyers: int, together: int) -> Pool:
    """Ten vendors, thirty products; so many products in a row count together."""
    rng = Random(seed)
    products = [f"p{number}" for number in range(30)]
    usual = {one: rng.randint(1000, 60000) for one in products}

    def price(own: int) -> Data:
        unit = usual[products[own]] * rng.randint(85, 115) // 100
        tiers = {}
        for start in (1, 100, 1000, 10000, 100000):
            tiers[start] = unit
            unit = unit * rng.randint(90, 99) // 100
        first = own // together * together
        return {"model": "volume", "tiers": tiers, "counts": products[first : first + together]}

    def vendor() -> Data:
        fees = {"per_contract": rng.randint(1, 30) * 10000, "per_buyer": rng.randint(0, 5) * 10000}
        return {"prices": {one: price(own) for own, one in enumerate(products)}, "fees": fees}

    data = {
        "scalemerit": 1,
        "title": "large",
        "products": {one: {} for one in products},
        "buyers": {f"B{n}": {one: rng.randint(1, 900) for one in products} for n in range(buyers)},
        "vendors": {f"v{number}": vendor() for number in range(10)},
    }
    whole = from_data(data)
    return Pool(Market(whole), tuple(whole.buyers), tuple(whole.vendors), {})


@pytest.mark.parametrize(("buyers", "together"), [(62, 5), (62, 30), (1, 5), (1, 30)])
def test_no_single_move_makes_the_award_of_a_large_problem_cheaper(
    buyers: int, together: int
) -> None:
    pool = large(1, buyers, together)
    award = cheapest_award(pool)
    least = pool.exact_cost(award)
    moved = ({**award, one: vendor} for one in award for vendor in pool.vendors)
    assert all(pool.exact_cost(other) >= least for other in moved)
    assert all(pool.exact_cost(dict.fromkeys(award, vendor)) >= least for vendor in pool.vendors)
